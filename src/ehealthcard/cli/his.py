"""``ehealthcard his``: begin an adapter for a HIS (医院信息系统适配器)."""

import keyword
from pathlib import Path
from typing import Annotated

import typer

from . import skeleton

app = typer.Typer(no_args_is_help=True, help="Adapters for a HIS (HIS 适配器).")


@app.callback()
def his() -> None:
    """Adapters for a HIS (HIS 适配器)."""


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="The package's name, such as acme_his.")],
    folder: Annotated[Path, typer.Option(help="Where it goes.")] = Path(),
    port: Annotated[
        list[str] | None,
        typer.Option(help=f"One of {', '.join(skeleton.PORTS)}; all by default."),
    ] = None,
) -> None:
    """Write a package with the ports' methods and tests (新建适配器).

    Its tests run the contracts, and fail until the methods are written.
    """
    if not name.isidentifier() or keyword.iskeyword(name) or name != name.lower():
        raise typer.BadParameter("a package has a name in small letters, like acme_his")
    wanted = port or list(skeleton.PORTS)
    if unknown := [p for p in wanted if p not in skeleton.PORTS]:
        raise typer.BadParameter(f"there is no port {unknown[0]}")
    root = folder / name
    if root.exists():
        raise typer.BadParameter(f"{root} is there already")
    kinds = {p: skeleton.PORTS[p] for p in wanted}
    _write(root / "pyproject.toml", skeleton.project(name))
    _write(root / "README.md", skeleton.readme(name, kinds))
    package = f'"""An adapter of ehealthcard for the HIS behind {name}."""\n'
    _write(root / "src" / name / "__init__.py", package)
    for one, kind in kinds.items():
        _write(root / "src" / name / f"{one}.py", skeleton.adapter(name, kind))
        test = skeleton.contract(name, one, kind)
        _write(root / "tests" / f"test_{one}.py", test)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    typer.echo(str(path))
