"""How every command is told its database (数据库地址)."""

from typing import Annotated

import typer

DatabaseUrl = Annotated[
    str,
    typer.Option(
        "--db",
        envvar="EHEALTHCARD_DATABASE_URL",
        help="The database, such as sqlite:///cards.db.",
        show_default=False,
    ),
]
"""In the environment no list of processes shows it, nor the password in it."""
