"""Databases that real processes share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ehealthcard import ServiceDesk
from tests.servers import SERVERS, emptied

from .place import Place
from .postgres import PrivatePostgres, private_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[PrivatePostgres]:
    with private_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database: a file, or one on a server of our own."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/cards.db"
        return
    server: PrivatePostgres = request.getfixturevalue("postgres")
    with emptied(server.url):
        yield server.url


@pytest.fixture(params=["sqlite", *SERVERS])
def shared_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind; nothing is done to the server."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/cards.db"
        return
    found = SERVERS[request.param]()
    with emptied(found):
        yield found


@pytest.fixture
def place(url: str, tmp_path: Path) -> Place:
    return Place.found(url, tmp_path)


@pytest.fixture
def desk(place: Place) -> Iterator[ServiceDesk]:
    made = place.desk()
    yield made
    made.storage.close()
