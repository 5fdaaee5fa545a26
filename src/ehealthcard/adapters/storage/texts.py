"""What every storage can keep of a text: no NUL, nothing that UTF-8 cannot write.

PostgreSQL takes no NUL, and no driver writes half of a surrogate pair; SQLite and
dictionaries would take the one or the other. Here they all refuse the same.
"""

from collections.abc import Iterable
from functools import cache
from operator import attrgetter
from typing import Any, cast

import attrs

from ehealthcard.errors import UnstorableInputError

__all__ = ["refuse_unstorable", "refuse_unstorable_texts"]


def refuse_unstorable(values: Iterable[Any]) -> None:
    """See that *values*, and what rows and lists among them hold, can be kept.

    Raises:
        UnstorableInputError: A text can be kept nowhere; it does not say which.

    """
    for value in values:
        if isinstance(value, str):
            _see(value)
        elif isinstance(value, tuple | list | frozenset):
            refuse_unstorable(cast("Iterable[Any]", value))
        else:
            kind = cast("type[Any]", value.__class__)
            if attrs.has(kind):
                refuse_unstorable(_fields(kind)(value))


def refuse_unstorable_texts(rows: Iterable[Iterable[Any]]) -> None:
    """See that the texts in *rows* of plain values can be kept, all in one look.

    Raises:
        UnstorableInputError: As :func:`refuse_unstorable`.

    """
    _see("".join([v for row in rows for v in row if isinstance(v, str)]))


def _see(text: str) -> None:
    if "\0" in text:
        raise UnstorableInputError
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise UnstorableInputError from None


@cache
def _fields(kind: type[Any]) -> "attrgetter[tuple[object, ...]]":
    """Return what reads all fields of a row, and a second time the first one."""
    names = [field.name for field in attrs.fields(kind)]
    return attrgetter(*names, names[0])
