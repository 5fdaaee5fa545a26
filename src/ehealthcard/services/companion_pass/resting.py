"""How a pass rests, comes back, and follows the patient."""

from datetime import datetime
from typing import TypeVar

from ehealthcard.rules.stays import most_companions
from ehealthcard.rules.ward_tests import WardTest
from ehealthcard.workflow import Context

from .checks import By, back, require_ward, tested_until
from .commands import (
    CardFound,
    CardLost,
    Clear,
    EndingSoon,
    PatientMoved,
    RetestDue,
    Suspend,
)
from .model import Hindrance
from .rules import CLEARING_TEST
from .states import (
    Active,
    Applied,
    Expired,
    PendingReplacement,
    PendingWard,
    Suspended,
    Temporary,
)

Unused = TypeVar("Unused", Applied, PendingWard, PendingReplacement, Expired)
OF_HEALTH = (Hindrance.FEVER, Hindrance.SYMPTOM, Hindrance.TEST)
ROLES = ("head-nurse", "nurse", "doctor", "guard", "terminal")


def suspend(state: Active | Temporary, command: Suspend, ctx: Context) -> Suspended:
    """Fever, symptoms or an old test take it out of use; the fever clinic helps."""
    require_ward(ctx, state.org, *ROLES)
    return rested(state, command.reason, ctx.now)


def suspend_again(state: Suspended, command: Suspend, ctx: Context) -> Suspended:
    """One more thing speaks against it."""
    require_ward(ctx, state.org, *ROLES)
    return _with(state, command.reason)


def clear(state: Suspended, command: Clear, ctx: By) -> Suspended | Active | Temporary:
    """A doctor, or a new negative test, brings it back; a lost card must be found."""
    require_ward(ctx, state.org)
    by_doctor = "doctor" in ctx.actor.roles
    ill = any(r in OF_HEALTH for r in state.reasons)
    if ill and not (by_doctor or _is_newer(command.test, state.since, ctx.now)):
        raise CLEARING_TEST.broken()
    known = state
    if command.test:
        until = tested_until(command.test, ctx.policy)
        more = {"test": command.test, "tested_until": until}
        known = state.model_copy(update=more)
    kept = (Hindrance.CARD_LOST, Hindrance.WARD_CLOSED)
    return back(known, tuple(r for r in state.reasons if r in kept), ctx.now)


def lose_card(state: Active | Temporary, command: CardLost, ctx: Context) -> Suspended:
    """A lost card opens no gate."""
    return rested(state, Hindrance.CARD_LOST, ctx.now)


def lose_card_too(state: Suspended, command: CardLost, ctx: Context) -> Suspended:
    """The card is lost as well."""
    return _with(state, Hindrance.CARD_LOST)


def find_card(
    state: Suspended, command: CardFound, ctx: Context
) -> Suspended | Active | Temporary:
    """The card is found; what else speaks against the pass stays."""
    return back(state, _without(state, Hindrance.CARD_LOST), ctx.now)


def age_test(state: Active, command: RetestDue, ctx: Context) -> Suspended:
    """The test is too old; a new one brings the pass back."""
    return rested(state, Hindrance.TEST, ctx.now)


def remind(state: Active, command: EndingSoon, ctx: Context) -> Active:
    """The companion is told that the pass ends soon."""
    return state.model_copy(update={"reminded": True})


def follow(state: Unused, command: PatientMoved, ctx: Context) -> Unused:
    """The request is for wherever the patient lies."""
    return state.model_copy(update=_place(command))


def follow_active(
    state: Active, command: PatientMoved, ctx: Context
) -> Active | Suspended:
    """The pass is for the new ward; it rests where that takes no companions."""
    since = state.since if command.ward == state.ward else ctx.now
    moved = state.model_copy(update={**_place(command), "since": since})
    if _is_open(command):
        return moved
    return rested(moved, Hindrance.WARD_CLOSED, ctx.now)


def follow_temporary(
    state: Temporary, command: PatientMoved, ctx: Context
) -> Temporary | Suspended:
    """The same with a temporary pass."""
    since = state.since if command.ward == state.ward else ctx.now
    moved = state.model_copy(update={**_place(command), "since": since})
    if _is_open(command):
        return moved
    return rested(moved, Hindrance.WARD_CLOSED, ctx.now)


def follow_suspended(
    state: Suspended, command: PatientMoved, ctx: Context
) -> Suspended | Active | Temporary:
    """A ward that takes companions again brings the pass back."""
    moved = state.model_copy(update=_place(command))
    if _is_open(command):
        return back(moved, _without(moved, Hindrance.WARD_CLOSED), ctx.now)
    return _with(moved, Hindrance.WARD_CLOSED)


def rested(state: Active | Temporary, reason: Hindrance, now: datetime) -> Suspended:
    """Return the pass out of use; its term runs on."""
    if isinstance(state, Temporary):
        return state.to(
            Suspended,
            reasons=(reason,),
            temporary=True,
            since=now,
            remind_at=state.until,
        )
    return state.to(Suspended, reasons=(reason,), temporary=False, since=now)


def _with(state: Suspended, reason: Hindrance) -> Suspended:
    reasons = (*_without(state, reason), reason)
    return state.model_copy(update={"reasons": reasons})


def _without(state: Suspended, reason: Hindrance) -> tuple[Hindrance, ...]:
    return tuple(r for r in state.reasons if r is not reason)


def _is_open(command: PatientMoved) -> bool:
    return most_companions(1, command.care) > 0


def _place(command: PatientMoved) -> dict[str, object]:
    return {"ward": command.ward, "bed": command.bed}


def _is_newer(test: WardTest | None, since: datetime, now: datetime) -> bool:
    if test is None or test.result != "negative":
        return False
    return since <= test.sampled_at <= now
