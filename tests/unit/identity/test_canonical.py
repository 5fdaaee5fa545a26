"""One spelling per number: the vectors are part of the contract."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.codesets import IdKind
from ehealthcard.errors import (
    DocumentCharactersError,
    DocumentLengthError,
    InvalidDocumentError,
)
from ehealthcard.identity import IdDocument
from ehealthcard.identity.canonical import LONGEST_INPUT, canonical_number

from .people import documents
from .vectors import read

VECTORS = read("canonical.json")
SPACES = [chr(c) for c in range(0x3001) if chr(c).isspace()]
FULL_WIDTH = {ord(c): ord(c) + 0xFEE0 for c in map(chr, range(0x21, 0x7F))}


def why(vector: dict[str, str]) -> str:
    return vector["why"]


@pytest.mark.parametrize("vector", VECTORS["accepted"], ids=why)
def test_a_spelling_becomes_canonical(vector: dict[str, str]) -> None:
    document = IdDocument(IdKind(vector["kind"]), vector["given"])
    assert vector["number"] == document.number


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=why)
def test_a_spelling_that_could_be_misread_is_refused(vector: dict[str, str]) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        IdDocument(IdKind(vector["kind"]), vector["given"])
    assert vector["code"] == caught.value.code


@given(documents(), st.data())
def test_width_case_and_spaces_do_not_matter(
    document: IdDocument, data: st.DataObject
) -> None:
    spelled = ""
    for character in document.number:
        for change in (str.lower, lambda c: c.translate(FULL_WIDTH)):
            if data.draw(st.booleans()):
                character = change(character)  # noqa: PLW2901  # one change or both
        spelled += character + data.draw(st.sampled_from(["", "", *SPACES]))
    assert document == IdDocument(document.kind, spelled)


@given(st.text(max_size=LONGEST_INPUT))
def test_the_canonical_form_is_its_own(text: str) -> None:
    try:
        canonical = canonical_number(text)
    except (DocumentCharactersError, DocumentLengthError):
        return
    assert canonical == canonical_number(canonical)


def test_only_what_nfkc_makes_ascii_is_taken() -> None:
    for code in range(0x80, 0x20000):
        character = chr(code)
        plain = "".join(unicodedata.normalize("NFKC", character).split())
        try:
            canonical_number("1" + character)
        except DocumentCharactersError:
            continue
        assert plain.isascii(), f"U+{code:04X}"


@pytest.mark.parametrize("text", ["", " ", "\u3000", " " * LONGEST_INPUT])
def test_nothing_is_refused(text: str) -> None:
    with pytest.raises(DocumentLengthError) as caught:
        canonical_number(text)
    assert {"expected": "1-60"} == caught.value.facts


def test_what_is_too_long_is_refused_before_it_is_read() -> None:
    assert "7" * LONGEST_INPUT == canonical_number("7" * LONGEST_INPUT)
    with pytest.raises(DocumentLengthError):
        canonical_number("7" * (LONGEST_INPUT + 1))
    with pytest.raises(DocumentLengthError):
        canonical_number("\ufdfa" * 10_000_000)
