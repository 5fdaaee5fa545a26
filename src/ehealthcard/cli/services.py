"""``ehealthcard services``: what is there, and how it works."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from ehealthcard.services.catalogue import CATALOGUE, GUIDE, GuideService
from ehealthcard.workflow import mermaid

app = typer.Typer(
    invoke_without_command=True, help="The services of the guide (服务目录)."
)


@app.callback()
def services(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,  # noqa: FBT002  # a switch
) -> None:
    """List the 22 services of the guide, and which of them are built."""
    if context.invoked_subcommand is not None:
        return
    if as_json:
        rows = [_row(service) for service in GUIDE]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table("§", "服务", "service", "workflow", "states", "status")
    for service in GUIDE:
        row = _row(service)
        names = ", ".join(service.workflows) or "–"
        states = str(row["states"] or "–")
        table.add_row(
            *(service.section, service.zh, service.en, names, states),
            str(row["status"]),
        )
    Console().print(table)


def _row(service: GuideService) -> dict[str, object]:
    return {
        "section": service.section,
        "title_zh": service.zh,
        "title_en": service.en,
        "workflows": service.workflows,
        "states": sum(len(CATALOGUE.named[w].states) for w in service.workflows),
        "status": "built" if service.workflows else "absent",
    }


@app.command()
def diagram(
    name: str,
    svg: Annotated[
        Path | None, typer.Option(help="Draw it into this file instead.")
    ] = None,
) -> None:
    """Print a workflow's diagram as Mermaid text, or draw it (状态图)."""
    if name not in CATALOGUE.named:
        known = ", ".join(CATALOGUE.named)
        raise typer.BadParameter(f"There is no workflow {name!r}; there are {known}.")
    text = mermaid(CATALOGUE.named[name])
    if svg is None:
        typer.echo(text, nl=False)
        return
    from .drawing import svg_of  # noqa: PLC0415  # it needs the extra docs

    svg.write_text(svg_of(text), encoding="utf-8")
