"""What is asked, and what happens."""

from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.models import Day
from ehealthcard.rules.declaring import Declarant
from ehealthcard.rules.questionnaire import Answers
from ehealthcard.rules.visits import Visit
from ehealthcard.workflow import PRIVATE, Command, Notice

from .model import Contact, Occasion


class Require(Command):
    """Ask a patient for the survey, at booking or at check-in (要求流调)."""

    org: str = Field(min_length=1)
    """Code of the institution."""

    org_name: str = Field(min_length=1, max_length=40)
    """What the patient knows it by."""

    department: str | None = None
    occasion: Occasion = Occasion.CHECK_IN
    visit_on: Day
    """The day of the visit."""


class Submit(Command):
    """Fill it in (提交)."""

    answers: Annotated[Answers, PRIVATE]
    commitment: str | None = None
    """Version of the personal commitment (个人承诺) that was signed."""

    declarant: Declarant = Declarant()


class ReuseDeclaration(Command):
    """Take over the answers of the health declaration in force (沿用申报)."""


class Amend(Command):
    """Correct it before the visit (更正); the older edition stays in the history."""

    answers: Annotated[Answers, PRIVATE]
    commitment: str | None = None
    declarant: Declarant = Declarant()


class Review(Command):
    """Look at it, as nurse or doctor (审核)."""

    suspicion: str | None = Field(default=None, min_length=1)
    """What makes it suspect although the answers are negative."""


class Exclude(Command):
    """Rule the suspicion out, as a doctor (排除可疑)."""

    evidence: str = Field(min_length=1)


class Dispose(Command):
    """Lead a suspected patient where he is cared for (引导处置)."""

    to: Literal["fever-clinic", "isolation"]
    contacts: Annotated[tuple[Contact, ...], PRIVATE] = ()


class BeginConsultation(Command):
    """The doctor has called the patient in (开始就诊)."""


class Falsify(Command):
    """Declare it false, as staff (认定不实): truth is a duty (IDPL art. 12)."""

    reason: str = Field(min_length=1)


class VisitBooked(Notice):
    """A booking is confirmed, and its visit needs a survey."""

    visit: Visit
    org_name: str = Field(min_length=1, max_length=40)
    hours: int = Field(ge=1)
    """From how many hours before it on."""


class SurveyOpens(Notice):
    """The hours before the visit have begun."""


class VisitMoved(Notice):
    """The visit is at another time, or in another department."""

    visit: Visit
    hours: int | None
    """From how many hours before it on the survey is asked for, if at all."""


class VisitSuspended(Notice):
    """The hospital called the visit off and may offer another."""

    appointment: str


class VisitBegun(Notice):
    """The patient was called in."""

    appointment: str


class VisitEnded(Notice):
    """There will be no visit."""

    appointment: str


class AnswersOld(Notice):
    """The answers have become too old."""


class VisitDayPassed(Notice):
    """The day of the visit is over."""
