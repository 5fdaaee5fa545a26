"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import Day
from ehealthcard.rules.chronic.codes import Disease, EndReason
from ehealthcard.rules.chronic.elder import SelfCareAnswers
from ehealthcard.workflow import PRIVATE, Command, Notice

from .model import FilledForm, Outcome


class Enrol(Command):
    """Take somebody into care (建档纳入管理)."""

    disease: Annotated[Disease, PRIVATE]
    org: str = Field(min_length=1, max_length=22)
    org_name: str = Field(min_length=1, max_length=40)
    consent: str = Field(min_length=1)
    """Version of the text that the patient has agreed to (知情同意)."""

    by_guardian: bool = False
    """Whether the guardian has agreed; for minors."""

    first_on: Day | None = None
    """The first visit; the latest day allowed if it is left out."""


class Record(Command):
    """Write a follow-up down (登记随访)."""

    form: FilledForm


class NoteOutcome(Command):
    """Say what became of a referral (登记转诊结局)."""

    outcome: Annotated[Outcome, PRIVATE]


class NoteNoContact(Command):
    """Say that the patient could not be reached (未联系上)."""


class NoteExam(Command):
    """Write an annual examination down (登记年度体检)."""

    summary: Annotated[str, Field(min_length=1), PRIVATE]
    on: Day | None = None


class AssessSelfCare(Command):
    """Assess how far somebody old looks after himself (自理能力评估)."""

    answers: Annotated[SelfCareAnswers, PRIVATE]


class End(Command):
    """End the care (终止管理)."""

    reason: EndReason
    note: Annotated[str, PRIVATE] = ""
    """Why; for somebody lost it is required."""

    died_on: Annotated[Day | None, PRIVATE] = None
    cause: Annotated[str, PRIVATE] = ""
    """The cause of death."""

    to_org: str | None = None
    """Who cares from now on, for somebody who moved."""


class DiseaseFound(Notice):
    """A screening has confirmed a disease."""

    card: str
    disease: Annotated[Disease, PRIVATE]
    org: str
    org_name: str
    confirmed_on: Day


class DayCame(Notice):
    """A visit or an examination is due."""


class WindowPassed(Notice):
    """The visit did not happen in time."""


class RecordCancelled(Notice):
    """The health record was cancelled; its special records end with it."""

    reason: EndReason


class Died(Notice):
    """The holder has died."""
