"""Who keeps the terminals registers, lists and retires them with the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ehealthcard import KeyRing, ServiceDesk, Suite
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.cli.app import app
from ehealthcard.crypto import save_keys
from ehealthcard.desk import TerminalRegistry
from ehealthcard.errors import EHealthCardError, RuleViolationError
from ehealthcard.services.foundation.terminal import terminal
from tests.actors import AUDITOR

PASSPHRASE = "a passphrase of your own"
RING = KeyRing.generate(Suite.INTL, issuer="330100000001")
SEALED = save_keys(RING, PASSPHRASE)  # once: sealing takes long
EAST = ("--org", "H1", "--terminal", "east-1")
WHY = ("--reason", "worn out")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ring.keys").write_bytes(SEALED)
    SqlStorage.open(f"sqlite:///{tmp_path}/cards.db").close()
    return tmp_path


def run(folder: Path, *words: str, group: str = "terminal") -> str:
    common = ["--db", f"sqlite:///{folder}/cards.db", "--by", "keeper-1"]
    common += ["--keys", str(folder / "ring.keys")]
    env = {"EHEALTHCARD_PASSPHRASE": PASSPHRASE}
    done = CliRunner().invoke(app, [group, *words, *common], env=env)
    if isinstance(done.exception, EHealthCardError):
        raise done.exception
    assert 0 == done.exit_code, done.output
    return done.output


def register(folder: Path, number: str, kind: str, org: str = "H1") -> str:
    named = ("--org", org, "--terminal", number, "--kind", kind, "--place", "hall")
    return run(folder, "register", *named)


def listed(folder: Path, *words: str) -> list[list[str]]:
    return [row.split("\t") for row in run(folder, "list", *words).splitlines()]


def test_terminals_are_registered_and_listed(folder: Path) -> None:
    assert [] == listed(folder)
    register(folder, "window-3", "window")
    register(folder, "kiosk-1", "kiosk", org="H2")
    assert "registered 已登记: H1 east-1\n" == register(folder, "east-1", "gate")

    east = ["H1", "east-1", "gate", "registered 已登记", "hall"]
    window = ["H1", "window-3", "window", "registered 已登记", "hall"]
    kiosk = ["H2", "kiosk-1", "kiosk", "registered 已登记", "hall"]
    assert [east, window, kiosk] == listed(folder)
    assert [kiosk] == listed(folder, "--org", "H2")


def test_a_registered_terminal_is_put_into_use_rests_and_is_good_again(
    folder: Path,
) -> None:
    register(folder, "east-1", "gate")
    key = folder / "east.key"
    run(folder, "key", str(key), *EAST, group="gate")
    assert "in use 使用中" == listed(folder)[0][3]

    run(folder, "suspend", *EAST, "--reason", "lost")
    assert "suspended 已停用" == listed(folder)[0][3]

    run(folder, "resume", *EAST)
    assert "in use 使用中" == listed(folder)[0][3]
    storage = SqlStorage.open(f"sqlite:///{folder}/cards.db")
    registry = TerminalRegistry(ServiceDesk(storage=storage, keys=RING))
    secret = key.read_text("ascii").strip()
    assert "hall" == registry.admit("H1", "east-1", secret).place
    storage.close()


def test_a_retired_terminal_leaves_its_number_to_another(folder: Path) -> None:
    register(folder, "east-1", "gate")
    with pytest.raises(RuleViolationError, match="CLAIM_TAKEN"):
        register(folder, "east-1", "kiosk")

    assert "retired 已注销: H1 east-1\n" == run(folder, "retire", *EAST, *WHY)

    assert [] == listed(folder)
    with pytest.raises(RuleViolationError, match="TERMINAL_UNKNOWN"):
        run(folder, "retire", *EAST, *WHY)
    register(folder, "east-1", "kiosk")
    assert [["H1", "east-1", "kiosk"]] == [row[:3] for row in listed(folder)]


def test_the_record_names_who_did_it(folder: Path) -> None:
    register(folder, "east-1", "gate")
    run(folder, "retire", *EAST, *WHY)

    storage = SqlStorage.open(f"sqlite:///{folder}/cards.db")
    desk = ServiceDesk(storage=storage, keys=RING)
    (found,) = storage.cases_in("terminal", "Retired", before=None, limit=9)
    case = desk.case(terminal, found.case, by=AUDITOR)
    steps = desk.history(terminal, case, by=AUDITOR)
    assert ["keeper-1", "keeper-1"] == [step.actor for step in steps]
    storage.close()
