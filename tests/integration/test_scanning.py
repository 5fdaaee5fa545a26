"""From a scanned text to a card, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import attrs
import pytest

from ehealthcard import Suite, Terminal, Tier
from ehealthcard.errors import (
    CardLostError,
    EHealthCardError,
    ExpiredCodeError,
    ReplayedCodeError,
    WrongAudienceError,
)
from ehealthcard.ports import Storage, UseAct
from ehealthcard.services.foundation.card import ReportLost, Restore
from tests.actors import AUDITOR

from .conftest import GATE, WINDOW, House, build
from .life import change

CODE_TIERS = [Tier.MAC, Tier.SIGNED, Tier.NATIONAL]


@pytest.mark.parametrize("tier", CODE_TIERS)
def test_a_shown_code_is_scanned_once(
    storage: Storage, suite: Suite, tier: Tier
) -> None:
    house = build(storage, suite)
    card = house.card()
    shown = house.desk.show(card.id, by=WINDOW, tier=tier)

    scan = house.desk.scan(shown.text, by=GATE)

    assert (scan.card, scan.tier) == (card, tier)
    with pytest.raises(ReplayedCodeError):
        house.desk.scan(shown.text, by=GATE)


@pytest.mark.parametrize("tier", CODE_TIERS)
def test_a_code_ends_with_its_minute_and_a_little_leeway(
    house: House, tier: Tier
) -> None:
    shown = house.desk.show(house.card().id, by=WINDOW, tier=tier)
    assert shown.expires_at is not None
    house.clock.now = shown.expires_at + timedelta(seconds=5)
    house.desk.scan(shown.text, by=GATE)

    late = house.desk.show(house.card().id, by=WINDOW, tier=tier)
    house.clock.forward(seconds=66)
    with pytest.raises(ExpiredCodeError):
        house.desk.scan(late.text, by=GATE)


def test_every_scan_leaves_a_record_good_or_not(house: House) -> None:
    card = house.card()
    shown = house.desk.show(card.id, by=WINDOW)
    scan = house.desk.scan(shown.text, by=GATE)
    for text in (shown.text, "hello"):
        with pytest.raises(EHealthCardError):
            house.desk.scan(text, by=GATE)

    _, record, display, registered = house.desk.uses(card, by=AUDITOR)
    assert (display.act, display.tier) == (UseAct.SHOW, "shown/signed")
    assert registered.act is UseAct.REGISTER
    assert (record.id, record.outcome, record.tier) == (scan.record, "OK", "signed")
    assert (record.terminal, record.org, record.place) == ("gate-1", "H1", "east")
    look, *scans = house.desk.storage.uses(limit=4)
    assert (UseAct.LOOK, "OK") == (look.act, look.outcome)
    outcomes = [(r.outcome, r.tier, r.subject) for r in scans]
    assert outcomes == [
        ("CODE_UNRECOGNISED", "-", None),
        ("CODE_REPLAYED", "signed", card.subject),
        ("OK", "signed", card.subject),
    ]


def test_a_found_card_works_again_and_so_does_its_unused_code(house: House) -> None:
    shown = house.desk.show(house.card().id, by=WINDOW)
    change(house, ReportLost(reason="bus"))
    with pytest.raises(CardLostError):
        house.desk.scan(shown.text, by=GATE)
    change(house, Restore())

    assert house.desk.scan(shown.text, by=GATE).card == house.card()


def test_a_code_bound_to_a_place_is_good_there_only(house: House) -> None:
    here = attrs.evolve(GATE, audience="H1/east")
    there = attrs.evolve(GATE, audience="H2")

    def show() -> str:
        return house.desk.show(house.card().id, by=WINDOW, audience="H1/east").text

    assert house.desk.scan(show(), by=here).card == house.card()
    for terminal in (there, GATE):
        with pytest.raises(WrongAudienceError):
            house.desk.scan(show(), by=terminal)
    free = house.desk.show(house.card().id, by=WINDOW).text
    assert house.desk.scan(free, by=here).card == house.card()


def test_one_code_at_many_gates_at_once_opens_one(house: House) -> None:
    text = house.desk.show(house.card().id, by=WINDOW).text

    def scan(number: int) -> bool:
        try:
            house.desk.scan(text, by=Terminal(f"gate-{number}", {"terminal"}))
        except ReplayedCodeError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(scan, range(24))) == 1
