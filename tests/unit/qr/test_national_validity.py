"""Until when a national text is good: its issuer can tell, and that is not enough."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.crypto import LocalBlock, Suite
from ehealthcard.errors import (
    BadSignatureError,
    CodeRequestError,
    ExpiredCodeError,
    InvalidKeyError,
    IssuerOnlyError,
    TimeZoneMissingError,
)
from ehealthcard.qr import (
    IssuerCheckedCode,
    NationalForm,
    NationalText,
    Tier,
    TrustStore,
    audience_hash,
    issue_code,
    national,
    parse_code,
    verify_code,
)

from .fixed import (
    AT,
    CARD,
    HOSPITAL,
    MINUTE,
    NONCE,
    OTHER_CARD,
    SECOND,
    both_suites,
    ring,
)

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "national_text.json").read_bytes()
)
KEY = VECTORS["protection_key"]
LEEWAY = 5 * SECOND


def under(key: str, plain: bytes) -> str:
    """Encrypt by other means than the code under test."""
    cipher = Cipher(SM4(bytes.fromhex(key)), modes.ECB())  # noqa: S305
    return cipher.encryptor().update(plain).hex().upper()


def issued(
    suite: Suite, tier: Tier = Tier.NATIONAL, lifetime: timedelta = MINUTE
) -> NationalText:
    text = issue_code(
        CARD, keys=ring(suite), tier=tier, nonce=NONCE, at=AT, lifetime=lifetime
    )
    parsed = parse_code(text)
    assert isinstance(parsed, NationalText)
    return parsed


def checked(
    code: NationalText, suite: Suite, at: datetime = AT, owner: str = "issuer"
) -> IssuerCheckedCode:
    found = verify_code(code, keys=ring(suite, owner), at=at)
    assert isinstance(found, IssuerCheckedCode)
    return found


@pytest.mark.parametrize("vector", VECTORS["validity"], ids=lambda v: v["bcd"])
def test_the_validity_is_the_expiry_in_bcd_under_sm4(vector: dict[str, str]) -> None:
    moment = datetime.fromisoformat(vector["expires_at"])
    plain = bytes.fromhex(vector["bcd"]) + bytes(9)
    assert vector["validity"] == under(KEY, plain)
    assert vector["validity"] == national.validity(KEY, moment)
    assert moment == national.expiry(KEY, vector["validity"])


@given(
    moment=st.datetimes(
        datetime(1, 1, 2),  # noqa: DTZ001  # the zone comes below
        datetime(9999, 12, 30),  # noqa: DTZ001  # the zone comes below
        timezones=st.timezones() | st.just(UTC),
    )
)
def test_a_moment_comes_back_to_the_second(moment: datetime) -> None:
    came_back = national.expiry(KEY, national.validity(KEY, moment))
    assert moment.replace(microsecond=0).timestamp() == came_back.timestamp()


def test_a_key_is_given_in_bytes_in_digits_or_held() -> None:
    raw = bytes.fromhex(KEY)
    texts = {national.validity(key, AT) for key in (KEY, raw, LocalBlock(raw))}
    assert len(texts) == 1
    for key in (KEY, raw, LocalBlock(raw)):
        assert AT == national.expiry(key, *texts)


@pytest.mark.parametrize("key", ["", "00", KEY + "00", "x" * 32, bytes(15), bytes(32)])
def test_a_key_of_another_form_is_refused(key: str | bytes) -> None:
    with pytest.raises(InvalidKeyError):
        national.validity(key, AT)
    with pytest.raises(InvalidKeyError):
        national.expiry(key, 32 * "0")


def test_a_moment_needs_a_time_zone() -> None:
    with pytest.raises(TimeZoneMissingError) as refusal:
        national.validity(KEY, AT.replace(tzinfo=None))
    assert {"what": "expires_at"} == refusal.value.facts


@pytest.mark.parametrize(
    "plain",
    [
        pytest.param("2018011711500A", id="no digit"),
        pytest.param("20181317115003", id="month 13"),
        pytest.param("20180230115003", id="30 February"),
        pytest.param("20180117245003", id="hour 24"),
        pytest.param("20180117116003", id="minute 60"),
        pytest.param("20180117115061", id="second 61"),
        pytest.param("00000117115003", id="year 0"),
        pytest.param("00000000000000", id="zeros"),
        pytest.param("2018011711500300000000000000000001", id="a byte behind"),
        pytest.param("2018011711500301", id="a byte next to it"),
    ],
)
def test_a_validity_that_is_no_moment_is_forged(plain: str) -> None:
    block = bytes.fromhex(plain)[:16].ljust(16, b"\0")
    if len(plain) > 32:
        block = bytes.fromhex(plain[:14]) + bytes(8) + b"\1"
    with pytest.raises(BadSignatureError):
        national.expiry(KEY, under(KEY, block))


@pytest.mark.parametrize("valid", ["", "00", "xyz", 31 * "0", 33 * "0", 64 * "0"])
def test_a_validity_of_another_form_is_forged(valid: str) -> None:
    with pytest.raises(BadSignatureError):
        national.expiry(KEY, valid)


@given(block=st.binary(min_size=16, max_size=16))
def test_a_guessed_validity_is_forged(block: bytes) -> None:
    with pytest.raises(BadSignatureError):
        national.expiry(KEY, block.hex().upper())


@both_suites
def test_the_issuer_opens_its_own_text_but_does_not_yet_believe_it(
    suite: Suite,
) -> None:
    code = issued(suite)
    found = checked(code, suite)
    assert (CARD, Tier.NATIONAL) == (found.card_id, found.tier)
    assert AT + MINUTE == found.expires_at
    assert code.digest == found.digest
    assert CARD not in repr(found)


@both_suites
def test_a_valid_tail_fits_any_card_which_is_why_the_desk_keeps_records(
    suite: Suite,
) -> None:
    mine = str(issued(suite))
    glued = parse_code(OTHER_CARD + mine[64:])
    assert isinstance(glued, NationalText)
    found = checked(glued, suite)
    assert OTHER_CARD == found.card_id
    assert AT + MINUTE == found.expires_at
    assert checked(issued(suite), suite).digest != found.digest


@both_suites
def test_nobody_but_the_issuer_can_open_it(suite: Suite) -> None:
    keys = ring(suite)
    gate = keys.for_gate(audience_hash(suite, None), [0])
    strangers = (keys.public(), gate, TrustStore.pin(keys.public()))
    for tier in (Tier.NATIONAL, Tier.STATIC, Tier.TEMPORARY):
        for stranger in strangers:
            with pytest.raises(IssuerOnlyError):
                verify_code(issued(suite, tier), keys=stranger, at=AT)


@both_suites
def test_another_issuers_text_is_forged(suite: Suite) -> None:
    with pytest.raises(BadSignatureError):
        checked(issued(suite), suite, owner="stranger")


@both_suites
def test_a_text_is_good_up_to_its_last_moment_and_the_leeway(suite: Suite) -> None:
    code = issued(suite)
    assert checked(code, suite, AT + MINUTE + LEEWAY).expires_at == AT + MINUTE
    with pytest.raises(ExpiredCodeError):
        checked(code, suite, AT + MINUTE + LEEWAY + SECOND)


@both_suites
def test_the_issuer_itself_needs_a_moment_with_time_zone(suite: Suite) -> None:
    with pytest.raises(TimeZoneMissingError):
        checked(issued(suite), suite, AT.replace(tzinfo=None))


@both_suites
@pytest.mark.parametrize(
    ("tail", "tier", "form"),
    [
        (":1", Tier.STATIC, NationalForm.STATIC),
        ("", Tier.STATIC, NationalForm.BARE),
        (":9", Tier.TEMPORARY, NationalForm.TEMPORARY),
    ],
)
def test_texts_without_validity_say_nothing_about_time(
    suite: Suite, tail: str, tier: Tier, form: NationalForm
) -> None:
    code = parse_code(CARD + tail)
    assert isinstance(code, NationalText)
    assert form is code.form
    found = checked(code, suite, AT + timedelta(days=9999))
    assert (CARD, tier, None) == (found.card_id, found.tier, found.expires_at)


@both_suites
def test_national_texts_are_issued_in_their_forms(suite: Suite) -> None:
    expires = (AT + MINUTE).astimezone(timezone(timedelta(hours=8)))
    valid = national.validity(ring(suite).protection(), expires)
    assert f"{CARD}:0:{valid}" == str(issued(suite))
    assert f"{CARD}:1" == str(issued(suite, Tier.STATIC))
    assert f"{CARD}:9" == str(issued(suite, Tier.TEMPORARY))


@both_suites
@pytest.mark.parametrize("tier", [Tier.NATIONAL, Tier.STATIC, Tier.TEMPORARY])
def test_national_texts_cannot_be_bound(suite: Suite, tier: Tier) -> None:
    with pytest.raises(CodeRequestError) as refusal:
        issue_code(
            CARD, keys=ring(suite), tier=tier, nonce=NONCE, at=AT, audience=HOSPITAL
        )
    assert "audience" == refusal.value.facts["field"]


def test_a_national_text_may_live_longer_than_a_code_of_ours() -> None:
    week = timedelta(days=7, seconds=1)
    code = issued(Suite.GM, lifetime=week)
    assert AT + week == checked(code, Suite.GM).expires_at
