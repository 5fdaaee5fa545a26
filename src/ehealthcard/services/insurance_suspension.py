"""Suspended online settlement (医保联网结算暂停, guide §4.3.4): what misuse leads to.

The insurance's administration may suspend somebody's settlement online for three to
twelve months (YB-41, 医疗保障基金使用监督管理条例); meanwhile he pays in cash and
claims at the office. Care itself is never refused. The desk takes the decision over; it
does not make it.

Not built: the proceedings that lead to a decision, and an appeal against it.
"""

from datetime import date

from pydantic import Field

from ehealthcard.models import Moment
from ehealthcard.rules.calendar import add_months, day_of, end_of
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.signals import PersonDied
from ehealthcard.rules.standing import InsuranceStanding
from ehealthcard.workflow import (
    Command,
    Context,
    Notice,
    Policy,
    Rule,
    State,
    Timeline,
    Title,
    Until,
    Workflow,
)

OFFICE = "insurance-office"
SUSPENSION_LENGTH = Rule(
    "SUSPENSION_LENGTH",
    "A suspension lasts {least} to {most} months; correct its length.",
    "暂停联网结算期限应为 {least} 至 {most} 个月，请更正。",
)


class SuspensionPolicy(Policy):
    """How long a suspension may be, in months; both numbers are included (YB-41)."""

    least_months: int = Field(default=3, ge=1)
    most_months: int = Field(default=12, ge=1)


class InsuranceSuspended(InsuranceStanding):
    """Online settlement is suspended (暂停联网结算)."""

    card: CardLink
    decision: str
    """Number of the administration's decision (决定书文号)."""

    suspended_at: Moment


class Ended(State):
    """The suspension is over (已恢复)."""

    reason: str
    """``TIME``, ``LIFTED`` or ``DIED``."""

    ended_at: Moment


class SuspendInsurance(Command):
    """Take a decision over (暂停联网结算)."""

    months: int = Field(ge=1)
    decision: str = Field(min_length=1, max_length=64)


class LiftSuspension(Command):
    """The decision was revoked (提前恢复)."""

    decision: str = Field(min_length=1, max_length=64)


class SuspensionOver(Notice):
    """The last day of the suspension is over."""


class Died(Notice):
    """The holder has died."""


By = Context[None, SuspensionPolicy]


def suspend(state: None, command: SuspendInsurance, ctx: By) -> InsuranceSuspended:
    """For three to twelve months; the first day does not count (民法典 art. 201)."""
    ctx.require(OFFICE)
    least, most = ctx.policy.least_months, ctx.policy.most_months
    if not least <= command.months <= most:
        raise SUSPENSION_LENGTH.broken(least=least, most=most)
    last = end_of(add_months(day_of(ctx.now), command.months))
    return InsuranceSuspended(
        card=ctx.subject,
        decision=command.decision,
        suspended_at=ctx.now,
        suspended_until=last,
    )


def lift(state: InsuranceSuspended, command: LiftSuspension, ctx: Context) -> Ended:
    """The administration gave it up before its end."""
    ctx.require(OFFICE)
    return Ended(reason="LIFTED", ended_at=ctx.now)


def end(
    state: InsuranceSuspended, command: SuspensionOver | Died, ctx: Context
) -> Ended:
    """It ends by itself, or with its holder."""
    reason = "DIED" if isinstance(command, Died) else "TIME"
    return Ended(reason=reason, ended_at=ctx.now)


def suspension_ends(state: InsuranceSuspended) -> Until[SuspensionOver] | None:
    """It runs to 24:00 of its last day (民法典 art. 203)."""
    until = state.suspended_until
    return Until(until, SuspensionOver()) if until else None


def on_death(signal: PersonDied) -> Died:
    """It ends with its holder."""
    return Died()


InsuranceSuspension = InsuranceSuspended | Ended
InsuranceSuspensionCommand = SuspendInsurance | LiftSuspension | SuspensionOver | Died

insurance_suspension: Workflow[InsuranceSuspension, InsuranceSuspensionCommand] = (
    Workflow(
        "insurance-suspension",
        Title("医保联网结算暂停", "Suspended online settlement", "4.3.4"),
        transitions=(suspend, lift, end),
        effects=(suspension_ends,),
        reactions=(on_death,),
        policies=Timeline(
            (SuspensionPolicy(name="YB-41", effective_from=date(2021, 5, 1)),)
        ),
    )
)
