"""What waits, in memory."""

from ehealthcard.ports import Backlog

from .tables import Tables, serialised


@serialised
class MemoryBacklog:
    """See :class:`ehealthcard.ports.BacklogStore`."""

    _t: Tables

    def backlog(self) -> Backlog:
        """See :class:`ehealthcard.ports.BacklogStore`."""
        messages = self._t.outbox.values()
        made = [m.made_at for m in messages if m.standing != "dead"]
        return Backlog(
            schema=None,
            undelivered=len(made),
            oldest_undelivered=min(made, default=None),
            dead=len(messages) - len(made),
            next_due=min(
                (h.due for h in self._t.heads.values() if h.due), default=None
            ),
        )
