"""Running parsers over many inputs, on all processors, the same for the same seed."""

import faulthandler
import os
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from random import Random
from typing import Any

import attrs

from ehealthcard.errors import EHealthCardError

from .mutator import Mutator

CHUNK = 10_000
PATIENCE = 900.0
"""Seconds; a chunk that takes longer hangs."""

Make = Callable[[Mutator], Any]
Parse = Callable[[Any], object]


@attrs.frozen
class Parser:
    """Something that reads what strangers wrote."""

    name: str
    build: Callable[[], tuple[Make, Parse]]
    """Returns what makes an input and what reads it; called once per process."""

    share: float = 1.0
    """How much of the asked number it gets: less for what costs more."""

    def count(self, inputs: int) -> int:
        """Return how many inputs it gets."""
        return max(2, round(inputs * self.share))

    @property
    def chunk(self) -> int:
        """How many inputs are one piece of work."""
        return max(10, round(CHUNK * self.share))


@attrs.frozen
class Failure:
    """An input that a parser stumbled over."""

    seed: str
    given: str
    trace: str


@attrs.frozen
class Outcome:
    """What one piece of work, or all work on one parser, came to."""

    inputs: int = 0
    accepted: int = 0
    seconds: float = 0.0
    failure: Failure | None = None

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.inputs + other.inputs,
            self.accepted + other.accepted,
            self.seconds + other.seconds,
            self.failure or other.failure,
        )


def feed(parser: Parser, seed: str, count: int) -> Outcome:
    """Give *parser* this many inputs; stop at the first that it stumbles over."""
    make, parse = parser.build()
    mutator = Mutator(Random(f"{seed}/{parser.name}"))  # noqa: S311  # not for secrets
    started, accepted = time.process_time(), 0
    for done in range(count):
        given = make(mutator)
        try:
            parse(given)
        except EHealthCardError:
            continue
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # noqa: BLE001  # a panic in Rust is no Exception
            found = Failure(seed, repr(given), traceback.format_exc())
            spent = time.process_time() - started
            return Outcome(done + 1, accepted, spent, found)
        accepted += 1
    return Outcome(count, accepted, time.process_time() - started)


def run(
    parsers: Sequence[Parser], inputs: int, seed: int, workers: int
) -> Iterator[tuple[Parser, Outcome]]:
    """Yield what came of each parser as it finishes; a failure ends it at once."""
    known = {parser.name: parser for parser in parsers}
    with ProcessPoolExecutor(workers, initializer=_begin) as pool:
        running: dict[Future[Outcome], str] = {}
        left = dict.fromkeys(known, 0)
        for parser in parsers:
            for chunk, count in enumerate(_chunks(parser, inputs)):
                job = pool.submit(_work, parser.name, f"{seed}.{chunk}", count)
                running[job] = parser.name
                left[parser.name] += 1
        totals = dict.fromkeys(known, Outcome())
        while running:
            for job in wait(running, return_when=FIRST_COMPLETED).done:
                name = running.pop(job)
                totals[name] += job.result()
                left[name] -= 1
                if totals[name].failure:
                    pool.shutdown(wait=False, cancel_futures=True)
                    yield known[name], totals[name]
                    return
                if not left[name]:
                    yield known[name], totals[name]


def _chunks(parser: Parser, inputs: int) -> Iterator[int]:
    left = parser.count(inputs)
    while left > 0:
        yield min(left, parser.chunk)
        left -= parser.chunk


def _begin() -> None:
    faulthandler.enable()


def _work(name: str, seed: str, count: int) -> Outcome:
    from .parsers import PARSERS  # noqa: PLC0415  # in the worker, once

    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    try:
        return feed(PARSERS[name], seed, count)
    finally:
        faulthandler.cancel_dump_traceback_later()


def processors() -> int:
    """Return how many processors there are."""
    return os.cpu_count() or 1
