"""Asking before the visit (预诊问答): lists, answers, branches, red flags, reports.

Everything here is pure. Lists of questions are data (:mod:`.questions`) that a
:class:`ehealthcard.ports.QuestionBank` brings; :class:`.Sheet` is the engine.
"""

from .allergies import Allergy, AllergyComparison, AllergyRead, compare
from .answers import (
    Chosen,
    Given,
    Lasted,
    Number,
    OnDay,
    Picture,
    Pictures,
    Span,
    Value,
    Written,
)
from .checking import Fault, Flaw, faults
from .fitting import require_fit
from .questions import (
    Advice,
    Choice,
    Concept,
    Condition,
    Kind,
    Question,
    QuestionSet,
    RedFlag,
    Section,
)
from .report import MODEL, BankVersion, Chapter, Line, Raised, Report, Warned
from .sheet import About, Progress, Sheet

__all__ = [
    "MODEL",
    "About",
    "Advice",
    "Allergy",
    "AllergyComparison",
    "AllergyRead",
    "BankVersion",
    "Chapter",
    "Choice",
    "Chosen",
    "Concept",
    "Condition",
    "Fault",
    "Flaw",
    "Given",
    "Kind",
    "Lasted",
    "Line",
    "Number",
    "OnDay",
    "Picture",
    "Pictures",
    "Progress",
    "Question",
    "QuestionSet",
    "Raised",
    "RedFlag",
    "Report",
    "Section",
    "Sheet",
    "Span",
    "Value",
    "Warned",
    "Written",
    "compare",
    "faults",
    "require_fit",
]
