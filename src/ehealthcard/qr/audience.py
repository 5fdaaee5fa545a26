"""Binding a code to a place or purpose (受众)."""

from functools import lru_cache

from ehealthcard.crypto import Suite

from .envelope import NO_AUDIENCE


def audience_hash(suite: Suite, audience: str | None) -> bytes:
    """Return the 8 bytes by which a code names its audience; zeros for none."""
    return NO_AUDIENCE if audience is None else _hash(suite, audience)


@lru_cache(maxsize=1024)
def _hash(suite: Suite, audience: str) -> bytes:
    return suite.digest(b"ehealthcard/audience\0" + audience.encode())[:8]
