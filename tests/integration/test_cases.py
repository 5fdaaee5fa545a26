"""A case is kept: under its service, its policy and its keys."""

import attrs
import pytest

from ehealthcard import Suite
from ehealthcard.adapters.simulator import document_of
from ehealthcard.errors import CaseNotFoundError, PolicyMissingError, StoredDataError
from ehealthcard.ports import Storage
from ehealthcard.rules.signals import PersonDied
from ehealthcard.services.admission_scan import DeclarationRequired, admission_scan
from ehealthcard.services.foundation.card import card_life
from ehealthcard.services.health_declaration import health_declaration
from tests.actors import AUDITOR

from .conftest import House, build
from .visits import declare, text


def test_a_case_is_found_under_its_own_service_only(house: House) -> None:
    case = declare(house)

    with pytest.raises(CaseNotFoundError):
        house.desk.case(admission_scan, case.id, by=AUDITOR)
    with pytest.raises(CaseNotFoundError):
        house.desk.case(health_declaration, "nobody", by=AUDITOR)
    with pytest.raises(CaseNotFoundError):
        house.desk.history(
            card_life,
            house.desk.case(health_declaration, case.id, by=AUDITOR),
            by=AUDITOR,
        )  # type: ignore[misc]  # the point


def test_death_ends_the_card_and_a_repeat_changes_nothing(house: House) -> None:
    card = house.card()

    assert house.desk.announce(PersonDied(card=card.subject)) == 1
    assert house.desk.announce(PersonDied(card=card.subject)) == 0
    assert house.desk.card(card.id, by=AUDITOR).status.value == "Cancelled"


def test_a_case_keeps_the_policy_it_was_opened_under(storage: Storage) -> None:
    house = build(storage, Suite.INTL)
    visit = house.entrance().enter(text(house), temperature=36.8)
    assert isinstance(visit.state, DeclarationRequired)

    without = attrs.evolve(house.desk, policies={})

    with pytest.raises(PolicyMissingError):
        without.case(admission_scan, visit.id, by=AUDITOR)


def test_another_ring_cannot_read_what_is_sealed(storage: Storage) -> None:
    house = build(storage, Suite.INTL)
    case = declare(house)

    stranger = build(storage, Suite.GM)

    with pytest.raises(StoredDataError):
        stranger.desk.case(health_declaration, case.id, by=AUDITOR)


def test_a_desk_opened_anew_goes_on_where_the_old_one_stopped(house: House) -> None:
    case = declare(house)

    again = house.reopen()

    assert again.case(health_declaration, case.id, by=AUDITOR) == case
    assert again.find(document_of(1), by=AUDITOR) == house.card()
