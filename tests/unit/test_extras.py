"""With an extra its part of the package works, without it the extra is named."""

import json
import pickle
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ehealthcard import cli
from ehealthcard.adapters.storage.sql.dialects import connect
from ehealthcard.cli.app import app
from ehealthcard.errors import (
    DatabaseUrlError,
    MissingExtraError,
    UnsupportedDatabaseError,
)
from ehealthcard.extras import needs
from tests.extras import EXTRAS, OPTIONAL, Asked, covered

ROOT = Path(__file__).parents[2]
PROMISED = {
    "asgi": ["hosts.issuer", "hosts.platform"],
    "celery": ["hosts.celery"],
    "cli": ["cli.app"],
    "demo": ["cli.demo"],
    "dicom": ["adapters.dicom", "hosts.dicom"],
    "docs": ["cli.drawing"],
    "fhir": ["adapters.fhir"],
    "http": ["adapters.issuers.http", "adapters.platform", "adapters.real_name"],
    "index": ["adapters.index"],
    "knowledge": ["adapters.knowledge", "adapters.questions"],
    "mysql": ["adapters.storage.sql"],
    "otel": ["adapters.telemetry"],
    "pdf": ["adapters.documents"],
    "postgres": ["adapters.storage.sql.pipelining"],
    "redis": ["adapters.replay.limiting", "adapters.replay.redis"],
    "soap": ["adapters.hip"],
    "sql": ["adapters.dbview", "adapters.storage.sql", "adapters.wire.sql"],
    "testing": ["testing"],
}
NOTHING_OF_ITS_OWN = {"fast", "hl7"}
"""They make something faster, or name what the core can do."""


@cache
def walked() -> dict[str, Asked]:
    command = [sys.executable, "-m", "tests.extras"]
    done = subprocess.run(  # noqa: S603  # our own program
        command, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return dict(json.loads(line) for line in done.stdout.splitlines())


def of_users(asked: Asked) -> Asked:
    """Leave out the commands' own modules; their door is ``cli.app``."""
    inner = "ehealthcard.cli."
    doors = {f"{inner}app", f"{inner}demo", f"{inner}drawing"}
    return {m: e for m, e in asked.items() if m in doors or not m.startswith(inner)}


def test_without_any_extra_each_module_works_or_names_one() -> None:
    assert set(of_users(walked()[""]).values()) <= set(EXTRAS)


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_opens_its_part_and_needs_no_other_in_secret(extra: str) -> None:
    without, with_it = walked()[""], walked()[extra]

    for name in PROMISED.get(extra, ()):
        assert f"ehealthcard.{name}" in without
        assert f"ehealthcard.{name}" not in with_it
    others = set(EXTRAS) - covered(extra)
    for module, still in of_users(with_it).items():
        if still == "ModuleNotFoundError rich":
            assert module == "ehealthcard.cli.demo"  # behind a door that is shut
        else:
            assert still in others


def test_no_extra_is_forgotten_here() -> None:
    assert set(EXTRAS) == PROMISED.keys() | NOTHING_OF_ITS_OWN


def test_a_missing_library_is_one_of_our_errors_and_an_import_error_too() -> None:
    with pytest.raises(MissingExtraError) as caught, needs("http"):
        import no_such_library  # type: ignore[import-not-found]  # noqa: F401, PLC0415

    error = caught.value
    assert isinstance(error, ModuleNotFoundError)
    assert error.name == "no_such_library"
    assert "pip install 'ehealthcard[http]'" in error.english
    assert "pip install 'ehealthcard[http]'" in error.chinese
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # just made here
    assert (again.code, again.facts, again.name) == (
        "EXTRA_MISSING",
        {"name": "no_such_library", "extra": "http"},
        "no_such_library",
    )


def test_the_innermost_extra_is_the_one_that_is_named() -> None:
    with pytest.raises(MissingExtraError) as caught, needs("sql"), needs("postgres"):
        raise ModuleNotFoundError(name="psycopg")

    assert caught.value.facts["extra"] == "postgres"


def test_every_extra_that_the_source_names_is_one() -> None:
    source = "".join(p.read_text("utf-8") for p in (ROOT / "src").rglob("*.py"))
    named = {part.partition('"')[0] for part in source.split('with needs("')[1:]}

    assert named <= OPTIONAL.keys()
    assert len(named) > len(PROMISED) / 2


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///x.db", "pysqlite"),
        ("postgresql://nobody@localhost/x", "psycopg"),
        ("postgresql+psycopg://nobody@localhost/x", "psycopg"),
        ("mysql://nobody@localhost/x", "pymysql"),
        ("mariadb://nobody@localhost/x", "pymysql"),
    ],
)
def test_a_url_without_a_driver_gets_the_one_of_our_extra(
    url: str, driver: str
) -> None:
    engine, _ = connect(url)

    assert engine.dialect.driver == driver


@pytest.mark.parametrize(
    "url", ["oracle://x", "postgresql+psycopg2://nobody@localhost/x", "nonsense://x"]
)
def test_a_database_or_driver_nobody_tried_is_named(url: str) -> None:
    with pytest.raises(UnsupportedDatabaseError, match=url.partition(":")[0][:6]):
        connect(url)


def test_a_text_that_is_no_url_is_not_a_database_that_is_down() -> None:
    with pytest.raises(DatabaseUrlError) as caught:
        connect("secret-text")

    assert "sqlite:///" in caught.value.english
    assert "secret-text" not in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["keys", "show", "no.keys", "--passphrase", "x"], "FILE_UNUSABLE"),
        (
            ["keys", "new", "no/x.keys", "--issuer", "3301", "--passphrase", "x"],
            "FILE_UNUSABLE",
        ),
        (["db", "current", "nonsense"], "DATABASE_URL"),
        (["db", "current", "oracle://x"], "DATABASE_UNSUPPORTED"),
        (["guidance", "evaluate", "no.csv"], "EVALUATION_FILE"),
    ],
)
def test_a_users_mistake_ends_a_command_with_sentences(
    arguments: list[str],
    code: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["ehealthcard", *arguments])

    with pytest.raises(SystemExit) as ended:
        cli.main()

    named, english, chinese = str(ended.value.code).splitlines()
    assert named == code
    assert english.endswith(".")
    assert chinese.endswith("。")


def test_the_commands_are_still_there() -> None:
    assert CliRunner().invoke(app, ["--help"]).exit_code == 0


def test_ctrl_c_ends_a_command_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ehealthcard.cli.app.app", interrupted)

    with pytest.raises(SystemExit) as ended:
        cli.main()

    assert ended.value.code == cli.INTERRUPTED


def test_the_quick_start_says_what_each_extra_is_for() -> None:
    page = (ROOT / "docs" / "quickstart.md").read_text("utf-8")

    for extra in EXTRAS:
        assert f"| `{extra}` |" in page
