"""Ours beside a floor or a peer, in turns, in one process: ratios, not seconds.

Two contestants run in short rounds, one right after the other, so that both meet the
same noise and the same clock frequency. What is asserted is the median of the rounds'
ratios.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest

ROWS: list[tuple[str, float, str, float, float, str]] = []


@attrs.frozen
class Contest:
    benchmark: Any

    def __call__(
        self,
        what: str,
        ours: Callable[[], object],
        other: Callable[[], object],
        *,
        beside: str,
        at_most: float,
        batch: int = 200,
        rounds: int = 25,
    ) -> None:
        """Assert that *ours* takes at most *at_most* times the time of *other*."""
        ours()
        other()
        pairs = [(_timed(ours, batch), _timed(other, batch)) for _ in range(rounds)]
        ratio = statistics.median(one / two for one, two in pairs)
        one, two = (min(times) for times in zip(*pairs, strict=True))
        ROWS.append((what, one, beside, two, ratio, f"{at_most:.2f}"))
        self.benchmark.extra_info |= {"beside": beside, "ratio": ratio}
        self.benchmark.pedantic(ours, rounds=5, iterations=batch)
        assert ratio <= at_most


def _timed(run: Callable[[], object], batch: int) -> float:
    begin = time.perf_counter()
    for _ in range(batch):
        run()
    return (time.perf_counter() - begin) / batch


@pytest.fixture
def contest(benchmark: Any) -> Iterator[Contest]:
    return Contest(benchmark)  # type: ignore[return-value]  # a plain value


def pytest_terminal_summary(terminalreporter: Any) -> None:
    write = terminalreporter.write_line
    write("")
    head = ("what", "ours µs", "beside", "its µs", "ratio", "limit")
    write("{:34} {:>10}  {:38} {:>10} {:>7} {:>6}".format(*head))
    for what, ours, beside, other, ratio, limit in ROWS:
        row = (what, ours * 1e6, beside, other * 1e6, ratio, limit)
        write("{:34} {:>10.2f}  {:38} {:>10.2f} {:>7.3f} {:>6}".format(*row))
