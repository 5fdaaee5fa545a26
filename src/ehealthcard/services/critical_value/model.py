"""What the service speaks of."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from ehealthcard.models import Model, Moment
from ehealthcard.rules.critical import CriticalFinding
from ehealthcard.workflow import PRIVATE, Policy, Timeline


class CriticalPolicy(Policy):
    """What changes with places and years; the numbers are inferred."""

    acknowledge_within: timedelta = timedelta(minutes=10)
    """How long the ward or the family doctor has, closed; again at each level."""

    handle_within: timedelta = timedelta(minutes=30)
    """How long from the acknowledgement to the handling, closed."""

    levels: tuple[str, ...] = Field(
        default=("department-head", "medical-affairs"), min_length=1
    )
    """To whom it is escalated, one after the other."""


POLICIES = Timeline(
    (CriticalPolicy(name="standard", effective_from=date(2022, 12, 1)),)
)


class Handling(Model):
    """What was done (危急值处理)."""

    text: Annotated[str, PRIVATE]
    by: str
    at: Moment


class CriticalAlert(Model):
    """What the ward, the family doctor or a superior is told: who treats must know."""

    card: str
    report: str
    org: str
    department: str
    to: str
    findings: Annotated[tuple[CriticalFinding, ...], PRIVATE]
    respond_by: Moment | None


class CriticalLate(Model):
    """What a superior is told of one that was acknowledged and not handled."""

    report: str
    org: str
    department: str
    acknowledged_by: str
    handle_by: Moment
