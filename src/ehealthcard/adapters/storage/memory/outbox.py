"""Messages in memory."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs

from ehealthcard.ports import BY_HAND, Message

from .tables import Tables, serialised


@serialised
class MemoryOutbox:
    """See :class:`ehealthcard.ports.OutboxStore`."""

    _t: Tables

    def pending(self, *, at: datetime, limit: int) -> list[Message]:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        ready = [
            m
            for m in self._t.outbox.values()
            if m.standing in ("pending", "sent") and m.not_before <= at
        ]
        return _oldest(ready, limit)

    def lend(
        self,
        *,
        by: str,
        at: datetime,
        until: datetime,
        limit: int,
        without: Sequence[str] = (),
    ) -> list[Message]:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        ready = [
            m
            for m in self._t.outbox.values()
            if m.standing != "dead"
            and m.not_before <= at
            and (m.leased_until is None or m.leased_until <= at)
            and m.to not in without
            and not self._held_back(m)
        ]
        first = sorted(ready, key=lambda m: (m.not_before, m.id))[:limit]
        lent = [attrs.evolve(m, leased_by=by, leased_until=until) for m in first]
        for message in lent:
            self._t.outbox.put(message.id, message)
        return lent

    def borrow(
        self, message_id: str, /, *, by: str, at: datetime, until: datetime
    ) -> Message | None:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        found = self._t.outbox.get(message_id)
        if (
            found is None
            or found.standing != "pending"
            or at < found.not_before
            or (found.leased_until is not None and at < found.leased_until)
            or self._has_earlier(found)
        ):
            return None
        lent = attrs.evolve(found, leased_by=by, leased_until=until)
        self._t.outbox.put(message_id, lent)
        return lent

    def message(self, message_id: str, /) -> Message | None:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        return self._t.outbox.get(message_id)

    def keep(self, message: Message, /, *, by: str | None) -> bool:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        known = self._t.outbox.get(message.id)
        if known is None or known.leased_by != by:
            return False
        self._t.outbox.put(message.id, message)
        return True

    def settle(self, message_id: str, /) -> None:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        self._t.outbox.drop(message_id)

    def dead_letters(self, *, limit: int = 1000) -> list[Message]:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        dead = (m for m in self._t.outbox.values() if m.standing == "dead")
        return _oldest(dead, limit)

    def _has_earlier(self, message: Message) -> bool:
        """Whether something to the same destination goes first."""
        return any(
            m.case == message.case
            and m.number < message.number
            and m.to == message.to
            and m.standing != "waiting"
            for m in self._t.outbox.values()
        )

    def _held_back(self, message: Message) -> bool:
        return any(
            m.case == message.case
            and m.number < message.number
            and (
                m.standing in ("pending", "sent")
                or (m.standing == "dead" and m.to == message.to and m.note != BY_HAND)
            )
            for m in self._t.outbox.values()
        )


def _oldest(messages: Iterable[Message], limit: int) -> list[Message]:
    return sorted(messages, key=lambda m: (m.made_at, m.id))[:limit]
