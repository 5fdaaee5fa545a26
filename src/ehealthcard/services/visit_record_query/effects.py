"""What each state brings about, and what other cases do to it."""

from ehealthcard.rules.access import Grounds
from ehealthcard.rules.messages import MessageKind, MessageWanted
from ehealthcard.rules.signals import (
    CardCancelled,
    PatientIndexChanged,
    PersonDied,
    RecordSealed,
)
from ehealthcard.workflow import Erase, Tell, Until

from .commands import BecameStale, SourceSilent, TimePassed
from .model import CorrectionWanted, GlassBroken, Stale
from .states import (
    CorrectionOpen,
    Expired,
    Fetching,
    Partial,
    Ready,
    Requested,
    TakenAlong,
)


def request_ends(state: Requested) -> Until[TimePassed]:
    """A question waits a while for its authorisation."""
    return Until(state.lapses_after, TimePassed())


def fetching_ends(state: Fetching) -> Until[TimePassed]:
    """All HISs together have two minutes."""
    return Until(state.fetch_until, TimePassed())


def answers_end(state: Ready | Partial | TakenAlong) -> Until[TimePassed]:
    """Answers are kept for half an hour."""
    return Until(state.kept_until, TimePassed())


def answer_due(state: CorrectionOpen) -> Until[SourceSilent] | None:
    """An institution that does not answer is asked once more."""
    return None if state.overdue else Until(state.answer_by, SourceSilent())


def wipe(state: CorrectionOpen | Expired) -> Erase:
    """Nothing of the answers stays in earlier events either; that they were, does."""
    return Erase()


def ask_source(state: CorrectionOpen) -> Tell:
    """The institution is told what is said to be wrong, and reminded of it once."""
    said = state.disputed
    told = CorrectionWanted(
        card=state.card,
        org=said.org,
        record=said.record,
        wrong=said.wrong,
        wanted=said.wanted,
        answer_by=state.answer_by,
        reminder=state.overdue,
    )
    key = f"{said.org}:{said.record}:{said.at.isoformat()}:{int(state.overdue)}"
    return Tell("his", "correction-wanted", key, told)


def tell_monitor(state: Fetching) -> Tell | None:
    """Breaking the glass is reviewed afterwards."""
    if state.grounds is not Grounds.BREAK_GLASS:
        return None
    told = GlassBroken(
        card=state.card,
        by=state.asker,
        reason=state.purpose,
        at=state.authorised_at,
    )
    key = f"{state.card}:{state.authorised_at.isoformat()}"
    return Tell("monitor", "records-glass-broken", key, told)


def tell_holder(state: Fetching) -> Tell | None:
    """The holder hears that somebody has looked without him."""
    if state.grounds is not Grounds.BREAK_GLASS:
        return None
    event = f"records:{state.authorised_at.isoformat()}"
    told = MessageWanted(card=state.card, kind=MessageKind.SAFETY, event=event)
    return Tell("notifier", "message", f"{state.card}:{event}", told)


def on_index_changed(signal: PatientIndexChanged) -> BecameStale:
    """Numbers were merged or split: what was found may be somebody else's."""
    return BecameStale(why=Stale.INDEX_CHANGED)


def on_sealed(signal: RecordSealed) -> BecameStale:
    """A record was sealed: nobody reads it any more."""
    return BecameStale(why=Stale.RECORD_SEALED)


def on_cancelled(signal: CardCancelled) -> BecameStale:
    """The holder's card was cancelled."""
    return BecameStale(why=Stale.HOLDER_GONE)


def on_died(signal: PersonDied) -> BecameStale:
    """The holder has died."""
    return BecameStale(why=Stale.HOLDER_GONE)
