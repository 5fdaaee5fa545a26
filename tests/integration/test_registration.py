"""From a document to a card."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from ehealthcard import Actor, Applicant, Guardian, IdDocument, IdKind, Suite
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.codesets import Kinship
from ehealthcard.errors import (
    BirthDateInFutureError,
    CardNotActiveError,
    CardNotFoundError,
    GuardianNotAcceptedError,
    GuardianRequiredError,
    OutsideUnavailableError,
    RealNameMismatchError,
    RevealError,
    RuleViolationError,
)
from ehealthcard.identity import CardId, CardStatus
from ehealthcard.identity.gb11643 import check_digit
from ehealthcard.ports import Ports, Storage
from ehealthcard.services.foundation.card import (
    Active,
    Cancel,
    ReportLost,
    card_life,
)
from tests.actors import AUDITOR

from .conftest import START, WINDOW, House, applicant, build

APP = Actor("app", {"app"})
CHILD_BORN = START.date() - timedelta(days=5 * 365)


def test_a_registrar_makes_an_active_card(storage: Storage, suite: Suite) -> None:
    house = build(storage, suite)

    card = house.card()

    assert card.status is CardStatus.ACTIVE
    assert house.desk.card(card.id, by=AUDITOR) == card
    assert house.desk.find(document_of(1), by=AUDITOR) == card
    steps = house.desk.history(
        card_life, house.desk.case(card_life, card.case, by=AUDITOR), by=AUDITOR
    )
    assert [s.state_name for s in steps] == ["Applied", "Verified", "Active"]
    assert {s.actor for s in steps} == {"window-3"}


def test_who_has_a_card_gets_the_same(house: House) -> None:
    assert house.card() == house.card()


def test_an_old_15_digit_number_is_the_same_person(house: House) -> None:
    first = "110199" + "900101" + "123"
    born = "110199" + "19900101" + "123"
    new = IdDocument(IdKind.RESIDENT_ID, born + check_digit(born))
    card = house.desk.register(Applicant("某甲", new), by=WINDOW)

    old = IdDocument(IdKind.RESIDENT_ID, first)

    assert house.desk.register(Applicant("某甲", old), by=WINDOW) == card


def test_a_person_with_two_documents_has_two_cards_until_they_are_merged(
    house: House,
) -> None:
    passport = IdDocument(IdKind.PASSPORT, "E12345678")
    other = Applicant("某甲", passport, birth_date=date(1990, 1, 1))

    assert house.desk.register(other, by=WINDOW).id != house.card().id


def test_who_applies_alone_waits_for_verification_without_a_verifier(
    storage: Storage,
) -> None:
    house = build(storage, Suite.INTL)
    desk = attrs.evolve(house.desk, ports=Ports())

    card = desk.register(applicant(1), by=APP)

    assert card.status is CardStatus.APPLIED
    with pytest.raises(CardNotActiveError):
        desk.show(card.id, by=APP)
    assert desk.register(applicant(1), by=APP).status is CardStatus.APPLIED
    assert desk.register(applicant(1), by=WINDOW).status is CardStatus.ACTIVE


def test_a_verifier_activates_who_applies_alone(house: House) -> None:
    house.registry.people[document_of(1).number] = name_of(1)

    card = house.desk.register(applicant(1), by=APP)

    assert card.status is CardStatus.ACTIVE
    life = house.desk.case(card_life, card.case, by=AUDITOR).state
    assert isinstance(life, Active)
    assert life.method == "simulated-registry"


def test_a_wrong_name_is_refused_by_the_verifier_and_nothing_is_kept(
    house: House,
) -> None:
    house.registry.people[document_of(1).number] = name_of(2)
    with pytest.raises(RealNameMismatchError):
        house.desk.register(applicant(1), by=APP)

    assert house.desk.find(document_of(1), by=AUDITOR) is None


def test_a_silent_verifier_leaves_nothing_half_done(house: House) -> None:
    house.registry.faults.is_down = True

    with pytest.raises(OutsideUnavailableError):
        house.desk.register(applicant(1), by=APP)

    assert house.desk.find(document_of(1), by=AUDITOR) is None


def test_a_document_is_not_registered_under_a_second_name(house: House) -> None:
    house.card()

    with pytest.raises(RealNameMismatchError):
        house.desk.register(Applicant("某乙", document_of(1)), by=WINDOW)


def test_who_applied_with_a_strangers_document_does_not_block_its_holder(
    storage: Storage,
) -> None:
    desk = attrs.evolve(build(storage, Suite.INTL).desk, ports=Ports())
    desk.register(Applicant("冒名", document_of(1)), by=APP)

    card = desk.register(applicant(1), by=WINDOW)

    masked = desk.masked(card, by=AUDITOR)
    assert masked is not None
    assert masked.name[0] == name_of(1)[0]
    with pytest.raises(RealNameMismatchError):
        desk.register(Applicant("冒名", document_of(1)), by=APP)


def test_a_cancelled_card_comes_back_with_its_id(house: House) -> None:
    card = house.card()
    case = house.desk.case(card_life, card.case, by=AUDITOR)
    house.desk.execute(card_life, case, Cancel(reason="moved"), by=WINDOW)
    assert house.desk.card(card.id, by=AUDITOR).status is CardStatus.CANCELLED

    again = house.card()

    assert (again.id, again.subject) == (card.id, card.subject)
    assert again.status is CardStatus.ACTIVE


def test_registering_does_not_lift_a_loss(house: House) -> None:
    card = house.card()
    case = house.desk.case(card_life, card.case, by=AUDITOR)
    house.desk.execute(card_life, case, ReportLost(reason="bus"), by=WINDOW)

    assert house.card().status is CardStatus.SUSPENDED


def test_nobody_registers_before_birth(house: House) -> None:
    tomorrow = START.date() + timedelta(days=1)
    unborn = Applicant("某甲", document_of(1, born=tomorrow))

    with pytest.raises(BirthDateInFutureError):
        house.desk.register(unborn, by=WINDOW)


def test_the_day_of_birth_is_the_day_in_china(house: House) -> None:
    house.clock.now = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)  # 2 March in Shanghai
    mother = house.desk.register(applicant(1), by=WINDOW)
    guardian = Guardian(mother.id, Kinship.PARENT)
    newborn = Applicant(
        "某宝", document_of(2, born=date(2026, 3, 2)), guardian=guardian
    )

    assert house.desk.register(newborn, by=WINDOW).status is CardStatus.ACTIVE


def test_a_child_needs_a_guardian(house: House) -> None:
    document = document_of(9, born=CHILD_BORN)

    with pytest.raises(GuardianRequiredError):
        house.desk.register(Applicant("某娃", document), by=WINDOW)
    parent = house.card(1)
    child = Applicant("某娃", document, guardian=Guardian(parent.id, Kinship.PARENT))

    assert house.desk.register(child, by=WINDOW).status is CardStatus.ACTIVE


def test_a_newborn_without_an_id_registers_with_the_birth_certificate(
    house: House,
) -> None:
    mother = house.card(1)
    certificate = IdDocument(IdKind.BIRTH_CERTIFICATE, "Z990000001")
    child = Applicant(
        "某宝",
        certificate,
        birth_date=START.date(),
        guardian=Guardian(mother.id, Kinship.PARENT),
    )

    assert house.desk.register(child, by=WINDOW).status is CardStatus.ACTIVE


@pytest.mark.parametrize("why", ["unknown", "lost", "minor"])
def test_a_guardian_is_an_adult_with_an_active_card(house: House, why: str) -> None:
    guardian = CardId("F" * 64)
    if why == "lost":
        card = house.card(1)
        case = house.desk.case(card_life, card.case, by=AUDITOR)
        house.desk.execute(card_life, case, ReportLost(reason="bus"), by=WINDOW)
        guardian = card.id
    if why == "minor":
        born = START.date() - timedelta(days=17 * 365)
        minor = Applicant("某兄", document_of(3, born=born))
        guardian = house.desk.register(minor, by=WINDOW).id
    child = Applicant(
        "某娃",
        document_of(9, born=CHILD_BORN),
        guardian=Guardian(guardian, Kinship.SIBLING),
    )

    with pytest.raises(GuardianNotAcceptedError):
        house.desk.register(child, by=WINDOW)


def test_many_threads_register_one_person_once(house: House) -> None:
    with ThreadPoolExecutor(8) as pool:
        cards = list(pool.map(lambda _: house.card(), range(24)))

    assert len({c.subject for c in cards}) == 1
    assert len(house.desk.storage.cards_of(cards[0].subject)) == 1


def test_a_reveal_gives_the_document_and_stays_on_record(storage: Storage) -> None:
    house = build(storage, Suite.GM)
    card = house.card()
    auditor = Actor("auditor-1", {"revealer"})

    document = house.desk.reveal(card.id, by=auditor, reason="court order 7")

    assert document == document_of(1)
    *_, last = house.desk.history(
        card_life, house.desk.case(card_life, card.case, by=AUDITOR), by=AUDITOR
    )
    assert (last.command, last.actor) == ("Reveal", "auditor-1")
    assert isinstance(last.state, Active)
    assert (last.state.reveals, last.state.last_reveal_reason) == (1, "court order 7")


def test_a_reveal_needs_the_role_and_leaves_no_trace_without(
    storage: Storage,
) -> None:
    house = build(storage, Suite.GM)
    card = house.card()

    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        house.desk.reveal(card.id, by=WINDOW, reason="curious")

    assert house.desk.case(card_life, card.case, by=AUDITOR).version == 3


def test_an_irreversible_card_id_is_not_revealed(storage: Storage) -> None:
    house = build(storage, Suite.INTL)
    auditor = Actor("auditor-1", {"revealer"})

    with pytest.raises(RevealError):
        house.desk.reveal(house.card().id, by=auditor, reason="court order 7")
    with pytest.raises(CardNotFoundError):
        house.desk.reveal(CardId("0" * 64), by=auditor, reason="court order 7")
