"""Attempts: counted for a while, and never more than there is room for."""

from datetime import datetime, timedelta

import pytest

from ehealthcard.ports import Storage

from .rows import NOW

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
INSTANT = timedelta(microseconds=1)
WHO, OTHER = b"w" * 32, b"o" * 32


class AttemptContract:
    """Attempts that are counted; here three in any minute."""

    def test_an_attempt_counts_until_its_end(self, storage: Storage) -> None:
        """At that very moment there is room; a refused one has not counted."""
        for seconds in (0, 20, 40):
            assert tried(storage, NOW + seconds * SECOND) is None

        assert NOW + MINUTE == tried(storage, NOW + MINUTE - INSTANT)
        assert tried(storage, NOW + MINUTE) is None
        assert NOW + 80 * SECOND == tried(storage, NOW + 79 * SECOND)

    def test_each_name_has_its_own_room(self, storage: Storage) -> None:
        """One that waits keeps nobody waiting."""
        for _ in range(3):
            assert tried(storage, NOW) is None

        assert tried(storage, NOW) is not None
        assert tried(storage, NOW, OTHER) is None

    def test_what_no_longer_counts_is_forgotten(self, storage: Storage) -> None:
        """And only that; what still counts keeps its place."""
        for minutes in (0, 1, 1):
            tried(storage, NOW + minutes * MINUTE)

        assert 0 == storage.forget_attempts(NOW + MINUTE)
        assert 1 == storage.forget_attempts(NOW + MINUTE + INSTANT)
        assert tried(storage, NOW + MINUTE) is None
        assert tried(storage, NOW + MINUTE) is not None
        assert 3 == storage.forget_attempts(NOW + 3 * MINUTE)
        assert tried(storage, NOW + 3 * MINUTE) is None

    def test_what_was_taken_back_was_no_attempt(self, storage: Storage) -> None:
        """All or nothing, as everything else."""

        def taken_back() -> None:
            storage.count_attempt(WHO, at=NOW, until=NOW + MINUTE, most=3)
            raise KeyboardInterrupt

        for _ in range(4):
            with pytest.raises(KeyboardInterrupt), storage.transaction():
                taken_back()

        assert tried(storage, NOW) is None


def tried(storage: Storage, at: datetime, who: bytes = WHO) -> datetime | None:
    """Try once; return until when to wait."""
    with storage.transaction():
        return storage.count_attempt(who, at=at, until=at + MINUTE, most=3)
