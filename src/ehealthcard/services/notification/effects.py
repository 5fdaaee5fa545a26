"""What each state brings about."""

from ehealthcard.rules.signals import HappeningRecalled
from ehealthcard.workflow import Claim, Order, Tell, Until

from .commands import (
    HandedOver,
    HappeningGone,
    MorningCame,
    Refused,
    RetryDue,
    TooLate,
)
from .model import Correction, Text
from .states import (
    Acted,
    Deferred,
    Delivered,
    Expired,
    FellBack,
    ForPerson,
    Overdue,
    Queued,
    Read,
    Recalled,
    Recalling,
    Retrying,
    Sent,
    Suppressed,
)


def ends(
    state: Deferred
    | Queued
    | FellBack
    | Retrying
    | ForPerson
    | Sent
    | Delivered
    | Read,
) -> Until[TooLate]:
    """It is of use up to its last moment; this end goes before all others."""
    return Until(state.expires_at, TooLate())


def morning(state: Deferred) -> Until[MorningCame]:
    """What can wait goes out in the morning."""
    return Until(state.send_after, MorningCame())


def next_try(state: Retrying) -> Until[RetryDue]:
    """It is tried again after a pause."""
    return Until(state.retry_at, RetryDue())


def send(state: Queued | FellBack) -> Order[HandedOver, Refused]:
    """The messenger is given the text; it knows the key, so it is sent once."""
    attempt = f"{state.channel}:{state.attempt}"
    told = Text(
        recipient=state.recipient,
        channel=state.channel,
        text=state.text,
        link=state.link,
        not_after=state.expires_at,
    )
    key = f"{state.event}:{state.kind.value}:{state.recipient}:{attempt}"
    return Order("messenger", "text", key, told)


def correct(state: Recalled) -> Tell | None:
    """Who was told wrongly is told so."""
    if not state.correct:
        return None
    told = Correction(
        recipient=state.recipient, channel=state.channel, event=state.event
    )
    key = f"{state.event}:{state.kind.value}:{state.recipient}"
    return Tell("messenger", "correction", key, told)


def once(
    state: Suppressed
    | Deferred
    | Queued
    | FellBack
    | Retrying
    | ForPerson
    | Sent
    | Delivered
    | Read
    | Acted
    | Recalling
    | Recalled
    | Overdue
    | Expired,
) -> Claim:
    """One message is made of one happening, kind and holder; for ever."""
    return Claim(f"message:{state.kind.value}:{state.card}:{state.event}")


def on_recall(signal: HappeningRecalled) -> HappeningGone:
    """What was told of is no longer so."""
    return HappeningGone()
