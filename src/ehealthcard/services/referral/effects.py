"""What each state brings about in time, at the appointments and among referrals."""

from ehealthcard.workflow import Claim, Order, Tell, Until

from .commands import (
    AnswerPassed,
    FormPassed,
    ReviewPassed,
    SlotBooked,
    SlotRefused,
    ValidityPassed,
)
from .papers import SlotLeft, SlotWanted
from .states import (
    Accepted,
    Applied,
    Cancelled,
    Escalated,
    Expired,
    InCare,
    Issued,
    NoShow,
    Refused,
    Sent,
    UnderReview,
    Withdrawn,
)


def review_ends(state: Applied | UnderReview) -> Until[ReviewPassed] | None:
    """The time to review, its last moment included."""
    return None if state.late else Until(state.review_by, ReviewPassed())


def answer_ends(state: Sent) -> Until[AnswerPassed]:
    """The time to answer, its last moment included."""
    return Until(state.answer_by, AnswerPassed())


def validity_ends(state: Accepted) -> Until[ValidityPassed]:
    """The time to come, its last moment included."""
    return Until(state.valid_until, ValidityPassed())


def form_ends(state: Issued | Refused) -> Until[ValidityPassed]:
    """A form waits so long to be sent."""
    return Until(state.expires_at, ValidityPassed())


def form_is_due(state: InCare) -> Until[FormPassed] | None:
    """The form of an emergency follows by then."""
    if state.form or state.form_by is None or state.form_overdue:
        return None
    return Until(state.form_by, FormPassed())


def one_each(
    state: Issued | Sent | Escalated | Refused | Accepted,
) -> Claim | None:
    """One referral for one illness at a time; emergencies and chains are free."""
    if state.is_emergency or state.wish.previous:
        return None
    return Claim(f"referral:{state.illness}")


def own_bed(state: Accepted) -> Claim | None:
    """One bed for one patient."""
    offer = state.arrangement
    if offer.bed is None:
        return None
    return Claim(f"referral-bed:{state.form.target.org}:{offer.ward}:{offer.bed}")


def reserve(
    state: Sent | Escalated | Accepted,
) -> Order[SlotBooked, SlotRefused] | None:
    """The slot is booked for the patient at the appointments (转诊号源)."""
    slot = state.slot
    if slot is None:
        return None
    wanted = SlotWanted(
        card=state.card,
        slot=slot.slot,
        referral=state.number,
        actor=slot.by,
        org=slot.org,
    )
    return Order("appointments", "referral-slot", slot.key, wanted)


def give_slot_back(
    state: Issued
    | Refused
    | Accepted
    | InCare
    | NoShow
    | Cancelled
    | Withdrawn
    | Expired,
) -> Tell | None:
    """A slot that is not needed any more goes back."""
    slot = state.left
    if slot is None:
        return None
    by_patient = isinstance(state, (Withdrawn, NoShow)) or (
        isinstance(state, Refused) and state.by_patient
    )
    back = SlotLeft(
        card=state.card,
        slot=slot.slot,
        referral=state.number,
        by_patient=by_patient,
    )
    return Tell("appointments", "referral-slot-left", f"{slot.key}:left", back)


TIMES_AND_SLOTS = (
    review_ends,
    answer_ends,
    validity_ends,
    form_ends,
    form_is_due,
    one_each,
    own_bed,
    reserve,
    give_slot_back,
)
