"""The key ring: every key by its purpose, and nothing that changes."""

import contextlib
import re
from typing import cast

import attrs
import pytest

from ehealthcard.crypto import (
    KeyKind,
    KeyRing,
    LocalBlock,
    LocalKeys,
    LocalMac,
    LocalSeal,
    LocalSigner,
    Manifest,
    PublicKey,
    Suite,
    derive,
    new_secret,
)
from ehealthcard.crypto.keyring import CACHED_MACS
from ehealthcard.crypto.signing import key_id
from ehealthcard.errors import (
    BackendUnavailableError,
    InvalidKeyError,
    UnknownKeyError,
    UnknownSuiteError,
)

RINGS = {suite: KeyRing.generate(suite, issuer="卡管-1") for suite in Suite}
both_suites = pytest.mark.parametrize("suite", list(Suite))
AUDIENCE, DAY = b"hospital", 20_000


def local(ring: KeyRing) -> LocalKeys:
    assert isinstance(ring.provider, LocalKeys)
    return ring.provider


@pytest.mark.parametrize("name", ["GM", "INTL", "sm2", None])
def test_the_name_of_a_suite_is_none_and_the_error_says_what_to_give(
    name: str | None,
) -> None:
    with pytest.raises(UnknownSuiteError) as refused:
        KeyRing.generate(cast("Suite", name))

    assert "Suite.GM or Suite.INTL" in refused.value.english
    assert "Suite.GM 或 Suite.INTL" in refused.value.chinese


@both_suites
def test_a_new_ring_has_one_generation_of_every_key(suite: Suite) -> None:
    ring = RINGS[suite]
    assert (suite, "卡管-1") == (ring.suite, ring.issuer)
    assert (1, 1, 1) == (len(ring.codes), len(ring.tokens), len(ring.data))
    (code,) = ring.codes
    assert {
        f"code/{code.id.hex()}/sign",
        f"code/{code.id.hex()}/mac",
        "token/1/root",
        "token/1/index",
        "token/1/keyed",
        "data/1",
        "lookup",
        "protection",
        "pseudonym",
        "trust",
    } == set(local(ring).secrets)


@both_suites
def test_no_two_secrets_are_the_same(suite: Suite) -> None:
    secrets = [*local(RINGS[suite]).secrets.values()]
    secrets += local(KeyRing.generate(suite)).secrets.values()
    assert {32} == {len(secret) for secret in secrets}
    assert len(secrets) == len(set(secrets))


def test_a_ring_without_an_issuer_is_a_local_one() -> None:
    assert "local" == KeyRing.generate(Suite.INTL).issuer


def test_an_sm2_backend_may_be_named_and_stays() -> None:
    ring = KeyRing.generate(Suite.GM, sm2_backend="pure").rotate_codes()
    assert "pure" == local(ring).sm2_backend
    assert ring.codes[0].public.verify(ring.codes[0].signer.sign(b"x"), b"x")
    with pytest.raises(BackendUnavailableError):
        KeyRing.generate(Suite.GM, sm2_backend="no such backend")


NO_SM2_KEY = b"\xff" * 32
"""Above the order of the curve, as one random secret in 2**32 is."""


def drawing(monkeypatch: pytest.MonkeyPatch, *first: bytes) -> None:
    """Let the random source give *first*, then what it likes."""
    draws = iter(first)
    monkeypatch.setattr(
        "ehealthcard.crypto.local.new_secret", lambda: next(draws, new_secret())
    )


def test_a_code_key_that_would_be_no_sm2_key_is_drawn_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawing(monkeypatch, NO_SM2_KEY, bytes(32))
    ring = RINGS[Suite.GM].rotate_codes()
    assert ring.codes[0].public.verify(ring.codes[0].signer.sign(b"x"), b"x")


def test_a_trust_key_that_would_be_no_sm2_key_is_drawn_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for place in range(6):
        drawing(monkeypatch, *(new_secret() for _ in range(place)), NO_SM2_KEY)
        trust = KeyRing.generate(Suite.GM).trust
        key = PublicKey(Suite.GM, trust.public_key)
        assert key.verify(trust.sign(b"x"), b"x")


@both_suites
def test_a_code_key_whose_name_is_taken_is_drawn_again(
    suite: Suite, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = RINGS[suite]
    (taken,) = ring.codes
    drawing(monkeypatch, local(ring).secrets[f"code/{taken.id.hex()}/sign"])
    rotated = ring.rotate_codes()
    assert 2 == len({key.id for key in rotated.codes})
    assert ring.codes[0].public == rotated.codes[1].public


@both_suites
def test_a_code_key_s_id_is_that_of_its_public_key(suite: Suite) -> None:
    (key,) = RINGS[suite].codes
    assert key_id(suite, key.signer.public_key) == key.id
    assert PublicKey(suite, key.signer.public_key) == key.public
    assert key.public == RINGS[suite].public_key(key.id)


@both_suites
def test_an_id_that_no_key_has_is_unknown(suite: Suite) -> None:
    ring = RINGS[suite]
    stranger = bytes([ring.codes[0].id[0] ^ 1]) + ring.codes[0].id[1:]
    for name in (stranger, b"", ring.codes[0].id[:3]):
        with pytest.raises(UnknownKeyError) as caught:
            ring.public_key(name)
        assert "CODE_UNKNOWN_KEY" == caught.value.code
        with pytest.raises(UnknownKeyError):
            ring.code_mac(name, AUDIENCE, DAY)


@both_suites
def test_keys_are_made_of_the_secrets_of_their_names(suite: Suite) -> None:
    ring, secrets = RINGS[suite], local(RINGS[suite]).secrets
    (code,), (token,), block = ring.codes, ring.tokens, bytes(16)
    for name, mac in {
        f"code/{code.id.hex()}/mac": code.mac,
        "token/1/index": token.index,
        "token/1/keyed": token.keyed,
        "pseudonym": ring.pseudonym,
        "lookup": ring.lookup,
    }.items():
        assert LocalMac(suite, secrets[name]).tag(b"x") == mac.tag(b"x")
    assert "1" == token.generation
    ciphertexts = token.root.encrypt(block), ring.protection().encrypt(block)
    roots = [LocalBlock(secrets[n][:16]) for n in ("token/1/root", "protection")]
    assert ciphertexts == (roots[0].encrypt(block), roots[1].encrypt(block))
    assert ciphertexts[0] != ciphertexts[1]
    sealed = ring.data["1"].seal(b"x", b"y")
    assert b"x" == LocalSeal(suite, secrets["data/1"]).unseal(sealed, b"y")
    signers = {"trust": ring.trust, f"code/{code.id.hex()}/sign": code.signer}
    for name, signer in signers.items():
        assert LocalSigner(suite, secrets[name]).public_key == signer.public_key


@pytest.mark.parametrize("name", ["", "code", "token/2/root", "data/2", "TRUST"])
def test_a_key_that_is_not_there_is_refused(name: str) -> None:
    keys = local(RINGS[Suite.INTL])
    for take in (keys.signer, keys.mac, keys.block, keys.seal):
        with pytest.raises(InvalidKeyError):
            take(name)


@both_suites
def test_a_ring_cannot_be_changed(suite: Suite) -> None:
    ring = RINGS[suite]
    frozen: list[tuple[object, str]] = [
        (ring, "provider"),
        (ring.provider, "secrets"),
        (ring.provider.manifest, "suite"),
        (ring.codes[0], "mac"),
        (ring.tokens[0], "root"),
        (ring.public(), "keys"),
        (ring.for_gate(AUDIENCE, [DAY]), "secrets"),
    ]
    for thing, name in frozen:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(thing, name, None)


@both_suites
def test_what_is_done_to_what_a_ring_gave_out_does_not_reach_the_ring(
    suite: Suite,
) -> None:
    ring = KeyRing.generate(suite)
    for given in (ring.data, ring.public().keys, ring.for_gate(AUDIENCE, [DAY]).keys):
        with contextlib.suppress(TypeError, AttributeError):
            cast("dict[object, object]", given).clear()
    assert 1 == len(ring.data)
    assert 1 == len(ring.public().keys)


@both_suites
def test_a_mac_key_is_derived_for_audience_and_day(suite: Suite) -> None:
    ring = RINGS[suite]
    (code,) = ring.codes
    secret = derive(code.mac, "code-mac", AUDIENCE, DAY.to_bytes(4))
    got = ring.code_mac(code.id, AUDIENCE, DAY)
    assert LocalMac(suite, secret).tag(b"x") == got.tag(b"x")
    tags = {
        ring.code_mac(code.id, audience, day).tag(b"x")
        for audience in (AUDIENCE, b"", b"another")
        for day in (0, DAY, DAY + 1, 2**32 - 1)
    }
    assert 12 == len(tags)


@both_suites
def test_a_mac_key_is_made_once_and_kept(suite: Suite) -> None:
    ring = RINGS[suite]
    (code,) = ring.codes
    first = ring.code_mac(code.id, AUDIENCE, DAY)
    assert first is ring.code_mac(code.id, AUDIENCE, DAY)


def test_the_memory_of_mac_keys_does_not_grow_without_end() -> None:
    ring = KeyRing.generate(Suite.INTL)
    (code,) = ring.codes
    kept = list[int]()
    for day in range(3 * CACHED_MACS):
        ring.code_mac(code.id, AUDIENCE, day)
        kept.append(len(vars(ring)["_macs"]))
    assert CACHED_MACS == max(kept)
    expected = derive(code.mac, "code-mac", AUDIENCE, bytes(4))
    got = ring.code_mac(code.id, AUDIENCE, 0).tag(b"x")
    assert LocalMac(Suite.INTL, expected).tag(b"x") == got


def test_a_manifest_changes_in_one_kind_only() -> None:
    manifest = Manifest("x", Suite.GM, dict.fromkeys(KeyKind, ("1",)))
    changed = manifest.starting(KeyKind.DATA, "3", "2")
    assert ("1",) == manifest.generations[KeyKind.DATA]
    assert ("3", "2") == changed.generations[KeyKind.DATA]
    assert (
        ("1",)
        == changed.generations[KeyKind.TOKENS]
        == (changed.generations[KeyKind.CODES])
    )


@both_suites
def test_a_code_key_is_named_by_eight_hexadecimal_digits(suite: Suite) -> None:
    for name in RINGS[suite].provider.manifest.generations[KeyKind.CODES]:
        assert re.fullmatch("[0-9a-f]{8}", name)
