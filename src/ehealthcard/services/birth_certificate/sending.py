"""How a certificate gets to the mother, and to the police."""

from ehealthcard.rules.calendar import day_of
from ehealthcard.workflow import AnyContext, Context

from .checks import (
    CLERK,
    COURIER,
    POLICE,
    require_institution,
    require_party,
)
from .commands import (
    Mail,
    NoteDelivered,
    NoteReturned,
    ParcelRefused,
    ParcelTaken,
    PickUp,
    RegisterHousehold,
)
from .model import Capacity, Household
from .rules import HOUSEHOLD_DAY, HOUSEHOLD_DONE, PICK_UP_AUTHORITY
from .states import (
    Delivered,
    InTransit,
    Issued,
    Posting,
    Registered,
    Returned,
)


def mail(state: Issued | Returned, command: Mail, ctx: Context) -> Posting:
    """It is handed to the carrier, for the address that the mother gave."""
    require_party(ctx, state.org)
    return state.to(Posting, address=command.to, mailings=state.mailings + 1)


def set_off(state: Posting, command: ParcelTaken, ctx: Context) -> InTransit:
    """The carrier has it and gives it a number."""
    return state.to(InTransit, tracking=command.tracking)


def stay(state: Posting, command: ParcelRefused, ctx: Context) -> Issued:
    """The carrier does not take it; it waits at the institution."""
    return state.to(Issued, mail_refused=command.code)


def arrive(state: InTransit, command: NoteDelivered, ctx: Context) -> Delivered:
    """The carrier has delivered it."""
    _require_carrier(ctx, state.org)
    return state.to(Delivered, received_by=command.receiver, delivered_at=ctx.now)


def come_back(state: InTransit, command: NoteReturned, ctx: Context) -> Returned:
    """The carrier brings it back; it is mailed again or picked up."""
    _require_carrier(ctx, state.org)
    return state.to(Returned, return_reason=command.reason)


def pick_up(state: Issued | Returned, command: PickUp, ctx: Context) -> Delivered:
    """The mother comes for it, or somebody with her power of attorney."""
    require_institution(ctx, state.org, CLERK)
    entitled = command.receiver == state.mother.name or (
        state.capacity is Capacity.FATHER
        and state.father is not None
        and command.receiver == state.father.name
    )
    if not entitled and not (command.authority or "").strip():
        raise PICK_UP_AUTHORITY.broken()
    return state.to(Delivered, received_by=command.receiver, delivered_at=ctx.now)


def register(
    state: Issued | Delivered, command: RegisterHousehold, ctx: Context
) -> Registered:
    """The police enter the child and keep the counterfoil (户口登记条例 art. 7)."""
    ctx.require(POLICE, CLERK)
    if POLICE not in ctx.actor.roles:
        require_institution(ctx, state.org, CLERK)
    if state.household is not None:
        raise HOUSEHOLD_DONE.broken()
    day = command.registered_on
    if not day_of(state.newborn.born_at) <= day <= day_of(ctx.now):
        raise HOUSEHOLD_DAY.broken()
    entry = Household(
        number=state.number,
        station=command.station,
        registered_on=day,
        noted_by=ctx.actor.id,
    )
    return state.to(Registered, household=entry)


def _require_carrier(ctx: AnyContext, org: str) -> None:
    if COURIER not in ctx.actor.roles:
        require_institution(ctx, org, CLERK)
