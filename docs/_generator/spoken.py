"""What the source says of itself: docstrings, also those below an attribute."""

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import attrs

ROOT = "ehealthcard"
MARKS = {"Annotated", "Field", "PRIVATE"}
"""What stands in an annotation and is not the type."""

_ROLE = re.compile(r":(?:class|func|meth|attr|mod|data):`~?([^`]+)`")


@attrs.frozen
class Module:
    """The docstrings of one module that ``inspect`` does not find."""

    attributes: dict[tuple[str, str], str]
    """By class and attribute."""

    names: dict[str, str]
    """By the name of a constant or a type alias."""

    annotations: dict[tuple[str, str], tuple[str, ...]]
    """The names that stand in an attribute's annotation."""

    imports: dict[str, tuple[str, str]]
    """Where a name comes from: module and name there."""


def about(kind: type) -> str:
    """Return the first paragraph of a class's own docstring, on one line."""
    own = vars(kind).get("__doc__")
    if not isinstance(own, str):
        return ""
    return as_markdown(inspect.cleandoc(own).partition("\n\n")[0]).replace("\n", " ")


def about_field(kind: type, field: str) -> str:
    """Return what is said of a *field*; if nothing, what is said of its type."""
    for base in kind.__mro__:
        if not base.__module__.startswith(ROOT):
            continue
        said = _module(base.__module__)
        place = (base.__name__, field)
        if place in said.attributes:
            return as_markdown(said.attributes[place]).replace("\n", " ")
        if place in said.annotations:
            return _about_type(base.__module__, said.annotations[place])
    return ""


def as_markdown(text: str) -> str:
    """Return *text*, written for Sphinx, as Markdown."""
    plain = _ROLE.sub(lambda found: f"`{found[1].rpartition('.')[2]}`", text)
    return plain.replace("``", "`")


def _about_type(module: str, names: tuple[str, ...]) -> str:
    for name in names:
        if said := _about_name(module, name):
            return as_markdown(said).replace("\n", " ")
    return ""


def _about_name(module: str, name: str) -> str:
    """Follow *name* to where it is defined, and return what is said there."""
    if not module.startswith(ROOT):
        return ""
    said = _module(module)
    if name in said.names:
        return said.names[name]
    if name in said.imports:
        return _about_name(*said.imports[name])
    found = getattr(sys.modules[module], name, None)
    return about(found) if isinstance(found, type) else ""


@cache
def _module(name: str) -> Module:
    file = sys.modules[name].__file__
    tree = ast.parse(Path(file).read_text("utf-8")) if file else ast.Module([], [])
    read = Module({}, {}, {}, dict(_imports(tree, name, file or "")))
    for target, doc in _documented(tree.body):
        read.names[target.id] = doc
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            _read_class(node, read)
    return read


def _read_class(node: ast.ClassDef, read: Module) -> None:
    for target, doc in _documented(node.body):
        read.attributes[node.name, target.id] = doc
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            found = (n for n in ast.walk(item.annotation) if isinstance(n, ast.Name))
            names = tuple(n.id for n in found if n.id not in MARKS)
            read.annotations[node.name, item.target.id] = names


def _documented(body: list[ast.stmt]) -> Iterator[tuple[ast.Name, str]]:
    """Yield each assigned name that has a docstring below it."""
    for node, below in pairwise(body):
        target = _target(node)
        if target and isinstance(below, ast.Expr):
            value = below.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield target, inspect.cleandoc(value.value).partition("\n\n")[0]


def _target(node: ast.stmt) -> ast.Name | None:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0]
    return None


def _imports(
    tree: ast.Module, name: str, file: str
) -> Iterator[tuple[str, tuple[str, str]]]:
    package = name if file.endswith("__init__.py") else name.rpartition(".")[0]
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        above = package.split(".")[: len(package.split(".")) - max(node.level - 1, 0)]
        start = ".".join(above) if node.level else ""
        module = ".".join(p for p in (start, node.module) if p)
        for alias in node.names:
            yield alias.asname or alias.name, (module, alias.name)
