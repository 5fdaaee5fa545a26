"""The trust bundle (信任包): all a gate must know to decide alone, as one file.

::

    b"EHTB" 1 | header length 4 | header (JSON) | four lists of 8-byte prefixes
    | signature 64

The lists are cards added, cards removed, devices added, devices removed. The signature
is that of the issuer's trust key, over everything before it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal

import attrs
from pydantic import Field

from ehealthcard.crypto import KeyRing, PublicKey
from ehealthcard.errors import InvalidInputError, MalformedBundleError
from ehealthcard.models import Model

from . import signed
from .revocation import PREFIX, RevocationList

MAGIC = b"EHTB\x01"


UnixSeconds = Annotated[int, Field(ge=0, lt=1 << 32)]
Seconds = Annotated[int, Field(ge=0, lt=1 << 32)]


class TrustedKey(Model):
    """An issuer's key with its term and use."""

    id: Annotated[str, Field(pattern="^[0-9a-f]{8}$")]
    """8 hexadecimal digits."""

    key: str
    """The public key in hexadecimal digits."""

    use: tuple[Literal["codes", "devices"], ...] = ("codes", "devices")
    """Whether it may sign codes, and authorise phones."""

    valid_from: UnixSeconds = 0
    """Seconds since 1970; codes issued earlier are refused."""

    valid_until: UnixSeconds = (1 << 32) - 1
    """Seconds since 1970; codes issued later are refused."""


class GatePolicy(Model):
    """How a gate decides when it is alone; all times in seconds."""

    fresh_for: Seconds = 86_400
    """Trust data up to this age gives full acceptance."""

    usable_for: Seconds = 7 * 86_400
    """Up to this age limited acceptance; older, everything is refused."""

    tiers: tuple[Literal["mac", "signed", "device"], ...] = ("mac", "signed", "device")
    """What is accepted at all."""

    limited_tiers: tuple[Literal["mac", "signed", "device"], ...] = ("device",)
    """What is accepted only for things that can be taken back, such as queueing."""

    unbound_accepted: bool = True
    """Whether a gate with an audience takes codes that are bound to none."""

    leeway: Annotated[int, Field(ge=0, le=60)] = 5
    """How far clocks may disagree; a gate remembers used codes for longer than this."""


class Header(Model):
    """The readable part of a bundle."""

    issuer: str
    suite: Literal["GM", "INTL"]
    sequence: int
    """Rises with every bundle of the issuer; a gate never goes back."""

    base: Annotated[int, Field(ge=0)] = 0
    """The lists are all changes since this complete bundle; 0: they are complete.

    Every bundle of changes goes back to the complete one, so a gate that missed some of
    them needs only the newest.
    """

    made: UnixSeconds
    """Seconds since 1970."""

    keys: tuple[TrustedKey, ...]
    policy: GatePolicy = GatePolicy()
    counts: tuple[int, int, int, int]
    """How many prefixes each list has."""


@attrs.frozen
class TrustBundle:
    """A bundle whose signature has been checked."""

    header: Header
    cards_added: RevocationList
    cards_removed: RevocationList
    devices_added: RevocationList
    devices_removed: RevocationList

    @property
    def made_at(self) -> datetime:
        """When the issuer made it."""
        return datetime.fromtimestamp(self.header.made, UTC)


def trusted_keys(
    keys: KeyRing, terms: Mapping[bytes, tuple[int, int]] | None = None
) -> tuple[TrustedKey, ...]:
    """Return the ring's public code keys for a bundle.

    Args:
        keys: The issuer's ring.
        terms: For some key IDs, from and until when (seconds since 1970).

    """
    known = terms or {}
    whole = (0, (1 << 32) - 1)
    return tuple(
        TrustedKey(
            id=key.id.hex(),
            key=key.public.data.hex(),
            valid_from=known.get(key.id, whole)[0],
            valid_until=known.get(key.id, whole)[1],
        )
        for key in keys.codes
    )


def seal_bundle(bundle: TrustBundle, keys: KeyRing) -> bytes:
    """Return *bundle* as a signed file; its counts are filled in."""
    lists = (
        bundle.cards_added,
        bundle.cards_removed,
        bundle.devices_added,
        bundle.devices_removed,
    )
    header = bundle.header.model_copy(update={"counts": tuple(map(len, lists))})
    text = header.to_json()
    rest = b"".join(part.to_bytes() for part in lists)
    return signed.seal(MAGIC, text, rest, keys.trust)


def open_bundle(data: bytes, trust: PublicKey) -> TrustBundle:
    """Check the signature of a bundle and read it.

    Raises:
        MalformedBundleError: No bundle, or not a whole one.
        ForgedBundleError: The pinned trust key did not sign it.

    """
    text, rest = signed.unseal(MAGIC, data, trust)
    try:
        header = Header.from_json(text)
    except InvalidInputError:
        raise MalformedBundleError from None
    return TrustBundle(header, *_lists(header.counts, rest))


def _lists(counts: tuple[int, ...], data: bytes) -> list[RevocationList]:
    if min(counts) < 0 or PREFIX * sum(counts) != len(data):
        raise MalformedBundleError
    lists: list[RevocationList] = []
    for count in counts:
        lists.append(RevocationList.from_bytes(data[: PREFIX * count]))
        data = data[PREFIX * count :]
    return lists
