"""JSON that says one thing (严格的 JSON): UTF-8, no key twice, no broken numbers."""

import json
from collections.abc import Iterable
from typing import Any, cast

LONGEST_NUMBER = 18
"""Digits; no field of an interface has more, and long ones take long to read."""


class UnreadableJsonError(ValueError):
    """It is no such JSON."""


def parse(data: bytes | str) -> Any:  # noqa: ANN401  # as json has it
    """Return what *data* says; whole numbers only.

    Raises:
        UnreadableJsonError: It is no such JSON.

    """
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        return json.loads(
            text,
            object_pairs_hook=_once,
            parse_float=_refuse,
            parse_constant=_refuse,
            parse_int=_whole,
        )
    except UnreadableJsonError:
        raise
    except (ValueError, RecursionError):
        raise UnreadableJsonError("no JSON") from None


def parse_object(data: bytes | str) -> dict[str, Any]:
    """Return the object that *data* says.

    Raises:
        UnreadableJsonError: It is no JSON object.

    """
    found = as_object(parse(data))
    if found is None:
        raise UnreadableJsonError("no object")
    return found


def as_object(value: object) -> dict[str, Any] | None:
    """Return *value* if it is an object."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def as_list(value: object) -> list[Any] | None:
    """Return *value* if it is a list."""
    is_list = isinstance(value, list)
    return list(cast("Iterable[Any]", value)) if is_list else None


def compact(value: object, *, sort: bool = False) -> str:
    """Return JSON without white space, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=sort)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise UnreadableJsonError("a key stands there twice")
    return made


def _refuse(_: str) -> Any:  # noqa: ANN401  # it returns nothing
    raise UnreadableJsonError("a number that is not whole")


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise UnreadableJsonError("a number too long")
    return int(digits)
