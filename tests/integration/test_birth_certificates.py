"""Birth certificates through the desk, on every storage."""

from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Applicant, Card, Case, Clockwork, OutboxRelay, Suite
from ehealthcard.adapters.documents import PdfDocuments
from ehealthcard.adapters.receivers import CourierPort
from ehealthcard.adapters.simulator import SimulatedCourier, SimulatedDeliveries
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import IdKind, Kinship
from ehealthcard.desk import BirthOffice
from ehealthcard.errors import (
    AccessDeniedError,
    ClaimTakenError,
    InvalidInputError,
    OutsideUnavailableError,
    RuleViolationError,
    VoidLicenceError,
)
from ehealthcard.identity import Guardian, IdDocument
from ehealthcard.ports import Storage
from ehealthcard.rules.birth.blanks import VoidReason
from ehealthcard.rules.birth.evidence import Evidence
from ehealthcard.rules.birth.licence import verify_licence
from ehealthcard.rules.birth.numbers import Edition
from ehealthcard.rules.calendar import day_of
from ehealthcard.services.birth_blanks import Allot, TakeBack, birth_blanks
from ehealthcard.services.birth_certificate import (
    POLICIES,
    Approve,
    AskReissue,
    Check,
    Closed,
    Confirm,
    Delivered,
    GrantRenewal,
    InTransit,
    Issued,
    Mail,
    Match,
    NeedEvidence,
    NoteDelivered,
    PickUp,
    Print,
    RegisterHousehold,
    Reject,
    RejectReason,
    Submitted,
    UnderReview,
    Withdraw,
    birth_certificate,
    void_licences,
)
from ehealthcard.services.birth_void import Void, birth_void
from ehealthcard.services.child_health import Enrol, Enrolled, Proposed, child_health
from ehealthcard.workflow import Timeline
from tests.actors import AUDITOR
from tests.services import births as b

from .conftest import START, WINDOW, House, build

CODED = Timeline((POLICIES.packs[0].model_copy(update={"licence_type": b.TYPE}),))
ALLOT = Allot(org=b.ORG, series="X330", first=1, last=20, edition=Edition.SEVENTH)


@attrs.define
class Ward:
    house: House
    rooms: SimulatedDeliveries
    courier: SimulatedCourier
    mother: Card

    @property
    def app(self) -> Actor:
        return Actor("app-mother", holder=self.mother.subject)

    def apply(self, child: int = 1, **more: Any) -> Case[Any]:
        command = b.APPLY.model_copy(update={"child": child, **more})
        desk = self.house.desk
        return desk.start(birth_certificate, self.mother, command, by=self.app)

    def do(self, case: Case[Any], command: Any, by: Actor = b.CLERK) -> Case[Any]:
        return self.house.desk.execute(birth_certificate, case, command, by=by)

    def confirmed(self, case: Case[Any]) -> Case[Any]:
        case = self.do(case, Check(), b.REVIEWER)
        case = self.do(case, Approve(), b.SECOND)
        return self.do(case, Confirm(), self.app)

    def printed(self, case: Case[Any], number: str) -> Case[Any]:
        command = Print(number=number, issuer_code=b.CODE)
        return self.do(self.confirmed(case), command)

    def now(self, case: Case[Any]) -> Case[Any]:
        return self.house.desk.case(birth_certificate, case.id, by=AUDITOR)

    def deliver(self) -> None:
        relay = OutboxRelay(self.house.desk, {"courier": CourierPort(self.courier)})
        for _ in range(3):
            relay.run_once()


def ward_of(storage: Storage) -> Ward:
    house, rooms = build(storage, Suite.INTL), SimulatedDeliveries()
    ports = attrs.evolve(house.desk.ports, deliveries=rooms, documents=PdfDocuments())
    house.desk = attrs.evolve(
        house.desk, ports=ports, policies={"birth-certificate": CODED}
    )
    mother = house.card()
    newborns = tuple(
        child.model_copy(update={"born_at": START - timedelta(days=3)})
        for child in (b.CHILD, b.TWIN)
    )
    rooms.add(b.RECORD.model_copy(update={"mother": mother.id, "newborns": newborns}))
    house.desk.start(birth_blanks, None, ALLOT, by=b.AUTHORITY)
    return Ward(house, rooms, SimulatedCourier(), mother)


@pytest.fixture
def ward(storage: Storage) -> Ward:
    return ward_of(storage)


@pytest.fixture
def quick() -> Ward:
    """In memory, for what no storage changes."""
    return ward_of(MemoryStorage())


def test_twins_are_certified_mailed_and_one_is_lost_and_issued_anew(
    ward: Ward,
) -> None:
    desk = ward.house.desk
    office = BirthOffice(desk)
    asked = [
        b.APPLY.model_copy(update={"child": n, "name": name})
        for n, name in ((1, "赵小宝"), (2, "钱小贝"))
    ]
    cases = office.apply_together(ward.mother, asked, by=ward.app, key="k")
    again = office.apply_together(ward.mother, asked, by=ward.app, key="k")
    assert cases == again

    one = ward.printed(cases[0], "X330000001")
    with pytest.raises(ClaimTakenError):  # BC7
        ward.printed(cases[1], "X330000001")
    two = ward.do(ward.now(cases[1]), Print(number="X330000002"))
    assert ["X330000001", "X330000002"] == [one.state.number, two.state.number]

    ward.do(one, Mail(to=b.ADDRESS), ward.app)
    ward.deliver()
    one = ward.now(one)
    assert isinstance(one.state, InTransit)
    assert list(ward.courier.parcels) == [one.state.tracking]
    one = ward.do(one, NoteDelivered(receiver="赵一"), b.COURIER)
    assert isinstance(one.state, Delivered)
    register = RegisterHousehold(station="P1", registered_on=START.date())
    one = ward.do(one, register, b.POLICE)

    data = office.licence(one, by=ward.app)
    assert data is not None
    known = verify_licence(data, desk.keys.public())
    assert ("赵小宝", "X330000001") == (known.name, known.number)

    one = ward.do(one, AskReissue(papers=(b.LOST,)), ward.app)
    assert office.licence(one, by=ward.app) is None
    one = ward.do(one, GrantRenewal(), b.AUTHORITY)
    one = ward.do(one, Print(number="X330000003", issuer_code=b.CODE))
    assert isinstance(one.state, Issued)
    void = void_licences(one.state)
    with pytest.raises(VoidLicenceError):
        verify_licence(data, desk.keys.public(), void=void)
    fresh = office.licence(one, by=b.CLERK)
    assert fresh is not None
    assert "X330000001" == verify_licence(fresh, desk.keys.public()).replaces

    for number in ("X330000001", "X330000003"):
        with pytest.raises(ClaimTakenError):
            desk.start(
                birth_void,
                None,
                Void(number=number, reason=VoidReason.SPOILED),
                by=b.CLERK,
            )


def test_a_spoiled_blank_is_never_printed_on(ward: Ward) -> None:
    desk = ward.house.desk
    spoiled = Void(number="X330000001", reason=VoidReason.SPOILED)
    desk.start(birth_void, None, spoiled, by=b.CLERK)
    case = ward.confirmed(ward.apply())

    with pytest.raises(ClaimTakenError):
        ward.do(case, Print(number="X330000001"))
    for foreign in ("X330000021", "X340000001"):
        with pytest.raises(RuleViolationError, match="BIRTH_BLANK_NOT_HERE"):
            ward.do(case, Print(number=foreign))
    assert isinstance(ward.do(case, Print(number="X330000002")).state, Issued)


def test_lots_do_not_overlap_until_one_is_taken_back(ward: Ward) -> None:
    desk = ward.house.desk
    other = ALLOT.model_copy(update={"org": "H2", "first": 20, "last": 40})
    with pytest.raises(RuleViolationError, match="BIRTH_LOT_TAKEN"):
        desk.start(birth_blanks, None, other, by=b.AUTHORITY)

    behind = other.model_copy(update={"first": 21})
    lot = desk.start(birth_blanks, None, behind, by=b.AUTHORITY)
    desk.execute(birth_blanks, lot, TakeBack(reason="moved"), by=b.AUTHORITY)
    again = behind.model_copy(update={"org": "H3"})
    desk.start(birth_blanks, None, again, by=b.AUTHORITY)


def test_one_child_has_one_certificate_until_it_is_turned_down(ward: Ward) -> None:
    case = ward.apply()
    with pytest.raises(ClaimTakenError):
        ward.apply()
    by_hand = {
        "delivery": None,
        "stated": b.STATED.model_copy(
            update={
                "newborn": b.CHILD.model_copy(
                    update={"born_at": START - timedelta(days=3)}
                )
            }
        ),
    }
    again = b.APPLY.model_copy(update=by_hand)
    with pytest.raises(ClaimTakenError):  # the same birth without its record
        ward.house.desk.start(birth_certificate, ward.mother, again, by=b.CLERK)

    no = Reject(reason=RejectReason.PAPERS, explanation="材料不符")
    ward.do(case, no, b.REVIEWER)
    assert isinstance(ward.apply().state, UnderReview)


def test_a_silent_delivery_room_and_another_mother(quick: Ward) -> None:
    quick.rooms.faults.is_down = True
    case = quick.apply()
    assert isinstance(case.state, Submitted)
    with pytest.raises(OutsideUnavailableError):
        quick.do(case, Match(), quick.app)
    quick.rooms.faults.is_down = False
    record = quick.rooms.records[b.ORG, "D-1"]
    quick.rooms.add(record.model_copy(update={"mother": None}))

    case = quick.do(case, Match(), quick.app)
    assert isinstance(case.state, NeedEvidence)
    assert "MISMATCH" == case.state.needs[0].reason
    assert Evidence.DNA in case.state.needs[0].any_of
    quick.house.clock.now = case.state.until
    assert isinstance(quick.now(case).state, NeedEvidence)
    quick.house.clock.forward(seconds=1)
    Clockwork(quick.house.desk).run_once()
    assert isinstance(quick.now(case).state, Closed)


def test_without_a_delivery_room_a_clerk_transcribes(quick: Ward) -> None:
    ports = attrs.evolve(quick.house.desk.ports, deliveries=None, documents=None)
    quick.house.desk = attrs.evolve(quick.house.desk, ports=ports)

    assert isinstance(quick.apply().state, Submitted)
    with pytest.raises(OutsideUnavailableError):
        BirthOffice(quick.house.desk).page(quick.now(quick.apply(2)), by=quick.app)


def test_a_parcel_that_nobody_takes_is_picked_up(quick: Ward) -> None:
    quick.courier.refuses.add(b.ADDRESS.place)
    case = quick.printed(quick.apply(), "X330000001")
    quick.do(case, Mail(to=b.ADDRESS), quick.app)
    quick.deliver()

    case = quick.now(case)
    assert isinstance(case.state, Issued)
    assert "NO_SUCH_PLACE" == case.state.mail_refused
    assert isinstance(quick.do(case, PickUp(receiver="赵一")).state, Delivered)


def test_the_page_and_the_licence_are_for_mother_and_issuer_only(quick: Ward) -> None:
    office = BirthOffice(quick.house.desk)
    case = quick.printed(quick.apply(), "X330000001")

    page = office.page(case, by=quick.app)
    assert page is not None
    assert page.data.startswith(b"%PDF-")
    for other in (b.STRANGER, b.ELSEWHERE, Actor("x", {"birth-clerk"}), b.POLICE):
        with pytest.raises(AccessDeniedError):
            office.licence(case, by=other)


def test_a_mother_sees_her_deliveries_and_a_clerk_those_of_the_house(
    quick: Ward,
) -> None:
    office, known = BirthOffice(quick.house.desk), quick.rooms.records[b.ORG, "D-1"]
    elsewhere = known.model_copy(update={"org": "H9"})
    quick.rooms.add(elsewhere)

    assert (known, elsewhere) == office.deliveries(quick.mother, by=quick.app)
    assert (known,) == office.deliveries(quick.mother, by=b.CLERK)
    for other in (b.STRANGER, Actor("x", {"birth-clerk"}), b.POLICE):
        with pytest.raises(AccessDeniedError):
            office.deliveries(quick.mother, by=other)
    ports = attrs.evolve(quick.house.desk.ports, deliveries=None)
    alone = BirthOffice(attrs.evolve(quick.house.desk, ports=ports))
    with pytest.raises(OutsideUnavailableError):
        alone.deliveries(quick.mother, by=quick.app)


def test_children_who_are_asked_for_together_belong_together(quick: Ward) -> None:
    office = BirthOffice(quick.house.desk)
    elsewhere = b.APPLY.model_copy(update={"child": 2, "delivery": "D-2"})

    for second in (b.APPLY, elsewhere):
        both = (b.APPLY, second)
        with pytest.raises(InvalidInputError):
            office.apply_together(quick.mother, both, by=quick.app, key="k")
    assert isinstance(quick.apply().state, UnderReview)


def test_what_is_taken_back_is_erased(quick: Ward) -> None:
    case = quick.apply()
    quick.do(case, Withdraw(), quick.app)

    first, _ = quick.house.desk.history(birth_certificate, case, by=AUDITOR)
    assert first.state is None
    assert isinstance(quick.apply().state, UnderReview)


@pytest.mark.parametrize("first", ["card", "certificate"])
def test_a_certified_child_with_a_card_waits_for_its_health_care(
    quick: Ward, first: str
) -> None:
    desk, number = quick.house.desk, "X330000001"
    born_on = day_of(START - timedelta(days=3))
    police = RegisterHousehold(station="S1", registered_on=day_of(START))

    def card_of_child(born: date = born_on) -> Card:
        paper = IdDocument(IdKind.BIRTH_CERTIFICATE, number)
        guardian = Guardian(quick.mother.id, Kinship.PARENT)
        child = Applicant("赵小宝", paper, birth_date=born, guardian=guardian)
        return desk.register(child, by=WINDOW)

    def waiting() -> list[Case[Any]]:
        return list(desk.worklist(child_health, Proposed, by=WINDOW))

    case = quick.printed(quick.apply(), number)
    if first == "card":
        card = card_of_child()
        assert [] == waiting()
        quick.do(case, police, b.POLICE)
    else:
        quick.do(case, police, b.POLICE)
        assert [] == waiting()
        card = card_of_child()

    (found,) = waiting()
    assert b.ORG == found.state.certified_by
    assert found.subject == card.subject
    soon = desk.due(until=desk.clock() + timedelta(days=8), by=WINDOW, card=card)
    assert found.id in [entry.case.id for entry in soon.cases]
    assert card == card_of_child()  # registered once more: proposed once
    assert 1 == len(waiting())

    nurse = Actor("nurse-1", {"public-health", "staff"}, org="C1")
    enrol = Enrol(org="C1", org_name="城东社区", consent="2026-1")
    with pytest.raises(RuleViolationError, match="CHILD_PROPOSED"):
        desk.start(child_health, card, enrol, by=nurse)
    taken = desk.execute(child_health, found, enrol, by=nurse)
    assert isinstance(taken.state, Enrolled)
    card_of_child()
    assert [] == waiting()


def test_a_card_of_another_day_of_birth_is_not_taken_for_the_childs(
    quick: Ward,
) -> None:
    desk = quick.house.desk
    paper = IdDocument(IdKind.BIRTH_CERTIFICATE, "X330000001")
    guardian = Guardian(quick.mother.id, Kinship.PARENT)
    other = day_of(START - timedelta(days=9))
    child = Applicant("赵小宝", paper, birth_date=other, guardian=guardian)
    desk.register(child, by=WINDOW)
    police = RegisterHousehold(station="S1", registered_on=day_of(START))
    quick.do(quick.printed(quick.apply(), "X330000001"), police, b.POLICE)

    assert [] == list(desk.worklist(child_health, Proposed, by=WINDOW))
