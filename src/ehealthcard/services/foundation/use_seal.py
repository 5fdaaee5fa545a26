"""Seals over the use-card records (用卡记录封存).

What a span of use-card records comes to is written down as an event, so that the audit
chains cover records that have no event of their own. The desk does it by itself, once a
day or more often; nobody else may.

Not built: a seal for each single record; what is not sealed yet is not protected yet.
The machine is this project's own.
"""

from pydantic import Field

from ehealthcard.models import Moment
from ehealthcard.workflow import Command, Context, State, Title, Workflow

SEALER = "system"


class Sealed(State):
    """A span of records and its hash (已封存)."""

    after: str
    before: str
    count: int
    digest: str
    sealed_at: Moment


class Seal(Command):
    """Seal what was recorded between two names (封存)."""

    after: str
    before: str
    count: int = Field(ge=0)
    digest: str = Field(pattern="^[0-9a-f]{64}$")


def seal(state: None, command: Seal, ctx: Context) -> Sealed:
    """The desk seals a span; it never changes."""
    ctx.require(SEALER)
    return Sealed(**dict(command), sealed_at=ctx.now)


use_seal: Workflow[Sealed, Seal] = Workflow(
    "use-seal",
    Title("用卡记录封存", "Seals over use-card records"),
    transitions=(seal,),
)
