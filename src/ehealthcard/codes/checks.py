"""Check characters (校验码): whether a number was read and typed right.

A kind names one of these functions, or one of its own: from the canonical value to
whether its check character fits.
"""

from collections.abc import Callable, Sequence

from ehealthcard.errors import InvalidDocumentError
from ehealthcard.identity import gb11643

Check = Callable[[str], bool]
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def resident(value: str) -> bool:
    """GB 11643: region, birth date and check character of a resident ID."""
    try:
        gb11643.read(value)
    except InvalidDocumentError:
        return False
    return True


def luhn(value: str) -> bool:
    """ISO/IEC 7812-1, as on bank cards; many hospital cards use it."""
    if not (value.isascii() and value.isdigit()):
        return False
    total = 0
    for place, digit in enumerate(map(int, reversed(value))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled  # noqa: PLR2004  # two digits
    return total % 10 == 0


def mod_37_36(value: str) -> bool:
    """ISO 7064 MOD 37,36, as GB/T 36904 asks of licence identifiers (电子证照标识)."""
    if not value or any(character not in _DIGITS for character in value):
        return False
    carried = 36
    for character in value[:-1]:
        carried = (carried + _DIGITS.index(character)) % 36 or 36
        carried = carried * 2 % 37
    return (carried + _DIGITS.index(value[-1])) % 36 == 1


def weighted(weights: Sequence[int], modulus: int, characters: str) -> Check:
    """Return the check of a hospital's own scheme.

    The digits before the last are weighted and summed; the remainder picks the last
    character out of *characters*.
    """

    def check(value: str) -> bool:
        body, last = value[:-1], value[-1:]
        if len(body) != len(weights) or not (body.isascii() and body.isdigit()):
            return False
        total = sum(w * int(d) for w, d in zip(weights, body, strict=True))
        return characters[total % modulus] == last

    return check
