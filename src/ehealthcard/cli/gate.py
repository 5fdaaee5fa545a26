"""``ehealthcard gate``: set a gate up, bring home what it decided (闸机)."""

from pathlib import Path
from typing import Annotated

import typer

from ehealthcard.adapters.gate import FileLog
from ehealthcard.crypto import PublicKey, Suite, terminal_signer
from ehealthcard.desk import TerminalRegistry, system_clock
from ehealthcard.errors import EHealthCardError
from ehealthcard.services.foundation.terminal import TERMINAL_KEEPER
from ehealthcard.workflow import Actor

from .database import DatabaseUrl
from .keyfiles import Passphrase
from .opening import KeyFile, open_desk

app = typer.Typer(no_args_is_help=True, help="Gates without a network (离线闸机).")
LogFile = Annotated[Path, typer.Argument(help="The gate's log.", exists=True)]
Issuer = Annotated[str, typer.Option(help="Code of the card manager (卡管).")]
Org = Annotated[str, typer.Option(help="The gate's institution.")]
Number = Annotated[str, typer.Option(help="The gate's number there.")]
Algorithms = Annotated[Suite, typer.Option(help="The card manager's algorithms.")]


@app.command()
def key(
    file: Annotated[Path, typer.Argument(help="Where the terminal's key goes.")],
    *,
    db: DatabaseUrl,
    keys: KeyFile,
    passphrase: Passphrase,
    org: Org,
    terminal: Number,
    by: Annotated[str, typer.Option(help="Who does it, for the record.")],
) -> None:
    """Put a terminal into use and write its key to FILE (启用终端)."""
    if file.exists():
        raise typer.BadParameter(f"{file} is there already; choose another name.")
    file.touch(mode=0o600)  # before there is a key that could get lost
    keeper = Actor(by, {TERMINAL_KEEPER})
    try:
        with open_desk(db, keys, passphrase) as desk:
            _, made = TerminalRegistry(desk).put_into_use(org, terminal, by=keeper)
    except BaseException:
        file.unlink()
        raise
    file.write_text(made + "\n", "ascii")
    typer.echo(f"in use 已启用: {org} {terminal}")
    typer.echo(f"trust (public) {desk.keys.public().trust.data.hex()}")


@app.command()
def bundle(
    *,
    db: DatabaseUrl,
    keys: KeyFile,
    passphrase: Passphrase,
    out: Annotated[Path, typer.Option(help="Where the bundle goes.")],
    by: Annotated[str, typer.Option(help="Who publishes, for the record.")],
    base: Annotated[
        Path | None,
        typer.Option(
            help="A complete bundle the gates have: changes only.", exists=True
        ),
    ] = None,
) -> None:
    """Write a signed trust bundle for the gates (签发信任包)."""
    old = base.read_bytes() if base else None
    with open_desk(db, keys, passphrase) as desk:
        out.write_bytes(desk.trust_bundle(by=Actor(by, {TERMINAL_KEEPER}), base=old))
    typer.echo(f"bundle 信任包: {out}")


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
    keys: KeyFile,
    passphrase: Passphrase,
    out: Annotated[Path, typer.Option(help="Where the receipt goes.")],
    by: Annotated[str, typer.Option(help="Who carries it, for the record.")],
) -> None:
    """Take the decisions in BATCH and sign a receipt (接收判定)."""
    with open_desk(db, keys, passphrase) as desk:
        taken = desk.gates.take(batch.read_bytes(), by=Actor(by, {TERMINAL_KEEPER}))
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
