"""Reports in an ORU, as they were written there (检验检查结果消息).

HL7 v2 chapter 7 (recalled): each OBR begins a report, its OBX are the results. What
cannot be read letter for letter is refused, so that no report is shown in part.
"""

import attrs

from ehealthcard.errors import MalformedHl7Error, Phrase
from ehealthcard.rules.reporting import Flag, ReportContent, ReportItem

from .er7 import Hl7Message, Segment

TEXTS = ("NM", "ST", "TX", "FT")
CODED = ("CE", "CWE", "CNE")
"""Kinds of value (OBX-2, table 0125) that are read; of a coded one, its text."""

WITHDRAWN = ("D", "W", "X")
"""OBX-11, table 0085: deleted, wrong, or none could be had."""


@attrs.frozen
class Reported:
    """One report of a message.

    Args:
        number: OBR-3, the filler's number; OBR-2 where there is none.
        status: OBR-25, table 0123: ``P`` preliminary, ``F`` final, ``C`` corrected.
        signer: OBR-32.1, who stands for it (审核医师); its first subcomponent.
        content: What was found.

    """

    number: str
    status: str
    signer: str
    content: ReportContent = attrs.field(repr=False)


def reports_of(message: Hl7Message) -> tuple[Reported, ...]:
    """Return the reports of an ORU.

    Raises:
        MalformedHl7Error: There is none, or a result that cannot be read as a whole.

    """
    groups: list[tuple[Segment, list[Segment]]] = []
    for segment in message.segments:
        if segment.name == "OBR":
            groups.append((segment, []))
        elif segment.name == "OBX" and groups:
            groups[-1][1].append(segment)
    if not groups:
        raise MalformedHl7Error(what=Phrase("it has no OBR", "缺少 OBR"))
    return tuple(_report(head, found) for head, found in groups)


def _report(head: Segment, found: list[Segment]) -> Reported:
    number = head.text(3) or head.text(2)
    if not number:
        raise MalformedHl7Error(what=Phrase("OBR-3 is empty", "OBR-3 为空"))
    items = tuple(_item(one) for one in found if one.text(11) not in WITHDRAWN)
    signer = next(iter(head.parts(32)), "")
    return Reported(number, head.text(25), signer, ReportContent(items=items))


def _item(one: Segment) -> ReportItem:
    kind = one.text(2)
    if kind not in TEXTS + CODED:
        raise MalformedHl7Error(
            what=Phrase("OBX-2 is of a kind that is not read", "OBX-2 的类型不支持")
        )
    if len(one.repetitions(5)) > 1:
        raise MalformedHl7Error(
            what=Phrase("OBX-5 has several values", "OBX-5 有多个值")
        )
    code, name = one.text(3), one.text(3, 2)
    result = one.text(5, 2) if kind in CODED else one.text(5)
    if not (code or name) or not result:
        raise MalformedHl7Error(
            what=Phrase("an OBX lacks its name or its value", "OBX 缺少名称或值")
        )
    return ReportItem(
        code=code or name,
        name=name or code,
        result=result,
        unit=one.text(6),
        reference=one.text(7),
        flag=_flag(one.text(8)),
    )


def _flag(text: str) -> Flag:
    try:
        return Flag(text) if text else Flag.NORMAL
    except ValueError:
        raise MalformedHl7Error(
            what=Phrase("OBX-8 is no known flag", "OBX-8 的标志未知")
        ) from None
