"""Looks through the desk leave use-card records: one for each call, and what for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from ehealthcard import Suite
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Purpose
from ehealthcard.desk import PersonalData, RiskWatch, UseKeeper
from ehealthcard.errors import AccessDeniedError, AccessSuspendedError
from ehealthcard.ports import UseAct, UseRecord, look_tier
from ehealthcard.services.foundation.card import card_life
from ehealthcard.workflow import Actor

from .conftest import WINDOW, House, applicant, build

CLERK = Actor("clerk-7", {"staff", "registrar"}, org="H1", purpose=Purpose.PAYMENT)
START = datetime(2026, 3, 2, tzinfo=UTC)
HIS = Actor("his-1", {"his", "staff"}, org="H1")


@pytest.fixture
def quick() -> House:
    return build(MemoryStorage(), Suite.INTL)


def looks(house: House) -> list[tuple[str, Purpose, str]]:
    uses = house.desk.storage.uses(limit=99)
    found = [use for use in uses if use.act is UseAct.LOOK]
    return [(use.terminal, use.purpose, use.outcome) for use in reversed(found)]


def test_each_call_leaves_one_record_however_many_cases_it_shows(house: House) -> None:
    desk, card = house.desk, house.card()
    life = desk.case(card_life, card.case, by=WINDOW)
    calls: list[Callable[[], object]] = [
        lambda: desk.cases(card_life, card, by=CLERK),
        lambda: desk.all_cases(card, by=CLERK),
        lambda: desk.history(card_life, life, by=CLERK),
        lambda: desk.find(applicant(1).document, by=CLERK),
        lambda: desk.uses(card, by=CLERK),
        lambda: desk.codes.codes_of(card, by=CLERK),
        lambda: desk.agenda(until=desk.clock(), by=CLERK, card=card),
        lambda: desk.due(until=desk.clock(), by=CLERK, card=card),
        lambda: PersonalData(desk).copy(card, by=CLERK),
    ]
    for number, call in enumerate(calls, 1):
        call()
        assert [("clerk-7", Purpose.PAYMENT, "OK")] * number == looks(house)
    (last, *_) = desk.storage.uses(limit=1)
    assert card.subject == last.subject


def test_what_is_not_found_and_what_is_refused_is_on_record_too(quick: House) -> None:
    other = quick.desk.register(applicant(2), by=WINDOW)
    stranger = Actor("app-9", {"resident"}, holder=other.subject)
    assert quick.desk.find(applicant(3).document, by=CLERK) is None
    with pytest.raises(AccessDeniedError):
        quick.desk.all_cases(quick.card(), by=stranger)
    with pytest.raises(AccessDeniedError):
        quick.desk.find(applicant(2).document, by=stranger)

    assert [
        ("clerk-7", Purpose.PAYMENT, "CARD_NOT_FOUND"),
        ("app-9", Purpose.UNSTATED, "ACCESS_DENIED"),
        ("app-9", Purpose.UNSTATED, "ACCESS_DENIED"),
    ] == looks(quick)


def test_machines_among_themselves_leave_none(quick: House) -> None:
    quick.desk.find(applicant(1).document, by=HIS)
    quick.desk.cases(card_life, quick.card(), by=HIS)

    assert [] == looks(quick)


def test_looks_are_sealed_and_the_purpose_with_them(quick: House) -> None:
    quick.desk.cases(card_life, quick.card(), by=CLERK)
    quick.clock.forward(minutes=5)
    keeper = UseKeeper(quick.desk)
    seal = keeper.seal()

    assert seal is not None
    assert keeper.verify() is None
    (look,) = [u for u in quick.desk.storage.uses(limit=9) if u.act is UseAct.LOOK]
    assert "look/payment" == look.tier


def test_many_look_ups_by_one_member_of_staff_are_seen_and_end(quick: House) -> None:
    cards = [quick.desk.register(applicant(seed), by=WINDOW) for seed in range(1, 33)]
    watch = RiskWatch(quick.desk, settled=timedelta(seconds=-1))
    for card in cards[:15]:
        quick.desk.cases(card_life, card, by=CLERK)
    for seed in range(16, 31):
        quick.desk.find(applicant(seed).document, by=CLERK)
    assert [] == [a.state.rule for a in watch.run_once()]
    quick.desk.find(applicant(31).document, by=CLERK)

    (alert,) = watch.run_once()
    assert ("bulk-look-up", "clerk-7") == (alert.state.rule, alert.state.who)
    with pytest.raises(AccessSuspendedError):
        quick.desk.cases(card_life, cards[0], by=CLERK)
    assert ("clerk-7", Purpose.PAYMENT, "ACCESS_SUSPENDED") == looks(quick)[-1]


@pytest.mark.parametrize("purpose", Purpose)
def test_every_purpose_is_read_back_from_its_record(purpose: Purpose) -> None:
    tier = look_tier(purpose)
    assert len(tier) <= 16
    record = UseRecord("u", None, "OK", tier, START, "t", None, None, "0100", "010101")
    assert (UseAct.LOOK, purpose) == (record.act, record.purpose)
