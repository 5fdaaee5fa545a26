"""What a desk believes of other card managers, kept across restarts (跨域信任).

The list and the bundles themselves are files that their keeper brings, as at a gate.
What the database keeps is how far lists and complete bundles had come, so that nobody
brings older ones.
"""

from datetime import datetime, timedelta
from threading import Lock

import attrs

from ehealthcard.crypto import PublicKey
from ehealthcard.errors import CardRevokedError, RevokedDeviceError
from ehealthcard.qr import TrustStore, VerifiedCode
from ehealthcard.qr.bundle import open_bundle
from ehealthcard.qr.directory import Directory, Member, require_newer
from ehealthcard.qr.managers import ManagerUse
from ehealthcard.qr.signed import SIGNATURE

from .desk import ServiceDesk

LIST = "trust-list"
BUNDLE = "trust-bundle/"


@attrs.define(eq=False)
class ForeignTrust:
    """The trust list and the revocations of the others, as of now.

    Args:
        desk: Whose clock and database are used.
        root: The key that signs the lists, pinned when the desk was set up.

    """

    desk: ServiceDesk
    root: PublicKey
    directory: Directory = attrs.field(init=False)
    _stores: dict[str, TrustStore] = attrs.field(
        factory=dict[str, TrustStore], init=False, repr=False
    )
    _lock: Lock = attrs.field(factory=Lock, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self.directory = Directory(self.root)

    def current(self) -> Directory:
        """Return the directory as of now, for whoever signs and checks requests."""
        return self.directory

    def take(self, data: bytes) -> None:
        """Take in a trust list; a refused one leaves everything as it was.

        Raises:
            TrustError: It is refused; the subclass says why.
            StorageError: What is known could not be read or written.

        """
        with self._lock:
            taken = self.directory.take(data)
            self._advance(LIST, taken.mark)
            self.directory = taken
            gone = [i for i, store in self._stores.items() if not self._fits(i, store)]
            for issuer in gone:  # its key is another one now, or it left
                del self._stores[issuer]

    def take_bundle(self, issuer: str, data: bytes) -> None:
        """Take in a trust bundle of another card manager: its revocations.

        Raises:
            CrossDomainError: The list does not vouch for *issuer* offline.
            TrustError: The bundle is refused; the subclass says why.
            StorageError: What is known could not be read or written.

        """
        with self._lock:
            member = self.member(issuer, "offline")
            store = self._stores.get(issuer) or TrustStore.pin(member.keys)
            header = open_bundle(data, store.root).header
            if header.sequence == store.sequence:
                return
            taken = store.take(data)
            if not header.base:
                text = b"ehealthcard/bundle\0" + data[:-SIGNATURE]
                mark = store.suite.digest(text).hex()[:32]
                self._advance(BUNDLE + issuer, f"{header.sequence} {mark}")
            self._stores[issuer] = taken

    def member(self, issuer: str, use: ManagerUse | None = None) -> Member:
        """Return a card manager that is trusted now, and may do *use* if given.

        Raises:
            CrossDomainError: The list does not vouch for it.

        """
        return self.directory.member(issuer, at=self.desk.clock(), use=use)

    def age(self, issuer: str, at: datetime) -> timedelta | None:
        """Return how old the revocations of *issuer* are; ``None``: there are none."""
        store = self._stores.get(issuer)
        return store.age(at) if store else None

    def require_good(self, issuer: str, code: VerifiedCode) -> None:
        """Refuse a card or phone that its issuer has revoked, as far as is known.

        Raises:
            CardRevokedError: The card is lost or cancelled.
            RevokedDeviceError: The phone is blocked.

        """
        if (store := self._stores.get(issuer)) is None:
            return
        if code.card_id.prefix in store.cards:
            raise CardRevokedError
        if code.device_id and code.device_id in store.devices:
            raise RevokedDeviceError

    def _fits(self, issuer: str, store: TrustStore) -> bool:
        member = self.directory.members.get(issuer)
        return member is not None and member.keys.trust == store.root

    def _advance(self, name: str, mark: str) -> None:
        """Write down how far *name* has come, unless that would be a step back."""
        storage = self.desk.storage

        def write() -> None:
            known = storage.bookmark(name) or ""
            require_newer(known, mark)
            if known != mark:
                storage.set_bookmark(name, mark)

        self.desk.office.atomically(write)
