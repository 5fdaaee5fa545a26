"""Replay caches (防重放缓存): here in memory and SQL, :mod:`.redis` for many machines.

A desk needs none: its database claims each code in the transaction that records the
use, and a cache asked before could burn a code whose use was never recorded. They are
for gates (离线闸机) that share an entrance and no database; see :class:`SharedJournal`.
"""

from .local import MemoryReplayCache, StoredReplayCache
from .shared import SharedJournal

__all__ = ["MemoryReplayCache", "SharedJournal", "StoredReplayCache"]
