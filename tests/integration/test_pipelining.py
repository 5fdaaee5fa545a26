"""PostgreSQL's statements go out together, and their answers stay apart."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from psycopg import Connection
from sqlalchemy import Column, MetaData, String, Table, bindparam, insert, select

from ehealthcard import Actor, Applicant, KeyRing, ServiceDesk, Suite
from ehealthcard.adapters.simulator import document_of
from ehealthcard.adapters.storage.sql import SqlStorage, pipelining
from ehealthcard.adapters.storage.sql.database import Database
from ehealthcard.adapters.storage.sql.pipelining import Talk
from ehealthcard.adapters.storage.sql.schema import BOOKMARKS, CLAIMS
from ehealthcard.errors import (
    ClaimTakenError,
    ReplayedCodeError,
    StorageUnavailableError,
    UnstorableInputError,
    VersionConflictError,
)
from ehealthcard.workflow import Catalogue, Command, Context, State, Title, Workflow
from tests.integration.conftest import GATE
from tests.servers import fresh

WINDOW = Actor("window-3", {"registrar"})
ADD_CLAIM = insert(CLAIMS)
CLAIM = select(CLAIMS.c.case_id).where(CLAIMS.c.name == bindparam("name"))
ADD_BOOKMARK = insert(BOOKMARKS)
BOOKMARK = select(BOOKMARKS.c.place).where(BOOKMARKS.c.name == bindparam("name"))


class Noted(State):
    """Something was noted."""

    times: int


class Note(Command):
    """Note something."""


def note(state: Noted | None, command: Note, ctx: Context) -> Noted:
    """Once more."""
    return Noted(times=state.times + 1 if state else 1)


notes: Workflow[Noted, Note] = Workflow(
    "notes", Title("记录", "Notes"), transitions=(note,)
)


class Struck(BaseException):
    """What tears somebody away."""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with fresh("postgresql", tmp_path) as url:
        SqlStorage.open(url).close()
        made = Database(url)
        yield made
        made.close()


@pytest.fixture
def talks(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What went out together."""
    seen: list[list[str]] = []
    carry_out = Talk.carry_out

    def watched(self: Talk, statements: Any) -> Any:
        seen.append([one.prepared.sql.split()[0] for one in statements])
        return carry_out(self, statements)

    monkeypatch.setattr(Talk, "carry_out", watched)
    return seen


def claim(name: str) -> dict[str, object]:
    return {"name": name, "case_id": "c" * 32}


def test_a_transaction_goes_out_with_its_first_look_and_its_commit(
    database: Database, talks: list[list[str]]
) -> None:
    with database.transaction():
        assert None is database.row(CLAIM, {"name": "a"})
        for name in "ab":
            database.later(ADD_CLAIM, claim(name))

    assert [["BEGIN", "SELECT"], ["INSERT", "INSERT", "COMMIT"]] == talks
    assert ("c" * 32,) == database.row(CLAIM, {"name": "b"})


def test_what_waits_is_seen_by_the_next_look(database: Database) -> None:
    with database.transaction():
        database.later(ADD_CLAIM, claim("a"))
        assert ("c" * 32,) == database.row(CLAIM, {"name": "a"})


def test_a_command_is_two_round_trips(tmp_path: Path, talks: list[list[str]]) -> None:
    with fresh("postgresql", tmp_path) as url:
        desk = ServiceDesk(
            storage=SqlStorage.open(url),
            keys=KeyRing.generate(Suite.INTL),
            catalogue=Catalogue((notes,)),
        )
        case = desk.start(notes, None, Note(), by=WINDOW)
        talks.clear()
        desk.execute(notes, case, Note(), by=WINDOW)
        desk.storage.close()

    looked, written = talks
    assert looked == ["BEGIN", "SELECT"], "the case, its owner, its chain's end"
    assert written == ["UPDATE", "INSERT", "INSERT", "COMMIT"]


def test_a_registration_is_six_round_trips_and_a_scan_three(
    tmp_path: Path, talks: list[list[str]]
) -> None:
    with fresh("postgresql", tmp_path) as url:
        desk = ServiceDesk(
            storage=SqlStorage.open(url), keys=KeyRing.generate(Suite.INTL)
        )
        for number in (1, 2):  # the second time it looks whose keys were used
            desk.register(Applicant("某甲", document_of(number)), by=WINDOW)
        talks.clear()
        card = desk.register(Applicant("某乙", document_of(3)), by=WINDOW)
        registered = list(talks)
        code = desk.show(card.id, by=WINDOW)
        talks.clear()
        desk.scan(code.text, by=GATE)
        scanned = list(talks)
        desk.storage.close()

    assert [len(talk) for talk in registered] == [1, 1, 2, 3, 12, 1]
    assert [talk[-1] for talk in registered[2:]] == ["SELECT"] * 3 + ["COMMIT"]
    assert scanned == [["SELECT"], ["BEGIN", "SELECT"], ["INSERT", "INSERT", "COMMIT"]]


def test_a_code_that_was_used_is_refused_where_the_scan_ends(tmp_path: Path) -> None:
    with fresh("postgresql", tmp_path) as url:
        desk = ServiceDesk(
            storage=SqlStorage.open(url), keys=KeyRing.generate(Suite.INTL)
        )
        card = desk.register(Applicant("某甲", document_of(1)), by=WINDOW)
        code = desk.show(card.id, by=WINDOW)
        desk.scan(code.text, by=GATE)
        with pytest.raises(ReplayedCodeError):
            desk.scan(code.text, by=GATE)

        outcomes = [use.outcome for use in desk.uses(card, by=WINDOW, limit=2)]
        desk.storage.close()
    assert outcomes == ["CODE_REPLAYED", "OK"]


def test_a_statement_that_the_database_does_not_know_takes_nothing_along(
    database: Database,
) -> None:
    strange = select(Table("no_such_table", MetaData(), Column("name", String)))

    def look() -> None:
        with database.transaction():
            database.later(ADD_BOOKMARK, {"name": "m", "place": "t"})
            database.row(strange)

    with pytest.raises(StorageUnavailableError):
        look()
    assert None is database.row(BOOKMARK, {"name": "m"})


def test_a_name_that_is_taken_is_told_by_its_table(database: Database) -> None:
    database.run(ADD_CLAIM, claim("a"))

    def claim_again() -> None:
        with database.transaction():
            database.later(ADD_BOOKMARK, {"name": "m", "place": "t"})
            database.later(ADD_CLAIM, claim("a"), clash=ClaimTakenError)

    with pytest.raises(ClaimTakenError):
        claim_again()
    assert None is database.row(BOOKMARK, {"name": "m"})


def test_a_statement_that_was_passed_over_is_prepared_the_next_time(
    database: Database,
) -> None:
    database.run(ADD_CLAIM, claim("a"))
    with suppress(VersionConflictError), database.transaction():
        database.later(ADD_CLAIM, claim("a"))
        database.later(ADD_BOOKMARK, {"name": "m", "place": "passed over"})

    with database.transaction():
        database.later(ADD_BOOKMARK, {"name": "m", "place": "written"})
    assert ("written",) == database.row(BOOKMARK, {"name": "m"})


def test_a_text_with_a_zero_byte_is_refused_whole(database: Database) -> None:
    with pytest.raises(UnstorableInputError):
        database.run(ADD_BOOKMARK, {"name": "m", "place": "cut\0here"})

    assert None is database.row(BOOKMARK, {"name": "m"})


def test_nobody_reads_the_answers_of_whoever_was_torn_away(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.run(ADD_BOOKMARK, {"name": "m", "place": "t"})
    wait = Connection.wait

    def struck(self: object, *words: object) -> Any:
        monkeypatch.setattr(Connection, "wait", wait)
        raise Struck

    monkeypatch.setattr(Connection, "wait", struck)
    with pytest.raises(Struck), database.transaction():
        database.row(CLAIM, {"name": "a"})

    assert ("t",) == database.row(BOOKMARK, {"name": "m"})


def test_no_name_is_given_twice_to_what_a_connection_has_prepared(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with suppress(Struck), database.transaction():  # so it knows how to take back
        database.run(ADD_BOOKMARK, {"name": "m", "place": "t"})
        raise Struck
    known = pipelining.Known

    def struck(*words: object) -> Any:
        monkeypatch.setattr(pipelining, "Known", known)
        raise Struck

    monkeypatch.setattr(pipelining, "Known", struck)
    with pytest.raises(Struck), database.transaction():
        database.row(CLAIM, {"name": "a"})

    with database.transaction():
        assert None is database.row(BOOKMARK, {"name": "m"})
