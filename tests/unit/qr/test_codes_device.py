"""Two levels: the issuer signs a phone's key for a day, the phone signs each code."""

from datetime import datetime, timedelta

import pytest

from ehealthcard.crypto import Suite
from ehealthcard.errors import (
    BadSignatureError,
    CodeRequestError,
    ExpiredCodeError,
    FutureCodeError,
    InvalidKeyError,
    TimeZoneMissingError,
)
from ehealthcard.qr import (
    DeviceGrant,
    VerifiedCode,
    authorise_device,
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
    NONCE,
    OTHER_CARD,
    SECOND,
    Phone,
    both_suites,
    make,
    parsed,
    ring,
)


def issued(grant: DeviceGrant, phone: Phone, at: datetime) -> str:
    return grant.issue(phone.signer, nonce=NONCE, at=at)


def verified(text: str, suite: Suite, at: datetime = AT) -> VerifiedCode:
    return verify_code(parsed(text), keys=ring(suite), at=at)


def rebuilt(payload: bytes, phone: Phone, *, sign: bool = True) -> str:
    """Return the text of a payload that the phone signs once more."""
    body = payload[:-64]
    proof = phone.signer.sign(b"EHC1:" + body) if sign else payload[-64:]
    return "EHC1:" + base45.encode(body + proof)


@both_suites
def test_a_phone_makes_codes_from_the_first_to_the_last_second_of_its_day(
    suite: Suite,
) -> None:
    phone = Phone(suite)
    grant = phone.grant()
    for at in (GRANTED, GRANTED + HOUR, GRANTED + DAY):
        assert at == verified(issued(grant, phone, at), suite, at).issued_at


@both_suites
def test_after_its_day_a_phone_makes_no_codes(suite: Suite) -> None:
    phone = Phone(suite)
    with pytest.raises(CodeRequestError) as refusal:
        issued(phone.grant(), phone, GRANTED + DAY + SECOND)
    assert "at" == refusal.value.facts["field"]


@both_suites
def test_a_code_of_the_days_last_second_lives_its_minute(suite: Suite) -> None:
    phone = Phone(suite)
    text = issued(phone.grant(), phone, GRANTED + DAY)
    assert CARD == verified(text, suite, GRANTED + DAY + MINUTE + 5 * SECOND).card_id


@both_suites
def test_a_slow_phone_writes_the_moment_of_its_grant(suite: Suite) -> None:
    phone = Phone(suite)
    text = issued(phone.grant(), phone, GRANTED - HOUR)
    assert GRANTED == verified(text, suite, GRANTED).issued_at


@both_suites
@pytest.mark.parametrize(
    ("off", "error"),
    [(-SECOND, FutureCodeError), (DAY + SECOND, ExpiredCodeError)],
    ids=["before", "after"],
)
def test_a_phone_that_ignores_its_day_is_not_believed(
    suite: Suite, off: timedelta, error: type[Exception]
) -> None:
    phone = Phone(suite)
    payload, end = parsed(make(Form.DEVICE_KEY, ring(suite))).payload, -64 - 21
    moment = int((GRANTED + off).timestamp()).to_bytes(4, "big")
    text = rebuilt(payload[:end] + moment + payload[end + 4 :], phone)
    with pytest.raises(error):
        verified(text, suite, GRANTED + off)


@both_suites
def test_a_code_signed_by_another_phone_is_forged(suite: Suite) -> None:
    text = issued(Phone(suite).grant(), Phone(suite, "thief"), AT)
    with pytest.raises(BadSignatureError):
        verified(text, suite)


@both_suites
def test_a_thief_cannot_put_his_key_or_card_into_a_grant(suite: Suite) -> None:
    thief, start = Phone(suite, "thief"), 41
    payload = parsed(make(Form.DEVICE_KEY, ring(suite))).payload
    end = start + len(thief.key)
    with_key = payload[:start] + thief.key + payload[end:]
    with_card = payload[:5] + OTHER_CARD.data + payload[37:]
    for changed, signer in ((with_key, thief), (with_card, Phone(suite))):
        with pytest.raises(BadSignatureError):
            verified(rebuilt(changed, signer), suite)


@both_suites
def test_an_altered_grant_is_forged_even_if_the_phone_signs_it(suite: Suite) -> None:
    phone, keys = Phone(suite), ring(suite)
    payload = parsed(make(Form.DEVICE_KEY, keys)).payload
    end = 41 + len(phone.key)
    for place in range(end, end + 64, 5):
        changed = bytearray(payload)
        changed[place] ^= 1
        with pytest.raises(BadSignatureError):
            verified(rebuilt(bytes(changed), phone), suite)


@both_suites
def test_a_phone_cannot_lengthen_or_move_a_code_without_signing_it(
    suite: Suite,
) -> None:
    payload = bytearray(parsed(make(Form.DEVICE_KEY, ring(suite))).payload)
    payload[Form.DEVICE_KEY.lifetime] = 255
    with pytest.raises(BadSignatureError):
        verified(rebuilt(bytes(payload), Phone(suite), sign=False), suite)


@both_suites
def test_a_grant_that_names_no_key_is_forged(suite: Suite) -> None:
    """The issuer's own mistake, or its stolen key: still no accident at the gate."""
    keys, phone = ring(suite), Phone(suite)
    payload = parsed(make(Form.DEVICE_KEY, keys)).payload
    end = 41 + len(phone.key)
    granted = payload[:41] + bytes(len(phone.key))
    granted += keys.codes[0].signer.sign(b"EHC1:" + granted)
    with pytest.raises(BadSignatureError):
        verified(rebuilt(granted + payload[end + 64 :], phone), suite)


@both_suites
def test_a_phone_keeps_its_name_from_day_to_day_and_card_to_card(suite: Suite) -> None:
    phone = Phone(suite)
    texts = (
        issued(phone.grant(), phone, AT),
        issued(phone.grant(at=AT - 2 * HOUR), phone, AT),
        issued(phone.grant(card=OTHER_CARD), phone, AT),
    )
    names = {verified(text, suite).device_id for text in texts}
    assert {device_id(suite, phone.key)} == names
    assert device_id(suite, phone.key) != device_id(suite, Phone(suite, "other").key)
    assert len(device_id(suite, phone.key)) == 8


@both_suites
def test_only_public_keys_of_the_suite_are_authorised(suite: Suite) -> None:
    other = Suite.INTL if suite is Suite.GM else Suite.GM
    wrong = {"nothing": b"", "short": Phone(suite).key[1:], "zero": bytes(33)}
    wrong |= {"other suite": Phone(other).key, "long": Phone(suite).key + b"\0"}
    for key in wrong.values():
        with pytest.raises(InvalidKeyError):
            authorise_device(CARD, key, keys=ring(suite), at=AT)


def test_an_sm2_key_off_the_curve_is_not_authorised() -> None:
    phone = Phone(Suite.GM)
    for key in (b"\x02" + b"\xff" * 32, b"\x05" + phone.key[1:], bytes(64)):
        with pytest.raises(InvalidKeyError):
            authorise_device(CARD, key, keys=ring(Suite.GM), at=AT)


def test_an_sm2_key_is_granted_in_its_short_form_however_it_came() -> None:
    phone, keys = Phone(Suite.GM), ring(Suite.GM)
    raw = phone.signer.public_key
    assert (64, 33) == (len(raw), len(phone.key))
    long = authorise_device(CARD, raw, keys=keys, at=GRANTED)
    assert phone.grant().data[:-64] == long.data[:-64]
    assert CARD == verified(issued(long, phone, AT), Suite.GM).card_id


@both_suites
def test_a_grant_needs_a_moment_with_time_zone(suite: Suite) -> None:
    with pytest.raises(TimeZoneMissingError) as refusal:
        Phone(suite).grant(at=AT.replace(tzinfo=None))
    assert {"what": "at"} == refusal.value.facts


@both_suites
def test_a_grant_shows_nothing_in_its_repr(suite: Suite) -> None:
    grant = Phone(suite).grant()
    assert f"DeviceGrant(suite={suite!r})" == repr(grant)


@both_suites
def test_a_phone_binds_a_code_to_the_place_it_just_read(suite: Suite) -> None:
    phone = Phone(suite)
    text = phone.grant().issue(phone.signer, nonce=NONCE, at=AT, audience=HOSPITAL)
    code = verify_code(
        parsed(text), keys=ring(suite), at=AT, expected_audience=HOSPITAL
    )
    assert HOSPITAL == code.audience
