"""``ehealthcard db``: the schema of a database, and how to change it."""

from typing import Annotated

import typer

from ehealthcard.adapters.storage.sql.migrations import Migrations
from ehealthcard.adapters.storage.sql.restoring import after_restore

app = typer.Typer(no_args_is_help=True, help="The database's schema (数据库结构).")
Url = Annotated[
    str,
    typer.Argument(
        envvar="EHEALTHCARD_DATABASE_URL",
        help="As SQLAlchemy writes it, such as sqlite:///cards.db.",
    ),
]


@app.command()
def current(url: Url) -> None:
    """Print the database's revision (当前结构版本).

    With it go the oldest code that the database needs, and our newest revision.
    """
    migrations = Migrations(url)
    found = migrations.current()
    number, needs = (found.number, found.needs) if found else ("none", None)
    typer.echo(f"schema {number}, needs {needs or '-'}, newest {migrations.known[-1]}")


@app.command()
def upgrade(
    url: Url, to: Annotated[str | None, typer.Option(help="Not the newest.")] = None
) -> None:
    """Take it to the newest revision; make a backup first (升级结构)."""
    Migrations(url).upgrade(to)
    current(url)


@app.command()
def downgrade(
    url: Url, to: Annotated[str, typer.Option(help="The revision to go back to.")]
) -> None:
    """Take it back to an older revision; later data is lost (回退结构)."""
    Migrations(url).downgrade(to)
    current(url)


@app.command()
def restored(url: Url) -> None:
    """Prepare a database from a backup before it is opened (备份恢复)."""
    done = after_restore(url)
    typer.echo(f"{done.texts} texts spent, {done.asks} questions to be queried")
