"""From document to card ID: deterministic, keyed, and stable as keys rotate."""

import hmac
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.adapters.simulator import document_of
from ehealthcard.codesets import IdKind
from ehealthcard.crypto import KeyKind, KeyRing, LocalKeys, Suite
from ehealthcard.errors import (
    DocumentCheckDigitError,
    DocumentTooLongError,
    EHealthCardError,
    InvalidDocumentError,
    UnknownDocumentKindError,
)
from ehealthcard.identity import (
    CardId,
    IdDocument,
    IdScheme,
    Tokenizer,
    national,
)

from .people import documents

RINGS = {suite: KeyRing.generate(suite) for suite in Suite}
OTHERS = {suite: KeyRing.generate(suite) for suite in Suite}
EVERY = [(suite, scheme) for suite in Suite for scheme in IdScheme]
every_tokenizer = pytest.mark.parametrize(("suite", "scheme"), EVERY)
LONG = IdDocument(IdKind.OTHER, "7" * 31)


class Platform:
    """A master index provider that numbers the people it meets."""

    def __init__(self) -> None:
        self.people: list[IdDocument] = []

    def master_index(self, document: IdDocument, /) -> bytes:
        if document not in self.people:
            self.people.append(document)
        return self.people.index(document).to_bytes(32)


class WrongPlatform:
    """A master index provider of 16 bytes, as one province has them."""

    def master_index(self, document: IdDocument, /) -> bytes:
        return document.canonical.ljust(16, b"\0")[:16]


@pytest.mark.parametrize(
    ("suite", "scheme"),
    [(Suite.GM, IdScheme.NATIONAL), (Suite.INTL, IdScheme.KEYED)],
)
def test_a_suite_has_its_default_scheme(suite: Suite, scheme: IdScheme) -> None:
    tokenizer = Tokenizer(RINGS[suite])
    assert scheme is tokenizer.scheme
    assert f"Tokenizer({scheme.name})" == repr(tokenizer)


@every_tokenizer
@given(document=documents())
def test_the_same_keys_give_the_same_card_id(
    suite: Suite, scheme: IdScheme, document: IdDocument
) -> None:
    card = Tokenizer(RINGS[suite], scheme=scheme).card_id(document)
    assert card == Tokenizer(RINGS[suite], scheme=scheme).card_id(document)
    assert card == CardId(str(card))


@every_tokenizer
@given(document=documents())
def test_other_keys_give_other_card_ids(
    suite: Suite, scheme: IdScheme, document: IdDocument
) -> None:
    card = Tokenizer(RINGS[suite], scheme=scheme).card_id(document)
    assert card != Tokenizer(OTHERS[suite], scheme=scheme).card_id(document)


@every_tokenizer
def test_other_documents_have_other_card_ids(suite: Suite, scheme: IdScheme) -> None:
    tokenizer = Tokenizer(RINGS[suite], scheme=scheme)
    people = {document_of(seed) for seed in range(300)}
    assert len(people) == len({tokenizer.card_id(person) for person in people})
    assert tokenizer.card_id(IdDocument(IdKind.PASSPORT, "12345678")) != (
        tokenizer.card_id(IdDocument(IdKind.TAIWAN_PERMIT, "12345678"))
    )


@pytest.mark.parametrize("suite", list(Suite))
def test_the_two_schemes_have_nothing_in_common(suite: Suite) -> None:
    document = document_of(1)
    cards = {
        Tokenizer(RINGS[suite], scheme=scheme).card_id(document) for scheme in IdScheme
    }
    assert 2 == len(cards)


def test_a_keyed_card_id_is_the_hmac_of_the_document() -> None:
    ring, document = RINGS[Suite.INTL], document_of(2)
    assert isinstance(ring.provider, LocalKeys)
    key = ring.provider.secrets["token/1/keyed"]
    expected = hmac.digest(key, b"card-id\0" + document.canonical, "sha256")
    assert expected == Tokenizer(ring).card_id(document).data


def test_a_national_card_id_is_the_national_algorithm_s() -> None:
    ring, document = RINGS[Suite.GM], document_of(3)
    assert isinstance(ring.provider, LocalKeys)
    key, tokenizer = ring.provider.secrets["token/1/root"][:16], Tokenizer(ring)
    index = tokenizer.master_index(document)
    assert national.card_id(key, index, document.kind, document.number) == (
        tokenizer.card_id(document)
    )


def test_the_default_master_index_is_the_hmac_of_the_document() -> None:
    ring, document = RINGS[Suite.INTL], document_of(4)
    assert isinstance(ring.provider, LocalKeys)
    key = ring.provider.secrets["token/1/index"]
    expected = hmac.digest(key, document.canonical, "sha256")
    assert expected == Tokenizer(ring).master_index(document)


@pytest.mark.parametrize("suite", list(Suite))
def test_a_master_index_of_one_s_own_is_used(suite: Suite) -> None:
    platform, people = Platform(), [document_of(seed) for seed in range(5)]
    tokenizer = Tokenizer(RINGS[suite], scheme=IdScheme.NATIONAL, index=platform)
    cards = [tokenizer.card_id(person) for person in people]
    assert people == platform.people
    for number, (person, card) in enumerate(zip(people, cards, strict=True)):
        index = number.to_bytes(32)
        assert index == tokenizer.master_index(person)
        assert person == national.decrypt(tokenizer.keys.root, index, card)


def test_a_master_index_of_another_length_makes_no_card_id() -> None:
    tokenizer = Tokenizer(RINGS[Suite.GM], index=WrongPlatform())
    with pytest.raises(EHealthCardError):
        tokenizer.card_id(document_of(5))


@every_tokenizer
def test_a_long_number_has_a_keyed_card_id_only(suite: Suite, scheme: IdScheme) -> None:
    tokenizer = Tokenizer(RINGS[suite], scheme=scheme)
    if scheme is IdScheme.KEYED:
        assert 64 == len(tokenizer.card_id(LONG))
    else:
        with pytest.raises(DocumentTooLongError):
            tokenizer.card_id(LONG)


@every_tokenizer
def test_a_bad_item_does_not_stop_the_others(suite: Suite, scheme: IdScheme) -> None:
    tokenizer = Tokenizer(RINGS[suite], scheme=scheme)
    first, second = document_of(6), document_of(7)
    wrong = first.number[:17] + ("0" if first.number[17] != "0" else "1")
    made = list(
        tokenizer.card_ids(
            [("01", first.number), ("01", wrong), second, ("98", "1"), first]
        )
    )
    expected = [tokenizer.card_id(document) for document in (first, second)]
    assert [expected[0], expected[1], expected[0]] == [made[0], made[2], made[4]]
    assert [DocumentCheckDigitError, UnknownDocumentKindError] == [
        type(made[1]),
        type(made[3]),
    ]


def test_a_number_too_long_for_the_scheme_is_a_bad_item_too() -> None:
    tokenizer = Tokenizer(RINGS[Suite.GM])
    made = list(tokenizer.card_ids([LONG, document_of(8), ("99", LONG.number)]))
    assert [DocumentTooLongError, CardId, DocumentTooLongError] == [*map(type, made)]


@every_tokenizer
@settings(max_examples=20)
@given(people=st.lists(documents() | st.tuples(st.text(), st.text()), max_size=20))
def test_the_nth_answer_belongs_to_the_nth_item(
    suite: Suite, scheme: IdScheme, people: list[IdDocument | tuple[str, str]]
) -> None:
    tokenizer = Tokenizer(RINGS[suite], scheme=scheme)
    made = list(tokenizer.card_ids(people))
    assert len(people) == len(made)
    for person, card in zip(people, made, strict=True):
        if isinstance(person, IdDocument):
            assert tokenizer.card_id(person) == card
        else:
            assert isinstance(card, CardId | InvalidDocumentError)


def test_items_are_taken_one_by_one_as_they_are_asked_for() -> None:
    taken: list[int] = []

    def people() -> Iterator[IdDocument]:
        for seed in range(1000):
            taken.append(seed)
            yield document_of(seed)

    cards = Tokenizer(RINGS[Suite.GM]).card_ids(people())
    assert [] == taken
    next(cards)
    next(cards)
    assert [0, 1] == taken


@every_tokenizer
def test_new_code_and_data_keys_leave_card_ids_alone(
    suite: Suite, scheme: IdScheme
) -> None:
    ring, document = RINGS[suite], document_of(9)
    card = Tokenizer(ring, scheme=scheme).card_id(document)
    for other in (
        ring.rotate_codes(),
        ring.rotate_data(),
        ring.rotate_codes().retire(KeyKind.CODES),
        ring.rotate_data().retire(KeyKind.DATA),
    ):
        assert card == Tokenizer(other, scheme=scheme).card_id(document)


@every_tokenizer
def test_new_tokenization_keys_change_card_ids_and_the_old_ones_are_at_hand(
    suite: Suite, scheme: IdScheme
) -> None:
    ring, document = RINGS[suite], document_of(10)
    card = Tokenizer(ring, scheme=scheme).card_id(document)
    rotated = ring.rotate_tokens()
    new, old = rotated.tokens
    assert new is Tokenizer(rotated, scheme=scheme).keys
    assert card != Tokenizer(rotated, scheme=scheme).card_id(document)
    assert card == Tokenizer(rotated, scheme=scheme, generation=old).card_id(document)
