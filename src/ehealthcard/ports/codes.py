"""Codes in storage: what was used, what was issued, who scanned what."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import Enum
from typing import Protocol

import attrs

from ehealthcard.codesets import Purpose
from ehealthcard.identity import SubjectId


@attrs.frozen
class IssuedText:
    """A national text that this desk issued; nothing else makes one good."""

    digest: bytes = attrs.field(repr=False)
    subject: SubjectId
    until: datetime
    uses: int
    """How often it may still be used."""


class UseAct(Enum):
    """What was done with a card (用卡行为)."""

    SCAN = "scan"
    SHOW = "shown"
    SERVICE = "service"
    """A step of a service was taken."""

    LOOK = "look"
    """A step that shows somebody what is kept of the holder."""

    BREAK_GLASS = "break-glass"
    REGISTER = "register"
    GATE = "gate"
    """Nobody's card: a gate said how its clock and its trust data are."""

    CLIENT = "client"
    """Nobody's card: somebody acts with a build of an application that is not sound."""

    LATE = "late"
    """A gate decided on a code without the desk, which heard of it afterwards."""


SHOWN = UseAct.SHOW.value + "/"
LOOKED = UseAct.LOOK.value + "/"
LATE = UseAct.LATE.value + "/"
LONGEST_TIER = 16
_NO_SCANS = {a.value: a for a in UseAct if a not in (UseAct.SCAN, UseAct.SHOW)}


@attrs.frozen
class UseRecord:
    """One use of a card (用卡记录), without plain identity.

    The field names of the national platforms are an adapter's affair.
    """

    id: str
    """It begins with the microseconds since 1970 in 14 hexadecimal digits.

    They say when it was written down; what a gate decided happened before.
    """

    subject: SubjectId | None
    """``None`` where the code did not say beyond doubt whose it was."""

    outcome: str
    """``OK`` or the code of the error or the rule that refused it.

    ``REPORTED`` and ``QUERIED`` come from a platform interface and are no scan of ours.
    ``LATE_...``: a gate accepted it, and what the desk knows speaks against it.
    """

    tier: str
    """Of a scan the code's tier, or ``-``; of a show ``shown/`` and the tier; of a look
    for a stated purpose ``look/`` and the purpose, as far as it fits; of a gate's own
    decision ``late/`` and the tier, or ``late/-``; else the act, such as
    ``service``."""

    at: datetime
    terminal: str
    """The device; where no device did it, the actor."""

    org: str | None
    place: str | None
    """Where the terminal stands; of a client record, application and version."""

    channel: str
    """用卡渠道代码."""

    step: str
    """用卡环节代码."""

    @property
    def act(self) -> UseAct:
        """What was done."""
        if self.tier.startswith(SHOWN):
            return UseAct.SHOW
        if self.tier.startswith(LOOKED):
            return UseAct.LOOK
        if self.tier.startswith(LATE):
            return UseAct.LATE
        return _NO_SCANS.get(self.tier, UseAct.SCAN)

    @property
    def purpose(self) -> Purpose:
        """What somebody looked for (处理目的)."""
        said = self.tier.removeprefix(LOOKED)
        if said == self.tier:
            return Purpose.UNSTATED
        return next((p for p in Purpose if p.value.startswith(said)), Purpose.UNSTATED)


def look_tier(purpose: Purpose) -> str:
    """Return the tier of a look's use-card record."""
    if purpose is Purpose.UNSTATED:
        return UseAct.LOOK.value
    return (LOOKED + purpose.value)[:LONGEST_TIER]


def late_tier(tier: str | None) -> str:
    """Return the tier of the use-card record of what a gate decided alone."""
    return LATE + (tier or "-")


@attrs.frozen(order=True)
class UseCount:
    """How often cards were used, by day, institution, channel and step (用卡统计)."""

    day: date
    """The day on a Chinese wall calendar."""

    org: str
    """Empty where it is not known."""

    channel: str
    step: str
    accepted: int
    refused: int


class CodeStore(Protocol):
    """Codes and their use.

    Inside a transaction a store may say that something is there already as late as
    where the transaction ends.
    """

    def claim_code(self, key: bytes, /, *, until: datetime) -> None:
        """Remember that a code was used.

        Raises:
            ReplayedCodeError: It was used before.

        """
        ...

    def code_used(self, key: bytes, /) -> bool:
        """Return whether a code was used before, as far as that is remembered."""
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

    def uses_after(
        self, after: str, /, *, before: str, limit: int
    ) -> Sequence[UseRecord]:
        """Return use-card records between two names, oldest first; neither is in it."""
        ...

    def count_uses(self, *, after: str, before: str) -> Sequence[UseCount]:
        """Return counts of the records between two names, in order; neither is in."""
        ...

    def drop_uses(self, before: str, /, *, limit: int) -> int:
        """Delete the oldest records before a name, at most *limit*; return how many."""
        ...
