"""How a command opens its card manager's desk (开启服务台)."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.crypto import load_keys
from ehealthcard.desk import ServiceDesk

KeyFile = Annotated[Path, typer.Option(help="The card manager's key file.")]


@contextmanager
def open_desk(db: str, keys: Path, passphrase: str) -> Generator[ServiceDesk]:
    """Lend the desk over a database that is there."""
    storage = SqlStorage.open(db, create=False)
    try:
        yield ServiceDesk(
            storage=storage, keys=load_keys(keys.read_bytes(), passphrase)
        )
    finally:
        storage.close()
