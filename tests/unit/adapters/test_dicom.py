"""Names, numbers and entries of a worklist."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataset import Dataset

from ehealthcard.adapters.dicom import (
    entry_for,
    examination_in,
    matches,
    name_in,
    person_name,
    short_number,
    study_uid,
)
from ehealthcard.codesets import SHANGHAI, Sex
from ehealthcard.errors import InvalidInputError
from ehealthcard.ports import ImagedPatient, ScheduledExamination, Station
from ehealthcard.testing.imaging import EXAMINATION

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1)
TEXT = st.text(
    st.characters(exclude_characters="\\", exclude_categories=["C", "Z"]),
    min_size=1,
    max_size=16,
)
EXAMINATIONS = st.builds(
    ScheduledExamination,
    study=st.uuids().map(lambda u: f"2.25.{u.int}"),
    step=st.text("ABC123", min_size=1, max_size=16),
    accession=st.text("ABC123-", min_size=1, max_size=16),
    patient=st.builds(
        ImagedPatient,
        number=st.text("0123456789", min_size=1, max_size=20),
        issuer=st.none() | st.just("H1"),
        name=HAN.filter(lambda t: len(t) <= 20),
        birth_date=st.none() | st.dates(date(1900, 1, 1), date(2030, 1, 1)),
        sex=st.sampled_from([Sex.MALE, Sex.FEMALE, Sex.UNSTATED, Sex.UNKNOWN]),
    ),
    station=st.builds(
        Station,
        modality=st.sampled_from(["CT", "MR", "DX"]),
        ae_title=st.text("ABC_1", min_size=1, max_size=16),
        name=st.none() | TEXT,
        location=st.none(),
    ),
    starts_at=st.datetimes(
        datetime(2020, 1, 1),  # noqa: DTZ001  # the strategy adds the zone
        datetime(2040, 1, 1),  # noqa: DTZ001  # the same
        timezones=st.just(UTC),
    ).map(lambda t: t.replace(microsecond=0).astimezone(SHANGHAI)),
    item=TEXT,
    description=TEXT,
    body_part=st.none() | TEXT,
    with_contrast=st.booleans(),
    is_there=st.booleans(),
)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("张小东", "ZHANG^XIAODONG=张^小东"),
        ("欧阳修", "OUYANG^XIU=欧阳^修"),
        ("单雄信", "SHAN^XIONGXIN=单^雄信"),
        ("吕布", "LYU^BU=吕^布"),
        ("曾", "ZENG=曾"),
        ("东方", "DONG^FANG=东^方"),
        ("Anna Schmidt", "Anna Schmidt"),
        ("O^Neil=X", "O Neil X"),
    ],
)
def test_a_name_sounds_and_is_written(name: str, told: str) -> None:
    assert told == person_name(name)


def test_a_transcribed_name_is_not_taken_apart() -> None:
    name = "阿依古丽·买买提"

    assert "=" in person_name(name)
    assert "^" not in person_name(name)
    assert name == name_in(person_name(name))


@given(HAN)
def test_a_han_name_comes_back_from_what_is_written(name: str) -> None:
    assert name == name_in(person_name(name))


@given(st.text())
def test_a_number_is_short_whatever_it_was(text: str) -> None:
    made = short_number(text)

    assert 1 <= len(made) <= 16
    assert made.isascii()
    assert made == short_number(made)


def test_one_booking_is_one_study() -> None:
    assert study_uid("k1") == study_uid("k1") != study_uid("k2")
    assert study_uid("k1").startswith("2.25.")
    assert len(study_uid("k1")) <= 64


@given(EXAMINATIONS)
def test_an_entry_tells_all_of_an_examination(made: ScheduledExamination) -> None:
    assert made == examination_in(entry_for(made))


@given(EXAMINATIONS)
def test_an_entry_answers_its_own_attributes(made: ScheduledExamination) -> None:
    entry, asked = entry_for(made), Dataset()
    asked.StudyInstanceUID, asked.PatientID = entry.StudyInstanceUID, entry.PatientID
    asked.PatientName = entry.PatientName

    assert matches(asked, entry)
    asked.StudyInstanceUID = "2.25.0"
    assert not matches(asked, entry)


def test_a_machine_is_told_its_own_wall_clock() -> None:
    late = EXAMINATION.model_copy(
        update={"starts_at": datetime(2026, 3, 2, 16, 30, tzinfo=UTC)}
    )
    (step,) = entry_for(late).ScheduledProcedureStepSequence

    assert "20260303" == step.ScheduledProcedureStepStartDate
    assert "003000" == step.ScheduledProcedureStepStartTime
    assert timedelta(0) == examination_in(entry_for(late)).starts_at - late.starts_at


def test_an_entry_that_lacks_something_is_no_examination() -> None:
    entry = entry_for(EXAMINATION)
    del entry.StudyInstanceUID

    with pytest.raises(InvalidInputError):
        examination_in(entry)
    with pytest.raises(InvalidInputError):
        examination_in(Dataset())


def test_a_key_that_entries_do_not_have_is_not_looked_at() -> None:
    asked = Dataset()
    asked.InstitutionName = "somewhere"

    assert matches(asked, entry_for(EXAMINATION))
