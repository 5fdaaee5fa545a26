"""The trust bundle as a file: signed, whole and well formed, or refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.crypto import KeyRing, Suite
from ehealthcard.errors import (
    ForgedBundleError,
    InvalidInputError,
    MalformedBundleError,
    TrustError,
)
from ehealthcard.qr import GatePolicy, TrustStore
from ehealthcard.qr.bundle import MAGIC, open_bundle, trusted_keys

from .bundles import bundle, header, signed
from .fixed import AT, CARD, ISSUER, OTHER_CARD, both_suites, ring

PREFIXES = sorted([CARD.prefix, OTHER_CARD.prefix])
DEVICE, OLD = b"a device", b"old card"


def whole(keys: KeyRing) -> bytes:
    return bundle(
        keys,
        sequence=7,
        base=3,
        cards=PREFIXES,
        cards_removed=[OLD],
        devices=[DEVICE],
    )


@both_suites
def test_what_was_sealed_is_opened(suite: Suite) -> None:
    keys = ring(suite)
    opened = open_bundle(whole(keys), keys.public().trust)
    assert (ISSUER, suite.name) == (opened.header.issuer, opened.header.suite)
    assert (7, 3) == (opened.header.sequence, opened.header.base)
    assert AT == opened.made_at
    assert GatePolicy() == opened.header.policy
    assert trusted_keys(keys) == opened.header.keys
    assert (2, 1, 1, 0) == opened.header.counts
    assert b"".join(PREFIXES) == opened.cards_added.to_bytes()
    assert opened.cards_removed.to_bytes() == OLD
    assert opened.devices_added.to_bytes() == DEVICE
    assert len(opened.devices_removed) == 0


@both_suites
def test_a_bundle_has_its_parts_at_their_places(suite: Suite) -> None:
    keys = ring(suite)
    data = whole(keys)
    assert data.startswith(b"EHTB\x01")
    end = 9 + int.from_bytes(data[5:9], "big")
    readable = json.loads(data[9:end])
    assert [2, 1, 1, 0] == readable["counts"]
    assert keys.codes[0].id.hex() == readable["keys"][0]["id"]
    assert b"".join([*PREFIXES, OLD, DEVICE]) == data[end:-64]
    assert keys.public().trust.verify(data[-64:], data[:-64])


@both_suites
def test_every_generation_is_in_the_bundle_with_its_term(suite: Suite) -> None:
    keys = ring(suite).rotate_codes()
    new, old = keys.codes
    terms = {old.id: (5, 10)}
    found = open_bundle(bundle(keys, terms=terms), keys.public().trust).header.keys
    assert [new.id.hex(), old.id.hex()] == [key.id for key in found]
    assert [(0, (1 << 32) - 1), (5, 10)] == [
        (key.valid_from, key.valid_until) for key in found
    ]


@both_suites
def test_another_key_did_not_sign_it(suite: Suite) -> None:
    keys, stranger = ring(suite), ring(suite, "stranger")
    for pinned in (stranger.public().trust, keys.codes[0].public):
        with pytest.raises(ForgedBundleError):
            open_bundle(whole(keys), pinned)


def test_no_bit_of_a_bundle_can_be_changed() -> None:
    keys = ring(Suite.INTL)
    data, pinned = whole(keys), keys.public().trust
    for bit in range(8 * len(data)):
        changed = bytearray(data)
        changed[bit // 8] ^= 0x80 >> bit % 8
        expected = MalformedBundleError if bit < 40 else ForgedBundleError
        with pytest.raises(expected):
            open_bundle(bytes(changed), pinned)


@both_suites
@given(data=st.data())
def test_a_forged_byte_anywhere_is_refused(suite: Suite, data: st.DataObject) -> None:
    keys = ring(suite)
    good = bytearray(whole(keys))
    place = data.draw(st.integers(0, len(good) - 1))
    good[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(TrustError):
        open_bundle(bytes(good), keys.public().trust)


@both_suites
def test_a_bundle_cut_anywhere_is_refused(suite: Suite) -> None:
    keys = ring(suite)
    data, pinned = whole(keys), keys.public().trust
    for length in range(len(data)):
        expected = MalformedBundleError if length < 73 else ForgedBundleError
        with pytest.raises(expected):
            open_bundle(data[:length], pinned)


@both_suites
def test_a_bundle_with_anything_behind_it_is_refused(suite: Suite) -> None:
    keys = ring(suite)
    for tail in (b"\0", b"\n", bytes(8), whole(keys)):
        with pytest.raises(ForgedBundleError):
            open_bundle(whole(keys) + tail, keys.public().trust)


@given(data=st.binary(max_size=200) | st.binary(max_size=200).map(MAGIC.__add__))
def test_any_bytes_are_refused_by_our_own_errors(data: bytes) -> None:
    with pytest.raises(TrustError):
        open_bundle(data, ring(Suite.INTL).public().trust)


def keyed(keys: KeyRing, **changed: object) -> dict[str, object]:
    return header(keys, keys=[header(keys)["keys"][0] | changed])


def nonsense(keys: KeyRing) -> dict[str, bytes]:
    """Return bundles that are genuine and make no sense."""
    good, two = json.dumps(header(keys)).encode(), [OLD, DEVICE]
    lists = b"".join(two)
    one = {"counts": [1, 0, 0, 0]}
    known = header(keys)["keys"][0]
    cases: dict[str, object] = {
        "empty": b"",
        "no JSON": b"\xff\xfe",
        "half JSON": good[:-1],
        "a list": [],
        "null": None,
        "deep": b"[" * 100_000,
        "a field too many": header(keys, more=1),
        "a field too few": {k: v for k, v in header(keys).items() if k != "made"},
        "no suite": header(keys, suite="RSA"),
        "text for a number": header(keys, sequence="1"),
        "a fraction": header(keys, sequence=1.5),
        "three counts": header(keys, counts=[0, 0, 0]),
        "counts below zero": header(keys, counts=[-1, 1, 0, 0]),
        "counts beyond the file": header(keys, **one),
        "made before 1970": header(keys, made=-1),
        "made after all years": header(keys, made=1 << 60),
        "made beyond belief": header(keys, made=10**400),
        "a base below zero": header(keys, base=-1),
        "a use nobody knows": keyed(keys, use=["payments"]),
        "a key of no digits": keyed(keys, key="zz"),
        "a key too short": keyed(keys, key="00"),
        "a key of nothing": keyed(keys, key=""),
        "an ID of no digits": keyed(keys, id="zz"),
        "an ID too short": keyed(keys, id="00"),
        "an ID too long": keyed(keys, id=f"{known['id']}00"),
        "an ID with spaces": keyed(keys, id=known["id"][:2] + " " + known["id"][2:]),
        "one ID twice": header(keys, keys=[known, known]),
        "a leeway beyond belief": header(keys, policy={"leeway": 1 << 60}),
        "a leeway below zero": header(keys, policy={"leeway": -1}),
        "fresh beyond belief": header(keys, policy={"fresh_for": 1 << 60}),
        "usable beyond belief": header(keys, policy={"usable_for": 1 << 60}),
        "a tier nobody knows": header(keys, policy={"tiers": ["national"]}),
        "too large": header(keys, more="x" * 1_000_001),
    }
    made = {name: signed(keys, text) for name, text in cases.items()}
    return made | {
        "a header without end": signed(keys, good, length=(1 << 32) - 1),
        "a header too long by one": signed(keys, good, length=len(good) + 1),
        "a header too short by one": signed(keys, good, length=len(good) - 1),
        "a header of nothing": signed(keys, good, length=0),
        "a large header": signed(keys, good + b" " * 1_000_000),
        "half a prefix": signed(keys, header(keys, **one), OLD[:7]),
        "a prefix too many": signed(keys, header(keys, **one), lists),
        "prefixes falling": signed(keys, header(keys, counts=[2, 0, 0, 0]), lists),
        "a prefix twice": signed(keys, header(keys, counts=[0, 0, 2, 0]), 2 * OLD),
    }


@pytest.mark.parametrize("case", nonsense(ring(Suite.INTL)))
@both_suites
def test_genuine_nonsense_is_called_malformed(suite: Suite, case: str) -> None:
    keys = ring(suite)
    store = TrustStore.pin(keys.public())
    with pytest.raises(MalformedBundleError):
        store.take(nonsense(keys)[case])


@both_suites
def test_good_headers_in_the_same_hand_are_taken(suite: Suite) -> None:
    """So that the refusals above have the reason they name."""
    keys = ring(suite)
    store = TrustStore.pin(keys.public())
    assert store.take(signed(keys, header(keys))).sequence == 1
    counted = header(keys, counts=[1, 0, 1, 0])
    assert CARD.prefix in store.take(signed(keys, counted, CARD.prefix + OLD)).cards


@pytest.mark.parametrize("leeway", [-1, 61, 7200])
def test_a_leeway_that_outlasts_a_gates_memory_is_refused(leeway: int) -> None:
    with pytest.raises(InvalidInputError):
        GatePolicy(leeway=leeway)


def test_a_leeway_of_up_to_a_minute_is_allowed() -> None:
    assert [0, 60] == [GatePolicy(leeway=n).leeway for n in (0, 60)]
