"""How a referral is asked for, and looked at by the home institution."""

from typing import TypeVar

from ehealthcard.identity import CardStatus
from ehealthcard.rules.declaring import require_declarant
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .checks import (
    DOCTORS,
    To,
    consent_of,
    given_by,
    require_at,
    require_patient,
)
from .commands import (
    AcceptReview,
    Agree,
    Apply,
    CardEnded,
    Decline,
    HolderDied,
    Initiate,
    ReviewPassed,
    Withdraw,
)
from .commands import Cancel as CallOff
from .model import Reservation, Wish, number_of
from .rules import PREVIOUS_UNKNOWN
from .states import (
    Accepted,
    Applied,
    Cancelled,
    Declined,
    Directed,
    Draft,
    Escalated,
    Formed,
    Issued,
    Known,
    Refused,
    Sent,
    UnderReview,
    Withdrawn,
)

Waiting = TypeVar("Waiting", Applied, UnderReview)
Formless = TypeVar("Formless", Applied, UnderReview, Draft)


def apply(state: None, command: Apply, ctx: To) -> Applied:
    """The patient, guardian, delegate or the window applies; a card must be active."""
    facts = ctx.facts
    if not facts.delegated:
        require_patient(ctx, command.origin)
    require_active(facts.status)
    require_declarant(
        command.declarant,
        ctx.actor,
        age=facts.age,
        guardian=facts.guardian,
        stands_in=facts.delegated,
    )
    wish = Wish(
        condition=command.condition,
        attachments=command.attachments,
        consent=consent_of(command, ctx),
        declarant=command.declarant,
        written_by=ctx.actor.id,
        at=ctx.now,
    )
    return Applied(
        card=ctx.subject,
        number=number_of(ctx.subject, command.origin, ctx.now),
        origin=command.origin,
        wish=wish,
        review_by=ctx.policy.review_by(ctx.now),
    )


def initiate(state: None, command: Initiate, ctx: To) -> Draft:
    """A doctor begins one, or goes on from one that is in the institution's care.

    A lost card does not keep a patient from being referred; a cancelled one does.
    """
    ctx.require(*DOCTORS)
    origin = ctx.actor.org or ""
    require_at(ctx, origin or "-", *DOCTORS)
    if ctx.facts.status is not CardStatus.SUSPENDED:
        require_active(ctx.facts.status)
    if command.previous is not None:
        known = {(r.number, r.target) for r in ctx.facts.recent}
        if (command.previous, origin) not in known:
            raise PREVIOUS_UNKNOWN.broken()
    consent = command.consent and given_by(command.consent, ctx)
    wish = Wish(
        condition=command.condition,
        attachments=command.attachments,
        consent=consent,
        declarant=None,
        written_by=ctx.actor.id,
        at=ctx.now,
        previous=command.previous,
    )
    number = number_of(ctx.subject, origin, ctx.now)
    return Draft(card=ctx.subject, number=number, origin=origin, wish=wish)


def agree(state: Formless, command: Agree, ctx: To) -> Formless:
    """The patient consents to what a delegate or doctor began; the newest counts."""
    require_patient(ctx, state.origin)
    wish = state.wish.model_copy(update={"consent": given_by(command.consent, ctx)})
    return state.model_copy(update={"wish": wish})


def accept_review(state: Applied, command: AcceptReview, ctx: Context) -> UnderReview:
    """A doctor of the home institution looks at it (转诊审核责任制)."""
    require_at(ctx, state.origin, *DOCTORS)
    return state.to(UnderReview, reviewer=ctx.actor.id)


def decline(state: UnderReview, command: Decline, ctx: Context) -> Declined:
    """No referral is needed: the patient is told what to do; he may apply again."""
    require_at(ctx, state.origin, *DOCTORS)
    return state.to(
        Declined,
        advice=command.advice,
        reviewer=ctx.actor.id,
        declined_at=ctx.now,
    )


def run_late(state: Waiting, command: ReviewPassed, ctx: Context) -> Waiting:
    """One working day, the last moment included (inferred); it stays to be done."""
    return state.model_copy(update={"late": True})


def withdraw(
    state: Applied
    | UnderReview
    | Draft
    | Issued
    | Sent
    | Escalated
    | Refused
    | Accepted,
    command: Withdraw,
    ctx: To,
) -> Withdrawn:
    """The patient takes it back at any time before he is in care (PIPL art. 15).

    A delegate does as well, unless it is an emergency.
    """
    urgent = isinstance(state, Formed) and state.is_emergency
    if urgent or not ctx.facts.delegated:
        require_patient(ctx, state.origin)
    return state.to(
        Withdrawn,
        by=ctx.actor.id,
        withdrawn_at=ctx.now,
        left=slot_of(state),
        org=state.form.target.org if isinstance(state, Directed) else None,
    )


def cancel(
    state: Applied | UnderReview | Draft | Issued | Refused,
    command: CallOff | HolderDied | CardEnded,
    ctx: Context,
) -> Cancelled:
    """The home institution calls it off, or the patient has died or has no card."""
    reason = reason_of(command)
    if isinstance(command, CallOff):
        require_at(ctx, state.origin, *DOCTORS, "referral-office")
    return state.to(
        Cancelled,
        reason=reason,
        by=ctx.actor.id,
        cancelled_at=ctx.now,
        left=slot_of(state),
    )


def reason_of(command: CallOff | HolderDied | CardEnded) -> str:
    """Return why it is called off."""
    if isinstance(command, CallOff):
        return command.reason
    return "DIED" if isinstance(command, HolderDied) else "CARD_CANCELLED"


def slot_of(state: Known) -> Reservation | None:
    """Return the slot that *state* has or had."""
    if isinstance(state, Directed) and state.slot:
        return state.slot
    return state.left if isinstance(state, Formed) else None
