"""Where keys live: what the SDK asks of a key store (密钥管理).

The local provider keeps keys in this process and in a sealed file. A hospital with a
certified module plugs it in here instead: each method is one call of an SDF device
(GM/T 0018: ``SDF_InternalSign_ECC``, ``SDF_Encrypt`` and ``SDF_Decrypt`` with SM4 in
ECB or GCM mode, ``SDF_CalculateHMAC``) or of a key management service. Private and
symmetric keys never leave it.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Protocol

import attrs

from ehealthcard.errors import UnknownSuiteError

from .suite import Suite

SUITES = frozenset(Suite)


class Signer(Protocol):
    """A signing key: SM2 with the default identity (GM/T 0009) or Ed25519."""

    @property
    def public_key(self) -> bytes:
        """64 bytes X and Y for SM2, 32 bytes for Ed25519."""
        ...

    def sign(self, message: bytes, /) -> bytes:
        """Return 64 bytes: r and s for SM2, or an Ed25519 signature."""
        ...


class MacKey(Protocol):
    """An HMAC key."""

    def tag(self, message: bytes, /) -> bytes:
        """Return the 32-byte HMAC of *message*."""
        ...


class BlockKey(Protocol):
    """An SM4 key used block by block, as the national algorithms do."""

    def encrypt(self, data: bytes, /) -> bytes:
        """Encrypt whole 16-byte blocks in ECB mode."""
        ...

    def decrypt(self, data: bytes, /) -> bytes:
        """Undo :meth:`encrypt`."""
        ...


class SealKey(Protocol):
    """A key for authenticated encryption: SM4-GCM or AES-GCM."""

    def seal(self, plaintext: bytes, bound_to: bytes, /) -> bytes:
        """Encrypt; *bound_to* must be given again to open."""
        ...

    def unseal(self, sealed: bytes, bound_to: bytes, /) -> bytes:
        """Undo :meth:`seal`.

        Raises:
            DecryptionError: Altered, another key or another *bound_to*.

        """
        ...


class KeyKind(Enum):
    """The kinds of key that have generations; the value begins their names."""

    CODES = "code"
    """Keys that make codes: the newest issues, all verify."""

    TOKENS = "token"
    """Keys that make card IDs: there are two generations only while cards migrate."""

    DATA = "data"
    """Keys that wrap the subjects' data keys."""


@attrs.frozen
class Manifest:
    """Which keys a store has.

    Raises:
        UnknownSuiteError: *suite* is none; its name, a text, is none either.

    """

    issuer: str
    """Code of the card manager (卡管) that the keys belong to."""

    suite: Suite

    generations: Mapping[KeyKind, tuple[str, ...]]
    """By kind, the one in use first."""

    def __attrs_post_init__(self) -> None:
        if self.suite not in SUITES:
            raise UnknownSuiteError

    def starting(self, kind: KeyKind, *generations: str) -> "Manifest":
        """Return a manifest with these *generations* of *kind*."""
        changed = {**self.generations, kind: generations}
        return attrs.evolve(self, generations=changed)


class KeyProvider(Protocol):
    """A store of keys, addressed by name.

    The names are ``code/G/sign``, ``code/G/mac``, ``token/G/root`` (安全密钥),
    ``token/G/index`` (master index), ``token/G/keyed``, ``data/G`` with a generation
    G of the manifest, and ``protection`` (保护密钥), ``pseudonym``, ``lookup`` and
    ``trust``.
    """

    @property
    def manifest(self) -> Manifest:
        """Which keys there are."""
        ...

    def signer(self, name: str, /) -> Signer:
        """Return the signing key called *name*."""
        ...

    def mac(self, name: str, /) -> MacKey:
        """Return the HMAC key called *name*."""
        ...

    def block(self, name: str, /) -> BlockKey:
        """Return the SM4 key called *name*."""
        ...

    def seal(self, name: str, /) -> SealKey:
        """Return the sealing key called *name*."""
        ...

    def with_new(self, kind: KeyKind, /) -> "KeyProvider":
        """Return a store with one more generation of *kind*, now in use."""
        ...

    def without_old(self, kind: KeyKind, /) -> "KeyProvider":
        """Return a store with only the newest generation of *kind*."""
        ...
