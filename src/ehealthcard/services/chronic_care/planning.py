"""When the next visit is, and what becomes of it in time (随访安排)."""

from datetime import date, datetime, timedelta

from ehealthcard.rules.calendar import end_of, start_of
from ehealthcard.rules.chronic.policy import CarePace, ChronicPolicy
from ehealthcard.rules.chronic.standing import CLINICIANS, require_clinician
from ehealthcard.workflow import Context

from .commands import DayCame, NoteNoContact, WindowPassed
from .model import Pace
from .states import (
    Due,
    Managed,
    Missed,
    Planned,
    Referred,
    TemporarilyLost,
    UrgentlyReferred,
)

By = Context[None, ChronicPolicy]


def opening(due_on: date, now: datetime, pace: CarePace) -> datetime:
    """Return when a visit becomes due: at the start of its window, or now."""
    return max(start_of(due_on - timedelta(days=pace.window_days)), now)


def planned(state: Managed, now: datetime, policy: ChronicPolicy) -> Planned:
    """Return *state* waiting for its next visit."""
    late = end_of(state.exam_due_on) <= now
    return state.to(
        Planned,
        opens_at=opening(state.due_on, now, policy.pace),
        exam_reminded=state.exam_reminded or late,
    )


def come_due(state: Planned, command: DayCame, ctx: By) -> Planned | Due:
    """The window of a visit opens; or a year has passed without an examination."""
    reminded = state.exam_reminded or end_of(state.exam_due_on) <= ctx.now
    found = state.model_copy(update={"exam_reminded": reminded})
    return _due(found, ctx.policy.pace) if ctx.now >= state.opens_at else found


def come_back(state: Referred | UrgentlyReferred, command: DayCame, ctx: By) -> Due:
    """Within two weeks of a referral the patient is followed up."""
    return _due(state, ctx.policy.pace)


def miss(state: Due, command: WindowPassed, ctx: By) -> Missed:
    """Not seen in time: holder and institution are reminded."""
    return state.to(Missed, missed_at=ctx.now)


def fail_contact(state: Due, command: NoteNoContact, ctx: By) -> Due | TemporarilyLost:
    """The third contact in vain makes somebody temporarily lost."""
    tried = _tried(state, ctx)
    return state.model_copy(update={"contacts": tried}) if tried else _lost(state, ctx)


def fail_late_contact(
    state: Missed, command: NoteNoContact, ctx: By
) -> Missed | TemporarilyLost:
    """The same behind the window; contacts before it count."""
    tried = _tried(state, ctx)
    return state.model_copy(update={"contacts": tried}) if tried else _lost(state, ctx)


def _due(state: Managed, pace: CarePace) -> Due:
    regular = state.pace is Pace.REGULAR
    grace = pace.grace_days if regular else pace.intensified_grace_days
    return state.to(Due, closes_at=end_of(state.due_on + timedelta(days=grace)))


def _tried(state: Due | Missed, ctx: By) -> int | None:
    """Return how many contacts were in vain; ``None`` if that is enough."""
    require_clinician(ctx, state.org, CLINICIANS)
    tried = state.contacts + 1
    return tried if tried < ctx.policy.pace.contacts else None


def _lost(state: Due | Missed, ctx: By) -> TemporarilyLost:
    return state.to(TemporarilyLost, lost_at=ctx.now)
