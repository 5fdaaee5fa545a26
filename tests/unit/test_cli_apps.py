"""Lists of allowed builds on the command line (允许版本清单)."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.cli.app import app
from ehealthcard.crypto import KeyRing, Suite, save_keys
from ehealthcard.crypto.signing import LocalSigner
from ehealthcard.desk import ClientApps, ServiceDesk
from ehealthcard.errors import EHealthCardError, ForgedBundleError
from ehealthcard.monitor.clients import open_builds
from ehealthcard.services.foundation.client_app import (
    ClientKind,
    PassInspection,
    RegisterBuild,
)
from ehealthcard.workflow import Actor

RUNNER = CliRunner()
SECRET = "correct horse battery"
RING = KeyRing.generate(Suite.INTL, issuer="330000000001")
TRUST = RING.public().trust
KEY = LocalSigner(Suite.INTL, bytes(range(32))).public_key.hex()
DIGEST = Suite.INTL.digest(b"a package").hex()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a key file: sealing keys takes long."""
    folder = tmp_path_factory.mktemp("apps")
    (folder / "keeper.keys").write_bytes(save_keys(RING, SECRET))
    (folder / "app.apk").write_bytes(b"a package")
    return folder


def run(folder: Path, *words: str, code: int = 0) -> str:
    whole = [w.replace("@", f"{folder}/") for w in words]
    done = RUNNER.invoke(
        app, whole, env={"EHEALTHCARD_PASSPHRASE": SECRET, "COLUMNS": "200"}
    )
    if isinstance(done.exception, EHealthCardError):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.output


def shown(folder: Path, name: str) -> str:
    return run(
        folder, "apps", "show", f"@{name}", "--trust", TRUST.data.hex(),
        "--suite", "INTL",
    )  # fmt: skip


def test_a_list_is_made_edited_signed_and_shown(files: Path) -> None:
    run(
        files, "apps", "entry", "@one.json", "--app", "org.example.health",
        "--version", "3.2.1", "--package", "@app.apk", "--key", KEY, "--suite", "INTL",
    )  # fmt: skip
    run(
        files, "apps", "make", "@one.json", "--out", "@draft.json",
        "--keeper", "330000000001", "--serial", "7", "--suite", "INTL",
    )  # fmt: skip
    draft = files / "draft.json"
    said = json.loads(draft.read_text("utf-8"))
    said["builds"][0]["standing"] = "limited"
    draft.write_text(json.dumps(said), "utf-8")
    run(
        files, "apps", "sign", "@draft.json", "--keys", "@keeper.keys",
        "--out", "@apps.list",
    )  # fmt: skip

    (build,) = open_builds((files / "apps.list").read_bytes(), [TRUST]).builds
    assert ((DIGEST,), "limited", KEY) == (
        build.digests,
        build.standing,
        build.keys[0].key,
    )
    text = shown(files, "apps.list")
    for part in ("serial 7", "org.example.health", "3.2.1", "limited", DIGEST[:12]):
        assert part in text


def test_a_desk_s_records_become_a_list(files: Path) -> None:
    url = f"sqlite:///{files}/cards.db"
    storage = SqlStorage.open(url)
    apps = ClientApps(ServiceDesk(storage=storage, keys=RING))
    register = RegisterBuild(
        app="kiosk",
        version="1.0",
        kind=ClientKind.TERMINAL,
        maker="某信息公司",
        digests=(DIGEST,),
    )
    apps.register(register, by=Actor("keeper-1", {"client-keeper"}))
    passed = PassInspection(digests=(DIGEST,), checklist="2026-1")
    apps.do("kiosk", "1.0", passed, by=Actor("i-1", {"client-inspector"}))
    storage.close()
    run(
        files, "apps", "publish", "--db", url, "--keys", "@keeper.keys",
        "--out", "@desk.list",
    )  # fmt: skip
    text = shown(files, "desk.list")
    for part in ("serial 1", "kiosk", "allowed"):
        assert part in text


def test_a_list_of_another_keeper_is_not_shown(files: Path) -> None:
    other = KeyRing.generate(Suite.INTL).public().trust.data.hex()
    words = ("apps", "show", "@desk.list", "--suite", "INTL", "--trust")
    with pytest.raises(ForgedBundleError):
        run(files, *words, other)
    for wrong in ("zz", "00"):
        run(files, *words, wrong, code=2)
