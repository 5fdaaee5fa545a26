"""The commands."""

from pathlib import Path
from typing import Annotated

from ehealthcard import __version__
from ehealthcard.crypto import Suite
from ehealthcard.extras import needs

with needs("cli"):
    import typer

from . import (
    apps,
    audit,
    data,
    gate,
    guidance,
    his,
    keyfiles,
    outbox,
    platforms,
    services,
    terminals,
    trust,
    uses,
    view,
)
from . import db as databases
from . import health as healths

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # our errors are sentences, not tracebacks
    help="Electronic health cards (电子健康卡).",
)
app.add_typer(apps.app, name="apps")
app.add_typer(audit.app, name="audit")
app.add_typer(data.app, name="data")
app.add_typer(databases.app, name="db")
app.add_typer(gate.app, name="gate")
app.add_typer(guidance.app, name="guidance")
app.add_typer(his.app, name="his")
app.add_typer(keyfiles.app, name="keys")
app.add_typer(outbox.app, name="outbox")
app.add_typer(platforms.app, name="platform")
app.add_typer(services.app, name="services")
app.add_typer(terminals.app, name="terminal")
app.add_typer(trust.app, name="trust")
app.add_typer(uses.app, name="uses")
app.add_typer(view.app, name="view")


app.command("health")(healths.show)


def _version(asked: bool) -> None:  # noqa: FBT001  # the flag's own callback
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def front(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Say which."),
    ] = False,
) -> None:
    """Electronic health cards (电子健康卡)."""
    del version  # its callback has answered


@app.command()
def demo(
    db: Annotated[Path | None, typer.Option(help="Go on from this file.")] = None,
    out: Annotated[Path, typer.Option(help="Where the pictures go.")] = Path("demo"),
    suite: Annotated[Suite, typer.Option(help="Which algorithms.")] = Suite.GM,
) -> None:
    """Run the main job from document to admitted visitor (从证件到入院)."""
    from .demo import run  # noqa: PLC0415  # it needs the extra demo

    run(db or out / "cards.db", out, suite)
