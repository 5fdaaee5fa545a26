"""Every page runs from top to bottom: its Python, its commands, in its own folder.

A block of Python whose first line is ``# name.py`` is also saved under that name. A
``text`` block right below one of Python is what it prints; ``...`` stands for anything.
"""

import contextlib
import doctest
import io
import os
import re
import shlex
import subprocess
import sys
import tomllib
import types
from pathlib import Path

import attrs
import pytest

from tests import warm

from .pages import ROOT, Block, Page, all_pages

PAGES = [
    page
    for page in all_pages()
    if any(b.language in ("python", "console", "shell") for b in page.blocks)
]
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ELSEWHERE = {"cd", "git", "source"}
"""Commands about the reader's own machine."""


@attrs.define
class Reader:
    """Somebody who types in what a page says."""

    page: Page
    folder: Path
    module: types.ModuleType
    environment: dict[str, str]

    def read(self, block: Block) -> None:
        if block.language == "python":
            self._python(block)
        elif block.language in ("console", "shell"):
            self._console(block)

    def _python(self, block: Block) -> None:
        if named := re.match(r"# (\w+\.py)\n", block.text):
            (self.folder / named[1]).write_text(block.text, "utf-8")
        padded = "\n" * (block.line - 1) + block.text  # errors name the page's line
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(padded, str(self.page), "exec"), vars(self.module))  # noqa: S102  # our own page
        if block.expected is not None and self.page.path.name[:6] != "README":
            self._compare(block.expected, printed.getvalue(), block)

    def _console(self, block: Block) -> None:
        lines = block.text.replace("\\\n", " ").splitlines()
        starts = [n for n, line in enumerate(lines) if line.startswith("$ ")]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            printed = self._command(lines[start][2:], block)
            expected = "".join(f"{line}\n" for line in lines[start + 1 : end])
            if expected.strip() and printed and self.page.path.name[:6] != "README":
                self._compare(expected, printed, block)

    def _command(self, command: str, block: Block) -> str:
        words = shlex.split(command, comments=True)
        if words[0] == "export":
            parts = (word.partition("=") for word in words[1:])
            self.environment.update({name: value for name, _, value in parts})
        elif words[0] == "make":
            wanted = {w for w in words[1:] if "=" not in w and not w.startswith("-")}
            assert wanted <= TARGETS, f"{self.page}:{block.line}: {command}"
        elif "pip" in words[:3]:
            self._install(words, command)
        elif words[0] not in ELSEWHERE:
            return self._run(command, block)
        return ""

    def _install(self, words: list[str], command: str) -> None:
        """Check that what is installed exists; nothing is installed."""
        for word in words:
            extras = re.fullmatch(r"(?:ehealthcard|\.|\S*whl)\[([\w,-]+)\]", word)
            if extras:
                known = set(PROJECT["optional-dependencies"])
                assert set(extras[1].split(",")) <= known, command

    def _run(self, command: str, block: Block) -> str:
        words = shlex.split(command, comments=True)
        if words[0] == "ehealthcard" and not re.search(r"[|<>&;$*~]", command):
            done = warm.run(words, cwd=self.folder, env=self.environment)
        else:
            done = self._in_a_shell(command)
        said = f"{self.page}:{block.line}: {command}\n{done.stdout}\n{done.stderr}"
        assert done.returncode == 0, said
        return done.stdout

    def _in_a_shell(self, command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S602  # our own page
            command,
            shell=True,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    def _compare(self, expected: str, printed: str, block: Block) -> None:
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        same = doctest.OutputChecker().check_output(expected, printed, flags)
        assert same, f"{self.page}:{block.line} prints\n{printed}\nnot\n{expected}"


@pytest.fixture
def environment() -> dict[str, str]:
    """Return the environment of somebody who has just installed the package."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith("EHEALTHCARD_")}
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    wide = {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    return {**kept, "PATH": programs, **wide}


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_runs_from_top_to_bottom(
    page: Page,
    tmp_path: Path,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = "page_" + re.sub(r"\W", "_", str(page))
    module = types.ModuleType(name)
    monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    known = set(sys.modules)
    if (ROOT / "examples").exists():
        (tmp_path / "examples").symlink_to(ROOT / "examples")
    reader = Reader(page, tmp_path, module, environment)
    for block in page.blocks:
        reader.read(block)
    for saved in tmp_path.glob("*.py"):
        if saved.stem not in known:
            sys.modules.pop(saved.stem, None)


def test_the_quick_start_is_the_example() -> None:
    page = next(p for p in all_pages() if str(p) == "docs/quickstart.md")
    shown = next(b.text for b in page.blocks if b.language == "python")

    assert shown == (ROOT / "examples" / "quickstart.py").read_text("utf-8")
