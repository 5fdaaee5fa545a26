"""One person, many codes (多码协同): what codes there are, and how one is recognised.

Pure: it looks at text. Who is bound to which code is the desk's affair.
"""

from . import checks
from .assurance import Assurance, IssuerKind, Source
from .checks import Check
from .kinds import CodeKind, Route, Sureness
from .recognising import Ambiguous, CodeKinds, RecognisedCode, digest, recognise
from .shipped import SHIPPED, admission_number, medical_record, visit_card

__all__ = [
    "SHIPPED",
    "Ambiguous",
    "Assurance",
    "Check",
    "CodeKind",
    "CodeKinds",
    "IssuerKind",
    "RecognisedCode",
    "Route",
    "Source",
    "Sureness",
    "admission_number",
    "checks",
    "digest",
    "medical_record",
    "recognise",
    "visit_card",
]
