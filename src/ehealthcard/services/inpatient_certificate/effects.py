"""What each state brings about in time, at the HIS, and to other cases."""

from ehealthcard.ports import (
    BedAct,
    DepositBack,
    DischargeAct,
    PlacementAct,
    StayNote,
)
from ehealthcard.rules.signals import (
    StayEnded,
    StayMoved,
)
from ehealthcard.rules.stays import StayEnd
from ehealthcard.workflow import Claim, Order, Tell, Until

from .commands import (
    BedHeld,
    BedRefused,
    BillClosed,
    BillOpen,
    KeepEnded,
    LeaveEnded,
    NotPlaced,
    OfferEnded,
    Placed,
    ValidityEnded,
)
from .states import (
    Admitted,
    BedOffered,
    BedReserved,
    Cancelled,
    Deceased,
    Discharged,
    DischargePending,
    Forfeited,
    Gone,
    Issued,
    OnLeave,
    Registered,
    Revoked,
    Transferred,
    WaitingBed,
)

ENDS: dict[type[Gone], StayEnd] = {
    Discharged: StayEnd.DISCHARGED,
    Transferred: StayEnd.TRANSFERRED,
    Deceased: StayEnd.DIED,
    Revoked: StayEnd.REVOKED,
}


def validity(state: Issued | Registered) -> Until[ValidityEnded]:
    """A certificate does not keep for ever."""
    return Until(state.valid_until, ValidityEnded())


def offer_ends(state: BedOffered) -> Until[OfferEnded]:
    """An offer stands for a while (过时不予留床)."""
    return Until(state.until, OfferEnded())


def keep_ends(state: BedReserved) -> Until[KeepEnded] | None:
    """So does a reserved bed, where the hospital says so."""
    return Until(state.keep_until, KeepEnded()) if state.keep_until else None


def leave_ends(state: OnLeave) -> Until[LeaveEnded] | None:
    """A leave has an end."""
    return None if state.overdue else Until(state.back_by, LeaveEnded())


def episode(
    state: Issued
    | Registered
    | WaitingBed
    | BedOffered
    | BedReserved
    | Admitted
    | OnLeave
    | DischargePending,
) -> Claim:
    """One live certificate for each visit."""
    return Claim(f"inpatient-episode:{state.org}:{state.prescription.episode}")


def one_stay(state: Admitted | OnLeave | DischargePending) -> Claim:
    """Nobody is an inpatient twice (分解住院、挂床, YB-15)."""
    return Claim(f"inpatient:{state.card}")


def number(state: Admitted | OnLeave | DischargePending) -> Claim:
    """One stay for each number of the HIS."""
    return Claim(f"admission:{state.admission}")


def bed(
    state: BedOffered | BedReserved | Admitted | OnLeave | DischargePending,
) -> Claim:
    """One bed, one patient."""
    return Claim(f"bed:{state.org}:{state.ward}:{state.bed}")


def hold(state: BedOffered | BedReserved) -> Order[BedHeld, BedRefused]:
    """The HIS keeps the bed for him, in the stead of who did not take it."""
    act = BedAct(
        key=f"{state.certificate}:{state.bed}:{state.offered_at.timestamp():.6f}",
        certificate=state.certificate,
        card=state.card,
        org=state.org,
        ward=state.ward,
        bed=state.bed,
        instead_of=state.instead_of,
    )
    return Order("his", "bed-hold", act.key, act)


def release(state: WaitingBed | Forfeited | Cancelled) -> Tell | None:
    """The bed is free again, unless the next in rank has it already."""
    given_up = state.given_up
    if given_up is None:
        return None
    act = BedAct(
        key=f"{state.certificate}:{given_up.bed}:{given_up.at.timestamp():.6f}:release",
        certificate=state.certificate,
        card=state.card,
        org=state.org,
        ward=given_up.ward,
        bed=given_up.bed,
    )
    return Tell("his", "bed-release", act.key, act)


def pass_on(state: WaitingBed | Forfeited | Cancelled) -> Tell | None:
    """The bed goes to the next in rank (床位顺延)."""
    given_up = state.given_up
    if given_up is None:
        return None
    act = BedAct(
        key=f"{state.certificate}:{given_up.bed}:{given_up.at.timestamp():.6f}:next",
        certificate=state.certificate,
        card=state.card,
        org=state.org,
        ward=given_up.ward,
        bed=given_up.bed,
    )
    return Tell("beds", "bed-free", act.key, act)


def place(
    state: Admitted | OnLeave | DischargePending,
) -> Order[Placed, NotPlaced]:
    """The HIS writes down where the patient lies, at first and after each move."""
    act = PlacementAct(
        key=f"{state.certificate}:place:{state.move}",
        certificate=state.certificate,
        card=state.card,
        admission=state.admission,
        org=state.org,
        ward=state.ward,
        bed=state.bed,
        move=state.move,
        at=state.placed_at,
    )
    return Order("his", "inpatient-place", act.key, act)


def moved(state: Admitted | OnLeave | DischargePending) -> StayMoved | None:
    """Companions follow the patient."""
    if not state.move:
        return None
    return StayMoved(
        admission=state.admission, ward=state.ward, bed=state.bed, care=state.care
    )


def close_bill(state: DischargePending) -> Order[BillClosed, BillOpen]:
    """The HIS closes the bill; its answer ends the stay."""
    act = DischargeAct(
        key=f"{state.certificate}:discharge:{state.ordered_at.timestamp():.6f}",
        card=state.card,
        admission=state.admission,
        org=state.org,
        ordered_at=state.ordered_at,
    )
    return Order("his", "inpatient-discharge", act.key, act)


def went(state: OnLeave) -> Tell:
    """The ward and the gate see that he is away, and when he should have been back."""
    late = "overdue" if state.overdue else "leave"
    note = StayNote(
        key=f"{state.certificate}:{late}:{state.leaves}",
        card=state.card,
        admission=state.admission,
        org=state.org,
        at=state.back_by if state.overdue else state.left_at,
    )
    return Tell("his", "inpatient-leave", note.key, note)


def came_back(state: Admitted) -> Tell | None:
    """The HIS hears that he is back from his leave (销假)."""
    if state.back_at is None:
        return None
    note = StayNote(
        key=f"{state.certificate}:back:{state.leaves}",
        card=state.card,
        admission=state.admission,
        org=state.org,
        at=state.back_at,
    )
    return Tell("his", "inpatient-back", note.key, note)


def ended_at_his(state: Discharged | Transferred | Deceased | Revoked) -> Tell:
    """The bed is free; the HIS knows how the stay ended."""
    note = StayNote(
        key=f"{state.certificate}:ended",
        card=state.card,
        admission=state.admission,
        org=state.org,
        how=ENDS[type(state)],
        at=state.ended_at,
    )
    return Tell("his", "inpatient-ended", note.key, note)


def ended(state: Discharged | Transferred | Deceased | Revoked) -> StayEnded:
    """All companion passes end in the same transaction (出院收回陪护证)."""
    return StayEnded(admission=state.admission, how=ENDS[type(state)])


def deposit_back(state: Forfeited | Cancelled) -> Tell | None:
    """What was paid ahead goes back."""
    if not state.deposits:
        return None
    back = DepositBack(
        key=f"{state.certificate}:deposit-back",
        card=state.card,
        org=state.org,
        amount=sum((d.amount for d in state.deposits[1:]), state.deposits[0].amount),
        receipts=tuple(d.receipt for d in state.deposits),
    )
    return Tell("his", "deposit-back", back.key, back)


AT_THE_HIS = (
    validity,
    offer_ends,
    keep_ends,
    leave_ends,
    episode,
    one_stay,
    number,
    bed,
    hold,
    release,
    pass_on,
    place,
    close_bill,
    went,
    came_back,
    ended_at_his,
    deposit_back,
)
TO_CASES = (moved, ended)
