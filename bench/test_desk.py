"""A scan on a file, beside bare verify and bare sqlite3 doing the same."""

import secrets
import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from ehealthcard import (
    Actor,
    Applicant,
    KeyRing,
    ServiceDesk,
    Suite,
    Terminal,
    parse_code,
    verify_code,
)
from ehealthcard.adapters.simulator import document_of
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.qr.envelope import CLAIMS, DOMAIN
from ehealthcard.qr.types import UnverifiedCode

WINDOW = Actor("window-3", {"registrar"})
GATE = Terminal("gate-1", {"terminal"}, org="H1", place="east")
FIND = (
    "SELECT c.card_id, c.subject, c.case_id, c.generation, h.state FROM ehc_card c"
    " JOIN ehc_head h ON h.case_id = c.case_id WHERE c.card_id = ?"
)
CLAIM = "INSERT INTO ehc_used_code VALUES (?, ?)"
NOTE = "INSERT INTO ehc_use VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@pytest.fixture(params=list(Suite), ids=lambda s: s.name)
def suite(request: Any) -> Suite:
    chosen: Suite = request.param
    return chosen


@pytest.fixture
def desk(tmp_path: Path, suite: Suite) -> Iterator[ServiceDesk]:
    storage = SqlStorage.open(f"sqlite:///{tmp_path}/ours.db")
    yield ServiceDesk(storage=storage, keys=KeyRing.generate(suite))
    storage.close()


@pytest.fixture
def bare(tmp_path: Path, desk: ServiceDesk) -> Iterator[sqlite3.Connection]:
    """A database of the same make, filled alike, opened by hand."""
    SqlStorage.open(f"sqlite:///{tmp_path}/bare.db").close()
    connection = sqlite3.connect(tmp_path / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    yield connection
    connection.close()


def test_a_scan_stays_near_what_it_must_do(
    desk: ServiceDesk, bare: sqlite3.Connection, suite: Suite, contest: Any
) -> None:
    card = desk.register(Applicant("某甲", document_of(1)), by=WINDOW)
    texts = [desk.show(card.id, by=WINDOW).text for _ in range(8000)]
    bare.execute(
        "INSERT INTO ehc_card VALUES (?, ?, ?, ?)", (card.id, card.subject, "c", "1")
    )
    bare.execute(
        "INSERT INTO ehc_head VALUES ('c', 'card', ?, 3, 'Active', NULL)",
        (card.subject,),
    )
    parsed = parse_code(texts[0])
    assert isinstance(parsed, UnverifiedCode)
    key = desk.keys.codes[0].public
    signed, signature = DOMAIN + parsed.payload[:CLAIMS], parsed.payload[CLAIMS:]
    verify_code(parsed, keys=desk.keys, at=desk.clock())
    fresh, number = iter(texts), count()
    used = iter([secrets.token_hex(16) for _ in texts])  # a code is as random as ours

    def ours() -> None:
        desk.scan(next(fresh), by=GATE)

    def floor() -> None:
        name = f"{next(number):032x}"
        key.verify(signature, signed)
        cursor = bare.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(FIND, (card.id,))
        cursor.fetchone()
        cursor.execute(CLAIM, (next(used), 1))
        row = (card.subject, "OK", "signed", 1, "gate-1", "H1", "east", "9900", "0")
        cursor.execute(NOTE, (name, *row))
        cursor.execute("COMMIT")

    contest(
        f"scan {suite.name} on a SQLite file",
        ours,
        floor,
        beside="bare verify + bare sqlite3, FULL",
        at_most=1 / 0.6,
        batch=40,
        rounds=30,
    )
