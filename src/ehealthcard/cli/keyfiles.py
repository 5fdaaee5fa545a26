"""``ehealthcard keys``: make and look at key files."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from ehealthcard.crypto import KeyKind, KeyRing, Suite, load_keys, save_keys

app = typer.Typer(no_args_is_help=True, help="Key files (密钥文件).")
Passphrase = Annotated[
    str,
    typer.Option(
        prompt=True,
        hide_input=True,
        envvar="EHEALTHCARD_PASSPHRASE",
        show_envvar=True,
        help="Seals the file.",
    ),
]


@app.command()
def new(
    file: Path,
    passphrase: Passphrase,
    issuer: Annotated[str, typer.Option(help="Code of the card manager (卡管).")],
    suite: Annotated[Suite, typer.Option(help="Which algorithms.")] = Suite.GM,
) -> None:
    """Make a ring of new keys and write it, sealed, to FILE (生成密钥)."""
    if file.exists():
        raise typer.BadParameter(f"{file} is there already; choose another name.")
    keys = KeyRing.generate(suite, issuer=issuer)
    file.touch(mode=0o600)
    file.write_bytes(save_keys(keys, passphrase))
    _describe(keys)


@app.command()
def show(file: Path, passphrase: Passphrase) -> None:
    """Show which keys FILE has; never the keys themselves (查看密钥)."""
    _describe(load_keys(file.read_bytes(), passphrase))


def _describe(keys: KeyRing) -> None:
    table = Table(title=f"{keys.issuer} · {keys.suite.name}")
    table.add_column("kind")
    table.add_column("generations, the one in use first")
    generations = keys.provider.manifest.generations
    for kind in KeyKind:
        table.add_row(kind.name.lower(), ", ".join(generations[kind]))
    Console().print(table)
    typer.echo(f"trust (public) {keys.public().trust.data.hex()}")
