"""What a stranger may do to a code: each has its own refusal."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.crypto import Suite
from ehealthcard.errors import CodeError, EHealthCardError, MalformedCodeError
from ehealthcard.qr import base45, parse_code, verify_code
from ehealthcard.qr.types import Form

from .fixed import AT, both_suites, each_form, make, parsed, ring

ALPHABET = base45.ALPHABET.decode()
BODIES = {Form.MAC: 58, Form.SIGNED: 58, Form.DEVICE_CHAIN: 66, Form.DEVICE_KEY: 74}


def refusal(text: str, suite: Suite) -> str:
    """Return the code of the error that *text* meets on its whole way."""
    try:
        verify_code(parsed(text), keys=ring(suite), at=AT)
    except CodeError as error:
        return error.code
    return "accepted"


def flips(payload: bytes, first: int, last: int) -> Iterator[str]:
    """Yield the texts in which one bit of these bytes differs."""
    for bit in range(8 * first, 8 * last):
        changed = bytearray(payload)
        changed[bit // 8] ^= 0x80 >> bit % 8
        yield "EHC1:" + base45.encode(bytes(changed))


@both_suites
@each_form
def test_no_bit_of_the_kind_can_be_changed(suite: Suite, form: Form) -> None:
    payload = parsed(make(form, ring(suite))).payload
    refusals = {refusal(text, suite) for text in flips(payload, 0, 1)}
    assert refusals <= {
        "CODE_UNSUPPORTED",
        "CODE_TRUNCATED",
        "CODE_TOO_LONG",
        "CODE_WRONG_SUITE",
    }


@both_suites
@each_form
def test_no_bit_of_the_key_id_can_be_changed(suite: Suite, form: Form) -> None:
    payload = parsed(make(form, ring(suite))).payload
    refusals = {refusal(text, suite) for text in flips(payload, 1, 5)}
    assert {"CODE_UNKNOWN_KEY"} == refusals


@both_suites
@each_form
def test_no_bit_of_the_content_can_be_changed(suite: Suite, form: Form) -> None:
    payload = parsed(make(form, ring(suite))).payload
    refusals = {refusal(text, suite) for text in flips(payload, 5, BODIES[form])}
    assert {"CODE_FORGED"} == refusals


@both_suites
@each_form
def test_no_bit_of_the_proof_can_be_changed(suite: Suite, form: Form) -> None:
    payload = parsed(make(form, ring(suite))).payload
    found = flips(payload, BODIES[form], len(payload))
    slots = {"CODE_EXPIRED"} if form is Form.DEVICE_CHAIN else set()
    assert {"CODE_FORGED"} == {refusal(text, suite) for text in found} - slots


@both_suites
def test_only_a_slot_after_the_day_is_called_expired(suite: Suite) -> None:
    payload = parsed(make(Form.DEVICE_CHAIN, ring(suite))).payload
    for text in flips(payload, 130, 132):
        beyond = int.from_bytes(parsed(text).payload[130:132], "big") > 1440
        expected = "CODE_EXPIRED" if beyond else "CODE_FORGED"
        assert expected == refusal(text, suite)


@both_suites
@each_form
def test_a_code_cut_anywhere_is_called_truncated(suite: Suite, form: Form) -> None:
    text = make(form, ring(suite))
    named = {refusal(text[:length], suite) for length in range(1, len(text))}
    assert {"CODE_TRUNCATED"} == named


@both_suites
@each_form
def test_a_code_with_anything_behind_it_is_called_too_long(
    suite: Suite, form: Form
) -> None:
    text = make(form, ring(suite))
    tails = [*ALPHABET, *(2 * c for c in ALPHABET), "000", "BB8", text, 400 * "0"]
    assert {"CODE_TOO_LONG"} == {refusal(text + tail, suite) for tail in tails}


@both_suites
@each_form
def test_no_character_can_be_changed(suite: Suite, form: Form) -> None:
    text = make(form, ring(suite))
    for place in range(5, len(text), 7):
        for other in ALPHABET[::4]:
            changed = text[:place] + other + text[place + 1 :]
            accepted = refusal(changed, suite) == "accepted"
            assert accepted == (changed == text)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "lower case": str.lower,
    "a lower case body": lambda t: "EHC1:" + t[5:].lower(),
    "a lower case prefix": lambda t: "ehc1:" + t[5:],
    "a space before": lambda t: " " + t,
    "a newline before": lambda t: "\r\n" + t,
    "white space around": lambda t: "\t" + t + "\n",
    "a newline within": lambda t: t[:40] + "\n" + t[41:],
    "an accent within": lambda t: t[:40] + "é" + t[41:],
}


@both_suites
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_another_spelling_is_called_not_canonical(suite: Suite, spelling: str) -> None:
    for form in Form:
        text = SPELLINGS[spelling](make(form, ring(suite)))
        assert refusal(text, suite) == "CODE_NOT_CANONICAL"


@both_suites
@each_form
def test_what_scanners_append_is_called_too_long(suite: Suite, form: Form) -> None:
    text = make(form, ring(suite))
    tails = [" ", "\n", "\r\n", "\t", "\0", "\ufeff", "a", "é"]
    assert {"CODE_TOO_LONG"} == {refusal(text + tail, suite) for tail in tails}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("E", "CODE_TRUNCATED"),
        ("EHC1", "CODE_TRUNCATED"),
        ("EHC1:", "CODE_TRUNCATED"),
        ("EHC1:0", "CODE_TRUNCATED"),
        ("", "CODE_UNRECOGNISED"),
        ("EHC", "CODE_TRUNCATED"),
        ("EHC2:BB8", "CODE_UNRECOGNISED"),
        ("EHCX", "CODE_UNRECOGNISED"),
        ("HC1:NCFOXN", "CODE_UNRECOGNISED"),
        ("https://example.com/EHC1:", "CODE_UNRECOGNISED"),
        ("EHC1:" + 336 * "0", "CODE_TOO_LONG"),
        (10_000 * "EHC1:", "CODE_TOO_LONG"),
        (100_000 * "7", "CODE_TOO_LONG"),
    ],
    ids=lambda v: repr(v[:25]),
)
def test_other_texts_have_their_own_refusals(text: str, code: str) -> None:
    with pytest.raises(MalformedCodeError) as error:
        parse_code(text)
    assert code == error.value.code


@given(text=st.text() | st.text(ALPHABET).map("EHC1:".__add__))
def test_any_text_is_parsed_or_refused_by_our_own_errors(text: str) -> None:
    try:
        parse_code(text)
    except MalformedCodeError as error:
        assert error.code != "CODE_MALFORMED"  # noqa: PT017  # it has a subclass


@both_suites
@each_form
@given(data=st.data())
def test_random_bytes_in_a_known_kind_are_not_believed(
    suite: Suite, form: Form, data: st.DataObject
) -> None:
    genuine = parsed(make(form, ring(suite))).payload
    kept = data.draw(st.integers(1, len(genuine) - 1))
    rest = data.draw(st.binary(min_size=0, max_size=len(genuine) - kept))
    payload = genuine[:kept] + rest + genuine[kept + len(rest) :]
    text = "EHC1:" + base45.encode(payload)
    try:
        verify_code(parsed(text), keys=ring(suite), at=AT)
    except EHealthCardError:
        assert payload != genuine
    else:
        assert payload == genuine
