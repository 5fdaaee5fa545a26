"""SM4: the standard's vectors, in cryptography and in what we make of it."""

import threading

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.crypto import LocalBlock
from ehealthcard.errors import InvalidKeyError

from .vectors import read

VECTORS = read("sm4.json")
KEY = bytes.fromhex(VECTORS["key"])
Mode = type[modes.CBC] | type[modes.CTR]

sixteen = st.binary(min_size=16, max_size=16)
blocks = st.lists(sixteen, max_size=6).map(b"".join)


def ciphered(mode: modes.CBC | modes.CTR, plaintext: bytes) -> tuple[bytes, bytes]:
    """Return what *plaintext* is encrypted to, and what that is decrypted to."""
    cipher = Cipher(SM4(KEY), mode)
    encryptor, decryptor = cipher.encryptor(), cipher.decryptor()
    ciphertext = encryptor.update(plaintext) + encryptor.finalize()
    return ciphertext, decryptor.update(ciphertext) + decryptor.finalize()


def test_one_block_is_that_of_the_standard() -> None:
    vector, block = VECTORS["ecb"], LocalBlock(KEY)
    plaintext = bytes.fromhex(vector["plaintext"])
    ciphertext = bytes.fromhex(vector["ciphertext"])
    assert ciphertext == block.encrypt(plaintext)
    assert plaintext == block.decrypt(ciphertext)


def test_a_million_encryptions_are_that_of_the_standard() -> None:
    vector, encrypt = VECTORS["iterated"], LocalBlock(KEY).encrypt
    data = bytes.fromhex(vector["plaintext"])
    for _ in range(vector["times"]):
        data = encrypt(data)
    assert bytes.fromhex(vector["ciphertext"]) == data


@pytest.mark.parametrize(("name", "mode"), [("cbc", modes.CBC), ("ctr", modes.CTR)])
def test_the_modes_of_cryptography_are_those_of_the_vectors(
    name: str, mode: Mode
) -> None:
    for vector in VECTORS[name]:
        plaintext = bytes.fromhex(vector["plaintext"])
        ciphertext = bytes.fromhex(vector["ciphertext"])
        got = ciphered(mode(bytes.fromhex(vector["iv"])), plaintext)
        assert (ciphertext, plaintext) == got


def test_cbc_is_made_of_the_block_cipher() -> None:
    block = LocalBlock(KEY)
    for vector in VECTORS["cbc"]:
        last, made = bytes.fromhex(vector["iv"]), b""
        plaintext = bytes.fromhex(vector["plaintext"])
        for start in range(0, len(plaintext), 16):
            pair = zip(last, plaintext[start : start + 16], strict=True)
            last = block.encrypt(bytes(a ^ b for a, b in pair))
            made += last
        assert vector["ciphertext"] == made.hex().upper()


def test_ctr_is_made_of_the_block_cipher() -> None:
    block = LocalBlock(KEY)
    for vector in VECTORS["ctr"]:
        counter = int(vector["iv"], 16)
        plaintext = bytes.fromhex(vector["plaintext"])
        numbers = range(counter, counter + len(plaintext) // 16)
        stream = block.encrypt(b"".join(n.to_bytes(16) for n in numbers))
        made = bytes(a ^ b for a, b in zip(stream, plaintext, strict=True))
        assert vector["ciphertext"] == made.hex().upper()


@given(sixteen, blocks)
def test_blocks_are_those_of_cryptography_and_come_back(
    key: bytes, data: bytes
) -> None:
    block = LocalBlock(key)
    expected = Cipher(SM4(key), modes.ECB()).encryptor().update(data)  # noqa: S305  # prescribed
    assert expected == block.encrypt(data)
    assert data == block.decrypt(expected)


@given(st.lists(st.tuples(st.booleans(), blocks), max_size=10))
def test_a_key_used_again_starts_afresh(uses: list[tuple[bool, bytes]]) -> None:
    block = LocalBlock(KEY)
    for encrypts, data in uses:
        once = LocalBlock(KEY)
        if encrypts:
            assert once.encrypt(data) == block.encrypt(data)
        else:
            assert once.decrypt(data) == block.decrypt(data)


@given(st.binary(max_size=80).filter(lambda data: len(data) % 16))
def test_a_part_of_a_block_is_refused_and_leaves_nothing_behind(data: bytes) -> None:
    block = LocalBlock(KEY)
    for use in (block.encrypt, block.decrypt):
        with pytest.raises(ValueError, match="whole blocks of 16 bytes"):
            use(data)
    assert LocalBlock(KEY).encrypt(KEY) == block.encrypt(KEY)
    assert LocalBlock(KEY).decrypt(KEY) == block.decrypt(KEY)


@pytest.mark.parametrize("length", [0, 8, 15, 17, 24, 32])
def test_a_block_key_has_16_bytes(length: int) -> None:
    with pytest.raises(InvalidKeyError):
        LocalBlock(bytes(length))


@pytest.mark.parametrize("size", [16, 32, 4096])
def test_threads_may_share_a_block_key(size: int) -> None:
    block, wrong = LocalBlock(KEY), list[str]()

    def use(number: int) -> None:
        data = bytes([number]) * size
        expected = LocalBlock(KEY).encrypt(data)
        for _ in range(300):
            try:
                if expected != block.encrypt(data):
                    wrong.append("another ciphertext")
            except RuntimeError as error:
                wrong.append(str(error))

    threads = [threading.Thread(target=use, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == wrong
