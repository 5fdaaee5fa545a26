"""Who made a code, for whom and for when: each question on its own."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ehealthcard.crypto import KeyKind, PublicKeys, Suite
from ehealthcard.errors import (
    BadSignatureError,
    CodeRequestError,
    ExpiredCodeError,
    FutureCodeError,
    TimeZoneMissingError,
    UnknownKeyError,
    WrongAudienceError,
    WrongSuiteError,
)
from ehealthcard.qr import Tier, VerifiedCode, issue_code, verify_code
from ehealthcard.qr.types import LEEWAY, LIFETIME, Form

from .fixed import (
    AT,
    CARD,
    HOSPITAL,
    MINUTE,
    NONCE,
    SECOND,
    Phone,
    both_suites,
    each_form,
    make,
    parsed,
    ring,
)

TICK = timedelta(microseconds=1)
OTHER = {Suite.GM: Suite.INTL, Suite.INTL: Suite.GM}


def verified(
    text: str,
    suite: Suite,
    at: datetime = AT,
    audience: str | None = None,
    leeway: timedelta = LEEWAY,
) -> VerifiedCode:
    return verify_code(
        parsed(text), keys=ring(suite), at=at, expected_audience=audience, leeway=leeway
    )


def test_a_code_lives_a_minute_and_clocks_may_differ_by_five_seconds() -> None:
    assert MINUTE == LIFETIME
    assert 5 * SECOND == LEEWAY


@both_suites
@each_form
def test_a_code_is_good_up_to_its_last_moment_and_the_leeway(
    suite: Suite, form: Form
) -> None:
    text = make(form, ring(suite))
    assert AT + MINUTE == verified(text, suite, AT + MINUTE + LEEWAY).expires_at
    with pytest.raises(ExpiredCodeError):
        verified(text, suite, AT + MINUTE + LEEWAY + TICK)
    with pytest.raises(ExpiredCodeError):
        verified(text, suite, AT + MINUTE + LEEWAY + SECOND)


@both_suites
@each_form
def test_a_code_is_good_from_its_first_moment_less_the_leeway(
    suite: Suite, form: Form
) -> None:
    text = make(form, ring(suite))
    assert AT == verified(text, suite, AT - LEEWAY).issued_at
    with pytest.raises(FutureCodeError):
        verified(text, suite, AT - LEEWAY - TICK)
    with pytest.raises(FutureCodeError):
        verified(text, suite, AT - LEEWAY - SECOND)


@both_suites
@each_form
def test_without_leeway_both_ends_still_belong_to_the_life(
    suite: Suite, form: Form
) -> None:
    text, none = make(form, ring(suite)), timedelta(0)
    assert CARD == verified(text, suite, AT, leeway=none).card_id
    assert CARD == verified(text, suite, AT + MINUTE, leeway=none).card_id
    with pytest.raises(FutureCodeError):
        verified(text, suite, AT - TICK, leeway=none)
    with pytest.raises(ExpiredCodeError):
        verified(text, suite, AT + MINUTE + TICK, leeway=none)


@pytest.mark.parametrize("lifetime", [SECOND, 2 * MINUTE, 3 * MINUTE, 137 * MINUTE])
def test_every_lifetime_ends_when_it_says(lifetime: timedelta) -> None:
    text = make(Form.SIGNED, ring(Suite.INTL), lifetime=lifetime)
    code = verified(text, Suite.INTL, AT + lifetime + LEEWAY)
    assert lifetime.total_seconds() == code.lifetime
    assert AT + lifetime == code.expires_at
    with pytest.raises(ExpiredCodeError):
        verified(text, Suite.INTL, AT + lifetime + LEEWAY + SECOND)


@both_suites
@each_form
@pytest.mark.parametrize(
    ("bound", "expected", "accepted"),
    [
        (None, None, True),
        (HOSPITAL, HOSPITAL, True),
        (HOSPITAL, None, False),
        (None, HOSPITAL, False),
        (HOSPITAL, HOSPITAL + "/pharmacy", False),
        (HOSPITAL, "", False),
        ("", "", True),
        ("", None, False),
        ("药房", "药房", True),
    ],
)
def test_a_code_is_for_its_audience_and_no_other(
    suite: Suite, form: Form, bound: str | None, expected: str | None, *, accepted: bool
) -> None:
    text = make(form, ring(suite), audience=bound)
    if accepted:
        assert expected == verified(text, suite, audience=expected).audience
    else:
        with pytest.raises(WrongAudienceError):
            verified(text, suite, audience=expected)


@both_suites
@each_form
def test_keys_of_the_other_suite_are_the_wrong_suite(suite: Suite, form: Form) -> None:
    code = parsed(make(form, ring(suite)))
    for keys in (ring(OTHER[suite]), ring(OTHER[suite]).public()):
        with pytest.raises(WrongSuiteError):
            verify_code(code, keys=keys, at=AT)


@both_suites
@each_form
def test_another_issuers_key_is_unknown(suite: Suite, form: Form) -> None:
    code = parsed(make(form, ring(suite, "stranger")))
    for keys in (ring(suite), ring(suite).public()):
        with pytest.raises(UnknownKeyError):
            verify_code(code, keys=keys, at=AT)


@both_suites
@pytest.mark.parametrize("form", [f for f in Form if f is not Form.MAC])
def test_a_key_under_anothers_id_does_not_hold(suite: Suite, form: Form) -> None:
    keys, stranger = ring(suite), ring(suite, "stranger").codes[0].public
    disguised = PublicKeys(
        "x", suite, {keys.codes[0].id: stranger}, keys.public().trust
    )
    with pytest.raises(BadSignatureError):
        verify_code(parsed(make(form, keys)), keys=disguised, at=AT)


@both_suites
@each_form
def test_after_rotation_old_codes_verify_and_new_ones_have_the_new_key(
    suite: Suite, form: Form
) -> None:
    old = ring(suite)
    new = old.rotate_codes()
    before = verify_code(parsed(make(form, old)), keys=new, at=AT)
    after = verify_code(parsed(make(form, new)), keys=new, at=AT)
    assert old.codes[0].id == before.key_id
    assert [new.codes[0].id, old.codes[0].id] == [key.id for key in new.codes]
    assert new.codes[0].id == after.key_id
    with pytest.raises(UnknownKeyError):
        verify_code(parsed(make(form, new)), keys=old, at=AT)


@both_suites
@each_form
def test_after_retirement_old_codes_have_an_unknown_key(
    suite: Suite, form: Form
) -> None:
    old = ring(suite)
    new = old.rotate_codes().retire(KeyKind.CODES)
    assert CARD == verify_code(parsed(make(form, new)), keys=new, at=AT).card_id
    for keys in (new, new.public()):
        with pytest.raises(UnknownKeyError):
            verify_code(parsed(make(form, old)), keys=keys, at=AT)


@both_suites
@each_form
def test_a_moment_without_time_zone_is_refused(suite: Suite, form: Form) -> None:
    naive = AT.replace(tzinfo=None)
    with pytest.raises(TimeZoneMissingError) as refusal:
        verified(make(form, ring(suite)), suite, naive)
    assert {"what": "at"} == refusal.value.facts
    with pytest.raises(TimeZoneMissingError) as refusal:
        make(form, ring(suite), at=naive)
    assert {"what": "at"} == refusal.value.facts


@pytest.mark.parametrize("tier", [t for t in Tier if t is not Tier.DEVICE])
def test_no_tier_is_issued_at_a_moment_without_time_zone(tier: Tier) -> None:
    naive = AT.replace(tzinfo=None)
    with pytest.raises(TimeZoneMissingError) as refusal:
        issue_code(CARD, keys=ring(Suite.GM), tier=tier, nonce=NONCE, at=naive)
    assert {"what": "at"} == refusal.value.facts


@both_suites
@each_form
def test_time_zones_make_no_difference(suite: Suite, form: Form) -> None:
    beijing = AT.astimezone(timezone(timedelta(hours=8)))
    code = verified(make(form, ring(suite), at=beijing), suite, beijing)
    assert AT == code.issued_at


def test_a_fraction_of_a_second_is_not_written() -> None:
    text = make(Form.SIGNED, ring(Suite.INTL), at=AT + 0.9 * SECOND)
    assert make(Form.SIGNED, ring(Suite.INTL)) == text


@both_suites
@pytest.mark.parametrize("form", [Form.MAC, Form.SIGNED, Form.DEVICE_KEY])
@pytest.mark.parametrize("length", [0, 1, 7, 9, 16])
def test_a_nonce_has_eight_bytes(suite: Suite, form: Form, length: int) -> None:
    with pytest.raises(CodeRequestError) as refusal:
        make(form, ring(suite), nonce=bytes(length))
    assert refusal.value.english.endswith("nonce must be of 8 bytes.")
    assert refusal.value.chinese.endswith("nonce 应为8字节。")


@both_suites
@pytest.mark.parametrize("form", [Form.MAC, Form.SIGNED, Form.DEVICE_KEY])
def test_a_lifetime_without_a_byte_is_refused(suite: Suite, form: Form) -> None:
    with pytest.raises(CodeRequestError) as refusal:
        make(form, ring(suite), lifetime=121 * SECOND)
    assert "lifetime" == refusal.value.facts["field"]


def test_a_device_code_is_not_issued_by_the_issuer() -> None:
    with pytest.raises(CodeRequestError) as refusal:
        issue_code(CARD, keys=ring(Suite.GM), tier=Tier.DEVICE, nonce=NONCE, at=AT)
    assert "tier" == refusal.value.facts["field"]


@pytest.mark.parametrize("year", [1969, 2107])
@each_form
def test_years_that_four_bytes_cannot_hold_are_refused(form: Form, year: int) -> None:
    with pytest.raises(CodeRequestError) as refusal:
        make(form, ring(Suite.INTL), at=datetime(year, 6, 1, tzinfo=UTC))
    assert "at" == refusal.value.facts["field"]


def test_the_first_and_the_last_second_of_four_bytes_are_issued() -> None:
    for seconds in (0, (1 << 32) - 1):
        at = datetime.fromtimestamp(seconds, UTC)
        text = make(Form.SIGNED, ring(Suite.INTL), at=at)
        assert at == verified(text, Suite.INTL, at).issued_at


@both_suites
def test_the_issuers_public_keys_verify_all_but_mac_codes(suite: Suite) -> None:
    public = ring(suite).public()
    for form in set(Form) - {Form.MAC}:
        code = verify_code(parsed(make(form, ring(suite))), keys=public, at=AT)
        assert form.tier is code.tier


@both_suites
def test_a_forged_code_is_called_forged_before_its_time_is_looked_at(
    suite: Suite,
) -> None:
    phone = Phone(suite)
    text = phone.grant().issue(Phone(suite, "thief").signer, nonce=NONCE, at=AT)
    with pytest.raises(BadSignatureError):
        verified(text, suite, AT + 365 * 24 * 60 * MINUTE)
