"""Old cards, new keys, and what is erased."""

from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from ehealthcard import Suite, Tier
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.crypto import KeyKind
from ehealthcard.desk import OldCard, PhysicalCard, Progress
from ehealthcard.errors import CardNotFoundError, StoredDataError
from ehealthcard.ports import Storage
from ehealthcard.services.health_declaration import (
    Answers,
    Declarant,
    Relation,
    Submit,
    health_declaration,
)
from tests.actors import AUDITOR

from .conftest import GATE, WINDOW, House, applicant, build, ring


def old(seed: int, **more: str) -> OldCard:
    known = {
        "document": document_of(seed).number,
        "name": name_of(seed),
        "number": f"MR-{seed}",
        "system": "H1",
    }
    return OldCard(**{**known, **more})


def test_old_cards_are_taken_over_with_a_report(house: House) -> None:
    house.card(2)
    chip = PhysicalCard(
        card_number=document_of(4).number,
        chip_number="C000000004",
        issuer="3301000000010000000000",
        name=name_of(4),
        document=document_of(4).number,
    )
    rows: list[OldCard | PhysicalCard] = [
        old(1),
        old(2),
        old(3, document="110199199001011230"),
        chip,
        old(1, number="MR-1b"),
        old(2, name="某乙"),
        old(5, kind="ZZ"),
    ]

    report = house.desk.take_over(rows, by=WINDOW)

    assert (report.created, report.joined, report.repeated) == (2, 2, 0)
    assert [r.row for r in report.rejected] == [3, 6, 7]
    assert report.reasons == {
        "DOCUMENT_CHECK_DIGIT": 1,
        "REAL_NAME_MISMATCH": 1,
        "DOCUMENT_KIND": 1,
    }
    assert house.desk.find(document_of(4), by=AUDITOR) is not None
    assert name_of(1) not in repr(report)


def test_taking_over_again_changes_nothing(house: House) -> None:
    rows = [old(1), old(2)]
    house.desk.take_over(rows, by=WINDOW)

    report = house.desk.take_over(rows, by=WINDOW)

    assert (report.created, report.joined, report.repeated) == (0, 0, 2)
    person = house.desk.office.vault.person(house.card(1).subject)
    assert person is not None
    assert [n.value for n in person.old_numbers] == ["MR-1"]


def test_every_card_gets_a_new_id_and_nobody_is_locked_out(storage: Storage) -> None:
    house = build(storage, Suite.GM)
    cards = {n: house.card(n) for n in range(1, 8)}
    shown = house.desk.show(cards[1].id, by=WINDOW)
    new_ring = ring(Suite.GM).rotate_tokens()
    desk = build(storage, Suite.GM, keys=new_ring).desk
    assert desk.find(document_of(2), by=AUDITOR) == cards[2]

    steps: list[Progress] = []
    while not steps or not steps[-1].done:
        steps.append(desk.migrate_tokens(limit=3))

    assert [s.moved for s in steps] == [3, 3, 1]
    assert desk.migrate_tokens(limit=3).moved == 0
    moved = desk.find(document_of(1), by=AUDITOR)
    assert moved is not None
    assert moved.id != cards[1].id
    assert moved.subject == cards[1].subject
    assert desk.scan(shown.text, by=GATE).card.subject == moved.subject
    fresh = desk.show(moved.id, by=WINDOW)
    assert desk.scan(fresh.text, by=GATE).card == moved


def test_old_ids_are_forgotten_only_when_told(storage: Storage) -> None:
    house = build(storage, Suite.GM)
    card = house.card()
    temporary = house.desk.register_temporary(by=WINDOW)
    new_ring = ring(Suite.GM).rotate_tokens()
    desk = build(storage, Suite.GM, keys=new_ring).desk
    desk.migrate_tokens()

    done = False
    while not done:
        done = desk.forget_old_tokens(limit=1).done

    with pytest.raises(CardNotFoundError):
        desk.card(card.id, by=AUDITOR)
    assert desk.card(temporary.card.id, by=AUDITOR) == temporary.card
    last = build(storage, Suite.GM, keys=new_ring.retire(KeyKind.TOKENS)).desk
    found = last.find(document_of(1), by=AUDITOR)
    assert found is not None
    assert found.subject == card.subject
    reveal = attrs.evolve(WINDOW, roles={"revealer"})
    assert last.reveal(found.id, by=reveal, reason="check") == document_of(1)


def test_a_migration_stops_and_goes_on_in_another_process(storage: Storage) -> None:
    house = build(storage, Suite.INTL)
    for seed in range(1, 6):
        house.card(seed)
    new_ring = ring(Suite.INTL).rotate_tokens()
    build(storage, Suite.INTL, keys=new_ring).desk.migrate_tokens(limit=2)

    rest = build(storage, Suite.INTL, keys=new_ring).desk.migrate_tokens(limit=9)

    assert (rest.moved, rest.done) == (3, True)


def test_rotating_data_keys_keeps_everybody_readable(storage: Storage) -> None:
    house = build(storage, Suite.INTL)
    card = house.card()
    new_ring = ring(Suite.INTL).rotate_data()
    desk = build(storage, Suite.INTL, keys=new_ring).desk
    other = build(storage, Suite.INTL, keys=new_ring).card(2)

    assert desk.masked(card, by=AUDITOR) == house.desk.masked(card, by=AUDITOR)
    row = storage.subject(other.subject)
    assert row is not None
    assert row.generation == "2"
    alone = build(storage, Suite.INTL, keys=new_ring.retire(KeyKind.DATA)).desk
    with pytest.raises(StoredDataError):
        alone.masked(card, by=AUDITOR)


def test_rotating_code_keys_changes_no_card_id(storage: Storage) -> None:
    house = build(storage, Suite.GM)
    card = house.card()
    shown = house.desk.show(card.id, by=WINDOW)
    new_ring = ring(Suite.GM).rotate_codes()

    desk = build(storage, Suite.GM, keys=new_ring).desk

    assert desk.find(document_of(1), by=AUDITOR) == card
    assert desk.scan(shown.text, by=GATE).card == card


@pytest.mark.parametrize("suite", list(Suite), ids=lambda s: s.name)
def test_no_name_number_phone_or_answer_stands_in_the_file(
    tmp_path: Path, suite: Suite
) -> None:
    path = tmp_path / "cards.db"
    house = build(SqlStorage.open(f"sqlite:///{path}"), suite)
    phone = "13987654321"
    person = applicant(1, phone=phone)
    card = house.desk.register(person, by=WINDOW)
    secret = "西湖区某路七号"
    proxy = Declarant(
        relation=Relation.FRIEND,
        name="某好友",
        phone="13912345678",
        reason="手机没电",
    )
    answers = Answers(
        temperature=Decimal("39.5"),
        symptoms=(),
        exposures=(),
        address_detail=secret,
    )
    house.desk.start(
        health_declaration,
        card,
        Submit(answers=answers, consent="1", commitment="1", declarant=proxy),
        by=WINDOW,
        key="press-1",
    )
    house.desk.show(card.id, by=WINDOW, tier=Tier.NATIONAL)
    house.desk.take_over([old(1)], by=WINDOW)
    house.desk.storage.close()

    content = b"".join(f.read_bytes() for f in tmp_path.iterdir())

    assert len(content) > 50_000
    private = [
        *(person.name, person.document.number, phone, secret, "MR-1"),
        *("某好友", "13912345678", "手机没电", "39.5", "press-1"),
    ]
    for text in private:
        assert text.encode() not in content
        assert text.encode("utf-16-le") not in content
