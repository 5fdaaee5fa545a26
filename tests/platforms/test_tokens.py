"""One live token for all processes, through storage."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from ehealthcard import Suite
from ehealthcard.adapters.platform import (
    MemoryTokenShelf,
    StoredTokenShelf,
    Token,
    TokenShelf,
)
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.crypto import LocalSeal, new_secret
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import Storage

from .serving import NOW

SEAL = LocalSeal(Suite.GM, new_secret())


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Platform:
    """Gives out tokens and counts them."""

    def __init__(self, clock: Clock, value: str = "TOKEN-{}") -> None:
        self.clock, self.value, self.given = clock, value, 0

    def __call__(self) -> Token:
        self.given += 1
        until = self.clock() + timedelta(hours=2)
        return Token(self.value.format(self.given), until)


def stored(storage: Storage, clock: Clock) -> StoredTokenShelf:
    return StoredTokenShelf(storage, SEAL, name="tencent/app-1", clock=clock)


SHELVES: list[Callable[[Clock], TokenShelf]] = [
    MemoryTokenShelf,
    lambda clock: stored(MemoryStorage(), clock),
]


@pytest.mark.parametrize("make", SHELVES)
def test_a_token_is_fetched_once_until_its_last_minute(
    make: Callable[[Clock], TokenShelf],
) -> None:
    clock = Clock()
    platform, shelf = Platform(clock), make(clock)

    assert ["TOKEN-1"] * 2 == [shelf.token(platform) for _ in range(2)]
    clock.now += timedelta(hours=2) - timedelta(seconds=59)
    assert "TOKEN-2" == shelf.token(platform)


@pytest.mark.parametrize("make", SHELVES)
def test_only_the_token_that_was_refused_is_dropped(
    make: Callable[[Clock], TokenShelf],
) -> None:
    clock = Clock()
    platform, shelf = Platform(clock), make(clock)
    shelf.token(platform)

    shelf.drop("another")
    assert "TOKEN-1" == shelf.token(platform)
    shelf.drop("TOKEN-1")
    assert "TOKEN-2" == shelf.token(platform)


@pytest.mark.parametrize("make", SHELVES)
def test_a_fetch_that_fails_leaves_the_next_one_free(
    make: Callable[[Clock], TokenShelf],
) -> None:
    clock = Clock()
    shelf = make(clock)

    def fail() -> Token:
        raise OutsideUnavailableError

    with pytest.raises(OutsideUnavailableError):
        shelf.token(fail)
    assert "TOKEN-1" == shelf.token(Platform(clock))


def test_processes_share_one_token_and_one_fetches_it(tmp_path: Path) -> None:
    clock = Clock()
    platform = Platform(clock)
    storage = SqlStorage.open(f"sqlite:///{tmp_path}/tokens.db")
    got: list[str] = []
    shelves = [stored(storage, clock) for _ in range(4)]
    threads = [
        Thread(target=lambda s=s: got.append(s.token(platform))) for s in shelves
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    storage.close()

    assert (["TOKEN-1"] * 4, 1) == (got, platform.given)


def test_a_lease_that_nobody_gave_back_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, storage = Clock(), MemoryStorage()
    monkeypatch.setattr("ehealthcard.adapters.platform.tokens.PAUSE", 0.001)
    held = stored(storage, clock)
    assert (None, True) == held._look()  # noqa: SLF001  # a process that died here

    with pytest.raises(OutsideUnavailableError):
        stored(storage, clock).token(Platform(clock))
    clock.now += timedelta(seconds=31)
    assert "TOKEN-1" == stored(storage, clock).token(Platform(clock))


def test_a_long_token_is_kept_in_pieces_and_never_in_plain() -> None:
    clock, storage = Clock(), MemoryStorage()
    platform = Platform(clock, "x" * 300 + "{}")
    shelf = stored(storage, clock)

    first = shelf.token(platform)

    assert first == stored(storage, clock).token(platform)
    place = shelf._place  # noqa: SLF001  # where it lies
    pieces = [storage.bookmark(f"{place}/{n}") for n in range(8)]
    assert all(len(piece) <= 128 for piece in pieces if piece)
    assert not any("xxxx" in piece for piece in pieces if piece)


def test_a_token_sealed_by_a_retired_key_is_none() -> None:
    clock, storage = Clock(), MemoryStorage()
    stored(storage, clock).token(Platform(clock))
    other = LocalSeal(Suite.GM, new_secret())
    shelf = StoredTokenShelf(storage, other, name="tencent/app-1", clock=clock)

    assert "TOKEN-1" == shelf.token(Platform(clock))
