"""What of a message may be shown: a list of what is known to be harmless (脱敏).

Whatever is not on the list is masked, so that a segment, an element or a field that
nobody thought of shows nothing. What is left is the message's form: which segments and
elements, which kinds, codes of answers, times of events, amounts.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from ehealthcard.adapters.hl7.er7 import Hl7Message, Segment
from ehealthcard.errors import MalformedHl7Error

Hide = Callable[[str], str]
Mask = Callable[[str, Hide], str]

_ALL = range(1, 100)
HL7_SHOWN: Mapping[str, range | frozenset[int]] = {
    "MSH": frozenset(_ALL) - {8, 10},
    "MSA": frozenset({1, 4}),
    "ERR": frozenset({3, 4}),
    "EVN": frozenset({1, 2}),
    "PV1": frozenset({1, 2, 4, 36}),
    "SCH": frozenset({6, 11, 25}),
    "RGS": frozenset({1}),
    "AIS": frozenset({1, 4}),
    "FT1": frozenset({1, 4, 6, 11}),
    "OBR": frozenset({1, 25}),
    "OBX": frozenset({1, 2, 11}),
    "QPD": frozenset({1}),
    "RCP": _ALL,
    "QAK": frozenset({2, 3}),
    "PID": frozenset({1}),
}
"""Fields whose values are shown. MSH-8 may hold a password; MSH-10 is masked, and MSA-2
with it to the same mask."""

FHIR_SHOWN = frozenset(
    {"resourceType", "status", "system", "mode", "method", "severity", "fhirVersion"}
)
"""Keys whose texts are shown; those of numbers and truth values are not either."""

XML_SHOWN = frozenset(
    {"root", "typeCode", "classCode", "moodCode", "determinerCode", "ITSVersion"}
)
"""Attributes whose values are shown, besides namespaces."""

_ATTRIBUTE = re.compile(r"""([\w:.-]+)(\s*=\s*)("[^"]*"|'[^']*')""")
_PIECE = re.compile(
    r"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"""
    r"""|<(?:[^<>"']|"[^"]*"|'[^']*')*>|[^<]+|<""",
    re.DOTALL,
)
_TAG = re.compile(r"""</?[\w:.-]+(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_ESCAPED = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
_ENTITY = re.compile("|".join(_ESCAPED))
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]{0,60}")
_PATHS = """
http https urn uuid fhir R4 R4B R5 metadata _search _history HIPService Bundle
AllergyIntolerance Appointment AuditEvent Communication Condition Consent Coverage
DiagnosticReport DocumentReference Encounter HealthcareService Immunization Invoice
Location MedicationRequest Observation Organization Patient Practitioner
PractitionerRole Procedure QuestionnaireResponse Schedule ServiceRequest Slot Task
"""
PATHS_SHOWN = frozenset(_PATHS.split())
"""Parts of an address that are shown; names and numbers of resources are not."""


def as_it_is(text: str, hide: Hide) -> str:  # noqa: ARG001  # it is a mask
    """Return what has nothing to hide: our own words, or nothing at all."""
    return text


def mask_hl7(text: str, hide: Hide) -> str:
    """Return an ER7 message with all but its form masked."""
    try:
        message = Hl7Message.read(text)
    except MalformedHl7Error:
        return hide(text)
    return "\r".join(_segment(s, hide) for s in message.segments)


def _segment(one: Segment, hide: Hide) -> str:
    shown = HL7_SHOWN.get(one.name, frozenset[int]())
    fields = tuple(
        raw if number in shown else _leaves(raw, one, hide)
        for number, raw in enumerate(one.fields, 1)
    )
    return Segment(one.name, fields, one.delimiters).written()


def _leaves(raw: str, one: Segment, hide: Hide) -> str:
    d = one.delimiters
    marks = re.escape(d.repetition + d.component + d.part)
    pieces = re.split(f"([{marks}])", raw)
    return "".join(p if re.fullmatch(f"[{marks}]", p) else hide(p) for p in pieces)


def mask_fhir(text: str, hide: Hide) -> str:
    """Return a FHIR resource with all but its form masked."""
    try:
        return json.dumps(_json("", json.loads(text), hide), ensure_ascii=False)
    except (ValueError, RecursionError):
        return hide(text)


def _json(key: str, value: Any, hide: Hide) -> Any:  # noqa: ANN401  # any JSON
    if isinstance(value, dict):
        members = cast("Mapping[str, Any]", value)
        return {
            k if _KEY.fullmatch(k) else hide(k): _json(k, v, hide)
            for k, v in members.items()
        }
    if isinstance(value, list):
        several = cast("Sequence[Any]", value)
        return [_json(key, one, hide) for one in several]
    if isinstance(value, bool) or value is None:
        return value
    said = str(value)
    if key in FHIR_SHOWN:
        return value
    if key in ("reference", "url", "fullUrl"):
        return mask_address(said, hide)
    return hide(said)


def mask_address(address: str, hide: Hide) -> str:
    """Return a path with names of resources, and masks for the rest."""
    path, question, query = address.partition("?")
    parts = re.split("([/:])", path)
    shown = "".join(p if p in "/:" or p in PATHS_SHOWN else hide(p) for p in parts if p)
    asked = [part.partition("=") for part in query.split("&") if part]
    masked = "&".join(
        f"{name if _KEY.fullmatch(name) else hide(name)}{sign}{hide(value)}"
        for name, sign, value in asked
    )
    return shown + question + masked


def mask_xml(text: str, hide: Hide) -> str:
    """Return XML with all but its form masked, also XML that stands in it as text."""
    return "".join(_piece(m[0], hide) for m in _PIECE.finditer(text))


def _piece(piece: str, hide: Hide) -> str:
    if piece.startswith("<![CDATA["):
        return f"<![CDATA[{_content(piece[9:-3], hide)}]]>"
    if piece.startswith(("<!", "<?")):
        return piece if piece.startswith("<?xml ") else "<!--#-->"
    if _TAG.fullmatch(piece):
        return _ATTRIBUTE.sub(lambda m: _attribute(m, hide), piece)
    if not piece.strip():
        return piece
    if piece.startswith("<"):
        return hide(piece)
    plain = _ENTITY.sub(lambda m: _ESCAPED[m[0]], piece)
    said = _content(plain, hide)
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _content(text: str, hide: Hide) -> str:
    is_xml = text.lstrip().startswith("<")
    return mask_xml(text, hide) if is_xml else hide(text.strip())


def _attribute(found: re.Match[str], hide: Hide) -> str:
    name, sign, quoted = found.groups()
    if name in XML_SHOWN or name.split(":")[0] == "xmlns":
        return found[0]
    return f"{name}{sign}{quoted[0]}{hide(quoted[1:-1])}{quoted[0]}"
