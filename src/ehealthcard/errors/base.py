"""The root of the error tree."""

from typing import Any

__all__ = [
    "EHealthCardError",
]


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

    def __init__(self, **facts: str | int) -> None:
        super().__init__(facts)
        self.facts = facts

    @property
    def english(self) -> str:
        """The English sentence with its facts filled in."""
        return self.en.format(**self.facts)

    @property
    def chinese(self) -> str:
        """The Chinese sentence with its facts filled in (中文说明)."""
        return self.zh.format(**self.facts)

    def __str__(self) -> str:
        return f"{self.code}: {self.english}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.facts)


def _rebuild(
    kind: type[EHealthCardError], facts: dict[str, str | int]
) -> EHealthCardError:
    return kind(**facts)
