"""Citizen identification numbers (公民身份号码, GB 11643-1999).

Six digits region, eight birth date, three sequence (odd for men), one check digit.
The weights and the check characters were recalled and reproduced on the two numbers
that the standard prints.
"""

from datetime import date

from ehealthcard.codesets import Sex
from ehealthcard.errors import (
    DocumentCheckDigitError,
    DocumentDateError,
    DocumentFormatError,
    DocumentLengthError,
    DocumentRegionError,
)

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"

OLD, NEW = 15, 18
"""Lengths before and since 1999-10-01."""

PROVINCES = frozenset(
    {
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
    }
)
"""First two digits of GB/T 2260.

Only the province is checked. County codes come and go, and a number keeps the code of
its first registration, so every list of counties refuses real people.
"""


def check_digit(first17: str) -> str:
    """Return the 18th character that belongs to *first17* digits."""
    total = sum(w * int(d) for w, d in zip(WEIGHTS, first17, strict=True))
    return CHECK_CHARACTERS[total % 11]


def upgrade(number: str) -> str:
    """Return a 15-digit number as 18 characters; the century is the 19th.

    Numbers of people born before 1900 had reserved sequences (996 to 999) in the old
    form; they too get 19, as the issuing offices printed no other.
    """
    return (first := f"{number[:6]}19{number[6:]}") + check_digit(first)


def read(number: str, regions: frozenset[str] = PROVINCES) -> tuple[str, date, Sex]:
    """Return the 18 characters of *number*, its birth date and sex.

    Raises:
        DocumentLengthError: Neither 15 nor 18 characters.
        DocumentFormatError: Not digits, with X allowed at the end only.
        DocumentRegionError: The first two digits are none of *regions*.
        DocumentDateError: The birth date is no day of the calendar.
        DocumentCheckDigitError: The last character does not fit.

    """
    if len(number) not in (OLD, NEW):
        raise DocumentLengthError(expected="18 / 15")
    body = number if len(number) == OLD else number[:-1]
    if not (body.isascii() and body.isdigit() and number[-1] in CHECK_CHARACTERS):
        raise DocumentFormatError
    if number[:2] not in regions:
        raise DocumentRegionError
    whole = upgrade(number) if len(number) == OLD else number
    birth = birth_date(whole[6:14])
    if whole[17] != check_digit(whole[:17]):
        raise DocumentCheckDigitError
    return whole, birth, Sex.MALE if int(whole[16]) % 2 else Sex.FEMALE


def birth_date(digits: str) -> date:
    """Return the day that eight *digits* name.

    Raises:
        DocumentDateError: There is no such day.

    """
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise DocumentDateError from None
