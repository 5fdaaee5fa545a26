"""Tokenization (标记化): from an identity document to a card ID.

=========== ======================== ============================================
scheme      what it is               what it protects against
=========== ======================== ============================================
``NATIONAL`` the national algorithm: Somebody with the card IDs alone learns
            reversible encryption    nothing and can make none. Somebody who also
            with SM4                 has the security key and the master indexes
                                     reads every document: keep the key in a
                                     device, and erase the mapping to forget.
``KEYED``   HMAC of the document     The same, and even the key holder cannot
                                     compute backwards; but he can try all numbers
                                     (some 10**11), so the key stays secret.
=========== ======================== ============================================

Neither hides that two records with one card ID are one person; that is its purpose.
Use :meth:`Tokenizer.pseudonym` for whoever need not know. An unkeyed hash of ID
numbers protects nothing: all numbers can be tried in hours on one processor core.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import Enum

import attrs

from ehealthcard.crypto import KeyRing, Suite, TokenKeys, derive
from ehealthcard.errors import InvalidDocumentError, RevealError

from . import national
from .documents import IdDocument
from .ids import CardId, Pseudonym
from .master_index import KeyedMasterIndex, MasterIndexProvider

RawDocument = tuple[str, str]
"""Kind code and number, as a file has them."""


class IdScheme(Enum):
    """How a card ID is made."""

    NATIONAL = "national"
    """The algorithm of 《电子健康卡技术规范》; the key holder can turn it back."""

    KEYED = "keyed"
    """A keyed hash; nobody can turn it back."""


@attrs.frozen
class Revelation:
    """What an audit must know of a card ID that was turned back."""

    actor: str
    reason: str


class Tokenizer:
    """Makes card IDs with the tokenization keys of a ring.

    Args:
        keys: The ring.
        scheme: ``NATIONAL`` by default with GM keys, ``KEYED`` with INTL keys.
        index: Who gives out master indexes; by default a keyed hash of our own.
        generation: Which tokenization keys; by default those in use.

    """

    def __init__(
        self,
        keys: KeyRing,
        *,
        scheme: IdScheme | None = None,
        index: MasterIndexProvider | None = None,
        generation: TokenKeys | None = None,
    ) -> None:
        default = IdScheme.NATIONAL if keys.suite is Suite.GM else IdScheme.KEYED
        self.scheme = scheme or default
        self.keys = generation or keys.tokens[0]
        self._pseudonym = keys.pseudonym
        self._index = index or KeyedMasterIndex(self.keys.index)

    def __repr__(self) -> str:
        return f"Tokenizer({self.scheme.name})"

    def card_id(self, document: IdDocument) -> CardId:
        """Return the card ID of *document*; the same keys give the same ID.

        Raises:
            DocumentTooLongError: NATIONAL, and kind and number exceed 32 bytes.

        """
        return self._made_by()(document)

    def card_ids(
        self, documents: Iterable[IdDocument | RawDocument]
    ) -> Iterator[CardId | InvalidDocumentError]:
        """Yield a card ID for each document, or what is wrong with it.

        A bad item does not stop the others; the n-th answer belongs to the n-th item.
        """
        make = self._made_by()
        for item in documents:
            try:
                document = item if isinstance(item, IdDocument) else _read(item)
                made = make(document)
            except InvalidDocumentError as error:
                yield error
            else:
                yield made

    def pseudonym(self, card_id: CardId, audience: str) -> Pseudonym:
        """Return what *audience* may call the card (机构假名).

        Two institutions' pseudonyms of one card have no visible relation; who holds
        the pseudonym key can relate them.
        """
        made = derive(self._pseudonym, "pseudonym", audience.encode(), card_id.data)
        return Pseudonym(made.hex().upper())

    def master_index(self, document: IdDocument) -> bytes:
        """Return the 32 bytes of the holder's master index (主索引ID)."""
        return self._index.master_index(document)

    def reveal(
        self,
        card_id: CardId,
        master_index: bytes,
        *,
        by: str,
        reason: str,
        audit: Callable[[Revelation], object],
    ) -> IdDocument:
        """Turn a NATIONAL card ID back into its document, on the record.

        *audit* is called first; if it fails, nothing is revealed.

        Raises:
            RevealError: Another key or index made it, or the scheme is KEYED.

        """
        if self.scheme is not IdScheme.NATIONAL:
            raise RevealError
        audit(Revelation(by, reason))
        return national.decrypt(self.keys.root, master_index, card_id)

    def _made_by(self) -> Callable[[IdDocument], CardId]:
        """Return the scheme's function with everything it needs at hand."""
        if self.scheme is IdScheme.NATIONAL:
            root, index = self.keys.root, self._index.master_index
            return lambda d: national.encrypt(root, index(d), d.canonical)
        tag, label = self.keys.keyed.tag, b"card-id\0"
        from_bytes = CardId.from_bytes
        return lambda d: from_bytes(tag(label + d.canonical))


def _read(item: RawDocument) -> IdDocument:
    kind, number = item
    return IdDocument(kind, number)
