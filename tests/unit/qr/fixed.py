"""An issuer, cards and phones that are the same in every run."""

import hashlib
from datetime import UTC, datetime, timedelta
from functools import cache

import attrs
import pytest

from ehealthcard.crypto import (
    KeyKind,
    KeyRing,
    LocalKeys,
    LocalSigner,
    Manifest,
    PublicKey,
    Suite,
)
from ehealthcard.crypto.signing import key_id
from ehealthcard.identity import CardId
from ehealthcard.qr import (
    ChainGrant,
    DeviceGrant,
    HashChain,
    Tier,
    UnverifiedCode,
    authorise_chain,
    authorise_device,
    issue_code,
    parse_code,
)
from ehealthcard.qr.types import Form

ISSUER = "35020001001"
CARD = CardId(hashlib.sha256(b"card").hexdigest().upper())
OTHER_CARD = CardId(hashlib.sha256(b"other card").hexdigest().upper())
NONCE = bytes(range(8))
AT = datetime(2024, 3, 1, 8, tzinfo=UTC)
GRANTED = AT - timedelta(hours=1)
HOSPITAL = "12350200426600329U"

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

both_suites = pytest.mark.parametrize("suite", Suite, ids=lambda s: s.name)
each_form = pytest.mark.parametrize("form", Form, ids=lambda f: f.name)


def secret(name: str) -> bytes:
    """Return 32 bytes that belong to *name*."""
    return hashlib.sha256(name.encode()).digest()


@cache
def ring(suite: Suite, owner: str = "issuer") -> KeyRing:
    """Return the key ring of *owner*: every secret is the hash of its name."""
    kinds = {"code/sign", "code/mac", "token/root", "token/index", "token/keyed"}
    kinds |= {"data", "protection", "pseudonym", "lookup", "trust"}
    known = {kind: secret(f"{owner}/{kind}") for kind in kinds}
    made = LocalSigner(suite, known["code/sign"]).public_key
    named = {"code": key_id(suite, made).hex(), "token": "1", "data": "1"}
    secrets = {_full(kind, named): value for kind, value in known.items()}
    generations = {kind: (named[kind.value],) for kind in KeyKind}
    return KeyRing(LocalKeys(Manifest(ISSUER, suite, generations), secrets))


def _full(kind: str, named: dict[str, str]) -> str:
    """Turn ``code/sign`` into ``code/<generation>/sign``."""
    first, *rest = kind.split("/")
    return "/".join([first, *([named[first]] if first in named else []), *rest])


@attrs.frozen
class Phone:
    """A phone with a key and, for each card and day, a chain."""

    suite: Suite
    name: str = "phone"

    @property
    def signer(self) -> LocalSigner:
        return LocalSigner(self.suite, secret(f"{self.name}/key"))

    @property
    def key(self) -> bytes:
        """The public key as grants have it: compressed for SM2."""
        return PublicKey(self.suite, self.signer.public_key).compact

    def chain(self, card: CardId = CARD, slot: timedelta = MINUTE) -> HashChain:
        return _chain(self.suite, self.name, card, slot)

    def grant(
        self,
        keys: KeyRing | None = None,
        *,
        at: datetime = GRANTED,
        card: CardId = CARD,
    ) -> DeviceGrant:
        return authorise_device(card, self.key, keys=keys or ring(self.suite), at=at)

    def chain_grant(
        self,
        keys: KeyRing | None = None,
        *,
        at: datetime = GRANTED,
        card: CardId = CARD,
        slot: timedelta = MINUTE,
        audience: str | None = None,
    ) -> ChainGrant:
        anchor = self.chain(card, slot).anchor
        keys = keys or ring(self.suite)
        return authorise_chain(
            card, anchor, keys=keys, at=at, slot=slot, audience=audience
        )


@cache
def _chain(suite: Suite, name: str, card: CardId, slot: timedelta) -> HashChain:
    return HashChain.grow(secret(f"{name}/chain")[:16], card, suite, slot=slot)


def make(
    form: Form,
    keys: KeyRing,
    *,
    at: datetime = AT,
    lifetime: timedelta = MINUTE,
    audience: str | None = None,
    nonce: bytes = NONCE,
    card: CardId = CARD,
    phone: str = "phone",
) -> str:
    """Return a code of *form* that begins at *at*; phones were authorised before."""
    if form.tier is not Tier.DEVICE:
        return issue_code(
            card,
            keys=keys,
            tier=form.tier,
            nonce=nonce,
            at=at,
            lifetime=lifetime,
            audience=audience,
        )
    owner = Phone(keys.suite, phone)
    if form is Form.DEVICE_KEY:
        grant = owner.grant(keys, at=at - HOUR, card=card)
        return grant.issue(
            owner.signer, nonce=nonce, at=at, lifetime=lifetime, audience=audience
        )
    chain_grant = owner.chain_grant(
        keys, at=at - 60 * lifetime, card=card, slot=lifetime, audience=audience
    )
    return chain_grant.issue(owner.chain(card, lifetime), at=at)


def parsed(text: str) -> UnverifiedCode:
    """Return a text of ours, parsed."""
    code = parse_code(text)
    assert isinstance(code, UnverifiedCode)
    return code
