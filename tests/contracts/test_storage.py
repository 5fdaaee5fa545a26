from collections.abc import Iterator
from pathlib import Path

import pytest

from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.errors import UnstorableInputError
from ehealthcard.ports import Storage
from ehealthcard.testing import StorageContract
from tests.servers import SERVERS, emptied


class TestMemoryStorage(StorageContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return MemoryStorage()


class TestSqliteStorage(StorageContract):
    @pytest.fixture
    def storage(self, tmp_path: Path) -> Iterator[Storage]:
        storage = SqlStorage.open(f"sqlite:///{tmp_path}/cards.db")
        yield storage
        storage.close()


def assert_too_long_is_refused(storage: Storage) -> None:
    """Not "try again": a text that has no room today will have none tomorrow."""
    with pytest.raises(UnstorableInputError) as caught:
        storage.set_bookmark("b", "long" * 999)
    assert caught.value.__cause__ is None
    assert storage.bookmark("b") is None
    storage.set_bookmark("b", "short")
    assert storage.bookmark("b") == "short"


class TestPostgresStorage(StorageContract):
    @pytest.fixture
    def storage(self) -> Iterator[Storage]:
        with emptied(SERVERS["postgresql"]()) as storage:
            yield storage

    def test_a_text_too_long_is_refused_for_good(self, storage: Storage) -> None:
        assert_too_long_is_refused(storage)


class TestMariadbStorage(StorageContract):
    @pytest.fixture
    def storage(self) -> Iterator[Storage]:
        with emptied(SERVERS["mariadb"]()) as storage:
            yield storage

    def test_a_text_too_long_is_refused_for_good(self, storage: Storage) -> None:
        assert_too_long_is_refused(storage)
