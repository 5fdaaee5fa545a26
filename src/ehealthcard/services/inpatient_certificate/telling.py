"""What people are told, and what other cases do to a certificate."""

from pydantic import Field

from ehealthcard.models import Model
from ehealthcard.rules.messages import (
    MessageKind,
    MessageRecalled,
    MessageWanted,
    Variables,
)
from ehealthcard.rules.signals import (
    CardCancelled,
    PersonDied,
)
from ehealthcard.workflow import Tell

from .commands import CardEnded, Died
from .states import (
    BedOffered,
    Cancelled,
    Forfeited,
    Issued,
    Lapsed,
    Revoked,
    WaitingBed,
)


class StayRevoked(Model):
    """What insurance and monitor are told of a wrong patient or a false identity."""

    card: str
    admission: str
    org: str = Field(min_length=1)
    reason: str


def tell_issued(state: Issued) -> Tell:
    """The patient may apply (住院证已开具)."""
    event = f"certificate:{state.certificate}"
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.CERTIFICATE,
        event=event,
        variables=Variables(org=state.org[:40], day=state.prescription.planned_on),
        expires_at=state.valid_until,
    )
    return Tell("notifier", "message", event, told)


def unsay_issued(state: Lapsed | Cancelled) -> Tell:
    """There is nothing to apply with any more."""
    event = f"certificate:{state.certificate}"
    told = MessageRecalled(event=event)
    return Tell("notifier", "recall", f"{event}:recall", told)


def tell_offer(state: BedOffered) -> Tell:
    """A bed is free; the patient answers in time."""
    event = f"bed:{state.certificate}:{state.offered_at.timestamp():.0f}"
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.BED,
        event=event,
        variables=Variables(org=state.org[:40], at=state.until),
        expires_at=state.until,
    )
    return Tell("notifier", "message", event, told)


def unsay_offer(state: WaitingBed | Forfeited | Cancelled) -> Tell | None:
    """The bed goes to somebody else."""
    if state.given_up is None:
        return None
    event = f"bed:{state.certificate}:{state.given_up.at.timestamp():.0f}"
    told = MessageRecalled(event=event)
    return Tell("notifier", "recall", f"{event}:recall", told)


def tell_insurance(state: Revoked) -> Tell:
    """The insurance does not pay for a stay under another's name."""
    told = StayRevoked(
        card=state.card,
        admission=state.admission,
        org=state.org,
        reason=state.reason,
    )
    return Tell("his", "insurance-notice", f"{state.certificate}:revoked", told)


def tell_monitor(state: Revoked) -> Tell:
    """A false identity is a risk event."""
    told = StayRevoked(
        card=state.card,
        admission=state.admission,
        org=state.org,
        reason=state.reason,
    )
    return Tell("monitor", "stay-revoked", f"{state.certificate}:revoked", told)


def on_death(signal: PersonDied) -> Died:
    """The patient has died."""
    return Died()


def on_cancelled(signal: CardCancelled) -> CardEnded:
    """A cancelled card has no open certificate; a stay goes on."""
    return CardEnded()


TELLING = (
    tell_issued,
    unsay_issued,
    tell_offer,
    unsay_offer,
    tell_insurance,
    tell_monitor,
)
REACTIONS = (on_death, on_cancelled)
