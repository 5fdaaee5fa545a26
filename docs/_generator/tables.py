"""Tables of fields and codes."""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Annotated, Any, NewType, get_args, get_origin

from ehealthcard.codesets import Labelled
from ehealthcard.models import Model
from ehealthcard.workflow import Policy

from .spoken import about, about_field
from .words import field_in_words, value_in_words


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield _row(head)
    yield _row(["---"] * len(head))
    for row in rows:
        yield _row(row)


def model_section(kind: type[Model], level: int = 3) -> Iterator[str]:
    """Yield heading, meaning and fields of a model."""
    yield from ("#" * level + f" {kind.__name__}", "")
    if said := about(kind):
        yield from (said, "")
    if kind.model_fields:
        yield from fields(kind)
    else:
        yield "No fields."
    yield ""


def fields(kind: type[Model]) -> Iterator[str]:
    """Yield the fields of a model: name, type, whether private, meaning."""
    return table(
        ("Field", "Type", "Private", "Meaning"),
        [
            (
                f"`{name}`",
                field_in_words(field),
                "" if field.repr else "private",
                about_field(kind, name),
            )
            for name, field in kind.model_fields.items()
        ],
    )


def code_section(kind: type[Enum], level: int = 3) -> Iterator[str]:
    """Yield heading, meaning and codes of an enumeration."""
    yield from ("#" * level + f" {kind.__name__}", "")
    if said := about(kind):
        yield from (said, "")
    if issubclass(kind, Labelled):
        rows = [(f"`{m.value}`", m.zh, m.en) for m in kind]
        yield from table(("Code", "中文", "English"), rows)
    else:
        yield from table(("Code",), [(f"`{m.value}`",) for m in kind])
    yield ""


def packs(policies: Sequence[Policy]) -> Iterator[str]:
    """Yield the packs that are shipped, a column each."""
    kind = type(policies[0])
    return table(
        ("Field", *(p.name for p in policies)),
        [
            (f"`{name}`", *(value_in_words(getattr(p, name)) for p in policies))
            for name in kind.model_fields
            if name != "name"
        ],
    )


def parts(kinds: Iterable[type[Model]]) -> list[type[Model | Enum]]:
    """Return every model and enumeration that *kinds* are made of, not they."""
    known = list(kinds)
    found: list[type[Model | Enum]] = []
    todo: list[type[Model]] = list(known)
    while todo:
        for field in todo.pop(0).model_fields.values():
            for kind in _classes(field.annotation):
                if kind in known or kind in found:
                    continue
                found.append(kind)
                if issubclass(kind, Model):
                    todo.append(kind)
    return found


def _classes(hint: Any) -> Iterator[type[Model | Enum]]:  # noqa: ANN401  # a hint is anything
    if isinstance(hint, NewType):
        return
    if get_origin(hint) is Annotated:
        yield from _classes(get_args(hint)[0])
    elif isinstance(hint, type) and issubclass(hint, Model | Enum):
        yield hint
    else:
        for inside in get_args(hint):
            yield from _classes(inside)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(c.replace("|", "\\|") or " " for c in cells) + " |"
