"""Hash chains: the issuer signs an anchor, each slot of the day shows a link."""

import hashlib
from datetime import datetime, timedelta

import attrs
import pytest

from ehealthcard.crypto import Suite
from ehealthcard.errors import (
    BadSignatureError,
    CodeRequestError,
    ExpiredCodeError,
    MalformedCodeError,
    TimeZoneMissingError,
)
from ehealthcard.qr import (
    HashChain,
    VerifiedCode,
    authorise_chain,
    base45,
    device_id,
    verify_code,
)
from ehealthcard.qr.types import Form

from .fixed import (
    AT,
    CARD,
    DAY,
    GRANTED,
    HOSPITAL,
    HOUR,
    MINUTE,
    OTHER_CARD,
    SECOND,
    Phone,
    both_suites,
    make,
    parsed,
    ring,
    secret,
)

SLOTS = 1440


def verified(text: str, suite: Suite, at: datetime = AT) -> VerifiedCode:
    return verify_code(parsed(text), keys=ring(suite), at=at)


def shown(suite: Suite, slot: int, link: bytes) -> str:
    """Return the text in which *slot* shows *link*."""
    grant = Phone(suite).chain_grant()
    return "EHC1:" + base45.encode(grant.data + slot.to_bytes(2, "big") + link)


def test_each_link_is_the_hash_of_the_next() -> None:
    chain = Phone(Suite.INTL).chain()
    assert SLOTS + 1 == len(chain.links)
    for slot in (1, 2, 720, SLOTS):
        position = slot.to_bytes(2, "big")
        hashed = hashlib.sha256(b"EHC1" + CARD.data + position + chain.links[slot])
        assert hashed.digest()[:16] == chain.links[slot - 1]
    assert chain.links[0] == chain.anchor
    assert chain.links[-1] == secret("phone/chain")[:16]


@both_suites
@pytest.mark.parametrize("slot", [1, 2, 61, 1439, 1440])
def test_a_slot_shows_its_own_link(suite: Suite, slot: int) -> None:
    phone = Phone(suite)
    begin = GRANTED + (slot - 1) * MINUTE
    for at in (begin, begin + 59 * SECOND):
        text = phone.chain_grant().issue(phone.chain(), at=at)
        code = verified(text, suite, at)
        assert phone.chain().links[slot] == parsed(text).payload[-16:]
        assert slot.to_bytes(2, "big") == code.nonce
        assert (begin, begin + MINUTE) == (code.issued_at, code.expires_at)


@both_suites
def test_a_slow_phone_shows_the_first_slot(suite: Suite) -> None:
    phone = Phone(suite)
    text = phone.chain_grant().issue(phone.chain(), at=GRANTED - HOUR)
    assert verified(text, suite, GRANTED).nonce == b"\0\1"


@both_suites
def test_after_the_day_no_slot_is_left(suite: Suite) -> None:
    phone = Phone(suite)
    with pytest.raises(CodeRequestError) as refusal:
        phone.chain_grant().issue(phone.chain(), at=GRANTED + DAY)
    assert "at" == refusal.value.facts["field"]


@both_suites
def test_the_last_slot_ends_with_the_day(suite: Suite) -> None:
    phone = Phone(suite)
    text = phone.chain_grant().issue(phone.chain(), at=GRANTED + DAY - SECOND)
    code = verified(text, suite, GRANTED + DAY + 5 * SECOND)
    assert GRANTED + DAY == code.expires_at


@both_suites
def test_slot_zero_would_show_the_anchor_and_has_no_spelling(suite: Suite) -> None:
    with pytest.raises(MalformedCodeError) as refusal:
        parsed(shown(suite, 0, Phone(suite).chain().anchor))
    assert refusal.value.code == "CODE_NOT_CANONICAL"


@both_suites
@pytest.mark.parametrize("slot", [SLOTS + 1, 65_535])
def test_a_slot_beyond_the_day_is_expired_before_it_costs_a_hash(
    suite: Suite, slot: int
) -> None:
    text = shown(suite, slot, bytes(16))
    with pytest.raises(ExpiredCodeError):
        verified(text, suite, GRANTED + (slot - 1) * MINUTE)


@both_suites
def test_the_link_of_another_slot_is_forged(suite: Suite) -> None:
    links = Phone(suite).chain().links
    for slot, other in ((61, 60), (61, 62), (61, 0), (1, 0), (1, 2), (1440, 1439)):
        with pytest.raises(BadSignatureError):
            verified(shown(suite, slot, links[other]), suite)


@both_suites
def test_a_link_that_was_shown_makes_no_later_code(suite: Suite) -> None:
    seen = parsed(make(Form.DEVICE_CHAIN, ring(suite))).payload
    slot, link = int.from_bytes(seen[-18:-16], "big"), seen[-16:]
    for later in (slot + 1, slot + 2, SLOTS):
        at = GRANTED + (later - 1) * MINUTE
        with pytest.raises(BadSignatureError):
            verified(shown(suite, later, link), suite, at)


@both_suites
def test_a_link_that_was_shown_makes_earlier_codes_that_are_expired(
    suite: Suite,
) -> None:
    """Whoever sees slot 61 can compute slot 60, whose time is over."""
    links = Phone(suite).chain().links
    with pytest.raises(ExpiredCodeError):
        verified(shown(suite, 59, links[59]), suite, AT + MINUTE)


@both_suites
def test_the_link_of_another_cards_or_phones_chain_is_forged(suite: Suite) -> None:
    chains = (Phone(suite).chain(OTHER_CARD), Phone(suite, "other").chain())
    for chain in chains:
        with pytest.raises(BadSignatureError):
            verified(shown(suite, 61, chain.links[61]), suite)


@both_suites
def test_one_secret_makes_different_chains_for_different_cards(suite: Suite) -> None:
    one, two = (HashChain.grow(bytes(16), card, suite) for card in (CARD, OTHER_CARD))
    assert one.links[-1] == two.links[-1]
    assert not set(one.links[:-1]) & set(two.links[:-1])


@both_suites
def test_a_grant_works_with_its_own_chain_only(suite: Suite) -> None:
    grant = Phone(suite).chain_grant()
    for other in (Phone(suite, "other").chain(), Phone(suite).chain(OTHER_CARD)):
        with pytest.raises(CodeRequestError) as refusal:
            grant.issue(other, at=AT)
        assert "chain" == refusal.value.facts["field"]


@both_suites
def test_a_day_of_codes_can_be_bound_to_one_place(suite: Suite) -> None:
    text = make(Form.DEVICE_CHAIN, ring(suite), audience=HOSPITAL)
    code = verify_code(
        parsed(text), keys=ring(suite), at=AT, expected_audience=HOSPITAL
    )
    assert HOSPITAL == code.audience


@both_suites
def test_a_chain_is_a_device_that_can_be_revoked(suite: Suite) -> None:
    code = verified(make(Form.DEVICE_CHAIN, ring(suite)), suite)
    assert device_id(suite, Phone(suite).chain().anchor) == code.device_id


@both_suites
@pytest.mark.parametrize("seconds", [30, 60, 120, 180, 8220])
def test_a_slot_may_have_any_length_from_half_a_minute(
    suite: Suite, seconds: int
) -> None:
    phone, slot = Phone(suite), timedelta(seconds=seconds)
    chain = phone.chain(slot=slot)
    assert 86_400 // seconds + 1 == len(chain.links)
    last = GRANTED + slot * (86_400 // seconds) - SECOND
    text = phone.chain_grant(slot=slot).issue(chain, at=last)
    assert seconds == verified(text, suite, last).lifetime
    with pytest.raises(CodeRequestError):
        phone.chain_grant(slot=slot).issue(chain, at=last + SECOND)


@pytest.mark.parametrize(
    "slot",
    [
        timedelta(0),
        SECOND,
        29 * SECOND,
        90.5 * SECOND,
        121 * SECOND,
        138 * MINUTE,
        -MINUTE,
    ],
    ids=str,
)
def test_other_slots_are_refused_by_the_name_of_the_argument(slot: timedelta) -> None:
    keys = ring(Suite.INTL)
    with pytest.raises(CodeRequestError) as refusal:
        HashChain.grow(bytes(16), CARD, Suite.INTL, slot=slot)
    assert "slot" == refusal.value.facts["field"]
    with pytest.raises(CodeRequestError) as refusal:
        authorise_chain(CARD, bytes(16), keys=keys, at=AT, slot=slot)
    assert "slot" == refusal.value.facts["field"]


@pytest.mark.parametrize("length", [0, 15, 17, 32])
def test_secrets_and_anchors_have_sixteen_bytes(length: int) -> None:
    keys = ring(Suite.INTL)
    with pytest.raises(CodeRequestError) as refusal:
        HashChain.grow(bytes(length), CARD, Suite.INTL)
    assert "secret" == refusal.value.facts["field"]
    with pytest.raises(CodeRequestError) as refusal:
        authorise_chain(CARD, bytes(length), keys=keys, at=AT)
    assert "anchor" == refusal.value.facts["field"]


@both_suites
def test_moments_have_a_time_zone(suite: Suite) -> None:
    phone, naive = Phone(suite), AT.replace(tzinfo=None)
    with pytest.raises(TimeZoneMissingError):
        phone.chain_grant(at=naive)
    with pytest.raises(TimeZoneMissingError):
        phone.chain_grant().issue(phone.chain(), at=naive)


@both_suites
def test_a_chain_shows_none_of_its_links_in_its_repr(suite: Suite) -> None:
    chain = Phone(suite).chain()
    assert [repr(chain), repr(Phone(suite).chain_grant())] == [
        "HashChain()",
        "ChainGrant()",
    ]
    assert chain == attrs.evolve(chain)
