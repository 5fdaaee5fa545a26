"""What an appointment lets services know that prepare the visit (就诊前准备)."""

from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.preparing import survey_day
from ehealthcard.rules.signals import (
    AppointmentEnded,
    AppointmentMoved,
    AppointmentSuspended,
    ConsultationBegun,
    DepartmentChanged,
    InterviewWanted,
    SurveyWanted,
)

from .states import (
    Cancelled,
    CancelledLate,
    Confirmed,
    InConsult,
    NoShow,
    Refunded,
    Suspended,
    Uncalled,
)


def moved(state: Confirmed) -> AppointmentMoved | None:
    """Time and doctor are new; the department is the same."""
    if not state.has_moved or _has_left(state):
        return None
    return AppointmentMoved(
        appointment=state.booking.charge,
        visit=state.visit,
        survey_hours=state.booking.survey_hours,
    )


def changed_department(state: Confirmed) -> DepartmentChanged | None:
    """The new slot is in another department."""
    if not _has_left(state):
        return None
    return DepartmentChanged(
        appointment=state.booking.charge,
        visit=state.visit,
        survey_hours=state.booking.survey_hours,
    )


def wants_interview(state: Confirmed) -> InterviewWanted | None:
    """The holder is invited to the interview, once for each department (邀请预诊)."""
    is_due = not state.asked or state.interview_added or _has_left(state)
    if not state.booking.interview or not is_due:
        return None
    return InterviewWanted(
        card=state.card, visit=state.visit, org_name=_org_name(state)
    )


def wants_survey(state: Confirmed) -> SurveyWanted | None:
    """A survey is asked for, once for each day of a visit (要求流调)."""
    hours = state.booking.survey_hours
    changed = _asks_now(state) or _other_day(state)
    if hours is None or (state.asked and not state.survey_added and not changed):
        return None
    slot = state.booking.slot
    return SurveyWanted(
        day=survey_day(state.card, slot.org, day_of(slot.starts_at)),
        card=state.card,
        visit=state.visit,
        org_name=_org_name(state),
        hours=hours,
    )


def suspended(state: Suspended) -> AppointmentSuspended | None:
    """What is prepared for the visit rests until there is a substitute."""
    if not state.asked:
        return None
    return AppointmentSuspended(appointment=state.booking.charge)


def begun(state: InConsult) -> ConsultationBegun:
    """What was to be prepared for the visit is due now."""
    return ConsultationBegun(appointment=state.booking.charge)


def ended(
    state: Cancelled | CancelledLate | Refunded | NoShow | Uncalled,
) -> AppointmentEnded:
    """What was prepared for the visit is not needed."""
    return AppointmentEnded(appointment=state.booking.charge)


def _has_left(state: Confirmed) -> bool:
    old = state.let_go
    if old is None or not state.has_moved:
        return False
    return old.slot.department != state.booking.slot.department


def _asks_now(state: Confirmed) -> bool:
    """Whether the slot before asked for no survey, by its department or its time."""
    old = state.let_go
    return state.has_moved and old is not None and old.survey_hours is None


def _other_day(state: Confirmed) -> bool:
    """Whether a change of slot led to another day."""
    if not state.has_moved or state.let_go is None:
        return False
    was, now = state.let_go.slot.starts_at, state.booking.slot.starts_at
    return day_of(was) != day_of(now)


def _org_name(state: Confirmed) -> str:
    slot = state.booking.slot
    return (slot.org_name or slot.org)[:40]


TO_PREPARE = (
    moved,
    changed_department,
    wants_interview,
    wants_survey,
    suspended,
    begun,
    ended,
)
