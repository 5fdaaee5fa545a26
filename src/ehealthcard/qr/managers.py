"""The trust list (信任列表): which card managers (卡管) there are, as one signed file.

::

    b"EHTL" 1 | header length 4 | TrustList (JSON) | signature 64

The signature is that of the list's root (根), a key that every member pins: a national
or regional authority's, or that of one of two regions that agreed. The format is our
own: what card managers say to each other is not public (ehc_spec §2.6).
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.crypto import KeyRing, PublicKey, Suite
from ehealthcard.errors import MalformedBundleError
from ehealthcard.models import Model

from . import signed
from .bundle import TrustedKey, UnixSeconds, trusted_keys

MAGIC = b"EHTL\x01"
FOREVER = (1 << 32) - 1

IssuerCode = Annotated[str, Field(pattern="^[0-9A-Za-z]{1,22}$")]
"""Code of a card manager (发卡机构代码), as national texts may carry it."""

# Where a card manager answers: TLS, or this very machine.
Gateway = Annotated[
    str,
    Field(
        max_length=200,
        pattern=r"^(https://|http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?(/|$))[!-~]*$",
    ),
]
Hex = Annotated[str, Field(pattern="^([0-9a-f]{2}){32,65}$")]
ManagerUse = Literal["offline", "online", "asking"]


class Manager(Model):
    """A card manager and what the others may believe of it."""

    issuer: IssuerCode
    name: Annotated[str, Field(min_length=1, max_length=60)]
    """What people know it by, such as 浙江卡管."""

    suite: Literal["GM", "INTL"]
    trust: Hex
    """Its trust key: signs its requests, its answers and its trust bundles."""

    keys: tuple[TrustedKey, ...] = Field(max_length=64)
    """Its code keys, with their terms; a stolen one is taken out, not given a term."""

    gateway: Gateway | None = None
    use: tuple[ManagerUse, ...] = ("offline", "online", "asking")
    """Whether its codes may be believed offline, whether it may be asked about them,
    and whether it may ask the others."""

    valid_from: UnixSeconds = 0
    valid_until: UnixSeconds = FOREVER
    revoked: UnixSeconds | None = None
    """From then on nothing of it is believed, whatever its keys' terms say."""


class TrustList(Model):
    """All card managers that trust each other, as of one moment."""

    root: Annotated[str, Field(min_length=1, max_length=60)]
    """Who keeps the list."""

    suite: Literal["GM", "INTL"]
    """The algorithms of the root's signature."""

    serial: Annotated[int, Field(ge=1, lt=1 << 62)]
    """Rises with every list; nobody goes back."""

    made: UnixSeconds
    valid_from: UnixSeconds
    valid_until: UnixSeconds
    """The last second in which the list is believed; a newer one comes before."""

    managers: tuple[Manager, ...] = Field(max_length=10_000)


def manager_of(
    keys: KeyRing,
    *,
    name: str,
    gateway: str | None = None,
    use: Iterable[ManagerUse] = ("offline", "online", "asking"),
) -> Manager:
    """Return what a card manager hands in for the list: nothing secret.

    Args:
        keys: Its ring.
        name: What people know it by.
        gateway: Where it answers questions about its codes.
        use: What it is to be trusted with.

    Raises:
        InvalidInputError: A value is not of the list's form.

    """
    public = keys.public()
    return Manager(
        issuer=keys.issuer,
        name=name,
        suite=keys.suite.value,
        trust=public.trust.data.hex(),
        keys=trusted_keys(keys),
        gateway=gateway,
        use=tuple(use),
    )


def make_list(
    managers: Iterable[Manager],
    *,
    root: KeyRing,
    serial: int,
    at: datetime,
    until: datetime,
) -> TrustList:
    """Return a list that is valid from *at* to *until*, both included."""
    return TrustList(
        root=root.issuer,
        suite=root.suite.value,
        serial=serial,
        made=int(at.timestamp()),
        valid_from=int(at.timestamp()),
        valid_until=int(until.timestamp()),
        managers=tuple(managers),
    )


def sign_list(listed: TrustList, root: KeyRing) -> bytes:
    """Return *listed* as a file that the root's trust key has signed.

    Raises:
        MalformedBundleError: Nobody would take it: a code or key stands there twice,
            a key is none, or the ring is not that of the list.

    """
    if listed.suite != root.suite.value or listed.root != root.issuer:
        raise MalformedBundleError
    require_sound(listed)
    return signed.seal(MAGIC, listed.to_json(), b"", root.trust)


def open_list(data: bytes, root: PublicKey) -> TrustList:
    """Check the signature of a list and read it.

    Raises:
        MalformedBundleError: No list, or not a sound one.
        ForgedBundleError: The pinned root did not sign it.

    """
    listed = signed.read_list(TrustList, MAGIC, data, [root])
    require_sound(listed)
    return listed


def require_sound(listed: TrustList) -> None:
    """Refuse a list in which a code or a key would mean two card managers.

    Raises:
        MalformedBundleError: It does, or its period is empty.

    """
    issuers = [m.issuer for m in listed.managers]
    ids = [k.id for m in listed.managers for k in m.keys]
    for names in (issuers, ids):
        if len(set(names)) < len(names):
            raise MalformedBundleError
    if listed.valid_from > listed.valid_until:
        raise MalformedBundleError


def suite_of(manager: Manager) -> Suite:
    """Return the algorithms that a card manager works with."""
    return Suite(manager.suite)


def moment(seconds: int) -> datetime:
    """Return a moment of a list as people read it."""
    return datetime.fromtimestamp(seconds, UTC)
