"""The site builds without a warning and asks the network for nothing."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from .pages import DOCS, all_pages

LOADING = {
    "audio": ("src",),
    "embed": ("src",),
    "form": ("action",),
    "iframe": ("src",),
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
}


STYLES = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"]?)(?:https?:)?//")


class Loads(HTMLParser):
    """Collects what a page loads from another place."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            loaded = name in LOADING.get(tag, ()) and value is not None
            if loaded and re.match(r"\s*(https?:)?//", value or ""):
                self.outside.append(f"<{tag} {name}={value}>")


@pytest.mark.soak
def test_the_site_builds_without_a_warning_and_loads_nothing_from_outside(
    tmp_path: Path,
) -> None:
    """One test for all, so that the site is built once; its pictures take minutes."""
    site = tmp_path / "html"
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-d", str(tmp_path / "t")]
    done = subprocess.run(  # noqa: S603  # our own site
        [*command, str(DOCS), str(site)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stderr
    pages = [p.path.relative_to(DOCS) for p in all_pages() if DOCS in p.path.parents]
    assert [] == [str(p) for p in pages if not (site / p).with_suffix(".html").exists()]
    assert {} == {f.name: found for f in site.rglob("*.html") if (found := loads(f))}
    files = [*site.rglob("*.css"), *site.rglob("*.svg")]
    assert [] == [f.name for f in files if STYLES.search(f.read_text("utf-8"))]
    require_a_picture_without_script(site)


def require_a_picture_without_script(site: Path) -> None:
    page = (site / "services" / "card.html").read_text("utf-8")
    (picture,) = re.findall(r'<img [^>]*src="\.\./(_images/\w+\.svg)"', page)
    drawn = (site / picture).read_text("utf-8")

    assert "<script" not in drawn
    for word in ("Applied", "VerifyRealName", "CardSuspended"):
        assert word in drawn


def loads(file: Path) -> list[str]:
    parser = Loads()
    parser.feed(file.read_text("utf-8"))
    return parser.outside
