"""The same harness with few inputs, so that every run of the tests has fed all."""

from random import Random

import pytest

from ehealthcard.errors import UnrecognisedCodeError
from ehealthcard.services.catalogue import CATALOGUE

from .events import examples
from .mutator import Mutator
from .parsers import PARSERS
from .run import Parser, feed

FEW = 2_000
REPEATABLE = [
    name
    for name in PARSERS
    if not name.startswith("signed") and not name.endswith("opened")
]
"""Not those whose inputs are signed or sealed, which is never the same twice."""


@pytest.mark.parametrize("name", PARSERS)
def test_a_parser_refuses_by_our_own_errors_or_not_at_all(name: str) -> None:
    parser = PARSERS[name]
    outcome = feed(parser, "small", parser.count(FEW))
    if outcome.failure:
        pytest.fail(f"{outcome.failure.trace}\ninput: {outcome.failure.given}")
    assert parser.count(FEW) == outcome.inputs


@pytest.mark.parametrize("name", REPEATABLE)
def test_one_seed_makes_the_same_inputs(name: str) -> None:
    make, _ = PARSERS[name].build()
    one, two = (Mutator(Random(7)) for _ in range(2))  # noqa: S311
    assert [repr(make(one)) for _ in range(20)] == [repr(make(two)) for _ in range(20)]


def test_every_service_has_examples_to_start_from() -> None:
    missing = {w.name for w in CATALOGUE.workflows} - examples().keys()
    assert set() == missing


def _refusing(text: str) -> None:
    if "7" in text:
        raise ValueError(text)
    raise UnrecognisedCodeError


def test_a_stumbling_parser_is_seen_with_its_input() -> None:
    broken = Parser("broken", lambda: (lambda m: m.text(["1234567"], "7"), _refusing))
    outcome = feed(broken, "1", 1000)
    assert outcome.failure is not None
    assert "7" in outcome.failure.given
    assert "ValueError" in outcome.failure.trace
    assert outcome.inputs < 1000


class Panic(BaseException):
    """What a panic in Rust looks like."""


def test_a_panic_that_is_no_exception_is_seen() -> None:
    def panic(given: object) -> None:
        raise Panic(given)

    outcome = feed(Parser("panics", lambda: (lambda m: m.below(9), panic)), "1", 10)
    assert outcome.failure is not None
    assert outcome.inputs == 1
