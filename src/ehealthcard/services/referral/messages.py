"""What the patient is told, what other cases hear, and what this one hears."""

from hashlib import sha256

from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.messages import MessageKind, MessageWanted, Variables
from ehealthcard.rules.signals import (
    CardCancelled,
    PersonDied,
    ReferralDropped,
    ReferralIssued,
)
from ehealthcard.workflow import Tell

from .commands import CardEnded, HolderDied
from .model import illness_of
from .states import (
    Accepted,
    Applied,
    BackIssued,
    Cancelled,
    Declined,
    Expired,
    InCare,
    Issued,
    Known,
    NoShow,
    Refused,
    Withdrawn,
)


def message_decided(state: Declined | Issued | Refused | NoShow) -> Tell:
    """The patient hears that there is something to see, not what."""
    attempt = 0 if isinstance(state, Declined) else state.attempt
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.REFERRAL,
        event=_event(state, f"{type(state).__name__}:{attempt}"),
        variables=Variables(org=state.origin[:40]),
    )
    return Tell("notifier", "message", told.event, told)


def message_asked(state: Applied) -> Tell | None:
    """The patient hears that somebody has applied for him, and that he is asked."""
    if state.wish.consent is not None:
        return None
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.REFERRAL,
        event=_event(state, "Applied"),
        variables=Variables(org=state.origin[:40]),
    )
    return Tell("notifier", "message", told.event, told)


def message_accepted(state: Accepted) -> Tell:
    """The patient hears where to come and until when."""
    offer = state.arrangement
    variables = Variables(
        org=state.form.target.org_name,
        day=day_of(offer.at) if offer.at else None,
        at=offer.at,
        place=offer.ward,
    )
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.REFERRAL,
        event=_event(state, f"Accepted:{state.attempt}"),
        variables=variables,
        expires_at=state.valid_until,
    )
    return Tell("notifier", "message", told.event, told)


def message_back(state: BackIssued | Cancelled | Withdrawn) -> Tell | None:
    """The patient hears of the way back, or that it was called off, by whomever."""
    if isinstance(state, Cancelled) and state.reason in ("DIED", "CARD_CANCELLED"):
        return None
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.REFERRAL,
        event=_event(state, type(state).__name__),
        variables=Variables(org=state.origin[:40]),
    )
    return Tell("notifier", "message", told.event, told)


def issued(state: Issued) -> ReferralIssued | None:
    """In 14 days the home institution asks what became of it."""
    if state.attempt > 1:
        return None
    return ReferralIssued(
        card=state.card,
        number=state.number,
        origin=state.origin,
        illness=state.illness,
        issued_at=state.form.issued_at,
    )


def issued_late(state: InCare) -> ReferralIssued | None:
    """The same for an emergency, once the form that it came without is there."""
    if state.form is None or state.form_by is None:
        return None
    return ReferralIssued(
        card=state.card,
        number=state.number,
        origin=state.origin,
        illness=illness_of(state.card, state.form.diagnosis),
        issued_at=state.form.issued_at,
    )


def dropped(state: NoShow | Cancelled | Withdrawn | Expired) -> ReferralDropped:
    """It led to no care: the patient may be referred anew, and is asked about."""
    return ReferralDropped(referral=state.number)


def on_death(signal: PersonDied) -> HolderDied:
    """The patient has died."""
    return HolderDied()


def on_card_cancelled(signal: CardCancelled) -> CardEnded:
    """A cancelled card keeps no open referral; who is in care stays there."""
    return CardEnded()


def _event(state: Known, what: str) -> str:
    """Return a name for what happened; it tells nobody whose it is."""
    made = sha256(f"{state.number}\0{what}".encode()).hexdigest()[:32]
    return f"referral:{made}"


TO_OTHERS = (
    message_asked,
    message_decided,
    message_accepted,
    message_back,
    issued,
    issued_late,
    dropped,
)
