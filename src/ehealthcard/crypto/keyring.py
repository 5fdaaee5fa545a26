"""The key ring (密钥环): every key of a card manager, by its purpose."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

import attrs

from ehealthcard.errors import UnknownKeyError

from .local import LocalKeys
from .mac import LocalMac, derive
from .provider import BlockKey, KeyKind, KeyProvider, MacKey, SealKey, Signer
from .signing import PublicKey, key_id
from .suite import Suite
from .verification import GateKeys, PublicKeys

CACHED_MACS = 512


@attrs.frozen
class CodeKey:
    """One generation of the keys that make codes."""

    id: bytes
    """The 4 bytes by which a code names it."""

    signer: Signer
    mac: MacKey
    public: PublicKey


@attrs.frozen
class TokenKeys:
    """One generation of the keys that make card IDs (标记化密钥)."""

    generation: str

    root: BlockKey
    """安全密钥, the root of NATIONAL card IDs."""

    index: MacKey
    """The key of the default master index."""

    keyed: MacKey
    """The key of KEYED card IDs."""


@attrs.frozen(slots=False, eq=False)
class KeyRing:
    """All keys of one card manager; immutable, whatever holds the keys.

    Code keys, tokenization keys and data keys have generations of their own, so that
    rotating one kind leaves the others alone: a card ID outlives every code key.
    """

    provider: KeyProvider = attrs.field(repr=False)
    issuer: str = attrs.field(init=False)
    """Code of the card manager that the keys belong to."""

    suite: Suite = attrs.field(init=False)
    """Which algorithms the keys are for."""

    def __attrs_post_init__(self) -> None:
        manifest = self.provider.manifest
        object.__setattr__(self, "issuer", manifest.issuer)  # frozen from here on
        object.__setattr__(self, "suite", manifest.suite)

    @classmethod
    def generate(
        cls, suite: Suite, *, issuer: str = "local", sm2_backend: str | None = None
    ) -> "KeyRing":
        """Return a ring of new random keys, held in this process.

        Args:
            suite: Which algorithms.
            issuer: Code of the card manager (卡管) that the keys belong to.
            sm2_backend: ``"pure"`` lets SM2 sign without OpenSSL; it is not
                constant-time, so it is never chosen by itself.

        Raises:
            BackendUnavailableError: SM2 is asked for and OpenSSL 3 is not there.
            UnknownSuiteError: *suite* is a text or anything else but a suite.

        """
        return cls(LocalKeys.generate(suite, issuer, sm2_backend))

    @cached_property
    def codes(self) -> tuple[CodeKey, ...]:
        """The generations of code keys; the first one issues."""
        return tuple(
            self._code_key(g) for g in self.provider.manifest.generations[KeyKind.CODES]
        )

    @cached_property
    def tokens(self) -> tuple[TokenKeys, ...]:
        """The generations of tokenization keys; the first one is in use."""
        return tuple(
            TokenKeys(
                g,
                self.provider.block(f"token/{g}/root"),
                self.provider.mac(f"token/{g}/index"),
                self.provider.mac(f"token/{g}/keyed"),
            )
            for g in self.provider.manifest.generations[KeyKind.TOKENS]
        )

    @cached_property
    def data(self) -> Mapping[str, SealKey]:
        """The keys that wrap data keys, by generation; the first one wraps."""
        generations = self.provider.manifest.generations[KeyKind.DATA]
        seals = {g: self.provider.seal(f"data/{g}") for g in generations}
        return MappingProxyType(seals)

    @cached_property
    def pseudonym(self) -> MacKey:
        """The key of pseudonyms for other institutions."""
        return self.provider.mac("pseudonym")

    @cached_property
    def lookup(self) -> MacKey:
        """The key of digests under which private values are found again."""
        return self.provider.mac("lookup")

    @cached_property
    def trust(self) -> Signer:
        """The key that signs trust bundles."""
        return self.provider.signer("trust")

    def public_key(self, key_id: bytes, /) -> PublicKey:
        """See :class:`VerificationKeys`."""
        return self._by_id(key_id).public

    def code_mac(self, key_id: bytes, audience: bytes, epoch: int, /) -> MacKey:
        """See :class:`VerificationKeys`."""
        name = (key_id, audience, epoch)
        if found := self._macs.get(name):
            return found
        secret = self._code_secret(self._by_id(key_id), audience, epoch)
        if len(self._macs) >= CACHED_MACS:  # hostile codes must not fill the memory
            self._macs.clear()
        made = self._macs[name] = LocalMac(self.suite, secret)
        return made

    def protection(self) -> BlockKey:
        """Return the key of the national text's validity (保护密钥)."""
        return self._protection

    def public(self) -> PublicKeys:
        """Return the keys that only verify."""
        return PublicKeys(self.issuer, self.suite, self._publics(), self._trust_public)

    def for_gate(self, audience: bytes, epochs: Sequence[int]) -> GateKeys:
        """Return what a gate needs to check MAC codes offline.

        Args:
            audience: The audience's hash, from :func:`ehealthcard.qr.audience_hash`.
            epochs: UTC day numbers (seconds since 1970 divided by 86400).

        """
        secrets = {
            (key.id, audience, epoch): self._code_secret(key, audience, epoch)
            for key in self.codes
            for epoch in epochs
        }
        return GateKeys(
            self.issuer, self.suite, self._publics(), self._trust_public, secrets
        )

    def rotate_codes(self) -> "KeyRing":
        """Return a ring whose new code key issues; the old ones still verify."""
        return KeyRing(self.provider.with_new(KeyKind.CODES))

    def rotate_tokens(self) -> "KeyRing":
        """Return a ring that makes card IDs with new keys and still reads the old.

        This changes every card ID: begin the migration of the stored cards with it,
        and end it with :meth:`retire`.
        """
        return KeyRing(self.provider.with_new(KeyKind.TOKENS))

    def rotate_data(self) -> "KeyRing":
        """Return a ring that wraps data keys anew and still opens the old."""
        return KeyRing(self.provider.with_new(KeyKind.DATA))

    def retire(self, kind: KeyKind) -> "KeyRing":
        """Return a ring without the old generations of *kind*."""
        return KeyRing(self.provider.without_old(kind))

    def _publics(self) -> dict[bytes, PublicKey]:
        return {key.id: key.public for key in self.codes}

    @cached_property
    def _ids(self) -> dict[bytes, CodeKey]:
        return {key.id: key for key in self.codes}

    @cached_property
    def _macs(self) -> dict[tuple[bytes, bytes, int], LocalMac]:
        return {}

    @cached_property
    def _protection(self) -> BlockKey:
        return self.provider.block("protection")

    @cached_property
    def _trust_public(self) -> PublicKey:
        return PublicKey(self.suite, self.trust.public_key)

    def _by_id(self, key_id: bytes) -> CodeKey:
        try:
            return self._ids[key_id]
        except KeyError:
            raise UnknownKeyError from None

    def _code_key(self, generation: str) -> CodeKey:
        signer = self.provider.signer(f"code/{generation}/sign")
        mac = self.provider.mac(f"code/{generation}/mac")
        public = PublicKey(self.suite, signer.public_key)
        return CodeKey(key_id(self.suite, public.data), signer, mac, public)

    @staticmethod
    def _code_secret(key: CodeKey, audience: bytes, epoch: int) -> bytes:
        return derive(key.mac, "code-mac", audience, epoch.to_bytes(4, "big"))
