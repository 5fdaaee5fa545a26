"""``ehealthcard uses``: use-card records (用卡记录)."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import attrs
import typer

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.crypto import KeyRing, Suite, load_keys
from ehealthcard.desk import ServiceDesk, UseKeeper
from ehealthcard.errors import InvalidInputError
from ehealthcard.identity import SubjectId
from ehealthcard.monitor.uses import SHORTEST, his_data, use_line
from ehealthcard.ports import Storage, UseRecord
from ehealthcard.rules.calendar import end_of, start_of

from .database import DatabaseUrl
from .keyfiles import Passphrase

app = typer.Typer(no_args_is_help=True, help="Use-card records (用卡记录).")
KeyFile = Annotated[Path, typer.Option(help="The card manager's key file.")]
OutFile = Annotated[Path, typer.Option(help="Where the lines go.")]
First = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day.")]
Last = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day.")]
Months = Annotated[int, typer.Option(help="How many months are kept.", min=SHORTEST)]


@app.command()
def export(
    db: DatabaseUrl,
    since: First,
    until: Last,
    out: OutFile,
    *,
    report: Annotated[
        bool, typer.Option(help="In the platform's field names (reportHISData).")
    ] = False,
    cost: Annotated[
        str | None, typer.Option(help="用卡费别 of payments in the report.")
    ] = None,
) -> None:
    """Write the records of whole days to OUT, as JSON Lines (导出记录).

    What does not fit into a report is left out and counted by the fields that are
    missing.
    """
    left: dict[str, int] = {}
    with _keeper(db) as keeper, out.open("wb") as file:
        for record in keeper.records(*_span(since, until)):
            if not report:
                file.write(use_line(record))
                continue
            try:
                file.write(_report_line(keeper.desk.storage, record, cost))
            except InvalidInputError as error:
                fields = str(error.facts["fields"])
                left[fields] = left.get(fields, 0) + 1
    for fields, count in sorted(left.items()):
        typer.echo(f"left out 未上报 {count}: {fields}", err=True)


@app.command()
def summary(db: DatabaseUrl, since: First, until: Last) -> None:
    """Count by day, institution, channel and step, as JSON (用卡统计)."""
    with _keeper(db) as keeper:
        for count in keeper.summary(*_span(since, until)):
            fields = attrs.asdict(count) | {"day": count.day.isoformat()}
            typer.echo(json.dumps(fields, ensure_ascii=False))


@app.command()
def age(db: DatabaseUrl, months: Months = SHORTEST) -> None:
    """Delete the sealed records that are older than the term (到期删除)."""
    with _keeper(db) as keeper:
        typer.echo(f"deleted 已删除: {keeper.age(months=months)}")


@app.command()
def seal(db: DatabaseUrl, keys: KeyFile, passphrase: Passphrase) -> None:
    """Seal what was recorded since the last seal (封存记录)."""
    with _keeper(db, load_keys(keys.read_bytes(), passphrase)) as keeper:
        made = keeper.seal()
    typer.echo(f"sealed 已封存: {made.count if made else 0}")


@app.command()
def verify(
    db: DatabaseUrl, keys: KeyFile, passphrase: Passphrase, months: Months = SHORTEST
) -> None:
    """Check every seal; end with 1 at the first broken one (核验封存)."""
    with _keeper(db, load_keys(keys.read_bytes(), passphrase)) as keeper:
        flaw = keeper.verify(months=months)
    if flaw is None:
        typer.echo("whole 完整")
        return
    seal, what = flaw
    typer.echo(f"{what.value}: {seal.after or '-'} … {seal.before}", err=True)
    raise typer.Exit(1)


@contextmanager
def _keeper(db: str, ring: KeyRing | None = None) -> Generator[UseKeeper]:
    """Lend a keeper; where no seal is made or read, any ring will do."""
    storage = SqlStorage.open(db, create=False)
    try:
        keys = ring or KeyRing.generate(Suite.INTL)
        yield UseKeeper(ServiceDesk(storage=storage, keys=keys))
    finally:
        storage.close()


def _span(since: datetime, until: datetime) -> tuple[datetime, datetime]:
    first, last = since.date(), until.date()
    return start_of(first), end_of(last)


def _report_line(storage: Storage, record: UseRecord, cost: str | None) -> bytes:
    rows = storage.cards_of(SubjectId(record.subject)) if record.subject else ()
    text = rows[-1].card_id if rows else ""
    fields = his_data(record, code_text=text, cost=cost)
    return json.dumps(dict(fields), ensure_ascii=False).encode() + b"\n"
