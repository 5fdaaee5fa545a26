"""A folder of worklist files, and the foreign servers that serve it."""

import re
from pathlib import Path

import pytest

from ehealthcard.adapters.dicom import Charset, WorklistFolder
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.testing import WorklistContract
from ehealthcard.testing.imaging import AT, DAY, EXAMINATION
from tests.dicom_peer import ask, findscu, orthanc, question, wlmscpfs

NAME = "OUYANG^CESHI=欧阳^测试"
ENCODINGS: dict[Charset, str] = {"ISO_IR 192": "Utf8", "GB18030": "Chinese"}


@pytest.mark.parametrize("charset", ENCODINGS)
class TestWorklistFolder(WorklistContract):
    @pytest.fixture
    def worklist(self, tmp_path: Path, charset: Charset) -> WorklistFolder:
        return WorklistFolder(tmp_path / "WL", charset)


@pytest.fixture
def folder(tmp_path: Path) -> WorklistFolder:
    folder = WorklistFolder(tmp_path / "WL")
    folder.put(EXAMINATION)
    return folder


def test_a_file_name_tells_nobody_and_no_half_file_is_left(
    folder: WorklistFolder,
) -> None:
    names = {file.name for file in folder.path.iterdir()}

    (name,) = names - {"lockfile"}
    assert re.fullmatch("[0-9a-f]{32}[.]wl", name)


def test_a_file_of_another_program_is_passed_by(folder: WorklistFolder) -> None:
    (folder.path / "x.wl").write_bytes(b"no DICOM at all")
    (folder.path / "y.wl").write_bytes(bytes(128) + b"DICM")

    assert [EXAMINATION] == list(folder.scheduled())


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "WL").write_text("a file")
    worklist = WorklistFolder(tmp_path / "WL")

    with pytest.raises(OutsideUnavailableError):
        worklist.put(EXAMINATION)
    with pytest.raises(OutsideUnavailableError):
        worklist.drop(EXAMINATION.study)


def test_what_is_over_is_pruned(folder: WorklistFolder) -> None:
    later = {"study": "2.25.2", "starts_at": AT + DAY}
    folder.put(EXAMINATION.model_copy(update=later))

    assert 1 == folder.prune((AT + DAY).date())
    assert ["2.25.2"] == [e.study for e in folder.scheduled()]


@pytest.mark.parametrize("charset", ENCODINGS)
def test_orthanc_serves_it_with_the_chinese_name_whole(
    tmp_path: Path, charset: Charset
) -> None:
    folder = WorklistFolder(tmp_path / "WL", charset)
    folder.put(EXAMINATION)
    asked = question(PatientID="P-1", ScheduledStationAETitle="CT01")
    with orthanc(folder.path, tmp_path, encoding=ENCODINGS[charset]) as address:
        told = ask(address, asked)
        other = ask(address, question(ScheduledStationAETitle="MR01"))
        shown = findscu(
            address,
            "0010,0010",
            "0040,0100[0].0040,0001=CT01",
            "0040,0100[0].0040,0002=20260301-20260303",
            called="ORTHANC",
        )
        folder.drop(EXAMINATION.study)
        after = ask(address, asked)

    assert told
    assert other
    assert after
    (entry,) = told.entries
    step = entry.ScheduledProcedureStepSequence[0]
    assert NAME == str(entry.PatientName)
    assert "胸部CT增强" == step.ScheduledProcedureStepDescription
    assert "OUYANG^CESHI" in shown
    assert [] == other.entries == after.entries


def test_orthanc_s_own_encoding_breaks_the_name_and_the_letters_stay(
    folder: WorklistFolder, tmp_path: Path
) -> None:
    with orthanc(folder.path, tmp_path, encoding="Latin1") as address:
        told = ask(address, question(PatientID="P-1"))

    assert told
    assert "OUYANG^CESHI=^" == str(told.entries[0].PatientName)


def test_dcmtk_serves_it_likewise(folder: WorklistFolder) -> None:
    with wlmscpfs(folder.path) as address:
        shown = findscu(address, "0010,0010", "0040,0100[0].0008,0060=CT", called="WL")
        none = findscu(address, "0010,0010", "0040,0100[0].0008,0060=MR", called="WL")

    assert NAME in shown
    assert "OUYANG" not in none
