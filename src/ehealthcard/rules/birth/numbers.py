"""Numbers and editions of birth certificates (出生医学证明编号与版本).

One upper-case letter and nine digits, the first two of them the province's. The form
and the days on which editions change are documented; that the letter counts the years
of printing from A for 2000 is documented once and fits the published example (X for
2023). Left-over and early stock exists, so a letter of another year is no more than a
warning.
"""

import re
from datetime import date
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.identity.gb11643 import PROVINCES
from ehealthcard.models import Model

FORM = r"^[A-Z][0-9]{9}$"
SEVENTH_FROM = date(2023, 4, 1)
"""The first day of the seventh edition; the sixth was last issued the day before."""

_YEAR_OF_A = 2000

Number = Annotated[str, Field(pattern=FORM)]
"""A certificate's number (出生医学证明编号)."""

Series = Annotated[str, Field(pattern=r"^[A-Z][0-9]{3}$")]
"""The letter and three digits that begin the numbers of a lot."""


class Edition(Labelled):
    """An edition of the printed form (证件版本)."""

    SIXTH = "6", "第六版", "sixth edition"
    SEVENTH = "7", "第七版", "seventh edition, with a bar code"


class NumberReading(Model):
    """What a number says."""

    number: Number
    province: str
    """Two digits of GB/T 2260."""

    printed: int
    """The year of printing by its letter."""

    def warnings(self, issued_on: date) -> tuple[str, ...]:
        """Return what looks odd about it, as codes; nothing of it forbids anything."""
        return ("LETTER_YEAR",) if self.printed != issued_on.year else ()


def read_number(text: str) -> NumberReading | None:
    """Return what *text* says; ``None`` if it is no number of a birth certificate.

    >>> read_number("X320101001").province
    '32'
    >>> read_number("x320101001") is None
    True
    """
    if not re.fullmatch(FORM, text) or not text.isascii():
        return None
    if text[1:3] not in PROVINCES:
        return None
    year = _YEAR_OF_A + ord(text[0]) - ord("A")
    return NumberReading(number=text, province=text[1:3], printed=year)


def edition_on(day: date) -> Edition:
    """Return the edition that is issued on *day*."""
    return Edition.SEVENTH if day >= SEVENTH_FROM else Edition.SIXTH
