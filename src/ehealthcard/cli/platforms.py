"""``ehealthcard platform``: card platforms (卡管平台)."""

from pathlib import Path
from typing import Annotated

import typer

from ehealthcard.desk import system_clock
from ehealthcard.errors import PlatformSettingError

app = typer.Typer(no_args_is_help=True, help="Card platforms (卡管平台).")


@app.callback()
def platforms() -> None:
    """Card platforms (卡管平台)."""


@app.command()
def check(
    name: str,
    file: Annotated[
        Path, typer.Option(help="The platforms' file.", exists=True)
    ] = Path("platforms.toml"),
    *,
    fetch_token: Annotated[
        bool,
        typer.Option("--fetch-token", help="Fetch a token: it kills the live one."),
    ] = False,
) -> None:
    """Try platform NAME and name the setting that is wrong (联调自检).

    It goes step by step, and ends with 1 at the first that fails.
    """
    # The extra http is wanted by this command only.
    from ehealthcard.adapters.platform.checking import check_platform  # noqa: PLC0415
    from ehealthcard.adapters.platform.loading import (  # noqa: PLC0415
        read_platform,
        read_secret,
    )
    from ehealthcard.adapters.platform.outcomes import Outcome  # noqa: PLC0415

    try:
        table = read_platform(file, name)
        secret = read_secret(name, table.secret)
    except PlatformSettingError as error:
        typer.echo(f"{error.code}\n{error.english}\n{error.chinese}", err=True)
        raise typer.Exit(1) from None
    typer.echo("settings: ok")
    for step in check_platform(table, secret, system_clock, fetch_token=fetch_token):
        line = f"{step.name}: {step.outcome.value}"
        if step.setting:
            line += (
                f": look at the setting {step.setting} (请检查配置项 {step.setting})"
            )
        typer.echo(f"{line}{': ' + step.said if step.said else ''}")
        if step.outcome is Outcome.WRONG:
            raise typer.Exit(1)
