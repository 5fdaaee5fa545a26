"""The issuer's keys as a gate knows them: their term, their use, and its secrets."""

import pytest

from ehealthcard.crypto import GateKeys, KeyKind, Suite
from ehealthcard.errors import (
    IssuerOnlyError,
    MalformedBundleError,
    SymmetricKeyRequiredError,
    UnknownKeyError,
)
from ehealthcard.qr import TrustStore, audience_hash, verify_code
from ehealthcard.qr.bundle import trusted_keys
from ehealthcard.qr.types import Form

from .bundles import bundle
from .fixed import AT, SECOND, both_suites, make, parsed, ring

NOW = int(AT.timestamp())


def pinned(suite: Suite) -> TrustStore:
    return TrustStore.pin(ring(suite).public())


@both_suites
def test_a_key_of_the_wrong_suite_is_malformed(suite: Suite) -> None:
    other = Suite.INTL if suite is Suite.GM else Suite.GM
    trusted = trusted_keys(ring(other))
    with pytest.raises(MalformedBundleError):
        pinned(suite).take(bundle(ring(suite), trusted=trusted))


@both_suites
def test_a_key_that_stays_is_the_same_object(suite: Suite) -> None:
    keys = ring(suite)
    name = keys.codes[0].id
    first = pinned(suite).take(bundle(keys))
    rotated = keys.rotate_codes()
    second = first.take(bundle(rotated, sequence=2, base=1))
    assert first.public_key(name) is second.public_key(name)
    assert rotated.codes[0].public == second.public_key(rotated.codes[0].id)


@both_suites
def test_another_key_under_the_same_name_replaces_the_first(suite: Suite) -> None:
    keys, stranger = ring(suite), ring(suite, "stranger")
    name = keys.codes[0].id
    first = pinned(suite).take(bundle(keys))
    other = trusted_keys(stranger)[0].model_copy(update={"id": name.hex()})
    second = first.take(bundle(keys, sequence=2, trusted=(other,)))
    assert stranger.codes[0].public == second.public_key(name)


@both_suites
def test_a_key_that_left_the_bundle_is_unknown(suite: Suite) -> None:
    keys = ring(suite)
    rotated = keys.rotate_codes()
    store = pinned(suite).take(bundle(rotated))
    later = store.take(bundle(rotated.retire(KeyKind.CODES), sequence=2, base=1))
    code = parsed(make(Form.SIGNED, keys))
    verify_code(code, keys=store, at=AT)
    with pytest.raises(UnknownKeyError):
        verify_code(code, keys=later, at=AT)


@both_suites
@pytest.mark.parametrize(
    ("term", "good"),
    [
        ((NOW, NOW), True),
        ((NOW - 10, NOW + 10), True),
        ((NOW + 1, NOW + 10), False),
        ((NOW - 10, NOW - 1), False),
        ((NOW + 10, NOW - 10), False),
    ],
)
def test_a_key_signs_within_its_term_only(
    suite: Suite, term: tuple[int, int], *, good: bool
) -> None:
    keys = ring(suite)
    store = pinned(suite).take(bundle(keys, terms={keys.codes[0].id: term}))
    for form in (Form.SIGNED, Form.DEVICE_CHAIN, Form.DEVICE_KEY):
        code = verify_code(parsed(make(form, keys)), keys=store, at=AT)
        if good:
            store.require_term(code)
        else:
            with pytest.raises(UnknownKeyError):
                store.require_term(code)


@both_suites
def test_a_key_signs_what_it_is_for(suite: Suite) -> None:
    keys = ring(suite)
    for use in ("codes", "devices"):
        trusted = trusted_keys(keys)[0].model_copy(update={"use": (use,)})
        store = pinned(suite).take(bundle(keys, trusted=(trusted,)))
        for form in (Form.SIGNED, Form.DEVICE_CHAIN, Form.DEVICE_KEY):
            code = verify_code(parsed(make(form, keys)), keys=store, at=AT)
            if (use == "codes") == (form is Form.SIGNED):
                store.require_term(code)
            else:
                with pytest.raises(UnknownKeyError):
                    store.require_term(code)


def gate_keys(suite: Suite) -> GateKeys:
    return ring(suite).for_gate(audience_hash(suite, None), [NOW // 86_400])


@both_suites
def test_mac_codes_need_secrets_beside_the_bundle(suite: Suite) -> None:
    keys, code = ring(suite), parsed(make(Form.MAC, ring(suite)))
    plain = pinned(suite).take(bundle(keys))
    with pytest.raises(SymmetricKeyRequiredError):
        verify_code(code, keys=plain, at=AT)
    secret = gate_keys(suite)
    armed = TrustStore.pin(secret, secrets=secret).take(bundle(keys))
    assert verify_code(code, keys=armed, at=AT).issued_at == AT
    rotated = keys.rotate_codes().retire(KeyKind.CODES)
    retired = armed.take(bundle(rotated, sequence=2))
    with pytest.raises(UnknownKeyError):
        verify_code(code, keys=retired, at=AT + SECOND)


@both_suites
def test_a_gate_is_never_the_issuer(suite: Suite) -> None:
    with pytest.raises(IssuerOnlyError):
        pinned(suite).take(bundle(ring(suite))).protection()


@both_suites
def test_a_store_shows_no_secrets(suite: Suite) -> None:
    secret = gate_keys(suite)
    shown = repr(TrustStore.pin(secret, secrets=secret))
    assert not any(value.hex() in shown for value in secret.secrets.values())
    assert "secrets" not in shown
