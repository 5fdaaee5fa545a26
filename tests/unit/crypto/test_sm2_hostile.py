"""What a stranger may send: refused on every backend, and quietly."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.crypto.sm2 import Backend, PrivateKey, PublicKey, backend
from ehealthcard.crypto.sm2.curve import (
    FIELD_BYTES,
    B,
    N,
    P,
    point_from_bytes,
    point_to_bytes,
)
from ehealthcard.crypto.sm2.digest import key_stream, sm3
from ehealthcard.crypto.sm2.formats import is_in_range
from ehealthcard.crypto.sm2.jacobian import to_affine
from ehealthcard.crypto.sm2.pure import (
    Pure,
    encrypt_with_nonce,
    fastest_integer,
    sign_with_nonce,
)
from ehealthcard.crypto.sm2.tables import Multiplier
from ehealthcard.errors import DecryptionError

SCALAR = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
SECRET = SCALAR.to_bytes(FIELD_BYTES)
MESSAGE = b"message digest"
SIGNATURE = bytes.fromhex(
    "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
    "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
)
R, S = SIGNATURE[:32], SIGNATURE[32:]


def is_square(value: int) -> bool:
    return pow(value, (P - 1) // 2, P) == 1


def number(value: int) -> bytes:
    return value.to_bytes(32)


@pytest.fixture(params=["openssl", "int", "gmpy2"], scope="module")
def under_test(request: pytest.FixtureRequest) -> Backend:
    if request.param == "openssl":
        return backend("openssl")
    return Pure(int if request.param == "int" else fastest_integer())


@pytest.fixture(scope="module")
def key(under_test: Backend) -> PrivateKey:
    return PrivateKey(SECRET, backend=under_test)


@pytest.fixture(scope="module")
def ciphertext(key: PrivateKey) -> bytes:
    return key.public_key.encrypt(b"what nobody else may read")


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(SIGNATURE[:-1], id="a byte too few"),
        pytest.param(SIGNATURE + b"\0", id="a byte too many"),
        pytest.param(b"\0" + SIGNATURE, id="a byte before"),
        pytest.param(bytes(64), id="zero"),
        pytest.param(bytes(32) + S, id="r = 0"),
        pytest.param(R + bytes(32), id="s = 0"),
        pytest.param(number(N) + S, id="r = n"),
        pytest.param(R + number(N), id="s = n"),
        pytest.param(b"\xff" * 32 + S, id="r beyond n"),
        pytest.param(R + b"\xff" * 32, id="s beyond n"),
        pytest.param(R + number(N - int.from_bytes(R)), id="r + s = n"),
        pytest.param(S + R, id="r and s exchanged"),
        pytest.param(SIGNATURE[:31] + b"\xb2" + S, id="another r"),
        pytest.param(SIGNATURE[:63] + b"\xab", id="another s"),
        pytest.param(R + number(N - int.from_bytes(S)), id="n - s"),
    ],
)
def test_what_is_no_signature_is_refused(key: PrivateKey, signature: bytes) -> None:
    assert key.public_key.verify(SIGNATURE, MESSAGE)
    assert not key.public_key.verify(signature, MESSAGE)


def test_another_message_identity_or_key_is_refused(
    key: PrivateKey, under_test: Backend
) -> None:
    other = PrivateKey(number(7), backend=under_test)
    assert not key.public_key.verify(SIGNATURE, MESSAGE + b".")
    assert not key.public_key.verify(SIGNATURE, b"")
    assert not key.public_key.verify(SIGNATURE, MESSAGE, identity=b"")
    assert not key.public_key.verify(SIGNATURE, MESSAGE, identity=b"somebody")
    assert not other.public_key.verify(SIGNATURE, MESSAGE)


def test_s_plus_n_is_refused_where_it_would_fit_in_32_bytes(
    under_test: Backend, key: PrivateKey
) -> None:
    # Only a small s leaves room for n, so we choose r and s and find what they sign.
    r, s = 123456789, 5
    curve = Multiplier(int)
    point = point_from_bytes(key.public_key.raw)
    x, _, z = curve.total((s, curve.base), (r + s, point))
    digest = number((r - x * pow(z, -2, P) % P) % N)
    signature, forged = number(r) + number(s), number(r) + number(s + N)
    assert under_test.public(key.public_key.raw).verify(signature, digest)
    assert is_in_range(signature)
    assert not is_in_range(forged)
    assert not key.public_key.verify(forged, MESSAGE)


def test_a_signature_that_leads_to_infinity_is_refused(key: PrivateKey) -> None:
    # With t = r + s = 1 modulo n and s = -d the two products cancel out. More than
    # eight rounds, so that Python's backend meets it without and with tables.
    s = N - SCALAR
    r = (1 - s) % N
    for _ in range(12):
        assert not key.public_key.verify(number(r) + number(s), MESSAGE)


def test_a_nonce_point_with_an_x_beyond_the_order_is_accepted(
    under_test: Backend,
) -> None:
    # Such an X is reduced modulo n. Nobody meets one by chance, so we choose the
    # point and find the key for which r = 2 and s = 5 lead to it.
    r, s = 2, 5
    x = next(x for x in range(N, N + 100) if is_square(x**3 - 3 * x + B))
    curve, part = Multiplier(int), pow(r + s, -1, N)
    point = point_from_bytes(b"\x02" + number(x))
    key = curve.total((part, point), (-s * part % N, curve.base))
    raw = point_to_bytes(to_affine([key], P)[0])
    operations = under_test.public(raw)
    digest, wrong = number((r - x) % N), number((r - x + 1) % N)
    assert operations.verify(number(r) + number(s), digest)
    assert not operations.verify(number(r) + number(s), wrong)


def test_a_nonce_that_gives_no_valid_signature_is_not_used() -> None:
    curve, nonce, inverse = Multiplier(int), 12345, pow(1 + SCALAR, -1, N)
    x, _ = curve.affine(nonce, curve.base)
    for r in (0, N - nonce, nonce * pow(SCALAR, -1, N)):
        digest = number((r - x) % N)
        assert sign_with_nonce(curve, digest, inverse, nonce) is None
        assert sign_with_nonce(curve, digest, inverse, nonce + 1) is not None


@pytest.mark.parametrize("scalar", [1, 2, N - 2])
def test_a_key_akin_to_the_base_point_works_like_any_other(
    under_test: Backend, scalar: int
) -> None:
    key = PrivateKey(number(scalar), backend=under_test)
    signature = key.sign(MESSAGE)
    for _ in range(12):
        assert key.public_key.verify(signature, MESSAGE)
        assert not key.public_key.verify(SIGNATURE, MESSAGE)


@settings(max_examples=60, deadline=None)
@given(signature=st.binary(max_size=70) | st.binary(min_size=64, max_size=64))
def test_random_bytes_are_not_a_signature(key: PrivateKey, signature: bytes) -> None:
    assert not key.public_key.verify(signature, MESSAGE)


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 511))
def test_one_changed_bit_of_a_signature_is_one_too_many(
    key: PrivateKey, place: int
) -> None:
    changed = bytearray(SIGNATURE)
    changed[place // 8] ^= 1 << place % 8
    assert not key.public_key.verify(bytes(changed), MESSAGE)


@pytest.mark.parametrize(
    "place", [0, 1, 32, 33, 64, 65, 96, 97, -1], ids=lambda place: f"byte {place}"
)
def test_a_ciphertext_altered_anywhere_does_not_open(
    key: PrivateKey, ciphertext: bytes, place: int
) -> None:
    altered = bytearray(ciphertext)
    altered[place] ^= 1
    with pytest.raises(DecryptionError):
        key.decrypt(bytes(altered))


@pytest.mark.parametrize("length", [0, 1, 64, 65, 66, 96, 97, 98, -1])
def test_a_ciphertext_cut_short_does_not_open(
    key: PrivateKey, ciphertext: bytes, length: int
) -> None:
    with pytest.raises(DecryptionError):
        key.decrypt(ciphertext[:length])


def test_a_ciphertext_with_an_appendix_does_not_open(
    key: PrivateKey, ciphertext: bytes
) -> None:
    with pytest.raises(DecryptionError):
        key.decrypt(ciphertext + b"\0")


def test_a_ciphertext_in_the_old_order_does_not_open(
    key: PrivateKey, ciphertext: bytes
) -> None:
    c1, c3, c2 = ciphertext[:65], ciphertext[65:97], ciphertext[97:]
    with pytest.raises(DecryptionError):
        key.decrypt(c1 + c2 + c3)


@pytest.mark.parametrize(
    "c1",
    [
        pytest.param(b"\x04" + bytes(64), id="zero"),
        pytest.param(b"\x04" + b"\xff" * 64, id="beyond the field"),
        pytest.param(b"\x04" + number(1) + number(1), id="another curve"),
        pytest.param(b"\x04" + number(P) + number(1), id="x = p"),
    ],
)
def test_a_c1_off_the_curve_does_not_open(
    key: PrivateKey, ciphertext: bytes, c1: bytes
) -> None:
    with pytest.raises(DecryptionError):
        key.decrypt(c1 + ciphertext[65:])


def test_a_ciphertext_for_another_key_does_not_open(
    under_test: Backend, ciphertext: bytes
) -> None:
    other = PrivateKey(number(7), backend=under_test)
    with pytest.raises(DecryptionError):
        other.decrypt(ciphertext)


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=150))
def test_random_bytes_do_not_open(key: PrivateKey, data: bytes) -> None:
    with pytest.raises(DecryptionError):
        key.decrypt(data)
    with pytest.raises(DecryptionError):
        key.decrypt(b"\x04" + key.public_key.raw + data)


def test_an_all_zero_key_stream_is_never_made_and_never_accepted(
    key: PrivateKey,
) -> None:
    curve = Multiplier(fastest_integer())
    point = curve.point(point_from_bytes(key.public_key.raw))
    for nonce in range(1, 5000):
        shared = point_to_bytes(curve.affine(nonce, point))
        if key_stream(shared, 1) == b"\0":
            break
    # Text and C2 are the same byte, and C3 is right: only the stream tells.
    c1 = b"\x04" + point_to_bytes(curve.affine(nonce, curve.base))
    c3 = sm3(shared[:32], b"A", shared[32:])
    assert encrypt_with_nonce(curve, point, b"A", nonce) is None
    with pytest.raises(DecryptionError):
        key.decrypt(c1 + c3 + b"A")


def test_a_short_text_is_never_left_in_clear(key: PrivateKey) -> None:
    # One key stream in 256 would be a zero byte.
    for _ in range(1000):
        assert key.public_key.encrypt(b"A")[97:] != b"A"


def test_nothing_cannot_be_encrypted(key: PrivateKey) -> None:
    with pytest.raises(ValueError, match="at least one byte"):
        key.public_key.encrypt(b"")


def test_a_public_key_from_elsewhere_verifies_too(under_test: Backend) -> None:
    raw = PrivateKey(SECRET).public_key.raw
    assert PublicKey(raw, backend=under_test).verify(SIGNATURE, MESSAGE)
