"""Signatures of 64 bytes, by SM2 or Ed25519."""

import copy
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.crypto import LocalSigner, PublicKey, Suite, sm2
from ehealthcard.crypto.signing import key_id
from ehealthcard.errors import BackendUnavailableError, InvalidKeyError

from .vectors import read

ED25519 = read("ed25519.json")["vectors"]
SM2 = read("sm2_sign.json")
both_suites = pytest.mark.parametrize("suite", list(Suite))
SECRET = bytes(range(1, 33))
SIGNERS = {suite: LocalSigner(suite, SECRET) for suite in Suite}
KEYS = {suite: PublicKey(suite, SIGNERS[suite].public_key) for suite in Suite}


@pytest.mark.parametrize("vector", ED25519)
def test_intl_signatures_are_those_of_rfc_8032(vector: dict[str, str]) -> None:
    signer = LocalSigner(Suite.INTL, bytes.fromhex(vector["secret"]))
    message = bytes.fromhex(vector["message"])
    assert vector["public"] == signer.public_key.hex()
    assert vector["signature"] == signer.sign(message).hex()
    key = PublicKey(Suite.INTL, bytes.fromhex(vector["public"]))
    assert key.verify(bytes.fromhex(vector["signature"]), message)


def test_a_gm_signature_of_the_standard_verifies() -> None:
    signer = LocalSigner(Suite.GM, bytes.fromhex(SM2["private"]))
    assert SM2["public"] == signer.public_key.hex().upper()
    signature = bytes.fromhex(SM2["r"] + SM2["s"])
    key = PublicKey(Suite.GM, signer.public_key)
    assert key.verify(signature, SM2["message"].encode())


@both_suites
@settings(max_examples=30)
@given(message=st.binary(max_size=200), bit=st.integers(0, 511))
def test_a_signature_holds_for_its_key_and_message_only(
    suite: Suite, message: bytes, bit: int
) -> None:
    signature = SIGNERS[suite].sign(message)
    assert 64 == len(signature)
    assert KEYS[suite].verify(signature, message)
    assert not KEYS[suite].verify(signature, message + b"\0")
    altered = (int.from_bytes(signature) ^ (1 << bit)).to_bytes(64)
    assert not KEYS[suite].verify(altered, message)
    other = PublicKey(suite, LocalSigner(suite, SECRET[::-1]).public_key)
    assert not other.verify(signature, message)


@both_suites
@given(signature=st.binary(max_size=130), message=st.binary(max_size=20))
def test_any_other_bytes_are_no_signature_and_no_error(
    suite: Suite, signature: bytes, message: bytes
) -> None:
    assert not KEYS[suite].verify(signature, message)


@both_suites
@settings(max_examples=30)
@given(message=st.binary(max_size=20), data=st.data())
def test_a_signature_of_another_length_does_not_hold(
    suite: Suite, message: bytes, data: st.DataObject
) -> None:
    signature = SIGNERS[suite].sign(message)
    length = data.draw(st.integers(0, 63))
    assert not KEYS[suite].verify(signature[:length], message)
    assert not KEYS[suite].verify(signature + bytes(1), message)


@both_suites
def test_a_key_is_equal_to_a_key_of_the_same_point_and_suite(suite: Suite) -> None:
    key, again = KEYS[suite], PublicKey(suite, SIGNERS[suite].public_key)
    assert key == again
    assert {key} == {key, again}
    assert key != PublicKey(suite, LocalSigner(suite, SECRET[::-1]).public_key)
    assert KEYS[Suite.GM] != KEYS[Suite.INTL]
    assert not key == key.data  # noqa: SIM201  # both operators are tested
    assert key != key.data


@both_suites
def test_the_compact_form_is_the_shortest_and_is_read_again(suite: Suite) -> None:
    key = KEYS[suite]
    assert {Suite.GM: 33, Suite.INTL: 32}[suite] == len(key.compact)
    assert key == PublicKey(suite, key.compact)
    assert {Suite.GM: 64, Suite.INTL: 32}[suite] == len(key.data)


@both_suites
def test_a_public_key_can_be_copied_and_pickled(suite: Suite) -> None:
    key, signature = KEYS[suite], SIGNERS[suite].sign(b"message")
    pickled = pickle.loads(pickle.dumps(key))  # noqa: S301  # our own bytes
    for other in (copy.copy(key), copy.deepcopy(key), pickled):
        assert key == other
        assert other.verify(signature, b"message")
        assert not other.verify(signature, b"another")


@pytest.mark.parametrize(
    ("suite", "data"),
    [
        (Suite.GM, b""),
        (Suite.GM, bytes(32)),
        (Suite.GM, bytes(64)),
        (Suite.GM, b"\x01" * 64),
        (Suite.GM, b"\x04" + b"\x01" * 64),
        (Suite.GM, b"\x05" + SIGNERS[Suite.GM].public_key),
        (Suite.GM, SIGNERS[Suite.GM].public_key[:63]),
        (Suite.INTL, b""),
        (Suite.INTL, bytes(31)),
        (Suite.INTL, bytes(33)),
        (Suite.INTL, bytes(64)),
    ],
)
def test_other_bytes_are_no_public_key(suite: Suite, data: bytes) -> None:
    with pytest.raises(InvalidKeyError):
        PublicKey(suite, data)


@pytest.mark.parametrize(
    ("suite", "secret"),
    [
        (Suite.GM, bytes(32)),
        (Suite.GM, b"\xff" * 32),
        (Suite.GM, bytes(31)),
        (Suite.INTL, bytes(31)),
        (Suite.INTL, bytes(33)),
        (Suite.INTL, b""),
    ],
)
def test_other_bytes_are_no_private_key(suite: Suite, secret: bytes) -> None:
    with pytest.raises(InvalidKeyError):
        LocalSigner(suite, secret)


def test_an_sm2_backend_may_be_named() -> None:
    pure = LocalSigner(Suite.GM, SECRET, "pure")
    assert SIGNERS[Suite.GM].public_key == pure.public_key
    assert KEYS[Suite.GM].verify(pure.sign(b"message"), b"message")
    with pytest.raises(BackendUnavailableError):
        LocalSigner(Suite.GM, SECRET, "no such backend")


@both_suites
def test_a_key_id_is_four_bytes_of_the_hash_of_the_key(suite: Suite) -> None:
    public = SIGNERS[suite].public_key
    expected = suite.digest(b"ehealthcard/key-id\0" + public)[:4]
    assert expected == key_id(suite, public)


def test_a_gm_key_is_that_of_the_sm2_room() -> None:
    private = sm2.PrivateKey(SECRET)
    assert private.public_key.raw == KEYS[Suite.GM].data
    assert private.public_key.compressed == KEYS[Suite.GM].compact
