"""``ehealthcard trust``: make, sign and look at trust lists (信任列表).

The keeper edits the draft, which is JSON: to strike a card manager off, to take a key
out, to change what a member is trusted with.
"""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from ehealthcard.crypto import PublicKey, Suite, load_keys
from ehealthcard.desk import system_clock
from ehealthcard.errors import EHealthCardError
from ehealthcard.qr.managers import (
    FOREVER,
    Manager,
    ManagerUse,
    TrustList,
    manager_of,
    moment,
    open_list,
    sign_list,
)

from .keyfiles import Passphrase

app = typer.Typer(no_args_is_help=True, help="Trust lists (信任列表).")
KeyFile = Annotated[Path, typer.Option(help="A key file.")]
USES: tuple[ManagerUse, ...] = ("offline", "online", "asking")


@app.command()
def entry(
    file: Path,
    *,
    keys: KeyFile,
    passphrase: Passphrase,
    name: Annotated[str, typer.Option(help="What people know it by.")],
    gateway: Annotated[str | None, typer.Option(help="Where it answers.")] = None,
    use: Annotated[
        list[str] | None, typer.Option(help="offline, online, asking; repeatable.")
    ] = None,
) -> None:
    """Write to FILE what a card manager hands in, no secret (登记卡管)."""
    wanted: list[ManagerUse] = [u for u in USES if u in (use or USES)]
    if len(wanted) < len(set(use or USES)):
        raise typer.BadParameter("--use is offline, online or asking.")
    ring = load_keys(keys.read_bytes(), passphrase)
    made = manager_of(ring, name=name, gateway=gateway, use=wanted)
    file.write_text(made.model_dump_json(indent=2) + "\n", "utf-8")


@app.command()
def make(
    entries: list[Path],
    *,
    out: Annotated[Path, typer.Option(help="Where the draft goes.")],
    root: Annotated[str, typer.Option(help="Code of who keeps the list.")],
    serial: Annotated[int, typer.Option(min=1, help="Higher than the last one's.")],
    suite: Annotated[Suite, typer.Option(help="The root's algorithms.")] = Suite.GM,
    days: Annotated[int, typer.Option(min=1, help="How long it is valid.")] = 30,
) -> None:
    """Make the draft of a list of ENTRIES, to be looked at (编制列表)."""
    now = system_clock()
    listed = TrustList(
        root=root,
        suite=suite.value,
        serial=serial,
        made=int(now.timestamp()),
        valid_from=int(now.timestamp()),
        valid_until=int((now + timedelta(days=days)).timestamp()),
        managers=tuple(Manager.from_json(e.read_bytes()) for e in entries),
    )
    out.write_text(listed.model_dump_json(indent=2) + "\n", "utf-8")


@app.command()
def sign(
    draft: Path,
    keys: KeyFile,
    out: Annotated[Path, typer.Option(help="Where the list goes.")],
    passphrase: Passphrase,
) -> None:
    """Sign DRAFT with the trust key of the root's ring (签发列表)."""
    ring = load_keys(keys.read_bytes(), passphrase)
    out.write_bytes(sign_list(TrustList.from_json(draft.read_bytes()), ring))


@app.command()
def show(
    file: Path,
    trust: Annotated[
        str, typer.Option(help="The root's trust key, as `keys show` prints it.")
    ],
    suite: Annotated[Suite, typer.Option(help="The root's algorithms.")] = Suite.GM,
) -> None:
    """Check the signature of the list in FILE and show it (查看列表)."""
    try:
        root = PublicKey(suite, bytes.fromhex(trust))
    except (ValueError, EHealthCardError):
        raise typer.BadParameter("--trust is no public key.") from None
    _describe(open_list(file.read_bytes(), root))


def _describe(listed: TrustList) -> None:
    table = Table(title=f"{listed.root} · {listed.suite} · serial {listed.serial}")
    for column in ("issuer", "name", "suite", "keys", "use", "gateway", "until"):
        table.add_column(column)
    for manager in listed.managers:
        table.add_row(
            manager.issuer,
            manager.name,
            manager.suite,
            ", ".join(key.id for key in manager.keys),
            ", ".join(manager.use),
            manager.gateway or "-",
            _until(manager),
        )
    Console().print(table)
    first, last = moment(listed.valid_from), moment(listed.valid_until)
    typer.echo(f"valid from {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC")


def _until(manager: Manager) -> str:
    if manager.revoked is not None:
        return f"revoked {moment(manager.revoked):%Y-%m-%d}"
    if manager.valid_until == FOREVER:
        return "-"
    return f"{moment(manager.valid_until):%Y-%m-%d}"
