"""Numbers that DICOM wants and a booking does not have (标识号)."""

from base64 import b32encode
from hashlib import sha256
from uuid import UUID, uuid5

_ROOT = UUID("0f6a2a40-6d0c-5c61-9f0a-5d1b0f8b7c11")
"""The namespace of this project's study names; made once, at random."""

SHORT = 16
WORKLIST_FIND = "1.2.840.10008.5.1.4.31"
"""Modality Worklist Information Model: FIND (PS3.4 §K.6.1)."""

ECHO = "1.2.840.10008.1.1"
"""Verification (PS3.4 annex A)."""


def study_uid(key: str) -> str:
    """Return the Study Instance UID of a booking.

    It is ``2.25.`` and the decimal of a UUID (PS3.5 §B.2), here one made of the
    booking's key (RFC 9562, version 5): told again, it is the same study.
    """
    return f"2.25.{uuid5(_ROOT, key).int}"


def short_number(text: str) -> str:
    """Return *text* if it fits into 16 characters of ASCII, or else a digest of it."""
    fits = text.isascii() and text.isprintable() and "\\" not in text
    if fits and 0 < len(text.strip()) == len(text) <= SHORT:
        return text
    return b32encode(sha256(text.encode()).digest()).decode()[:SHORT]
