"""The gates of one entrance know of each other what was used (多通道共享防重放)."""

from datetime import timedelta

from ehealthcard.ports import ReplayCache
from ehealthcard.qr.gate import GateJournal

KEEP = timedelta(hours=6)
"""As long as a gate's journal keeps a use: longer than any code is accepted."""


class SharedJournal:
    """A gate's own journal behind a cache that it shares with other gates.

    It fails closed: while the cache does not answer, every code is denied with
    ``STORAGE_UNAVAILABLE``. A site that would rather open then gives the gate its own
    journal alone, and accepts that a code opens each lane once.

    Args:
        own: The gate's journal, for a restart.
        cache: What the gates share.

    """

    def __init__(self, own: GateJournal, cache: ReplayCache) -> None:
        self._own = own
        self._cache = cache

    def note(self, key: bytes, now: float, /) -> None:
        """See :class:`ehealthcard.qr.GateJournal`.

        Raises:
            ReplayedCodeError: Another gate has let it in.
            StorageUnavailableError: Cache or journal does not answer.

        """
        self._cache.claim(key, keep=KEEP)
        self._own.note(key, now)

    def entries(self) -> list[tuple[bytes, float]]:
        """See :class:`ehealthcard.qr.GateJournal`: those of this gate."""
        return self._own.entries()

    def reset(self) -> None:
        """See :class:`ehealthcard.qr.GateJournal`; what is shared stays."""
        self._own.reset()
