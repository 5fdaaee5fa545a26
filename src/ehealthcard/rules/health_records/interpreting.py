"""Explaining a report to its patient (报告智能解读): for reference, no diagnosis.

Each result is set beside the reference range that the laboratory printed; nothing
clinical is added and nothing in the report is changed. What the laboratory flagged is
said in plain words; where its flag and its own range disagree, that is said as well.
The words are the project's own and have not been clinically reviewed.
"""

import re
from decimal import Decimal
from typing import Annotated

from ehealthcard.models import PRIVATE, Model
from ehealthcard.rules.reporting import (
    CRITICAL_FLAGS,
    Flag,
    ReportContent,
    ReportItem,
)

MARK = "参考，非诊断"
"""What stands on every interpretation."""

MARK_EN = "For reference, not a diagnosis"
ASK_DOCTOR = "请将本解读与报告原文一并向医生咨询。"
SEEK_CARE = "请立即联系医生。"
DISAGREES = "结果超出所列参考范围但未标注，请向报告科室核实。"
NOTHING_FLAGGED = "各项结果均未标注异常。"

_NUMBER = r"(-?[0-9]+(?:\.[0-9]+)?)"
_RANGE = re.compile(rf"\s*{_NUMBER}\s*(?:-|~|～|–|—|至)\s*{_NUMBER}\s*", re.ASCII)
_BOUND = re.compile(rf"\s*([<>≤≥＜＞])\s*{_NUMBER}\s*", re.ASCII)
_RESULT = re.compile(rf"\s*{_NUMBER}\s*", re.ASCII)


class ItemNote(Model):
    """What is said of one result (项目解读)."""

    code: str
    name: str
    result: Annotated[str, PRIVATE]
    flag: Annotated[Flag, PRIVATE]
    text: Annotated[str, PRIVATE]


class Interpretation(Model):
    """What is said of a report (报告解读)."""

    mark: str = MARK
    notes: Annotated[tuple[ItemNote, ...], PRIVATE]
    """Of each result that calls for attention."""

    summary: Annotated[str, PRIVATE]


def interpret(content: ReportContent) -> Interpretation:
    """Return what can be said of *content* without being a doctor."""
    notes = tuple(filter(None, map(_note, content.items)))
    flagged = f"共{len(content.items)}项，其中{len(notes)}项需留意。"
    said = flagged if notes else NOTHING_FLAGGED
    return Interpretation(notes=notes, summary=f"{MARK}。{said}{ASK_DOCTOR}")


def place(result: str, reference: str) -> Flag | None:
    """Return how *result* lies to *reference*; ``None`` where that is no number.

    >>> place("6.8", "3.5-5.3").en, place("4.1", "<5").en, place("阴性", "阴性")
    ('high', 'normal', None)
    """
    number = _RESULT.fullmatch(result)
    if number is None:
        return None
    value = Decimal(number[1])
    if found := _RANGE.fullmatch(reference):
        if value < Decimal(found[1]):
            return Flag.LOW
        return Flag.HIGH if value > Decimal(found[2]) else Flag.NORMAL
    if bound := _BOUND.fullmatch(reference):
        return _beside(value, bound[1], Decimal(bound[2]))
    return None


def _beside(value: Decimal, sign: str, bound: Decimal) -> Flag:
    below = sign in "<≤＜"
    fits = value < bound if below else value > bound
    if fits or (sign in "≤≥" and value == bound):
        return Flag.NORMAL
    return Flag.HIGH if below else Flag.LOW


def _note(item: ReportItem) -> ItemNote | None:
    text = _said(item)
    if text is None:
        return None
    return ItemNote(
        code=item.code, name=item.name, result=item.result, flag=item.flag, text=text
    )


def _said(item: ReportItem) -> str | None:
    if item.flag is Flag.NORMAL:
        outside = place(item.result, item.reference) in (Flag.LOW, Flag.HIGH)
        return f"{item.name}：{DISAGREES}" if outside else None
    beside = f"（参考范围{item.reference}）" if item.reference else ""
    urgent = SEEK_CARE if item.flag in CRITICAL_FLAGS else ""
    return f"{item.name}{item.flag.zh}{beside}。{urgent}"
