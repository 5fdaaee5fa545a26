"""Codes in storage: what was used, what was issued, who scanned what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import attrs

from ehealthcard.identity import SubjectId


@attrs.frozen
class IssuedText:
    """A national text that this desk issued; nothing else makes one good."""

    digest: bytes = attrs.field(repr=False)
    subject: SubjectId
    until: datetime
    uses: int
    """How often it may still be used."""


@attrs.frozen
class UseRecord:
    """One use of a card (用卡记录), without plain identity.

    The field names of the national platforms are an adapter's affair.
    """

    id: str
    subject: SubjectId | None
    """``None`` where the code did not say beyond doubt whose it was."""

    outcome: str
    """``OK`` or the code of the error that refused it.

    ``REPORTED`` and ``QUERIED`` come from a platform interface and are no scan of ours.
    """

    tier: str
    at: datetime
    terminal: str
    org: str | None
    place: str | None
    channel: str
    """用卡渠道代码."""

    step: str
    """用卡环节代码."""


class CodeStore(Protocol):
    """Codes and their use."""

    def claim_code(self, key: bytes, /, *, until: datetime) -> None:
        """Remember that a code was used.

        Raises:
            ReplayedCodeError: It was used before.

        """
        ...

    def forget_codes(self, before: datetime, /) -> int:
        """Forget codes and phones whose term ended before *before*; return how many."""
        ...

    def remember_text(self, text: IssuedText, /) -> None:
        """Remember a national text that was issued.

        Raises:
            VersionConflictError: This very text is remembered already.

        """
        ...

    def use_text(self, digest: bytes, /) -> IssuedText | None:
        """Take one use off a remembered text; return it as it was before.

        ``None`` where there is no such text or no use left.
        """
        ...

    def text(self, digest: bytes, /) -> IssuedText | None:
        """Return a remembered text, whether or not a use is left."""
        ...

    def revoke_device(self, device_id: bytes, /, *, until: datetime) -> None:
        """Remember that a phone is blocked until its authorisations have ended."""
        ...

    def revoked_devices(self, at: datetime, /) -> Sequence[bytes]:
        """Return the phones that are blocked at *at*."""
        ...

    def add_use(self, record: UseRecord, /) -> None:
        """Store a use-card record.

        Raises:
            VersionConflictError: There is one of this name.

        """
        ...

    def use(self, record_id: str, /) -> UseRecord | None:
        """Return the use-card record called *record_id*."""
        ...

    def uses(
        self, *, subject: SubjectId | None = None, limit: int
    ) -> Sequence[UseRecord]:
        """Return use-card records, newest first, of one *subject* if given."""
        ...
