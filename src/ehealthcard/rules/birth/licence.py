"""The electronic birth certificate (出生医学证明电子证照): signed, checked offline.

What stands on the certificate, as JSON, signed with the card manager's newest code key.
The signature covers a mark of its own, so that a licence is never taken for a code.
The form is the project's: the state's platform wraps licences into OFD files with a
seal of its own (GB/T 33190, GB/T 36905), which are not made here.
"""

from collections.abc import Container
from typing import Annotated

from ehealthcard.crypto import KeyRing, VerificationKeys
from ehealthcard.crypto.signing import SIGNATURE
from ehealthcard.errors import (
    ForgedLicenceError,
    InvalidInputError,
    MalformedLicenceError,
    VoidLicenceError,
)
from ehealthcard.models import PRIVATE, Day, Model

from .identifier import read_identifier
from .newborn import Newborn, Place
from .numbers import Edition, Number

MAGIC = b"EHBC1"
LARGEST = 1 << 16
_KEY = 4
_DOMAIN = b"ehealthcard/birth-licence\0"


class Licence(Model):
    """All that an electronic birth certificate says."""

    identifier: str
    """By GB/T 36904."""

    number: Number
    edition: Edition
    issued_on: Day
    org: str
    org_name: str
    place: Place
    name: Annotated[str, PRIVATE]
    newborn: Annotated[Newborn, PRIVATE]
    mother: Annotated[str, PRIVATE]
    """Her name; documents stand on the printed paper only."""

    father: Annotated[str | None, PRIVATE]
    replaces: str | None = None
    """The number that this one has taken the place of."""


def sign_licence(licence: Licence, keys: KeyRing) -> bytes:
    """Return *licence* as a signed file, by the newest code key of *keys*."""
    key = keys.codes[0]
    signed = MAGIC + key.id + licence.to_json()
    return signed + key.signer.sign(_DOMAIN + signed)


def verify_licence(
    data: bytes, keys: VerificationKeys, *, void: Container[str] = ()
) -> Licence:
    """Check a licence without any network, and read it.

    Args:
        data: What :func:`sign_licence` made.
        keys: The issuer's public keys.
        void: Identifiers that are known to hold no longer. Without a list a licence
            that was replaced or revoked still passes: its signature stays right.

    Raises:
        MalformedLicenceError: No licence, or not a whole one.
        UnknownKeyError: No key of *keys* is named in it.
        ForgedLicenceError: It was altered, or signed by somebody else.
        VoidLicenceError: It is in *void*.

    """
    begin = len(MAGIC) + _KEY
    if not data.startswith(MAGIC) or not begin + SIGNATURE < len(data) <= LARGEST:
        raise MalformedLicenceError
    signed, signature = data[:-SIGNATURE], data[-SIGNATURE:]
    key = keys.public_key(signed[len(MAGIC) : begin])
    if not key.verify(signature, _DOMAIN + signed):
        raise ForgedLicenceError
    try:
        licence = Licence.from_json(signed[begin:])
    except InvalidInputError:
        raise MalformedLicenceError from None
    _require_whole(licence)
    if licence.identifier in void:
        raise VoidLicenceError
    return licence


def _require_whole(licence: Licence) -> None:
    parts = read_identifier(licence.identifier)
    if parts is None or parts.serial != licence.number:
        raise MalformedLicenceError
