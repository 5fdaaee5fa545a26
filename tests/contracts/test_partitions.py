"""The page on a province says how to partition the large tables; this does it."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.ports import Storage
from ehealthcard.testing import StorageContract
from tests.servers import emptied, fresh

PAGE = Path(__file__).parents[2] / "docs/how-to/carry-a-province.md"


@pytest.fixture(scope="module")
def partitioned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    (script,) = re.findall(r"```postgresql\n(.*?)```", PAGE.read_text(), re.DOTALL)
    with fresh("postgresql", tmp_path_factory.mktemp("none")) as url:
        SqlStorage.open(url).close()
        plain = make_url(url).set(drivername="postgresql").render_as_string()
        with psycopg.connect(plain) as connection:
            connection.execute(script.encode())
        yield url


def parts(url: str) -> dict[str, int]:
    engine = create_engine(url)
    count = (
        "SELECT p.relname, count(*) FROM pg_inherits i"
        " JOIN pg_class p ON p.oid = i.inhparent WHERE p.relkind = 'p' GROUP BY 1"
    )
    with engine.connect() as connection:
        found = {name: int(n) for name, n in connection.execute(text(count))}
    engine.dispose()
    return found


class TestPartitionedStorage(StorageContract):
    @pytest.fixture
    def storage(self, partitioned: str) -> Iterator[Storage]:
        with emptied(partitioned) as storage:
            yield storage


def test_the_large_tables_lie_in_parts(partitioned: str) -> None:
    assert {"ehc_event": 64, "ehc_audit": 16} == parts(partitioned)
