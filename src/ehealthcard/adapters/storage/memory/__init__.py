"""Storage in this process: for tests, trials and the quick start."""

from collections.abc import Generator
from contextlib import contextmanager

from .attempts import MemoryAttempts
from .audit import MemoryAudit
from .backlog import MemoryBacklog
from .bindings import MemoryBindings
from .cards import MemoryCards
from .cases import MemoryCases
from .codes import MemoryCodes
from .outbox import MemoryOutbox
from .tables import Tables, serialised

__all__ = ["MemoryStorage"]


@serialised
class MemoryStorage(
    MemoryCards,
    MemoryCodes,
    MemoryBindings,
    MemoryCases,
    MemoryOutbox,
    MemoryAudit,
    MemoryBacklog,
    MemoryAttempts,
):
    """Dictionaries behind one lock; a failed transaction is undone step by step."""

    def __init__(self) -> None:
        self._t = Tables()

    @contextmanager
    def transaction(self) -> Generator[None]:
        """See :class:`ehealthcard.ports.Storage`."""
        with self._t.lock, self._t.journal.all_or_nothing():
            yield

    def close(self) -> None:
        """See :class:`ehealthcard.ports.Storage`; there is nothing to let go of."""

    def counter(self, name: str, /) -> int:
        """See :class:`ehealthcard.ports.Storage`."""
        number = self._t.counters.get(name, 0) + 1
        self._t.counters.put(name, number)
        return number

    def bookmark(self, name: str, /) -> str | None:
        """See :class:`ehealthcard.ports.Storage`."""
        return self._t.bookmarks.get(name)

    def set_bookmark(self, name: str, place: str | None, /) -> None:
        """See :class:`ehealthcard.ports.Storage`."""
        if place is None:
            self._t.bookmarks.drop(name)
        else:
            self._t.bookmarks.put(name, place)
