"""A code that somebody carries and the card it leads to (多码协同：码绑定).

One case is one binding, from the day on which the code was bound to the day on which it
ended, so that its history is the case's history and stays. While it holds, nobody else
can have the code. Storage keeps a keyed digest of it; the code itself is in the case,
sealed with the holder's key, and destroyed with it.

It ends when it is unbound, when its term is over, when a ruling gives the code to
somebody else, when two cards are merged, and with the card: cancelling a card ends all
its bindings, and applying again restores the card without them. While somebody reviews
whose the code is, it rests and leads nowhere.

In the picture a key marks where the holder is found by the code. The desk opens and
ends these cases (``desk.codes``), for it knows what a code is and who has vouched for
it; with a role of its own (``code-desk``) which nobody else should be given.

The guide's §3 asks for 多码协同 and describes no machine; this one is the project's.

Not built: telling the issuer that its code was bound or unbound.
"""

from typing import Any

from ehealthcard.codes import Source
from ehealthcard.models import Moment
from ehealthcard.rules.code_desk import CODE_DESK
from ehealthcard.rules.messages import MessageKind, MessageWanted
from ehealthcard.rules.signals import (
    CardCancelled,
    CodeAwarded,
    CodeClaimDropped,
    CodeClaimUpheld,
    CodeContested,
)
from ehealthcard.workflow import Context, KnownBy, Rule, Tell, Title, Until, Workflow

from .model import (
    Awarded,
    Bind,
    Bound,
    CardEnded,
    Contested,
    Disputed,
    Expired,
    Held,
    Kept,
    Lost,
    Renew,
    TermEnded,
    Unbind,
    Unbinding,
    Unbound,
)

__all__ = [
    "TERM_IS_OVER",
    "Awarded",
    "Bind",
    "Bound",
    "CardEnded",
    "CodeBinding",
    "CodeBindingCommand",
    "Contested",
    "Disputed",
    "Expired",
    "Held",
    "Kept",
    "Lost",
    "Renew",
    "TermEnded",
    "Unbind",
    "Unbinding",
    "Unbound",
    "code_binding",
]

TERM_IS_OVER = Rule(
    "CODE_TERM_IS_OVER",
    "The term of the code ends before it begins or is over; ask its issuer.",
    "该码有效期不正确或已届满，请咨询发码机构。",
)


def bind(state: None, command: Bind, ctx: Context) -> Bound:
    """From now on the code leads to the card and to no other."""
    ctx.require(CODE_DESK)
    _require_term(command.valid_until, ctx)
    return Bound(
        card=ctx.subject,
        **dict(command),
        bound_by=ctx.actor.id,
        bound_at=ctx.now,
    )


def award(state: None, command: Awarded, ctx: Context) -> Bound:
    """A reviewer found that the code is this card's."""
    return Bound(
        card=ctx.subject,
        **dict(command),
        source=Source.RULING,
        valid_from=ctx.now,
        bound_by=ctx.actor.id,
        bound_at=ctx.now,
    )


def renew(state: Bound, command: Renew, ctx: Context) -> Bound:
    """A longer term or a better proof; the code stays the holder's meanwhile."""
    ctx.require(CODE_DESK)
    _require_term(command.valid_until, ctx)
    return state.model_copy(update=dict(command))


def unbind(state: Bound | Disputed, command: Unbind, ctx: Context) -> Unbound:
    """From now on the code leads nowhere and is free."""
    ctx.require(CODE_DESK)
    return _ended(state, command.reason, ctx)


def contest(state: Bound, command: Contested, ctx: Context) -> Disputed:
    """It rests: the wrong patient is worse than none."""
    return state.to(Disputed, conflict=command.conflict, disputed_at=ctx.now)


def keep(state: Disputed, command: Kept, ctx: Context) -> Bound:
    """The claim came to nothing; the code leads here again."""
    return state.to(Bound)


def lose(state: Disputed, command: Lost, ctx: Context) -> Unbound:
    """A ruling ends it."""
    return _ended(state, Unbinding.RULING, ctx)


def expire(state: Bound | Disputed, command: TermEnded, ctx: Context) -> Expired:
    """It held up to the last moment of its term."""
    return state.to(Expired, expired_at=ctx.now)


def fall(state: Bound | Disputed, command: CardEnded, ctx: Context) -> Unbound:
    """Nothing leads to a cancelled card."""
    return _ended(state, Unbinding.CARD_ENDED, ctx)


def known(state: Bound | Disputed) -> KnownBy:
    """Nobody else can have the code; it finds the holder unless it is disputed."""
    return KnownBy(
        state.kind,
        state.issuer,
        state.value,
        state.valid_from,
        state.valid_until,
        disputed=isinstance(state, Disputed),
    )


def term(state: Bound | Disputed) -> Until[TermEnded] | None:
    """A code is good to the last moment of its term."""
    return Until(state.valid_until, TermEnded()) if state.valid_until else None


def tell_disputed(state: Disputed) -> Tell:
    """The holder hears that the code rests while somebody looks into it."""
    told = MessageWanted(**_told(state, f"{state.conflict[:40]}:rests"))
    return Tell("notifier", "message", told.event, told)


def tell_ruled(state: Unbound) -> Tell | None:
    """The holder hears that a ruling took the code away."""
    if state.reason is not Unbinding.RULING:
        return None
    told = MessageWanted(**_told(state, "ruled"))
    return Tell("notifier", "message", told.event, told)


def on_awarded(signal: CodeAwarded) -> Awarded:
    """A ruling gave a code to this card."""
    return Awarded(**{k: v for k, v in signal if k != "card"})


def on_contested(signal: CodeContested) -> Contested:
    """A review has begun."""
    return Contested(conflict=signal.conflict)


def on_dropped(signal: CodeClaimDropped) -> Kept:
    """The other's claim came to nothing."""
    return Kept()


def on_upheld(signal: CodeClaimUpheld) -> Lost:
    """A ruling took the code away."""
    return Lost()


def on_cancelled(signal: CardCancelled) -> CardEnded:
    """The health card was cancelled."""
    return CardEnded()


def _ended(state: Held, reason: Unbinding, ctx: Context) -> Unbound:
    return state.to(Unbound, reason=reason, unbound_by=ctx.actor.id, unbound_at=ctx.now)


def _require_term(until: Moment | None, ctx: Context) -> None:
    if until is not None and until <= ctx.now:
        raise TERM_IS_OVER.broken()


def _told(state: Held, what: str) -> dict[str, Any]:
    event = f"{state.name[:20]}:{what}"
    return {"card": state.card, "kind": MessageKind.SAFETY, "event": event}


CodeBinding = Bound | Disputed | Unbound | Expired
CodeBindingCommand = (
    Bind | Renew | Unbind | Awarded | Contested | Kept | Lost | TermEnded | CardEnded
)

code_binding: Workflow[CodeBinding, CodeBindingCommand] = Workflow(
    "code-binding",
    Title("码绑定", "A code and its card"),
    transitions=(bind, award, renew, unbind, contest, keep, lose, expire, fall),
    effects=(known, term, tell_disputed, tell_ruled),
    reactions=(on_awarded, on_contested, on_dropped, on_upheld, on_cancelled),
)
