"""What each state brings about, and what other cases do to it."""

from ehealthcard.rules.calendar import start_of
from ehealthcard.rules.messages import MessageKind, MessageWanted, Variables, is_plain
from ehealthcard.rules.response import MOMENT
from ehealthcard.rules.signals import (
    CardCancelled,
    CardRestored,
    CardSuspended,
    PersonDied,
    SeniorCodeBound,
    SeniorCodeVoided,
)
from ehealthcard.workflow import Claim, Erase, Tell, Until

from .commands import (
    BirthdayCame,
    HealthCardEnded,
    HealthCardFound,
    HealthCardRests,
    HolderDied,
)
from .model import Fraud
from .states import (
    Active,
    Approved,
    Cancelled,
    Lost,
    NeedPapers,
    Resting,
    Revoked,
    Submitted,
    Transferred,
    Withdrawn,
)


def birthday(state: Active | Resting | Lost) -> Until[BirthdayCame] | None:
    """A tier holds up to the last moment before the birthday of the next."""
    day = state.next_tier_on
    return Until(start_of(day) - MOMENT, BirthdayCame()) if day else None


def one_each(
    state: Submitted | NeedPapers | Approved | Active | Resting | Lost,
) -> Claim:
    """Everybody has one application or senior card at a time."""
    return Claim(f"senior-card:{state.card}")


def number_once(
    state: Active | Resting | Lost | Cancelled | Transferred | Revoked,
) -> Claim | None:
    """An issuer gives a number to one card, for ever."""
    if state.number is None:
        return None
    return Claim(f"senior-number:{state.issuer}:{state.number}")


def tell_holder(state: Active | Resting | Lost) -> Tell:
    """The holder hears of a card, a copy and a tier, of each once (证件办结)."""
    event = f"senior-card:{state.number}:{state.edition}:{state.tier_from}"
    org = state.issuer_name if is_plain(state.issuer_name) else "发证机构"
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.CERTIFICATE,
        event=event,
        variables=Variables(org=org),
    )
    return Tell("notifier", "message", f"{state.card}:{event}", told)


def bind(state: Active) -> SeniorCodeBound:
    """Whoever keeps codes together learns that this one is the holder's."""
    return SeniorCodeBound(
        card=state.card,
        issuer=state.issuer,
        number=state.number,
        edition=state.edition,
    )


def void(
    state: Resting | Lost | Cancelled | Transferred | Revoked,
) -> SeniorCodeVoided | None:
    """Whoever keeps codes together learns that it no longer holds."""
    if state.number is None:
        return None
    return SeniorCodeVoided(
        card=state.card,
        issuer=state.issuer,
        number=state.number,
        edition=state.edition,
    )


def tell_monitor(state: Revoked) -> Tell:
    """Fraud is a risk event."""
    told = Fraud(
        card=state.card,
        number=state.number,
        reason=state.reason,
        by=state.revoked_by,
    )
    return Tell("monitor", "senior-card-fraud", f"{state.issuer}:{state.number}", told)


def forget(state: Withdrawn) -> Erase:
    """What was said in the application is destroyed."""
    return Erase()


def on_suspended(signal: CardSuspended) -> HealthCardRests:
    """The health card was reported lost."""
    return HealthCardRests()


def on_restored(signal: CardRestored) -> HealthCardFound:
    """The health card was found."""
    return HealthCardFound()


def on_cancelled(signal: CardCancelled) -> HealthCardEnded:
    """The health card was cancelled."""
    return HealthCardEnded()


def on_died(signal: PersonDied) -> HolderDied:
    """The holder has died."""
    return HolderDied()
