"""``ehealthcard audit``: whether the trail is whole (审计)."""

from pathlib import Path
from typing import Annotated

import typer

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.crypto import PublicKey, Suite, load_keys
from ehealthcard.desk import system_clock
from ehealthcard.monitor import Report, make_checkpoint, open_checkpoint, verify_audit

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
    db: Url,
    checkpoints: Annotated[
        list[Path] | None,
        typer.Option("--checkpoint", help="One that was kept elsewhere; repeatable."),
    ] = None,
    trust: Annotated[
        str | None,
        typer.Option(help="The ring's public trust key, as `keys show` prints it."),
    ] = None,
    suite: Annotated[Suite, typer.Option(help="The ring's algorithms.")] = Suite.GM,
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
    public = _public_key(trust, suite, keys, passphrase)
    suite = public.suite if public else suite
    if checkpoints and public is None:
        raise typer.BadParameter("A checkpoint needs --trust or --keys.")
    known = [
        open_checkpoint(file.read_bytes(), public, suite)
        for file in checkpoints or ()
        if public
    ]
    storage = SqlStorage.open(db, create=False)
    try:
        report = verify_audit(storage, suite, known)
    finally:
        storage.close()
    _tell(report)


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
