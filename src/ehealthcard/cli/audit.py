"""``ehealthcard audit``: whether the trail is whole (审计)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.crypto import PublicKey, Suite, load_keys
from ehealthcard.desk import system_clock
from ehealthcard.monitor import (
    Checkpoint,
    Report,
    make_checkpoint,
    open_checkpoint,
    verify_audit,
)
from ehealthcard.ports import Storage

from .database import DatabaseUrl
from .keyfiles import Passphrase

app = typer.Typer(no_args_is_help=True, help="The audit trail (审计).")
OutFile = Annotated[Path, typer.Option(help="Where the checkpoint goes.")]
KeyFile = Annotated[Path, typer.Option(help="The card manager's key file.")]


@app.command()
def checkpoint(
    db: DatabaseUrl, keys: KeyFile, out: OutFile, passphrase: Passphrase
) -> None:
    """Write a signed checkpoint to OUT (审计检查点).

    Keep it on another machine, out of reach of whoever can write to this database.
    """
    ring = load_keys(keys.read_bytes(), passphrase)
    storage = SqlStorage.open(db, create=False)
    try:
        out.write_bytes(make_checkpoint(storage, ring, system_clock()))
    finally:
        storage.close()


@app.command()
def verify(
    *,
    db: DatabaseUrl,
    checkpoints: Annotated[
        list[Path] | None,
        typer.Option("--checkpoint", help="One that was kept elsewhere; repeatable."),
    ] = None,
    trust: Annotated[
        str | None,
        typer.Option(help="The ring's public trust key, as `keys show` prints it."),
    ] = None,
    suite: Annotated[
        Suite | None,
        typer.Option(help="The ring's algorithms; found out if not said."),
    ] = None,
    keys: Annotated[
        Path | None, typer.Option(help="A key file, instead of --trust and --suite.")
    ] = None,
    passphrase: Annotated[
        str | None, typer.Option(envvar="EHEALTHCARD_PASSPHRASE", show_envvar=True)
    ] = None,
) -> None:
    """Read the trail; end with 1 at a broken entry (核验审计).

    No secret key is needed: the chains want the suite, checkpoints the public key.
    """
    public = _public_key(trust, suite or Suite.GM, keys, passphrase)
    asked = public.suite if public else suite
    if checkpoints and public is None:
        raise typer.BadParameter("A checkpoint needs --trust or --keys.")
    known = [
        open_checkpoint(file.read_bytes(), public, public.suite)
        for file in checkpoints or ()
        if public
    ]
    storage = SqlStorage.open(db, create=False)
    try:
        report = _read(storage, [asked] if asked else list(Suite), known)
        if asked and report.flaw and (other := _fitting(storage, asked)):
            name = other.name
            typer.echo(f"whole under --suite {name} 该审计链的算法为 {name}", err=True)
            raise typer.Exit(1)
    finally:
        storage.close()
    _tell(report)


def _read(
    storage: Storage, suites: Sequence[Suite], known: Sequence[Checkpoint]
) -> Report:
    """Return what the first suite says under which the trail is whole.

    If there is none, the one that got furthest knows where it is broken.
    """
    flawed = list[Report]()
    for suite in suites:
        report = verify_audit(storage, suite, known)
        if report.flaw is None:
            return report
        flawed.append(report)
    return max(flawed, key=lambda report: report.entries)


def _fitting(storage: Storage, asked: Suite) -> Suite | None:
    """Return under which other suite the trail is whole: each looks altered by one."""
    others = (suite for suite in Suite if suite is not asked)
    return next((s for s in others if not verify_audit(storage, s).flaw), None)


def _public_key(
    trust: str | None, suite: Suite, keys: Path | None, passphrase: str | None
) -> PublicKey | None:
    if keys:
        secret = passphrase or typer.prompt("Passphrase", hide_input=True)
        return load_keys(keys.read_bytes(), secret).public().trust
    try:
        return PublicKey(suite, bytes.fromhex(trust)) if trust else None
    except ValueError:
        raise typer.BadParameter("--trust is not hexadecimal.") from None


def _tell(report: Report) -> None:
    flaw = report.flaw
    if flaw is None:
        typer.echo(f"whole 完整: {report.entries} entries, {report.erased} erased")
        return
    typer.echo(f"{flaw.kind.value}: {flaw.kind.en} {flaw.kind.zh}", err=True)
    place = f"chain {flaw.chain}, entry {flaw.number}"
    typer.echo(f"{place}, case {flaw.case or '-'}, version {flaw.version}", err=True)
    raise typer.Exit(1)
