"""``ehealthcard apps``: the list of allowed builds of applications (允许版本清单).

A keeper either makes the list from the desk's own records (``publish``), or by hand:
``entry`` for each build, ``make`` a draft, which is JSON and may be edited, ``sign``.
"""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from ehealthcard.crypto import PublicKey, Suite, load_keys
from ehealthcard.desk import ClientApps, system_clock
from ehealthcard.errors import EHealthCardError
from ehealthcard.monitor.clients import (
    BuildList,
    ListedBuild,
    build_key,
    open_builds,
    sign_builds,
)
from ehealthcard.monitor.clients.lists import FOREVER
from ehealthcard.qr.managers import moment
from ehealthcard.workflow import SYSTEM

from .database import DatabaseUrl
from .keyfiles import Passphrase
from .opening import open_desk

app = typer.Typer(no_args_is_help=True, help="Client applications (客户端应用).")
KeyFile = Annotated[Path, typer.Option(help="A key file.")]
OutFile = Annotated[Path, typer.Option(help="Where the list goes.")]
SuiteName = Annotated[Suite, typer.Option(help="The list's algorithms.")]


@app.command()
def entry(
    file: Path,
    *,
    app_name: Annotated[str, typer.Option("--app", help="The application's name.")],
    version: Annotated[str, typer.Option(help="Its version.")],
    package: Annotated[list[Path], typer.Option(help="A package; repeatable.")],
    key: Annotated[
        list[str] | None, typer.Option(help="A public key of claims; repeatable.")
    ] = None,
    suite: SuiteName = Suite.GM,
) -> None:
    """Write to FILE what the list says of a build (登记版本).

    It has the digests of the build's packages.
    """
    digests = tuple(suite.digest(p.read_bytes()).hex() for p in package)
    made = ListedBuild(
        app=app_name,
        version=version,
        digests=digests,
        keys=tuple(build_key(suite, _hex(text, "--key")) for text in key or ()),
    )
    file.write_text(made.model_dump_json(indent=2) + "\n", "utf-8")


@app.command()
def make(
    entries: list[Path],
    *,
    out: Annotated[Path, typer.Option(help="Where the draft goes.")],
    keeper: Annotated[str, typer.Option(help="Code of who keeps the list.")],
    serial: Annotated[int, typer.Option(min=1, help="Higher than the last one's.")],
    suite: SuiteName = Suite.GM,
    hours: Annotated[int, typer.Option(min=1, help="How long it is valid.")] = 24,
) -> None:
    """Make the draft of a list of ENTRIES, to be looked at (编制清单)."""
    now = system_clock()
    listed = BuildList(
        keeper=keeper,
        suite=suite.value,
        serial=serial,
        made=int(now.timestamp()),
        valid_from=int(now.timestamp()),
        valid_until=int((now + timedelta(hours=hours)).timestamp()),
        builds=tuple(ListedBuild.from_json(e.read_bytes()) for e in entries),
    )
    out.write_text(listed.model_dump_json(indent=2) + "\n", "utf-8")


@app.command()
def sign(draft: Path, keys: KeyFile, out: OutFile, passphrase: Passphrase) -> None:
    """Sign DRAFT with the trust key of the keeper's ring (签发清单)."""
    ring = load_keys(keys.read_bytes(), passphrase)
    out.write_bytes(sign_builds(BuildList.from_json(draft.read_bytes()), ring))


@app.command()
def publish(
    db: DatabaseUrl,
    keys: KeyFile,
    out: OutFile,
    passphrase: Passphrase,
    hours: Annotated[int, typer.Option(min=1, help="How long it is valid.")] = 24,
) -> None:
    """Write the signed list of what a desk's records allow (发布清单)."""
    term = timedelta(hours=hours)
    with open_desk(db, keys, passphrase) as desk:
        out.write_bytes(ClientApps(desk).publish(by=SYSTEM, term=term))


@app.command()
def show(
    file: Path,
    trust: Annotated[
        list[str],
        typer.Option(help="The keeper's trust key, as `keys show` prints it."),
    ],
    suite: SuiteName = Suite.GM,
) -> None:
    """Check the signature of the list in FILE and print it (查看清单)."""
    try:
        roots = [PublicKey(suite, _hex(text, "--trust")) for text in trust]
    except EHealthCardError:
        raise typer.BadParameter("--trust is no public key.") from None
    _describe(open_builds(file.read_bytes(), roots))


def _hex(text: str, option: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise typer.BadParameter(f"{option} is not in hexadecimal digits.") from None


def _describe(listed: BuildList) -> None:
    table = Table(title=f"{listed.keeper} · {listed.suite} · serial {listed.serial}")
    for column in ("app", "version", "standing", "until", "digests", "keys"):
        table.add_column(column)
    for build in listed.builds:
        forever = build.valid_until == FOREVER
        table.add_row(
            build.app,
            build.version,
            build.standing,
            "-" if forever else f"{moment(build.valid_until):%Y-%m-%d}",
            ", ".join(digest[:12] for digest in build.digests),
            ", ".join(key.id for key in build.keys) or "-",
        )
    Console().print(table)
    first, last = moment(listed.valid_from), moment(listed.valid_until)
    typer.echo(f"valid from {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC")
