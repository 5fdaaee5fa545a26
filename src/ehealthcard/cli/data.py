"""``ehealthcard data``: the keys that seal what is stored (数据密钥)."""

from pathlib import Path
from typing import Annotated

import typer

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.crypto import load_keys
from ehealthcard.desk import ServiceDesk

from .database import DatabaseUrl
from .keyfiles import Passphrase

app = typer.Typer(no_args_is_help=True, help="Sealed data (密封数据).")


@app.callback()
def data() -> None:
    """Sealed data (密封数据)."""


@app.command()
def rewrap(
    db: DatabaseUrl,
    keys: Annotated[Path, typer.Option(help="The card manager's key file.")],
    passphrase: Passphrase,
) -> None:
    """Wrap every data key with the newest generation (数据密钥换代).

    It may be stopped, and goes on where it was.
    """
    storage = SqlStorage.open(db, create=False)
    desk = ServiceDesk(storage=storage, keys=load_keys(keys.read_bytes(), passphrase))
    total, done = 0, False
    try:
        while not done:
            progress = desk.rewrap_data()
            total, done = total + progress.moved, progress.done
    finally:
        storage.close()
    typer.echo(f"re-wrapped 已重新封装: {total}")
