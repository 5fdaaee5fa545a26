"""Dictionaries between our codes and a platform's (字典对照).

Both ways, and one to one: a value without a counterpart is an error, and so is one
with two. Nothing is ever put in its place.
"""

from collections.abc import Mapping
from typing import Generic, TypeVar

from ehealthcard.codesets import (
    CardStep,
    Carrier,
    Channel,
    CostType,
    Ethnicity,
    IdKind,
    Labelled,
    Sex,
    TerminalType,
)
from ehealthcard.errors import DictionaryError, Phrase, PlatformSettingError

K = TypeVar("K", bound=Labelled)


class Dictionary(Generic[K]):
    """Our codes, and what the other side writes for each.

    Args:
        name: For messages, such as ``id_types``.
        pairs: Ours and theirs.

    Raises:
        PlatformSettingError: Two of ours are one of theirs.

    """

    __slots__ = ("_ours", "_theirs", "name")

    def __init__(self, name: str, pairs: Mapping[K, str]) -> None:
        ours = {value: key for key, value in pairs.items()}
        if len(ours) != len(pairs):
            raise PlatformSettingError(
                platform="-",
                setting=name,
                flaw=Phrase("a value stands there twice", "有重复的值"),
            )
        self.name = name
        self._theirs = dict(pairs)
        self._ours = ours

    @property
    def ours(self) -> tuple[K, ...]:
        """Those of our codes that have a counterpart."""
        return tuple(self._theirs)

    def out(self, ours: K) -> str:
        """Return what the other side writes for *ours*.

        Raises:
            DictionaryError: It has no such value.

        """
        found = self._theirs.get(ours)
        if found is None:
            raise DictionaryError(
                dictionary=self.name, direction=Phrase("out", "出方向")
            )
        return found

    def back(self, theirs: str) -> K:
        """Return what *theirs* is with us.

        Raises:
            DictionaryError: We know no such value.

        """
        found = self._ours.get(theirs)
        if found is None:
            raise DictionaryError(
                dictionary=self.name, direction=Phrase("in", "入方向")
            )
        return found

    def out_or_none(self, ours: K | None) -> str | None:
        """Return :meth:`out`; nothing for nothing."""
        return None if ours is None else self.out(ours)

    def back_or_none(self, theirs: str | None) -> K | None:
        """Return :meth:`back`; nothing for nothing or an empty text."""
        return self.back(theirs) if theirs else None


class OneWay:
    """What the other side wants said besides, for each of our codes (派生代码).

    Several of ours may be one of theirs, so it is never read back.

    Args:
        name: For messages.
        pairs: Ours and theirs.

    """

    __slots__ = ("_theirs", "name")

    def __init__(self, name: str, pairs: Mapping[IdKind, str]) -> None:
        self.name = name
        self._theirs = dict(pairs)

    def out(self, ours: IdKind) -> str:
        """Return what the other side writes for *ours*.

        Raises:
            DictionaryError: It has no such value.

        """
        found = self._theirs.get(ours)
        if found is None:
            raise DictionaryError(
                dictionary=self.name, direction=Phrase("out", "出方向")
            )
        return found


NATIONAL_ID_TYPES = Dictionary(
    "id_types", {k: k.value for k in IdKind if not k.value.startswith("A")}
)
"""CV02.01.101, with 08 for birth certificates; our two A codes are nobody else's."""

SEX_CODES = Dictionary("sexes", {Sex.MALE: "1", Sex.FEMALE: "2"})
SEX_TEXTS = Dictionary("sexes", {Sex.MALE: "男", Sex.FEMALE: "女"})
ETHNICITY_CODES = Dictionary("ethnicities", {e: e.value for e in Ethnicity})
ETHNICITY_TEXTS = Dictionary("ethnicities", {e: e.zh for e in Ethnicity})
STEPS = Dictionary("steps", {s: s.value for s in CardStep})
CHANNELS: Dictionary[Channel] = Dictionary(
    "channels", {c: c.value for c in Channel if c != Channel.OTHER}
)
TERMINAL_TYPES = Dictionary("terminal_types", {t: t.value for t in TerminalType})
COST_TYPES = Dictionary("cost_types", {c: c.value for c in CostType})
CARRIERS = Dictionary("carriers", {c: c.value for c in Carrier})
