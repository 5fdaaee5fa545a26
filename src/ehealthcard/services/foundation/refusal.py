"""Refusals that leave a trace (拒绝留痕).

A refused command changes nothing on its case. Some refusals must be known of all the
same: somebody tried to read what is not his (guide chapter 5; PIPL art. 51). Where a
rule is ``traced``, the desk opens one of these cases beside the refusal: an event in
the holder's trail and in the audit chain, and a message to the monitor. It holds who
tried what and by which rule he was refused, and nothing of what he wanted to see.
"""

from pydantic import Field

from ehealthcard.models import Model, Moment
from ehealthcard.rules.links import CardLink
from ehealthcard.workflow import (
    Command,
    Context,
    Rule,
    State,
    Tell,
    Title,
    Workflow,
)

AUDITOR = "auditor"
OWN_REFUSAL = Rule(
    "OWN_REFUSAL",
    "Nobody looks into a refusal of his own; let another auditor do it.",
    "不得核查本人的拒绝记录，请由其他审计人员核查。",
)


class Noted(State):
    """Somebody was refused (已拒绝并留痕)."""

    card: CardLink
    """Whose affairs he wanted to see."""

    workflow: str
    case: str | None
    """Of which case; ``None`` where he wanted to open one."""

    command: str
    code: str
    """The rule that refused him."""

    by: str
    org: str | None
    channel: str
    at: Moment


class Reviewed(Noted):
    """An auditor has looked at it (已核查)."""

    conclusion: str
    reviewed_by: str


class Note(Command):
    """Write a refusal down; the desk does it by itself."""

    workflow: str = Field(min_length=1)
    case: str | None
    command: str = Field(min_length=1)
    code: str = Field(min_length=1)


class Review(Command):
    """Say what was behind it, as an auditor."""

    conclusion: str = Field(min_length=1)


class RefusedAttempt(Model):
    """What the monitor is told."""

    card: str
    workflow: str
    command: str
    code: str
    by: str
    at: Moment


def note(state: None, command: Note, ctx: Context) -> Noted:
    """One refusal, one case; what is noted never changes."""
    return Noted(
        card=ctx.subject,
        **dict(command),
        by=ctx.actor.id,
        org=ctx.actor.org,
        channel=ctx.actor.channel.value,
        at=ctx.now,
    )


def review(state: Noted, command: Review, ctx: Context) -> Reviewed:
    """An auditor looks at it; who was refused does not."""
    ctx.require(AUDITOR)
    if ctx.actor.id == state.by:
        raise OWN_REFUSAL.broken()
    return state.to(Reviewed, conclusion=command.conclusion, reviewed_by=ctx.actor.id)


def tell_monitor(state: Noted) -> Tell:
    """Many refusals in a short time are a risk."""
    told = RefusedAttempt(
        card=state.card,
        workflow=state.workflow,
        command=state.command,
        code=state.code,
        by=state.by,
        at=state.at,
    )
    key = f"{state.card}:{state.by}:{state.at.isoformat()}"
    return Tell("monitor", "refused-attempt", key, told)


Refusal = Noted | Reviewed
RefusalCommand = Note | Review

refusal: Workflow[Refusal, RefusalCommand] = Workflow(
    "refusal",
    Title("拒绝留痕", "Refusals on record"),
    transitions=(note, review),
    effects=(tell_monitor,),
)
