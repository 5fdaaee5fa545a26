"""Rotation: new keys come into use, old ones still verify, open and read."""

from collections.abc import Callable

import pytest

from ehealthcard.crypto import KeyKind, KeyRing, LocalKeys, Suite
from ehealthcard.errors import UnknownKeyError

RINGS = {suite: KeyRing.generate(suite, issuer="卡管-1") for suite in Suite}
both_suites = pytest.mark.parametrize("suite", list(Suite))
AUDIENCE, DAY = b"hospital", 20_000

Rotate = Callable[[KeyRing], KeyRing]
ROTATIONS: dict[KeyKind, Rotate] = {
    KeyKind.CODES: KeyRing.rotate_codes,
    KeyKind.TOKENS: KeyRing.rotate_tokens,
    KeyKind.DATA: KeyRing.rotate_data,
}
every_rotation = pytest.mark.parametrize(("kind", "rotate"), ROTATIONS.items())


def local(ring: KeyRing) -> LocalKeys:
    assert isinstance(ring.provider, LocalKeys)
    return ring.provider


def of_kind(ring: KeyRing, kind: KeyKind) -> dict[str, bytes]:
    """Return the secrets of one *kind*."""
    secrets = local(ring).secrets
    return {n: s for n, s in secrets.items() if n.startswith(f"{kind.value}/")}


@both_suites
@every_rotation
def test_a_rotation_makes_a_new_ring_and_leaves_the_old_one_alone(
    suite: Suite, kind: KeyKind, rotate: Rotate
) -> None:
    ring = RINGS[suite]
    before = dict(local(ring).secrets)
    rotated = rotate(ring)
    assert rotated is not ring
    assert before == local(ring).secrets
    assert 1 == len(ring.provider.manifest.generations[kind])
    assert 2 == len(rotated.provider.manifest.generations[kind])
    assert (ring.suite, ring.issuer) == (rotated.suite, rotated.issuer)


@both_suites
@every_rotation
def test_a_rotation_keeps_old_secrets_and_adds_its_kind_only(
    suite: Suite, kind: KeyKind, rotate: Rotate
) -> None:
    ring = RINGS[suite]
    rotated = rotate(ring)
    old, new = local(ring).secrets, local(rotated).secrets
    assert old.items() <= new.items()
    added = new.keys() - old.keys()
    assert all(name.startswith(f"{kind.value}/") for name in added)
    assert len(of_kind(ring, kind)) == len(added)
    assert len(new) == len(set(new.values()))


@both_suites
@every_rotation
def test_retirement_leaves_the_newest_generation_only(
    suite: Suite, kind: KeyKind, rotate: Rotate
) -> None:
    rotated = rotate(rotate(RINGS[suite]))
    newest, *_ = rotated.provider.manifest.generations[kind]
    retired = rotated.retire(kind)
    assert (newest,) == retired.provider.manifest.generations[kind]
    assert {newest} == {name.split("/")[1] for name in of_kind(retired, kind)}
    for other in set(KeyKind) - {kind}:
        assert of_kind(rotated, other) == of_kind(retired, other)
    left = local(retired).secrets
    assert left.items() <= local(rotated).secrets.items()
    assert {"lookup", "protection", "pseudonym", "trust"} <= left.keys()
    assert len(local(RINGS[suite]).secrets) == len(left)


@both_suites
@every_rotation
def test_a_name_of_a_generation_is_not_used_again(
    suite: Suite, kind: KeyKind, rotate: Rotate
) -> None:
    ring, names = RINGS[suite], list[str]()
    for _ in range(4):
        ring = rotate(ring).retire(kind)
        names += ring.provider.manifest.generations[kind]
    assert 4 == len(set(names))
    assert not set(names) & set(RINGS[suite].provider.manifest.generations[kind])
    if kind is not KeyKind.CODES:
        assert ["2", "3", "4", "5"] == names


@both_suites
def test_the_newest_code_key_issues_and_the_old_ones_verify(suite: Suite) -> None:
    ring = RINGS[suite]
    (old,) = ring.codes
    signature = old.signer.sign(b"message")
    tag = ring.code_mac(old.id, AUDIENCE, DAY).tag(b"message")
    rotated = ring.rotate_codes()
    assert old.id == rotated.codes[1].id != rotated.codes[0].id
    assert rotated.public_key(old.id).verify(signature, b"message")
    assert not rotated.public_key(rotated.codes[0].id).verify(signature, b"message")
    assert tag == rotated.code_mac(old.id, AUDIENCE, DAY).tag(b"message")
    with pytest.raises(UnknownKeyError):
        rotated.retire(KeyKind.CODES).public_key(old.id)


@both_suites
def test_new_data_keys_wrap_and_the_old_ones_still_open(suite: Suite) -> None:
    ring = RINGS[suite]
    sealed = ring.data["1"].seal(b"data key", b"subject")
    rotated = ring.rotate_data()
    assert ["2", "1"] == list(rotated.data)
    assert b"data key" == rotated.data["1"].unseal(sealed, b"subject")
    assert ["2"] == list(rotated.retire(KeyKind.DATA).data)
