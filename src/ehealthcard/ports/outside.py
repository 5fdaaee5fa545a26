"""Whoever receives messages: the HIS, a payment gateway, the insurance platform."""

from datetime import datetime
from typing import Any, Literal, Protocol

import attrs
from pydantic import Field

from ehealthcard.identity import SubjectId
from ehealthcard.models import Model
from ehealthcard.workflow import Manner

Standing = Literal["pending", "sent", "waiting", "dead"]


@attrs.frozen
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
    """When it may be tried; at first the moment it was made."""

    standing: Standing = "pending"
    attempts: int = 0
    note: str = ""


class Accepted(Model):
    """It was done; *data* fills the first notice."""

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
            OutsideUnavailableError: It certainly did not arrive; it is tried again.

        """
        ...


class OutboxStore(Protocol):
    """Messages in storage."""

    def pending(self, *, at: datetime, limit: int) -> list[Message]:
        """Return messages to deliver, and those sent but unanswered, oldest first.

        Those that wait for a call-back, and dead ones, are left out.
        """
        ...

    def message(self, message_id: str, /) -> Message | None:
        """Return a message that is still open."""
        ...

    def keep(self, message: Message, /) -> None:
        """Replace a message by its newer self."""
        ...

    def settle(self, message_id: str, /) -> None:
        """Take a message out of the outbox; unknown ids are ignored."""
        ...

    def dead_letters(self) -> list[Message]:
        """Return the messages that wait for a person."""
        ...
