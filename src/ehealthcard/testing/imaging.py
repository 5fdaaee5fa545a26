"""What every worklist of imaging machines must do.

Inherit, provide an empty ``worklist``, and pytest does the rest.
"""

from datetime import date, datetime, timedelta

import pytest

from ehealthcard.codesets import SHANGHAI, Sex
from ehealthcard.ports import (
    ImagedPatient,
    ScheduledExamination,
    Station,
    Worklist,
)

AT = datetime(2026, 3, 3, 8, 30, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
EXAMINATION = ScheduledExamination(
    study="2.25.1",
    step="S1",
    accession="A1",
    patient=ImagedPatient(
        number="P-1",
        issuer="H1",
        name="欧阳测试",
        birth_date=date(1990, 3, 7),
        sex=Sex.FEMALE,
    ),
    station=Station(modality="CT", ae_title="CT01", name="CT-1", location="1F"),
    starts_at=AT,
    item="CT-210",
    description="胸部CT增强",
    body_part="胸部",
    with_contrast=True,
)


class WorklistContract:
    """Everything that a booked examination asks of a worklist."""

    @pytest.fixture
    def worklist(self) -> Worklist:
        """Return the adapter, empty."""
        raise pytest.UsageError("Provide a worklist fixture.")

    def test_what_is_put_is_there_as_it_was_put(self, worklist: Worklist) -> None:
        """To the letter, in Chinese too."""
        worklist.put(EXAMINATION)

        assert [EXAMINATION] == list(worklist.scheduled())

    def test_what_is_put_again_is_one(self, worklist: Worklist) -> None:
        """With what has changed of it."""
        there = EXAMINATION.model_copy(update={"is_there": True})
        for told in (EXAMINATION, there, there):
            worklist.put(told)

        assert [there] == list(worklist.scheduled())

    def test_what_is_dropped_is_gone(self, worklist: Worklist) -> None:
        """Once and again; the others stay."""
        other = EXAMINATION.model_copy(update={"study": "2.25.2", "step": "S2"})
        worklist.put(EXAMINATION)
        worklist.put(other)
        for _ in range(2):
            worklist.drop(EXAMINATION.study)

        assert [other] == list(worklist.scheduled())

    def test_days_are_those_of_the_wall_clock(self, worklist: Worklist) -> None:
        """Both ends are included, and what comes first stands first."""
        days = [EXAMINATION.starts_at + n * DAY for n in (2, 0, 1)]
        for number, day in enumerate(days):
            named = {"study": f"2.25.{number}", "starts_at": day}
            worklist.put(EXAMINATION.model_copy(update=named))
        one, two = AT.date(), (AT + DAY).date()

        found = worklist.scheduled(first=one, last=two)

        assert sorted(days)[:2] == [e.starts_at for e in found]
        assert 2 == len(worklist.scheduled(first=two))
        assert 1 == len(worklist.scheduled(last=one))
