"""An operator sets a gate up with the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ehealthcard import (
    Actor,
    Applicant,
    Gate,
    IdDocument,
    KeyRing,
    ServiceDesk,
    Suite,
    TrustStore,
)
from ehealthcard.adapters.gate import FileJournal
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.cli.app import app
from ehealthcard.crypto import PublicKey, save_keys
from ehealthcard.desk import TerminalRegistry, system_clock
from ehealthcard.services.foundation.terminal import Register, TerminalKind

PASSPHRASE = "a passphrase of your own"
KEEPER, WINDOW = Actor("k-1", {"terminal-keeper"}), Actor("w-1", {"registrar"})
RING = KeyRing.generate(Suite.INTL, issuer="330100000001")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServiceDesk]:
    storage = SqlStorage.open(f"sqlite:///{tmp_path}/cards.db")
    (tmp_path / "ring.keys").write_bytes(save_keys(RING, PASSPHRASE))
    desk = ServiceDesk(storage=storage, keys=RING)
    east = Register(kind=TerminalKind.GATE, org="H1", number="east-1", place="east")
    TerminalRegistry(desk).register(east, by=KEEPER)
    yield desk
    storage.close()


def run(folder: Path, *words: str) -> Result:
    common = ["--db", f"sqlite:///{folder}/cards.db", "--by", "keeper-1"]
    common += ["--keys", str(folder / "ring.keys")]
    env = {"EHEALTHCARD_PASSPHRASE": PASSPHRASE}
    return CliRunner().invoke(app, ["gate", *words, *common], env=env)


def put_into_use(folder: Path, number: str = "east-1") -> Result:
    file = str(folder / "gate.key")
    return run(folder, "key", file, "--org", "H1", "--terminal", number)


def test_a_gate_is_admitted_with_the_key_that_was_written(
    desk: ServiceDesk, tmp_path: Path
) -> None:
    done = put_into_use(tmp_path)

    assert 0 == done.exit_code, done.output
    file = tmp_path / "gate.key"
    assert 0o600 == file.stat().st_mode & 0o777
    secret = file.read_text("ascii").strip()
    assert secret not in done.output
    assert "east-1" in TerminalRegistry(desk).admit("H1", "east-1", secret).id


def test_a_gate_that_pins_the_printed_key_opens_with_the_written_bundle(
    desk: ServiceDesk, tmp_path: Path
) -> None:
    pinned = put_into_use(tmp_path).output.split()[-1]
    who = Applicant("张三", IdDocument("01", "11010519491231002X"))
    card = desk.register(who, by=WINDOW)
    root = PublicKey(Suite.INTL, bytes.fromhex(pinned))
    trust = TrustStore(RING.issuer, Suite.INTL, root)
    journal = FileJournal(tmp_path / "journal")
    gate = Gate(trust, journal)

    done = run(tmp_path, "bundle", "--out", str(tmp_path / "whole"))

    assert 0 == done.exit_code, done.output
    gate.take((tmp_path / "whole").read_bytes())
    text = desk.show(card.id, by=WINDOW).text
    assert "accept" == gate.check(text, system_clock()).verdict.value
    changes = ("bundle", "--out", str(tmp_path / "more"))
    assert 0 == run(tmp_path, *changes, "--base", str(tmp_path / "whole")).exit_code
    gate.take((tmp_path / "more").read_bytes())
    assert 2 == gate.trust.sequence
    journal.close()


def test_a_key_is_not_written_over_and_none_is_left_for_an_unknown_gate(
    desk: ServiceDesk, tmp_path: Path
) -> None:
    assert 1 == put_into_use(tmp_path, "west-9").exit_code
    assert not (tmp_path / "gate.key").exists()
    (tmp_path / "gate.key").write_text("another's")

    assert 2 == put_into_use(tmp_path).exit_code

    assert "another's" == (tmp_path / "gate.key").read_text()
