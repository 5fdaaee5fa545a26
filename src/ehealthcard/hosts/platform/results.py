"""Result codes of our own open-platform interface (返回码).

The platform has published one code, -10044; the others are this project's, far from
what the platform is known to use.
"""

from collections.abc import Mapping

from ehealthcard.errors import (
    CardError,
    CodeError,
    DictionaryError,
    EHealthCardError,
    IdentityError,
    InvalidInputError,
    OutsideError,
    StorageError,
    TooManyAttemptsError,
)

OK = 0
MISSING = -10044
"""A field is missing or has another form."""

MALFORMED = -20001
UNKNOWN_HOSPITAL = -20002
BAD_SIGN = -20003
STALE = -20004
"""The timestamp is too far from our clock."""

REPEATED = -20005
"""The request id was used before."""

BAD_TOKEN = -20006
"""The appToken is not the live one: fetch another."""

NOT_OFFERED = -20007
"""This card manager does not offer the call."""

OTHER = -21000

BY_ERROR: Mapping[type[EHealthCardError], int] = {
    InvalidInputError: MISSING,
    IdentityError: -21001,
    CardError: -21002,
    CodeError: -21003,
    DictionaryError: -21004,
    TooManyAttemptsError: -21005,
    OutsideError: -21006,
    StorageError: -21007,
}
"""By the branch of our error tree; the message begins with the error's own code."""


def result_of(error: EHealthCardError) -> int:
    """Return the result code of an error."""
    for kind in type(error).__mro__:
        if kind in BY_ERROR:
            return BY_ERROR[kind]
    return OTHER
