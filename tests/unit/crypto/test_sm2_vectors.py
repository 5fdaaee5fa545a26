"""The published vectors, on every backend."""

import json
from pathlib import Path
from typing import Any

import pytest

from ehealthcard.crypto.sm2 import (
    DEFAULT_ID,
    Backend,
    PrivateKey,
    PublicKey,
    backend,
    ciphertext_from_der,
    ciphertext_to_der,
    signature_from_der,
    signature_to_der,
)
from ehealthcard.crypto.sm2.curve import N, point_from_bytes
from ehealthcard.crypto.sm2.digest import signer_hash
from ehealthcard.crypto.sm2.pure import (
    Pure,
    encrypt_with_nonce,
    fastest_integer,
    sign_with_nonce,
)
from ehealthcard.crypto.sm2.selftest import passes
from ehealthcard.crypto.sm2.tables import Integer, Multiplier

VECTORS = Path(__file__).parents[2] / "vectors"


def read(name: str) -> dict[str, Any]:
    vectors: dict[str, Any] = json.loads((VECTORS / name).read_text())
    return vectors


SIGN = read("sm2_sign.json")
ENCRYPT = read("sm2_encrypt.json")
OPENSSL = read("sm2_openssl.json")
SIGNATURE = bytes.fromhex(SIGN["r"] + SIGN["s"])
MESSAGE: bytes = SIGN["message"].encode()
CIPHERTEXT = bytes.fromhex(ENCRYPT["c1"] + ENCRYPT["c3"] + ENCRYPT["c2"])


@pytest.fixture(params=["openssl", "int", "gmpy2"], scope="module")
def under_test(request: pytest.FixtureRequest) -> Backend:
    if request.param == "openssl":
        return backend("openssl")
    return Pure(int if request.param == "int" else fastest_integer())


@pytest.fixture(params=["int", "gmpy2"])
def integer(request: pytest.FixtureRequest) -> Integer:
    if request.param == "int":
        return int
    return pytest.importorskip("gmpy2").mpz  # type: ignore[no-any-return]  # untyped


@pytest.fixture
def key(under_test: Backend) -> PrivateKey:
    return PrivateKey(bytes.fromhex(SIGN["private"]), backend=under_test)


@pytest.fixture
def openssl_key(under_test: Backend) -> PrivateKey:
    return PrivateKey(bytes.fromhex(OPENSSL["private"]), backend=under_test)


def test_the_default_identity_is_that_of_the_standard() -> None:
    assert SIGN["identity"].encode() == DEFAULT_ID


def test_the_signer_hash_is_that_of_the_standard() -> None:
    raw = bytes.fromhex(SIGN["public"])
    assert bytes.fromhex(SIGN["z"]) == signer_hash(raw, DEFAULT_ID)


def test_the_digest_is_that_of_the_standard() -> None:
    key = PublicKey(bytes.fromhex(SIGN["public"]))
    assert bytes.fromhex(SIGN["e"]) == key.digest(MESSAGE)


def test_an_identity_given_by_name_is_hashed_like_the_default_one() -> None:
    key = PublicKey(bytes.fromhex(SIGN["public"]))
    spelled_out = b"".join((b"12345678", b"12345678"))
    assert bytes.fromhex(SIGN["e"]) == key.digest(MESSAGE, identity=spelled_out)


def test_every_backend_gives_the_known_answers(under_test: Backend) -> None:
    assert passes(under_test)


def test_the_private_key_of_the_standard_has_its_public_key(key: PrivateKey) -> None:
    assert bytes.fromhex(SIGN["public"]) == key.public_key.raw


def test_the_signature_of_the_standard_verifies(key: PrivateKey) -> None:
    assert key.public_key.verify(SIGNATURE, MESSAGE)


def test_the_signature_of_the_standard_verifies_in_der(key: PrivateKey) -> None:
    signature = signature_from_der(signature_to_der(SIGNATURE))
    assert key.public_key.verify(signature, MESSAGE)


def test_the_ciphertext_of_the_standard_opens(key: PrivateKey) -> None:
    assert ENCRYPT["plaintext"].encode() == key.decrypt(CIPHERTEXT)


def test_the_nonce_of_the_standard_gives_its_signature(integer: Integer) -> None:
    digest, nonce = bytes.fromhex(SIGN["e"]), int(SIGN["k"], 16)
    inverse = pow(1 + int(SIGN["private"], 16), -1, N)
    got = sign_with_nonce(Multiplier(integer), digest, inverse, nonce)
    assert SIGNATURE == got


def test_the_nonce_of_the_standard_gives_its_ciphertext(integer: Integer) -> None:
    curve = Multiplier(integer)
    point = curve.point(point_from_bytes(bytes.fromhex(ENCRYPT["public"])))
    plaintext: bytes = ENCRYPT["plaintext"].encode()
    got = encrypt_with_nonce(curve, point, plaintext, int(ENCRYPT["k"], 16))
    assert CIPHERTEXT == got


@pytest.mark.parametrize("vector", OPENSSL["signatures"])
def test_signatures_of_openssl_verify(
    under_test: Backend, openssl_key: PrivateKey, vector: dict[str, str]
) -> None:
    operations = under_test.public(openssl_key.public_key.raw)
    digest = bytes.fromhex(vector["digest"])
    signature = signature_from_der(bytes.fromhex(vector["der"]))
    assert operations.verify(signature, digest)
    assert not operations.verify(signature, digest[::-1])


def test_the_ciphertext_of_openssl_opens(openssl_key: PrivateKey) -> None:
    der = bytes.fromhex(OPENSSL["ciphertext"])
    ciphertext = ciphertext_from_der(der)
    assert OPENSSL["plaintext"].encode() == openssl_key.decrypt(ciphertext)
    assert der == ciphertext_to_der(ciphertext)
