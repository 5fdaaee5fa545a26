"""A number is nowhere but in its document: not in a repr, not in an error."""

import traceback
from collections.abc import Callable, Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ehealthcard.codesets import IdKind
from ehealthcard.errors import (
    DocumentTooLongError,
    EHealthCardError,
    UnknownDocumentKindError,
)
from ehealthcard.identity import IdDocument, gb11643, national

from .people import FORMS, documents

PIECE = 6
"""So many characters in a row would tell something of a number."""

LETTERS_AND_DIGITS = st.text("0123456789ABCDEFGHXYZ", min_size=PIECE, max_size=140)


def pieces(text: str) -> set[str]:
    plain = "".join(text.split())
    return {t[i : i + PIECE] for t in (text, plain) for i in range(len(t) - PIECE + 1)}


def shown(error: EHealthCardError) -> Iterator[str]:
    yield from (str(error), repr(error), error.english, error.chinese)
    yield from map(repr, error.args)
    yield repr(error.facts)
    yield from traceback.format_exception(error)


def quoted(error: EHealthCardError | None, text: str) -> list[str]:
    shown_text = "\n".join(shown(error)) if error else ""
    return [piece for piece in pieces(text) if piece in shown_text]


def refusal(make: Callable[[], object]) -> EHealthCardError | None:
    try:
        make()
    except EHealthCardError as error:
        return error
    return None


@st.composite
def bad_numbers(draw: st.DrawFn, kind: IdKind) -> str:
    """Return good numbers with something changed, or anything else."""
    good = draw(FORMS[kind].filter(lambda n: len(n) >= PIECE))
    place = draw(st.integers(0, len(good)))
    inserted = draw(st.sampled_from("0123456789AXax -.\u200b\u0660一Ⅹ"))
    changed = [
        good[:place] + inserted + good[place + 1 :],
        good[:place] + inserted + good[place:],
        good[:place] + good[place + 1 :],
        good[:place] + good,
        good[::-1],
        " ".join(good) + inserted,
        good * 8,
    ]
    return draw(st.sampled_from(changed) | LETTERS_AND_DIGITS)


@pytest.mark.parametrize("kind", list(IdKind))
@settings(max_examples=150)
@given(data=st.data())
def test_no_error_about_a_number_quotes_it(kind: IdKind, data: st.DataObject) -> None:
    number = data.draw(bad_numbers(kind))
    assert [] == quoted(refusal(lambda: IdDocument(kind, number)), number)


@given(LETTERS_AND_DIGITS)
def test_no_error_about_a_kind_quotes_what_was_given_for_it(text: str) -> None:
    with pytest.raises(UnknownDocumentKindError) as caught:
        IdDocument(text, "123456")
    assert [] == quoted(caught.value, text)


@given(LETTERS_AND_DIGITS)
def test_no_error_of_the_bare_rule_quotes_its_input(text: str) -> None:
    assert [] == quoted(refusal(lambda: gb11643.read(text)), text)


@given(st.text("0123456789ABCDEF", min_size=31, max_size=60))
def test_no_error_about_a_card_id_quotes_the_number(number: str) -> None:
    with pytest.raises(DocumentTooLongError) as caught:
        national.card_id(bytes(16), bytes(32), IdKind.OTHER, number)
    assert [] == quoted(caught.value, number)


@given(documents())
def test_a_document_shows_its_kind_and_never_its_number(document: IdDocument) -> None:
    assume(len(document.number) >= PIECE)
    assert f"IdDocument(kind={document.kind!r})" == repr(document)
    assert repr(document) == str(document) == f"{document}"
    assert not any(piece in repr([document]) for piece in pieces(document.number))


def test_the_search_would_find_a_quoted_number() -> None:
    number = "E12345678"
    assert ["345678"] == sorted(quoted(EHealthCardError(n="x345678x"), number))
