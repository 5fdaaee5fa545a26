"""Write the pages that are read from the source.

::

    python docs/generate.py            write them
    python docs/generate.py --check    name those that are not current, and fail
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from _generator.errors import error_page
from _generator.listing import cascade_page, index_page
from _generator.services import service_page

from ehealthcard.services.catalogue import CATALOGUE

DOCS = Path(__file__).parent


def pages() -> dict[Path, str]:
    """Return every made page with its contents; the same source, the same bytes."""
    services = DOCS / "services"
    found = {services / f"{w.name}.md": service_page(w) for w in CATALOGUE.workflows}
    found[services / "index.md"] = index_page()
    found[services / "cascades.md"] = cascade_page(CATALOGUE)
    found[DOCS / "errors.md"] = error_page()
    return {path: _text(lines) for path, lines in found.items()}


def stale(made: dict[Path, str]) -> list[Path]:
    """Return the pages that are missing, out of date or of a service that is gone."""
    changed = [p for p, text in made.items() if _read(p) != text]
    return changed + [p for p in (DOCS / "services").glob("*.md") if p not in made]


def main(arguments: list[str]) -> int:
    """Write what has changed, or say what would be written."""
    made = pages()
    old = stale(made)
    for path in old:
        print(path.relative_to(DOCS))  # noqa: T201  # for whoever runs it
        if "--check" in arguments:
            continue
        if path in made:
            path.parent.mkdir(exist_ok=True)
            path.write_text(made[path], encoding="utf-8")
        else:
            path.unlink()
    return 1 if old and "--check" in arguments else 0


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def _text(lines: Iterable[str]) -> str:
    text = "\n".join(line.rstrip() for line in "\n".join(lines).split("\n"))
    return text.rstrip("\n") + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
