"""Keys that check codes: what a gate or a foreign card manager holds."""

from collections.abc import Mapping
from typing import Protocol

import attrs

from ehealthcard.errors import (
    IssuerOnlyError,
    SymmetricKeyRequiredError,
    UnknownKeyError,
)

from .mac import LocalMac
from .provider import BlockKey, MacKey
from .signing import PublicKey
from .suite import Suite

EPOCH_SECONDS = 86_400
"""A MAC key for a gate is good for one UTC day."""


class VerificationKeys(Protocol):
    """What :func:`ehealthcard.qr.verify_code` needs to know."""

    @property
    def suite(self) -> Suite:
        """Which algorithms."""
        ...

    def public_key(self, key_id: bytes, /) -> PublicKey:
        """Return the issuer's key with this ID.

        Raises:
            UnknownKeyError: It is not, or no longer, in force.

        """
        ...

    def code_mac(self, key_id: bytes, audience: bytes, epoch: int, /) -> MacKey:
        """Return the key for MAC codes of this audience on this UTC day.

        Raises:
            UnknownKeyError: The key is not, or no longer, in force.
            SymmetricKeyRequiredError: These keys hold no secret for it.

        """
        ...

    def protection(self) -> BlockKey:
        """Return the key of the national text's validity (保护密钥).

        Raises:
            IssuerOnlyError: These are not the issuer's own keys.

        """
        ...


@attrs.frozen
class PublicKeys:
    """An issuer's public keys: they check signed codes and can make nothing."""

    issuer: str
    suite: Suite
    keys: Mapping[bytes, PublicKey]
    trust: PublicKey
    """The key that signs trust bundles; a gate pins it."""

    def public_key(self, key_id: bytes, /) -> PublicKey:
        """See :class:`VerificationKeys`."""
        try:
            return self.keys[key_id]
        except KeyError:
            raise UnknownKeyError from None

    def code_mac(self, key_id: bytes, audience: bytes, epoch: int, /) -> MacKey:
        """See :class:`VerificationKeys`."""
        del audience, epoch
        self.public_key(key_id)
        raise SymmetricKeyRequiredError

    def protection(self) -> BlockKey:
        """See :class:`VerificationKeys`."""
        raise IssuerOnlyError


@attrs.frozen
class GateKeys(PublicKeys):
    """Public keys and, for one audience and some days, the secrets of MAC codes.

    Who steals them can forge MAC codes for this audience on these days, and nothing
    else.
    """

    secrets: Mapping[tuple[bytes, bytes, int], bytes] = attrs.field(repr=False)
    """Derived keys by key ID, audience hash and UTC day number."""

    _macs: dict[tuple[bytes, bytes, int], LocalMac] = attrs.field(
        factory=dict[tuple[bytes, bytes, int], LocalMac],
        init=False,
        repr=False,
        eq=False,
    )

    def code_mac(self, key_id: bytes, audience: bytes, epoch: int, /) -> MacKey:
        """See :class:`VerificationKeys`."""
        name = (key_id, audience, epoch)
        if found := self._macs.get(name):
            return found
        self.public_key(key_id)
        if name not in self.secrets:
            raise SymmetricKeyRequiredError
        made = self._macs[name] = LocalMac(self.suite, self.secrets[name])
        return made
