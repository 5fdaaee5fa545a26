"""The risk loop stops a card, and lets it go (风险冻结).

A frozen card is suspended for a reason of its own. Only its alert lets it go; whoever
loses a frozen card can say so, and then it stays blocked.
"""

from pydantic import Field

from ehealthcard.errors import NotAllowedError
from ehealthcard.rules.signals import CardFrozen, CardThawed
from ehealthcard.workflow import Command, Context, Notice, Rule

from .states import Active, Suspended

FROZEN = "risk"
"""The reason of a suspension that the risk loop has brought about (风险冻结)."""

CARD_FROZEN = Rule(
    "CARD_FROZEN",
    "The card is frozen because of a risk; it is free again when the alert is "
    "resolved.",
    "该卡因风险处置被冻结，风险处置完成后自动解除。",
)


class ReportLost(Command):
    """Block the card until it is found (挂失)."""

    reason: str = Field(min_length=1)


class Freeze(Notice):
    """The risk loop stops the card (风险冻结)."""


class Thaw(Notice):
    """The risk loop lets the card go (解除冻结)."""


def freeze(state: Active, command: Freeze, ctx: Context) -> Suspended:
    """A risk alert has stopped the card; care goes on."""
    return state.to(Suspended, reason=FROZEN)


def lose_frozen(state: Suspended, command: ReportLost, ctx: Context) -> Suspended:
    """Whoever loses a frozen card says so; no alert makes it good again then."""
    if state.reason != FROZEN:
        raise NotAllowedError(
            workflow="card", command="ReportLost", state=type(state).__name__
        )
    return state.model_copy(update={"reason": command.reason})


def thaw(state: Suspended, command: Thaw, ctx: Context) -> Active | Suspended:
    """The alert is resolved; a card that was reported lost stays blocked."""
    if state.reason != FROZEN:
        return state
    return state.to(Active, restored_at=ctx.now)


def on_freeze(signal: CardFrozen) -> Freeze:
    """A risk alert contains the card."""
    return Freeze()


def on_thaw(signal: CardThawed) -> Thaw:
    """A risk alert lets it go."""
    return Thaw()
