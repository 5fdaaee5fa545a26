"""What a gate believes (信任库): the sum of the bundles it has taken in."""

from datetime import datetime, timedelta
from typing import Any

import attrs

from ehealthcard.crypto import (
    BlockKey,
    GateKeys,
    MacKey,
    PublicKey,
    PublicKeys,
    Suite,
)
from ehealthcard.errors import (
    BundleGapError,
    BundleRollbackError,
    EHealthCardError,
    ForgedBundleError,
    IssuerOnlyError,
    MalformedBundleError,
    SymmetricKeyRequiredError,
    UnknownKeyError,
)

from .bundle import GatePolicy, TrustBundle, TrustedKey, open_bundle
from .revocation import Revocations
from .types import Tier, VerifiedCode


def require_term(trusted: TrustedKey, code: VerifiedCode) -> None:
    """Refuse a code issued outside the term or use of its key.

    Raises:
        UnknownKeyError: It was.

    """
    use = "devices" if code.tier is Tier.DEVICE else "codes"
    if (
        use not in trusted.use
        or not trusted.valid_from <= code.issued <= trusted.valid_until
    ):
        raise UnknownKeyError


@attrs.frozen
class TrustStore:
    """An issuer's keys, policy and revocations as of one moment; immutable.

    Args:
        issuer: The only issuer whose bundles are taken.
        suite: Its suite.
        root: Its trust key, pinned when the gate was set up.

    """

    issuer: str
    suite: Suite
    root: PublicKey
    sequence: int = 0
    made_at: datetime | None = None
    policy: GatePolicy = attrs.field(factory=GatePolicy)
    whole: int = 0
    """Sequence number of the last complete bundle, which changes build on."""

    cards: Revocations = attrs.field(factory=Revocations)
    devices: Revocations = attrs.field(factory=Revocations)
    terms: dict[bytes, TrustedKey] = attrs.field(factory=dict[bytes, TrustedKey])
    secrets: GateKeys | None = attrs.field(default=None, repr=False)
    """Secret keys for MAC codes, if this gate has any."""

    _keys: dict[bytes, PublicKey] = attrs.field(
        factory=dict[bytes, PublicKey], repr=False
    )

    @classmethod
    def pin(cls, keys: PublicKeys, *, secrets: GateKeys | None = None) -> "TrustStore":
        """Return an empty store that takes bundles of this issuer only."""
        return cls(keys.issuer, keys.suite, keys.trust, secrets=secrets)

    def take(self, data: bytes) -> "TrustStore":
        """Return the store after a bundle; a refused one changes nothing.

        Raises:
            MalformedBundleError: No bundle, or not a whole one.
            ForgedBundleError: Not signed by the pinned key, or of another issuer.
            BundleRollbackError: Not newer than what is known.
            BundleGapError: Its changes build on another complete bundle than the last
                one taken.

        """
        bundle = open_bundle(data, self.root)
        header = bundle.header
        if header.issuer != self.issuer or header.suite != self.suite.name:
            raise ForgedBundleError
        if header.sequence <= self.sequence:
            raise BundleRollbackError
        if header.base and header.base != self.whole:
            raise BundleGapError
        return self._after(bundle)

    def _after(self, bundle: TrustBundle) -> "TrustStore":
        header = bundle.header
        try:
            terms = {bytes.fromhex(k.id): k for k in header.keys}
            keys = {i: self._key(i, k) for i, k in terms.items()}
        except (ValueError, EHealthCardError):
            raise MalformedBundleError from None
        if len(terms) < len(header.keys):
            raise MalformedBundleError
        return attrs.evolve(
            self,
            sequence=header.sequence,
            made_at=bundle.made_at,
            policy=header.policy,
            terms=terms,
            keys=keys,
            **self._revoked(bundle),
        )

    def _revoked(self, bundle: TrustBundle) -> dict[str, Any]:
        """Return the lists after *bundle*: complete ones, or changes to the whole."""
        if not bundle.header.base:
            return {
                "whole": bundle.header.sequence,
                "cards": Revocations(bundle.cards_added),
                "devices": Revocations(bundle.devices_added),
            }
        return {
            "cards": Revocations(
                self.cards.whole, bundle.cards_added, bundle.cards_removed
            ),
            "devices": Revocations(
                self.devices.whole, bundle.devices_added, bundle.devices_removed
            ),
        }

    def _key(self, key_id: bytes, trusted: TrustedKey) -> PublicKey:
        """Return the key, the same object as before: it may hold tables."""
        key = PublicKey(self.suite, bytes.fromhex(trusted.key))
        old = self._keys.get(key_id)
        return old if old == key and old is not None else key

    def age(self, at: datetime) -> timedelta | None:
        """Return how old the trust data is; ``None`` if there is none yet."""
        return None if self.made_at is None else at - self.made_at

    def require_term(self, code: VerifiedCode) -> None:
        """Refuse a code issued outside its key's term or use.

        Raises:
            UnknownKeyError: It was.

        """
        require_term(self.terms[code.key_id], code)

    def public_key(self, key_id: bytes, /) -> PublicKey:
        """See :class:`ehealthcard.crypto.VerificationKeys`."""
        try:
            return self._keys[key_id]
        except KeyError:
            raise UnknownKeyError from None

    def code_mac(self, key_id: bytes, audience: bytes, epoch: int, /) -> MacKey:
        """See :class:`ehealthcard.crypto.VerificationKeys`."""
        self.public_key(key_id)
        if self.secrets is None:
            raise SymmetricKeyRequiredError
        return self.secrets.code_mac(key_id, audience, epoch)

    def protection(self) -> BlockKey:
        """See :class:`ehealthcard.crypto.VerificationKeys`."""
        raise IssuerOnlyError
