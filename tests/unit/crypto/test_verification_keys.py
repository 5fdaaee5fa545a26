"""What a gate or a foreign card manager holds: enough to check, too little to make."""

import pickle
from collections.abc import Iterator, Mapping
from types import ModuleType

import attrs
import pytest

from ehealthcard.crypto import (
    EPOCH_SECONDS,
    GateKeys,
    KeyRing,
    LocalKeys,
    LocalMac,
    PublicKeys,
    Suite,
    VerificationKeys,
    derive,
)
from ehealthcard.errors import (
    IssuerOnlyError,
    SymmetricKeyRequiredError,
    UnknownKeyError,
)

RINGS = {suite: KeyRing.generate(suite, issuer="x").rotate_codes() for suite in Suite}
both_suites = pytest.mark.parametrize("suite", list(Suite))
AUDIENCE, OTHER, DAYS = b"hospital", b"pharmacy", (20_000, 20_001, 20_003)


def forbidden(ring: KeyRing, *, but: object = None) -> set[bytes]:
    """Return all that must not be found: every secret, and keys derived from it."""
    assert isinstance(ring.provider, LocalKeys)
    derived = {
        derive(key.mac, "code-mac", audience, day.to_bytes(4))
        for key in ring.codes
        for audience in (AUDIENCE, OTHER)
        for day in range(19_995, 20_010)
    }
    allowed = set(but.secrets.values()) if isinstance(but, GateKeys) else set()
    return (set(ring.provider.secrets.values()) | derived) - allowed


def parts_of(thing: object) -> Iterator[object]:
    """Yield what attributes, slots, closures and items hold."""
    yield from getattr(thing, "__dict__", {}).values()
    for kind in type(thing).__mro__:
        slots = getattr(kind, "__slots__", ())
        yield from (getattr(thing, name, None) for name in slots)
    for name in ("__self__", "__closure__", "cell_contents"):
        yield getattr(thing, name, None)
    if isinstance(thing, Mapping):
        yield from (*thing.keys(), *thing.values())
    elif isinstance(thing, tuple | list | set | frozenset):
        yield from thing


def reachable(thing: object, seen: dict[int, object]) -> Iterator[object]:
    """Yield *thing* and all that can be reached from it."""
    if id(thing) in seen or isinstance(thing, type | ModuleType):
        return
    seen[id(thing)] = thing
    yield thing
    for part in parts_of(thing):
        yield from reachable(part, seen)


def byte_strings(thing: object) -> set[bytes]:
    return {found for found in reachable(thing, {}) if isinstance(found, bytes)}


@both_suites
def test_public_keys_know_every_code_key_and_the_trust_key(suite: Suite) -> None:
    ring = RINGS[suite]
    public = ring.public()
    assert ("x", suite) == (public.issuer, public.suite)
    assert {key.id: key.public for key in ring.codes} == public.keys
    for key in ring.codes:
        assert key.public == public.public_key(key.id)
    assert public.trust.verify(ring.trust.sign(b"bundle"), b"bundle")


@both_suites
def test_public_keys_have_no_secret_to_check_with(suite: Suite) -> None:
    ring = RINGS[suite]
    public: VerificationKeys = ring.public()
    with pytest.raises(SymmetricKeyRequiredError) as caught:
        public.code_mac(ring.codes[0].id, AUDIENCE, DAYS[0])
    assert "CODE_NEEDS_SECRET_KEY" == caught.value.code
    with pytest.raises(IssuerOnlyError):
        public.protection()
    for use in (public.public_key, lambda i: public.code_mac(i, AUDIENCE, DAYS[0])):
        with pytest.raises(UnknownKeyError):
            use(b"none")


@both_suites
def test_no_secret_can_be_reached_from_public_keys(suite: Suite) -> None:
    ring = RINGS[suite]
    public, secrets = ring.public(), forbidden(ring)
    assert not secrets & byte_strings(public)
    for keys in (public.trust, *public.keys.values()):
        assert not hasattr(keys, "sign")
    assert not secrets & byte_strings(attrs.asdict(public))
    assert set() == secrets & byte_strings(public.public_key(ring.codes[0].id))


@both_suites
def test_the_search_finds_the_secrets_of_a_ring(suite: Suite) -> None:
    ring = RINGS[suite]
    assert isinstance(ring.provider, LocalKeys)
    assert set(ring.provider.secrets.values()) <= byte_strings(ring)
    assert ring.codes[0].public.data in byte_strings(ring.public())


@both_suites
def test_pickled_public_keys_hold_no_secret_and_still_verify(suite: Suite) -> None:
    ring = RINGS[suite]
    data = pickle.dumps(ring.public())
    assert [] == [secret for secret in forbidden(ring) if secret in data]
    again = pickle.loads(data)  # noqa: S301  # our own bytes
    assert isinstance(again, PublicKeys)
    assert ring.public() == again
    signature = ring.codes[1].signer.sign(b"message")
    assert again.public_key(ring.codes[1].id).verify(signature, b"message")


@both_suites
def test_a_gate_has_exactly_the_keys_of_its_audience_and_days(suite: Suite) -> None:
    ring = RINGS[suite]
    gate = ring.for_gate(AUDIENCE, DAYS)
    assert {
        (key.id, AUDIENCE, day): derive(key.mac, "code-mac", AUDIENCE, day.to_bytes(4))
        for key in ring.codes
        for day in DAYS
    } == gate.secrets
    assert ring.public().keys == gate.keys
    assert ring.public().trust == gate.trust
    assert not forbidden(ring, but=gate) & byte_strings(gate)


@both_suites
def test_a_gate_checks_what_the_ring_made_and_nothing_else(suite: Suite) -> None:
    ring = RINGS[suite]
    gate: VerificationKeys = ring.for_gate(AUDIENCE, DAYS)
    for key in ring.codes:
        for day in DAYS:
            tag = ring.code_mac(key.id, AUDIENCE, day).tag(b"code")
            mac = gate.code_mac(key.id, AUDIENCE, day)
            assert tag == mac.tag(b"code")
            assert mac is gate.code_mac(key.id, AUDIENCE, day)
        for audience, day in ((OTHER, DAYS[0]), (AUDIENCE, 20_002), (b"", DAYS[0])):
            with pytest.raises(SymmetricKeyRequiredError):
                gate.code_mac(key.id, audience, day)
        assert key.public == gate.public_key(key.id)
    for use in (gate.public_key, lambda i: gate.code_mac(i, AUDIENCE, DAYS[0])):
        with pytest.raises(UnknownKeyError):
            use(b"none")
    with pytest.raises(IssuerOnlyError):
        gate.protection()


@both_suites
def test_a_gate_without_days_has_public_keys_only(suite: Suite) -> None:
    gate = RINGS[suite].for_gate(AUDIENCE, ())
    assert {} == gate.secrets
    with pytest.raises(SymmetricKeyRequiredError):
        gate.code_mac(RINGS[suite].codes[0].id, AUDIENCE, DAYS[0])


@both_suites
def test_what_a_gate_remembers_does_not_make_it_another_gate(suite: Suite) -> None:
    ring = RINGS[suite]
    first, second = ring.for_gate(AUDIENCE, DAYS), ring.for_gate(AUDIENCE, DAYS)
    first.code_mac(ring.codes[0].id, AUDIENCE, DAYS[0])
    assert first == second
    assert first != ring.for_gate(OTHER, DAYS)


def test_an_epoch_is_a_day() -> None:
    assert 24 * 60 * 60 == EPOCH_SECONDS


@both_suites
def test_a_gate_s_key_is_of_no_use_for_another_gate(suite: Suite) -> None:
    ring = RINGS[suite]
    gate = ring.for_gate(AUDIENCE, DAYS)
    key = ring.codes[0]
    for secret in gate.secrets.values():
        made = LocalMac(suite, secret)
        assert derive(made, "code-mac", OTHER, DAYS[0].to_bytes(4)) != (
            derive(key.mac, "code-mac", OTHER, DAYS[0].to_bytes(4))
        )
