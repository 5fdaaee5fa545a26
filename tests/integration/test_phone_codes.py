"""Codes that a phone shows without reception."""

import secrets

import pytest

from ehealthcard import Suite, Tier
from ehealthcard.crypto import LocalSigner, PublicKey, new_secret
from ehealthcard.errors import CodeRequestError, ReplayedCodeError, RevokedDeviceError
from ehealthcard.ports import Storage
from ehealthcard.qr import HashChain, device_id
from tests.actors import AUDITOR

from .conftest import GATE, WINDOW, House, build


def test_a_pool_of_codes_serves_a_phone_without_reception(house: House) -> None:
    card = house.card()
    pool = house.desk.show_pool(card.id, count=5, by=WINDOW)
    house.clock.forward(hours=1, minutes=59)

    for code in pool:
        assert house.desk.scan(code.text, by=GATE).card == card
    assert len({c.text for c in pool}) == 5
    for count in (0, 51):
        with pytest.raises(CodeRequestError):
            house.desk.show_pool(card.id, count=count, by=WINDOW)


def test_a_phone_makes_codes_until_it_is_blocked(
    storage: Storage, suite: Suite
) -> None:
    house = build(storage, suite)
    card = house.card()
    phone = LocalSigner(suite, new_secret())
    grant = house.desk.authorise_device(card.id, phone.public_key, by=WINDOW)
    name = device_id(suite, PublicKey(suite, phone.public_key).compact)

    def show() -> str:
        return grant.issue(phone, nonce=secrets.token_bytes(8), at=house.clock.now)

    assert house.desk.scan(show(), by=GATE).tier is Tier.DEVICE
    house.desk.revoke_device(name, by=AUDITOR)
    with pytest.raises(RevokedDeviceError):
        house.desk.scan(show(), by=GATE)
    fresh = house.desk.show(card.id, by=WINDOW)
    assert house.desk.scan(fresh.text, by=GATE).card == card


def test_a_hash_chain_makes_one_code_a_slot(house: House) -> None:
    card = house.card()
    chain = HashChain.grow(secrets.token_bytes(16), card.id, Suite.INTL)
    grant = house.desk.authorise_chain(card.id, chain.anchor, by=WINDOW)
    house.clock.forward(minutes=10)
    text = grant.issue(chain, at=house.clock.now)

    assert house.desk.scan(text, by=GATE).card == card
    with pytest.raises(ReplayedCodeError):
        house.desk.scan(text, by=GATE)
    house.clock.forward(minutes=1)
    next_one = grant.issue(chain, at=house.clock.now)
    assert house.desk.scan(next_one, by=GATE).card == card
