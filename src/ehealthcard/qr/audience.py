"""Names in 8 bytes: of the place a code is bound to (受众), and of a terminal."""

from functools import lru_cache

from ehealthcard.crypto import Suite

from .envelope import NO_AUDIENCE


def audience_hash(suite: Suite, audience: str | None) -> bytes:
    """Return the 8 bytes by which a code names its audience; zeros for none."""
    return NO_AUDIENCE if audience is None else _hash(suite, audience)


@lru_cache(maxsize=1024)
def _hash(suite: Suite, audience: str) -> bytes:
    return suite.digest(b"ehealthcard/audience\0" + audience.encode())[:8]


def terminal_hash(suite: Suite, terminal: str) -> bytes:
    """Return the 8 bytes by which a trust bundle names a blocked terminal.

    They stand in the bundle's list of blocked phones. That is no confusion: a phone's
    name is the hash of its key, and a gate asks for its own name only.
    """
    return suite.digest(b"ehealthcard/terminal\0" + terminal.encode())[:8]
