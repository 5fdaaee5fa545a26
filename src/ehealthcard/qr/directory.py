"""What a card manager believes of the others (信任目录): the newest list it took."""

from collections.abc import Mapping
from datetime import datetime

import attrs

from ehealthcard.crypto import PublicKey, PublicKeys
from ehealthcard.crypto.signing import key_id
from ehealthcard.errors import (
    BundleRollbackError,
    EHealthCardError,
    IssuerRevokedError,
    IssuerUsageError,
    MalformedBundleError,
    TrustListExpiredError,
    UnknownIssuerError,
    UnknownKeyError,
)

from .bundle import TrustedKey
from .managers import Manager, ManagerUse, TrustList, open_list, suite_of
from .signed import SIGNATURE
from .trust import require_term
from .types import VerifiedCode


@attrs.frozen
class Member:
    """A card manager of the list, with its keys ready for use."""

    manager: Manager
    keys: PublicKeys
    terms: Mapping[bytes, TrustedKey]

    def require_term(self, code: VerifiedCode) -> None:
        """Refuse a code issued outside the term or use of its key.

        Raises:
            UnknownKeyError: It was.

        """
        require_term(self.terms[code.key_id], code)


@attrs.frozen
class Directory:
    """The card managers that are trusted, as of one moment; immutable.

    Args:
        root: The key that signs the lists, pinned when the desk was set up.

    """

    root: PublicKey
    listed: TrustList | None = None
    """The newest list; ``None`` before the first."""

    mark: str = ""
    """Serial and fingerprint of the newest list: what is kept against going back."""

    members: Mapping[str, Member] = attrs.field(factory=dict[str, Member], repr=False)
    """By issuer code."""

    _issuers: Mapping[bytes, str] = attrs.field(factory=dict[bytes, str], repr=False)

    def take(self, data: bytes) -> "Directory":
        """Return the directory after a list; a refused one changes nothing.

        The list that is in use already is taken again without effect.

        Raises:
            MalformedBundleError: No list, or not a sound one.
            ForgedBundleError: The pinned root did not sign it.
            BundleRollbackError: It is older than what was known, or another one of
                the same serial.

        """
        listed = open_list(data, self.root)
        members = {m.issuer: _member(m) for m in listed.managers}
        issuers = {i: m.manager.issuer for m in members.values() for i in m.keys.keys}
        taken = attrs.evolve(
            self,
            listed=listed,
            mark=f"{listed.serial} {self._fingerprint(data)}",
            members=members,
            issuers=issuers,
        )
        require_newer(self.mark, taken.mark)
        return taken

    def issuer_of(self, key_id: bytes) -> str:
        """Return who made a code, by the key it names.

        Raises:
            UnknownKeyError: No card manager of the list has this key.

        """
        try:
            return self._issuers[key_id]
        except KeyError:
            raise UnknownKeyError from None

    def member(self, issuer: str, *, at: datetime, use: ManagerUse | None) -> Member:
        """Return a card manager that is trusted at *at*, and may do *use* if given.

        Raises:
            TrustListExpiredError: There is no list, or none in force.
            UnknownIssuerError: Nobody on it has this code.
            IssuerRevokedError: Struck off, or outside its period.
            IssuerUsageError: The list does not allow it this use.

        """
        now = int(at.timestamp())
        listed = self.listed
        if listed is None or not listed.valid_from <= now <= listed.valid_until:
            raise TrustListExpiredError
        if (member := self.members.get(issuer)) is None:
            raise UnknownIssuerError
        manager = member.manager
        is_revoked = manager.revoked is not None and now >= manager.revoked
        if is_revoked or not manager.valid_from <= now <= manager.valid_until:
            raise IssuerRevokedError
        if use is not None and use not in manager.use:
            raise IssuerUsageError
        return member

    def _fingerprint(self, data: bytes) -> str:
        """Return what tells a list from others; its signature is not asked."""
        text = b"ehealthcard/list\0" + data[:-SIGNATURE]
        return self.root.suite.digest(text).hex()[:32]


def require_newer(known: str, mark: str) -> None:
    """Refuse to go back from *known* to *mark*.

    Raises:
        BundleRollbackError: It would.

    """
    if known in ("", mark):
        return
    if int(mark.partition(" ")[0]) <= int(known.partition(" ")[0]):
        raise BundleRollbackError


def _member(manager: Manager) -> Member:
    """Return *manager* with its keys; each must have the ID that it is listed by."""
    suite = suite_of(manager)
    try:
        terms = {bytes.fromhex(k.id): k for k in manager.keys}
        keys = {i: PublicKey(suite, bytes.fromhex(k.key)) for i, k in terms.items()}
        trust = PublicKey(suite, bytes.fromhex(manager.trust))
    except (ValueError, EHealthCardError):
        raise MalformedBundleError from None
    if any(key_id(suite, key.data) != i for i, key in keys.items()):
        raise MalformedBundleError
    return Member(manager, PublicKeys(manager.issuer, suite, keys, trust), terms)
