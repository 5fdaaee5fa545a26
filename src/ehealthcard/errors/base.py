"""The root of the error tree, and the words that its sentences are filled with."""

from collections.abc import Iterable
from typing import Any, Literal, Protocol

import attrs

__all__ = ["Bilingual", "EHealthCardError", "Fact", "Phrase"]


class Bilingual(Protocol):
    """Whatever is called something in both languages: a phrase, a code of a set."""

    @property
    def en(self) -> str:
        """In English."""
        ...

    @property
    def zh(self) -> str:
        """In Chinese (中文)."""
        ...


Fact = str | int | Bilingual
"""What fills a place in a sentence. Text is a name, the same in both languages; words
are bilingual, and each sentence takes its own."""


@attrs.frozen
class Phrase:
    """A part of a sentence, in both languages (双语词句)."""

    en: str
    zh: str

    @classmethod
    def of(cls, fact: Fact) -> "Phrase":
        """Return what a fact is called; a name is called the same in both."""
        return cls(str(getattr(fact, "en", fact)), str(getattr(fact, "zh", fact)))

    @classmethod
    def listed(cls, parts: Iterable[Bilingual]) -> "Phrase":
        """Return *parts* one after the other; a dash if there are none."""
        found = tuple(parts)
        en, zh = "; ".join(p.en for p in found), "；".join(p.zh for p in found)
        return cls(en or "-", zh or "-")

    def at(self, where: str) -> "Phrase":
        """Return the same with the name of where it is, in front."""
        return Phrase(f"{where}: {self.en}", f"{where}：{self.zh}")

    def __str__(self) -> str:
        return self.en


class EHealthCardError(Exception):
    """Base class; catch it to catch everything the SDK raises on purpose.

    The sentences are safe to show and to log: they say what was wrong and what to
    do, and hold no identity, no token, no key and no clinical value.

    Args:
        **facts: Harmless values that the sentences name in braces.

    """

    code: str = "ERROR"
    """Stable machine-readable name; part of the public API."""

    status_hint: int = 400
    """The HTTP status an embedding web application would answer with."""

    en: str = "Something went wrong."
    """What was wrong and what to do, in English."""

    zh: str = "出现错误。"
    """The same in Chinese (中文说明)."""

    def __init__(self, **facts: Fact) -> None:
        super().__init__(facts)
        self.facts = facts

    @property
    def english(self) -> str:
        """The English sentence with its facts filled in."""
        return self.en.format(**self._words("en"))

    @property
    def chinese(self) -> str:
        """The Chinese sentence with its facts filled in (中文说明)."""
        return self.zh.format(**self._words("zh"))

    def _words(self, language: Literal["en", "zh"]) -> dict[str, object]:
        return {k: getattr(fact, language, fact) for k, fact in self.facts.items()}

    def __str__(self) -> str:
        return f"{self.code}: {self.english}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.facts)


def _rebuild(kind: type[EHealthCardError], facts: dict[str, Fact]) -> EHealthCardError:
    return kind(**facts)
