"""Turning a card ID back: on the record, or not at all."""

import pytest
from hypothesis import given, settings

from ehealthcard.adapters.simulator import document_of
from ehealthcard.crypto import KeyRing, LocalBlock, LocalMac, Suite, TokenKeys
from ehealthcard.errors import RevealError
from ehealthcard.identity import (
    CardId,
    IdDocument,
    IdScheme,
    Revelation,
    Tokenizer,
)

from .people import documents

RINGS = {suite: KeyRing.generate(suite) for suite in Suite}
both_suites = pytest.mark.parametrize("suite", list(Suite))
PERSON = document_of(1)


class Journal(list[object]):
    """An audit and a key that write into one journal what happens."""

    def __init__(self) -> None:
        super().__init__()
        self.key = LocalBlock(bytes(16))

    def encrypt(self, data: bytes, /) -> bytes:
        self.append("the key is used")
        return self.key.encrypt(data)

    def decrypt(self, data: bytes, /) -> bytes:
        self.append("the key is used")
        return self.key.decrypt(data)


class AuditDownError(Exception):
    """The audit cannot be written."""


def refuse(_: Revelation) -> None:
    raise AuditDownError


def national(suite: Suite = Suite.GM) -> Tokenizer:
    return Tokenizer(RINGS[suite], scheme=IdScheme.NATIONAL)


@both_suites
@settings(max_examples=40)
@given(document=documents())
def test_a_national_card_id_is_turned_back_on_the_record(
    suite: Suite, document: IdDocument
) -> None:
    tokenizer, record = national(suite), list[Revelation]()
    card, index = tokenizer.card_id(document), tokenizer.master_index(document)
    got = tokenizer.reveal(
        card, index, by="auditor-1", reason="court order", audit=record.append
    )
    assert document == got
    assert [Revelation("auditor-1", "court order")] == record


@pytest.fixture
def journal() -> Journal:
    return Journal()


@pytest.fixture
def recorded(journal: Journal) -> Tokenizer:
    mac = LocalMac(Suite.GM, bytes(32))
    generation = TokenKeys("1", root=journal, index=mac, keyed=mac)
    return Tokenizer(RINGS[Suite.GM], generation=generation)


def test_the_audit_comes_before_anything_is_decrypted(
    journal: Journal, recorded: Tokenizer
) -> None:
    card, index = recorded.card_id(PERSON), recorded.master_index(PERSON)
    journal.clear()
    got = recorded.reveal(card, index, by="a", reason="r", audit=journal.append)
    assert PERSON == got
    assert [Revelation("a", "r"), "the key is used"] == journal


def test_if_the_audit_fails_nothing_is_revealed(
    journal: Journal, recorded: Tokenizer
) -> None:
    card, index = recorded.card_id(PERSON), recorded.master_index(PERSON)
    journal.clear()
    with pytest.raises(AuditDownError):
        recorded.reveal(card, index, by="a", reason="r", audit=refuse)
    assert [] == journal


def test_an_attempt_that_fails_is_on_the_record_too() -> None:
    tokenizer, record = national(), list[Revelation]()
    with pytest.raises(RevealError):
        tokenizer.reveal(
            CardId("0" * 64), bytes(32), by="a", reason="r", audit=record.append
        )
    assert [Revelation("a", "r")] == record


@both_suites
def test_a_keyed_card_id_is_never_turned_back(suite: Suite) -> None:
    tokenizer, record = (
        Tokenizer(RINGS[suite], scheme=IdScheme.KEYED),
        list[Revelation](),
    )
    card, index = tokenizer.card_id(PERSON), tokenizer.master_index(PERSON)
    with pytest.raises(RevealError) as caught:
        tokenizer.reveal(card, index, by="a", reason="r", audit=record.append)
    assert "CARD_ID_NOT_REVEALED" == caught.value.code
    assert [] == record


def test_another_person_s_index_does_not_turn_it_back() -> None:
    tokenizer = national()
    card, index = tokenizer.card_id(PERSON), tokenizer.master_index(document_of(2))
    with pytest.raises(RevealError):
        tokenizer.reveal(card, index, by="a", reason="r", audit=repr)


def test_an_old_card_id_needs_the_old_generation() -> None:
    card, index = national().card_id(PERSON), national().master_index(PERSON)
    rotated = RINGS[Suite.GM].rotate_tokens()
    new, old = (Tokenizer(rotated, generation=g) for g in rotated.tokens)
    assert PERSON == old.reveal(card, index, by="a", reason="r", audit=repr)
    with pytest.raises(RevealError):
        new.reveal(card, index, by="a", reason="r", audit=repr)


@pytest.mark.parametrize("length", [0, 16, 31, 33, 40, 64])
def test_an_index_of_another_length_reveals_nothing(length: int) -> None:
    tokenizer = national()
    card = tokenizer.card_id(PERSON)
    with pytest.raises(RevealError):
        tokenizer.reveal(card, b"\xa5" * length, by="a", reason="r", audit=repr)
