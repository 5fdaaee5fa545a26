"""A database remembers whose it is: other keys neither issue cards nor show codes."""

from typing import Any

import attrs
import pytest

from ehealthcard import Actor, KeyRing, ServiceDesk
from ehealthcard.crypto import KeyKind
from ehealthcard.desk.vault import Vault
from ehealthcard.errors import KeysDoNotFitError, StorageUnavailableError
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.monitor import Problem
from ehealthcard.ports import SubjectRow
from ehealthcard.services.foundation.card import Cancel, card_life

from .conftest import GATE, WINDOW, House, applicant

ERASER = Actor("keeper-1", {"registrar", "eraser"})


def with_keys(house: House, keys: KeyRing) -> ServiceDesk:
    return attrs.evolve(house.desk, keys=keys)


def storage_first(house: House) -> SubjectRow:
    (row,) = house.desk.storage.subjects_after(SubjectId(""), limit=1)
    return row


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


def test_one_data_key_that_does_not_open_proves_nothing(house: House) -> None:
    storage, cards = house.desk.storage, [house.card(seed) for seed in (1, 2, 3)]
    first = storage_first(house)
    storage.put_subject(attrs.evolve(first, wrapped_key=b"not what it was"))
    whole = next(card for card in cards if card.subject != first.subject)

    afresh = with_keys(house, house.desk.keys)
    assert afresh.show(whole.id, by=WINDOW).text
    assert True is afresh.health().keys_fit


def test_a_generation_that_is_not_loaded_yet_is_no_other_ring(house: House) -> None:
    cards = [house.card(seed) for seed in (1, 2)]
    first = storage_first(house)
    newer = with_keys(house, house.desk.keys.rotate_data())
    rewrapped = Vault(house.desk.storage, newer.keys).rewrapped(first)
    house.desk.storage.put_subject(rewrapped)
    whole = next(card for card in cards if card.subject != first.subject)

    assert with_keys(house, house.desk.keys).show(whole.id, by=WINDOW).text


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
