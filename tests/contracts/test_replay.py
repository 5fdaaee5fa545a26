"""Replay caches and limiters: memory, SQL and Redis behind the same contracts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from redis import Redis

from ehealthcard.adapters.gate import MemoryJournal
from ehealthcard.adapters.replay import (
    MemoryReplayCache,
    SharedJournal,
    StoredLimiter,
    StoredReplayCache,
)
from ehealthcard.adapters.replay.limiting import MovingLimiter
from ehealthcard.adapters.replay.redis import RedisReplayCache
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.errors import (
    RateLimitedError,
    ReplayedCodeError,
    StorageUnavailableError,
)
from ehealthcard.ports import Limiter, ReplayCache
from ehealthcard.testing import LimiterContract, ReplayContract
from tests.servers import SERVERS, emptied, redis

HOUR = timedelta(hours=1)
NOBODY = "redis://127.0.0.1:1/0"


def now() -> datetime:
    return datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def prefix() -> Iterator[str]:
    """Lend a prefix of our own, and clean up behind it."""
    ours = f"ehealthcard-test-{uuid4().hex}:"
    yield ours
    client = Redis.from_url(redis())
    for name in client.scan_iter(f"{ours}*"):
        client.delete(name)
    client.close()


class TestMemoryReplay(ReplayContract):
    @pytest.fixture
    def cache(self) -> ReplayCache:
        return MemoryReplayCache(now)


@pytest.mark.parametrize("kind", ["memory", "sqlite", *SERVERS])
class TestStoredReplay(ReplayContract):
    @pytest.fixture
    def cache(self, kind: str, tmp_path: Path) -> Iterator[ReplayCache]:
        if kind in SERVERS:
            with emptied(SERVERS[kind]()) as storage:
                yield StoredReplayCache(storage, now)
        elif kind == "sqlite":
            file = SqlStorage.open(f"sqlite:///{tmp_path}/cards.db")
            yield StoredReplayCache(file, now)
            file.close()
        else:
            yield StoredReplayCache(MemoryStorage(), now)


class TestRedisReplay(ReplayContract):
    @pytest.fixture
    def cache(self, prefix: str) -> Iterator[ReplayCache]:
        cache = RedisReplayCache(redis(), prefix=prefix)
        yield cache
        cache.close()


class TestMemoryLimiter(LimiterContract):
    @pytest.fixture
    def limiter(self) -> Limiter:
        return MovingLimiter.in_memory(most=3, span=HOUR)


@pytest.mark.parametrize("kind", ["memory", "sqlite", "postgresql"])
class TestStoredLimiter(LimiterContract):
    @pytest.fixture
    def limiter(self, kind: str, tmp_path: Path) -> Iterator[Limiter]:
        if kind in SERVERS:
            with emptied(SERVERS[kind]()) as storage:
                yield StoredLimiter(storage, now, most=3, span=HOUR)
        elif kind == "sqlite":
            file = SqlStorage.open(f"sqlite:///{tmp_path}/cards.db")
            yield StoredLimiter(file, now, most=3, span=HOUR)
            file.close()
        else:
            yield StoredLimiter(MemoryStorage(), now, most=3, span=HOUR)


class TestRedisLimiter(LimiterContract):
    @pytest.fixture
    def limiter(self, prefix: str) -> Limiter:
        return MovingLimiter.in_redis(redis(), most=3, span=HOUR, prefix=prefix)


def test_two_desks_on_one_database_count_together(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/cards.db"
    moments = [now()]
    storages = [SqlStorage.open(url) for _ in range(2)]
    one, two = (
        StoredLimiter(storage, lambda: moments[-1], most=3, span=HOUR)
        for storage in storages
    )
    one.admit("door-1")
    two.admit("door-1")
    one.admit("door-1")

    with pytest.raises(RateLimitedError) as caught:
        two.admit("door-1")
    moments.append(now() + timedelta(seconds=caught.value.retry_after))
    two.admit("door-1")
    StoredLimiter(storages[1], now, most=2, span=HOUR).admit("door-1")
    for storage in storages:
        storage.close()


def test_redis_forgets_by_itself_and_not_early(prefix: str) -> None:
    cache = RedisReplayCache(redis(), prefix=prefix)
    cache.claim(b"a" * 16, keep=HOUR + timedelta(microseconds=1))
    client = Redis.from_url(redis())
    left = client.pttl(prefix + (b"a" * 16).hex())
    client.close()
    cache.close()

    assert 3_590_000 < left <= 3_600_001


def test_memory_forgets_what_has_ended() -> None:
    moments = [now()]
    cache = MemoryReplayCache(lambda: moments[-1])
    for number in range(5000):
        cache.claim(number.to_bytes(16, "big"), keep=timedelta(seconds=1))
        moments.append(moments[-1] + timedelta(milliseconds=10))

    assert len(cache._ends) < 1100  # noqa: SLF001  # its size is the point
    cache.claim(bytes(16), keep=HOUR)
    with pytest.raises(ReplayedCodeError):
        cache.claim(bytes(16), keep=HOUR)


def test_without_redis_nothing_is_let_through() -> None:
    cache = RedisReplayCache(NOBODY)

    with pytest.raises(StorageUnavailableError):
        cache.claim(b"a" * 16, keep=HOUR)
    with pytest.raises(StorageUnavailableError):
        MovingLimiter.in_redis(NOBODY, most=3, span=HOUR).admit("door-1")
    with pytest.raises(StorageUnavailableError):
        RedisReplayCache("nonsense")


def test_a_code_opens_one_lane_of_an_entrance(prefix: str) -> None:
    caches = [RedisReplayCache(redis(), prefix=prefix) for _ in range(2)]
    east, west = (SharedJournal(MemoryJournal(), cache) for cache in caches)
    east.note(b"a" * 16, 1.0)

    with pytest.raises(ReplayedCodeError):
        west.note(b"a" * 16, 2.0)
    assert [(b"a" * 16, 1.0)] == east.entries()
    assert [] == west.entries()
    east.reset()
    assert [] == east.entries()
    for cache in caches:
        cache.close()


def test_a_lane_that_cannot_ask_notes_nothing() -> None:
    journal = MemoryJournal()

    with pytest.raises(StorageUnavailableError):
        SharedJournal(journal, RedisReplayCache(NOBODY)).note(b"a" * 16, 1.0)
    assert [] == journal.entries()
