"""One spelling per document number, so that one person has one card ID.

The order is part of the contract, with vectors in ``tests/vectors/canonical.json``:
Unicode NFKC (full-width digits become plain ones), white space out, then letters
and digits of ASCII only, in upper case; anything else is refused, never dropped.
"""

import unicodedata

from ehealthcard.errors import DocumentCharactersError, DocumentLengthError

LONGEST_INPUT = 128


def canonical_number(text: str) -> str:
    """Return the canonical form of a document number.

    Raises:
        DocumentLengthError: *text* is longer than any number, or empty.
        DocumentCharactersError: It has a character that no number has.

    """
    if len(text) > LONGEST_INPUT:
        raise DocumentLengthError(expected="1-60")
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        raise DocumentLengthError(expected="1-60")
    if not (plain.isascii() and plain.isalnum()):
        raise DocumentCharactersError
    return plain.upper()
