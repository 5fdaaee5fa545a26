"""Backup and restore: what a restored database has forgotten does no harm."""

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from ehealthcard import Suite
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.adapters.storage.sql.restoring import (
    BUNDLES_AHEAD,
    Restored,
    after_restore,
)
from ehealthcard.crypto import KeyKind
from ehealthcard.errors import ReplayedCodeError, UnknownKeyError
from ehealthcard.ports import IssuedText
from ehealthcard.services.catalogue import CATALOGUE
from tests.actors import AUDITOR
from tests.servers import fresh, missing

from .conftest import GATE, WINDOW, build, ring
from .payment import Doubtful, payment
from .shop import PAID, Shop


def sqlite_copy(source: str, target: str, folder: Path) -> None:
    """Back up while it is in use, and put the copy in its place."""
    copied = folder / "backup.db"
    paths = [str(make_url(url).database) for url in (source, target)]
    with (
        closing(sqlite3.connect(paths[0])) as live,
        closing(sqlite3.connect(copied)) as copy,
    ):
        live.backup(copy)
    shutil.copy(copied, paths[1])


def postgres_copy(source: str, target: str, folder: Path) -> None:
    """Dump while it is in use, and restore into an empty database."""
    dump, restore = (shutil.which(name) for name in ("pg_dump", "pg_restore"))
    if dump is None or restore is None:
        missing("no pg_dump: install PostgreSQL's client programs")
    file = str(folder / "backup.dump")
    was, becomes = (u.replace("+psycopg", "") for u in (source, target))
    for command in (
        [dump, "--format=custom", f"--file={file}", was],
        [restore, "--exit-on-error", "--no-owner", f"--dbname={becomes}", file],
    ):
        subprocess.run(command, check=True)  # noqa: S603  # PostgreSQL's own


COPIES: dict[str, Callable[[str, str, Path], None]] = {
    "sqlite": sqlite_copy,
    "postgresql": postgres_copy,
}


def open_shop(stack: ExitStack, url: str, keys: object = None) -> Shop:
    storage = SqlStorage.open(url)
    stack.callback(storage.close)
    more = {"keys": keys} if keys else {}
    return Shop(build(storage, Suite.INTL, catalogue=CATALOGUE.plus(payment), **more))


@pytest.mark.parametrize("kind", COPIES)
def test_nothing_happens_twice_after_a_restore(kind: str, tmp_path: Path) -> None:
    with ExitStack() as stack:
        url, other = (stack.enter_context(fresh(kind, tmp_path)) for _ in range(2))
        shop = open_shop(stack, url)
        card = shop.house.card(7)
        shown = shop.desk.show(card.id, by=WINDOW).text
        shop.desk.trust_bundle(by=AUDITOR)
        case = shop.open()
        text = IssuedText(b"t" * 16, card.subject, shop.house.clock.now, 3)
        shop.desk.storage.remember_text(text)
        COPIES[kind](url, other, tmp_path)
        shop.desk.scan(shown, by=GATE)  # after the backup a code is used
        with pytest.raises(ReplayedCodeError):
            shop.desk.scan(shown, by=GATE)
        shop.pay.answers = [PAID]
        shop.run()  # and money moves

        done = after_restore(other)
        keys = ring(Suite.INTL).rotate_codes().retire(KeyKind.CODES)
        again = open_shop(stack, other, keys)

        assert Restored(texts=1, asks=1) == done
        assert again.desk.storage.use_text(text.digest) is None
        assert card == again.desk.card(card.id, by=AUDITOR)
        with pytest.raises(UnknownKeyError):
            again.desk.scan(shown, by=GATE)
        fresh_code = again.desk.show(card.id, by=WINDOW).text
        assert card == again.desk.scan(fresh_code, by=GATE).card
        again.relay().run_once(limit=1)
        assert isinstance(again.state(case), Doubtful)
        assert [] == [m.kind for m in again.pay.received]
        assert again.desk.storage.counter("trust-bundle") > BUNDLES_AHEAD


@pytest.mark.parametrize("kind", COPIES)
def test_a_restored_database_alone_takes_a_used_code_again(
    kind: str, tmp_path: Path
) -> None:
    """Why the procedure is needed; it is no wish."""
    with ExitStack() as stack:
        url, other = (stack.enter_context(fresh(kind, tmp_path)) for _ in range(2))
        shop = open_shop(stack, url)
        card = shop.house.card(7)
        shown = shop.desk.show(card.id, by=WINDOW).text
        COPIES[kind](url, other, tmp_path)
        shop.desk.scan(shown, by=GATE)

        again = open_shop(stack, other)

        assert card == again.desk.scan(shown, by=GATE).card
