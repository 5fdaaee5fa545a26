"""What is no longer good, in 8 bytes each (吊销列表).

Card IDs are uniform, so their first 8 bytes do: among a million revoked cards, one
good card in 10**13 would be refused by accident.
"""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise

import attrs

from ehealthcard.errors import MalformedBundleError

PREFIX = 8


@attrs.frozen
class RevocationList:
    """Sorted 8-byte prefixes: 8 MB and a few hundred nanoseconds per million."""

    prefixes: "array[int]" = attrs.field(factory=lambda: array("Q"), repr=False)

    @classmethod
    def of(cls, prefixes: Iterable[bytes]) -> "RevocationList":
        """Return the list of *prefixes*, each of 8 bytes, in any order."""
        return cls(
            array("Q", sorted({int.from_bytes(p[:PREFIX], "big") for p in prefixes}))
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> "RevocationList":
        """Read what :meth:`to_bytes` returned.

        Raises:
            MalformedBundleError: Not whole prefixes in strictly rising order.

        """
        if len(data) % PREFIX:
            raise MalformedBundleError
        prefixes = _host_order(array("Q", data))
        if any(a >= b for a, b in pairwise(prefixes)):
            raise MalformedBundleError
        return cls(prefixes[:])  # a copy has no room to spare

    def to_bytes(self) -> bytes:
        """Return the prefixes in rising order, big-endian."""
        return _host_order(self.prefixes[:]).tobytes()

    def __contains__(self, prefix: bytes) -> bool:
        wanted = int.from_bytes(prefix, "big")
        place = bisect_left(self.prefixes, wanted)
        return place < len(self.prefixes) and self.prefixes[place] == wanted

    def __len__(self) -> int:
        return len(self.prefixes)

    def since(self, older: "RevocationList") -> "RevocationList":
        """Return what this list has and *older* has not."""
        known = set(older.prefixes)
        return RevocationList(array("Q", (p for p in self.prefixes if p not in known)))


@attrs.frozen
class Revocations:
    """A whole list and the changes since: nothing is merged, so taking one is cheap."""

    whole: RevocationList = attrs.field(factory=RevocationList)
    added: RevocationList = attrs.field(factory=RevocationList)
    removed: RevocationList = attrs.field(factory=RevocationList)

    def __contains__(self, prefix: bytes) -> bool:
        if prefix in self.added:
            return True
        return prefix in self.whole and prefix not in self.removed

    def __len__(self) -> int:
        return len(self.whole) + len(self.added) - len(self.removed)


def _host_order(prefixes: "array[int]") -> "array[int]":
    """Swap between this machine's order and the file's, in place."""
    if sys.byteorder == "little":
        prefixes.byteswap()
    return prefixes
