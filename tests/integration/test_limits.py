"""Limits that the database counts: for scans, holders and guessed numbers."""

from datetime import timedelta

import attrs
import pytest

from ehealthcard import Clockwork, Suite, Terminal
from ehealthcard.adapters.replay import StoredLimiter
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.errors import CodeNotBoundError, EHealthCardError, RateLimitedError

from .conftest import GATE, WINDOW, House, applicant, build

OTHER = Terminal("gate-2", {"terminal"}, org="H1", place="west")


def stored(house: House, most: int) -> StoredLimiter:
    storage, clock = house.desk.storage, house.desk.clock
    return StoredLimiter(storage, clock, most=most, span=timedelta(minutes=1))


def test_the_storage_counts_for_every_desk_on_it() -> None:
    storage = MemoryStorage()
    house = build(storage, Suite.INTL)
    first, second = (
        attrs.evolve(
            house.desk,
            ports=attrs.evolve(house.desk.ports, terminal_limiter=stored(house, 3)),
        )
        for _ in range(2)
    )
    for desk in (first, second, first):
        with pytest.raises(EHealthCardError):
            desk.scan("EHC1:FORGED", by=OTHER)

    text = second.show(house.card().id, by=WINDOW).text
    with pytest.raises(RateLimitedError) as caught:
        second.scan(text, by=OTHER)
    assert 60 == caught.value.retry_after
    house.clock.forward(seconds=60)
    assert house.card() == first.scan(text, by=OTHER).card

    house.clock.forward(days=3)
    Clockwork(first).run_once()
    assert 0 == storage.forget_attempts(house.clock())


def test_one_holders_codes_are_scanned_so_often_at_whatever_gates() -> None:
    house = build(MemoryStorage(), Suite.INTL)
    ports = attrs.evolve(house.desk.ports, card_limiter=stored(house, 1))
    house.desk = attrs.evolve(house.desk, ports=ports)
    texts = [house.desk.show(house.card().id, by=WINDOW).text for _ in range(2)]
    house.desk.scan(texts[0], by=GATE)

    with pytest.raises(RateLimitedError):
        house.desk.scan(texts[1], by=OTHER)
    last = house.desk.storage.uses(limit=1)[0]
    assert ("RATE_LIMITED", house.card().subject) == (last.outcome, last.subject)
    house.clock.forward(minutes=1)
    house.desk.scan(texts[1], by=OTHER)


def test_numbers_are_guessed_so_often_and_no_more() -> None:
    house = build(MemoryStorage(), Suite.INTL)
    ports = attrs.evolve(house.desk.ports, guess_limiter=stored(house, 2))
    house.desk = attrs.evolve(house.desk, ports=ports)
    for seed in (1, 2):
        assert house.desk.find(applicant(seed).document, by=WINDOW) is None
        with pytest.raises(CodeNotBoundError):
            house.desk.codes.resolve(applicant(seed).document.number, by=GATE)

    with pytest.raises(RateLimitedError):
        house.desk.find(applicant(3).document, by=WINDOW)
    with pytest.raises(RateLimitedError) as caught:
        house.desk.codes.resolve(applicant(3).document.number, by=GATE)
    assert 60 == caught.value.retry_after
    assert "RATE_LIMITED" == house.desk.storage.uses(limit=1)[0].outcome
    text = house.desk.show(house.card().id, by=WINDOW).text
    assert house.card() == house.desk.codes.resolve(text, by=GATE)
