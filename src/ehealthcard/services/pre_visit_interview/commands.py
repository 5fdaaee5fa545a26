"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.rules.declaring import Declarant
from ehealthcard.rules.interview import Given
from ehealthcard.rules.visits import Visit
from ehealthcard.workflow import PRIVATE, Command, Notice

SignatureText = Annotated[str, Field(min_length=1, max_length=4000), PRIVATE]


class Invite(Command):
    """Ask a patient to answer before the visit (邀请)."""

    appointment: str = Field(min_length=1)
    """The appointment's own name: ``case.state.visit.appointment``."""

    org_name: str = Field(min_length=1, max_length=40)
    """What the patient knows the institution by."""


class Start(Command):
    """Begin to answer (开始)."""

    consent: str | None = Field(default=None, min_length=1)
    """Version of the consent text that was accepted; ``None``: none was."""

    declarant: Declarant = Declarant()


class Answer(Command):
    """Answer a question, or several of one screen; or change an answer (作答)."""

    given: Annotated[tuple[Given, ...], Field(min_length=1, max_length=50), PRIVATE]


class Back(Command):
    """Show the question before; its answer stays until it is changed (上一题)."""


class Submit(Command):
    """Hand it in (提交)."""


class Acknowledge(Command):
    """The advice was read (已知晓)."""


class GoOn(Command):
    """The advice was read; answer on for the visit (继续填写)."""


class Withdraw(Command):
    """Take consent back, or do not want to answer at all (撤回同意)."""


class Open(Command):
    """Look at the report, as a doctor (查阅)."""


class BeginConsultation(Command):
    """The patient is with the doctor, where no appointment case says so (开始就诊)."""


class Adopt(Command):
    """Sign the report as it is (采纳)."""

    signature: SignatureText
    """The doctor's electronic signature over the report's text."""


class AdoptEdited(Command):
    """Sign a text of one's own (修改后采纳)."""

    text: Annotated[str, Field(min_length=1, max_length=20_000), PRIVATE]
    signature: SignatureText


class Reject(Command):
    """Do not use it (不采纳)."""

    reason: Annotated[str, Field(min_length=1, max_length=500), PRIVATE]


class FileAgain(Command):
    """Hand the signed text to the record once more (重新归档)."""


class VisitBooked(Notice):
    """A booking is confirmed, and its department interviews beforehand."""

    visit: Visit
    org_name: str = Field(min_length=1, max_length=40)


class VisitSuspended(Notice):
    """The hospital called the visit off and may offer another."""


class VisitMoved(Notice):
    """The visit is at another time, or with another doctor."""

    visit: Visit


class DepartmentLeft(Notice):
    """The visit is in another department."""


class VisitBegun(Notice):
    """The patient was called in."""


class VisitEnded(Notice):
    """There will be no visit."""


class VisitDayPassed(Notice):
    """The day of the visit is over."""


class Filed(Notice):
    """The record has the text."""

    reference: str | None = None


class FilingRefused(Notice):
    """The record would not take the text."""

    code: str


class RetentionEnded(Notice):
    """The time for which it had to be kept is over."""
