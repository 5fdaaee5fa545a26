"""What is wrong with a database's URL is said, in no word of a driver's."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.adapters.storage.sql.migrations import Migrations
from ehealthcard.cli.app import app
from ehealthcard.errors import (
    DatabaseConnectError,
    DatabaseUrlError,
    StorageUnavailableError,
)
from tests.servers import postgres

RUNNER = CliRunner()


def told(url: str, *, create: bool = True) -> str:
    with pytest.raises(DatabaseConnectError) as caught:
        SqlStorage.open(url, create=create)
    assert isinstance(caught.value, StorageUnavailableError)
    return caught.value.english


def test_a_file_that_cannot_be_one_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("this was never a database, it is a letter")

    assert "its folder" in told(f"sqlite:///{tmp_path}/none/cards.db")
    assert "no SQLite database" in told(f"sqlite:///{tmp_path}/notes.txt")
    assert "no such file" in told(f"sqlite:///{tmp_path}/none.db", create=False)


def test_each_sentence_says_why_in_its_own_language(tmp_path: Path) -> None:
    with pytest.raises(DatabaseConnectError) as caught:
        SqlStorage.open(f"sqlite:///{tmp_path}/none.db", create=False)

    assert caught.value.english.isascii()
    assert "文件不存在" in caught.value.chinese
    assert "no such file" not in caught.value.chinese


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:///"])
def test_a_database_without_a_file_keeps_nothing_and_is_refused(url: str) -> None:
    with pytest.raises(DatabaseUrlError):
        SqlStorage.open(url)


def test_a_server_says_which_part_of_the_url_is_wrong() -> None:
    url = postgres()
    assert url.startswith("postgresql")
    base, _, _ = url.rpartition("/")
    host = base.rpartition("@")[2]
    scheme = url.partition("://")[0]

    assert "no such database" in told(f"{base}/nosuchdatabase")
    assert "nobody answers" in told(f"{scheme}://u@127.0.0.1:1/cards")
    assert "user or password" in told(f"{scheme}://nosuchuser@{host}/cards")
    assert "an option" in told(f"{url}?ssl=1")


def test_a_piece_of_a_password_is_in_no_sentence() -> None:
    said = told("postgresql://u:pass@word-42.invalid@127.0.0.1.invalid/cards")

    assert "host is not known" in said
    assert "word-42" not in said


def test_postgres_is_short_for_postgresql() -> None:
    assert "nobody answers" in told("postgres://u@127.0.0.1:1/cards")


def test_looking_at_a_schema_makes_no_file(tmp_path: Path) -> None:
    file = tmp_path / "none.db"
    url = f"sqlite:///{file}"

    shown = RUNNER.invoke(app, ["db", "current", url])
    restored = RUNNER.invoke(app, ["db", "restored", url])

    assert (0, 1) == (shown.exit_code, restored.exit_code)
    assert "schema none" in shown.output
    assert Migrations(url).current() is None
    assert not file.exists()
