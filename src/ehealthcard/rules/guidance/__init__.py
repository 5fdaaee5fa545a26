"""Guidance (智能导诊): the knowledge base's form, reading, and the safety rules."""

from .advice import Advice, GuidanceQuestion, Opinion
from .asking import Asked, next_questions
from .departments import (
    EMERGENCY,
    FEVER_CLINIC,
    GENERAL_PRACTICE,
    OBSTETRICS,
    PAEDIATRICS,
    Department,
    DepartmentCode,
    covers,
)
from .filters import Limits, sees, settle
from .intake import Intake
from .knowledge import (
    Article,
    BodyPart,
    GuidanceKnowledge,
    RedFlag,
    Symptom,
    Topic,
)
from .person import Person
from .reading import EMERGENCY_ADVICE, Hit, Keyed, Reader, Signs, reader_of
from .wording import Found, Wording, plain

__all__ = [
    "EMERGENCY",
    "EMERGENCY_ADVICE",
    "FEVER_CLINIC",
    "GENERAL_PRACTICE",
    "OBSTETRICS",
    "PAEDIATRICS",
    "Advice",
    "Article",
    "Asked",
    "BodyPart",
    "Department",
    "DepartmentCode",
    "Found",
    "GuidanceKnowledge",
    "GuidanceQuestion",
    "Hit",
    "Intake",
    "Keyed",
    "Limits",
    "Opinion",
    "Person",
    "Reader",
    "RedFlag",
    "Signs",
    "Symptom",
    "Topic",
    "Wording",
    "covers",
    "next_questions",
    "plain",
    "reader_of",
    "sees",
    "settle",
]
