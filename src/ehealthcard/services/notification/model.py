"""What the service speaks of."""

from datetime import date, datetime, timedelta
from typing import Annotated

from ehealthcard.codesets import SHANGHAI
from ehealthcard.identity import SubjectId
from ehealthcard.models import Moment
from ehealthcard.ports import Inquiry
from ehealthcard.rules.declaring import GUARDED_BELOW
from ehealthcard.rules.messages import DeepLink, MessageKind
from ehealthcard.rules.standing import MessagesWelcome
from ehealthcard.workflow import PRIVATE, Facts, Model, Policy, Timeline

from .templates import TEMPLATES, Template

OFFLINE = "OFFLINE"
"""The channel of those who have none: somebody calls or goes there."""

SMS = "SMS"
MINI_PROGRAM = "0402"


class NotificationPolicy(Policy):
    """What changes with places and years; the numbers are inferred."""

    enabled: tuple[MessageKind, ...] = tuple(MessageKind)
    mandatory: tuple[MessageKind, ...] = (
        MessageKind.SUSPENSION,
        MessageKind.REFUND,
        MessageKind.SAFETY,
    )
    """Kinds that go out without consent and cannot be opted out of."""

    urgent: tuple[MessageKind, ...] = (
        MessageKind.CALLING,
        MessageKind.SUSPENSION,
        MessageKind.SAFETY,
    )
    """Kinds that do not wait for the morning."""

    quiet_from_hour: int = 22
    quiet_to_hour: int = 7
    """Nothing that can wait goes out from the one hour up to, not at, the other."""

    tries: int = 3
    """Attempts on a channel before the next one is taken."""

    back_off: tuple[timedelta, ...] = (timedelta(minutes=1), timedelta(minutes=5))
    """Waits before the second attempt, the third and so on; the last is repeated."""

    keep_for: timedelta = timedelta(days=7)
    channels: tuple[str, ...] = (MINI_PROGRAM, SMS)
    templates: tuple[Template, ...] = TEMPLATES

    def quiet_until(self, now: datetime) -> datetime | None:
        """Return when the quiet hours end, if *now* lies in them."""
        local = now.astimezone(SHANGHAI)
        if self.quiet_to_hour <= local.hour < self.quiet_from_hour:
            return None
        ends = local.replace(hour=self.quiet_to_hour, minute=0, second=0, microsecond=0)
        return ends if ends > local else ends + timedelta(days=1)

    def wait(self, attempt: int) -> timedelta:
        """Return how long to wait after the failed *attempt*, from 1."""
        return self.back_off[min(attempt, len(self.back_off)) - 1]


POLICIES = Timeline(
    (NotificationPolicy(name="standard", effective_from=date(2022, 12, 1)),)
)


class RecipientFacts(Facts):
    """Who is to be told, and whether he wants to."""

    recipient: str | None
    """The subject of the holder, or of the guardian of a child below 14."""

    welcome: bool
    without: tuple[MessageKind, ...] = ()
    channels: tuple[str, ...] = ()


def recipient_facts(ask: Inquiry) -> RecipientFacts:
    """Look who is told of this holder's affairs, and what he agreed to."""
    holder = ask.holder()
    child = holder is not None and holder.age < GUARDED_BELOW
    recipient = holder.guardian if holder and child else ask.subject
    if recipient is None:
        return RecipientFacts(recipient=None, welcome=False)
    found = [
        state
        for state in ask.given(SubjectId(recipient), "message-preference")
        if isinstance(state, MessagesWelcome)
    ]
    if not found:
        return RecipientFacts(recipient=recipient, welcome=False)
    return RecipientFacts(
        recipient=recipient,
        welcome=True,
        without=found[0].without,
        channels=found[0].channels,
    )


class Failure(Model):
    """An attempt that did not arrive."""

    channel: str
    code: str
    at: Moment


class Text(Model):
    """What the messenger is given to hand over."""

    recipient: str
    """A subject; the messenger looks up how to reach it."""

    channel: str
    text: Annotated[str, PRIVATE]
    link: DeepLink | None
    not_after: Moment
    """After this moment it is not handed over any more."""


class Correction(Model):
    """What is said to somebody whose message was recalled."""

    recipient: str
    channel: str
    event: str
