"""Where a message may be."""

from typing import Annotated

from ehealthcard.models import Moment
from ehealthcard.rules.links import CardLink, HappeningLink
from ehealthcard.rules.messages import DeepLink, MessageKind
from ehealthcard.workflow import PRIVATE, State

from .model import Failure


class Told(State):
    """What is known of every message."""

    card: CardLink
    kind: MessageKind
    event: HappeningLink


class Suppressed(Told):
    """Not sent (已抑制)."""

    reason: str
    """``DISABLED``, ``NO_CONSENT``, ``OPTED_OUT``, ``NO_RECIPIENT`` or ``EXPIRED``."""


class Written(Told):
    """A message with its text."""

    recipient: str
    text: Annotated[str, PRIVATE]
    link: DeepLink | None
    channels: tuple[str, ...]
    """Those that are left, the present one first."""

    attempt: int
    """Which attempt on the present channel, from 1."""

    failures: tuple[Failure, ...] = ()
    expires_at: Moment

    @property
    def channel(self) -> str:
        """The channel in use (用卡渠道 code, ``SMS`` or ``OFFLINE``)."""
        return self.channels[0]


class Deferred(Written):
    """Waits for the end of the quiet hours (延后发送)."""

    send_after: Moment


class Queued(Written):
    """On its way to the messenger (待发送)."""


class FellBack(Written):
    """On its way by another channel, as the one before failed (改用其他渠道)."""


class Retrying(Written):
    """Failed, and tried again in a while (重试中)."""

    retry_at: Moment


class ForPerson(Written):
    """No channel is left: somebody calls or goes there (人工通知)."""


class Sent(Written):
    """The messenger has it (已发送)."""

    provider_id: str
    sent_at: Moment


class Delivered(Sent):
    """It arrived (已送达)."""

    by: str
    """``messenger``, or the member of staff who told it."""


class Read(Delivered):
    """It was opened (已读)."""


class Acted(Delivered):
    """The resident followed it (已处理)."""


class Recalling(Written):
    """Recalled while on its way; the answer will say whether it went out (撤回中)."""


class Recalled(Told):
    """No longer so (已撤回)."""

    recipient: str
    channel: str
    correct: bool
    """Whether it had gone out, so that a correction follows."""


class Overdue(Written):
    """Too late, and on its way; the answer will say whether it went out (已超时)."""


class Expired(Told):
    """Too late (已过期)."""

    arrived: bool
    """Whether it is known to have arrived."""
