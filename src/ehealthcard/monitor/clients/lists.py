"""The list of allowed builds (允许版本清单): one signed file.

::

    b"EHCB" 1 | header length 4 | BuildList (JSON) | signature 64

The signature is that of the list's keeper, over everything before it: the same form as
trust lists and trust bundles, with another magic, so that one is never taken for the
other. The format is our own: guide chapter 5 asks that client applications be watched
and mended, and names none.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.crypto import KeyRing, PublicKey, Suite
from ehealthcard.crypto.signing import key_id
from ehealthcard.errors import EHealthCardError, MalformedBundleError
from ehealthcard.models import Model
from ehealthcard.qr import signed
from ehealthcard.workflow import AppName, AppVersion, Digest

MAGIC = b"EHCB\x01"
FOREVER = (1 << 32) - 1

Seconds = Annotated[int, Field(ge=0, lt=1 << 32)]
"""Seconds since 1970."""

Standing = Literal["allowed", "limited", "withdrawn"]


class BuildKey(Model):
    """A key that signs the claims of a build: of the build, or of one device."""

    id: Annotated[str, Field(pattern="^[0-9a-f]{8}$")]
    key: Annotated[str, Field(pattern="^([0-9a-f]{2}){32,65}$")]
    valid_from: Seconds = 0
    valid_until: Seconds = FOREVER
    """The last second of its term; a stolen one is taken out, not given a term."""


class ListedBuild(Model):
    """One version of one application and what it may."""

    app: AppName
    version: AppVersion
    digests: tuple[Digest, ...] = Field(min_length=1, max_length=16)
    """One for each package of it, such as one for each shop and processor."""

    standing: Standing = "allowed"
    valid_from: Seconds = 0
    valid_until: Seconds = FOREVER
    """The last second in which it is not outdated (过期)."""

    keys: tuple[BuildKey, ...] = Field(default=(), max_length=4096)


class BuildList(Model):
    """All builds that are known, as of one moment."""

    keeper: Annotated[str, Field(min_length=1, max_length=60)]
    """Who keeps the list."""

    suite: Literal["GM", "INTL"]
    """The algorithms of all signatures, the list's and the claims'."""

    serial: Annotated[int, Field(ge=1, lt=1 << 62)]
    """Rises with every list; nobody goes back."""

    made: Seconds
    valid_from: Seconds
    valid_until: Seconds
    """The last second in which the list is believed; a newer one comes before."""

    builds: tuple[ListedBuild, ...] = Field(max_length=10_000)


def build_key(suite: Suite, key: bytes) -> BuildKey:
    """Return a public key as the list names it.

    Raises:
        InvalidKeyError: *key* is no public key of the suite.

    """
    public = PublicKey(suite, key)
    return BuildKey(id=key_id(suite, public.data).hex(), key=public.data.hex())


def make_builds(
    builds: Iterable[ListedBuild],
    *,
    keys: KeyRing,
    serial: int,
    at: datetime,
    until: datetime,
) -> BuildList:
    """Return a list that is valid from *at* to *until*, both included."""
    return BuildList(
        keeper=keys.issuer,
        suite=keys.suite.value,
        serial=serial,
        made=int(at.timestamp()),
        valid_from=int(at.timestamp()),
        valid_until=int(until.timestamp()),
        builds=tuple(builds),
    )


def sign_builds(listed: BuildList, keys: KeyRing) -> bytes:
    """Return *listed* as a file that the keeper's trust key has signed.

    Raises:
        MalformedBundleError: Nobody would take it: a build or a key stands there twice,
            a key is none, or the ring is not that of the list.

    """
    if listed.suite != keys.suite.value or listed.keeper != keys.issuer:
        raise MalformedBundleError
    require_sound(listed)
    return signed.seal(MAGIC, listed.to_json(), b"", keys.trust)


def open_builds(data: bytes, roots: Iterable[PublicKey]) -> BuildList:
    """Check the signature of a list and read it.

    Args:
        data: The file.
        roots: The keepers' keys that are believed: one, and its successor while keys
            are changed.

    Raises:
        MalformedBundleError: No list, or not a sound one.
        ForgedBundleError: None of *roots* has signed it.

    """
    listed = signed.read_list(BuildList, MAGIC, data, roots)
    require_sound(listed)
    return listed


def require_sound(listed: BuildList) -> None:
    """Refuse a list in which a name would mean two builds, or a key is none.

    Raises:
        MalformedBundleError: It does, or its period is empty.

    """
    names = [(b.app, b.version) for b in listed.builds]
    suite = Suite(listed.suite)
    if len(set(names)) < len(names) or listed.valid_from > listed.valid_until:
        raise MalformedBundleError
    for build in listed.builds:
        if len({k.id for k in build.keys}) < len(build.keys):
            raise MalformedBundleError
        for key in build.keys:
            _require_key(suite, key)


def _require_key(suite: Suite, key: BuildKey) -> None:
    try:
        made = build_key(suite, bytes.fromhex(key.key))
    except EHealthCardError:
        raise MalformedBundleError from None
    if (made.id, made.key) != (key.id, key.key):
        raise MalformedBundleError
