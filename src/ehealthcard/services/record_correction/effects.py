"""What a request brings about, and what it hears."""

from ehealthcard.rules.signals import HealthRecordCancelled, HealthRecordCorrected
from ehealthcard.workflow import Claim, Tell, Until

from .commands import AnswerPassed, RecordGone
from .model import RecordCorrectionWanted
from .states import Accepted, Requested


def answer_due(state: Requested) -> Until[AnswerPassed] | None:
    """24:00 of the last day."""
    return None if state.overdue else Until(state.answer_by, AnswerPassed())


def one_each(state: Requested) -> Claim:
    """One request for each section at a time."""
    return Claim(f"record-correction:{state.card}:{state.section.value}")


def tell_keeper(state: Requested) -> Tell:
    """The institution is asked, and reminded."""
    told = RecordCorrectionWanted(
        card=state.card,
        org=state.org,
        section=state.section,
        answer_by=state.answer_by,
        reminder=state.overdue,
    )
    key = f"{state.card}:{state.section.value}:{state.asked_at.isoformat()}"
    return Tell("his", "record-correction", f"{key}:{int(state.overdue)}", told)


def write(state: Accepted) -> HealthRecordCorrected:
    """The record takes it over in the same transaction."""
    return HealthRecordCorrected(file=state.file, change=state.change)


def on_cancelled(signal: HealthRecordCancelled) -> RecordGone:
    """The record was cancelled."""
    return RecordGone()
