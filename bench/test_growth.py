"""A command on a case costs the same however many cases are stored."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ledger import Ledger, file_url
from sqlalchemy import create_engine, text
from tests.servers import postgres

FEW, MANY = 1_000, 1_000_000
NUMBERS = {
    "postgresql": "SELECT n FROM generate_series(1, :many) AS s(n)",
    "sqlite": (
        "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s"
        " WHERE n < :many) SELECT n FROM s"
    ),
}
NAMES = {
    "postgresql": "lpad(to_hex(n), 32, '0')",
    "sqlite": "printf('%032x', n)",
}
TABLES = ("ehc_subject", "ehc_head", "ehc_event", "ehc_link")
NAMED = ("subject", "case_id", "link_to")
"""Columns that get a name of their own in each copy."""


def fill(url: str, many: int) -> None:
    """Copy the newest ledger, as it lies sealed in its rows, *many* times.

    Each copy has a case and a subject of its own, in raw SQL. Nobody could open the
    copies (the seal is bound to case and subject), and no command here reads them;
    what is measured is the size of tables and indexes.
    """
    engine = create_engine(url)
    kind = engine.dialect.name
    with engine.begin() as connection:
        case, subject = connection.execute(
            text("SELECT case_id, subject FROM ehc_head WHERE workflow = 'ledger'")
        ).one()
        for table in TABLES:
            one = "subject" if table == "ehc_subject" else "case_id"
            where = {"subject": subject, "case_id": case}[one]
            found = connection.execute(
                text(f"SELECT * FROM {table} WHERE {one} = :it LIMIT 1"),  # noqa: S608  # our own names
                {"it": where},
            )
            columns = list(found.keys())
            found.close()
            copied = ", ".join(NAMES[kind] if c in NAMED else f"t.{c}" for c in columns)
            connection.execute(
                text(
                    f"INSERT INTO {table} ({', '.join(columns)}) SELECT {copied}"  # noqa: S608  # the same
                    f" FROM (SELECT * FROM {table} WHERE {one} = :it LIMIT 1) AS t,"
                    f" ({NUMBERS[kind]}) AS numbers"
                ),
                {"it": where, "many": many},
            )
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as tidy:
        tidy.execute(text("ANALYZE"))
        if kind == "postgresql":
            tidy.execute(text("CHECKPOINT"))
    engine.dispose()


@pytest.fixture(params=["postgresql", "sqlite"])
def pair(request: Any, tmp_path: Path) -> Iterator[tuple[Ledger, Ledger]]:
    """Two databases of the same make, one with few cases and one with many."""
    made: list[Ledger] = []
    for name, size in (("many", MANY), ("few", FEW)):
        (tmp_path / name).mkdir()
        url = file_url(tmp_path / name)
        if request.param == "postgresql":
            url = postgres.__wrapped__()
        one = Ledger(url)
        fill(url, size)
        made.append(one)
    yield made[0], made[1]
    for one in made:
        one.close()


def test_a_command_costs_the_same_among_a_million_cases(
    pair: tuple[Ledger, Ledger], contest: Any
) -> None:
    many, few = pair
    kind = many.desk.storage._db.engine.dialect.name  # type: ignore[attr-defined]  # noqa: SLF001  # for the table
    contest(
        f"command among {MANY:,}, {kind}",
        many.write,
        few.write,
        beside=f"among {FEW:,}",
        at_most=1.3,
        batch=20,
        rounds=30,
    )
