"""How a certificate is written, applied with, and ends unused."""

from hashlib import sha256
from typing import TypeVar

from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.standing import require_active
from ehealthcard.rules.stays import Urgency
from ehealthcard.workflow import Context

from .checks import DOCTORS, OFFICE, To, require_acting, require_here, supplied
from .commands import (
    Cancel,
    CardEnded,
    Died,
    Prescribe,
    Register,
    Supply,
    ValidityEnded,
)
from .giving_up import given_up_by
from .model import Registered as Registering
from .rules import (
    ALREADY_INPATIENT,
    CERTIFICATE_OPEN,
    NOTHING_SUPPLIED,
    PATIENT_UNSEEN,
    PLANNED_IN_PAST,
)
from .states import (
    BedOffered,
    BedReserved,
    Cancelled,
    Issued,
    Lapsed,
    Registered,
    WaitingBed,
)

Waiting = TypeVar("Waiting", Registered, WaitingBed, BedOffered, BedReserved)
Unused = Issued | Registered | WaitingBed | BedOffered | BedReserved
PRESSING = (Urgency.CRITICAL, Urgency.EMERGENCY)


def prescribe(state: None, command: Prescribe, ctx: To) -> Issued:
    """Only a doctor who examined the patient writes one (医师法 art. 24).

    One for each visit, and none for somebody who is in hospital (YB-15). An ordinary
    one needs an active card; a pressing one is written whatever became of it.
    """
    require_here(ctx, command.org, *DOCTORS)
    if not command.has_seen_patient:
        raise PATIENT_UNSEEN.broken()
    written = command.prescription
    if written.urgency not in PRESSING:
        require_active(ctx.facts.patient.status)
    if written.planned_on < day_of(ctx.now):
        raise PLANNED_IN_PAST.broken()
    if ctx.facts.inpatient:
        raise ALREADY_INPATIENT.broken()
    if f"{command.org}:{written.episode}" in ctx.facts.episodes:
        raise CERTIFICATE_OPEN.broken()
    return Issued(
        card=ctx.subject,
        certificate=_named(command, ctx),
        org=command.org,
        prescription=written,
        doctor=ctx.actor.id,
        issued_at=ctx.now,
        valid_until=ctx.now + ctx.policy.valid_for,
    )


def register(state: Issued, command: Register, ctx: To) -> Registered:
    """The patient, a guardian or a holder of the family voucher applies; or staff."""
    acting = require_acting(state.org, ctx)
    given = Registering(
        data=command.registration, by=ctx.actor.id, acted_as=acting, at=ctx.now
    )
    return state.to(Registered, registered=given)


def supply(state: Waiting, command: Supply, ctx: To) -> Waiting:
    """The admission office takes a deposit or a test, or compares the document."""
    require_here(ctx, state.org, *OFFICE)
    more = supplied(state, command)
    if command.identity_checked:
        more["identity_checked_by"] = ctx.actor.id
    after = state.model_copy(update=more)
    if after == state:
        raise NOTHING_SUPPLIED.broken()
    return after


def lapse(state: Issued | Registered, command: ValidityEnded, ctx: Context) -> Lapsed:
    """Not used in time: the doctor issues anew."""
    return state.to(Lapsed)


def cancel(state: Unused, command: Cancel, ctx: To) -> Cancelled:
    """Before the stay begins the patient, who acts for him, or staff call it off."""
    require_acting(state.org, ctx)
    return cancelled(state, command.reason)


def end_unused(state: Unused, command: Died | CardEnded, ctx: Context) -> Cancelled:
    """The patient has died, or his card is gone, before the stay."""
    return cancelled(state, "DIED" if isinstance(command, Died) else "CARD_CANCELLED")


def cancelled(state: Unused, reason: str) -> Cancelled:
    """Return what is left; a bed that was kept goes to the next in rank."""
    given_up = None
    if isinstance(state, (BedOffered, BedReserved)):
        given_up = given_up_by(state)
    return state.to(Cancelled, reason=reason, given_up=given_up)


def _named(command: Prescribe, ctx: To) -> str:
    """Return a name of its own; one that is written anew has another."""
    moment = f"{ctx.now.timestamp():.6f}"
    episode = command.prescription.episode
    seed = f"{command.org}\0{episode}\0{ctx.subject}\0{moment}"
    return sha256(seed.encode()).hexdigest()[:32]
