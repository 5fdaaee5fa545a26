"""Which code leads to whom, in storage (码与主体的映射).

A row holds no code: its name is a keyed digest. The code itself, where it came from and
what became of it are in the case that wrote the row, sealed with the holder's key. A
row is there exactly as long as that case holds the code.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import attrs

from ehealthcard.identity import SubjectId


@attrs.frozen
class BindingRow:
    """One code that leads to one subject."""

    digest: bytes = attrs.field(repr=False)
    """32 bytes; the key of the row."""

    subject: SubjectId
    case: str
    """The case that holds the code."""

    since: datetime
    until: datetime | None = None
    """The last moment at which it leads there."""

    disputed: bool = False
    """Whether it is held, but leads nowhere for now."""

    def leads(self, now: datetime) -> bool:
        """Whether the code leads to the subject at *now*."""
        ended = self.until is not None and self.until < now
        return not self.disputed and self.since <= now and not ended


class BindingStore(Protocol):
    """Codes by their digests."""

    def bind(self, row: BindingRow, /) -> None:
        """Store *row*.

        Raises:
            ClaimTakenError: There is a row of this digest.

        """
        ...

    def unbind(self, digest: bytes, case: str, /) -> None:
        """Drop the row of *digest*, if it is that of *case*."""
        ...

    def binding(self, digest: bytes, /) -> BindingRow | None:
        """Return the row of *digest*: one look by primary key."""
        ...

    def bindings_of(self, subject: SubjectId, /) -> Sequence[BindingRow]:
        """Return the rows of *subject*, in the order of their cases."""
        ...
