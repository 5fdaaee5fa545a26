"""Seals over the use-card records (用卡记录封存).

What a span of use-card records comes to is written down as an event, so that the audit
chains cover records that have no event of their own. The desk does it by itself, once a
day or more often; nobody else may.

Not built: a seal for each single record; what is not sealed yet is not protected yet.
The machine is this project's own.
"""

from pydantic import Field

from ehealthcard.models import Moment
from ehealthcard.workflow import Command, Context, Rule, State, Title, Workflow

SEALER = "system"
SPAN_EMPTY = Rule(
    "USE_SEAL_SPAN_EMPTY",
    "Up to there everything is sealed already.",
    "该时间点之前的记录均已封存。",
)


class Begun(State):
    """Nothing is sealed yet (未封存)."""

    after: str
    """The name right before the first record."""

    begun_at: Moment


class Sealed(State):
    """A span of records and its hash (已封存)."""

    after: str
    before: str
    count: int
    digest: str
    sealed_at: Moment


class Begin(Command):
    """Say where the first span begins (启用)."""

    after: str


class Seal(Command):
    """Seal what was recorded since the last seal (封存)."""

    before: str
    count: int = Field(ge=0)
    digest: str = Field(pattern="^[0-9a-f]{64}$")


def begin(state: None, command: Begin, ctx: Context) -> Begun:
    """The desk begins to seal, once."""
    ctx.require(SEALER)
    return Begun(after=command.after, begun_at=ctx.now)


def seal(state: Begun | Sealed, command: Seal, ctx: Context) -> Sealed:
    """A span begins where the one before ended, and ends behind its beginning."""
    ctx.require(SEALER)
    after = state.before if isinstance(state, Sealed) else state.after
    if command.before <= after:
        raise SPAN_EMPTY.broken()
    return Sealed(after=after, **dict(command), sealed_at=ctx.now)


UseSealing = Begun | Sealed
UseSealingCommand = Begin | Seal

use_seal: Workflow[UseSealing, UseSealingCommand] = Workflow(
    "use-seal",
    Title("用卡记录封存", "Seals over use-card records"),
    transitions=(begin, seal),
)
