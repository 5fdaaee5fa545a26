"""A scan of a foreign card: with 200 ms to its issuer, and with the issuer down.

The issuer is the real application on a real socket; what is injected is a pause before
it answers. The numbers are printed; the limits leave room for a noisy machine.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.regions import (
    GATE,
    RINGS,
    SICHUAN,
    WINDOW,
    ZHEJIANG,
    Region,
    a_list,
    entry,
    region,
    served,
)

from ehealthcard.adapters.issuers import HttpIssuerGateway
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.desk import CrossDomain, ForeignVisitor, system_clock

LATENCY = 0.2
SCANS = 100
Message = MutableMapping[str, Any]


@attrs.frozen
class FarAway:
    """An application at the end of a long line."""

    app: Any

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        await asyncio.sleep(LATENCY)
        await self.app(scope, receive, send)


@attrs.frozen
class Pair:
    issuer: Region
    asking: CrossDomain
    stop: Callable[[], None]

    def codes(self, many: int) -> list[str]:
        card, desk = self.issuer.register(), self.issuer.desk
        ten = timedelta(minutes=10)
        return [desk.show(card.id, by=WINDOW, lifetime=ten).text for _ in range(many)]

    def times(self, many: int = SCANS) -> tuple[list[float], ForeignVisitor]:
        """Scan one code after another; return sorted seconds and the last visitor."""
        taken: list[float] = []
        found: object = None
        for text in self.codes(many):
            begin = time.perf_counter()
            found = self.asking.scan(text, by=GATE)
            taken.append(time.perf_counter() - begin)
        assert isinstance(found, ForeignVisitor)
        return sorted(taken), found


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    storages = [SqlStorage.open(f"sqlite:///{tmp_path}/{n}.db") for n in "zs"]
    issuer, asking = (
        region(RINGS[code], system_clock, storage)
        for code, storage in zip((ZHEJIANG, SICHUAN), storages, strict=True)
    )
    serving = served(FarAway(issuer.app()))
    address = serving.__enter__()
    stopped: list[bool] = []

    def stop() -> None:
        if not stopped:
            stopped.append(True)
            serving.__exit__(None, None, None)

    listed = a_list(
        entry(RINGS[ZHEJIANG], gateway=address),
        entry(RINGS[SICHUAN]),
        at=system_clock() - timedelta(hours=1),
    )
    for one in (issuer, asking):
        one.trust.take(listed)
    with HttpIssuerGateway(
        RINGS[SICHUAN], asking.trust.current, system_clock
    ) as gateway:
        yield Pair(issuer, CrossDomain(asking.trust, gateway), stop)
    stop()
    for storage in storages:
        storage.close()


def told(what: str, taken: list[float]) -> float:
    """Print the median and the 99th percentile; return the latter, in seconds."""
    p99 = taken[int(len(taken) * 0.99) - 1]
    median = statistics.median(taken)
    print(f"\n{what}: median {median * 1e3:.1f} ms, p99 {p99 * 1e3:.1f} ms")  # noqa: T201  # it is for them
    return p99


def test_a_foreign_scan_costs_little_more_than_the_way_to_its_issuer(
    pair: Pair, benchmark: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    taken, visitor = benchmark.pedantic(pair.times, rounds=1)
    with capsys.disabled():
        p99 = told("issuer 200 ms away", taken)
    assert visitor.online
    assert p99 < 3 * LATENCY


def test_a_foreign_scan_is_fast_while_its_issuer_is_down(
    pair: Pair, benchmark: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    pair.stop()
    taken, visitor = benchmark.pedantic(pair.times, rounds=1)
    with capsys.disabled():
        p99 = told("issuer down", taken)
    assert not visitor.online
    assert p99 < LATENCY
