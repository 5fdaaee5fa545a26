"""SM3, SHA-256 and the keyed hashes made of them."""

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.hmac import HMAC
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.crypto import LocalMac, Suite, tag_holds
from ehealthcard.errors import InvalidKeyError

from .vectors import read

both_suites = pytest.mark.parametrize("suite", list(Suite))
mac_keys = st.binary(min_size=16, max_size=150)


def by_definition(suite: Suite, key: bytes, message: bytes) -> bytes:
    """Return the HMAC of RFC 2104, made of hashes only; both have blocks of 64."""
    key = suite.digest(key) if len(key) > 64 else key
    padded = key.ljust(64, b"\0")
    inner = suite.digest(bytes(b ^ 0x36 for b in padded) + message)
    return suite.digest(bytes(b ^ 0x5C for b in padded) + inner)


@pytest.mark.parametrize("vector", read("sm3.json")["vectors"])
def test_the_gm_hash_is_sm3(vector: dict[str, str | int]) -> None:
    message = str(vector["message"]).encode() * int(vector["times"])
    assert vector["digest"] == Suite.GM.digest(message).hex()


@given(st.binary(max_size=300))
def test_the_intl_hash_is_sha_256(message: bytes) -> None:
    assert hashlib.sha256(message).digest() == Suite.INTL.digest(message)


@both_suites
def test_a_suite_names_its_hash(suite: Suite) -> None:
    assert {Suite.GM: "sm3", Suite.INTL: "sha256"}[suite] == suite.hash.name
    assert 32 == suite.hash.digest_size


@pytest.mark.parametrize("vector", read("hmac_sm3.json")["vectors"])
def test_the_gm_mac_is_hmac_sm3(vector: dict[str, str]) -> None:
    mac = LocalMac(Suite.GM, bytes.fromhex(vector["key"]))
    assert vector["tag"] == mac.tag(bytes.fromhex(vector["message"])).hex()


@given(mac_keys, st.binary(max_size=300))
def test_the_intl_mac_is_hmac_sha_256(key: bytes, message: bytes) -> None:
    expected = hmac.digest(key, message, "sha256")
    assert expected == LocalMac(Suite.INTL, key).tag(message)


@both_suites
@given(key=mac_keys, message=st.binary(max_size=300))
def test_a_mac_is_that_of_cryptography_and_of_rfc_2104(
    suite: Suite, key: bytes, message: bytes
) -> None:
    whole = HMAC(key, suite.hash)
    whole.update(message)
    tag = LocalMac(suite, key).tag(message)
    assert whole.finalize() == tag
    assert by_definition(suite, key, message) == tag


@both_suites
def test_one_mac_key_makes_many_tags(suite: Suite) -> None:
    mac = LocalMac(suite, bytes(32))
    messages = [bytes([n]) * n for n in range(50)]
    expected = [LocalMac(suite, bytes(32)).tag(message) for message in messages]
    assert expected == [mac.tag(message) for message in messages]
    assert expected == [mac.tag(message) for message in messages]


@both_suites
@pytest.mark.parametrize("length", [0, 1, 15])
def test_a_mac_key_has_at_least_16_bytes(suite: Suite, length: int) -> None:
    assert 32 == len(LocalMac(suite, bytes(16)).tag(b""))
    with pytest.raises(InvalidKeyError) as caught:
        LocalMac(suite, bytes(length))
    assert "KEY_INVALID" == caught.value.code


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_a_tag_holds_if_it_is_the_expected_one(expected: bytes, tag: bytes) -> None:
    assert (expected == tag) is tag_holds(expected, tag)
    assert tag_holds(expected, bytes(expected))
