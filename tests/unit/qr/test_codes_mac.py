"""MAC codes: who may check them, for which audience and on which day."""

from datetime import UTC, datetime, timedelta

import pytest

from ehealthcard.crypto import EPOCH_SECONDS, GateKeys, Suite
from ehealthcard.errors import (
    BadSignatureError,
    SymmetricKeyRequiredError,
    UnknownKeyError,
    WrongAudienceError,
)
from ehealthcard.qr import VerifiedCode, audience_hash, base45, verify_code
from ehealthcard.qr.types import Form

from .fixed import AT, CARD, HOSPITAL, MINUTE, SECOND, both_suites, make, parsed, ring

MIDNIGHT = datetime(2024, 3, 2, tzinfo=UTC)
TODAY = int(AT.timestamp()) // EPOCH_SECONDS


def gate(suite: Suite, *days: int, audience: str | None = HOSPITAL) -> GateKeys:
    return ring(suite).for_gate(audience_hash(suite, audience), days)


def check(
    text: str, keys: GateKeys, at: datetime = AT, audience: str | None = HOSPITAL
) -> VerifiedCode:
    return verify_code(parsed(text), keys=keys, at=at, expected_audience=audience)


@both_suites
def test_public_keys_cannot_check_a_mac_code(suite: Suite) -> None:
    text = make(Form.MAC, ring(suite))
    with pytest.raises(SymmetricKeyRequiredError):
        verify_code(parsed(text), keys=ring(suite).public(), at=AT)


@both_suites
def test_a_gate_checks_codes_of_its_audience_and_day(suite: Suite) -> None:
    text = make(Form.MAC, ring(suite), audience=HOSPITAL)
    keys = gate(suite, TODAY)
    assert CARD == check(text, keys).card_id
    assert CARD == check(text, keys).card_id


@both_suites
def test_a_gate_may_hold_keys_for_codes_bound_to_nobody(suite: Suite) -> None:
    text, keys = make(Form.MAC, ring(suite)), gate(suite, TODAY, audience=None)
    assert CARD == check(text, keys, audience=None).card_id


@both_suites
@pytest.mark.parametrize("day", [TODAY - 1, TODAY + 1])
def test_a_key_of_another_day_does_not_help(suite: Suite, day: int) -> None:
    text = make(Form.MAC, ring(suite), audience=HOSPITAL)
    with pytest.raises(SymmetricKeyRequiredError):
        check(text, gate(suite, day))


@both_suites
@pytest.mark.parametrize("bound", [None, "another hospital"])
def test_a_key_of_another_audience_does_not_help(
    suite: Suite, bound: str | None
) -> None:
    text = make(Form.MAC, ring(suite), audience=bound)
    with pytest.raises(SymmetricKeyRequiredError):
        check(text, gate(suite, TODAY), audience=bound)


@both_suites
def test_the_issuer_itself_says_wrong_audience(suite: Suite) -> None:
    text = make(Form.MAC, ring(suite), audience="another hospital")
    with pytest.raises(WrongAudienceError):
        verify_code(parsed(text), keys=ring(suite), at=AT, expected_audience=HOSPITAL)


@both_suites
def test_a_stranger_at_the_gate_has_an_unknown_key(suite: Suite) -> None:
    text = make(Form.MAC, ring(suite, "stranger"), audience=HOSPITAL)
    with pytest.raises(UnknownKeyError):
        check(text, gate(suite, TODAY))


@both_suites
def test_a_code_of_the_last_second_is_good_after_midnight(suite: Suite) -> None:
    text = make(Form.MAC, ring(suite), at=MIDNIGHT - SECOND, audience=HOSPITAL)
    later = MIDNIGHT + 30 * SECOND
    assert CARD == check(text, gate(suite, TODAY), later).card_id
    with pytest.raises(SymmetricKeyRequiredError):
        check(text, gate(suite, TODAY + 1), later)
    issuer = verify_code(
        parsed(text), keys=ring(suite), at=later, expected_audience=HOSPITAL
    )
    assert MIDNIGHT - SECOND == issuer.issued_at


@both_suites
def test_a_code_of_midnight_belongs_to_the_new_day(suite: Suite) -> None:
    text = make(Form.MAC, ring(suite), at=MIDNIGHT, audience=HOSPITAL)
    assert CARD == check(text, gate(suite, TODAY + 1), MIDNIGHT).card_id
    with pytest.raises(SymmetricKeyRequiredError):
        check(text, gate(suite, TODAY), MIDNIGHT)


@both_suites
def test_a_gate_holds_the_keys_of_every_generation(suite: Suite) -> None:
    old = ring(suite)
    new = old.rotate_codes()
    keys = new.for_gate(audience_hash(suite, HOSPITAL), [TODAY])
    for issuer in (old, new):
        text = make(Form.MAC, issuer, audience=HOSPITAL)
        assert issuer.codes[0].id == check(text, keys).key_id


@both_suites
def test_a_stolen_gate_key_forges_nothing_for_another_audience_or_day(
    suite: Suite,
) -> None:
    payload = parsed(make(Form.MAC, ring(suite), audience=HOSPITAL)).payload
    bound, stolen = payload[50:58], gate(suite, TODAY)
    mac = stolen.code_mac(payload[1:5], bound, TODAY)
    tomorrow = (int(AT.timestamp()) + EPOCH_SECONDS).to_bytes(4, "big")
    elsewhere = audience_hash(suite, "another hospital")
    for signed in (
        payload[:37] + tomorrow + payload[41:58],
        payload[:50] + elsewhere,
    ):
        text = "EHC1:" + base45.encode(signed + mac.tag(b"EHC1:" + signed)[:16])
        for at in (AT, AT + timedelta(days=1)):
            with pytest.raises(BadSignatureError):
                verify_code(
                    parsed(text),
                    keys=ring(suite),
                    at=at,
                    expected_audience=HOSPITAL,
                )


@both_suites
def test_a_flood_of_audiences_changes_nothing(suite: Suite) -> None:
    keys = ring(suite, "flooded")
    first = make(Form.MAC, keys, audience="0")
    for n in range(600):
        code = parsed(make(Form.MAC, keys, audience=str(n)))
        assert (
            CARD
            == verify_code(
                code, keys=keys, at=AT + MINUTE, expected_audience=str(n)
            ).card_id
        )
    assert first == make(Form.MAC, keys, audience="0")
