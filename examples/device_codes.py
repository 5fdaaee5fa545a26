"""A phone without network makes codes: once with a key, once with a hash chain."""

import secrets
from datetime import datetime, timedelta

from ehealthcard import (
    Actor,
    Applicant,
    Gate,
    KeyRing,
    ServiceDesk,
    Suite,
    Terminal,
    TrustStore,
)
from ehealthcard.adapters.gate import MemoryJournal
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import SHANGHAI
from ehealthcard.crypto import LocalSigner, PublicKey, new_secret
from ehealthcard.qr import HashChain, device_id

WINDOW = Actor("window-3", {"registrar"})
PHONE = Actor("mini-program", {"app"})


class Clock:
    """A clock that the story turns."""

    now = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        """Return now."""
        return self.now


def tell() -> None:
    """Tell the story."""
    keys, clock = KeyRing.generate(Suite.GM, issuer="330100000001"), Clock()
    desk = ServiceDesk(storage=MemoryStorage(), keys=keys, clock=clock)
    card = desk.register(Applicant(name_of(1), document_of(1)), by=WINDOW)
    gate = Gate(TrustStore.pin(keys.public()), MemoryJournal())
    gate.take(desk.trust_bundle(by=WINDOW))

    # In the morning, online: the phone sends its public key and gets a grant.
    phone = LocalSigner(Suite.GM, new_secret())
    grant = desk.authorise_device(card.id, phone.public_key, by=PHONE)

    def signed_by_phone() -> str:
        return grant.issue(phone, nonce=secrets.token_bytes(8), at=clock.now)

    # Later, without network: the phone signs a code by itself.
    text = signed_by_phone()
    found = gate.check(text, clock.now)
    print(f"phone's key, {len(text)} characters: {found.verdict.value}, {found.reason}")

    # The same with a hash chain: the phone needs SM3 and 16 random bytes, no key.
    chain = HashChain.grow(secrets.token_bytes(16), card.id, Suite.GM)
    granted = desk.authorise_chain(card.id, chain.anchor, by=PHONE)
    for minute in (0, 1):
        text = granted.issue(chain, at=clock.now)
        found = gate.check(text, clock.now)
        print(f"hash chain, minute {minute}, {len(text)} characters: {found.reason}")
        clock.now += timedelta(minutes=1)

    # A desk with network takes the code as it takes any other.
    scan = desk.scan(signed_by_phone(), by=Terminal("pillar-1", {"terminal"}))
    print(f"at the desk: {scan.tier.value} code of {scan.card.id[:8]}...")

    # The phone is stolen: it is blocked, and the card stays good.
    key = PublicKey(Suite.GM, phone.public_key).compact
    desk.revoke_device(device_id(Suite.GM, key), by=WINDOW)
    gate.take(desk.trust_bundle(by=WINDOW))
    print(f"the stolen phone: {gate.check(signed_by_phone(), clock.now).reason}")
    fresh = desk.show(card.id, by=PHONE).text
    print(f"a code from the issuer: {gate.check(fresh, clock.now).reason}")


if __name__ == "__main__":
    tell()
