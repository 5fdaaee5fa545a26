"""What a number of each kind of document looks like and says.

The forms of resident IDs and birth certificates are documented; the others are
recalled, so they are kept wide: they catch a number of the wrong kind, not every typo.
"""

import re
from collections.abc import Callable
from datetime import date

import attrs

from ehealthcard.codesets import IdKind, Sex
from ehealthcard.errors import (
    DocumentCheckDigitError,
    DocumentFormatError,
    DocumentLengthError,
)

from . import gb11643


@attrs.frozen
class Reading:
    """What a valid number says."""

    number: str
    """Canonical, and of 18 characters where 15 were given."""

    birth_date: date | None = None
    sex: Sex = Sex.UNKNOWN
    region_code: str | None = None
    """Six digits of GB/T 2260."""


def read(kind: IdKind, number: str) -> Reading:
    """Check a canonical *number* by the rule of its *kind*.

    Raises:
        InvalidDocumentError: The rule is broken; the subclass says how.

    """
    return _RULES[kind](number)


def _resident(regions: frozenset[str]) -> Callable[[str], Reading]:
    def rule(number: str) -> Reading:
        whole, birth, sex = gb11643.read(number, regions)
        return Reading(whole, birth, sex, whole[:6])

    return rule


def _residence_permit(number: str) -> Reading:
    """Residence permits have 18 digits that begin with 81, 82 or 83."""
    if len(number) != gb11643.NEW:
        raise DocumentLengthError(expected="18")
    return _resident(frozenset({"81", "82", "83"}))(number)


def _permanent_resident(number: str) -> Reading:
    """Three letters and 12 digits, or 18 digits that begin with 9 (recalled)."""
    if re.fullmatch(r"[A-Z]{3}\d{12}", number):
        return Reading(number)
    if not re.fullmatch(r"9\d{16}[\dX]", number):
        raise DocumentFormatError
    birth = gb11643.birth_date(number[6:14])
    if number[17] != gb11643.check_digit(number[:17]):
        raise DocumentCheckDigitError
    return Reading(number, birth, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def _form(pattern: str, expected: str, least: int, most: int) -> Callable[..., Reading]:
    compiled = re.compile(pattern)

    def rule(number: str) -> Reading:
        if not least <= len(number) <= most:
            raise DocumentLengthError(expected=expected)
        if not compiled.fullmatch(number):
            raise DocumentFormatError
        return Reading(number)

    return rule


_CITIZENS = gb11643.PROVINCES - {"81", "82"}
_ANY = r"[A-Z0-9]*\d[A-Z0-9]*"
_RULES: dict[IdKind, Callable[[str], Reading]] = {
    IdKind.RESIDENT_ID: _resident(_CITIZENS),
    IdKind.HOUSEHOLD_REGISTER: _form(_ANY, "6-20", 6, 20),
    IdKind.PASSPORT: _form(_ANY, "5-20", 5, 20),
    IdKind.MILITARY_OFFICER: _form(_ANY, "4-20", 4, 20),
    IdKind.DRIVING_LICENCE: _form(_ANY, "6-20", 6, 20),
    IdKind.HONG_KONG_MACAO_PERMIT: _form(r"[HM]\d{8}(\d\d)?", "9 / 11", 9, 11),
    IdKind.TAIWAN_PERMIT: _form(r"\d{8}(\d\d[A-Z]?)?", "8 / 10", 8, 11),
    IdKind.BIRTH_CERTIFICATE: _form(r"[A-Z]\d{9}", "10", 10, 10),
    IdKind.FOREIGN_PERMANENT_RESIDENT: _permanent_resident,
    IdKind.RESIDENCE_PERMIT: _residence_permit,
    IdKind.OTHER: _form(r"[A-Z0-9]+", "1-60", 1, 60),
}
