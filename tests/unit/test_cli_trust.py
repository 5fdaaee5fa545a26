"""Trust lists on the command line."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ehealthcard.cli.app import app
from ehealthcard.crypto import save_keys
from ehealthcard.errors import (
    EHealthCardError,
    ForgedBundleError,
    IssuerRevokedError,
)
from ehealthcard.qr.directory import Directory
from tests.regions import RINGS, ROOT, SICHUAN, ZHEJIANG, entry

RUNNER = CliRunner()
SECRET = "correct horse battery"
TRUST = ROOT.public().trust


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with key files, a draft and a list: sealing keys takes long."""
    folder = tmp_path_factory.mktemp("keys")
    for code, ring in (("root", ROOT), (ZHEJIANG, RINGS[ZHEJIANG])):
        (folder / f"{code}.keys").write_bytes(save_keys(ring, SECRET))
    draft(folder)
    sign(folder)
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


def draft(folder: Path) -> None:
    run(
        folder, "trust", "entry", "@z.json", "--keys", f"@{ZHEJIANG}.keys",
        "--name", "某省卡管", "--gateway", "https://330000000001.example",
    )  # fmt: skip
    (folder / "s.json").write_bytes(entry(RINGS[SICHUAN]).to_json())
    run(
        folder, "trust", "make", "@z.json", "@s.json", "--out", "@draft.json",
        "--root", "root", "--serial", "7",
    )  # fmt: skip


def sign(folder: Path, out: str = "region.list") -> bytes:
    run(
        folder, "trust", "sign", "@draft.json", "--keys", "@root.keys",
        "--out", f"@{out}",
    )  # fmt: skip
    return (folder / out).read_bytes()


def test_a_list_is_made_signed_and_shown(files: Path) -> None:
    listed = Directory(TRUST).take((files / "region.list").read_bytes())

    for code, ring in RINGS.items():
        member = listed.member(code, at=datetime.now(UTC), use="asking")
        assert ring.public() == member.keys
    shown = run(files, "trust", "show", "@region.list", "--trust", TRUST.data.hex())
    for part in ("serial 7", ZHEJIANG, "某省卡管", "https://330000000001.example"):
        assert part in shown


def test_the_keeper_strikes_a_manager_off_in_the_draft(files: Path) -> None:
    file = files / "draft.json"
    kept = file.read_text("utf-8")
    said = json.loads(kept)
    said["managers"][0]["revoked"] = 1
    file.write_text(json.dumps(said), "utf-8")
    listed = Directory(TRUST).take(sign(files, "newer.list"))
    file.write_text(kept, "utf-8")

    with pytest.raises(IssuerRevokedError):
        listed.member(ZHEJIANG, at=datetime.now(UTC), use=None)
    shown = run(files, "trust", "show", "@newer.list", "--trust", TRUST.data.hex())
    assert "revoked 1970-01-01" in shown


def test_a_list_of_another_root_is_not_shown(files: Path) -> None:
    other = RINGS[ZHEJIANG].public().trust.data.hex()
    with pytest.raises(ForgedBundleError):
        run(files, "trust", "show", "@region.list", "--trust", other)
    run(files, "trust", "show", "@region.list", "--trust", "zz", code=2)


def test_a_use_that_there_is_not_is_refused(files: Path) -> None:
    run(
        files, "trust", "entry", "@x.json", "--keys", "@root.keys", "--name", "x",
        "--use", "all", code=2,
    )  # fmt: skip
