"""Health records through the desk: a life in one record, on every storage."""

from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Applicant, Card, Case, Clockwork, Suite
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Sex
from ehealthcard.desk import HealthRecords, NewRecord
from ehealthcard.errors import (
    AccessDeniedError,
    ClaimTakenError,
    NotAllowedError,
    RuleViolationError,
)
from ehealthcard.ports import Storage
from ehealthcard.rules.access import GrantScope, Grounds
from ehealthcard.rules.chronic.codes import Disease, EndReason
from ehealthcard.rules.health_records.base import (
    Allergy,
    BaseChange,
    BaseInfo,
    Past,
    PastIllness,
    Residency,
)
from ehealthcard.rules.health_records.codes import (
    AllergyTo,
    CancelReason,
    Illness,
    ResidentKind,
)
from ehealthcard.rules.health_records.standing import MergeProof
from ehealthcard.rules.reporting import ReportContent, ReportKind, rendering_of
from ehealthcard.rules.signals import PersonDied
from ehealthcard.services.access_grant import Grant, Revoke, access_grant
from ehealthcard.services.chronic_care import Ended, Enrol, chronic_care
from ehealthcard.services.family_doctor_contract import (
    Accept as SignContract,
)
from ehealthcard.services.family_doctor_contract import family_doctor_contract
from ehealthcard.services.foundation.card import Cancel as CancelCard
from ehealthcard.services.foundation.card import card_life
from ehealthcard.services.foundation.refusal import refusal
from ehealthcard.services.health_record import (
    Active,
    Cancel,
    Cancelled,
    ConfirmMove,
    Merge,
    MovedOut,
    MoveOut,
    OpenToSelf,
    Restore,
    Unmerge,
    health_record,
)
from ehealthcard.services.record_correction import (
    Accept,
    RequestCorrection,
    Section,
    record_correction,
)
from ehealthcard.services.report import (
    Begin,
    Fault,
    Order,
    Release,
    Retract,
    TestGroup,
    Verify,
    report,
    sheet_of,
)
from ehealthcard.services.report_interpretation import (
    Interpreted,
    Voided,
    report_interpretation,
)
from tests.actors import AUDITOR
from tests.services.contracts import REQUEST as CONTRACT
from tests.services.reports import CRITICAL

from .conftest import WINDOW, House, build
from .visits import declare, text

KEEPER = Actor("keeper-1", {"public-health", "family-doctor", "staff"}, org="C1")
OTHER = Actor("keeper-2", {"public-health"}, org="C2")
VILLAGE = "110101001001"
HOME = Residency(
    kind=ResidentKind.REGISTERED, region="110101", since=date(2020, 1, 1), proof="P-1"
)
AWAY = HOME.model_copy(update={"region": "330102"})
NEW = NewRecord(
    village=VILLAGE,
    org_name="社区中心",
    residency=HOME,
    base=BaseInfo(
        allergies=(Allergy(to=AllergyTo.PENICILLIN),),
        past=Past(illnesses=(PastIllness(illness=Illness.MENTAL),)),
    ),
    consent="1",
)


def app(card: Card, *roles: str) -> Actor:
    return Actor(f"app-{card.subject[:4]}", roles, holder=card.subject)


@attrs.define
class Centre:
    house: House

    @property
    def records(self) -> HealthRecords:
        return HealthRecords(self.house.desk)

    def card(self, seed: int = 1, **more: Any) -> Card:
        person = Applicant(name_of(seed), document_of(seed, **more))
        return self.house.desk.register(person, by=WINDOW)

    def do(self, card: Card, command: Any, by: Actor = KEEPER) -> Case[Any]:
        case = self.records.of(card)
        assert case is not None
        return self.house.desk.execute(health_record, case, command, by=by)

    def opened(self, card: Card) -> Case[Any]:
        self.records.build(card, NEW, by=KEEPER)
        return self.do(card, OpenToSelf(), app(card))

    def refused(self, code: str, card: Card, by: Actor, **more: Any) -> None:
        with pytest.raises(RuleViolationError) as caught:
            self.records.read(card, by=by, **more)
        assert code == caught.value.code


@pytest.fixture
def centre(storage: Storage) -> Centre:
    return Centre(build(storage, Suite.INTL))


@pytest.fixture
def small() -> Centre:
    return Centre(build(MemoryStorage(), Suite.INTL))


def test_a_life_in_one_record(centre: Centre) -> None:
    desk, records = centre.house.desk, centre.records
    card, friend = centre.card(1), centre.card(2)
    assert VILLAGE + "00001" == centre.opened(card).state.number
    assert VILLAGE + "00002" == centre.opened(friend).state.number

    # The family reads by a grant, without what is sensitive, until it is taken back.
    centre.refused("ACCESS_NOT_GRANTED", card, app(friend))
    until = centre.house.clock.now + timedelta(days=30)
    grant = desk.start(
        access_grant,
        card,
        Grant(
            delegate=friend.subject,
            scopes=(GrantScope.HEALTH_RECORD,),
            until=until,
            consent="1",
        ),
        by=app(card),
    )
    page = records.read(card, by=app(friend))
    assert (1, ()) == (page.info.left_out, page.info.base.past.illnesses)
    desk.execute(access_grant, grant, Revoke(), by=app(card))
    centre.refused("ACCESS_NOT_GRANTED", card, app(friend))
    assert 2 == len(desk.cases(refusal, card, by=WINDOW))

    # A correction is decided and written in one transaction.
    asked = RequestCorrection(section=Section.ALLERGIES, wrong="有", wanted="无")
    case: Case[Any] = desk.start(record_correction, card, asked, by=app(card))
    change = Accept(change=BaseChange(allergies=()))
    desk.execute(record_correction, case, change, by=KEEPER)
    assert () == records.read(card, by=app(card)).info.base.allergies

    # It moves, keeps its readings, and is read at the new place.
    centre.do(card, MoveOut(to="C2", to_name="新区中心", reason="搬家"))
    confirmed = ConfirmMove(number="33010200110100001", residency=AWAY)
    moved = centre.do(card, confirmed, OTHER)
    assert isinstance(moved.state, MovedOut)
    page = records.read(card, by=app(card, "strong-auth"), sensitive=True)
    assert ("33010200110100001", "C2", 1) == (
        page.number,
        page.org,
        len(page.info.base.past.illnesses),
    )
    looks = records.readings(card, by=app(card))
    assert [Grounds.SELF, Grounds.SELF, Grounds.DELEGATE] == [
        look.access.grounds for look in looks
    ]
    with pytest.raises(AccessDeniedError):
        records.readings(card, by=app(friend))

    # Cancelled by mistake, restored, and ended by death with chronic care.
    wrong = Cancel(reason=CancelReason.OTHER, note="误操作")
    centre.do(card, wrong, OTHER)
    with pytest.raises(NotAllowedError):
        records.read(card, by=app(card))
    assert isinstance(centre.do(card, Restore(reason="恢复"), OTHER).state, Active)
    care = Enrol(disease=Disease.DIABETES, org="C1", org_name="社区中心", consent="1")
    ill: Case[Any] = desk.start(chronic_care, card, care, by=KEEPER)
    assert desk.announce(PersonDied(card=card.subject))
    assert CancelReason.DIED is centre.records.of(card).state.reason  # type: ignore[union-attr]  # it is there
    ended = desk.case(chronic_care, ill.id, by=AUDITOR).state
    assert isinstance(ended, Ended)
    assert EndReason.DIED is ended.reason
    # CX1: what is told twice changes nothing.
    assert 0 == desk.announce(PersonDied(card=card.subject))


def test_two_records_of_one_person_are_read_together_and_taken_apart(
    centre: Centre,
) -> None:
    born = date(1980, 5, 1)
    one = centre.card(1, born=born, sex=Sex.FEMALE)
    two = centre.card(2, born=born, sex=Sex.FEMALE)
    first, second = centre.opened(one), centre.opened(two)
    merge = Merge(into=first.state.file, proof=MergeProof.POLICE)
    centre.do(two, merge)

    page = centre.records.read(one, by=app(one))
    assert [second.state.number] == [a.number for a in page.absorbed]
    with pytest.raises(RuleViolationError, match="RECORD_MERGE_CHAIN"):
        centre.do(one, Merge(into="x", proof=MergeProof.POLICE))
    with pytest.raises(RuleViolationError, match="RECORD_EXISTS"):
        centre.records.build(two, NEW, by=KEEPER)

    apart = centre.do(two, Unmerge(reason="误合并"))
    assert second.state == apart.state
    assert () == centre.records.read(one, by=app(one)).absorbed

    centre.do(two, merge)
    centre.house.desk.announce(PersonDied(card=two.subject))
    died = centre.records.of(one)
    assert died is not None
    assert isinstance(died.state, Cancelled)
    assert CancelReason.DIED is died.state.reason


def test_hr3_a_cancelled_record_ends_chronic_care(small: Centre) -> None:
    desk, card = small.house.desk, small.card()
    small.opened(card)
    care = Enrol(
        disease=Disease.HYPERTENSION, org="C1", org_name="社区中心", consent="1"
    )
    ill: Case[Any] = desk.start(chronic_care, card, care, by=KEEPER)

    small.do(card, Cancel(reason=CancelReason.DIED))

    ended = desk.case(chronic_care, ill.id, by=AUDITOR).state
    assert isinstance(ended, Ended)
    assert EndReason.DIED is ended.reason


def released(centre: Centre, card: Card, content: ReportContent) -> Case[Any]:
    desk, signer = centre.house.desk, Actor("s-1", {"report-signer"}, org="H1")
    order = Order(
        report="R-1",
        org="H1",
        org_name="一院",
        department="检验科",
        order="A-1",
        kind=ReportKind.LABORATORY,
        group=TestGroup.CHEMISTRY,
        test="电解质",
    )
    doctor = Actor("d-1", {"doctor"}, org="H1")
    case: Case[Any] = desk.start(report, card, order, by=doctor)
    case = desk.execute(report, case, Begin(), by=Actor("t", {"technician"}, org="H1"))
    case = desk.execute(report, case, Verify(content=content), by=signer)
    paper = rendering_of(sheet_of(case.state)).sha256
    return desk.execute(report, case, Release(paper=paper), by=signer)


def test_hr5_an_interpretation_never_touches_the_report(small: Centre) -> None:
    desk, card = small.house.desk, small.card()
    before = released(small, card, CRITICAL)
    with pytest.raises(RuleViolationError, match="RECORD_NOT_THERE"):
        small.records.interpret(card, "H1:R-1", by=app(card))
    small.opened(card)

    said = small.records.interpret(card, "H1:R-1", by=app(card))

    assert isinstance(said.state, Interpreted)
    assert said.state.said is not None
    assert "参考，非诊断" == said.state.said.mark
    after = desk.case(report, before.id, by=AUDITOR)
    assert before.shown_to(AUDITOR) == after  # not even its version
    assert before.state.rendering.sha256 == said.state.sha256
    with pytest.raises(RuleViolationError, match="REPORT_NOT_OUT"):
        small.records.interpret(card, "H1:R-2", by=app(card))
    with pytest.raises(RuleViolationError, match="ACCESS_NOT_GRANTED"):
        small.records.interpret(card, "H1:R-1", by=app(small.card(2)))

    wrong = Retract(fault=Fault.OTHER, reason="样本错误")
    desk.execute(report, after, wrong, by=Actor("s-1", {"report-signer"}, org="H1"))
    assert isinstance(
        desk.case(report_interpretation, said.id, by=AUDITOR).state, Voided
    )
    first, _ = desk.history(report_interpretation, said, by=AUDITOR)
    assert first.state is None


def test_a_contracted_doctor_reads_and_another_does_not(small: Centre) -> None:
    desk, card = small.house.desk, small.card()
    moved = {"team": CONTRACT.team.model_copy(update={"org": "C9"})}
    asked: Case[Any] = desk.start(
        family_doctor_contract, card, CONTRACT.model_copy(update=moved), by=app(card)
    )
    small.opened(card)
    doctor = Actor("gp-1", {"family-doctor"}, org="C9")
    small.refused("ACCESS_NOT_GRANTED", card, doctor)
    signed = SignContract(has_read=True)
    desk.execute(family_doctor_contract, asked, signed, by=doctor)

    assert "C1" == small.records.read(card, by=doctor).org
    colleague = Actor("gp-2", {"family-doctor"}, org="C9")
    small.refused("ACCESS_NOT_GRANTED", card, colleague)


def test_a_doctor_reads_while_the_patient_is_in_the_house(small: Centre) -> None:
    declare(small.house)
    card, doctor = small.house.card(), Actor("doctor-1", {"doctor"}, org="H1")
    small.opened(card)
    small.refused("ACCESS_NOT_GRANTED", card, doctor)

    small.house.entrance().enter(text(small.house), temperature=36.8)

    assert "C1" == small.records.read(card, by=doctor).org
    small.refused("ACCESS_NOT_GRANTED", card, attrs.evolve(doctor, org="H2"))


def test_numbers_rise_in_the_order_of_building_whoever_has_moved(
    small: Centre,
) -> None:
    cards = [small.card(n) for n in range(1, 6)]
    move = MoveOut(to="C2", to_name="新区中心", reason="搬家")
    for card in cards[:3]:
        small.opened(card)
    for card in cards[:2]:
        small.do(card, move)
        there = small.records.take_over(card, "330102001101", AWAY, by=OTHER)
        assert f"3301020011010000{cards.index(card) + 1}" == there.state.number

    numbers = [small.opened(c).state.number for c in cards[3:]]
    assert [VILLAGE + "00004", VILLAGE + "00005"] == numbers

    back = MoveOut(to="C1", to_name="社区中心", reason="迁回")
    small.do(cards[0], back, OTHER)
    home = small.records.take_over(cards[0], VILLAGE, HOME, by=KEEPER)
    assert VILLAGE + "00006" == home.state.number
    assert isinstance(home.state, Active)
    content = home.state.content
    assert content is not None
    assert 2 == len(content.previous)
    small.do(cards[1], back, OTHER)
    with pytest.raises(RuleViolationError, match="RECORD_OTHER_REGION"):
        small.records.take_over(cards[1], VILLAGE, AWAY, by=KEEPER)


def test_there_is_no_record_for_who_has_none_and_strangers_learn_nothing(
    small: Centre,
) -> None:
    card, stranger = small.card(1), small.card(2)
    small.refused("RECORD_NOT_THERE", card, app(card))
    small.refused("ACCESS_NOT_GRANTED", card, app(stranger))


def test_a_restored_record_gives_way_to_one_that_was_built_since(
    small: Centre,
) -> None:
    card = small.card()
    old = small.opened(card)
    gone = small.do(card, Cancel(reason=CancelReason.MOVED))
    new = small.records.build(card, NEW, by=KEEPER)
    assert old.state.number != new.state.number
    with pytest.raises(ClaimTakenError):
        small.house.desk.execute(health_record, gone, Restore(reason="恢复"), by=KEEPER)


def test_a_record_is_erased_after_its_term_and_then_its_holder_may_be(
    small: Centre,
) -> None:
    desk, card = small.house.desk, small.card()
    small.opened(card)
    gone = small.do(card, Cancel(reason=CancelReason.OTHER, note="误建"))
    desk.execute(
        card_life,
        desk.case(card_life, card.case, by=AUDITOR),
        CancelCard(reason="本人申请"),
        by=WINDOW,
    )
    officer = Actor("privacy-1", {"eraser"})
    with pytest.raises(RuleViolationError, match="ERASURE_OPEN_CASES"):
        desk.erase(card.id, by=officer, reason="本人要求")

    small.house.clock.forward(days=15 * 366)
    assert Clockwork(desk).run_once() == 1

    happened = desk.history(health_record, gone, by=AUDITOR)
    assert [None] * (len(happened) - 1) == [h.state for h in happened[:-1]]
    assert card.subject == desk.erase(card.id, by=officer, reason="本人要求").subject


def test_a_move_that_nobody_answers_returns_by_itself(small: Centre) -> None:
    card = small.card()
    small.opened(card)
    moving = small.do(card, MoveOut(to="C2", to_name="新区中心", reason="搬家"))
    small.house.clock.now = moving.state.answer_by
    assert "Moving" == type(small.records.of(card).state).__name__  # type: ignore[union-attr]  # it is there
    small.house.clock.forward(seconds=1)
    assert Clockwork(small.house.desk).run_once() == 1
    state = small.house.desk.case(health_record, moving.id, by=AUDITOR).state
    assert isinstance(state, Active)
    assert state.refused is not None
