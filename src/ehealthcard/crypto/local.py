"""Keys in this process: the provider that needs no device."""

from collections.abc import Iterable

import attrs

from ehealthcard.errors import InvalidKeyError

from .block import LocalBlock
from .mac import LocalMac
from .provider import KeyKind, Manifest
from .sealing import LocalSeal, new_secret
from .signing import LocalSigner, key_id
from .suite import Suite

SINGLE = ("lookup", "protection", "pseudonym", "trust")
"""Names of the keys that have no generations."""

PARTS: dict[KeyKind, tuple[str, ...]] = {
    KeyKind.CODES: ("/sign", "/mac"),
    KeyKind.TOKENS: ("/root", "/index", "/keyed"),
    KeyKind.DATA: ("",),
}
"""What one generation of a kind consists of."""


@attrs.frozen
class LocalKeys:
    """Secrets of 32 bytes by name; see :class:`KeyProvider` for the names."""

    manifest: Manifest
    secrets: dict[str, bytes] = attrs.field(repr=False)
    sm2_backend: str | None = None
    """Which backend signs with SM2; ``None`` takes OpenSSL."""

    @classmethod
    def generate(
        cls, suite: Suite, issuer: str, sm2_backend: str | None = None
    ) -> "LocalKeys":
        """Return a store with a first generation of every key.

        Raises:
            BackendUnavailableError: SM2 is asked for and OpenSSL 3 is not there.
            UnknownSuiteError: *suite* is a text or anything else but a suite.

        """
        empty = Manifest(issuer, suite, dict.fromkeys(KeyKind, ()))
        single = {name: new_secret() for name in SINGLE}
        single["trust"], _ = _new_signer(suite, sm2_backend)
        keys = cls(empty, single, sm2_backend)
        for kind in KeyKind:
            keys = keys.with_new(kind)
        return keys

    def signer(self, name: str, /) -> LocalSigner:
        """Return the signing key called *name*."""
        return LocalSigner(self.manifest.suite, self._secret(name), self.sm2_backend)

    def mac(self, name: str, /) -> LocalMac:
        """Return the HMAC key called *name*."""
        return LocalMac(self.manifest.suite, self._secret(name))

    def block(self, name: str, /) -> LocalBlock:
        """Return the SM4 key called *name*: the first half of its secret."""
        return LocalBlock(self._secret(name)[:16])

    def seal(self, name: str, /) -> LocalSeal:
        """Return the sealing key called *name*."""
        return LocalSeal(self.manifest.suite, self._secret(name))

    def with_new(self, kind: KeyKind, /) -> "LocalKeys":
        """Return a store with one more generation of *kind*, now in use."""
        known = self.manifest.generations[kind]
        if kind is KeyKind.CODES:
            fresh, name = self._new_code_keys(known)
        else:
            name = str(1 + max(map(int, known), default=0))
            fresh = {n: new_secret() for n in names(kind, name)}
        manifest = self.manifest.starting(kind, name, *known)
        return attrs.evolve(self, manifest=manifest, secrets=self.secrets | fresh)

    def without_old(self, kind: KeyKind, /) -> "LocalKeys":
        """Return a store with only the newest generation of *kind*."""
        newest, *old = self.manifest.generations[kind]
        gone = {n for generation in old for n in names(kind, generation)}
        kept = {n: s for n, s in self.secrets.items() if n not in gone}
        manifest = self.manifest.starting(kind, newest)
        return attrs.evolve(self, manifest=manifest, secrets=kept)

    def _new_code_keys(self, known: Iterable[str]) -> tuple[dict[str, bytes], str]:
        suite = self.manifest.suite
        while True:
            secret, signer = _new_signer(suite, self.sm2_backend)
            name = key_id(suite, signer.public_key).hex()
            if name not in known:
                sign, mac = names(KeyKind.CODES, name)
                return {sign: secret, mac: new_secret()}, name

    def _secret(self, name: str) -> bytes:
        try:
            return self.secrets[name]
        except KeyError:
            raise InvalidKeyError from None


def _new_signer(suite: Suite, backend: str | None) -> tuple[bytes, LocalSigner]:
    while True:
        secret = new_secret()
        try:
            return secret, LocalSigner(suite, secret, backend)
        except InvalidKeyError:  # not below the order of the curve: 1 in 2**32
            continue


def names(kind: KeyKind, generation: str) -> tuple[str, ...]:
    """Return the names of the keys of one *generation* of *kind*."""
    return tuple(f"{kind.value}/{generation}{part}" for part in PARTS[kind])
