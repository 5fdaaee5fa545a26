"""What is asked of a holder whose booking stands already (补充诊前要求)."""

from ehealthcard.workflow import Context

from .commands import Prepare
from .states import Confirmed

THE_DESK = "system"
"""The desk's walk through the bookings; see ``ServiceDesk.prepare_visits``."""


def prepare(state: Confirmed, command: Prepare, ctx: Context) -> Confirmed:
    """What was not asked for at booking is asked for now; nothing is asked twice."""
    ctx.require(THE_DESK)
    booking = state.booking
    survey = booking.survey_hours is None and command.survey_hours is not None
    interview = command.interview and not booking.interview
    more = {
        "survey_hours": command.survey_hours if survey else booking.survey_hours,
        "interview": booking.interview or interview,
    }
    return state.model_copy(
        update={
            "booking": booking.model_copy(update=more),
            "survey_added": survey,
            "interview_added": interview,
            "let_go": None if state.has_moved else state.let_go,
        }
    )
