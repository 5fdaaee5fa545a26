"""Labelled sentences: files that are read, files that are refused, and the measure."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ehealthcard.adapters.knowledge import NgramAdvisor
from ehealthcard.adapters.knowledge.evaluation import (
    Sentence,
    code_of,
    evaluate,
    read_sentences,
)
from ehealthcard.cli.app import app
from ehealthcard.errors import EvaluationFileError
from tests.services.guiding import base

ROOT = Path(__file__).parents[3]
VECTORS = ROOT / "tests" / "vectors" / "guidance"
TEXT = "department,text\n呼吸内科,咳嗽有痰\n"
RUNNER = CliRunner()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_may_be_utf_8_or_gb18030(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))

    assert [Sentence("呼吸内科", "咳嗽有痰")] == read_sentences(file)


def test_other_columns_and_quoted_lines_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text('id, Text ,Department\n1,"咳嗽，\n有痰",0301\n\n', "utf-8")

    assert [Sentence("0301", "咳嗽，\n有痰")] == read_sentences(file)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no column department"),
        (b"department\n1\n", "no column text"),
        (b"department,text\n", "no sentences"),
        ("department,text\n骨科,\n".encode(), "line 2 has no text"),
        ("department,text\n,腰疼\n".encode(), "line 2 has no department"),
        (b"department,text\n\xff\xff,\xff\n", "neither UTF-8 nor GB18030"),
        (b'department,text\n"a,b\n', "is no CSV"),
        (b"department,text\nx,a\x00b\n", "NUL"),
    ],
)
def test_a_bad_file_is_refused_in_words(tmp_path: Path, data: bytes, said: str) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(data)

    with pytest.raises(EvaluationFileError, match=said):
        read_sentences(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationFileError, match="cannot be opened"):
        read_sentences(tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("呼吸内科", "03.01"),
        ("心内科", "03.04"),
        ("心血管内科", "03.04"),
        ("耳鼻喉科", "11"),
        ("泌尿外科", "04.04"),
        ("泌尿外科门诊", "04.04"),
        ("03.01", "03.01"),
        ("0301", "03.01"),
        ("301", "03.01"),
        ("0300", "03"),
        ("16a", "16A"),
        (" 骨科 ", "04.03"),
        ("眼", "10"),
        ("不存在的科", None),
    ],
)
def test_a_label_is_a_name_an_alias_or_a_code(label: str, code: str | None) -> None:
    assert code == code_of(base(), label)


def test_a_part_counts_for_the_department_that_the_file_has() -> None:
    sentences = [Sentence("内科", "咳嗽有痰"), Sentence("外科", "膝盖疼")]
    report = evaluate(base(), NgramAdvisor(base()), sentences)

    assert (2, 2, 2) == (
        report.overall.total,
        report.overall.first,
        report.overall.among,
    )


def test_an_unknown_department_counts_as_wrong() -> None:
    sentences = [Sentence("骨科", "膝盖疼"), Sentence("占星科", "运气不好")]
    report = evaluate(base(), NgramAdvisor(base()), sentences)

    assert ("占星科",) == report.unknown
    assert (2, 1) == (report.overall.total, report.overall.first)


def test_the_measure_is_what_the_page_says() -> None:
    page = (ROOT / "docs" / "how-to" / "bring-your-own-guidance.md").read_text("utf-8")
    for name in ("unseen.csv", "development.csv"):
        sentences = read_sentences(VECTORS / name)
        tally = evaluate(base(), NgramAdvisor(base()), sentences).overall
        first, among = tally.first / tally.total, tally.among / tally.total

        assert tally.total >= 200
        said = f"| {tally.total} | {first * 100:.1f} % | {among * 100:.1f} % |"
        assert said in page, f"{name}: {said}"


def test_the_command_prints_both_measures() -> None:
    done = RUNNER.invoke(
        app, ["guidance", "evaluate", str(VECTORS / "development.csv")]
    )

    assert done.exit_code == 0, done.output
    assert "overall 总体: top-1" in done.output
    assert "呼吸内科" in done.output
    assert "未经临床审核" in done.output


def test_the_command_checks_a_base(tmp_path: Path) -> None:
    done = RUNNER.invoke(app, ["guidance", "check"])
    assert "symptoms 症状:" in done.output

    bad = RUNNER.invoke(app, ["guidance", "check", "--knowledge", str(tmp_path)])
    assert bad.exit_code != 0
    assert "KNOWLEDGE_INVALID" in str(bad.exception)
