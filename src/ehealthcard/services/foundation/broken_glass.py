"""Emergencies that opened what is closed, and their review (紧急访问复核).

A life in danger opens a record that is closed (民法典 art. 1220). Every such look is a
case: somebody else says whether it was justified, within three days or it is overdue.
It carries who looked at what and nothing of what he saw.

The three days are inferred.
"""

from datetime import date, timedelta

from pydantic import Field

from ehealthcard.models import Model, Moment
from ehealthcard.workflow import (
    Command,
    Context,
    Notice,
    Policy,
    Rule,
    State,
    Tell,
    Timeline,
    Title,
    Until,
    Workflow,
)

REVIEWER = "auditor"
OWN_LOOK = Rule(
    "REVIEW_OF_OWN_LOOK",
    "Nobody reviews his own emergency access; let a colleague do it.",
    "紧急访问须由他人复核，请交由同事办理。",
)


class ReviewPolicy(Policy):
    """What a hospital may set."""

    within: timedelta = timedelta(days=3)


POLICIES = Timeline((ReviewPolicy(name="standard", effective_from=date(2022, 12, 1)),))


class Looked(State):
    """What is known of every such look."""

    whose: str
    """The holder, who is erased only after the review: it could not be read then."""

    service: str
    action: str
    by: str
    org: str | None
    at: Moment


class GlassBroken(Looked):
    """Somebody looked, and nobody has reviewed it (待复核)."""

    review_by: Moment


class ReviewOverdue(Looked):
    """Nobody reviewed it in time (复核逾期)."""


class Justified(Looked):
    """It was an emergency (认定合理)."""

    reviewed_by: str
    note: str


class Unjustified(Looked):
    """It was none; the monitor hears of it (认定违规)."""

    reviewed_by: str
    note: str


class BreakIn(Command):
    """Look at what is closed (紧急查看); the desk writes it down by itself."""

    service: str = Field(min_length=1)
    action: str = Field(min_length=1)


class Justify(Command):
    """Say that it was an emergency (认定合理)."""

    note: str = Field(min_length=1)


class Object(Command):
    """Say that it was none (认定违规)."""

    note: str = Field(min_length=1)


class ReviewDue(Notice):
    """The time for the review is over."""


class UnjustifiedLook(Model):
    """What the monitor is told."""

    subject: str
    service: str
    by: str
    at: Moment


def break_in(
    state: None, command: BreakIn, ctx: Context[None, ReviewPolicy]
) -> GlassBroken:
    """Somebody looked; the role and the purpose are the access policy's affair."""
    return GlassBroken(
        whose=ctx.subject,
        service=command.service,
        action=command.action,
        by=ctx.actor.id,
        org=ctx.actor.org,
        at=ctx.now,
        review_by=ctx.now + ctx.policy.within,
    )


def justify(
    state: GlassBroken | ReviewOverdue, command: Justify, ctx: Context
) -> Justified:
    """Another person finds that it was an emergency."""
    _require_other(state, ctx)
    return state.to(Justified, reviewed_by=ctx.actor.id, note=command.note)


def object_to(
    state: GlassBroken | ReviewOverdue, command: Object, ctx: Context
) -> Unjustified:
    """Another person finds that it was none."""
    _require_other(state, ctx)
    return state.to(Unjustified, reviewed_by=ctx.actor.id, note=command.note)


def fall_due(state: GlassBroken, command: ReviewDue, ctx: Context) -> ReviewOverdue:
    """Nobody reviewed it in time; it can still be reviewed."""
    return state.to(ReviewOverdue)


def deadline(state: GlassBroken) -> Until[ReviewDue]:
    """A review has its term."""
    return Until(state.review_by, ReviewDue())


def tell_monitor(state: Unjustified) -> Tell:
    """A look without grounds is a risk event."""
    told = UnjustifiedLook(
        subject=state.whose, service=state.service, by=state.by, at=state.at
    )
    key = f"{state.whose}:{state.by}:{state.at.isoformat()}"
    return Tell("monitor", "unjustified-look", key, told)


def _require_other(state: Looked, ctx: Context) -> None:
    ctx.require(REVIEWER)
    if ctx.actor.id == state.by:
        raise OWN_LOOK.broken()


BrokenGlass = GlassBroken | ReviewOverdue | Justified | Unjustified
BrokenGlassCommand = BreakIn | Justify | Object | ReviewDue

broken_glass: Workflow[BrokenGlass, BrokenGlassCommand] = Workflow(
    "broken-glass",
    Title("紧急访问复核", "Emergency access under review"),
    transitions=(break_in, justify, object_to, fall_due),
    effects=(deadline, tell_monitor),
    policies=POLICIES,
)
