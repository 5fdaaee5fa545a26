"""What gates decided offline, as the desk has taken it (闸机离线判定).

A case for each log of a gate: up to which decision everything is here, and the head of
the hash chain there, which stands for all decisions before it. The next batch has to
begin right behind. The decisions themselves are use-card records. The desk writes this
by itself; nobody else may.

The machine is this project's own.
"""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import Moment
from ehealthcard.rules.links import GateLogLink, TerminalLink
from ehealthcard.workflow import (
    Claim,
    Command,
    Context,
    Rule,
    State,
    Title,
    Workflow,
)

TAKER = "system"
OUT_OF_ORDER = Rule(
    "GATE_LOG_OUT_OF_ORDER",
    "The decisions do not begin right behind the last one taken.",
    "判定记录未紧接已上传的最后一条。",
)

Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]


class Logged(State):
    """What is known of every log."""

    journal: GateLogLink
    terminal: TerminalLink
    org: str
    number: str
    serial: int
    """The number of the last decision taken; 0 before the first."""

    head: Hash
    accepted: Count = 0
    limited: Count = 0
    denied: Count = 0
    skipped: Count = 0
    """Refusals that the gate had no room to write down."""

    late: Count = 0
    """Acceptances that what the desk knows speaks against."""

    taken_at: Moment


class Begun(Logged):
    """A gate has begun a log; nothing of it is here (已启用)."""


class Kept(Logged):
    """Everything up to a decision is here (已上传)."""


class Begin(Command):
    """Begin to take a gate's log (启用)."""

    journal: str = Field(pattern="^[0-9a-f]{32}$")
    org: str
    number: str
    head: Hash


class Take(Command):
    """Take decisions (接收判定)."""

    first: int = Field(ge=1)
    last: int = Field(ge=1)
    head: Hash
    accepted: Count
    limited: Count
    denied: Count
    skipped: Count
    late: Count


def begin(state: None, command: Begin, ctx: Context) -> Begun:
    """A gate sends its first decisions."""
    ctx.require(TAKER)
    return Begun(
        **dict(command),
        terminal=f"{command.org}:{command.number}",
        serial=0,
        taken_at=ctx.now,
    )


def take(state: Begun | Kept, command: Take, ctx: Context) -> Kept:
    """Decisions are taken in their order and without a gap."""
    ctx.require(TAKER)
    if not state.serial + 1 == command.first <= command.last:
        raise OUT_OF_ORDER.broken()
    return state.to(
        Kept,
        serial=command.last,
        head=command.head,
        accepted=state.accepted + command.accepted,
        limited=state.limited + command.limited,
        denied=state.denied + command.denied,
        skipped=state.skipped + command.skipped,
        late=state.late + command.late,
        taken_at=ctx.now,
    )


def one_each(state: Begun | Kept) -> Claim:
    """Each log has one case."""
    return Claim(f"gate-log:{state.journal}")


GateLog = Begun | Kept
GateLogCommand = Begin | Take

gate_log: Workflow[GateLog, GateLogCommand] = Workflow(
    "gate-log",
    Title("闸机离线判定", "What gates decided offline"),
    transitions=(begin, take),
    effects=(one_each,),
)
