"""What the command line says of itself, in both languages."""

import re
from collections.abc import Iterator

import pytest
import typer
from rich.cells import cell_len
from typer.testing import CliRunner

from ehealthcard.cli.app import app

LABEL = re.compile(r" (\([^()]*[\u4e00-\u9fff][^()]*\)\.)$")
"""How a first line ends: 中文 in parentheses."""

COLUMNS = 80


def commands(
    command: typer.core.TyperCommand | typer.core.TyperGroup, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every command with what its help says first."""
    yield path, (command.help or "").split("\n\n")[0]
    if isinstance(command, typer.core.TyperGroup):
        for name, child in command.commands.items():
            assert isinstance(child, typer.core.TyperCommand | typer.core.TyperGroup)
            yield from commands(child, (*path, name))


FOUND = dict(commands(typer.main.get_group(app)))


def shown(path: tuple[str, ...]) -> str:
    runner = CliRunner(env={"COLUMNS": str(COLUMNS), "TERM": "dumb"})
    result = runner.invoke(app, [*path, "--help"])
    assert result.exit_code == 0, result.output
    return result.output


def test_every_command_is_walked() -> None:
    assert {("keys", "new"), ("gate", "take"), ("health",), ("his", "new"), ()} <= {
        *FOUND
    }
    assert len(FOUND) > 40


@pytest.mark.parametrize("path", FOUND, ids=" ".join)
def test_a_first_line_ends_with_its_chinese_label(path: tuple[str, ...]) -> None:
    first = FOUND[path]

    assert "\n" not in first
    assert LABEL.search(first), first


@pytest.mark.parametrize("path", FOUND, ids=" ".join)
def test_help_fits_a_terminal_of_eighty_columns(path: tuple[str, ...]) -> None:
    lines = shown(path).splitlines()

    assert [] == [line for line in lines if cell_len(line.rstrip()) > COLUMNS]
    assert [] == [line for line in lines if "…" in line]


@pytest.mark.parametrize("path", FOUND, ids=" ".join)
def test_a_list_of_commands_tells_each_on_one_line(path: tuple[str, ...]) -> None:
    lines = shown(path).splitlines()

    for child, first in FOUND.items():
        if child and child[:-1] == path:
            row = f"{child[-1]} "
            (told,) = [line for line in lines if line.lstrip("│ ").startswith(row)]
            assert first in told
