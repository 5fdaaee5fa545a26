"""``ehealthcard view``: try the mapping of a HIS's view (数据库视图)."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="A HIS's database view (数据库视图).")


@app.callback()
def view() -> None:
    """A HIS's database view (数据库视图)."""


@app.command()
def check(
    mapping: Annotated[Path, typer.Argument(help="The mapping, as YAML.")],
    url: Annotated[
        str,
        typer.Option(
            "--db",
            envvar="EHEALTHCARD_HIS_URL",
            help="The HIS's database, as SQLAlchemy writes it.",
        ),
    ],
    rows: Annotated[int, typer.Option(help="How many rows to read.", min=1)] = 1000,
) -> None:
    """Say which columns and codes of MAPPING do not fit (核对映射).

    It ends with status 1 if anything does not fit. Codes are printed, and nothing else
    of any row.
    """
    from ehealthcard.adapters import dbview  # noqa: PLC0415  # it needs extras
    from ehealthcard.adapters.dbview import loading  # noqa: PLC0415  # the same

    found = dbview.check(dbview.ViewSource.open(url), loading.load(mapping), most=rows)
    typer.echo(f"{found.rows} rows read, {found.fit} fit")
    for one in found.findings:
        code = f" {one.code!r}" if one.code else ""
        typer.echo(f"{one.column}: {one.problem}{code} ({one.rows} rows)")
    if found.findings:
        raise typer.Exit(1)
