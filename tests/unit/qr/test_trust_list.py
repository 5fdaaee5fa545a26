"""Which card managers there are, as a signed list that only goes forward."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard import KeyRing
from ehealthcard.errors import (
    BundleRollbackError,
    ForgedBundleError,
    InvalidInputError,
    IssuerRevokedError,
    IssuerUsageError,
    MalformedBundleError,
    TrustError,
    TrustListExpiredError,
    UnknownIssuerError,
    UnknownKeyError,
)
from ehealthcard.qr.directory import Directory
from ehealthcard.qr.managers import MAGIC, Manager, make_list, sign_list
from tests.regions import (
    NOW,
    RINGS,
    ROOT,
    SICHUAN,
    STRANGER,
    ZHEJIANG,
    a_list,
    both,
    entry,
)

EMPTY = Directory(ROOT.public().trust)
LATER = int((NOW + timedelta(days=1)).timestamp())


def signed(header: object, rest: bytes = b"", *, root: KeyRing = ROOT) -> bytes:
    """Sign whatever *header* is as a list."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    body = MAGIC + len(text).to_bytes(4, "big") + text + rest
    return body + root.trust.sign(body)


def header(**changed: object) -> dict[str, Any]:
    """Return a good list as JSON-like data, with some fields *changed*."""
    listed = make_list([entry(RINGS[ZHEJIANG])], root=ROOT, serial=1, at=NOW, until=NOW)
    return {**json.loads(listed.to_json()), **changed}


def test_a_list_says_whose_a_key_is() -> None:
    taken = EMPTY.take(both())

    for issuer, keys in RINGS.items():
        assert issuer == taken.issuer_of(keys.codes[0].id)
        member = taken.member(issuer, at=NOW, use="offline")
        assert keys.public() == member.keys
    with pytest.raises(UnknownKeyError):
        taken.issuer_of(STRANGER.codes[0].id)


def test_without_a_list_nobody_is_trusted() -> None:
    with pytest.raises(TrustListExpiredError):
        EMPTY.member(ZHEJIANG, at=NOW, use=None)


@pytest.mark.parametrize("days", [-1, 31])
def test_a_list_holds_in_its_time_only(days: int) -> None:
    taken = EMPTY.take(both())
    with pytest.raises(TrustListExpiredError):
        taken.member(ZHEJIANG, at=NOW + timedelta(days=days), use=None)


def test_a_list_holds_to_its_last_second() -> None:
    taken = EMPTY.take(a_list(entry(RINGS[ZHEJIANG]), at=NOW, days=1))
    taken.member(ZHEJIANG, at=NOW + timedelta(days=1), use=None)
    with pytest.raises(TrustListExpiredError):
        taken.member(ZHEJIANG, at=NOW + timedelta(days=1, seconds=1), use=None)


def test_who_is_not_listed_is_not_trusted() -> None:
    with pytest.raises(UnknownIssuerError):
        EMPTY.take(both()).member("999999999999", at=NOW, use=None)


@pytest.mark.parametrize(
    "changed",
    [{"revoked": int(NOW.timestamp())}, {"valid_from": LATER}, {"valid_until": 1}],
)
def test_who_was_struck_off_is_not_trusted(changed: dict[str, int]) -> None:
    taken = EMPTY.take(both(**changed))
    with pytest.raises(IssuerRevokedError):
        taken.member(ZHEJIANG, at=NOW, use=None)
    assert SICHUAN == taken.member(SICHUAN, at=NOW, use="asking").manager.issuer


def test_a_revocation_to_come_is_none_yet() -> None:
    taken = EMPTY.take(both(revoked=LATER))
    assert ZHEJIANG == taken.member(ZHEJIANG, at=NOW, use="online").manager.issuer


def test_a_manager_does_what_the_list_lets_it_do() -> None:
    taken = EMPTY.take(both(use=("offline",)))
    assert ZHEJIANG == taken.member(ZHEJIANG, at=NOW, use="offline").manager.issuer
    for use in ("online", "asking"):
        with pytest.raises(IssuerUsageError):
            taken.member(ZHEJIANG, at=NOW, use=use)


def test_nobody_goes_back_to_an_older_list() -> None:
    newer = a_list(entry(RINGS[SICHUAN]), serial=2)
    taken = EMPTY.take(newer)
    with pytest.raises(BundleRollbackError):
        taken.take(both())


def test_another_list_of_the_same_serial_is_refused() -> None:
    with pytest.raises(BundleRollbackError):
        EMPTY.take(both()).take(both(revoked=1))


def test_the_list_in_use_is_taken_again() -> None:
    listed = both()
    taken = EMPTY.take(listed)
    assert taken == taken.take(listed)


def test_a_list_of_another_root_is_forged() -> None:
    listed = make_list([], root=STRANGER, serial=9, at=NOW, until=NOW)
    with pytest.raises(TrustError):
        EMPTY.take(sign_list(listed, STRANGER))
    with pytest.raises(ForgedBundleError):
        EMPTY.take(signed(header(), root=RINGS[ZHEJIANG]))


def test_only_the_keeper_s_ring_signs() -> None:
    listed = make_list([], root=ROOT, serial=9, at=NOW, until=NOW)
    for other in (STRANGER, RINGS[ZHEJIANG]):
        with pytest.raises(MalformedBundleError):
            sign_list(listed, other)


def test_one_code_or_key_cannot_mean_two_managers() -> None:
    mine, other = entry(RINGS[ZHEJIANG]), entry(RINGS[SICHUAN])
    stolen = other.model_copy(update={"keys": mine.keys, "suite": mine.suite})
    twin = other.model_copy(update={"issuer": mine.issuer})
    for second in (stolen, twin):
        listed = make_list([mine, second], root=ROOT, serial=1, at=NOW, until=NOW)
        with pytest.raises(MalformedBundleError):
            sign_list(listed, ROOT)
        with pytest.raises(MalformedBundleError):
            EMPTY.take(signed(json.loads(listed.to_json())))


def test_a_key_stands_under_its_own_id() -> None:
    mine = entry(RINGS[ZHEJIANG])
    wrong = mine.keys[0].model_copy(update={"id": "00000000"})
    with pytest.raises(MalformedBundleError):
        EMPTY.take(a_list(mine.model_copy(update={"keys": (wrong,)})))


@pytest.mark.parametrize("field", ["trust", "keys"])
def test_what_is_no_key_makes_no_list(field: str) -> None:
    data = header()
    zeros = "00" * 64
    manager = data["managers"][0]
    manager[field] = zeros if field == "trust" else [{"id": "0" * 8, "key": zeros}]
    with pytest.raises(MalformedBundleError):
        EMPTY.take(signed(data))


@pytest.mark.parametrize(
    "changed",
    [
        {"serial": 0},
        {"serial": "1"},
        {"suite": "INTL"},
        {"valid_from": 9, "valid_until": 8},
        {"managers": [{}]},
        {"more": 1},
    ],
)
def test_a_signed_header_of_another_form_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(MalformedBundleError):
        EMPTY.take(signed(header(**changed)))


def test_nothing_stands_behind_the_header() -> None:
    with pytest.raises(MalformedBundleError):
        EMPTY.take(signed(header(), b"more"))


@pytest.mark.parametrize(
    "gateway",
    [
        "http://zhejiang.example",
        "http://127.0.0.1.example",
        "http://localhost@example.org",
        "http://localhost:x@example.org",
        "ftp://zhejiang.example",
        "https://zhejiang.example/\r\nx",
    ],
)
def test_a_gateway_is_reached_by_tls(gateway: str) -> None:
    with pytest.raises(InvalidInputError):
        entry(RINGS[ZHEJIANG], gateway=gateway)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_spoilt_list_is_refused_and_nothing_else_is_raised(
    data: st.DataObject,
) -> None:
    whole = bytearray(LISTED)
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(
            st.integers(1, 255)
        )
    spoilt = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    if spoilt != LISTED:
        with pytest.raises(TrustError):
            EMPTY.take(spoilt)


@settings(max_examples=60, deadline=None)
@given(rest=st.binary(max_size=200))
def test_any_bytes_that_the_root_signed_are_a_list_or_malformed(rest: bytes) -> None:
    body = MAGIC + rest
    with pytest.raises(MalformedBundleError):
        EMPTY.take(body + ROOT.trust.sign(body))


def test_a_manager_hands_in_nothing_secret() -> None:
    keys = RINGS[ZHEJIANG]
    handed = entry(keys)
    assert Manager.from_json(handed.to_json()) == handed
    assert {keys.codes[0].public.data.hex()} == {k.key for k in handed.keys}


LISTED = both()
