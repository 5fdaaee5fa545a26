"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import Day
from ehealthcard.rules.chronic.codes import EndReason
from ehealthcard.workflow import PRIVATE, Command, Notice

from .model import Diagnosis, Measured


class Screen(Command):
    """Begin a round with a first reading (筛查)."""

    org: str = Field(min_length=1, max_length=22)
    org_name: str = Field(min_length=1, max_length=40)
    measured: Measured
    on: Day | None = None
    """The day of the reading; today if it is left out."""


class Repeat(Command):
    """Measure once more after a raised reading (复查)."""

    measured: Measured
    on: Day | None = None


class ReportDiagnosis(Command):
    """Say what became of the referral (登记转诊结果)."""

    result: Diagnosis
    org: str = Field(min_length=1)
    """Who diagnosed."""

    on: Day | None = None
    """The day of the diagnosis; today if it is left out."""


class Stop(Command):
    """End the screening (终止筛查)."""

    reason: EndReason
    note: Annotated[str, PRIVATE] = ""


class DayCame(Notice):
    """The next round is due."""


class RecheckPassed(Notice):
    """The repeat is overdue."""


class ResultOverdue(Notice):
    """Nobody has said what became of the referral."""


class NewRound(Notice):
    """The holder is screened once more."""


class Died(Notice):
    """The holder has died."""
