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
    MalformedBundleError,
)
from ehealthcard.qr.directory import Directory
from tests.regions import RINGS, ROOT, SICHUAN, ZHEJIANG

RUNNER = CliRunner()
SECRET = "correct horse battery"
TRUST = ROOT.public().trust


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    for code, ring in (("root", ROOT), *RINGS.items()):
        (folder / f"{code}.keys").write_bytes(save_keys(ring, SECRET))
    draft(folder)
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
    for code in RINGS:
        address = f"https://{code}.example"
        run(
            folder, "trust", "entry", f"@{code}.json", "--keys", f"@{code}.keys",
            "--name", "某省卡管", "--gateway", address,
        )  # fmt: skip
    entries = [f"@{code}.json" for code in RINGS]
    run(
        folder, "trust", "make", *entries, "--out", "@draft.json", "--root", "root",
        "--serial", "7",
    )  # fmt: skip


def sign(folder: Path, key: str = "root") -> bytes:
    run(
        folder, "trust", "sign", "@draft.json", "--keys", f"@{key}.keys", "--out",
        "@region.list",
    )  # fmt: skip
    return (folder / "region.list").read_bytes()


def test_a_list_is_made_signed_and_shown(files: Path) -> None:
    listed = Directory(TRUST).take(sign(files))

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
    listed = Directory(TRUST).take(sign(files))
    file.write_text(kept, "utf-8")

    with pytest.raises(IssuerRevokedError):
        listed.member(ZHEJIANG, at=datetime.now(UTC), use=None)
    shown = run(files, "trust", "show", "@region.list", "--trust", TRUST.data.hex())
    assert "revoked 1970-01-01" in shown


def test_only_the_root_signs(files: Path) -> None:
    with pytest.raises(MalformedBundleError):
        sign(files, ZHEJIANG)


def test_a_list_of_another_root_is_not_shown(files: Path) -> None:
    sign(files)
    other = RINGS[ZHEJIANG].public().trust.data.hex()
    with pytest.raises(ForgedBundleError):
        run(files, "trust", "show", "@region.list", "--trust", other)
    run(files, "trust", "show", "@region.list", "--trust", "zz", code=2)


def test_a_use_that_there_is_not_is_refused(files: Path) -> None:
    run(
        files, "trust", "entry", "@x.json", "--keys", f"@{SICHUAN}.keys", "--name", "x",
        "--use", "all", code=2,
    )  # fmt: skip
