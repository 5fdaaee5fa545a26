"""A database remembers whose it is: other keys neither issue cards nor show codes."""

from typing import Any

import attrs
import pytest

from ehealthcard import Actor, KeyRing, ServiceDesk
from ehealthcard.crypto import KeyKind
from ehealthcard.errors import KeysDoNotFitError, StorageUnavailableError
from ehealthcard.identity import CardStatus
from ehealthcard.monitor import Problem
from ehealthcard.services.foundation.card import Cancel, card_life

from .conftest import GATE, WINDOW, House, applicant

ERASER = Actor("keeper-1", {"registrar", "eraser"})


def with_keys(house: House, keys: KeyRing) -> ServiceDesk:
    return attrs.evolve(house.desk, keys=keys)


def test_other_keys_give_nobody_a_second_card(house: House) -> None:
    card = house.card()
    other = with_keys(house, KeyRing.generate(house.desk.keys.suite, issuer="3301"))

    for act in (
        lambda: other.register(applicant(1), by=WINDOW),
        lambda: other.register_temporary(by=WINDOW),
        lambda: other.find(applicant(1).document, by=WINDOW),
        lambda: other.show(card.id, by=WINDOW),
        lambda: other.show_pool(card.id, count=2, by=WINDOW),
    ):
        with pytest.raises(KeysDoNotFitError):
            act()

    assert (Problem.OTHER_KEYS,) == other.health().problems()
    assert card == house.desk.find(applicant(1).document, by=WINDOW)
    assert 1 == len(house.desk.storage.cards_of(card.subject))


def test_rotated_keys_fit_as_long_as_they_open_what_is_stored(house: House) -> None:
    card, keys = house.card(), house.desk.keys
    newer = keys.rotate_codes().rotate_tokens().rotate_data()

    rotated = with_keys(house, newer)
    assert True is rotated.health().keys_fit
    assert card == rotated.find(applicant(1).document, by=WINDOW)

    bare = newer.retire(KeyKind.DATA)
    with pytest.raises(KeysDoNotFitError):
        with_keys(house, bare).show(card.id, by=WINDOW)
    while not rotated.rewrap_data().done:
        pass
    late = with_keys(house, bare)
    assert card == late.scan(late.show(card.id, by=WINDOW).text, by=GATE).card


def test_an_empty_database_takes_any_keys(house: House) -> None:
    assert house.desk.health().keys_fit is None
    other = with_keys(house, KeyRing.generate(house.desk.keys.suite))

    assert other.register(applicant(1), by=WINDOW).id
    assert True is other.health().keys_fit
    with pytest.raises(KeysDoNotFitError):
        house.card(2)


def test_erased_holders_prove_nothing_and_hinder_nothing(house: House) -> None:
    card = house.card()
    (case,) = house.desk.cases(card_life, card, by=WINDOW)
    house.desk.execute(card_life, case, Cancel(reason="my wish"), by=WINDOW)
    house.desk.erase(card.id, by=ERASER, reason="the holder asked for it")

    assert house.desk.health().keys_fit is None
    assert CardStatus.ACTIVE is house.card(2).status


def test_a_database_that_falls_silent_meanwhile_is_no_error(house: House) -> None:
    storage = house.desk.storage

    class Falling:
        def __getattr__(self, name: str) -> object:
            if name == "subjects_after":
                raise StorageUnavailableError
            return getattr(storage, name)

    double: Any = Falling()  # a storage but for one method
    falling = attrs.evolve(house.desk, storage=double)

    assert (Problem.SILENT,) == falling.health().problems()
