"""What is read from the source is up to date, and what is linked is there."""

import re
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from ehealthcard.cli.app import app
from ehealthcard.ports import Storage

from .pages import DOCS, ROOT, Page, all_pages

PAGES = all_pages()
READ_FIRST = [
    p for p in PAGES if p.path.is_relative_to(DOCS) and p.path.parent.name != "adr"
]
"""The pages that readers of either language begin with."""
_LINK = re.compile(r"(?<!\\)\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
_HEADING = re.compile(r"^#{1,6} +(.+?)\s*$", re.MULTILINE)


def test_the_made_pages_are_current() -> None:
    command = [sys.executable, "docs/generate.py", "--check"]
    done = subprocess.run(  # noqa: S603  # our own script
        command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )

    assert done.returncode == 0, f"run python docs/generate.py\n{done.stdout}"


def links(page: Page) -> Iterator[str]:
    """Yield the targets inside the project."""
    for target in _LINK.findall(page.prose):
        if not re.match(r"[a-z]+:", target):
            yield unquote(target)


def anchors(page: Page) -> set[str]:
    """Return the names of the headings, as GitHub and MyST make them."""
    found: set[str] = set()
    for heading in _HEADING.findall(page.prose):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        number = sum(1 for known in found if re.fullmatch(rf"{slug}(-\d+)?", known))
        found.add(f"{slug}-{number}" if number else slug)
    return found


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_inside_lead_somewhere(page: Page) -> None:
    broken: list[str] = []
    for link in links(page):
        name, _, anchor = link.partition("#")
        target = (page.path.parent / name).resolve() if name else page.path
        if not target.exists() or (
            anchor and target.suffix == ".md" and anchor not in anchors(Page(target))
        ):
            broken.append(link)

    assert broken == []


@pytest.mark.parametrize("page", READ_FIRST, ids=str)
def test_a_page_of_the_site_begins_in_both_languages(page: Page) -> None:
    paragraphs = [p for p in page.prose.split("\n\n") if p.strip()]
    beginning = [p for p in paragraphs if not p.lstrip().startswith(("#", "<!--"))][:3]

    assert any(re.match("[\u4e00-\u9fff《`]", p.lstrip()) for p in beginning)


def test_the_pages_name_no_machine() -> None:
    places = re.compile(r"/(?:root|home|Users|work|tmp)/")
    assert [] == [str(p) for p in PAGES if places.search(p.text)]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_no_row_is_cut_off_from_its_table(page: Page) -> None:
    lines = page.prose.split("\n")
    cut = [
        lines[n + 1]
        for n in range(1, len(lines) - 2)
        if not lines[n]
        and lines[n - 1].startswith("|")
        and lines[n + 1].startswith("|")
        and not lines[n + 2].startswith("| ---")
    ]
    assert [] == cut


def test_the_page_of_commands_names_each_command() -> None:
    page = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\| `ehealthcard ([a-z]+(?: [a-z]+)?)", page))
    top = get_command(app)
    assert isinstance(top, TyperGroup)
    there = {
        f"{name} {inner}" if inner else name
        for name, command in top.commands.items()
        for inner in (command.commands if isinstance(command, TyperGroup) else [""])
    }
    assert set() == there - named


def test_the_page_for_storage_adapters_names_every_method() -> None:
    page = DOCS / "how-to" / "write-a-storage-adapter.md"
    listed = (
        page.read_text("utf-8").partition("## The methods")[2].partition("\n## ")[0]
    )
    rows = [line for line in listed.splitlines() if line.startswith("| ")]
    named = set(re.findall(r"`([a-z_]+)`", "\n".join(rows)))

    assert named == {name for name in dir(Storage) if not name.startswith("_")}
