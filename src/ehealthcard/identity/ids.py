"""Names that stand for a person without saying who it is."""

import re
from typing import NewType, Self

from ehealthcard.errors import InvalidCardIdError

_FORM = re.compile(r"[0-9A-F]{64}")

SubjectId = NewType("SubjectId", str)
"""A random 128-bit name, 32 hexadecimal digits, under which everything is kept.

It has no relation to the document, so erasing the mapping from card ID to subject
leaves nothing that could be turned back.
"""

Pseudonym = NewType("Pseudonym", str)
"""What one institution calls a card: 64 upper-case hexadecimal digits."""


class CardId(str):
    """An electronic health card ID (电子健康卡ID): 64 upper-case hex digits.

    Raises:
        InvalidCardIdError: The text is anything else.

    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check the form."""
        if not _FORM.fullmatch(text):
            raise InvalidCardIdError
        return str.__new__(cls, text)

    @classmethod
    def from_bytes(cls, data: bytes) -> "CardId":
        """Return the 32 bytes of a binary card ID as text.

        Raises:
            InvalidCardIdError: There are not 32.

        """
        if len(data) != 32:  # noqa: PLR2004  # SM3's and two SM4 blocks' length
            raise InvalidCardIdError
        return str.__new__(cls, data.hex().upper())

    @property
    def data(self) -> bytes:
        """The 32 bytes."""
        return bytes.fromhex(self)

    @property
    def prefix(self) -> bytes:
        """The first 8 bytes, by which revocation lists name a card."""
        return bytes.fromhex(self[:16])
