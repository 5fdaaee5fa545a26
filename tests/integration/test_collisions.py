"""Work of different people at once: a small table is looked up by index as well.

Who reads a whole table in a serialisable transaction collides with whoever writes
anywhere in it. A server that believes a table to be small reads it whole.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from ehealthcard import ServiceDesk, Suite
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.adapters.storage.sql.dialects import connect
from tests.servers import fresh

from .conftest import WINDOW, applicant, ring

LOOKS = (
    "SELECT * FROM ehc_card WHERE card_id = 'x'",
    "SELECT * FROM ehc_head WHERE case_id = 'x'",
    "SELECT * FROM ehc_event WHERE case_id = 'x' AND version = 1",
    "SELECT * FROM ehc_subject WHERE subject = 'x'",
    "SELECT * FROM ehc_audit WHERE chain = 1 ORDER BY entry_no DESC LIMIT 1",
    "SELECT * FROM ehc_link WHERE kind = 'card' AND link_to = 'x'",
)


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A database with one card in it, and a server that knows how few that is."""
    with fresh("postgresql", tmp_path) as made:
        storage = SqlStorage.open(made)
        desk = ServiceDesk(storage=storage, keys=ring(Suite.INTL))
        desk.register(applicant(1), by=WINDOW)
        storage.close()
        engine = create_engine(made, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("VACUUM (ANALYZE)"))
        engine.dispose()
        yield made


@pytest.mark.parametrize("look", LOOKS)
def test_a_small_table_is_not_read_whole(url: str, look: str) -> None:
    engine, _ = connect(url)
    with engine.connect() as connection:
        plan = [row[0] for row in connection.execute(text(f"EXPLAIN {look}"))]

    assert plan
    assert not [line for line in plan if "Seq Scan" in line]
