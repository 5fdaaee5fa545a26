"""How a stay begins and goes on."""

from typing import TypeVar

from ehealthcard.rules.ward_tests import is_fresh
from ehealthcard.workflow import Context

from .checks import (
    DOCTORS,
    GATES,
    OFFICE,
    WARD,
    By,
    To,
    is_paid,
    require_admissible,
    require_here,
    supplied,
)
from .commands import (
    Admit,
    AdmitEmergency,
    GrantLeave,
    LeaveEnded,
    NotPlaced,
    Placed,
    Relocate,
    Return,
    SetCompanions,
    Supply,
)
from .model import INSURED, CertificatePolicy, Deferred
from .rules import (
    ALREADY_INPATIENT,
    LEAVE_TOO_LONG,
    NOTHING_SUPPLIED,
    OTHER_BED,
    WARD_MISSING,
)
from .states import (
    Admitted,
    BedOffered,
    BedReserved,
    Deceased,
    Discharged,
    DischargePending,
    Issued,
    OnLeave,
    Prepared,
    Registered,
    Revoked,
    Staying,
    Transferred,
    WaitingBed,
)

Inside = TypeVar("Inside", Admitted, OnLeave, DischargePending)
Over = TypeVar("Over", Discharged, Transferred, Deceased, Revoked)


def admit(state: Registered | BedReserved, command: Admit, ctx: To) -> Admitted:
    """Identity, deposit, tests and insurance voucher are in order."""
    require_here(ctx, state.org, *OFFICE)
    if ctx.facts.inpatient:
        raise ALREADY_INPATIENT.broken()
    ward, bed = _bed_of(state, command)
    more = supplied(state, command)
    if command.identity_checked:
        more["identity_checked_by"] = ctx.actor.id
    brought = state.model_copy(update=more)
    require_admissible(brought, command, ctx)
    return _admitted(brought, command.number, ward, bed, ctx)


def admit_emergency(
    state: Issued | Registered | WaitingBed | BedOffered | BedReserved,
    command: AdmitEmergency,
    ctx: To,
) -> Admitted:
    """Treat first; deposit, document and tests come later."""
    require_here(ctx, state.org, *OFFICE)
    if ctx.facts.inpatient:
        raise ALREADY_INPATIENT.broken()
    admitted = _admitted(state, command.number, command.ward, command.bed, ctx)
    lacking = tuple(d for d in Deferred if _lacks(d, admitted, ctx.policy, ctx))
    return admitted.model_copy(update={"emergency": True, "deferred": lacking})


def supply_later(state: Inside, command: Supply, ctx: By) -> Inside:
    """What an emergency could not bring at first is brought."""
    require_here(ctx, state.org, *OFFICE)
    more = supplied(state, command)
    if command.identity_checked:
        more["identity_checked_by"] = ctx.actor.id
    after = state.model_copy(update=more)
    lacking = tuple(d for d in state.deferred if _lacks(d, after, ctx.policy, ctx))
    if command.voucher_shown:
        lacking = tuple(d for d in lacking if d is not Deferred.VOUCHER)
    after = after.model_copy(update={"deferred": lacking})
    if after == state:
        raise NOTHING_SUPPLIED.broken()
    return after


def grant_leave(state: Admitted, command: GrantLeave, ctx: By) -> OnLeave:
    """A doctor lets the patient out, for a term."""
    require_here(ctx, state.org, *DOCTORS)
    longest = ctx.policy.longest_leave
    if not ctx.now < command.back_by <= ctx.now + longest:
        hours = int(longest.total_seconds() // 3600)
        raise LEAVE_TOO_LONG.broken(hours=hours)
    return state.to(
        OnLeave, left_at=ctx.now, back_by=command.back_by, leaves=state.leaves + 1
    )


def overstay(state: OnLeave, command: LeaveEnded, ctx: Context) -> OnLeave:
    """Not back in time: the ward is told."""
    return state.model_copy(update={"overdue": True})


def come_back(state: OnLeave, command: Return, ctx: Context) -> Admitted:
    """The gate or the ward sees the patient again."""
    require_here(ctx, state.org, *GATES, *WARD)
    return state.to(Admitted, back_at=ctx.now)


def relocate(state: Inside, command: Relocate, ctx: Context) -> Inside:
    """Another ward or bed, the same stay; companions follow."""
    require_here(ctx, state.org, *WARD)
    care = state.care if command.care is None else command.care
    if (command.ward, command.bed, care) == (state.ward, state.bed, state.care):
        raise WARD_MISSING.broken()
    moved = {
        "ward": command.ward,
        "bed": command.bed,
        "care": care,
        "move": state.move + 1,
        "placed_at": ctx.now,
        "his_refused": None,
    }
    return state.model_copy(update=moved)


def set_companions(state: Inside, command: SetCompanions, ctx: Context) -> Inside:
    """The ward allows none, one or two; never three."""
    require_here(ctx, state.org, *WARD)
    order = command.ordered_by or state.companion_order
    more = {"companions": command.most, "companion_order": order}
    return state.model_copy(update=more)


def note_placed(state: Inside, command: Placed, ctx: Context) -> Inside:
    """The HIS knows where the patient lies."""
    return state.model_copy(update={"his_refused": None})


def note_not_placed(state: Inside, command: NotPlaced, ctx: Context) -> Inside:
    """The HIS does not agree; a person sees to it, care goes on."""
    return state.model_copy(update={"his_refused": command.code})


def hear_placed_late(state: Over, command: Placed | NotPlaced, ctx: Context) -> Over:
    """What the HIS says of a bed after the stay changes nothing."""
    return state


def _bed_of(state: Registered | BedReserved, command: Admit) -> tuple[str, str]:
    if isinstance(state, BedReserved):
        kept = state.ward, state.bed
        if (command.ward or kept[0], command.bed or kept[1]) != kept:
            raise OTHER_BED.broken()
        return kept
    ward = command.ward or state.prescription.ward
    if not ward or not command.bed:
        raise WARD_MISSING.broken()
    return ward, command.bed


def _admitted(
    state: Issued | Prepared, number: str, ward: str, bed: str, ctx: To
) -> Admitted:
    return state.to(
        Admitted,
        admission=f"{state.org}:{number}",
        ward=ward,
        bed=bed,
        care=state.prescription.care,
        emergency=False,
        companions=1,
        companion_order=None,
        admitted_at=ctx.now,
        placed_at=ctx.now,
    )


def _lacks(
    what: Deferred, stay: Staying, policy: CertificatePolicy, ctx: To | By
) -> bool:
    match what:
        case Deferred.IDENTITY:
            return stay.identity_checked_by is None
        case Deferred.DEPOSIT:
            return not is_paid(stay, policy)
        case Deferred.TEST:
            return not is_fresh(stay.test, policy.test_within, ctx.now)
        case Deferred.VOUCHER:
            given = stay.registered
            return given is None or given.data.payer in INSURED
