"""What happens around a visit: entry, booking, consultation, report."""

from typing import Annotated, ClassVar

from ehealthcard.models import PRIVATE, Day, Moment
from ehealthcard.rules.critical import CriticalFinding
from ehealthcard.rules.links import (
    AppointmentLink,
    CardLink,
    HappeningLink,
    ReportLink,
    SessionLink,
    SurveyDayLink,
)
from ehealthcard.rules.visits import Visit
from ehealthcard.workflow import Signal


class DeclarationSubmitted(Signal):
    """A health declaration came into force (健康申报生效)."""

    whole: ClassVar[bool] = True

    card: CardLink
    submitted_at: Moment


class EntryMade(Signal):
    """The holder entered an institution (入院)."""

    whole: ClassVar[bool] = True

    card: CardLink
    org: str
    place: str
    channel: str
    at: Moment


class HolderDiverted(Signal):
    """The holder was led to an isolated point or the fever clinic (分流)."""

    whole: ClassVar[bool] = True

    card: CardLink
    reasons: tuple[str, ...]
    at: Moment


class HappeningRecalled(Signal):
    """What a message told of is no longer so, such as a bill paid elsewhere (撤回)."""

    external: ClassVar[bool] = True

    event: HappeningLink


class SessionSuspended(Signal):
    """The hospital calls a session off (停诊); every booking in it is moved."""

    external: ClassVar[bool] = True

    session: SessionLink


class InterviewWanted(Signal):
    """A booking is confirmed, and its department interviews beforehand (邀请预诊)."""

    anew: ClassVar[bool] = True

    card: CardLink
    visit: Visit
    org_name: str
    """What the holder knows the institution by."""


class SurveyWanted(Signal):
    """A visit is booked or moved, and needs its day's survey beforehand (要求流调).

    Of one holder, institution and day there is one survey: it goes to that, and only
    where there is none does it open one.
    """

    day: SurveyDayLink
    card: str
    """The subject of the card."""

    visit: Visit
    org_name: str
    hours: int
    """From how many hours before the visit on."""

    @property
    def opens_for(self) -> str:
        """The holder's card."""
        return self.card


class AppointmentMissed(Signal):
    """The holder neither came nor cancelled (爽约)."""

    card: CardLink
    on: Day
    """The day of the visit."""


class AppointmentDropped(Signal):
    """The holder cancelled (取消预约), or gave a ticket back (退号)."""

    card: CardLink
    on: Day
    """The day on which the holder did."""

    ticketed: bool
    """Whether it was a ticket, given back on the day of the visit."""


class AppointmentMoved(Signal):
    """The visit is at another time or with another doctor (改约)."""

    appointment: AppointmentLink
    visit: Visit
    survey_hours: int | None
    """From how many hours before it on its survey is asked for, if at all."""


class AppointmentSuspended(Signal):
    """The hospital called the visit off and may offer another (停诊)."""

    appointment: AppointmentLink


class DepartmentChanged(Signal):
    """The visit is in another department now; an interview for it is of no use."""

    appointment: AppointmentLink
    visit: Visit
    survey_hours: int | None
    """From how many hours before it on its survey is asked for, if at all."""


class ConsultationBegun(Signal):
    """The doctor has called the holder in (开始就诊)."""

    appointment: AppointmentLink


class AppointmentEnded(Signal):
    """There will be no visit: cancelled, given back or missed (预约终止)."""

    appointment: AppointmentLink


class CriticalValueFound(Signal):
    """A verified report holds what cannot wait (危急值)."""

    anew: ClassVar[bool] = True

    card: CardLink
    reference: str
    """The report, ``org:number``."""

    version: int
    org: str
    department: str
    publisher: str
    """Who verified it."""

    findings: Annotated[tuple[CriticalFinding, ...], PRIVATE]


class ReportRetracted(Signal):
    """A report was taken back (报告撤回): nothing in it holds."""

    reference: ReportLink


class PatientIndexChanged(Signal):
    """The patient index merged or split the holder's HIS numbers (主索引合并、拆分)."""

    external: ClassVar[bool] = True
    whole: ClassVar[bool] = True

    card: CardLink


class RecordSealed(Signal):
    """A record was sealed in a dispute (病历封存)."""

    whole: ClassVar[bool] = True

    card: CardLink
