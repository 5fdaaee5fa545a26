"""Document numbers and what stands for a person."""

from functools import partial

from ehealthcard.codesets import IdKind
from ehealthcard.identity import CardId, IdDocument
from ehealthcard.identity.canonical import canonical_number

from .mutator import Mutator
from .run import Make, Parse, Parser

ALPHABET = "0123456789X0123456789ABCDEFGHMabcx -"
NUMBERS: dict[IdKind, tuple[str, ...]] = {
    IdKind.RESIDENT_ID: ("11010519491231002X", "440524188001010014", "110105491231002"),
    IdKind.HOUSEHOLD_REGISTER: ("123456789", "A1234567890"),
    IdKind.PASSPORT: ("E12345678", "PE1234567"),
    IdKind.MILITARY_OFFICER: ("12345678", "A1234567"),
    IdKind.DRIVING_LICENCE: ("110105194912310021", "123456789012"),
    IdKind.HONG_KONG_MACAO_PERMIT: ("H12345678", "M1234567801"),
    IdKind.TAIWAN_PERMIT: ("12345678", "12345678012", "1234567801A"),
    IdKind.BIRTH_CERTIFICATE: ("A123456789", "Z000000001"),
    IdKind.FOREIGN_PERMANENT_RESIDENT: ("USA123456789012", "911010194912310021"),
    IdKind.RESIDENCE_PERMIT: ("810000199408230021", "830000199408230020"),
    IdKind.OTHER: ("ANY0NUMBER", "1"),
}
ALL = [number for numbers in NUMBERS.values() for number in numbers]
CARDS = ["0123456789ABCDEF" * 4, "F" * 64]


def _document(kind: IdKind) -> tuple[Make, Parse]:
    def make(m: Mutator) -> str:
        return m.text(NUMBERS[kind], ALPHABET)

    def parse(number: str) -> object:
        document = IdDocument(kind, number)
        # What a valid number says must be readable too.
        return document.canonical, document.birth_date, document.sex, document.masked

    return make, parse


def _canonical() -> tuple[Make, Parse]:
    return lambda m: m.text(ALL, ALPHABET), canonical_number


def _kind() -> tuple[Make, Parse]:
    kinds = [kind.value for kind in IdKind]
    return (
        lambda m: (m.text(kinds, ALPHABET), m.pick(ALL)),
        lambda given: IdDocument(*given),
    )


def _card() -> tuple[Make, Parse]:
    return lambda m: m.text(CARDS, "0123456789ABCDEFabcdefG"), CardId


PARSERS = (
    *(
        Parser(f"document {kind.name.lower()}", partial(_document, kind))
        for kind in IdKind
    ),
    Parser("document of any kind code", _kind),
    Parser("canonical number", _canonical),
    Parser("card ID", _card),
)
