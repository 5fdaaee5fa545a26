"""Messages in memory."""

from datetime import datetime

from ehealthcard.ports import Message

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
        return sorted(ready, key=lambda m: (m.made_at, m.id))[:limit]

    def message(self, message_id: str, /) -> Message | None:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        return self._t.outbox.get(message_id)

    def keep(self, message: Message, /) -> None:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        if message.id in self._t.outbox:
            self._t.outbox.put(message.id, message)

    def settle(self, message_id: str, /) -> None:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        self._t.outbox.drop(message_id)

    def dead_letters(self) -> list[Message]:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        return [m for m in self._t.outbox.values() if m.standing == "dead"]
