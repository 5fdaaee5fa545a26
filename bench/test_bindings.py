"""A code leads to its card at the same cost however many codes are bound.

``EHEALTHCARD_BINDINGS`` sets how many, such as 10000000; filling ten million rows takes
some minutes and about three gigabytes on PostgreSQL.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ledger import WINDOW, file_url
from sqlalchemy import create_engine, text
from tests.servers import postgres

from ehealthcard import Applicant, KeyRing, ServiceDesk, Suite
from ehealthcard.adapters.simulator import document_of
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.codes import SHIPPED, medical_record

FEW, MANY = 1_000, int(os.environ.get("EHEALTHCARD_BINDINGS", "1000000"))
KINDS = SHIPPED.plus(medical_record("H1", r"[0-9]{8}"))
ROWS = {
    "postgresql": (
        "SELECT md5(n::text) || md5((n + 0.5)::text), md5(n::text),"
        " lpad(to_hex(n), 32, '0'), 0, NULL, 0 FROM generate_series(1, :many) AS s(n)"
    ),
    "sqlite": (
        "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s"
        " WHERE n < :many) SELECT lower(hex(randomblob(32))),"
        " lower(hex(randomblob(16))), printf('%032x', n), 0, NULL, 0 FROM s"
    ),
}
"""Rows as they lie there: digests are random to whoever has not the key."""


class Town:
    """A desk with one bound code of a known card, among others."""

    def __init__(self, url: str, others: int) -> None:
        self.desk = ServiceDesk(
            storage=SqlStorage.open(url),
            keys=KeyRing.generate(Suite.INTL),
            kinds=KINDS,
        )
        self.card = self.desk.register(Applicant("某甲", document_of(1)), by=WINDOW)
        self.code = KINDS.read("medical-record", "00004711")
        self.desk.codes.bind(self.code, self.card, by=WINDOW)
        engine = create_engine(url)
        with engine.begin() as connection:
            rows = ROWS[engine.dialect.name]
            columns = "digest, subject, case_id, since, ends_at, disputed"
            connection.execute(
                text(f"INSERT INTO ehc_binding ({columns}) {rows}"),
                {"many": others},
            )
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as tidy:
            tidy.execute(text("ANALYZE"))
        engine.dispose()

    def find(self) -> None:
        """Digest, and one look by primary key."""
        digest = self.code.digest(self.desk.keys.lookup)
        assert self.desk.storage.binding(digest) is not None


@pytest.fixture(params=["postgresql", "sqlite"])
def pair(request: Any, tmp_path: Path) -> Iterator[tuple[Town, Town]]:
    """Two databases of the same make, one with few codes and one with many."""
    made: list[Town] = []
    for name, size in (("many", MANY), ("few", FEW)):
        (tmp_path / name).mkdir()
        url = file_url(tmp_path / name)
        if request.param == "postgresql":
            url = postgres.__wrapped__()
        made.append(Town(url, size))
    yield made[0], made[1]
    for one in made:
        one.desk.storage.close()


def test_a_code_leads_to_its_card_at_the_same_cost_among_many(
    pair: tuple[Town, Town], contest: Any
) -> None:
    many, few = pair
    kind = many.desk.storage._db.engine.dialect.name  # type: ignore[attr-defined]  # noqa: SLF001  # for the table
    contest(
        f"code among {MANY:,}, {kind}",
        many.find,
        few.find,
        beside=f"among {FEW:,}",
        at_most=1.5,
        batch=50,
        rounds=30,
    )
