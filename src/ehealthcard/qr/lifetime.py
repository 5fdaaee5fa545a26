"""A lifetime in one byte.

1 to 120 are seconds; 121 to 255 are minutes, from 3 to 137. Every length has one form.
"""

from datetime import timedelta

from ehealthcard.errors import CodeRequestError, Phrase

SECONDS = 120
OFFSET = SECONDS - 2
LENGTHS = Phrase(
    "1 to 120 whole seconds or 3 to 137 whole minutes", "1至120整秒或3至137整分钟"
)
LONGEST = timedelta(minutes=255 - OFFSET)


def to_byte(lifetime: timedelta, field: str = "lifetime") -> int:
    """Return the byte for *lifetime*, which the caller knows as *field*.

    Raises:
        CodeRequestError: Neither whole seconds up to 120 nor whole minutes up to 137.

    """
    seconds, fraction = divmod(lifetime, timedelta(seconds=1))
    if not fraction:
        if 0 < seconds <= SECONDS:
            return seconds
        minutes, rest = divmod(seconds, 60)
        if rest == 0 and SECONDS < minutes + OFFSET < 256:  # noqa: PLR2004  # a byte
            return minutes + OFFSET
    raise CodeRequestError(field=field, needs=LENGTHS)


SECONDS_OF = tuple(b if b <= SECONDS else 60 * (b - OFFSET) for b in range(256))
"""The seconds that each byte stands for."""
