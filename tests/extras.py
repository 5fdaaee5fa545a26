"""What of the package can be imported with one extra and no other library.

Run as a program: it imports all it can with the core's libraries alone, then forks once
for each extra and imports what asked for it. It prints, per extra, what those modules
still ask for then.
"""

import importlib
import json
import os
import pkgutil
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.machinery import ModuleSpec
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import ehealthcard
from ehealthcard.errors import MissingExtraError

PROJECT = tomllib.loads(
    (Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8")
)["project"]
OPTIONAL: dict[str, list[str]] = PROJECT["optional-dependencies"]
EXTRAS = [name for name in OPTIONAL if name != "dev"]
LEFT_OUT = {
    "ehealthcard.adapters.storage.sql.migrations.env",  # Alembic runs it
}

Asked = dict[str, str]
"""By module: the extra that it asked for, or the library it missed unexplained."""


class Blocker:
    """Finds nothing of the libraries it is told to hide."""

    def __init__(self, hidden: set[str]) -> None:
        self.hidden = hidden

    def find_spec(self, name: str, *rest: object) -> ModuleSpec | None:
        """Say that a hidden library is not there."""
        if name.partition(".")[0] in self.hidden:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


@cache
def _owners() -> Mapping[str, list[str]]:
    return packages_distributions()


@cache
def _required(name: str) -> list[str]:
    return requires(name) or []


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def installed_by(wanted: Iterable[str]) -> set[str]:
    """Return the distributions that these requirements bring, all the way down."""
    seen: set[str] = set()
    asked: set[str] = set()
    todo = list(wanted)
    while todo:
        requirement = todo.pop()
        found = re.match(r"([\w.-]+)(?:\[([^]]*)\])?", requirement)
        assert found
        name, extras = _plain(found[1]), (found[2] or "").replace(" ", "")
        if f"{name}[{extras}]" in asked:
            continue
        asked.add(f"{name}[{extras}]")
        if name == "ehealthcard":
            todo += [r for extra in extras.split(",") for r in OPTIONAL[extra]]
            continue
        seen.add(name)
        try:
            below = _required(name)
        except PackageNotFoundError:
            below = []  # for another system
        for line in below:
            what, _, when = line.partition(";")
            extra = re.search(r"extra *== *['\"]([\w.-]+)['\"]", when)
            if extra is None or extra[1] in extras.split(","):
                todo.append(what)
    return seen


def covered(extra: str) -> set[str]:
    """Return the *extra* and those of ours that it brings."""
    brought = [r for r in OPTIONAL[extra] if r.startswith("ehealthcard[")]
    inner = [i for r in brought for i in r[len("ehealthcard[") : -1].split(",")]
    return {extra}.union(*map(covered, inner))


def hidden_beside(allowed: set[str]) -> set[str]:
    """Return the libraries that none of the *allowed* distributions has."""
    return {
        library
        for library, owners in _owners().items()
        if library != "ehealthcard" and not allowed & {_plain(one) for one in owners}
    }


def ask(modules: Iterable[str]) -> Asked:
    """Import them all; return what those asked for that could not be."""
    asked: Asked = {}
    for name in modules:
        try:
            importlib.import_module(name)
        except MissingExtraError as error:
            asked[name] = str(error.facts["extra"])
        except ImportError as error:
            asked[name] = f"{type(error).__name__} {error.name}"
    return asked


def _all_below(package: Iterable[str], prefix: str) -> Iterable[str]:
    """Yield every module, by the folders: nothing is imported to find them."""
    for one in pkgutil.iter_modules(package, prefix):
        if one.name in LEFT_OUT:
            continue
        yield one.name
        if one.ispkg:
            folders = [f"{p}/{one.name.rpartition('.')[2]}" for p in package]
            yield from _all_below(folders, f"{one.name}.")


def _walk() -> None:
    core = installed_by(PROJECT["dependencies"])
    blockers = {
        name: hidden_beside(core | installed_by([f"ehealthcard[{name}]"]))
        for name in EXTRAS
    }
    sys.meta_path.insert(0, blocker := Blocker(hidden_beside(core)))
    rest = ask(_all_below(ehealthcard.__path__, "ehealthcard."))
    print(json.dumps(["", rest]), flush=True)  # noqa: T201  # the answer
    for name in EXTRAS:
        child = os.fork()
        if child == 0:
            blocker.hidden = blockers[name]
            theirs = [m for m in rest if rest[m] in covered(name)]
            print(json.dumps([name, ask(theirs)]), flush=True)  # noqa: T201  # the same
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    _walk()
