"""What a used code is remembered by: what was signed, never a signature."""

from datetime import timedelta

import attrs
import pytest

from ehealthcard.crypto import Suite
from ehealthcard.qr import VerifiedCode, base45, verify_code
from ehealthcard.qr.types import Form

from .fixed import (
    AT,
    HOSPITAL,
    MINUTE,
    NONCE,
    OTHER_CARD,
    SECOND,
    Phone,
    both_suites,
    each_form,
    make,
    parsed,
    ring,
)

SIGNED_BY_SM2 = (Form.SIGNED, Form.DEVICE_CHAIN, Form.DEVICE_KEY)


def verified(text: str, suite: Suite, audience: str | None = None) -> VerifiedCode:
    return verify_code(
        parsed(text), keys=ring(suite), at=AT, expected_audience=audience
    )


@pytest.mark.parametrize("form", SIGNED_BY_SM2, ids=lambda f: f.name)
def test_two_signatures_of_one_content_are_one_code(form: Form) -> None:
    first, second = make(form, ring(Suite.GM)), make(form, ring(Suite.GM))
    assert first != second
    one, two = verified(first, Suite.GM), verified(second, Suite.GM)
    assert one.replay_key == two.replay_key
    assert one == two


def test_a_phone_that_signs_again_makes_no_new_code() -> None:
    phone = Phone(Suite.GM)
    grant = phone.grant()
    texts = [grant.issue(phone.signer, nonce=NONCE, at=AT) for _ in range(3)]
    assert len(set(texts)) == 3
    assert len({verified(text, Suite.GM).replay_key for text in texts}) == 1


@both_suites
@each_form
def test_a_replay_key_has_sixteen_bytes_of_what_was_signed(
    suite: Suite, form: Form
) -> None:
    payload = parsed(make(form, ring(suite))).payload
    end = 41 + len(Phone(suite).key)
    signed = {
        Form.MAC: payload[:58],
        Form.SIGNED: payload[:58],
        Form.DEVICE_CHAIN: payload[:66] + payload[130:132],
        Form.DEVICE_KEY: payload[:end] + payload[end + 64 : -64],
    }[form]
    code = verified("EHC1:" + base45.encode(payload), suite)
    assert signed == code.signed
    assert suite.digest(b"ehealthcard/replay\0" + signed)[:16] == code.replay_key


@both_suites
@each_form
def test_codes_that_differ_in_anything_signed_are_different_codes(
    suite: Suite, form: Form
) -> None:
    keys = ring(suite)
    one = verified(make(form, keys), suite)
    others = {
        "time": verified(make(form, keys, at=AT - SECOND), suite),
        "lifetime": verified(make(form, keys, lifetime=2 * MINUTE), suite),
        "card": verified(make(form, keys, card=OTHER_CARD), suite),
        "audience": verified(make(form, keys, audience=HOSPITAL), suite, HOSPITAL),
    }
    if form is not Form.DEVICE_CHAIN:
        others["nonce"] = verified(make(form, keys, nonce=bytes(8)), suite)
    if form in (Form.DEVICE_KEY, Form.DEVICE_CHAIN):
        others["phone"] = verified(make(form, keys, phone="other"), suite)
    found = {one.replay_key, *(code.replay_key for code in others.values())}
    assert 1 + len(others) == len(found)


@both_suites
def test_a_mac_and_a_signed_code_of_one_content_are_two_codes(suite: Suite) -> None:
    keys = ring(suite)
    mac, signed = (make(form, keys) for form in (Form.MAC, Form.SIGNED))
    assert verified(mac, suite).replay_key != verified(signed, suite).replay_key


@both_suites
def test_a_new_grant_for_the_same_phone_makes_new_codes(suite: Suite) -> None:
    phone = Phone(suite)
    grants = [phone.grant(at=AT - timedelta(hours=h)) for h in (1, 2)]
    texts = [g.issue(phone.signer, nonce=NONCE, at=AT) for g in grants]
    assert len({verified(text, suite).replay_key for text in texts}) == 2


def test_a_code_is_not_told_apart_by_what_was_expected_of_it() -> None:
    one = verified(make(Form.SIGNED, ring(Suite.INTL)), Suite.INTL)
    assert one.replay_key == attrs.evolve(one, audience="x", lifetime=1).replay_key
