"""What every HIS with beds and stays must do.

Inherit, provide ``inpatients``, two free ``beds`` of one ward and a ``closed`` one of
it, an ``unpaid`` stay, and two looks at what arrived; pytest does the rest.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from ehealthcard.codesets import SHANGHAI
from ehealthcard.ports import (
    Accepted,
    BedAct,
    DepositBack,
    DischargeAct,
    GateEntry,
    Inpatients,
    PlacementAct,
    Rejected,
    StayNote,
)
from ehealthcard.rules.stays import StayEnd

NOW = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
Bed = tuple[str, str, str]
"""Hospital, ward and bed."""

Gate = Callable[[], dict[str, str]]
"""Says which pass is on the gate's list, and for which ward."""


class InpatientsContract:
    """Everything that inpatient services ask of a HIS."""

    @pytest.fixture
    def inpatients(self) -> Inpatients:
        """Return the adapter."""
        raise pytest.UsageError("Provide an inpatients fixture.")

    @pytest.fixture
    def beds(self) -> tuple[Bed, Bed]:
        """Return two free beds of one ward."""
        raise pytest.UsageError("Provide a beds fixture.")

    @pytest.fixture
    def closed(self) -> Bed:
        """Return a bed that is given to nobody, or does not exist."""
        raise pytest.UsageError("Provide a closed fixture.")

    @pytest.fixture
    def unpaid(self) -> str:
        """Return a stay, ``org:number``, whose bill is not paid."""
        raise pytest.UsageError("Provide an unpaid fixture.")

    @pytest.fixture
    def returned(self) -> Callable[[], Decimal]:
        """Return a look at what went back of deposits, all together, in yuan."""
        raise pytest.UsageError("Provide a returned fixture.")

    @pytest.fixture
    def gate(self) -> Gate:
        """Return a look at the gate's list."""
        raise pytest.UsageError("Provide a gate fixture.")

    def test_a_bed_is_held_by_one(
        self, inpatients: Inpatients, beds: tuple[Bed, Bed]
    ) -> None:
        """The same key again is the same act; somebody else is refused."""
        for _ in range(2):
            assert isinstance(inpatients.hold(_bed("a", beds[0])), Accepted)

        assert Rejected(code="BED_TAKEN") == inpatients.hold(_bed("b", beds[0]))
        assert isinstance(inpatients.hold(_bed("b", beds[1])), Accepted)

    def test_a_closed_bed_is_nobody_s(
        self, inpatients: Inpatients, closed: Bed
    ) -> None:
        """Neither held nor lain in."""
        unknown = Rejected(code="BED_UNKNOWN")

        assert unknown == inpatients.hold(_bed("a", closed))
        assert unknown == inpatients.place(_place("b", closed))

    def test_who_holds_a_bed_lets_it_go(
        self, inpatients: Inpatients, beds: tuple[Bed, Bed]
    ) -> None:
        """A release by another one changes nothing; one that comes again neither."""
        first, other = _bed("a", beds[0]), _bed("b", beds[0])
        inpatients.hold(first)

        assert isinstance(inpatients.release(_bed("b", beds[0], "r")), Accepted)
        assert Rejected(code="BED_TAKEN") == inpatients.hold(other)
        assert isinstance(inpatients.release(_bed("a", beds[0], "r1")), Accepted)
        assert isinstance(inpatients.hold(_bed("b", beds[0], "h2")), Accepted)
        assert isinstance(inpatients.release(_bed("a", beds[0], "r1")), Accepted)
        assert Rejected(code="BED_TAKEN") == inpatients.hold(_bed("c", beds[0]))

    def test_a_bed_goes_from_one_to_the_next(
        self, inpatients: Inpatients, beds: tuple[Bed, Bed]
    ) -> None:
        """In one act, and only from who is named (床位顺延)."""
        inpatients.hold(_bed("a", beds[0]))

        wrong = _bed("c", beds[0]).model_copy(update={"instead_of": "b"})
        right = _bed("b", beds[0]).model_copy(update={"instead_of": "a"})

        assert Rejected(code="BED_TAKEN") == inpatients.hold(wrong)
        assert isinstance(inpatients.hold(right), Accepted)
        assert isinstance(inpatients.release(_bed("a", beds[0], "r")), Accepted)
        assert Rejected(code="BED_TAKEN") == inpatients.hold(_bed("d", beds[0]))

    def test_a_patient_lies_in_one_bed(
        self, inpatients: Inpatients, beds: tuple[Bed, Bed]
    ) -> None:
        """A move frees the old bed; an older placement that comes again is past."""
        admitted, moved = _place("a", beds[0]), _place("a", beds[1], move=1)
        for act in (admitted, moved, admitted):
            assert isinstance(inpatients.place(act), Accepted)

        assert isinstance(inpatients.hold(_bed("b", beds[0])), Accepted)
        assert Rejected(code="BED_TAKEN") == inpatients.place(_place("c", beds[1]))

    def test_a_stay_that_ended_frees_its_bed(
        self, inpatients: Inpatients, beds: tuple[Bed, Bed]
    ) -> None:
        """A leave keeps it."""
        inpatients.place(_place("a", beds[0]))
        for _ in range(2):
            for kind in ("inpatient-leave", "inpatient-back"):
                assert isinstance(inpatients.note(kind, _note("a")), Accepted)
        assert Rejected(code="BED_TAKEN") == inpatients.hold(_bed("b", beds[0]))
        for _ in range(2):
            ended = _note("a", StayEnd.DISCHARGED)
            assert isinstance(inpatients.note("inpatient-ended", ended), Accepted)

        assert isinstance(inpatients.hold(_bed("b", beds[0], "h2")), Accepted)

    def test_a_bill_is_closed_once_or_later(self, inpatients: Inpatients) -> None:
        """``None`` where the answer comes by call-back."""
        first, again = (inpatients.discharge(_discharge("H1:Z-1")) for _ in range(2))

        assert isinstance(first, Accepted | None)
        assert first == again

    def test_an_open_bill_is_refused_with_a_code(
        self, inpatients: Inpatients, unpaid: str
    ) -> None:
        """The ward shows it; no amount is told."""
        answer = inpatients.discharge(_discharge(unpaid))

        assert isinstance(answer, Rejected)
        assert answer.code

    def test_a_deposit_goes_back_once(
        self, inpatients: Inpatients, returned: Callable[[], Decimal]
    ) -> None:
        """However often it is asked under one key."""
        back = DepositBack(
            key="a:back", card="c", org="H1", amount=Decimal("12.30"), receipts=("R",)
        )
        before = returned()

        for _ in range(2):
            assert isinstance(inpatients.give_back(back), Accepted)

        assert Decimal("12.30") == returned() - before

    def test_the_gate_s_list_has_who_may_come_in(
        self, inpatients: Inpatients, gate: Gate
    ) -> None:
        """The newest word counts; an older one that comes again does not."""
        first, moved = _entry("g1", "W-1"), _entry("g2", "W-2")
        over = _entry("g3", "W-2").model_copy(update={"until": None})

        for entry in (first, moved, first):
            assert isinstance(inpatients.gate(entry), Accepted)
        assert gate() == {"p": "W-2"}
        for entry in (over, over, moved):
            assert isinstance(inpatients.gate(entry), Accepted)
        assert gate() == {}

    def test_who_was_never_on_the_list_is_taken_off_it(
        self, inpatients: Inpatients, gate: Gate
    ) -> None:
        """It is no error."""
        entry = _entry("g1", "W-1").model_copy(update={"until": None})

        assert isinstance(inpatients.gate(entry), Accepted)
        assert gate() == {}


def _bed(who: str, bed: Bed, act: str = "hold") -> BedAct:
    org, ward, name = bed
    key = f"{who}:{name}:{act}"
    return BedAct(key=key, certificate=who, card="c", org=org, ward=ward, bed=name)


def _place(who: str, bed: Bed, move: int = 0) -> PlacementAct:
    org, ward, name = bed
    return PlacementAct(
        key=f"{who}:place:{move}",
        certificate=who,
        card="c",
        admission=f"{org}:{who}",
        org=org,
        ward=ward,
        bed=name,
        move=move,
        at=NOW,
    )


def _note(who: str, how: StayEnd | None = None) -> StayNote:
    key = f"{who}:{how or 'leave'}"
    return StayNote(key=key, card="c", admission=f"H1:{who}", org="H1", how=how, at=NOW)


def _discharge(admission: str) -> DischargeAct:
    key = f"{admission}:discharge"
    org = admission.partition(":")[0]
    return DischargeAct(key=key, card="c", admission=admission, org=org, ordered_at=NOW)


def _entry(key: str, ward: str) -> GateEntry:
    until = NOW + timedelta(days=1)
    return GateEntry(
        key=key,
        pass_id="p",  # noqa: S106  # a companion's pass
        card="c",
        admission="H1:a",
        org="H1",
        ward=ward,
        until=until,
    )
