"""What a text becomes on its way to being believed.

::

    str --parse_code--> UnverifiedCode --verify_code--> VerifiedCode
    str --parse_code--> NationalText   --verify_code--> IssuerCheckedCode
"""

from datetime import UTC, datetime, timedelta
from enum import Enum

import attrs

from ehealthcard.crypto import Suite
from ehealthcard.identity import CardId


class Tier(Enum):
    """How a code is made believable, and so who can check it."""

    MAC = "mac"
    """With a secret key: online, or at a gate that holds a derived one."""

    SIGNED = "signed"
    """Signed by the issuer: anybody with the public key, also offline."""

    DEVICE = "device"
    """Made by a phone without network; the issuer authorised the phone for a day."""

    NATIONAL = "national"
    """The national dynamic text: only its issuer, and only by its own record."""

    STATIC = "static"
    """The national static text or a bare card ID: a name, no proof of anything."""

    TEMPORARY = "temporary"
    """A national text for somebody without a card: only by the issuer's record."""


class Form(Enum):
    """Which envelope it is, and where in it is what a parser looks at.

    What hot paths ask is an attribute of the member: looking a member up in its enum
    costs as much as creating a small object.
    """

    MAC = 0, Tier.MAC, 50, 41
    SIGNED = 1, Tier.SIGNED, 50, 41
    DEVICE_KEY = 2, Tier.DEVICE, -72, -81
    """Two levels: the issuer signs the phone's key, the phone signs the code."""

    DEVICE_CHAIN = 3, Tier.DEVICE, 42, 41
    """The issuer signs a hash chain's anchor, the phone reveals its next link."""

    def __init__(self, number: int, tier: Tier, audience: int, lifetime: int) -> None:
        self.number = number
        """What stands in the low bits of the first byte."""

        self.tier = tier
        self.audience = slice(audience, audience + 8)
        self.lifetime = lifetime
        self.is_signed = number != 0
        self.is_from_phone = number >= 2  # noqa: PLR2004  # as they stand above
        self.has_slot = number == 3  # noqa: PLR2004  # as they stand above


@attrs.frozen
class UnverifiedCode:
    """A code that parsed. Nothing in it may be believed yet."""

    form: Form
    suite: Suite
    payload: bytes = attrs.field(repr=False)

    @property
    def tier(self) -> Tier:
        """The tier it claims."""
        return self.form.tier

    @property
    def key_id(self) -> bytes:
        """The key it claims to be made with."""
        return self.payload[1:5]

    @property
    def is_bound(self) -> bool:
        """Whether it claims to be for one audience only."""
        return any(self.payload[self.form.audience])


@attrs.frozen(slots=False)  # a third cheaper to make, and one is made at every scan
class VerifiedCode:
    """A code whose maker, audience and time have been checked."""

    form: Form
    suite: Suite
    card_id: CardId = attrs.field(repr=False)
    audience: str | None
    issued: int = attrs.field(repr=False)
    """Seconds since 1970."""

    lifetime: int = attrs.field(repr=False)
    """Seconds."""

    signed: bytes = attrs.field(repr=False)
    """What was signed, without any signature: what tells one code from another."""

    device_id: bytes | None = None
    """8 bytes that name the phone, for the DEVICE tier."""

    @property
    def tier(self) -> Tier:
        """How it was made believable."""
        return self.form.tier

    @property
    def key_id(self) -> bytes:
        """4 bytes that name the issuer's key."""
        return self.signed[1:5]

    @property
    def nonce(self) -> bytes:
        """8 bytes; 2 bytes, the number of the slot, for a hash chain."""
        return self.signed[-2:] if self.form.has_slot else self.signed[-16:-8]

    @property
    def issued_at(self) -> datetime:
        """From when it is good."""
        return datetime.fromtimestamp(self.issued, UTC)

    @property
    def expires_at(self) -> datetime:
        """Its last good moment (民法典 art. 1259: the end belongs to the period)."""
        return datetime.fromtimestamp(self.issued + self.lifetime, UTC)

    @property
    def replay_key(self) -> bytes:
        """16 bytes by which the use of this code is remembered.

        They come from what was signed and never from a signature: two signatures of
        one content are one code.
        """
        return self.suite.digest(b"ehealthcard/replay\0" + self.signed)[:16]


@attrs.frozen
class IssuerCheckedCode:
    """A national text that its issuer could open; not yet believed.

    Its validity is not bound to its card ID: a valid tail can be glued to another ID.
    Only the desk's own record of having issued the whole text makes it good.
    """

    card_id: CardId = attrs.field(repr=False)
    tier: Tier
    expires_at: datetime | None
    """Its last good moment; ``None`` where the text does not say."""

    digest: bytes = attrs.field(repr=False)
    """16 bytes by which the desk finds its record of the text."""


LEEWAY = timedelta(seconds=5)
"""How far the clocks of phone, gate and issuer may disagree."""

LIFETIME = timedelta(seconds=60)
"""How long a code is shown before it is refreshed."""
