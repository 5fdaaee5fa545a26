"""What each state brings about, and what other cases do to it."""

from ehealthcard.rules.signals import (
    HealthRecordCancelled,
    HealthRecordCorrected,
    HealthRecordMoved,
    HealthRecordOwnerDied,
    PersonDied,
)
from ehealthcard.workflow import Claim, Erase, Tell, Until

from .building import content_of
from .commands import (
    Corrected,
    HolderDied,
    MovedIn,
    MoveLapsed,
    OwnerDied,
    TermPassed,
)
from .model import MoveReturned, MoveWanted, NumberGiven
from .states import Active, Archived, Cancelled, Merged, MovedOut, Moving


def one_each(state: Active | Moving | Merged) -> Claim:
    """Everybody has one record (一人一档)."""
    return Claim(f"health-record:{state.card}")


def number_once(
    state: Active | Moving | Merged | Cancelled | MovedOut | Archived,
) -> Claim | None:
    """A number is given once, for ever; one that moves along goes with the record."""
    if isinstance(state, MovedOut) and state.new_number == state.number:
        return None
    return Claim(f"health-record-number:{state.number}")


def move_ends(state: Moving) -> Until[MoveLapsed]:
    """The receiver has until 24:00 of the last day to answer."""
    return Until(state.answer_by, MoveLapsed())


def term_ends(state: Cancelled) -> Until[TermPassed]:
    """It is kept for as long as policy says."""
    return Until(state.kept_until, TermPassed())


def erase(state: Archived) -> Erase:
    """After its term nothing of what was in it stays (PIPL art. 19, 47)."""
    return Erase()


def tell_number(state: Active) -> Tell:
    """The keeper's system learns which record it keeps."""
    told = NumberGiven(
        card=state.card, file=state.file, number=state.number, org=state.org
    )
    return Tell("his", "health-record", f"{state.number}:{state.org}", told)


def ask_receiver(state: Moving) -> Tell:
    """The receiver hears who is to come; the contents wait for its answer."""
    told = MoveWanted(
        card=state.card,
        file=state.file,
        number=state.number,
        org=state.org,
        to=state.move.to,
        answer_by=state.answer_by,
    )
    key = f"{state.file}:{state.move.asked_at.isoformat()}"
    return Tell("his", "health-record-move", key, told)


def tell_returned(state: Active) -> Tell | None:
    """The keeper hears of a move that came to nothing."""
    if state.refused is None:
        return None
    told = MoveReturned(
        card=state.card, file=state.file, org=state.org, refused=state.refused
    )
    key = f"{state.file}:{state.refused.at.isoformat()}"
    return Tell("his", "health-record-returned", key, told)


def go_on(state: MovedOut) -> HealthRecordMoved:
    """The record goes on at the new place, in the same transaction."""
    return HealthRecordMoved(
        card=state.card,
        file=state.file,
        number=state.new_number,
        org=state.receiver,
        org_name=state.receiver_name,
        is_open=state.is_open,
        content=content_of(state),
    )


def end_special(state: Cancelled) -> HealthRecordCancelled:
    """Special records, such as chronic care, end with it."""
    return HealthRecordCancelled(card=state.card, reason=state.reason)


def tell_death(state: Merged) -> HealthRecordOwnerDied | None:
    """It is the same person."""
    return HealthRecordOwnerDied(file=state.into) if state.died_at else None


def on_died(signal: PersonDied) -> HolderDied:
    """The holder has died."""
    return HolderDied()


def on_owner_died(signal: HealthRecordOwnerDied) -> OwnerDied:
    """The holder of a record that was merged into this one has died."""
    return OwnerDied()


def on_corrected(signal: HealthRecordCorrected) -> Corrected:
    """The institution agreed to a correction."""
    return Corrected(change=signal.change)


def on_moved(signal: HealthRecordMoved) -> MovedIn:
    """A record comes from another institution."""
    return MovedIn(**dict(signal))
