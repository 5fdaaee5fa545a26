"""Where an interview may be."""

from typing import Annotated

from ehealthcard.models import Day, Moment
from ehealthcard.rules.interview import BankVersion, Given, Raised, Report
from ehealthcard.rules.links import AppointmentLink, CardLink
from ehealthcard.rules.preparing import Reminder
from ehealthcard.rules.visits import Visit
from ehealthcard.workflow import PRIVATE, State

from .model import Consent, Ended, Filing, Opening, Respondent, Unfilled


class ForVisit(State):
    """What is known of every interview that may still serve its visit."""

    card: CardLink
    appointment: AppointmentLink
    visit: Visit
    """As it is by now; a change of slot changes it here too."""

    org_name: str
    reminder: Reminder = Reminder()
    """Which message of invitation stands."""

    def institutions(self) -> tuple[str, ...]:
        """Return where the visit is."""
        return (self.visit.org,)


class Invited(ForVisit):
    """The patient is asked to answer before the visit (已邀请)."""


class Begun(ForVisit):
    """What is known once somebody answers."""

    respondent: Respondent
    consent: Consent
    bank: BankVersion
    """Fixed at the start: a newer version changes nothing for this interview."""

    raised: Annotated[tuple[Raised, ...], PRIVATE] = ()


class Answering(Begun):
    """What is known while answers are drafts (自动保存)."""

    answers: Annotated[tuple[Given, ...], PRIVATE]
    shown: Annotated[str | None, PRIVATE]
    """The question on the screen; ``None``: there is none left, submit."""

    done: int
    asked: int
    """Questions done, and asked in all as far as can be seen now (进度)."""

    missing: Annotated[tuple[str, ...], PRIVATE]
    """Mandatory questions that still need an answer."""


class InProgress(Answering):
    """Being answered; each answer is kept at once (填写中)."""


class Escalated(Answering):
    """Advised to the emergency department, or to be seen earlier (已警示)."""

    partial: Annotated[Report, PRIVATE]
    """What the doctor sees if nothing more is answered."""

    acknowledged_at: Moment | None = None


class Reported(Begun):
    """What is known once there is a report."""

    report: Annotated[Report, PRIVATE]
    seen_from: Moment | None = None
    """When the consultation began."""

    kept_until: Moment | None
    """When its content is destroyed; ``None``: never."""


class ReportReady(Reported):
    """The report waits for the doctor (报告已生成)."""


class UnderReview(Reported):
    """A doctor has opened it (医生查阅中)."""

    openings: tuple[Opening, ...]


class Decided(Reported):
    """What is known once a doctor has decided."""

    openings: tuple[Opening, ...]
    decided_by: str
    decided_at: Moment


class Signed(Decided):
    """What is known of a text with a doctor's name under it."""

    text: Annotated[str, PRIVATE]
    """What enters the record."""

    signature: Annotated[str, PRIVATE]
    filing: Filing = Filing()


class Adopted(Signed):
    """The doctor signed the report as it is (已采纳)."""


class AdoptedEdited(Signed):
    """The doctor wrote and signed a text of his own (修改后采纳)."""


class Rejected(Decided):
    """The doctor does not use it; nothing enters the record (未采纳)."""

    reason: Annotated[str, PRIVATE]


class Over(State):
    """What stays of an interview whose answers are gone."""

    card: str
    appointment: str
    pictures: Annotated[tuple[str, ...], PRIVATE] = ()
    """Names of pictures that the file store is told to destroy."""


class Missed(Over):
    """Not submitted when the consultation began; the doctor sees 未填 (未填)."""

    visit: Visit
    reason: Unfilled


class Cancelled(Over):
    """There is no visit that it could serve; drafts are destroyed (已取消)."""

    reminder: Reminder = Reminder()
    reason: Ended
    on: Day


class Withdrawn(Over):
    """The patient took consent back; answers are destroyed (已撤回同意)."""

    visit: Visit
    on: Day


class Discarded(Over):
    """Kept as long as it had to be; the content is destroyed (已到期销毁)."""
