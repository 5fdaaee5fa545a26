"""Whoever receives messages: the HIS, a payment gateway, the insurance platform."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Protocol

import attrs
from pydantic import Field

from ehealthcard.identity import SubjectId
from ehealthcard.models import Model
from ehealthcard.workflow import Manner

Standing = Literal["pending", "sent", "waiting", "dead"]
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
BY_HAND = "by hand"
"""The note of a dead letter that staff carry out, as no system here does (人工办理)."""


@attrs.frozen(slots=False)
class Message:
    """Something on its way out, and what its answer will become."""

    id: str
    workflow: str
    case: str
    subject: SubjectId
    effect: str
    """The function that made it; its signature names the notices to expect."""

    manner: Manner
    to: str
    kind: str
    key: str
    """The business act; the same on every delivery and in every query about it."""

    payload: bytes = attrs.field(repr=False)
    """JSON; sealed where it is stored."""

    made_at: datetime
    not_before: datetime
    """When it may be tried, or when its answer has been waited for long enough."""

    number: int = 0
    """Its place among the messages of its case."""

    answer_within: timedelta = timedelta(minutes=15)
    """How long an answer by call-back is waited for."""

    leased_by: str | None = None
    """The relay that has it in hand."""

    leased_until: datetime | None = None
    standing: Standing = "pending"
    attempts: int = 0
    note: str = ""
    schema_version: int = 1
    """The workflow's version that wrote the payload."""


class Accepted(Model):
    """It was done; *data* fills the first notice.

    What it may hold the port's method says: ``Accepted(data={"invoice": "..."})``.
    """

    data: dict[str, Any] = Field(default_factory=dict[str, Any])


class Rejected(Model):
    """It was not done and will not be; *code* fills the second notice."""

    code: str


class Unclear(Model):
    """It may or may not have been done."""


Answer = Accepted | Rejected | Unclear


class Port(Protocol):
    """One destination."""

    def deliver(self, message: Message, /) -> Answer | None:
        """Hand over *message*; ``None`` means that the answer comes by call-back.

        Delivering the same ``message.key`` twice must have the effect of once.

        Raises:
            OutsideUnavailableError: It certainly did not arrive; it is tried again,
                as ``OutsideBusyError`` not before the time that it names.

        """
        ...


class OutboxStore(Protocol):
    """Messages in storage."""

    def pending(self, *, at: datetime, limit: int) -> list[Message]:
        """Return messages to deliver, and those sent but unanswered, oldest first.

        Those that wait for a call-back, and dead ones, are left out. It lends nothing:
        it is for whoever looks on.
        """
        ...

    def lend(
        self,
        *,
        by: str,
        at: datetime,
        until: datetime,
        limit: int,
        without: Sequence[str] = (),
    ) -> list[Message]:
        """Lend messages whose time has come to the relay *by*, until *until*.

        Of each case only the first one is lent: a message that is on its way or waits
        for another try holds back all later ones of its case, and a dead one the next
        to the same destination, with all behind it. One that waits for its call-back
        holds back nothing, nor does a dead one with the note ``BY_HAND``. What another
        relay has in hand is passed over. Call it inside a transaction.

        Args:
            by: The relay.
            at: Now.
            until: The end of the lease.
            limit: How many at most.
            without: Destinations to leave alone.

        """
        ...

    def borrow(
        self, message_id: str, /, *, by: str, at: datetime, until: datetime
    ) -> Message | None:
        """Lend one message to *by*, until *until*, if nobody has it in hand.

        ``None`` if somebody has, if it is not pending or its time has not come, and if
        an earlier message of its case to the same destination is on its way.
        """
        ...

    def message(self, message_id: str, /) -> Message | None:
        """Return a message that is still open."""
        ...

    def keep(self, message: Message, /, *, by: str | None) -> bool:
        """Replace a message by its newer self, if it is in the hands of *by*.

        Returns:
            Whether it was; otherwise another relay has it now, or it is settled.

        """
        ...

    def settle(self, message_id: str, /) -> None:
        """Take a message out of the outbox; unknown ids are ignored."""
        ...

    def dead_letters(self, *, limit: int = 1000) -> list[Message]:
        """Return the messages that wait for a person, oldest first."""
        ...
