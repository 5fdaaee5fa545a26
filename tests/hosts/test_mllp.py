"""What a HIS tells by ADT, and what becomes of it at the desk."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Card, Suite
from ehealthcard.adapters.hl7 import (
    Header,
    Hl7Message,
    Identifiers,
    Letter,
    MllpClient,
    Patient,
    PatientIdentifier,
    Segment,
    Side,
    Visit,
    adt,
    message_of,
)
from ehealthcard.adapters.hl7.composing import AdtEvent
from ehealthcard.adapters.simulator import document_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import IdKind
from ehealthcard.errors import StorageUnavailableError, UnknownHl7KeyError
from ehealthcard.hosts.mllp import (
    AdtDesk,
    DocumentDirectory,
    Meanings,
    MllpListener,
    Verdict,
)
from ehealthcard.identity import CardStatus, IdDocument
from ehealthcard.ports import Accepted, Rejected
from ehealthcard.services.companion_pass import RevokedWithStay
from ehealthcard.services.inpatient_certificate import (
    Admitted,
    Deceased,
    Discharged,
    DischargePending,
    OrderDischarge,
    Revoked,
    Supply,
    Transferred,
)
from tests.actors import AUDITOR
from tests.integration.conftest import WINDOW, build
from tests.integration.test_inpatients import DEPOSIT, DOCTOR, REGISTER, Hospital

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
HIS = Actor("his", {"staff", "doctor", "nurse"}, org="H1")
NATIONAL = ("PSN", "NI")


class Directory:
    """Hospital numbers as an integrator keeps them."""

    def __init__(self) -> None:
        self.known: dict[str, Card] = {}

    def card(self, identifiers: Identifiers, /) -> Card | None:
        found = {self.known[i.number] for i in identifiers if i.number in self.known}
        if len(found) > 1:
            raise UnknownHl7KeyError(what="different people")
        return next(iter(found), None)

    def learn(self, card: Card, identifiers: Identifiers, /) -> bool:
        new = {i.number: card for i in identifiers if i.number not in self.known}
        self.known |= new
        return bool(new)

    def merge(self, kept: Identifiers, gone: Identifiers, /) -> None:
        card = self.card(kept)
        if card:
            self.known |= {i.number: card for i in gone}


def number(seed: int) -> PatientIdentifier:
    return PatientIdentifier(f"P{seed}", "H1", "MR")


@attrs.define
class Ward:
    """A hospital whose HIS speaks HL7 v2."""

    hospital: Hospital
    directory: Directory = attrs.field(factory=Directory)
    count: int = 0
    meanings: Meanings = attrs.field(
        factory=lambda: Meanings(revoked={"WP": "wrong-patient"})
    )

    @property
    def adt_desk(self) -> AdtDesk:
        desk = self.hospital.house.desk
        return AdtDesk(desk, self.directory, HIS, self.meanings)

    def message(
        self,
        event: AdtEvent,
        seed: int = 1,
        visit: Visit | None = None,
        name: str | None = None,
        **more: Any,
    ) -> Hl7Message:
        self.count += 1
        header = Header(Side("HIS", "H1"), Side("EHC", "H1"))
        letter = Letter(header, name or f"M-{self.count}", AT)
        merged = more.pop("merged", ())
        patient = Patient((number(seed),), **more)
        return adt(letter, event, patient, visit, merged=merged)

    def tell(
        self, event: AdtEvent, seed: int = 1, visit: Visit | None = None, **more: Any
    ) -> Verdict:
        return self.adt_desk(self.message(event, seed, visit, **more))

    def know(self, *seeds: int) -> None:
        for seed in seeds:
            self.directory.known[f"P{seed}"] = self.hospital.house.card(seed)


@pytest.fixture
def ward() -> Iterator[Ward]:
    storage = MemoryStorage()
    made = Ward(Hospital(build(storage, Suite.INTL)))
    made.know(1, 2)
    yield made
    storage.close()


def visit(ward: str = "W-3", bed: str = "12", seed: int = 1, **more: Any) -> Visit:
    return Visit(f"Z-{seed}", "I", ward, bed, **more)


def refused(verdict: Verdict) -> tuple[str, str]:
    return verdict.code, verdict.error


def test_a_discharge_ends_the_stay_and_its_passes(ward: Ward) -> None:
    stay, beside = ward.hospital.admit(), ward.hospital.accompany(2)
    assert Verdict() == ward.tell("A03", 1, visit())
    assert isinstance(ward.hospital.state(stay), Discharged)
    assert isinstance(ward.hospital.state(beside), RevokedWithStay)


def test_a_discharge_that_a_doctor_ordered_here_is_settled(ward: Ward) -> None:
    stay = ward.hospital.admit()
    ward.hospital.do(stay, OrderDischarge(), DOCTOR)
    assert Verdict() == ward.tell("A03", 1, visit())
    assert isinstance(ward.hospital.state(stay), Discharged)


@pytest.mark.parametrize("how", ["pid", "pv1"])
def test_a_death_ends_what_must_end(ward: Ward, how: str) -> None:
    stay, beside = ward.hospital.admit(), ward.hospital.accompany(2)
    if how == "pid":
        assert Verdict() == ward.tell("A08", 1, visit(), is_dead=True)
    else:
        assert Verdict() == ward.tell("A03", 1, visit(disposition="20"))
    assert isinstance(ward.hospital.state(stay), Deceased)
    assert isinstance(ward.hospital.state(beside), RevokedWithStay)
    card = ward.directory.known["P1"]
    newest = ward.hospital.house.desk.card(card.id, by=AUDITOR)
    assert newest.status is CardStatus.CANCELLED


def test_a_death_of_somebody_unknown_by_number_is_known_by_the_stay(
    ward: Ward,
) -> None:
    stay = ward.hospital.admit()
    assert Verdict() == ward.tell("A03", 9, visit(disposition="20"))
    assert isinstance(ward.hospital.state(stay), Deceased)


def test_a_transfer_inside_moves_the_stay(ward: Ward) -> None:
    stay = ward.hospital.admit()
    assert Verdict() == ward.tell("A02", 1, visit("W-4", "3"))
    assert ("W-4", "3") == (
        ward.hospital.state(stay).ward,
        ward.hospital.state(stay).bed,
    )
    assert Verdict() == ward.tell("A02", 1, visit("W-4", "3"))
    assert ("AE", "207") == refused(ward.tell("A02", 1, Visit("Z-1", "I", "W-4")))


def test_a_transfer_elsewhere_says_where_to(ward: Ward) -> None:
    stay = ward.hospital.admit()
    leaving = ward.message("A03", 1, visit(disposition="02"))
    assert ("AE", "207") == refused(ward.adt_desk(leaving))
    *others, pv1 = leaving.segments
    said = Segment("PV1", (*pv1.fields, "H9"))
    assert Verdict() == ward.adt_desk(message_of([*others, said]))
    assert isinstance(ward.hospital.state(stay), Transferred)


def test_an_admission_uses_the_certificate_that_waits(ward: Ward) -> None:
    case = ward.hospital.prescribe(ward.hospital.house.card(1))
    ward.hospital.do(case, REGISTER)
    lacking = ward.tell("A01", 1, visit())
    assert ("AE", "207") == refused(lacking)
    ward.hospital.do(case, Supply(identity_checked=True, deposit=DEPOSIT))
    assert Verdict() == ward.tell("A01", 1, visit())
    assert "H1:Z-1" == ward.hospital.state(case).admission
    assert Verdict() == ward.tell("A01", 1, visit())


def test_an_emergency_is_admitted_without_papers(ward: Ward) -> None:
    case = ward.hospital.prescribe(ward.hospital.house.card(1))
    made = ward.message("A01", 1, visit())
    *others, pv1 = made.segments
    urgent = Segment("PV1", (*pv1.fields[:3], "E", *pv1.fields[4:]))
    assert Verdict() == ward.adt_desk(message_of([*others, urgent]))
    assert ward.hospital.state(case).emergency


def test_a_cancelled_admission_revokes_for_a_declared_reason(ward: Ward) -> None:
    stay = ward.hospital.admit()
    made = ward.message("A11", 1, visit())
    assert ("AE", "207") == refused(ward.adt_desk(made))
    msh, evn, *others = made.segments
    why = Segment("EVN", (*evn.fields, "", "WP"))
    assert Verdict() == ward.adt_desk(message_of([msh, why, *others]))
    assert isinstance(ward.hospital.state(stay), Revoked)


def test_a_cancelled_discharge_reopens_only_what_is_not_over(ward: Ward) -> None:
    stay = ward.hospital.admit()
    ward.hospital.do(stay, OrderDischarge(), DOCTOR)
    assert isinstance(ward.hospital.state(stay), DischargePending)
    assert Verdict() == ward.tell("A13", 1, visit())
    assert isinstance(ward.hospital.state(stay), Admitted)
    ward.tell("A03", 1, visit())
    assert ("AE", "204") == refused(ward.tell("A13", 1, visit()))


def test_a_message_counts_once_however_often_it_comes(ward: Ward) -> None:
    stay = ward.hospital.admit()
    there = ward.message("A02", 1, visit("W-4", "3"))
    back = ward.message("A02", 1, visit("W-3", "12"))
    desk = ward.adt_desk
    for one in (there, back, there, there):
        assert Verdict() == desk(one)
    assert "W-3" == ward.hospital.state(stay).ward
    assert 2 == ward.hospital.state(stay).move


def test_a_message_on_four_lines_at_once_counts_once(ward: Ward) -> None:
    stay = ward.hospital.admit()
    made, desk = ward.message("A02", 1, visit("W-4", "3")), ward.adt_desk
    with ThreadPoolExecutor(4) as pool:
        verdicts = list(pool.map(lambda _: desk(made), range(4)))
    assert [Verdict()] * 4 == verdicts
    assert 1 == ward.hospital.state(stay).move


def test_a_name_used_for_something_else_is_refused(ward: Ward) -> None:
    ward.hospital.admit()
    assert Verdict() == ward.tell("A02", 1, visit("W-4", "3"), name="X")
    again = ward.tell("A02", 1, visit("W-5", "1"), name="X")
    assert ("AE", "205") == refused(again)


def test_a_visit_of_another_patient_moves_nothing(ward: Ward) -> None:
    stay = ward.hospital.admit()
    assert ("AE", "204") == refused(ward.tell("A03", 2, visit()))
    assert isinstance(ward.hospital.state(stay), Admitted)


def test_a_stay_goes_on_where_the_patient_s_card_was_merged(ward: Ward) -> None:
    stay, desk = ward.hospital.admit(), ward.hospital.house.desk
    kept, gone = ward.directory.known["P2"], ward.directory.known["P1"]
    case = desk.merges.propose(kept, gone, by=WINDOW)
    for name in ("merge-1", "merge-2"):
        reviewer = Actor(name, {"merge-reviewer", "staff"})
        case = desk.merges.agree(case, by=reviewer)
    assert Verdict() == ward.tell("A03", 2, visit())
    assert not isinstance(ward.hospital.state(stay), Admitted)


@pytest.mark.parametrize("event", ["A01", "A02", "A03", "A08", "A11", "A13", "A31"])
def test_what_concerns_nobody_here_is_accepted(ward: Ward, event: AdtEvent) -> None:
    assert Verdict() == ward.tell(event, 7, visit(seed=7))


def test_registrations_teach_numbers_and_a_merge_joins_them(ward: Ward) -> None:
    card = ward.hospital.house.card(1)
    made = ward.message("A28", 1)
    msh, evn, pid, *others = made.segments
    both = Segment("PID", (*pid.fields[:2], "P1^^^H1^MR~P8^^^H1^MR", *pid.fields[3:]))
    assert Verdict() == ward.adt_desk(message_of([msh, evn, both, *others]))
    assert Verdict() == ward.tell("A40", 1, merged=(number(9),))
    assert {card} == {ward.directory.known[n] for n in ("P1", "P8", "P9")}
    assert ("AE", "101") == refused(ward.tell("A40", 1))


def test_numbers_of_different_people_are_refused(ward: Ward) -> None:
    made = ward.message("A08", 1)
    msh, evn, pid, *others = made.segments
    both = Segment("PID", (*pid.fields[:2], "P1^^^H1^MR~P2^^^H1^MR"))
    said = ward.adt_desk(message_of([msh, evn, both, *others]))
    assert ("AE", "204") == refused(said)


def test_what_is_no_adt_is_refused(ward: Ward) -> None:
    header = Header(Side("HIS"), Side("EHC"))
    letter = Letter(header, "1", AT)
    desk = ward.adt_desk
    kinds = [("ORU", "R01"), ("ADT", "A60")]
    said = [refused(desk(message_of([letter.msh(*kind)]))) for kind in kinds]
    assert [("AR", "200"), ("AR", "201")] == said
    assert ("AE", "101") == refused(desk(message_of([letter.msh("ADT", "A08")])))
    nameless = Letter(header, "", AT).msh("ADT", "A08")
    assert ("AR", "101") == refused(desk(message_of([nameless])))


def test_a_database_that_is_down_asks_for_the_message_again(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_: str) -> str:
        raise StorageUnavailableError

    monkeypatch.setattr(ward.hospital.house.desk.storage, "bookmark", down)
    assert ("AR", "207") == refused(ward.tell("A08", 1))


def test_a_document_finds_its_holder(ward: Ward) -> None:
    desk, card = ward.hospital.house.desk, ward.hospital.house.card(1)
    read = {NATIONAL: lambda n: IdDocument(IdKind.RESIDENT_ID, n)}
    directory = DocumentDirectory(desk, read, WINDOW)
    one, two = (PatientIdentifier(document_of(n).number, *NATIONAL) for n in (1, 2))
    assert card == directory.card((number(5), one))
    assert directory.card((number(5),)) is None
    ward.hospital.house.card(2)
    with pytest.raises(UnknownHl7KeyError):
        directory.card((one, two))
    assert not directory.learn(card, (one,))
    directory.merge((one,), (two,))
    assert card.status is CardStatus.ACTIVE


def test_a_stay_is_led_over_the_wire(ward: Ward) -> None:
    stay = ward.hospital.admit()
    with (
        MllpListener(ward.adt_desk) as listener,
        MllpClient("127.0.0.1", listener.address[1], timeout=5) as his,
    ):
        assert isinstance(his.send(ward.message("A02", 1, visit("W-4", "3"))), Accepted)
        assert Rejected(code="204") == his.send(ward.message("A03", 2, visit()))
        assert isinstance(his.send(ward.message("A03", 1, visit("W-4", "3"))), Accepted)
    assert isinstance(ward.hospital.state(stay), Discharged)
