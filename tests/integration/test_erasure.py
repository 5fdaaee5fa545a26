"""Erasing a holder, and what a stolen database tells."""

from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ehealthcard import Actor, Applicant, Card, Entrance, Guardian, IdDocument, Suite
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.adapters.storage.sql.schema import METADATA
from ehealthcard.codesets import IdKind, Kinship
from ehealthcard.desk import OldCard
from ehealthcard.errors import (
    CardNotFoundError,
    NotAllowedError,
    RuleViolationError,
    SubjectErasedError,
)
from ehealthcard.monitor import verify_audit
from ehealthcard.ports import Storage
from ehealthcard.services.foundation.card import Cancel, card_life
from ehealthcard.services.health_declaration import (
    Declarant,
    Relation,
    Submit,
    Withdraw,
    health_declaration,
)
from tests.actors import AUDITOR
from tests.servers import SERVERS

from .conftest import GATE, START, WINDOW, House, build
from .test_faults import COMMAND

OFFICER = Actor("officer-1", {"eraser"})
PRIVATE = ("13912345678", "某路某号某室", "OLD-77-4711", "13887654321")


def cancel(house: House, card: Card) -> None:
    case = house.desk.case(card_life, card.case, by=AUDITOR)
    house.desk.execute(card_life, case, Cancel(reason="my wish"), by=WINDOW)


def erased(house: House, seed: int = 1) -> Card:
    card = house.card(seed)
    case = house.desk.start(health_declaration, card, COMMAND, by=WINDOW)
    withdraw = Withdraw(reason="no")
    house.desk.execute(health_declaration, case, withdraw, by=WINDOW)
    cancel(house, card)
    house.desk.erase(card.id, by=OFFICER, reason="on request")
    return card


def test_what_is_erased_is_gone_and_that_it_was_stays(
    storage: Storage, suite: Suite
) -> None:
    house = build(storage, suite)
    card = erased(house)

    assert storage.subject(card.subject) is None
    stone = storage.tombstone(card.subject)
    assert stone is not None
    assert ("officer-1", "on request", START) == (stone.by, stone.reason, stone.at)
    with pytest.raises(CardNotFoundError):
        house.desk.card(card.id, by=AUDITOR)
    assert house.desk.find(document_of(1), by=AUDITOR) is None
    with pytest.raises(SubjectErasedError):
        house.desk.case(card_life, card.case, by=AUDITOR)
    events = storage.history(card.case)
    assert ["Apply", "VerifyRealName", "Activate", "Cancel", "EraseHolder"] == [
        e.command for e in events
    ]
    assert verify_audit(storage, suite).flaw is None


def test_history_shows_what_happened_without_its_content(house: House) -> None:
    card = house.card()
    case = house.desk.start(health_declaration, card, COMMAND, by=WINDOW)
    withdraw = Withdraw(reason="no")
    case = house.desk.execute(health_declaration, case, withdraw, by=WINDOW)
    cancel(house, card)
    house.desk.erase(card.id, by=OFFICER, reason="on request")

    happened = house.desk.history(health_declaration, case, by=AUDITOR)
    assert [("Submit", None), ("Withdraw", None)] == [
        (h.command, h.state) for h in happened
    ]
    assert [] == house.desk.worklist(health_declaration, type(case.state), by=WINDOW)


def test_the_same_person_may_come_back_as_somebody_new(house: House) -> None:
    old = erased(house)
    new = house.card()

    assert old.id == new.id
    assert old.subject != new.subject
    assert [] == house.desk.cases(health_declaration, new, by=WINDOW)


def test_another_desk_notices_at_once(house: House) -> None:
    other = house.reopen()
    card = house.card()
    assert other.masked(card, by=AUDITOR) is not None
    cancel(house, card)
    house.desk.erase(card.id, by=OFFICER, reason="on request")

    assert other.masked(card, by=AUDITOR) is None
    with pytest.raises(SubjectErasedError):
        other.case(card_life, card.case, by=AUDITOR)


def test_only_a_cancelled_card_without_open_services_is_erased(house: House) -> None:
    card = house.card()
    house.desk.start(health_declaration, card, COMMAND, by=WINDOW)

    with pytest.raises(RuleViolationError, match="ERASURE_OPEN_CASES") as refused:
        house.desk.erase(card.id, by=OFFICER, reason="on request")
    assert "health-declaration" in refused.value.english
    house.clock.forward(hours=25)
    case = house.desk.cases(health_declaration, card, by=WINDOW)[0]
    house.desk.tick(case.id)
    with pytest.raises(NotAllowedError):
        house.desk.erase(card.id, by=OFFICER, reason="on request")
    cancel(house, card)
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        house.desk.erase(card.id, by=WINDOW, reason="on request")
    assert house.desk.masked(card, by=AUDITOR) is not None


def test_a_wards_card_outlives_its_guardians_erasure(house: House) -> None:
    parent = house.card(1)
    ward = house.desk.register(
        Applicant(
            name_of(2),
            document_of(2, born=START.date().replace(year=2020)),
            guardian=Guardian(parent.id, Kinship.PARENT),
        ),
        by=WINDOW,
    )
    cancel(house, parent)
    house.desk.erase(parent.id, by=OFFICER, reason="on request")

    assert house.desk.masked(ward, by=AUDITOR) is not None
    by_guardian = Submit.from_data(
        {**COMMAND.model_dump(mode="json"), "declarant": {"relation": "guardian"}}
    )
    house.desk.start(health_declaration, ward, by_guardian, by=WINDOW)


def everything(storage: Storage, tmp_path: Path) -> bytes:
    """Return every byte that somebody who steals the database has."""
    assert isinstance(storage, SqlStorage)
    engine = storage._db.engine  # noqa: SLF001  # the thief does not ask
    if engine.dialect.name == "sqlite":
        return b"".join(f.read_bytes() for f in sorted(tmp_path.glob("cards.db*")))
    with engine.connect() as connection:
        return b"".join(
            bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode()
            for table in METADATA.sorted_tables
            for row in connection.execute(select(table))
            for v in row
        )


def forms(word: str) -> set[bytes]:
    """Return the forms in which a word may lie in a file."""
    raw = word.encode()
    return {
        raw,
        word.encode("utf-16-le"),
        word.encode("gb18030"),
        raw.hex().encode(),
        raw.hex().upper().encode(),
        b64encode(raw).rstrip(b"=")[:-1],
    }


def whole_life(house: House) -> Card:
    """Do whatever puts private words into the database."""
    desk = house.desk
    card = desk.register(
        Applicant(name_of(1), document_of(1), phone="13912345678"), by=WINDOW
    )
    friend = Declarant(
        relation=Relation.FRIEND,
        name=name_of(3),
        phone="13887654321",
        reason="no phone",
    )
    answers: Any = {
        "temperature": "38.0",
        "symptoms": ["01"],
        "exposures": [],
        "address_detail": "某路某号某室",
    }
    declared = Submit.from_data(
        {**COMMAND.model_dump(mode="json"), "answers": answers}
    ).model_copy(update={"declarant": friend})
    desk.start(health_declaration, card, declared, by=WINDOW, key="k-1")
    old = OldCard(
        kind=IdKind.RESIDENT_ID.value,
        document=document_of(5).number,
        name=name_of(5),
        number="OLD-77-4711",
        system="H9",
    )
    desk.take_over([old], by=WINDOW)
    Entrance(desk, GATE).enter(desk.show(card.id, by=WINDOW).text)
    return card


@pytest.mark.parametrize("storage", ["sqlite", *SERVERS], indirect=True)
def test_a_stolen_database_names_nobody(
    storage: Storage, suite: Suite, tmp_path: Path
) -> None:
    house = build(storage, suite)
    whole_life(house)
    found = everything(storage, tmp_path)
    assert b"health-declaration" in found
    words = [*PRIVATE, name_of(1), name_of(3), name_of(5)]
    words += [document_of(n).number for n in (1, 5)]
    words += [document_of(n).number[6:14] for n in (1, 5)]

    assert [] == [w for w in words if any(form in found for form in forms(w))]


@pytest.mark.parametrize("storage", ["sqlite", *SERVERS], indirect=True)
def test_an_erased_card_id_is_in_no_row(storage: Storage, tmp_path: Path) -> None:
    house = build(storage, Suite.GM)
    card = erased(house)
    assert isinstance(storage, SqlStorage)
    rows = b""
    with storage._db.engine.connect() as connection:  # noqa: SLF001  # the thief does not ask
        for table in METADATA.sorted_tables:
            for row in connection.execute(select(table)):
                rows += repr(tuple(row)).encode()

    assert card.subject.encode() in rows
    assert card.id.encode() not in rows
    assert card.id.lower().encode() not in rows
    assert tmp_path.exists()


def test_a_file_keeps_nothing_of_the_erased_once_its_log_is_written_back(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/cards.db"
    storage = SqlStorage.open(url)
    house = build(storage, Suite.GM)
    for seed in range(2, 9):
        house.card(seed)
    card = house.card(1)
    row = storage.subject(card.subject)
    assert row is not None
    traces = (card.id.encode(), row.wrapped_key)
    before = everything(storage, tmp_path)
    assert [True, True] == [trace in before for trace in traces]
    cancel(house, card)
    house.desk.erase(card.id, by=OFFICER, reason="on request")

    with storage._db.engine.connect() as connection:  # noqa: SLF001  # an administrator
        assert 1 == connection.exec_driver_sql("PRAGMA secure_delete").scalar()
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    after = everything(storage, tmp_path)
    assert [False, False] == [trace in after for trace in traces]
    storage.close()


def test_an_unknown_card_cannot_be_erased(house: House) -> None:
    card = erased(house)

    with pytest.raises(CardNotFoundError):
        house.desk.erase(card.id, by=OFFICER, reason="again")


def test_a_document_says_nothing_of_its_holder() -> None:
    assert document_of(1).number not in repr(IdDocument("01", document_of(1).number))
