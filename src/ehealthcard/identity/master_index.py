"""The master index (主索引ID): what a person is called across card managers."""

from typing import Protocol

import attrs

from ehealthcard.crypto import MacKey

from .documents import IdDocument


class MasterIndexProvider(Protocol):
    """Whoever gives out master indexes: a platform, a device, or the default below.

    The national formula is not public, so this is a port.
    """

    def master_index(self, document: IdDocument, /) -> bytes:
        """Return the 32 bytes of the holder's master index."""
        ...


@attrs.frozen
class KeyedMasterIndex:
    """The default: the keyed hash of the canonical document.

    This formula is **ours**, not the national one. Card IDs made with it are stable
    and unique here, but another card manager computes others for the same person.
    """

    key: MacKey = attrs.field(repr=False)

    def master_index(self, document: IdDocument, /) -> bytes:
        """Return HMAC-SM3 (or HMAC-SHA256) of kind code and number."""
        return self.key.tag(document.canonical)
