"""The pages of the documentation, taken apart."""

import re
from collections.abc import Iterator
from pathlib import Path

import attrs

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
_FENCE = re.compile(r"^(?P<fence>`{3,}|:{3,})(?P<language>[^`]*)$")


@attrs.frozen
class Block:
    """A fenced block."""

    language: str
    text: str
    line: int
    """Where its text begins, from 1."""

    expected: str | None = None
    """What a ``text`` block right below says that it prints."""


@attrs.frozen
class Page:
    """A Markdown file."""

    path: Path

    def __str__(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @property
    def blocks(self) -> list[Block]:
        return list(_blocks(self.text.splitlines()))

    @property
    def prose(self) -> str:
        """The text without its blocks."""
        lines = self.text.splitlines()
        for block in self.blocks:
            count = block.text.count("\n")
            lines[block.line - 1 : block.line - 1 + count] = [""] * count
        return "\n".join(lines)


def all_pages() -> list[Page]:
    """Return every page of the documentation, built ones aside."""
    found = [p for p in DOCS.rglob("*.md") if "_build" not in p.parts]
    return [Page(p) for p in [*READMES, *sorted(found)] if p.exists()]


def _blocks(lines: list[str]) -> Iterator[Block]:
    raw = list(_fenced(lines))
    for number, block in enumerate(raw):
        below = raw[number + 1] if number + 1 < len(raw) else None
        end = block.line + block.text.count("\n")  # the line of the closing fence
        if (
            below
            and below.language == "text"
            and not any(lines[end : below.line - 2])
            and block.language == "python"
        ):
            yield attrs.evolve(block, expected=below.text)
        else:
            yield block


def _fenced(lines: list[str]) -> Iterator[Block]:
    place = 0
    while place < len(lines):
        opened = _FENCE.match(lines[place])
        place += 1
        if not opened:
            continue
        start = place
        while place < len(lines) and lines[place].rstrip() != opened["fence"]:
            place += 1
        text = "".join(f"{line}\n" for line in lines[start:place])
        yield Block(opened["language"].strip(), text, start + 1)
        place += 1
