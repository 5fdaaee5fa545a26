"""From a scanned text to a code that may be checked."""

from ehealthcard.errors import NonCanonicalCodeError, TruncatedCodeError

from . import national
from .envelope import PREFIX, open_envelope
from .national import NationalText
from .types import UnverifiedCode


def parse_code(text: str) -> UnverifiedCode | NationalText:
    """Split *text* into its parts without believing any of them.

    Raises:
        MalformedCodeError: It is no code, or a damaged one; the subclass says how.
            Nothing else is raised, whatever the text.

    """
    if text.startswith(PREFIX):
        return open_envelope(text)
    if text and PREFIX.startswith(text):
        raise TruncatedCodeError
    if text.strip().upper().startswith(PREFIX):
        raise NonCanonicalCodeError
    return national.parse(text)
