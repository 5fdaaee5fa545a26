"""The life of a card (电子健康卡生命周期).

Applied for, its holder's real name verified, active; lost and found; cancelled, and
applied for again, which gives the same card ID (注销后再次申领，恢复原卡).
Every step is an event. Turning a card ID back into its document is a step as well, so
that it stands in the same record.

Sources: card states of public code books (正常、挂失、注销、未发卡) and the guide's §3
(在注册电子健康卡时进行实名认证); the arrows are a reconstruction.
"""

from pydantic import Field

from ehealthcard.models import Moment, only_added
from ehealthcard.rules.signals import (
    CardCancelled,
    CardRestored,
    CardSuspended,
    PersonDied,
)
from ehealthcard.workflow import (
    Command,
    Context,
    Notice,
    Title,
    Until,
    Workflow,
)

from .disclosing import (
    ERASER,
    REVEALER,
    EraseHolder,
    Reveal,
    erase_holder,
    forget,
    reveal,
)
from .freezing import (
    CARD_FROZEN,
    FROZEN,
    Freeze,
    ReportLost,
    Thaw,
    freeze,
    lose_frozen,
    on_freeze,
    on_thaw,
    thaw,
)
from .merging import (
    Retire,
    Return,
    come_back,
    on_merged,
    on_parted,
    retire,
    retire_lost,
)
from .states import (
    Active,
    Applied,
    Cancelled,
    Erased,
    Merged,
    Suspended,
    Temporary,
    Verified,
)

__all__ = [
    "ERASER",
    "FROZEN",
    "REGISTRAR",
    "REVEALER",
    "VERIFIER",
    "Activate",
    "Active",
    "Applied",
    "Apply",
    "Cancel",
    "Cancelled",
    "CardLife",
    "CardLifeCommand",
    "Died",
    "EraseHolder",
    "Erased",
    "Freeze",
    "IssueTemporary",
    "Merged",
    "ReportLost",
    "Restore",
    "Retire",
    "Return",
    "Reveal",
    "Suspended",
    "Temporary",
    "TermEnded",
    "Thaw",
    "Verified",
    "VerifyRealName",
    "card_life",
]

REGISTRAR = "registrar"
VERIFIER = "verifier"


class Apply(Command):
    """Ask for a card (申领)."""

    channel: str


class VerifyRealName(Command):
    """Say that name and document belong together (实名认证)."""

    method: str = Field(min_length=1)
    """How it was found out, such as ``document-at-window``."""


class Activate(Command):
    """Put the card into use (启用)."""


class Restore(Command):
    """The card was found, or its holder identified (解除挂失)."""


class Cancel(Command):
    """End the card (注销)."""

    reason: str = Field(min_length=1)


class IssueTemporary(Command):
    """Give a temporary card to somebody who cannot be identified now (发放临时卡)."""

    channel: str
    until: Moment


class TermEnded(Notice):
    """The temporary card's term is over."""


class Died(Notice):
    """The holder has died."""


def apply(state: Cancelled | None, command: Apply, ctx: Context) -> Applied:
    """Ask for a card, the first time or again."""
    return Applied(card=ctx.subject, channel=command.channel, applied_at=ctx.now)


def issue_temporary(state: None, command: IssueTemporary, ctx: Context) -> Temporary:
    """A registrar gives a card without a name, for a term."""
    ctx.require(REGISTRAR)
    return Temporary(
        card=ctx.subject,
        channel=command.channel,
        applied_at=ctx.now,
        until=command.until,
    )


def end_term(state: Temporary, command: TermEnded, ctx: Context) -> Cancelled:
    """A temporary card ends with its term."""
    return state.to(Cancelled, reason="term-ended")


def verify(state: Applied, command: VerifyRealName, ctx: Context) -> Verified:
    """A registrar saw the document, or a verifier answered."""
    ctx.require(REGISTRAR, VERIFIER)
    return state.to(Verified, verified_by=ctx.actor.id, method=command.method)


def activate(state: Verified, command: Activate, ctx: Context) -> Active:
    """From now on the card can be shown."""
    ctx.require(REGISTRAR, VERIFIER)
    return state.to(Active, active_since=ctx.now)


def report_lost(state: Active, command: ReportLost, ctx: Context) -> Suspended:
    """Anybody may report a loss; better one call too many."""
    return state.to(Suspended, reason=command.reason)


def restore(state: Suspended, command: Restore, ctx: Context) -> Active:
    """A registrar identified the holder; a frozen card waits for its alert."""
    ctx.require(REGISTRAR)
    if state.reason == FROZEN:
        raise CARD_FROZEN.broken()
    return state.to(Active, restored_at=ctx.now)


def cancel(
    state: Applied | Verified | Active | Suspended | Temporary,
    command: Cancel,
    ctx: Context,
) -> Cancelled:
    """A registrar ends the card on the holder's wish."""
    ctx.require(REGISTRAR)
    return state.to(Cancelled, reason=command.reason)


def die(
    state: Applied | Verified | Active | Suspended | Merged,
    command: Died,
    ctx: Context,
) -> Cancelled:
    """A card ends with its holder."""
    return state.to(Cancelled, reason="died")


def term(state: Temporary) -> Until[TermEnded]:
    """A temporary card is good to the last moment of its term."""
    return Until(state.until, TermEnded())


def suspended(state: Suspended) -> CardSuspended:
    """Passes rest; care goes on."""
    return CardSuspended(card=state.card)


def restored(state: Active) -> CardRestored | None:
    """What rested may go on."""
    return CardRestored(card=state.card) if state.restored_at else None


def cancelled(state: Cancelled) -> CardCancelled:
    """What hangs on the card ends."""
    return CardCancelled(card=state.card)


def on_death(signal: PersonDied) -> Died:
    """The holder has died."""
    return Died()


CardLife = (
    Applied | Verified | Active | Suspended | Merged | Temporary | Cancelled | Erased
)
CardLifeCommand = (
    Apply
    | IssueTemporary
    | VerifyRealName
    | Activate
    | ReportLost
    | Restore
    | Cancel
    | Reveal
    | EraseHolder
    | Died
    | TermEnded
    | Freeze
    | Thaw
    | Retire
    | Return
)

card_life: Workflow[CardLife, CardLifeCommand] = Workflow(
    "card",
    Title("电子健康卡", "The card's own life"),
    transitions=(
        apply,
        issue_temporary,
        end_term,
        verify,
        activate,
        report_lost,
        restore,
        freeze,
        lose_frozen,
        thaw,
        retire,
        retire_lost,
        come_back,
        cancel,
        die,
        reveal,
        erase_holder,
    ),
    effects=(term, suspended, restored, cancelled, forget),
    reactions=(on_death, on_freeze, on_thaw, on_merged, on_parted),
    version=2,
    upcasters=(only_added,),
)
