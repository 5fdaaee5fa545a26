"""The command line, as a user calls it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner, Result

from ehealthcard import __version__
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.cli import main
from ehealthcard.cli.app import app
from ehealthcard.crypto import load_keys
from ehealthcard.ports import Entry
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.testing.storage.rows import a_message, an_event
from ehealthcard.workflow import mermaid

RUNNER = CliRunner()
PASSPHRASE = {"EHEALTHCARD_PASSPHRASE": "correct horse battery"}


@pytest.mark.parametrize("suite", ["GM", "INTL"])
def test_the_demonstration_runs_and_runs_on(tmp_path: Path, suite: str) -> None:
    options = ["--out", str(tmp_path), "--suite", suite]

    first = RUNNER.invoke(app, ["demo", *options])
    second = RUNNER.invoke(app, ["demo", *options, "--db", str(tmp_path / "cards.db")])

    assert first.exit_code == 0, first.output
    assert second.exit_code == 0, second.output
    assert "a new hospital" in first.output
    assert "going on" in second.output
    for sentence in (
        "zxing-cpp read the PNG back to the letter",
        "the gate opens",
        "not refused",
        "CODE_REPLAYED",
        "CODE_EXPIRED",
        "CODE_FORGED",
        "CODE_NOT_ISSUED_HERE",
        "CODE_SECOND_FACTOR_REQUIRED",
        "CARD_LOST",
        "a fresh code: accept",
        "the same again: deny",
        "0 left inside",
    ):
        assert sentence in first.output
        assert sentence in second.output
    made = {p.name for p in tmp_path.iterdir()}
    assert {"code.svg", "code.png", "printed-card.pdf", "trust.bundle"} <= made


def test_services_are_listed_built_or_not() -> None:
    rows = json.loads(RUNNER.invoke(app, ["services", "--json"]).output)

    assert len(rows) == 22
    assert rows[0] == {
        "section": "4.1.1",
        "title_zh": "健康申报",
        "title_en": "Health declaration",
        "workflows": ["health-declaration"],
        "states": 8,
        "status": "built",
    }
    assert [r["section"] for r in rows] == sorted(r["section"] for r in rows)
    for row in rows:
        built = row["status"] == "built"
        assert built is bool(row["workflows"]) is bool(row["states"])
        assert built or row["status"] == "absent"
        assert row["title_zh"]
        assert row["title_en"]
    assert "健康申报" in RUNNER.invoke(app, ["services"]).output


def test_a_diagram_is_that_of_the_machine_that_runs() -> None:
    shown = RUNNER.invoke(app, ["services", "diagram", "card"])

    assert shown.output == mermaid(CATALOGUE.named["card"])
    for name in CATALOGUE.named:
        text = RUNNER.invoke(app, ["services", "diagram", name]).output
        assert text.startswith("stateDiagram-v2\n")
        assert "\n    [*] --> " in text
    wrong = RUNNER.invoke(app, ["services", "diagram", "nonsense"])
    assert wrong.exit_code != 0
    assert "health-declaration" in wrong.output


def test_a_diagram_is_drawn_into_a_file(tmp_path: Path) -> None:
    file = tmp_path / "card.svg"
    drawn = RUNNER.invoke(app, ["services", "diagram", "card", "--svg", str(file)])

    assert drawn.exit_code == 0
    picture = file.read_text("utf-8")
    assert picture.startswith("<svg ")
    for state in CATALOGUE.named["card"].states:
        assert state in picture


def test_keys_are_made_sealed_and_shown_without_themselves(tmp_path: Path) -> None:
    file = tmp_path / "hospital.keys"
    make = ["keys", "new", str(file), "--issuer", "3301", "--suite", "INTL"]

    made = RUNNER.invoke(app, make, env=PASSPHRASE)
    shown = RUNNER.invoke(app, ["keys", "show", str(file)], env=PASSPHRASE)

    assert made.exit_code == shown.exit_code == 0
    assert "3301" in shown.output
    trust = load_keys(file.read_bytes(), PASSPHRASE["EHEALTHCARD_PASSPHRASE"])
    assert trust.public().trust.data.hex() in shown.output
    assert file.stat().st_mode & 0o077 == 0
    again = RUNNER.invoke(app, make, env=PASSPHRASE)
    assert again.exit_code != 0


def test_the_version_is_said() -> None:
    told = RUNNER.invoke(app, ["--version"])

    assert (0, __version__) == (told.exit_code, told.output.strip())


def options(group: TyperGroup, *path: str) -> Iterator[tuple[str, Any]]:
    """Yield every option of every command, with the words that lead to it."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from options(command, *path, name)
        else:
            yield from ((" ".join((*path, name)), p) for p in command.params)


def test_the_database_of_every_command_may_stand_in_the_environment() -> None:
    front = get_command(app)
    assert isinstance(front, TyperGroup)
    found = {
        command: option.envvar
        for command, option in options(front)
        if "--db" in option.opts and command not in ("demo", "view check")
    }

    assert {"audit verify", "gate take", "outbox list", "uses seal"} <= found.keys()
    assert {"EHEALTHCARD_DATABASE_URL"} == set(found.values())


def test_the_name_of_a_dead_letter_is_shown_whole(tmp_path: Path) -> None:
    url, name = f"sqlite:///{tmp_path}/cards.db", "66156e80d266b2d6cb288f5697d1fe6" * 2
    storage = SqlStorage.open(url)
    letter = attrs.evolve(a_message(name), standing="dead", note="unreachable")
    storage.append(Entry(an_event(), outbox=(letter,)))

    told = RUNNER.invoke(app, ["outbox", "list", "--db", url])

    assert name in told.output.split()


def test_dead_letters_are_listed_queued_again_and_dropped(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/cards.db"
    storage = SqlStorage.open(url)
    letters = [
        attrs.evolve(a_message(f"m{n}"), standing="dead", note="unreachable")
        for n in (1, 2)
    ]
    storage.append(Entry(an_event(), outbox=tuple(letters)))

    def outbox(*words: str) -> Result:
        return RUNNER.invoke(app, ["outbox", *words, "--db", url])

    assert "unreachable" in outbox("list").output
    assert outbox("retry", "m1").exit_code == 0
    assert outbox("retry", "m1").exit_code == 1
    assert outbox("drop", "m2").exit_code == 0
    assert "unreachable" not in outbox("list").output
    (again,) = storage.pending(at=datetime.now(UTC), limit=9)
    assert again.id == "m1"
    assert storage.message("m2") is None


def test_our_errors_end_the_command_with_two_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "not.keys"
    file.write_text("nonsense")
    monkeypatch.setattr("sys.argv", ["ehealthcard", "keys", "show", str(file)])
    monkeypatch.setenv("EHEALTHCARD_PASSPHRASE", "correct horse battery")

    with pytest.raises(SystemExit) as caught:
        main()

    text = str(caught.value)
    assert text.startswith("KEY_FILE\n")
    assert "密钥文件" in text
