"""Which bytes are keys, and what a key tells about itself."""

import copy
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.crypto.sm2 import PrivateKey, PublicKey, backend
from ehealthcard.crypto.sm2.curve import B, G, N, P, is_on_curve
from ehealthcard.errors import InvalidKeyError

SECRET = bytes.fromhex(
    "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8"
)
RAW = bytes.fromhex(
    "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
SMALL_X = next(x for x in range(100) if pow(x**3 - 3 * x + B, (P - 1) // 2, P) == 1)


def number(value: int) -> bytes:
    return value.to_bytes(32)


def test_the_bare_the_prefixed_and_the_compressed_form_are_one_key() -> None:
    bare, prefixed, compressed = (
        PublicKey(RAW),
        PublicKey(b"\x04" + RAW),
        PublicKey(b"\x03" + RAW[:32]),
    )
    assert bare == prefixed == compressed
    assert {bare} == {bare, prefixed, compressed}
    assert RAW == compressed.raw
    assert b"\x03" + RAW[:32] == bare.compressed


def test_the_other_prefix_gives_the_opposite_point() -> None:
    opposite = PublicKey(b"\x02" + RAW[:32])
    y = P - int.from_bytes(RAW[32:])
    assert RAW[:32] + number(y) == opposite.raw
    assert b"\x02" + RAW[:32] == opposite.compressed


def test_a_key_is_not_equal_to_another_key_or_to_its_bytes() -> None:
    assert PublicKey(RAW) != PublicKey(b"\x02" + RAW[:32])
    assert PublicKey(RAW) != RAW


@pytest.mark.parametrize("nibble", ["0", "4"])
def test_an_x_that_looks_like_a_prefix_is_read_as_an_x(nibble: str) -> None:
    pure = backend("pure")
    keys = [PrivateKey(number(scalar), backend=pure) for scalar in range(1, 150)]
    alike = [key for key in keys if key.public_key.raw.hex().startswith(nibble)]
    assert len(alike) > 2
    for key in alike:
        raw = key.public_key.raw
        signature = key.sign(b"message")
        for form in (raw, b"\x04" + raw, key.public_key.compressed):
            assert PublicKey(form).verify(signature, b"message")
            assert PublicKey(form, backend=pure).verify(signature, b"message")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\0", id="the point at infinity"),
        pytest.param(bytes(64), id="zero"),
        pytest.param(bytes(33), id="zero, compressed length"),
        pytest.param(b"\x04" + bytes(64), id="zero, prefixed"),
        pytest.param(RAW[:-1], id="a byte too few"),
        pytest.param(RAW + b"\0", id="a byte too many"),
        pytest.param(b"\x04" + RAW[1:], id="a prefix instead of the first byte"),
        pytest.param(b"\x04\x04" + RAW, id="two prefixes"),
        pytest.param(b"\x05" + RAW, id="an unknown prefix"),
        pytest.param(b"\x07" + RAW, id="the hybrid form"),
        pytest.param(b"\x02" + RAW, id="an even prefix before both coordinates"),
        pytest.param(b"\x04" + RAW[:32], id="04 before X alone"),
        pytest.param(RAW[:-1] + b"\x14", id="off the curve"),
        pytest.param(RAW[32:] + RAW[:32], id="X and Y exchanged"),
        pytest.param(b"\xff" * 64, id="coordinates beyond the field"),
        pytest.param(number(P) + RAW[32:], id="X equal to p"),
        pytest.param(b"\x02" + number(P), id="compressed X equal to p"),
        pytest.param(b"\x02" + number(SMALL_X + P), id="X plus p"),
    ],
)
def test_what_is_no_point_of_the_curve_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidKeyError):
        PublicKey(data)


def test_a_coordinate_plus_p_is_refused_although_it_fits_the_equation() -> None:
    raw = PublicKey(b"\x02" + number(SMALL_X)).raw
    shifted = number(SMALL_X + P) + raw[32:]
    with pytest.raises(InvalidKeyError):
        PublicKey(shifted)


def test_an_x_without_a_point_is_refused() -> None:
    empty = next(
        x for x in range(100) if pow(x**3 - 3 * x + B, (P - 1) // 2, P) == P - 1
    )
    for prefix in (b"\x02", b"\x03"):
        with pytest.raises(InvalidKeyError):
            PublicKey(prefix + number(empty))


def test_the_base_point_is_on_the_curve_and_its_neighbour_is_not() -> None:
    assert is_on_curve(G)
    assert not is_on_curve((G[0], G[1] + 1))
    assert not is_on_curve((-G[0], G[1]))


@settings(deadline=None)
@given(st.binary(max_size=70) | st.binary(min_size=64, max_size=65))
def test_random_bytes_are_a_key_or_an_invalid_key(data: bytes) -> None:
    try:
        key = PublicKey(data)
    except InvalidKeyError:
        return
    assert key == PublicKey(key.raw) == PublicKey(key.compressed)


@settings(deadline=None)
@given(st.integers(0, 255), st.binary(min_size=32, max_size=32))
def test_random_compressed_bytes_are_a_key_or_an_invalid_key(
    prefix: int, x: bytes
) -> None:
    data = bytes((prefix,)) + x
    try:
        key = PublicKey(data)
    except InvalidKeyError:
        return
    assert data == key.compressed


@pytest.mark.parametrize("scalar", [0, N - 1, N, N + 1, 2**256 - 1])
def test_a_private_key_out_of_range_is_refused(scalar: int) -> None:
    with pytest.raises(InvalidKeyError):
        PrivateKey(number(scalar))


@pytest.mark.parametrize("length", [0, 1, 31, 33, 64])
def test_a_private_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(InvalidKeyError):
        PrivateKey(b"\x01" * length)


@pytest.mark.parametrize("name", ["openssl", "pure"])
@pytest.mark.parametrize("scalar", [1, 2, N - 3, N - 2])
def test_the_least_and_the_greatest_private_keys_sign(scalar: int, name: str) -> None:
    key = PrivateKey(number(scalar), backend=backend(name))
    assert key.public_key.verify(key.sign(b"message"), b"message")


def test_the_private_key_one_has_the_base_point() -> None:
    assert number(G[0]) + number(G[1]) == PrivateKey(number(1)).public_key.raw


def test_a_private_key_gives_its_secret_to_who_asks_for_it() -> None:
    assert SECRET == PrivateKey(SECRET).secret


def test_a_private_key_does_not_show_its_secret() -> None:
    key = PrivateKey(SECRET)
    key.sign(b"message")
    assert "PrivateKey(...)" == repr(key) == str(key)


def test_a_private_key_is_neither_pickled_nor_copied() -> None:
    key = PrivateKey(SECRET)
    with pytest.raises(TypeError):
        pickle.dumps(key)
    with pytest.raises(TypeError):
        copy.deepcopy(key)


def test_a_public_key_shows_a_short_fingerprint() -> None:
    shown = repr(PublicKey(RAW))
    assert shown.startswith("PublicKey(")
    assert len(shown) < 25
    assert shown != repr(PublicKey(b"\x02" + RAW[:32]))


def test_a_public_key_survives_pickling_and_copying_after_use() -> None:
    key = PrivateKey(SECRET)
    signature = key.sign(b"message")
    assert key.public_key.verify(signature, b"message")
    for again in (
        pickle.loads(pickle.dumps(key.public_key)),  # noqa: S301  # our own bytes
        copy.deepcopy(key.public_key),
    ):
        assert key.public_key == again
        assert again.verify(signature, b"message")


@pytest.mark.parametrize("name", ["openssl", "pure"])
def test_generated_keys_differ_and_work(name: str) -> None:
    keys = [PrivateKey.generate(backend=backend(name)) for _ in range(4)]
    assert 4 == len({key.secret for key in keys})
    for key in keys:
        assert key.public_key.verify(key.sign(b"message"), b"message")


def test_an_identity_of_8191_bytes_is_the_longest() -> None:
    key = PrivateKey(SECRET)
    signature = key.sign(b"message", identity=b"x" * 8191)
    assert key.public_key.verify(signature, b"message", identity=b"x" * 8191)
    with pytest.raises(InvalidKeyError):
        key.sign(b"message", identity=b"x" * 8192)
    with pytest.raises(InvalidKeyError):
        key.public_key.verify(signature, b"message", identity=b"x" * 8192)
