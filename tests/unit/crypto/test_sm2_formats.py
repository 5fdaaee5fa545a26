"""DER has one encoding per value; other orders are undone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.crypto.sm2 import (
    PrivateKey,
    ciphertext_from_c1c2c3,
    ciphertext_from_der,
    ciphertext_to_c1c2c3,
    ciphertext_to_der,
    signature_from_der,
    signature_to_der,
)
from ehealthcard.crypto.sm2.curve import N
from ehealthcard.crypto.sm2.formats import is_in_range
from ehealthcard.errors import EHealthCardError, InvalidSignatureFormError

SECRET = bytes.fromhex(
    "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8"
)
C1 = b"\x04" + bytes(31) + b"\x80" + b"\x01" * 32
C3 = b"\x03" * 32
C2 = b"\x02\0\x02"


def sequence(content: str) -> bytes:
    return bytes.fromhex(f"30{len(content) // 2:02x}" + content)


def number(value: int) -> bytes:
    return value.to_bytes(32)


def test_a_signature_is_a_sequence_of_two_integers() -> None:
    signature = number(1) + number(0x80)
    assert bytes.fromhex("300702010102020080") == signature_to_der(signature)


def test_zero_is_one_byte() -> None:
    assert bytes.fromhex("3006020100020100") == signature_to_der(bytes(64))
    assert bytes(64) == signature_from_der(bytes.fromhex("3006020100020100"))


@settings(deadline=None)
@given(st.binary(min_size=64, max_size=64))
def test_a_signature_goes_to_der_and_back(signature: bytes) -> None:
    assert signature == signature_from_der(signature_to_der(signature))


@settings(deadline=None)
@given(st.integers(0, 2**256 - 1), st.integers(0, 2**16))
def test_short_integers_go_to_der_and_back(r: int, s: int) -> None:
    signature = number(r) + number(s)
    assert signature == signature_from_der(signature_to_der(signature))


@pytest.mark.parametrize("length", [0, 63, 65])
def test_only_64_bytes_are_written_as_der(length: int) -> None:
    with pytest.raises(InvalidSignatureFormError):
        signature_to_der(bytes(length))


@pytest.mark.parametrize(
    "der",
    [
        pytest.param("", id="nothing"),
        pytest.param("30", id="a tag alone"),
        pytest.param("3000", id="an empty sequence"),
        pytest.param("3003020101", id="one integer"),
        pytest.param("3009020101020101020101", id="three integers"),
        pytest.param("300602010102010100", id="a byte after the sequence"),
        pytest.param("300702010102010100", id="a byte within the sequence"),
        pytest.param("3005020101020101", id="a sequence cut short"),
        pytest.param("3007020101020101", id="a sequence that promises too much"),
        pytest.param("3006020101020201", id="an integer that promises too much"),
        pytest.param("3006020101020181", id="a negative integer"),
        pytest.param("3006020181020101", id="a negative first integer"),
        pytest.param("300702020001020101", id="a needless zero byte"),
        pytest.param("300702010102020001", id="a needless zero byte at the end"),
        pytest.param("30080203000080020101", id="two zero bytes"),
        pytest.param("30050200020101", id="an empty integer"),
        pytest.param("308106020101020101", id="a long length where short fits"),
        pytest.param("30820006020101020101", id="a longer length still"),
        pytest.param("300702810101020101", id="a long integer length"),
        pytest.param("3080020101020101", id="an indefinite length"),
        pytest.param("30800201010201010000", id="an indefinite length with its end"),
        pytest.param("30ff020101020101", id="the reserved length"),
        pytest.param("30fe" + "00" * 126 + "06020101020101", id="126 bytes of length"),
        pytest.param("3106020101020101", id="a set"),
        pytest.param("1006020101020101", id="a primitive sequence"),
        pytest.param("3006040101020101", id="an octet string for r"),
        pytest.param("30060201010a0101", id="an enumerated s"),
        pytest.param("302602010102" + "2101" + "00" * 32, id="s of 257 bits"),
        pytest.param("302602" + "2101" + "00" * 32 + "020101", id="r of 257 bits"),
    ],
)
def test_der_that_is_not_the_one_encoding_is_refused(der: str) -> None:
    with pytest.raises(InvalidSignatureFormError):
        signature_from_der(bytes.fromhex(der))


def test_s_plus_n_does_not_fit_in_der() -> None:
    key = PrivateKey(SECRET)
    signature = key.sign(b"message")
    s = int.from_bytes(signature[32:]) + N
    body = b"\x02\x21\0" + b"\xff" * 32 + b"\x02\x21" + s.to_bytes(33)
    with pytest.raises(InvalidSignatureFormError):
        signature_from_der(b"\x30\x46" + body)


@settings(deadline=None)
@given(st.binary(max_size=80) | st.binary(max_size=80).map(lambda b: b"\x30" + b))
def test_random_bytes_are_der_or_refused(data: bytes) -> None:
    for parse, write in (
        (signature_from_der, signature_to_der),
        (ciphertext_from_der, ciphertext_to_der),
    ):
        try:
            raw = parse(data)
        except EHealthCardError:
            continue
        assert data == write(raw)


@settings(deadline=None)
@given(st.binary(min_size=64, max_size=64), st.integers(0, 71), st.integers(0, 255))
def test_a_changed_byte_never_gives_a_second_encoding(
    signature: bytes, place: int, value: int
) -> None:
    der = bytearray(signature_to_der(signature))
    der[place % len(der)] = value
    try:
        raw = signature_from_der(bytes(der))
    except InvalidSignatureFormError:
        return
    assert der == signature_to_der(raw)


def test_a_ciphertext_is_two_integers_and_two_octet_strings() -> None:
    expected = (
        "304d"
         "02020080"
         "0220" + "01" * 32
        + "0420" + "03" * 32
        + "0403020002"
    )  # fmt: skip
    assert bytes.fromhex(expected) == ciphertext_to_der(C1 + C3 + C2)
    assert C1 + C3 + C2 == ciphertext_from_der(bytes.fromhex(expected))


@settings(deadline=None)
@given(
    st.binary(min_size=64, max_size=64),
    st.binary(min_size=32, max_size=32),
    st.binary(min_size=1, max_size=300),
)
def test_a_ciphertext_goes_to_der_and_other_orders_and_back(
    point: bytes, c3: bytes, c2: bytes
) -> None:
    ciphertext = b"\x04" + point + c3 + c2
    assert ciphertext == ciphertext_from_der(ciphertext_to_der(ciphertext))
    old = ciphertext_to_c1c2c3(ciphertext)
    assert b"\x04" + point + c2 + c3 == old
    assert ciphertext == ciphertext_from_c1c2c3(old)


@pytest.mark.parametrize(
    "ciphertext",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(C1 + C3, id="no C2"),
        pytest.param(b"\x02" + C1[1:] + C3 + C2, id="another prefix"),
        pytest.param(C1[1:] + C3 + C2 * 2, id="no prefix"),
    ],
)
def test_what_is_no_ciphertext_is_not_converted(ciphertext: bytes) -> None:
    for convert in (ciphertext_to_der, ciphertext_to_c1c2c3, ciphertext_from_c1c2c3):
        with pytest.raises(InvalidSignatureFormError):
            convert(ciphertext)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("020101020101" + "0420" + "03" * 32 + "0400", id="an empty C2"),
        pytest.param("020101020101" + "041f" + "03" * 31 + "040102", id="a short C3"),
        pytest.param("020101020101" + "0421" + "03" * 33 + "040102", id="a long C3"),
        pytest.param("020101020101" + "0420" + "03" * 32, id="no C2"),
        pytest.param("020101020101" + "040102", id="no C3"),
        pytest.param("020101" + "0420" + "03" * 32 + "040102", id="no y"),
        pytest.param("020101020101" + "0420" + "03" * 32 + "04010200", id="a tail"),
        pytest.param("020101020101" + "0420" + "03" * 32 + "04810102", id="long form"),
        pytest.param("020101020181" + "0420" + "03" * 32 + "040102", id="negative y"),
        pytest.param("020101020101" + "0420" + "03" * 32 + "240102", id="constructed"),
    ],
)
def test_a_ciphertext_in_another_encoding_is_refused(content: str) -> None:
    well_formed = sequence("020101020101" + "0420" + "03" * 32 + "040102")
    assert ciphertext_from_der(well_formed)
    with pytest.raises(InvalidSignatureFormError):
        ciphertext_from_der(sequence(content))
    with pytest.raises(InvalidSignatureFormError):
        ciphertext_from_der(well_formed + b"\0")


@pytest.mark.parametrize(
    ("r", "s"),
    [
        (0, 1),
        (1, 0),
        (0, 0),
        (N, 1),
        (1, N),
        (N + 1, 1),
        (1, N + 1),
        (2**256 - 1, 1),
        (1, 2**256 - 1),
        (1, N - 1),
        (N - 1, 1),
    ],
)
def test_r_s_and_their_sum_have_a_range(r: int, s: int) -> None:
    assert not is_in_range(number(r) + number(s))


@pytest.mark.parametrize(("r", "s"), [(1, 1), (N - 1, 2), (N - 1, N - 1), (1, N - 2)])
def test_within_the_range_anything_may_be_a_signature(r: int, s: int) -> None:
    assert is_in_range(number(r) + number(s))
