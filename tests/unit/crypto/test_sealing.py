"""Sealed data opens whole, with its key and its purpose, or not at all."""

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.crypto import LocalSeal, Suite, new_secret
from ehealthcard.errors import DecryptionError, InvalidKeyError

from .vectors import read

NONCE, TAG = 12, 16
KEY = bytes(range(32))
both_suites = pytest.mark.parametrize("suite", list(Suite))
texts = st.binary(max_size=100)


def sealed_of(vector: dict[str, str]) -> tuple[bytes, bytes, bytes]:
    """Return a vector as what is sealed, what it is bound to and what is inside."""
    unhex = bytes.fromhex
    sealed = unhex(vector["iv"]) + unhex(vector["ciphertext"]) + unhex(vector["tag"])
    return sealed, unhex(vector["aad"]), unhex(vector["plaintext"])


@pytest.mark.parametrize("vector", read("sm4.json")["gcm"])
def test_the_vector_of_sm4_gcm_opens(vector: dict[str, str]) -> None:
    key = bytes.fromhex(read("sm4.json")["key"])
    sealed, bound_to, plaintext = sealed_of(vector)
    assert plaintext == LocalSeal(Suite.GM, key + bytes(16)).unseal(sealed, bound_to)
    context = Cipher(SM4(key), modes.GCM(sealed[:NONCE])).encryptor()
    context.authenticate_additional_data(bound_to)
    ciphertext = context.update(plaintext) + context.finalize()
    assert sealed == sealed[:NONCE] + ciphertext + context.tag


@pytest.mark.parametrize("vector", read("aes_gcm.json")["vectors"])
def test_the_vectors_of_aes_256_gcm_open(vector: dict[str, str]) -> None:
    key = bytes.fromhex(vector["key"])
    sealed, bound_to, plaintext = sealed_of(vector)
    assert plaintext == LocalSeal(Suite.INTL, key).unseal(sealed, bound_to)


@given(texts, texts)
def test_a_gm_seal_is_nonce_and_sm4_gcm(plaintext: bytes, bound_to: bytes) -> None:
    sealed = LocalSeal(Suite.GM, KEY).seal(plaintext, bound_to)
    mode = modes.GCM(sealed[:NONCE], sealed[-TAG:])
    context = Cipher(SM4(KEY[:16]), mode).decryptor()
    context.authenticate_additional_data(bound_to)
    assert plaintext == context.update(sealed[NONCE:-TAG]) + context.finalize()


@given(texts, texts)
def test_an_intl_seal_is_nonce_and_aes_256_gcm(
    plaintext: bytes, bound_to: bytes
) -> None:
    sealed = LocalSeal(Suite.INTL, KEY).seal(plaintext, bound_to)
    assert plaintext == AESGCM(KEY).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to)


@both_suites
@given(key=st.binary(min_size=32, max_size=32), plaintext=texts, bound_to=texts)
def test_what_was_sealed_opens(
    suite: Suite, key: bytes, plaintext: bytes, bound_to: bytes
) -> None:
    sealed = LocalSeal(suite, key).seal(plaintext, bound_to)
    assert NONCE + len(plaintext) + TAG == len(sealed)
    assert plaintext == LocalSeal(suite, key).unseal(sealed, bound_to)


@both_suites
def test_no_nonce_is_used_twice(suite: Suite) -> None:
    seal = LocalSeal(suite, KEY)
    assert 1000 == len({seal.seal(b"", b"")[:NONCE] for _ in range(1000)})


@both_suites
def test_the_plaintext_does_not_show(suite: Suite) -> None:
    plaintext = b"a plaintext that would be seen"
    assert plaintext[:8] not in LocalSeal(suite, KEY).seal(plaintext, b"purpose")


@both_suites
def test_any_altered_bit_is_found(suite: Suite) -> None:
    seal = LocalSeal(suite, KEY)
    sealed = seal.seal(b"plaintext", b"purpose")
    for bit in range(8 * len(sealed)):
        altered = (int.from_bytes(sealed) ^ (1 << bit)).to_bytes(len(sealed))
        with pytest.raises(DecryptionError) as caught:
            seal.unseal(altered, b"purpose")
        assert "SEAL_BROKEN" == caught.value.code


@both_suites
def test_any_part_cut_off_is_found(suite: Suite) -> None:
    seal = LocalSeal(suite, KEY)
    sealed = seal.seal(b"plaintext", b"purpose")
    for length in range(len(sealed)):
        for part in (sealed[:length], sealed[len(sealed) - length :]):
            with pytest.raises(DecryptionError):
                seal.unseal(part, b"purpose")


@both_suites
@given(appended=st.binary(min_size=1, max_size=20))
def test_anything_added_is_found(suite: Suite, appended: bytes) -> None:
    seal = LocalSeal(suite, KEY)
    sealed = seal.seal(b"plaintext", b"purpose")
    for longer in (sealed + appended, appended + sealed):
        with pytest.raises(DecryptionError):
            seal.unseal(longer, b"purpose")


@both_suites
@given(sealed_for=texts, opened_for=texts)
def test_a_seal_opens_for_its_purpose_only(
    suite: Suite, sealed_for: bytes, opened_for: bytes
) -> None:
    seal = LocalSeal(suite, KEY)
    sealed = seal.seal(b"plaintext", sealed_for)
    if sealed_for == opened_for:
        assert b"plaintext" == seal.unseal(sealed, opened_for)
    else:
        with pytest.raises(DecryptionError):
            seal.unseal(sealed, opened_for)


@both_suites
@given(byte=st.integers(0, 15), bit=st.integers(0, 7))
def test_another_key_does_not_open(suite: Suite, byte: int, bit: int) -> None:
    other = bytearray(KEY)
    other[byte] ^= 1 << bit
    sealed = LocalSeal(suite, KEY).seal(b"plaintext", b"")
    with pytest.raises(DecryptionError):
        LocalSeal(suite, bytes(other)).unseal(sealed, b"")


def test_sm4_uses_the_first_half_and_aes_all_of_the_key() -> None:
    other = KEY[:16] + bytes(16)
    gm, intl = (LocalSeal(suite, KEY).seal(b"x", b"") for suite in Suite)
    assert b"x" == LocalSeal(Suite.GM, other).unseal(gm, b"")
    with pytest.raises(DecryptionError):
        LocalSeal(Suite.INTL, other).unseal(intl, b"")


@both_suites
def test_another_suite_does_not_open(suite: Suite) -> None:
    (other,) = set(Suite) - {suite}
    sealed = LocalSeal(suite, KEY).seal(b"plaintext", b"")
    with pytest.raises(DecryptionError):
        LocalSeal(other, KEY).unseal(sealed, b"")


@both_suites
@given(data=st.binary(max_size=100))
def test_random_bytes_do_not_open(suite: Suite, data: bytes) -> None:
    with pytest.raises(DecryptionError):
        LocalSeal(suite, KEY).unseal(data, b"")


@both_suites
@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_sealing_key_has_32_bytes(suite: Suite, length: int) -> None:
    with pytest.raises(InvalidKeyError):
        LocalSeal(suite, bytes(length))


def test_a_new_secret_has_32_bytes_and_is_another_each_time() -> None:
    secrets = {new_secret() for _ in range(1000)}
    assert 1000 == len(secrets)
    assert {32} == {len(secret) for secret in secrets}
