"""Tries a mapping against a database, before anybody relies on it (映射检查)."""

from collections import Counter
from itertools import islice

import attrs

from ehealthcard.errors import IdentityError
from ehealthcard.identity import CardId, IdDocument

from .cleaning import Unfit, Why
from .mapping import ViewMapping
from .rows import ViewRow
from .source import ViewSource

LONGEST_CODE = 12
"""Characters of a code that are shown; what is longer may be no code at all."""


@attrs.frozen
class Finding:
    """Something that is wrong, and in how many rows."""

    column: str
    problem: str
    """A reason of :class:`Why`, or ``COLUMN_MISSING`` or ``WATERMARK_EMPTY``."""

    rows: int
    code: str = ""
    """The code that the mapping does not have."""


@attrs.frozen
class Checked:
    """How a mapping did."""

    rows: int
    fit: int
    findings: tuple[Finding, ...]


def check(source: ViewSource, mapping: ViewMapping, *, most: int = 1000) -> Checked:
    """Read up to *most* rows and say what is wrong with them; nothing is acted upon.

    Raises:
        OutsideUnavailableError: The database does not answer in time.
        ViewMappingError: There is no such view, or the user may not see it.

    """
    there = set(source.columns(mapping))
    missing = [c for c in mapping.columns if c not in there]
    if missing:
        found = tuple(Finding(c, "COLUMN_MISSING", 0) for c in missing)
        return Checked(0, 0, found)
    rows = list(islice(source.since(mapping, None), most))
    counted: Counter[tuple[str, str, str]] = Counter()
    fit = 0
    for row in rows:
        try:
            _try(row)
            fit += 1
        except Unfit as unfit:
            code = unfit.value if len(unfit.value) <= LONGEST_CODE else ""
            counted[unfit.column, unfit.why, code] += 1
    found = tuple(Finding(c, why, n, code) for (c, why, code), n in counted.items())
    if empty := source.without_mark(mapping):
        mark = mapping.watermark.column
        found = (*found, Finding(mark, "WATERMARK_EMPTY", empty))
    return Checked(len(rows), fit, found)


def _try(row: ViewRow) -> None:
    """Read all of a row, as far as that goes without a desk."""
    event = row.event()
    row.mark  # noqa: B018  # it is there to be read
    if event is None:
        return
    card, document = event.get("card"), event.get("document")
    try:
        if card:
            CardId(card.upper())
        elif document:
            IdDocument(event.document_kind, document)
    except IdentityError:
        name = "card" if card else "document"
        raise Unfit(Why.CARD_UNREADABLE, row.mapping.fields[name].columns[0]) from None
