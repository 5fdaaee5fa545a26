"""What every code set has in common."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A code that travels as its value and carries its two names.

    Members are written ``NAME = "code", "中文", "English"``.
    """

    zh: str
    """The standard's name (中文名称)."""

    en: str
    """The same in English."""

    def __new__(cls, value: str, zh: str = "", en: str = "") -> Self:
        """Take the code as value and its names as attributes."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        member.en = en
        return member
