"""Refusals that leave a trace (拒绝留痕).

A refused command changes nothing on its case. Some refusals must be known of all the
same: somebody tried to read what is not his (guide chapter 5; PIPL art. 51). Where a
rule is ``traced``, the desk opens one of these cases beside the refusal: an event in
the holder's trail and in the audit chain, and a message to the monitor. It holds who
tried what and by which rule he was refused, and nothing of what he wanted to see. It is
closed from the start, so that it keeps no holder from being erased.
"""

from pydantic import Field

from ehealthcard.models import Model, Moment
from ehealthcard.rules.links import CardLink
from ehealthcard.workflow import Command, Context, State, Tell, Title, Workflow


class Refused(State):
    """What is known of every refusal."""

    card: CardLink
    """Whose affairs he wanted to see."""

    workflow: str
    command: str
    code: str
    """The rule that refused him."""

    by: str
    org: str | None
    channel: str
    at: Moment


class LookRefused(Refused):
    """Somebody was refused on a case (办件操作被拒绝)."""

    case: str


class OpeningRefused(Refused):
    """Somebody was refused when he wanted to open a case (办件开立被拒绝)."""


class NoteLook(Command):
    """Write down a refusal on a case (记录拒绝查看); the desk does it by itself."""

    workflow: str = Field(min_length=1)
    command: str = Field(min_length=1)
    code: str = Field(min_length=1)
    case: str = Field(min_length=1)


class NoteOpening(Command):
    """Write down that no case was opened (记录拒绝建案); the desk does it by itself."""

    workflow: str = Field(min_length=1)
    command: str = Field(min_length=1)
    code: str = Field(min_length=1)


class RefusedAttempt(Model):
    """What the monitor is told."""

    card: str
    workflow: str
    command: str
    code: str
    by: str
    at: Moment


def note_look(state: None, command: NoteLook, ctx: Context) -> LookRefused:
    """One refusal, one case; it never changes."""
    return LookRefused(
        card=ctx.subject,
        **dict(command),
        by=ctx.actor.id,
        org=ctx.actor.org,
        channel=ctx.actor.channel.value,
        at=ctx.now,
    )


def note_opening(state: None, command: NoteOpening, ctx: Context) -> OpeningRefused:
    """The same where there was no case yet."""
    return OpeningRefused(
        card=ctx.subject,
        **dict(command),
        by=ctx.actor.id,
        org=ctx.actor.org,
        channel=ctx.actor.channel.value,
        at=ctx.now,
    )


def tell_monitor(state: LookRefused | OpeningRefused) -> Tell:
    """Many refusals in a short time are a risk."""
    told = RefusedAttempt(
        card=state.card,
        workflow=state.workflow,
        command=state.command,
        code=state.code,
        by=state.by,
        at=state.at,
    )
    key = f"{state.card}:{state.by}:{state.command}:{state.at.isoformat()}"
    return Tell("monitor", "refused-attempt", key, told)


Refusal = LookRefused | OpeningRefused
RefusalCommand = NoteLook | NoteOpening

refusal: Workflow[Refusal, RefusalCommand] = Workflow(
    "refusal",
    Title("拒绝留痕", "Refusals on record"),
    transitions=(note_look, note_opening),
    effects=(tell_monitor,),
)
