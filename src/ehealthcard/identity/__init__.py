"""Who the card holder is: documents, card IDs, applicants, cards."""

from . import national
from .applicants import Applicant, Guardian
from .cards import Card, CardStatus
from .documents import IdDocument
from .ids import CardId, Pseudonym, SubjectId
from .masks import mask_name, mask_number, mask_phone
from .master_index import KeyedMasterIndex, MasterIndexProvider
from .person import PERSON_VERSION, Masked, OldNumber, Person
from .tokenizer import IdScheme, RawDocument, Revelation, Tokenizer

__all__ = [
    "PERSON_VERSION",
    "Applicant",
    "Card",
    "CardId",
    "CardStatus",
    "Guardian",
    "IdDocument",
    "IdScheme",
    "KeyedMasterIndex",
    "Masked",
    "MasterIndexProvider",
    "OldNumber",
    "Person",
    "Pseudonym",
    "RawDocument",
    "Revelation",
    "SubjectId",
    "Tokenizer",
    "mask_name",
    "mask_number",
    "mask_phone",
    "national",
]
