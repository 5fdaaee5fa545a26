"""No secret is in the repr of anything."""

from base64 import b64encode
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.crypto import (
    KeyKind,
    KeyRing,
    LocalBlock,
    LocalKeys,
    LocalMac,
    LocalSeal,
    LocalSigner,
    PublicKey,
    Suite,
)
from ehealthcard.errors import EHealthCardError
from ehealthcard.identity import KeyedMasterIndex, Tokenizer

both_suites = pytest.mark.parametrize("suite", list(Suite))
AUDIENCE = b"hospital"


def spellings(secret: bytes) -> Iterator[str]:
    """Yield what a secret, or half of it, would look like."""
    for part in (secret, secret[:16], secret[16:]):
        if any(part):
            yield from (part.hex(), part.hex().upper(), repr(part)[2:-1])
            yield from (str(list(part))[1:-1], str(int.from_bytes(part)))
            yield b64encode(part).decode().rstrip("=")[:-1]


def things(ring: KeyRing) -> Iterator[object]:
    """Yield everything that a ring and its keys consist of."""
    yield from (ring, ring.provider, ring.provider.manifest, ring.public())
    yield from (*ring.codes, *ring.tokens, *ring.data.values(), ring.data)
    for code in ring.codes:
        yield from (code.signer, code.mac, code.public, vars(code.signer))
        yield ring.code_mac(code.id, AUDIENCE, 20_000)
    for tokens in ring.tokens:
        yield from (tokens.root, tokens.index, tokens.keyed)
        yield KeyedMasterIndex(tokens.index)
    yield from (ring.pseudonym, ring.lookup, ring.trust, ring.protection())
    gate = ring.for_gate(AUDIENCE, [20_000])
    gate.code_mac(ring.codes[0].id, AUDIENCE, 20_000)
    yield gate
    yield Tokenizer(ring)
    yield {name: value for name, value in vars(ring).items() if name != "provider"}


@both_suites
def test_no_repr_of_a_ring_or_a_key_holds_a_secret(suite: Suite) -> None:
    ring = KeyRing.generate(suite).rotate_codes().rotate_tokens().rotate_data()
    assert isinstance(ring.provider, LocalKeys)
    gate = ring.for_gate(AUDIENCE, [20_000])
    secrets = [*ring.provider.secrets.values(), *gate.secrets.values()]
    hidden = [text for secret in secrets for text in spellings(secret)]
    for thing in things(ring):
        for shown in (repr(thing), str(thing), f"{thing}"):
            assert [] == [text for text in hidden if text in shown]


@both_suites
@settings(max_examples=50)
@given(secret=st.binary(min_size=32, max_size=32).filter(lambda s: any(s[1:15])))
def test_no_handle_shows_its_secret_whatever_it_is(suite: Suite, secret: bytes) -> None:
    signer = LocalSigner(suite, secret, "pure" if suite is Suite.GM else None)
    handles = {
        "LocalMac(...)": LocalMac(suite, secret),
        "LocalBlock(...)": LocalBlock(secret[:16]),
        "LocalSeal(...)": LocalSeal(suite, secret),
        "LocalSigner(...)": signer,
        f"PublicKey({suite.name})": PublicKey(suite, signer.public_key),
    }
    for expected, handle in handles.items():
        assert expected == repr(handle) == str(handle)


@both_suites
def test_a_repr_tells_what_is_no_secret(suite: Suite) -> None:
    ring = KeyRing.generate(suite, issuer="卡管-1")
    assert f"KeyRing(issuer='卡管-1', suite={suite!r})" == repr(ring)
    assert f"Manifest(issuer='卡管-1', suite={suite!r}" in repr(ring.provider)
    assert f"GateKeys(issuer='卡管-1', suite={suite!r}" in (
        repr(ring.for_gate(AUDIENCE, [1]))
    )


@both_suites
@settings(max_examples=50)
@given(secret=st.binary(min_size=6, max_size=15) | st.binary(min_size=34, max_size=40))
def test_no_error_about_a_key_quotes_it(suite: Suite, secret: bytes) -> None:
    for make in (
        lambda: LocalMac(suite, secret[:15]),
        lambda: LocalBlock(secret),
        lambda: LocalSeal(suite, secret),
        lambda: LocalSigner(suite, secret),
        lambda: PublicKey(suite, secret),
    ):
        with pytest.raises(EHealthCardError) as caught:
            make()
        assert {} == caught.value.facts
        assert ({},) == caught.value.args
        assert "KEY_INVALID" == caught.value.code


def test_a_key_s_name_is_no_secret_and_its_absence_is_told_without_it() -> None:
    keys = KeyRing.generate(Suite.INTL).retire(KeyKind.DATA).provider
    with pytest.raises(EHealthCardError) as caught:
        keys.mac("no-such-name")
    assert "no-such-name" not in str(caught.value)
