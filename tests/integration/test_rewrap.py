"""Data keys move to a new wrapping while the desk works."""

from pathlib import Path

from typer.testing import CliRunner

from ehealthcard import KeyRing, ServiceDesk, Suite
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.cli.app import app
from ehealthcard.crypto import KeyKind, save_keys
from ehealthcard.ports import Storage
from tests.actors import AUDITOR

from .conftest import WINDOW, applicant, build


def test_rewrapped_data_opens_without_the_old_generation(
    storage: Storage, suite: Suite
) -> None:
    old = KeyRing.generate(suite)
    before = build(storage, suite, keys=old).desk
    cards = [before.register(applicant(n), by=WINDOW) for n in range(5)]
    names = [before.masked(c, by=AUDITOR) for c in cards]
    both = old.rotate_data()
    desk = ServiceDesk(storage=storage, keys=both)
    newcomer = desk.register(applicant(9), by=WINDOW)

    steps = [desk.rewrap_data(limit=2) for _ in range(4)]
    assert [False, False, False, True] == [s.done for s in steps]
    assert 5 == sum(s.moved for s in steps)
    assert 0 == desk.rewrap_data().moved
    newest = ServiceDesk(storage=storage, keys=both.retire(KeyKind.DATA))
    assert names == [newest.masked(c, by=AUDITOR) for c in cards]
    assert newest.masked(newcomer, by=AUDITOR) is not None


def test_a_person_changed_meanwhile_stays_changed(
    storage: Storage, suite: Suite
) -> None:
    old = KeyRing.generate(suite)
    house = build(storage, suite, keys=old)
    card = house.desk.register(applicant(1), by=WINDOW)
    desk = ServiceDesk(storage=storage, keys=old.rotate_data())
    vault = house.desk.office.vault
    person = vault.person(card.subject)
    assert person is not None

    desk.rewrap_data()
    changed = person.model_copy(update={"master_index": "AB" * 16})
    desk.office.atomically(lambda: vault_put(desk, card.subject, changed))
    assert 0 == desk.rewrap_data().moved
    assert changed == desk.office.vault.person(card.subject)


def vault_put(desk: ServiceDesk, subject: object, person: object) -> None:
    desk.office.vault.put_person(subject, person)  # type: ignore[arg-type]  # as they are


def test_the_command_line_rewraps_all(tmp_path: Path) -> None:
    url, old = f"sqlite:///{tmp_path}/cards.db", KeyRing.generate(Suite.INTL)
    storage = SqlStorage.open(url)
    ServiceDesk(storage=storage, keys=old).register(applicant(1), by=WINDOW)
    file = tmp_path / "ring.keys"
    file.write_bytes(save_keys(old.rotate_data(), "correct horse battery"))
    command = ["data", "rewrap", "--db", url, "--keys", str(file)]
    env = {"EHEALTHCARD_PASSPHRASE": "correct horse battery"}

    assert "1" in CliRunner().invoke(app, command, env=env).output
    assert "0" in CliRunner().invoke(app, command, env=env).output
