"""Explaining a report (报告智能解读): HR5, beside the laboratory's own range."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.rules.health_records.interpreting import (
    DISAGREES,
    MARK,
    NOTHING_FLAGGED,
    SEEK_CARE,
    interpret,
    place,
)
from ehealthcard.rules.reporting import Flag, ReportContent, ReportItem


def item(result: str, reference: str, flag: Flag = Flag.NORMAL) -> ReportItem:
    return ReportItem(
        code="K", name="钾", result=result, reference=reference, flag=flag
    )


@pytest.mark.parametrize(
    ("result", "reference", "expected"),
    [
        ("3.5", "3.5-5.3", Flag.NORMAL),
        ("5.3", "3.5 ~ 5.3", Flag.NORMAL),
        ("3.4", "3.5～5.3", Flag.LOW),
        ("5.31", "3.5—5.3", Flag.HIGH),
        ("-1", "-2-2", Flag.NORMAL),
        ("5", "<5", Flag.HIGH),
        ("5", "≤5", Flag.NORMAL),
        ("4.9", "＜5", Flag.NORMAL),
        ("60", ">60", Flag.LOW),
        ("60", "≥60", Flag.NORMAL),
        ("61", "＞60", Flag.NORMAL),
        ("阴性", "阴性", None),
        ("4.1", "", None),
        ("4.1", "男 3-5", None),
        (">100", "3-5", None),
    ],
)
def test_a_number_lies_within_its_range_or_beside_it(
    result: str, reference: str, expected: Flag | None
) -> None:
    assert expected is place(result, reference)


def test_hr5_it_is_marked_and_leaves_the_report_alone() -> None:
    content = ReportContent(items=(item("6.8", "3.5-5.3", Flag.CRITICAL_HIGH),))
    before = content.to_json()

    said = interpret(content)

    assert "参考，非诊断" == said.mark == MARK
    assert f"钾危急偏高（参考范围3.5-5.3）。{SEEK_CARE}" == said.notes[0].text
    assert said.summary.startswith(MARK)
    assert "共1项，其中1项需留意" in said.summary
    assert before == content.to_json()


def test_what_nobody_flagged_and_lies_within_calls_for_nothing() -> None:
    said = interpret(ReportContent(items=(item("4.1", "3.5-5.3"),)))
    assert () == said.notes
    assert NOTHING_FLAGGED in said.summary


def test_a_flag_that_disagrees_with_the_range_is_named() -> None:
    (note,) = interpret(ReportContent(items=(item("6.8", "3.5-5.3"),))).notes
    assert DISAGREES in note.text


def test_a_flag_without_a_range_is_said_without_one() -> None:
    (note,) = interpret(ReportContent(items=(item("阳性", "", Flag.ABNORMAL),))).notes
    assert "钾异常。" == note.text


def test_a_repr_tells_no_result() -> None:
    said = interpret(ReportContent(items=(item("6.8", "3.5-5.3"),)))
    assert "6.8" not in repr(said)
    assert "钾：" not in repr(said)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_any_words_are_taken_or_left(result: str, reference: str) -> None:
    assert place(result, reference) in (None, Flag.LOW, Flag.NORMAL, Flag.HIGH)
