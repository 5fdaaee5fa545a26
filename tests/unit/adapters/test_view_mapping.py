"""What a mapping may say, and how values are cleaned."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ehealthcard.adapters.dbview import EventKind, ViewMapping, ViewSource, Why
from ehealthcard.adapters.dbview.cleaning import Unfit, moment, text
from ehealthcard.adapters.dbview.loading import load
from ehealthcard.cli.app import app
from ehealthcard.errors import UnsupportedDatabaseError, ViewMappingError
from tests.integration.views.vendor import vendor

YAML = """\
name: inpatients
org: H1
view: V_EHC_ZYSJ
key: [SJXH]
natural: [ZYH, ZYCS]
watermark: {column: GXSJ, time: "%Y-%m-%d %H:%M:%S.%f"}
event: {column: SJLX, codes: {入院: admission, 死亡: death}, ignored: [巡房]}
fields:
  card: {columns: [JKKH]}
  number: {columns: [ZYH, ZYCS]}
  ward: {columns: [BQDM], codes: {"03": W-3}}
  bed: {columns: [CWH]}
"""


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "inpatients.yaml"
    path.write_text(YAML, "utf-8")
    return path


def test_a_mapping_is_read_from_yaml(mapping: Path) -> None:
    read = load(mapping)

    assert EventKind.DEATH is read.event.codes["死亡"]
    assert ("ZYH", "ZYCS") == read.fields["number"].columns
    assert read.columns.count("ZYH") == 1


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("card:", "patient:", "fields.patient: there is no such field"),
        ("  bed: {columns: [CWH]}\n", "", "fields.bed: admission needs it"),
        ("admission", "arrival", "event"),
        ("org: H1", "org: H1\norg: H2", "org stands there twice"),
        ("org: H1", "org: H1\ncharset: big-endian", "charset: no such encoding"),
        ("org: H1\n", "", "org"),
    ],
)
def test_a_mapping_that_contradicts_itself_is_refused(
    mapping: Path, old: str, new: str, where: str
) -> None:
    mapping.write_text(YAML.replace(old, new, 1), "utf-8")

    with pytest.raises(ViewMappingError, match="VIEW_MAPPING") as caught:
        load(mapping)

    assert where in str(caught.value.facts["where"])


def test_a_mapping_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ViewMappingError, match=r"none\.yaml: cannot be read"):
        load(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("value", "misread", "meant"),
    [
        ("  ０３病区　", None, "03病区"),
        ("住院".encode("gb18030"), None, "住院"),
        ("住院".encode("gbk").decode("latin-1"), "latin-1", "住院"),
        (Decimal("12.00"), None, "12"),
        (7, None, "7"),
        (None, None, ""),
        ("ＸＹ\0", None, "XY"),
    ],
)
def test_text_is_cleaned(value: Any, misread: str | None, meant: str) -> None:
    assert meant == text(value, "C", "gb18030", misread)


def test_text_in_another_encoding_is_set_aside() -> None:
    with pytest.raises(Unfit) as caught:
        text(b"\xff\xff\xff", "BZ", "gb18030", None)

    assert (Why.TEXT_UNREADABLE, "BZ") == (caught.value.why, caught.value.column)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (datetime(2026, 3, 2, 9), None),  # noqa: DTZ001  # as the HIS has it
        ("20260302090000", "%Y%m%d%H%M%S"),
        (datetime(2026, 3, 2, 1, tzinfo=UTC), None),
    ],
)
def test_a_time_without_a_zone_is_china_s(value: Any, written: str | None) -> None:
    assert datetime(2026, 3, 2, 1, tzinfo=UTC) == moment(value, written, "C")


@pytest.mark.parametrize("value", ["20260230", "soon", None, 20260302])
def test_what_is_no_time_is_set_aside(value: Any) -> None:
    with pytest.raises(Unfit) as caught:
        moment(value, "%Y%m%d", "SJ")

    assert Why.TIME_UNREADABLE is caught.value.why


def test_the_check_says_which_column_and_code_is_wrong(
    mapping: Path, tmp_path: Path
) -> None:
    with vendor("sqlite", tmp_path) as his:
        his.tell("巡房")
        his.tell("死亡", JKKH="a" * 64)
        his.tell("入院", JKKH="A" * 64, ZYH="1", BQDM="０９", CWH="1")
        his.tell("入院", JKKH="A" * 64, ZYH="1", BQDM="09", CWH="1")
        his.tell("死亡", JKKH="no card")
        his.tell("死亡", JKKH="A" * 64, GXSJ=None)
        result = CliRunner().invoke(
            app, ["view", "check", str(mapping), "--db", his.url]
        )

        assert 1 == result.exit_code
        assert [
            "6 rows read, 2 fit",
            "GXSJ: TIME_UNREADABLE (1 rows)",
            "BQDM: CODE_UNKNOWN '09' (2 rows)",
            "JKKH: CARD_UNREADABLE (1 rows)",
            "GXSJ: WATERMARK_EMPTY (1 rows)",
        ] == result.output.splitlines()


def test_the_check_names_columns_and_views_that_are_not_there(
    mapping: Path, tmp_path: Path
) -> None:
    with vendor("sqlite", tmp_path) as his:
        mapping.write_text(YAML.replace("CWH", "CH"), "utf-8")
        command = ["view", "check", str(mapping), "--db", his.url]
        lacking = CliRunner().invoke(app, command)
        mapping.write_text(YAML.replace("V_EHC_ZYSJ", "V_OLD"), "utf-8")
        unseen = CliRunner().invoke(app, command)

    assert "CH: COLUMN_MISSING (0 rows)" in lacking.output
    assert isinstance(unseen.exception, ViewMappingError)
    assert "V_OLD" in unseen.exception.english


def test_a_mapping_that_fits_ends_well(mapping: Path, tmp_path: Path) -> None:
    with vendor("sqlite", tmp_path) as his:
        his.tell("死亡", JKKH="A" * 64)
        result = CliRunner().invoke(
            app, ["view", "check", str(mapping), "--db", his.url]
        )

    assert (0, "1 rows read, 1 fit\n") == (result.exit_code, result.output)


def test_an_unknown_database_is_named() -> None:
    with pytest.raises(UnsupportedDatabaseError, match="nosuch"):
        ViewSource.open("nosuch://his")


def test_a_mapping_has_no_room_for_surplus() -> None:
    assert "extra" not in ViewMapping.model_fields
