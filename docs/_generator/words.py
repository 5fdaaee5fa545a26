"""Types in words, for readers who do not read Python."""

import types
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin

import annotated_types
from pydantic import AwareDatetime
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from ehealthcard.models import Model
from ehealthcard.workflow import Link

PLAIN: dict[Any, str] = {
    str: "text",
    bytes: "bytes",
    int: "whole number",
    float: "number",
    bool: "yes or no",
    Decimal: "decimal number",
    datetime: "moment",
    AwareDatetime: "moment",
    date: "day",
    time: "time of day",
    timedelta: "length of time",
    Any: "anything",
    type(None): "nothing",
}
_LIMITS: dict[type, str] = {
    annotated_types.Ge: "ge",
    annotated_types.Gt: "gt",
    annotated_types.Le: "le",
    annotated_types.Lt: "lt",
}
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}


def field_in_words(field: FieldInfo) -> str:
    """Return the type of a *field*, its limits, and whether it may be left out."""
    said = in_words(field.annotation) + _limits(field.metadata)
    links = [f" (links by `{m.kind}`)" for m in field.metadata if isinstance(m, Link)]
    said += "".join(links)
    if field.is_required():
        return said
    if field.default is None:
        return said.replace(" or nothing", "") + "; may be left out"
    return f"{said}; {_default(field)}"


def in_words(hint: Any) -> str:  # noqa: ANN401  # a hint is anything
    """Return what values *hint* allows."""
    if hint in PLAIN:
        return PLAIN[hint]
    if isinstance(hint, NewType):
        return in_words(hint.__supertype__)
    if isinstance(hint, type) and issubclass(hint, Model | Enum):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    return _composed(get_origin(hint), get_args(hint))


def _composed(origin: object, inside: tuple[Any, ...]) -> str:
    if origin is Annotated:
        return in_words(inside[0]) + _limits(inside[1:])
    if origin in (Union, types.UnionType):
        return " or ".join(map(in_words, inside))
    if origin is Literal:
        return "one of " + ", ".join(f"`{value}`" for value in inside)
    if origin is tuple and inside[-1] is Ellipsis:
        return f"list of {in_words(inside[0])}"
    if origin is dict:
        return "names with values"
    raise TypeError(f"There are no words for {origin!r} of {inside!r}.")


def value_in_words(value: object) -> str:
    """Return a *value* as a reader would write it."""
    match value:
        case None:
            said = "nothing"
        case bool():
            said = "yes" if value else "no"
        case Enum():
            said = f"`{value.value}`"
        case timedelta():
            said = _span(value)
        case Model():
            name = getattr(value, "name", None)
            said = f"`{name}`" if name else "all defaults"
        case ():
            said = "an empty list"
        case tuple():
            said = ", ".join(map(value_in_words, value))
        case _:
            said = f"`{value}`"
    return said


def _span(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    for size, unit in ((86_400, "days"), (3_600, "hours"), (1, "seconds")):
        if seconds % size == 0 and seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} seconds"


def _default(field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return "may be left out"
    return f"{value_in_words(field.default)} if left out"


def _limits(metadata: Iterable[object]) -> str:
    said: list[str] = []
    for mark in metadata:
        if isinstance(mark, FieldInfo):
            said += [_limits(mark.metadata)] if mark.metadata else []
        elif name := _LIMITS.get(type(mark)):
            said.append(f" {_SIGNS[name]} {getattr(mark, name)}")
        elif isinstance(mark, annotated_types.MinLen):
            said.append(", not empty")
        elif pattern := getattr(mark, "pattern", None):
            said.append(f", matching `{pattern}`")
    return "".join(said)
