"""The simulated HIS of visit records, and the fan-out over several."""

from datetime import date, timedelta
from threading import Event
from typing import Any

import pytest

from ehealthcard.adapters.simulator import (
    SimulatedEncounters,
    SimulatedHospital,
    SimulatedIndex,
    visit_of,
)
from ehealthcard.desk.fan_out import FanOut
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import SubjectId
from ehealthcard.ports import Institution, PatientNumber
from ehealthcard.rules.encounters import (
    Outcome,
    RecordKind,
    RecordsFound,
    RecordsWanted,
)
from ehealthcard.testing import EncountersContract

DAY = date(2026, 2, 2)
SUBJECT = SubjectId("5" * 32)
WANTED = RecordsWanted(
    card=SUBJECT, patients=("P1",), kinds=tuple(RecordKind), first=DAY, last=DAY
)


def filled() -> SimulatedEncounters:
    encounters = SimulatedHospital("H1").encounters
    for number in ("P1", "P2"):
        visit, records = visit_of("H1", number, DAY, int(number[1:]))
        encounters.add(visit, *records)
    return encounters


class TestSimulatedEncounters(EncountersContract):
    org = "H1"

    @pytest.fixture
    def encounters(self) -> SimulatedEncounters:
        return filled()

    @pytest.fixture
    def patients(self) -> tuple[str, str]:
        return "P1", "P2"

    @pytest.fixture
    def days(self) -> tuple[date, date]:
        return DAY, DAY


def test_halves_are_told_by_the_total() -> None:
    encounters = filled()
    encounters.faults.halves = True

    found = encounters.records(WANTED)

    assert (2, 6) == (len(found.records), found.total)


def test_an_index_merges_and_splits() -> None:
    index = SimulatedIndex()
    index.link(SUBJECT, "H1", "P1")
    index.link(SUBJECT, "H1", "P2")
    assert 2 == len(index.numbers(SUBJECT))
    index.split(SUBJECT, "P1")
    assert (PatientNumber("H1", "P2"),) == index.numbers(SUBJECT)
    assert "P2" not in repr(index.numbers(SUBJECT))
    index.faults.is_down = True
    with pytest.raises(OutsideUnavailableError):
        index.numbers(SUBJECT)


class Adapter:
    """One HIS that does what it is told."""

    def __init__(self, does: Any) -> None:
        self.does = does

    def records(self, _wanted: RecordsWanted, /) -> Any:
        return self.does()


def told(does: Any, *, org: str = "H1", seconds: float = 5) -> Institution:
    return Institution(org, f"{org}院", Adapter(does), timedelta(seconds=seconds))


def fail() -> None:
    raise ValueError


def down() -> None:
    raise OutsideUnavailableError


@pytest.mark.parametrize(
    ("does", "outcome"),
    [
        (lambda: RecordsFound(total=0), Outcome.ANSWERED),
        (down, Outcome.UNAVAILABLE),
        (fail, Outcome.FAILED),
        (lambda: "nonsense", Outcome.FAILED),
        (lambda: None, Outcome.FAILED),
    ],
)
def test_whatever_an_adapter_does_is_an_answer(does: Any, outcome: Outcome) -> None:
    (answer,) = FanOut().ask([(told(does), WANTED)])

    assert outcome is answer.outcome


def test_the_slow_keep_nobody_waiting_beyond_their_own_time() -> None:
    awake = Event()
    slow = told(awake.wait, org="H2", seconds=0.05)
    quick = told(lambda: RecordsFound(total=0), org="H3")
    fan_out = FanOut(most_open=2)

    answers = fan_out.ask([(slow, WANTED), (quick, WANTED)])

    assert [Outcome.TIMED_OUT, Outcome.ANSWERED] == [a.outcome for a in answers]
    assert {"H2": 1} == fan_out.waiting
    again = fan_out.ask([(slow, WANTED), (slow, WANTED)])
    assert [Outcome.TIMED_OUT, Outcome.BUSY] == [a.outcome for a in again]
    awake.set()


def test_all_are_asked_at_once() -> None:
    gates = [Event(), Event()]

    def meet(mine: int) -> RecordsFound:
        gates[mine].set()
        both = all(gate.wait(timeout=5) for gate in gates)
        return RecordsFound(total=int(both))

    answers = FanOut().ask(
        [(told(lambda n=n: meet(n), org=f"H{n}"), WANTED) for n in range(2)]
    )

    assert [1, 1] == [a.found.total for a in answers if a.found]
