"""What one backend makes, every backend accepts; and many threads may share a key."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.crypto.sm2 import Backend, PrivateKey, PublicKey, backend
from ehealthcard.crypto.sm2.curve import N
from ehealthcard.crypto.sm2.pure import Pure, fastest_integer

NAMES = ("openssl", "int", "gmpy2")
MADE: dict[str, Backend] = {}
QUICK = settings(max_examples=15, deadline=None)

scalars = st.integers(1, N - 2).map(lambda scalar: scalar.to_bytes(32))


def made(name: str) -> Backend:
    if name not in MADE:
        integer = int if name == "int" else fastest_integer()
        MADE[name] = backend(name) if name == "openssl" else Pure(integer)
    return MADE[name]


@QUICK
@given(scalars)
def test_backends_agree_on_the_public_key(scalar: bytes) -> None:
    points = {PrivateKey(scalar, backend=made(name)).public_key for name in NAMES}
    assert 1 == len(points)


@pytest.mark.parametrize("signer", NAMES)
@QUICK
@given(scalars, st.binary(max_size=200), st.binary(max_size=40))
def test_what_one_signs_all_verify(
    signer: str, scalar: bytes, message: bytes, identity: bytes
) -> None:
    key = PrivateKey(scalar, backend=made(signer))
    signature = key.sign(message, identity=identity)
    assert 64 == len(signature)
    for name in NAMES:
        public = PublicKey(key.public_key.raw, backend=made(name))
        assert public.verify(signature, message, identity=identity)
        assert not public.verify(signature, message + b"\0", identity=identity)


@pytest.mark.parametrize("sender", NAMES)
@QUICK
@given(scalars, st.binary(min_size=1, max_size=200))
def test_what_one_encrypts_all_decrypt(
    sender: str, scalar: bytes, plaintext: bytes
) -> None:
    point = PrivateKey(scalar).public_key.raw
    ciphertext = PublicKey(point, backend=made(sender)).encrypt(plaintext)
    assert len(plaintext) + 97 == len(ciphertext)
    for name in NAMES:
        assert plaintext == PrivateKey(scalar, backend=made(name)).decrypt(ciphertext)


@pytest.mark.parametrize("sender", NAMES)
@pytest.mark.parametrize("length", [31, 32, 33, 64, 100_000])
def test_texts_around_and_beyond_a_block_of_key_stream_decrypt(
    sender: str, length: int
) -> None:
    key = PrivateKey.generate(backend=made(sender))
    plaintext = b"\0" * length
    ciphertext = key.public_key.encrypt(plaintext)
    for name in NAMES:
        again = PrivateKey(key.secret, backend=made(name))
        assert plaintext == again.decrypt(ciphertext)


@pytest.mark.parametrize("name", NAMES)
def test_a_message_is_never_signed_with_the_same_nonce_twice(name: str) -> None:
    key = PrivateKey.generate(backend=made(name))
    firsts = {key.sign(b"message")[:32] for _ in range(50)}
    assert 50 == len(firsts)


@pytest.mark.parametrize("name", NAMES)
def test_many_threads_share_a_key(name: str) -> None:
    key = PrivateKey(bytes(31) + b"\x07", backend=made(name))
    public = PublicKey(key.public_key.raw, backend=made(name))

    def work(number: int) -> bool:
        message = number.to_bytes(4)
        opened = key.decrypt(public.encrypt(message))
        signature = key.sign(message)
        return (
            opened == message
            and public.verify(signature, message)
            and not public.verify(signature, b"another")
        )

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(160)))
