"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import Day
from ehealthcard.rules.maternal.codes import Loss, ReferralOutcome, RiskColour
from ehealthcard.rules.maternal.forms import (
    AntenatalForm,
    CheckForm,
    PostpartumForm,
    WatchForm,
)
from ehealthcard.rules.maternal.newborn import Newborn
from ehealthcard.workflow import PRIVATE, Command, Notice


class Register(Command):
    """Take somebody expecting into care (建册)."""

    lmp: Annotated[Day, PRIVATE]
    """The first day of the last menstruation (末次月经)."""

    org: str = Field(min_length=1, max_length=22)
    org_name: str = Field(min_length=1, max_length=40)
    consent: str = Field(min_length=1)
    """Version of the text that she has agreed to (知情同意)."""

    by_guardian: bool = False
    """Whether the guardian has agreed; for minors."""

    handbook: str | None = Field(default=None, min_length=1, max_length=40)


class RecordVisit(Command):
    """Write a visit before the birth down (登记产前检查)."""

    form: Annotated[AntenatalForm, PRIVATE]


class WatchSelf(Command):
    """Write down what she found herself (登记自我监测)."""

    form: Annotated[WatchForm, PRIVATE]


class AssessRisk(Command):
    """Say how dangerous the pregnancy is (妊娠风险评估)."""

    colours: Annotated[tuple[RiskColour, ...], Field(min_length=1), PRIVATE]
    next_on: Day | None = None
    """The next visit; required where the risk is high."""


class NoteReferral(Command):
    """Say what became of a referral (登记转诊结果)."""

    outcome: Annotated[ReferralOutcome, PRIVATE]


class NoteNoContact(Command):
    """Say that she could not be reached (未联系上)."""


class Resume(Command):
    """Go on with somebody who was found again (重新联系上)."""


class Deliver(Command):
    """Say that the birth is over (登记分娩)."""

    on: Annotated[Day, PRIVATE]
    at: str = Field(min_length=1, max_length=22)
    """Code of the institution."""

    children: Annotated[tuple[Newborn, ...], Field(min_length=1, max_length=8), PRIVATE]


class Discharge(Command):
    """Say that mother and child have gone home (登记出院)."""

    on: Day | None = None


class VisitHome(Command):
    """Write a visit at home down (登记产后访视)."""

    form: Annotated[PostpartumForm, PRIVATE]


class Check(Command):
    """Write the check 42 days behind the birth down (登记产后42天检查)."""

    form: Annotated[CheckForm, PRIVATE]


class EndPregnancy(Command):
    """Say that there will be no birth (登记流产或终止妊娠)."""

    how: Annotated[Loss, PRIVATE]
    on: Annotated[Day, PRIVATE]


class MoveOut(Command):
    """Say that another institution looks after her (迁出)."""

    to_org: str | None = Field(default=None, min_length=1, max_length=22)


class NoteDeath(Command):
    """Say that the mother has died (登记死亡)."""

    died_on: Annotated[Day, PRIVATE]
    cause: Annotated[str, Field(min_length=1, max_length=400), PRIVATE]


class DayCame(Notice):
    """A window opens or ends, or something has waited long enough."""


class HolderDied(Notice):
    """The holder has died."""


class ChildCertified(Notice):
    """The police have entered a child of hers, whose birth is certified."""
