"""``ehealthcard guidance``: try a knowledge base before patients do (智能导诊)."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Guidance (智能导诊).")
Folder = Annotated[
    Path | None,
    typer.Option("--knowledge", help="A folder of .yaml files; the shipped one else."),
]


@app.callback()
def guidance() -> None:
    """Guidance (智能导诊)."""


@app.command()
def evaluate(file: Path, knowledge: Folder = None) -> None:
    """Print how often the right department comes first (导诊评测).

    And how often it is among the first three.

    FILE is a CSV with the columns department (a name, an alias or a code) and text;
    UTF-8 or GB18030.
    """
    from .evaluating import show  # noqa: PLC0415  # it needs the extra knowledge

    show(file, knowledge)


@app.command()
def check(knowledge: Folder = None) -> None:
    """Say what a knowledge base holds, or what is wrong (核对知识库)."""
    from .evaluating import describe  # noqa: PLC0415  # the same

    describe(knowledge)
