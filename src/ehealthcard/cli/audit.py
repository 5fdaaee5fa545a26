"""``ehealthcard audit``: whether the trail is whole (审计)."""

from pathlib import Path
from typing import Annotated

import typer

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.crypto import load_keys
from ehealthcard.desk import system_clock
from ehealthcard.monitor import make_checkpoint, open_checkpoint, verify_audit

from .keyfiles import Passphrase

app = typer.Typer(no_args_is_help=True, help="The audit trail (审计).")
Url = Annotated[
    str,
    typer.Option(help="The database, such as sqlite:///cards.db.", show_default=False),
]
OutFile = Annotated[Path, typer.Option(help="Where the checkpoint goes.")]
KeyFile = Annotated[Path, typer.Option(help="The card manager's key file.")]


@app.command()
def checkpoint(db: Url, keys: KeyFile, out: OutFile, passphrase: Passphrase) -> None:
    """Write a signed checkpoint to OUT; keep it on another machine."""
    ring = load_keys(keys.read_bytes(), passphrase)
    storage = SqlStorage.open(db)
    try:
        out.write_bytes(make_checkpoint(storage, ring, system_clock()))
    finally:
        storage.close()


@app.command()
def verify(
    db: Url,
    keys: KeyFile,
    passphrase: Passphrase,
    checkpoints: Annotated[
        list[Path] | None,
        typer.Option("--checkpoint", help="One that was kept elsewhere; repeatable."),
    ] = None,
) -> None:
    """Read the whole trail; name the first broken entry and end with status 1."""
    ring = load_keys(keys.read_bytes(), passphrase)
    trust = ring.public().trust
    known = [
        open_checkpoint(file.read_bytes(), trust, ring.suite)
        for file in checkpoints or ()
    ]
    storage = SqlStorage.open(db)
    try:
        report = verify_audit(storage, ring.suite, known)
    finally:
        storage.close()
    flaw = report.flaw
    if flaw is None:
        typer.echo(f"whole 完整: {report.entries} entries, {report.erased} erased")
        return
    typer.echo(f"{flaw.kind.value}: {flaw.kind.en} {flaw.kind.zh}", err=True)
    place = f"chain {flaw.chain}, entry {flaw.number}"
    typer.echo(f"{place}, case {flaw.case or '-'}, version {flaw.version}", err=True)
    raise typer.Exit(1)
