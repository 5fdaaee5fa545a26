"""Blank certificates (空白出生医学证明): who has which numbers."""

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.rules.links import BirthSeriesLink, BlankHolderLink
from ehealthcard.workflow import State

from .numbers import Edition

MOST = 10_000
"""Numbers of one lot at most; inferred."""


class VoidReason(Labelled):
    """Why a number will never be on a valid certificate (作废原因)."""

    SPOILED = "spoiled", "打印错误", "spoiled in printing"
    DAMAGED = "damaged", "破损", "damaged"
    LOST = "lost", "遗失", "lost"
    OUTDATED = "outdated", "版本停用", "of an edition that has ended"
    REPLACED = "replaced", "换发", "replaced by another certificate"
    REISSUED = "reissued", "遗失补发", "lost by its holder and issued anew"


class BlankLot(State):
    """Blanks that an institution has (领用的空白证)."""

    org: BlankHolderLink
    series: BirthSeriesLink
    """The letter and three digits that all numbers of the lot begin with."""

    first: int = Field(ge=0, le=999_999)
    """The last six digits of its first number."""

    last: int = Field(ge=0, le=999_999)
    edition: Edition

    def has(self, number: str) -> bool:
        """Whether *number* is one of the lot's."""
        mine = number[:4] == self.series and number[4:].isdecimal()
        return mine and self.first <= int(number[4:]) <= self.last

    def meets(self, first: int, last: int) -> bool:
        """Whether any number from *first* to *last* of its series is the lot's."""
        return self.first <= last and first <= self.last
