"""``ehealthcard terminal``: which gates, windows and kiosks use cards (终端登记).

``ehealthcard gate key`` gives a registered terminal, of whatever kind, its key.
"""

from pathlib import Path
from typing import Annotated

import attrs
import typer

from ehealthcard.desk import TerminalRegistry
from ehealthcard.services.foundation.terminal import (
    TERMINAL_KEEPER,
    InUse,
    Register,
    Registered,
    Resume,
    Retire,
    Suspend,
    Suspended,
    TerminalCommand,
    TerminalKind,
    TerminalLife,
    terminal,
)
from ehealthcard.workflow import Actor

from .database import DatabaseUrl
from .keyfiles import Passphrase
from .opening import KeyFile, open_desk

app = typer.Typer(
    no_args_is_help=True, help="Terminals: gates, windows, kiosks (终端登记)."
)
Org = Annotated[str, typer.Option(help="The terminal's institution.")]
Number = Annotated[str, typer.Option("--terminal", help="Its number there.")]
By = Annotated[str, typer.Option(help="Who does it, for the record.")]
Reason = Annotated[str, typer.Option(help="Why; names no person.")]
STATES: dict[type[TerminalLife], str] = {
    Registered: "registered 已登记",
    InUse: "in use 使用中",
    Suspended: "suspended 已停用",
}


@app.command()
def register(
    *,
    db: DatabaseUrl,
    keys: KeyFile,
    passphrase: Passphrase,
    org: Org,
    number: Number,
    kind: Annotated[TerminalKind, typer.Option(help="What it is.")],
    by: By,
    place: Annotated[str | None, typer.Option(help="Where it stands.")] = None,
) -> None:
    """Make a terminal known; `gate key` puts it into use (登记终端)."""
    command = Register(kind=kind, org=org, number=number, place=place)
    with open_desk(db, keys, passphrase) as desk:
        TerminalRegistry(desk).register(command, by=_keeper(by))
    typer.echo(f"registered 已登记: {org} {number}")


@app.command("list")
def show(
    *,
    db: DatabaseUrl,
    keys: KeyFile,
    passphrase: Passphrase,
    by: By,
    org: Annotated[str | None, typer.Option(help="Only this institution's.")] = None,
) -> None:
    """Show the terminals that are not retired (终端列表).

    A line each, with tabs between: its institution, its number, its kind, its state and
    where it stands.
    """
    with open_desk(db, keys, passphrase) as desk:
        found = TerminalRegistry(desk).terminals(org, by=_keeper(by))
    for one in found:
        state = STATES[type(one)]
        row = (one.org, one.number, one.kind.value, state, one.place or "-")
        typer.echo("\t".join(row))


@attrs.frozen
class _Step:
    """A step of one terminal, and where it is taken."""

    db: str
    keys: Path
    passphrase: str = attrs.field(repr=False)
    org: str
    number: str
    by: str

    def take(self, command: TerminalCommand, done: str) -> None:
        with open_desk(self.db, self.keys, self.passphrase) as desk:
            case = TerminalRegistry(desk).case(self.org, self.number)
            desk.execute(terminal, case, command, by=_keeper(self.by))
        typer.echo(f"{done}: {self.org} {self.number}")


@app.command()
def suspend(
    *,
    db: DatabaseUrl,
    keys: KeyFile,
    passphrase: Passphrase,
    org: Org,
    number: Number,
    reason: Reason,
    by: By,
) -> None:
    """Take a terminal out of use for a while (停用终端)."""
    step = _Step(db, keys, passphrase, org, number, by)
    step.take(Suspend(reason=reason), "suspended 已停用")


@app.command()
def resume(
    *,
    db: DatabaseUrl,
    keys: KeyFile,
    passphrase: Passphrase,
    org: Org,
    number: Number,
    by: By,
) -> None:
    """Put a terminal that rested into use again (恢复终端)."""
    step = _Step(db, keys, passphrase, org, number, by)
    step.take(Resume(), "in use 已启用")


@app.command()
def retire(
    *,
    db: DatabaseUrl,
    keys: KeyFile,
    passphrase: Passphrase,
    org: Org,
    number: Number,
    reason: Reason,
    by: By,
) -> None:
    """Take a terminal out of use for good (注销终端).

    Its number may be given to another device.
    """
    step = _Step(db, keys, passphrase, org, number, by)
    step.take(Retire(reason=reason), "retired 已注销")


def _keeper(name: str) -> Actor:
    return Actor(name, {TERMINAL_KEEPER})
