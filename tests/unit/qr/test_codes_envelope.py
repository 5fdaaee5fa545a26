"""The envelope's bytes, its sizes, and what is no envelope."""

import hashlib
import hmac

import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ehealthcard.crypto import Suite, sm2
from ehealthcard.errors import MalformedCodeError
from ehealthcard.qr import Tier, audience_hash, base45, parse_code, verify_code
from ehealthcard.qr.envelope import first_byte
from ehealthcard.qr.types import Form

from .fixed import (
    AT,
    CARD,
    GRANTED,
    HOSPITAL,
    NONCE,
    Phone,
    both_suites,
    each_form,
    make,
    parsed,
    ring,
    secret,
)

SECONDS = int(AT.timestamp()).to_bytes(4, "big")
GRANT_SECONDS = int(GRANTED.timestamp()).to_bytes(4, "big")
LENGTHS = {Form.MAC: 116, Form.SIGNED: 188, Form.DEVICE_CHAIN: 227}
VERSIONS = {
    Form.MAC: 5,
    Form.SIGNED: 8,
    Form.DEVICE_CHAIN: 9,
    Form.DEVICE_KEY: 11,
}


def genuine(keys_of: Suite, signature: bytes, message: bytes) -> bool:
    """Check an issuer's signature by other means than the code under test."""
    public = ring(keys_of).codes[0].signer.public_key
    if keys_of is Suite.GM:
        return sm2.PublicKey(public, backend="pure").verify(signature, message)
    Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    return True


@both_suites
@each_form
def test_a_code_is_as_long_as_it_is_said_to_be(suite: Suite, form: Form) -> None:
    longest = 340 if suite is Suite.GM else 338
    assert LENGTHS.get(form, longest) == len(make(form, ring(suite)))


@both_suites
@each_form
def test_a_code_fits_its_symbol_at_error_level_m(suite: Suite, form: Form) -> None:
    symbol = segno.make_qr(make(form, ring(suite)), error="m", boost_error=False)
    assert VERSIONS[form] == symbol.version
    assert symbol.mode == "alphanumeric"


@both_suites
@pytest.mark.parametrize("form", [Form.MAC, Form.SIGNED], ids=lambda f: f.name)
def test_a_direct_code_has_its_parts_at_their_places(suite: Suite, form: Form) -> None:
    code = parsed(make(form, ring(suite), audience=HOSPITAL))
    payload = code.payload
    assert (form, suite) == (code.form, code.suite)
    assert payload[0] == 0b01_00_0000 | (suite is Suite.INTL) << 4 | form.number
    assert ring(suite).codes[0].id == payload[1:5] == code.key_id
    assert CARD.data == payload[5:37]
    assert payload[37:41] == SECONDS
    assert payload[41] == 60
    assert payload[42:50] == NONCE
    assert payload[50:58] == audience_hash(suite, HOSPITAL)
    assert len(payload) == 58 + (16 if form is Form.MAC else 64)


@both_suites
def test_a_signature_covers_the_prefix_and_all_before_it(suite: Suite) -> None:
    payload = parsed(make(Form.SIGNED, ring(suite))).payload
    assert genuine(suite, payload[58:], b"EHC1:" + payload[:58])


def test_a_tag_is_hmac_under_a_key_of_the_audience_and_the_day() -> None:
    payload = parsed(make(Form.MAC, ring(Suite.INTL), audience=HOSPITAL)).payload
    bound, day = payload[50:58], (int(AT.timestamp()) // 86_400).to_bytes(4, "big")
    info = b"ehealthcard/1/code-mac\0" + b"\0\x08" + bound + b"\0\x04" + day + b"\x01"
    key = hmac.digest(secret("issuer/code/mac"), info, "sha256")
    assert payload[58:] == hmac.digest(key, b"EHC1:" + payload[:58], "sha256")[:16]


def test_an_audience_is_the_beginning_of_a_hash() -> None:
    expected = hashlib.sha256(b"ehealthcard/audience\0" + HOSPITAL.encode()).digest()
    assert expected[:8] == audience_hash(Suite.INTL, HOSPITAL)
    assert bytes(8) == audience_hash(Suite.INTL, None)
    assert audience_hash(Suite.GM, HOSPITAL) != audience_hash(Suite.INTL, HOSPITAL)
    assert bytes(8) != audience_hash(Suite.GM, "")


@both_suites
def test_a_device_code_has_its_parts_at_their_places(suite: Suite) -> None:
    phone = Phone(suite)
    code = parsed(make(Form.DEVICE_KEY, ring(suite), audience=HOSPITAL))
    payload, end = code.payload, 41 + len(phone.key)
    assert payload[0] == 0b01_00_0010 | (suite is Suite.INTL) << 4
    assert CARD.data == payload[5:37]
    assert payload[37:41] == GRANT_SECONDS
    assert phone.key == payload[41:end]
    assert genuine(suite, payload[end : end + 64], b"EHC1:" + payload[:end])
    made = payload[end + 64 : -64]
    bound = audience_hash(suite, HOSPITAL)
    assert SECONDS + bytes([60]) + NONCE + bound == made


@both_suites
def test_a_chain_code_has_its_parts_at_their_places(suite: Suite) -> None:
    chain = Phone(suite).chain()
    payload = parsed(make(Form.DEVICE_CHAIN, ring(suite), audience=HOSPITAL)).payload
    assert payload[0] == 0b01_00_0011 | (suite is Suite.INTL) << 4
    assert CARD.data == payload[5:37]
    assert payload[37:41] == GRANT_SECONDS
    assert payload[41] == 60
    assert payload[42:50] == audience_hash(suite, HOSPITAL)
    assert chain.anchor == payload[50:66]
    assert genuine(suite, payload[66:130], b"EHC1:" + payload[:66])
    assert payload[130:132] == (61).to_bytes(2, "big")
    assert chain.links[61] == payload[132:]


@both_suites
@each_form
def test_a_parsed_code_says_what_it_claims(suite: Suite, form: Form) -> None:
    keys = ring(suite)
    bound, free = make(form, keys, audience=HOSPITAL), make(form, keys)
    assert form.tier is parsed(bound).tier
    assert parsed(bound).is_bound
    assert not parsed(free).is_bound
    assert CARD not in repr(parsed(bound))


@both_suites
@each_form
def test_what_was_issued_is_believed(suite: Suite, form: Form) -> None:
    keys = ring(suite)
    code = verify_code(parsed(make(form, keys)), keys=keys, at=AT)
    assert CARD == code.card_id
    assert (form.tier, suite) == (code.tier, code.suite)
    assert keys.codes[0].id == code.key_id
    assert (int(AT.timestamp()), 60) == (code.issued, code.lifetime)
    assert AT == code.issued_at
    assert code.audience is None
    assert (form.tier is Tier.DEVICE) == (code.device_id is not None)
    assert CARD not in repr(code)


KNOWN = {first_byte(suite, form) for suite in Suite for form in Form}


@pytest.mark.parametrize("length", [2, 3, 73, 74, 75, 122, 148, 222, 223])
def test_an_unknown_first_byte_is_unsupported_at_any_length(length: int) -> None:
    for first in set(range(256)) - KNOWN:
        text = "EHC1:" + base45.encode(bytes([first]) + bytes(length - 1))
        with pytest.raises(MalformedCodeError) as refusal:
            parse_code(text)
        assert refusal.value.code == "CODE_UNSUPPORTED"


@pytest.mark.parametrize("first", sorted(KNOWN))
def test_a_known_first_byte_needs_its_own_length(first: int) -> None:
    for length in range(1, 224):
        text = "EHC1:" + base45.encode(bytes([first]) + b"\x01" * (length - 1))
        try:
            code = parsed(text)
        except MalformedCodeError as refusal:
            assert refusal.code in {"CODE_TRUNCATED", "CODE_TOO_LONG"}  # noqa: PT017
        else:
            assert length == len(code.payload)
            assert first == first_byte(code.suite, code.form)


@both_suites
@each_form
def test_a_life_of_nothing_has_no_spelling(suite: Suite, form: Form) -> None:
    payload = bytearray(parsed(make(form, ring(suite))).payload)
    payload[form.lifetime] = 0
    with pytest.raises(MalformedCodeError) as refusal:
        parse_code("EHC1:" + base45.encode(bytes(payload)))
    assert refusal.value.code == "CODE_NOT_CANONICAL"
