"""``ehealthcard health``: whether a desk is well (健康检查)."""

import json
from datetime import timedelta
from typing import Annotated

import typer

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.desk import system_clock
from ehealthcard.errors import SchemaError, StorageUnavailableError
from ehealthcard.monitor import Health, Limits, health
from ehealthcard.ports.capabilities import BY_KEY

from .database import DatabaseUrl

ILL, SILENT = 1, 2
"""Exit statuses: something is wrong; the database cannot be worked on."""


def show(
    db: DatabaseUrl,
    undelivered: Annotated[
        int, typer.Option(help="Minutes that a message may be under way.")
    ] = 60,
    overdue: Annotated[
        int, typer.Option(help="Minutes that a timer may be late.")
    ] = 15,
    dead: Annotated[int, typer.Option(help="Dead letters that may wait.")] = 0,
) -> None:
    """Print a desk's health as JSON (健康检查).

    It ends with 1 if the desk is ill, with 2 if its database cannot be worked on.
    """
    minutes = timedelta(minutes=1)
    limits = Limits(undelivered * minutes, overdue * minutes, dead)
    try:
        storage = SqlStorage.open(db, create=False)
    except (StorageUnavailableError, SchemaError) as error:
        typer.echo(f"{error.code}\n{error.english}\n{error.chinese}", err=True)
        raise typer.Exit(SILENT) from None
    try:
        found = health(storage, system_clock())
    finally:
        storage.close()
    problems = found.problems(limits)
    typer.echo(json.dumps(_row(found), indent=1))
    for key in found.lacks or {}:
        capability = BY_KEY[key]
        said = f"{key}: {capability.staff} {capability.zh}：{capability.staff_zh}"
        typer.echo(said, err=True)
    for problem in problems:
        typer.echo(f"{problem.name}: {problem.value}", err=True)
    if problems:
        raise typer.Exit(ILL if found.answers else SILENT)


def _row(found: Health) -> dict[str, object]:
    return {
        "answers": found.answers,
        "schema": found.schema,
        "undelivered": found.undelivered,
        "undelivered_for_seconds": found.undelivered_for.total_seconds(),
        "overdue_for_seconds": found.overdue_for.total_seconds(),
        "dead_letters": found.dead_letters,
        "lacks": found.lacks,
    }
