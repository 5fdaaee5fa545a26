"""Replay caches (防重放缓存) and limiters (限流): here by storage, else by Redis.

A desk needs none: its database claims each code in the transaction that records the
use, and a cache asked before could burn a code whose use was never recorded. They are
for gates (离线闸机) that share an entrance and no database; see :class:`SharedJournal`.
"""

from .counting import StoredLimiter
from .local import MemoryReplayCache, StoredReplayCache
from .shared import SharedJournal

__all__ = ["MemoryReplayCache", "SharedJournal", "StoredLimiter", "StoredReplayCache"]
