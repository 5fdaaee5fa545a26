"""``ehealthcard gate``: bring home what a gate decided offline (闸机判定上传)."""

from pathlib import Path
from typing import Annotated

import typer

from ehealthcard.adapters.gate import FileLog
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.crypto import (
    PublicKey,
    Suite,
    load_keys,
    terminal_signer,
)
from ehealthcard.desk import ServiceDesk, system_clock
from ehealthcard.errors import EHealthCardError
from ehealthcard.services.foundation.terminal import TERMINAL_KEEPER
from ehealthcard.workflow import Actor

from .database import DatabaseUrl
from .keyfiles import Passphrase

app = typer.Typer(no_args_is_help=True, help="Gates without a network (离线闸机).")
LogFile = Annotated[Path, typer.Argument(help="The gate's log.", exists=True)]
Issuer = Annotated[str, typer.Option(help="Code of the card manager (卡管).")]
Org = Annotated[str, typer.Option(help="The gate's institution.")]
Number = Annotated[str, typer.Option(help="The gate's number there.")]
Algorithms = Annotated[Suite, typer.Option(help="The card manager's algorithms.")]


@app.command()
def export(
    log: LogFile,
    *,
    issuer: Issuer,
    org: Org,
    terminal: Number,
    key: Annotated[
        Path, typer.Option(help="A file with the terminal's key.", exists=True)
    ],
    out: Annotated[Path, typer.Option(help="Where the batch goes.")],
    suite: Algorithms = Suite.GM,
) -> None:
    """Write the next decisions in LOG that the desk lacks (导出判定)."""
    kept = FileLog(log, issuer, suite, org, terminal)
    signer = terminal_signer(suite, key.read_text("ascii").strip())
    batch = kept.export(signer, system_clock())
    if batch is None:
        typer.echo("nothing to bring 无待上传记录")
        return
    out.write_bytes(batch)
    typer.echo(f"waiting 待上传: {kept.waiting}")


@app.command()
def take(
    batch: Annotated[Path, typer.Argument(help="A gate's batch.", exists=True)],
    *,
    db: DatabaseUrl,
    keys: Annotated[Path, typer.Option(help="The card manager's key file.")],
    passphrase: Passphrase,
    out: Annotated[Path, typer.Option(help="Where the receipt goes.")],
    by: Annotated[str, typer.Option(help="Who carries it, for the record.")],
) -> None:
    """Take the decisions in BATCH and sign a receipt (接收判定)."""
    storage = SqlStorage.open(db, create=False)
    try:
        ring = load_keys(keys.read_bytes(), passphrase)
        desk = ServiceDesk(storage=storage, keys=ring)
        taken = desk.gates.take(batch.read_bytes(), by=Actor(by, {TERMINAL_KEEPER}))
    finally:
        storage.close()
    out.write_bytes(taken.receipt)
    typer.echo(f"taken 已接收: {taken.added}, up to 至: {taken.serial}")
    for outcome, count in taken.late:
        typer.echo(f"{outcome}: {count}")


@app.command()
def acknowledge(
    log: LogFile,
    receipt: Annotated[Path, typer.Argument(help="As take wrote it.", exists=True)],
    *,
    issuer: Issuer,
    org: Org,
    terminal: Number,
    trust: Annotated[
        str, typer.Option(help="The issuer's trust key, as `keys show` prints it.")
    ],
    suite: Algorithms = Suite.GM,
) -> None:
    """Drop from LOG what the desk's RECEIPT covers (确认回执)."""
    try:
        root = PublicKey(suite, bytes.fromhex(trust))
    except (ValueError, EHealthCardError):
        raise typer.BadParameter("--trust is no public key.") from None
    kept = FileLog(log, issuer, suite, org, terminal)
    gone = kept.acknowledge(receipt.read_bytes(), root)
    typer.echo(f"dropped 已清理: {gone}, waiting 待上传: {kept.waiting}")
