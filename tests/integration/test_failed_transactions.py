"""After an error a transaction does nothing more, even if somebody hushes it up."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.errors import (
    ClaimTakenError,
    UnstorableInputError,
    VersionConflictError,
)
from ehealthcard.ports import Entry
from ehealthcard.testing.storage.rows import a_use, an_event
from tests.servers import fresh


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStorage]:
    with fresh(request.param, tmp_path) as url:
        made = SqlStorage.open(url)
        yield made
        made.close()


def test_what_comes_after_a_refused_text_is_not_written(storage: SqlStorage) -> None:
    def write() -> None:
        storage.add_use(a_use("u"))
        with suppress(UnstorableInputError):
            storage.bookmark("a\0b")
        storage.set_bookmark("m", "t")

    with pytest.raises(UnstorableInputError), storage.transaction():
        write()

    assert storage.use("u") is None
    assert storage.bookmark("m") is None


def test_a_transaction_that_met_a_taken_name_does_not_end_well(
    storage: SqlStorage,
) -> None:
    storage.append(Entry(an_event(), claimed=frozenset({"bed"})))

    def write() -> None:
        with suppress(ClaimTakenError):
            storage.append(Entry(an_event("c2"), claimed=frozenset({"bed"})))
            storage.bookmark("m")

    with (
        pytest.raises((ClaimTakenError, VersionConflictError)),
        storage.transaction(),
    ):
        write()

    assert storage.last("c2") is None
