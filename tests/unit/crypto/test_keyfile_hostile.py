"""A file that is no key file is refused with an error of ours, and soon."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ehealthcard.crypto import (
    KeyRing,
    LocalKeys,
    Suite,
    load_gate_keys,
    load_keys,
    save_gate_keys,
    save_keys,
)
from ehealthcard.errors import EHealthCardError, KeyFileError, KeyFilePassphraseError

from .keyfiles import GATE, PASSPHRASE, RING, fields, written

RINGS = {suite: KeyRing.generate(suite) for suite in Suite}
GATES = {suite: ring.for_gate(b"hospital", [20_000]) for suite, ring in RINGS.items()}
FILE = save_keys(RINGS[Suite.INTL], PASSPHRASE)
GATE_FILE = save_gate_keys(GATES[Suite.INTL], PASSPHRASE)
GM_FILE = save_keys(RINGS[Suite.GM], PASSPHRASE)
OUTER = fields(FILE)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def refuse(file: bytes) -> None:
    """Assert that no loader takes *file*, without trying a passphrase."""
    for load in (load_keys, load_gate_keys):
        with pytest.raises(KeyFileError) as caught:
            load(file, PASSPHRASE)
        assert "KEY_FILE" == caught.value.code


def secrets_of(file: bytes) -> dict[str, bytes] | None:
    """Return the secrets in a ring's file, or None if it is refused."""
    try:
        provider = load_keys(file, PASSPHRASE).provider
    except KeyFileError:
        return None
    assert isinstance(provider, LocalKeys)
    return provider.secrets


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\0" * 100, id="zeros"),
        pytest.param(b"\xff\xfe\0", id="not UTF-8"),
        pytest.param(b"-----BEGIN PRIVATE KEY-----", id="PEM"),
        pytest.param(b"{", id="half of an object"),
        pytest.param(b"{}", id="an empty object"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'["sealed", "form"]', id="a list of names"),
        pytest.param(b"null", id="null"),
        pytest.param(b"true", id="true"),
        pytest.param(b"NaN", id="NaN"),
        pytest.param(b"1", id="a number"),
        pytest.param(b"9" * 10_000, id="a long number"),
        pytest.param(b'"sealed"', id="a string"),
        pytest.param(b'{"sealed": ""}', id="only what is sealed"),
        pytest.param(b"[" * 200_000, id="deep lists"),
        pytest.param(b'{"a":' * 200_000, id="deep objects"),
        pytest.param(b" " * 4_000_001, id="too large"),
        pytest.param(FILE + b" " * 4_000_000, id="too large, but for its spaces"),
        pytest.param(FILE + b"x", id="something after the file"),
        pytest.param(FILE * 2, id="two files"),
    ],
)
def test_another_file_is_no_key_file(file: bytes) -> None:
    refuse(file)


@pytest.mark.parametrize("name", list(OUTER))
def test_every_field_is_needed(name: str) -> None:
    refuse(written({n: v for n, v in OUTER.items() if n != name}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("form", "ehealthcard-keys/2"),
        ("form", "ehealthcard-keys"),
        ("form", RING.upper()),
        ("form", None),
        ("form", [RING]),
        ("suite", "gm"),
        ("suite", "SM"),
        ("suite", ""),
        ("suite", None),
        ("suite", 1),
        ("suite", ["GM"]),
        ("suite", {"GM": 1}),
        ("rounds", 0),
        ("rounds", 1),
        ("rounds", -600_000),
        ("rounds", 599_999),
        ("rounds", 10_000_001),
        ("rounds", 2**32 + 600_000),
        ("rounds", 10**18),
        pytest.param("rounds", 10**4000, id="a number of 4001 digits"),
        ("rounds", True),
        ("rounds", 600_000.0),
        ("rounds", 1e300),
        ("rounds", float("inf")),
        ("rounds", float("nan")),
        ("rounds", "600000"),
        ("rounds", None),
        ("rounds", [600_000]),
        ("salt", ""),
        ("salt", "00" * 15),
        ("salt", "00" * 17),
        ("salt", "0" * 31),
        ("salt", "zz" * 16),
        ("salt", "０" * 32),
        ("salt", 0),
        ("salt", None),
        ("salt", ["00"] * 16),
        ("sealed", None),
        ("sealed", 7),
        ("sealed", ["AAAA"]),
        ("sealed", "A"),
        ("sealed", "AAA"),
        ("sealed", "AAAA\n"),
        ("sealed", " AAAA"),
        ("sealed", "AA-_"),
        ("sealed", "密"),
        ("more", 1),
        ("", ""),
    ],
)
def test_a_field_of_another_form_is_refused(name: str, value: object) -> None:
    refuse(written(OUTER | {name: value}))


def test_a_ring_s_file_is_no_gate_s_and_the_other_way_round() -> None:
    for load, file in (
        (load_gate_keys, FILE),
        (load_gate_keys, GM_FILE),
        (load_keys, GATE_FILE),
    ):
        with pytest.raises(KeyFileError) as caught:
            load(file, PASSPHRASE)
        assert "KEY_FILE" == caught.value.code


def test_a_ring_s_file_that_is_called_a_gate_s_does_not_open() -> None:
    for load, form, file in (
        (load_gate_keys, GATE, FILE),
        (load_keys, RING, GATE_FILE),
    ):
        with pytest.raises(KeyFilePassphraseError):
            load(written(fields(file) | {"form": form}), PASSPHRASE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rounds", 600_001),
        ("suite", "GM"),
        ("salt", "00" * 16),
        pytest.param("salt", OUTER["salt"] + " ", id="the salt spelled otherwise"),
        ("sealed", ""),
        ("sealed", "AAAA"),
        pytest.param("sealed", fields(GM_FILE)["sealed"], id="another's sealed part"),
    ],
)
def test_the_parameters_are_bound_to_the_seal(name: str, value: object) -> None:
    with pytest.raises(KeyFilePassphraseError):
        load_keys(written(OUTER | {name: value}), PASSPHRASE)


def test_a_file_cut_short_anywhere_is_refused() -> None:
    for length in range(len(FILE)):
        refuse(FILE[:length])


@settings(max_examples=20)
@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
@example(FILE.index(b"sealed") + 20, 1)
@example(len(FILE) - 40, 4)
def test_an_altered_byte_changes_no_key(place: int, change: int) -> None:
    altered = bytearray(FILE)
    altered[place] ^= change
    assert secrets_of(bytes(altered)) in (None, secrets_of(FILE))


@settings(max_examples=5)
@given(st.integers(0, len(GM_FILE) - 1), st.integers(0, 7))
@example(GM_FILE.index(b"sealed") + 20, 0)
def test_an_altered_bit_changes_no_gm_key(place: int, bit: int) -> None:
    altered = bytearray(GM_FILE)
    altered[place] ^= 1 << bit
    provider = RINGS[Suite.GM].provider
    assert isinstance(provider, LocalKeys)
    assert secrets_of(bytes(altered)) in (None, provider.secrets)


@given(st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_random_bytes_are_refused(file: bytes) -> None:
    refuse(file)


@given(json_values.map(written))
def test_other_json_is_refused(file: bytes) -> None:
    refuse(file)


@settings(max_examples=60)
@given(st.sampled_from([*OUTER]), json_values)
def test_mutated_json_is_refused_with_an_error_of_ours(
    name: str, value: object
) -> None:
    for load, file in ((load_keys, FILE), (load_gate_keys, GATE_FILE)):
        with pytest.raises(KeyFileError):
            load(written(fields(file) | {name: value}), PASSPHRASE)


def test_no_error_about_a_file_quotes_it() -> None:
    for file in (b"a passphrase in a file", written(OUTER | {"salt": "hidden"})):
        with pytest.raises(EHealthCardError) as caught:
            load_keys(file, PASSPHRASE)
        assert {} == caught.value.facts
