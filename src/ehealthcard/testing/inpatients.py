"""What every HIS with beds and stays must do.

Inherit, provide ``inpatients``, two free ``beds`` of one ward and a ``closed`` one of
it, an ``unpaid`` stay, and two looks at what arrived; pytest does the rest. Keys,
certificates, stays and passes are new in each test, and the beds are given back after
it, so that a HIS that keeps them may be asked again tomorrow.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import attrs
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


@attrs.define
class StayActs:
    """Acts of one test, by and for people whom nobody has seen before."""

    space: str = attrs.field(factory=lambda: uuid4().hex[:12])
    _held: dict[tuple[str, Bed], None] = attrs.field(
        factory=dict[tuple[str, Bed], None], init=False
    )
    _placed: dict[str, None] = attrs.field(factory=dict[str, None], init=False)

    def name(self, word: str) -> str:
        """Return a name, or a key, of this test's own."""
        return f"{word}-{self.space}"

    def bed(self, who: str, bed: Bed, act: str = "hold") -> BedAct:
        """Return an act of somebody on a bed."""
        self._held[who, bed] = None
        org, ward, name = bed
        return BedAct(
            key=self.name(f"{who}:{name}:{act}"),
            certificate=self.name(who),
            card="c",
            org=org,
            ward=ward,
            bed=name,
        )

    def place(self, who: str, bed: Bed, move: int = 0) -> PlacementAct:
        """Return that somebody lies in a bed."""
        self._placed[who] = None
        org, ward, name = bed
        return PlacementAct(
            key=self.name(f"{who}:place:{move}"),
            certificate=self.name(who),
            card="c",
            admission=f"{org}:{self.name(who)}",
            org=org,
            ward=ward,
            bed=name,
            move=move,
            at=NOW,
        )

    def note(self, who: str, how: StayEnd | None = None) -> StayNote:
        """Return a word about somebody's stay."""
        return StayNote(
            key=self.name(f"{who}:{how or 'leave'}"),
            card="c",
            admission=f"H1:{self.name(who)}",
            org="H1",
            how=how,
            at=NOW,
        )

    def discharge(self, admission: str) -> DischargeAct:
        """Return the wish to close a stay's bill."""
        return DischargeAct(
            key=self.name(f"{admission}:discharge"),
            card="c",
            admission=admission,
            org=admission.partition(":")[0],
            ordered_at=NOW,
        )

    def entry(self, key: str, ward: str) -> GateEntry:
        """Return that a companion may come into a ward."""
        return GateEntry(
            key=self.name(key),
            pass_id=self.name("p"),
            card="c",
            admission=f"H1:{self.name('a')}",
            org="H1",
            ward=ward,
            until=NOW + timedelta(days=1),
        )

    def give_back(self, inpatients: Inpatients) -> None:
        """Leave the beds as they were."""
        for who in self._placed:
            inpatients.note("inpatient-ended", self.note(who, StayEnd.DISCHARGED))
        for who, bed in tuple(self._held):
            inpatients.release(self.bed(who, bed, "end"))


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

    @pytest.fixture
    def acts(self, inpatients: Inpatients) -> Iterator[StayActs]:
        """Lend what makes the acts of a test."""
        acts = StayActs()
        yield acts
        acts.give_back(inpatients)

    def test_a_bed_is_held_by_one(
        self, inpatients: Inpatients, acts: StayActs, beds: tuple[Bed, Bed]
    ) -> None:
        """The same key again is the same act; somebody else is refused."""
        for _ in range(2):
            assert isinstance(inpatients.hold(acts.bed("a", beds[0])), Accepted)

        assert Rejected(code="BED_TAKEN") == inpatients.hold(acts.bed("b", beds[0]))
        assert isinstance(inpatients.hold(acts.bed("b", beds[1])), Accepted)

    def test_a_closed_bed_is_nobody_s(
        self, inpatients: Inpatients, acts: StayActs, closed: Bed
    ) -> None:
        """Neither held nor lain in."""
        unknown = Rejected(code="BED_UNKNOWN")

        assert unknown == inpatients.hold(acts.bed("a", closed))
        assert unknown == inpatients.place(acts.place("b", closed))

    def test_who_holds_a_bed_lets_it_go(
        self, inpatients: Inpatients, acts: StayActs, beds: tuple[Bed, Bed]
    ) -> None:
        """A release by another one changes nothing; one that comes again neither."""
        first, other = acts.bed("a", beds[0]), acts.bed("b", beds[0])
        inpatients.hold(first)

        assert isinstance(inpatients.release(acts.bed("b", beds[0], "r")), Accepted)
        assert Rejected(code="BED_TAKEN") == inpatients.hold(other)
        assert isinstance(inpatients.release(acts.bed("a", beds[0], "r1")), Accepted)
        assert isinstance(inpatients.hold(acts.bed("b", beds[0], "h2")), Accepted)
        assert isinstance(inpatients.release(acts.bed("a", beds[0], "r1")), Accepted)
        assert Rejected(code="BED_TAKEN") == inpatients.hold(acts.bed("c", beds[0]))

    def test_a_bed_goes_from_one_to_the_next(
        self, inpatients: Inpatients, acts: StayActs, beds: tuple[Bed, Bed]
    ) -> None:
        """In one act, and only from who is named (床位顺延)."""
        inpatients.hold(acts.bed("a", beds[0]))

        wrong = acts.bed("c", beds[0]).model_copy(update={"instead_of": acts.name("b")})
        right = acts.bed("b", beds[0]).model_copy(update={"instead_of": acts.name("a")})

        assert Rejected(code="BED_TAKEN") == inpatients.hold(wrong)
        assert isinstance(inpatients.hold(right), Accepted)
        assert isinstance(inpatients.release(acts.bed("a", beds[0], "r")), Accepted)
        assert Rejected(code="BED_TAKEN") == inpatients.hold(acts.bed("d", beds[0]))

    def test_a_patient_lies_in_one_bed(
        self, inpatients: Inpatients, acts: StayActs, beds: tuple[Bed, Bed]
    ) -> None:
        """A move frees the old bed; an older placement that comes again is past."""
        admitted, moved = acts.place("a", beds[0]), acts.place("a", beds[1], move=1)
        for act in (admitted, moved, admitted):
            assert isinstance(inpatients.place(act), Accepted)

        assert isinstance(inpatients.hold(acts.bed("b", beds[0])), Accepted)
        assert Rejected(code="BED_TAKEN") == inpatients.place(acts.place("c", beds[1]))

    def test_a_stay_that_ended_frees_its_bed(
        self, inpatients: Inpatients, acts: StayActs, beds: tuple[Bed, Bed]
    ) -> None:
        """A leave keeps it."""
        inpatients.place(acts.place("a", beds[0]))
        for _ in range(2):
            for kind in ("inpatient-leave", "inpatient-back"):
                assert isinstance(inpatients.note(kind, acts.note("a")), Accepted)
        assert Rejected(code="BED_TAKEN") == inpatients.hold(acts.bed("b", beds[0]))
        for _ in range(2):
            ended = acts.note("a", StayEnd.DISCHARGED)
            assert isinstance(inpatients.note("inpatient-ended", ended), Accepted)

        assert isinstance(inpatients.hold(acts.bed("b", beds[0], "h2")), Accepted)

    def test_a_bill_is_closed_once_or_later(
        self, inpatients: Inpatients, acts: StayActs
    ) -> None:
        """``None`` where the answer comes by call-back."""
        act = acts.discharge(f"H1:{acts.name('Z')}")
        first, again = (inpatients.discharge(act) for _ in range(2))

        assert isinstance(first, Accepted | None)
        assert first == again

    def test_an_open_bill_is_refused_with_a_code(
        self, inpatients: Inpatients, acts: StayActs, unpaid: str
    ) -> None:
        """The ward shows it; no amount is told."""
        answer = inpatients.discharge(acts.discharge(unpaid))

        assert isinstance(answer, Rejected)
        assert answer.code

    def test_a_deposit_goes_back_once(
        self, inpatients: Inpatients, acts: StayActs, returned: Callable[[], Decimal]
    ) -> None:
        """However often it is asked under one key."""
        back = DepositBack(
            key=acts.name("back"),
            card="c",
            org="H1",
            amount=Decimal("12.30"),
            receipts=(acts.name("R"),),
        )
        before = returned()

        for _ in range(2):
            assert isinstance(inpatients.give_back(back), Accepted)

        assert Decimal("12.30") == returned() - before

    def test_the_gate_s_list_has_who_may_come_in(
        self, inpatients: Inpatients, acts: StayActs, gate: Gate
    ) -> None:
        """The newest word counts; an older one that comes again does not."""
        first, moved = acts.entry("g1", "W-1"), acts.entry("g2", "W-2")
        over = acts.entry("g3", "W-2").model_copy(update={"until": None})

        for entry in (first, moved, first):
            assert isinstance(inpatients.gate(entry), Accepted)
        assert "W-2" == gate()[first.pass_id]
        for entry in (over, over, moved):
            assert isinstance(inpatients.gate(entry), Accepted)
        assert first.pass_id not in gate()

    def test_who_was_never_on_the_list_is_taken_off_it(
        self, inpatients: Inpatients, acts: StayActs, gate: Gate
    ) -> None:
        """It is no error."""
        entry = acts.entry("g1", "W-1").model_copy(update={"until": None})

        assert isinstance(inpatients.gate(entry), Accepted)
        assert entry.pass_id not in gate()
