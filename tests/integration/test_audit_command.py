"""``ehealthcard audit`` on a real file."""

from pathlib import Path

import pytest
from sqlalchemy import update
from typer.testing import CliRunner, Result

from ehealthcard import Suite
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.adapters.storage.sql.schema import EVENTS
from ehealthcard.cli.app import app
from ehealthcard.crypto import KeyRing, save_keys
from ehealthcard.errors import CheckpointError
from ehealthcard.services.foundation.card import ReportLost

from .conftest import build
from .life import change
from .test_audit import live

PASSPHRASE = "correct horse battery"
KEYS = KeyRing.generate(Suite.GM)
TRUST = KEYS.public().trust.data.hex()


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/cards.db"
    storage = SqlStorage.open(url)
    house = build(storage, Suite.GM, keys=KEYS)
    live(house)
    change(house, ReportLost(reason="bus"))
    storage.close()
    (tmp_path / "ring.keys").write_bytes(save_keys(KEYS, PASSPHRASE))
    return url


def audit(*words: object, passphrase: str | None = None) -> Result:
    env = {"EHEALTHCARD_PASSPHRASE": passphrase}
    return CliRunner().invoke(app, ["audit", *map(str, words)], env=env)


def forge(url: str) -> None:
    storage = SqlStorage.open(url)
    with storage._db.engine.begin() as connection:  # noqa: SLF001  # behind its back
        where = EVENTS.c.command == "Submit"
        connection.execute(update(EVENTS).where(where).values(actor="nobody"))
    storage.close()


def test_whoever_has_the_key_file_marks_and_verifies(url: str, tmp_path: Path) -> None:
    keys, mark = ("--keys", tmp_path / "ring.keys"), tmp_path / "mark"
    made = audit("checkpoint", "--db", url, *keys, "--out", mark, passphrase=PASSPHRASE)
    words = ("verify", "--db", url, *keys, "--checkpoint", mark)
    told = audit(*words, passphrase=PASSPHRASE)

    assert 0 == made.exit_code
    assert (0, True) == (told.exit_code, "whole 完整" in told.output)


def test_an_auditor_verifies_without_any_secret(url: str, tmp_path: Path) -> None:
    mark, keys = tmp_path / "mark", tmp_path / "ring.keys"
    words = ("--keys", keys, "--out", mark)
    audit("checkpoint", "--db", url, *words, passphrase=PASSPHRASE)
    keys.unlink()

    for more in ((), ("--checkpoint", mark, "--trust", TRUST)):
        told = audit("verify", "--db", url, *more)
        assert (0, True) == (told.exit_code, "whole 完整" in told.output)


def test_the_first_flaw_is_named_in_both_languages(url: str) -> None:
    forge(url)
    told = audit("verify", "--db", url)

    assert 1 == told.exit_code
    assert "altered" in told.output
    assert "记录或事件被篡改" in told.output
    assert "version 1" in told.output


def test_a_checkpoint_that_cannot_be_checked_is_no_proof(
    url: str, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    mark.write_text("whatever")
    words = ("verify", "--db", url, "--checkpoint", mark)

    assert 2 == audit(*words).exit_code
    assert 2 == audit(*words, "--trust", "no hex").exit_code
    assert isinstance(audit(*words, "--trust", TRUST).exception, CheckpointError)


def test_a_trail_of_another_suite_is_not_whole(url: str) -> None:
    told = audit("verify", "--db", url, "--suite", "INTL")

    assert 1 == told.exit_code
    assert "--suite GM" in told.stderr
    assert "altered" not in told.stderr


@pytest.mark.parametrize("suite", list(Suite))
def test_the_suite_of_a_trail_is_found_out(suite: Suite, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/other.db"
    storage = SqlStorage.open(url)
    live(build(storage, suite))
    storage.close()
    assert 0 == audit("verify", "--db", url).exit_code

    forge(url)
    told = audit("verify", "--db", url)
    assert 1 == told.exit_code
    assert "case" in told.stderr
    assert told.stderr == audit("verify", "--db", url, "--suite", suite.name).stderr
