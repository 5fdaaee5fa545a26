"""``ehealthcard outbox``: what could not be delivered (死信)."""

from collections.abc import Generator
from contextlib import contextmanager

import typer

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.desk import DeadLetters, system_clock

from .database import DatabaseUrl

app = typer.Typer(no_args_is_help=True, help="Undelivered messages (死信).")


@app.command("list")
def show(db: DatabaseUrl, limit: int = 100) -> None:
    """Show which messages wait for a person, and why (死信列表).

    A line each: its name, its destination, its kind, when it was made, how often it was
    tried, and why it waits. What the messages say is not shown.
    """
    with _letters(db) as letters:
        for m in letters.waiting(limit=limit):
            made = f"{m.made_at:%Y-%m-%d %H:%M}"
            row = (m.id, m.to, m.kind, made, f"{m.attempts} attempts", m.note)
            typer.echo("\t".join(row))


@app.command()
def retry(message: str, db: DatabaseUrl) -> None:
    """Put a message back into the queue (重新投递)."""
    with _letters(db) as letters:
        _say(letters.retry(message), "queued again 已重新排队")


@app.command()
def drop(message: str, db: DatabaseUrl) -> None:
    """Give a message up for good; its case's later ones go on (放弃投递)."""
    with _letters(db) as letters:
        _say(letters.drop(message), "dropped 已放弃")


@contextmanager
def _letters(db: str) -> Generator[DeadLetters]:
    storage = SqlStorage.open(db, create=False)
    try:
        yield DeadLetters(storage, system_clock)
    finally:
        storage.close()


def _say(done: bool, what: str) -> None:  # noqa: FBT001  # whether it was there
    if not done:
        typer.echo("no such dead letter 没有此死信", err=True)
        raise typer.Exit(1)
    typer.echo(what)
