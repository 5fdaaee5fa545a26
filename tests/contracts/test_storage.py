from collections.abc import Iterator
from pathlib import Path

import pytest

from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.storage.sql import SqlStorage
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


class TestPostgresStorage(StorageContract):
    @pytest.fixture
    def storage(self) -> Iterator[Storage]:
        with emptied(SERVERS["postgresql"]()) as storage:
            yield storage


class TestMariadbStorage(StorageContract):
    @pytest.fixture
    def storage(self) -> Iterator[Storage]:
        with emptied(SERVERS["mariadb"]()) as storage:
            yield storage
