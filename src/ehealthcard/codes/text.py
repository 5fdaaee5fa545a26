"""What a scanner or a keyboard hands over, made fit to be looked at.

It may be anything: the lengths are bounded before and after normalising, full-width
characters become plain ones (NFKC), and what cannot be seen is refused, not dropped.
"""

import unicodedata

from ehealthcard.errors import UnknownCodeError

LONGEST = 512
"""Characters of the longest text that is looked at at all."""

AFTERWARDS = "\r\n\t"
"""What a scanner that stands in for a keyboard puts behind a code."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def cleaned(text: str) -> str:
    """Return *text* in its one spelling.

    Raises:
        UnknownCodeError: It is empty, too long, or has something that cannot be seen.

    """
    if not 0 < len(text) <= LONGEST:
        raise UnknownCodeError
    plain = unicodedata.normalize("NFKC", text.rstrip(AFTERWARDS))
    if not 0 < len(plain) <= LONGEST:
        raise UnknownCodeError
    if any(unicodedata.category(character) in _UNSEEN for character in plain):
        raise UnknownCodeError
    return plain
