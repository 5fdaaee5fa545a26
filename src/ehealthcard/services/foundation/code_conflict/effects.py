"""What a conflict about a code brings about."""

from typing import Any

from ehealthcard.models import Model, Moment
from ehealthcard.rules.messages import MessageKind, MessageWanted
from ehealthcard.rules.signals import (
    CodeAwarded,
    CodeClaimDropped,
    CodeClaimUpheld,
    CodeContested,
)
from ehealthcard.workflow import Claim, Tell, Until

from .model import (
    Claimed,
    Contest,
    DecidedForClaimant,
    DecidedForHolder,
    DecidedForNeither,
    Lapsed,
    ReviewLate,
    UnderReview,
    Withdrawn,
)


class ConflictLate(Model):
    """What a superior is told of a conflict that nobody decides (核查超时)."""

    conflict: str
    claimed_at: Moment
    reviewer: str | None
    """``None`` where nobody has taken it up."""

    escalations: int


def one_at_a_time(state: Claimed | UnderReview) -> Claim:
    """A binding has one open conflict."""
    return Claim(f"code-conflict:{state.binding}")


def late(state: Claimed | UnderReview) -> Until[ReviewLate] | None:
    """A conflict is looked into within its term."""
    return Until(state.due_at, ReviewLate()) if state.due_at else None


def tell_superior(state: Claimed | UnderReview) -> Tell | None:
    """A superior is told that nobody decides (升级)."""
    if not state.escalations:
        return None
    said = ConflictLate(
        conflict=state.name,
        claimed_at=state.claimed_at,
        reviewer=state.reviewer if isinstance(state, UnderReview) else None,
        escalations=state.escalations,
    )
    key = f"{state.name}:late:{state.escalations}"
    return Tell("monitor", "code-conflict-late", key, said)


def tell_claimed(state: Claimed) -> Tell:
    """Who claims it hears that the claim was made, should somebody else have."""
    told = MessageWanted(**_told(state, "claimed"))
    return Tell("notifier", "message", told.event, told)


def tell_decided(
    state: DecidedForHolder | DecidedForClaimant | DecidedForNeither,
) -> Tell:
    """Who claimed it hears that it was decided."""
    told = MessageWanted(**_told(state, "decided"))
    return Tell("notifier", "message", told.event, told)


def contested(state: UnderReview) -> CodeContested:
    """The binding in the way rests."""
    return CodeContested(binding=state.binding, conflict=state.name)


def dropped(state: DecidedForHolder) -> CodeClaimDropped:
    """The binding holds again."""
    return CodeClaimDropped(conflict=state.name)


def given_up(state: Withdrawn | Lapsed) -> CodeClaimDropped | None:
    """The binding holds again, if it rested."""
    return CodeClaimDropped(conflict=state.name) if state.taken_up_at else None


def upheld(state: DecidedForClaimant | DecidedForNeither) -> CodeClaimUpheld:
    """The binding in the way ends."""
    return CodeClaimUpheld(conflict=state.name)


def awarded(state: DecidedForClaimant) -> CodeAwarded:
    """The claimant's binding begins, under the conflict's name."""
    return CodeAwarded(
        card=state.card,
        name=state.name,
        kind=state.kind,
        issuer=state.issuer,
        value=state.value,
        assurance=state.assurance,
        valid_until=state.valid_until,
    )


def _told(state: Contest, what: str) -> dict[str, Any]:
    event = f"{state.name[:48]}:{what}"
    return {"card": state.card, "kind": MessageKind.SAFETY, "event": event}
