"""From booking to school age: time passes, the clockwork moves, everybody is told."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Applicant, Card, Clockwork, OutboxRelay, Suite
from ehealthcard.adapters.simulator import SimulatedMessenger, document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import SHANGHAI, IdKind, Kinship, Sex
from ehealthcard.desk import Notifier
from ehealthcard.errors import GuardianRequiredError, RuleViolationError
from ehealthcard.identity import Guardian, IdDocument
from ehealthcard.rules.calendar import add_months, day_of, start_of
from ehealthcard.rules.maternal.codes import (
    Finding,
    Loss,
    Recovery,
    ReferralOutcome,
)
from ehealthcard.rules.maternal.forms import Refer
from ehealthcard.rules.maternal.indicators import (
    booked_early,
    is_managed,
    visited_at_home,
)
from ehealthcard.rules.maternal.newborn import Newborn
from ehealthcard.rules.schedule import VisitStatus
from ehealthcard.rules.signals import NewbornCertified, PersonDied
from ehealthcard.services import child_health as children
from ehealthcard.services import pregnancy as mothers
from ehealthcard.services.message_preference import Grant, message_preference
from tests.actors import AUDITOR
from tests.services.test_child_health import seen
from tests.services.test_pregnancy import checked, home, visit

from .conftest import WINDOW, House, build
from .shop import Outside

NURSE = Actor("nurse-1", {"public-health", "staff"}, org="C1")
MIDWIFE = Actor("midwife-1", {"midwife"}, org="H1")
DAY = timedelta(days=1)
LMP = date(2026, 1, 1)
BORN = LMP + timedelta(days=280)


@attrs.define
class Centre:
    """A community health centre, and one family."""

    house: House
    his: Outside = attrs.field(factory=Outside)
    phone: SimulatedMessenger = attrs.field(init=False)
    mother: Card = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.phone = SimulatedMessenger(self.house.clock)
        woman = document_of(3, born=date(1996, 5, 5), sex=Sex.FEMALE)
        self.mother = self.desk.register(Applicant(name_of(3), woman), by=WINDOW)
        self.welcome(self.mother)

    @property
    def desk(self) -> Any:
        return self.house.desk

    def welcome(self, card: Card) -> None:
        self.desk.start(message_preference, card, Grant(consent="1"), by=WINDOW)

    def wait(self, day: date) -> None:
        """Let time pass until ten o'clock of *day*, and all of it be heard."""
        moment = datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)
        self.house.clock.now = moment
        ports: dict[str, Any] = {
            "his": self.his,
            "messenger": self.phone,
            "notifier": Notifier(self.desk),
        }
        relay, clockwork = OutboxRelay(self.desk, ports), Clockwork(self.desk)
        while relay.run_once() + clockwork.run_once():
            pass

    def do(self, workflow: Any, case: Any, command: Any, by: Actor = NURSE) -> Any:
        newest = self.desk.case(workflow, case.id, by=AUDITOR)
        return self.desk.execute(workflow, newest, command, by=by)

    def book(self) -> Any:
        self.wait(LMP + timedelta(weeks=10))
        command = mothers.Register(
            lmp=LMP, org="C1", org_name="城东社区", consent="2026-1"
        )
        return self.desk.start(mothers.pregnancy, self.mother, command, by=NURSE)

    def deliver(self, case: Any) -> Any:
        self.wait(BORN)
        born = mothers.Deliver(
            on=BORN, at="H1", children=(Newborn(weeks=40, weight=3300),)
        )
        self.do(mothers.pregnancy, case, born, MIDWIFE)
        self.wait(BORN + 3 * DAY)
        return self.do(mothers.pregnancy, case, mothers.Discharge(), MIDWIFE)

    def child(self, **more: Any) -> Card:
        paper = IdDocument(IdKind.BIRTH_CERTIFICATE, "Z110199001")
        guardian = Guardian(self.mother.id, Kinship.PARENT)
        kept: dict[str, Any] = {"birth_date": BORN, "guardian": guardian} | more
        card: Card = self.desk.register(Applicant(name_of(9), paper, **kept), by=WINDOW)
        return card

    def enrol(self, card: Card) -> Any:
        command = children.Enrol(
            org="C1",
            org_name="城东社区",
            consent="2026-1",
            newborn=Newborn(weeks=40, weight=3300),
            discharged_on=BORN + 3 * DAY,
            visited_on=BORN + 5 * DAY,
        )
        return self.desk.start(children.child_health, card, command, by=NURSE)

    def kinds(self) -> Counter[str]:
        return Counter(m.kind for m in self.his.received)


@pytest.fixture
def centre() -> Centre:
    """A centre on memory: time and rules are what is looked at."""
    return Centre(build(MemoryStorage(), Suite.INTL))


def test_a_family_that_comes_to_every_visit_is_closed_at_six_years(
    centre: Centre,
) -> None:
    case = centre.book()
    for week in (11, 18, 22, 32, 38):
        centre.wait(LMP + timedelta(weeks=week))
        case = centre.do(mothers.pregnancy, case, visit())
        assert isinstance(case.state, mothers.Managed)
    case = centre.deliver(case)
    centre.wait(BORN + 5 * DAY)
    case = centre.do(mothers.pregnancy, case, home())
    card = centre.child()
    centre.welcome(card)
    child = centre.enrol(card)
    centre.wait(BORN + 42 * DAY)
    case = centre.do(mothers.pregnancy, case, checked(Recovery.RECOVERED))

    assert isinstance(case.state, mothers.Closed)
    note = case.state.note
    assert (True, True, True) == (
        booked_early(note),
        is_managed(note),
        visited_at_home(note),
    )
    for slot in child.state.plan[1:]:
        centre.wait(max(slot.opens_on, BORN + 43 * DAY))
        child = centre.do(children.child_health, child, seen())
    assert isinstance(child.state, children.Closed)
    assert {VisitStatus.DONE} == {s.status for s in child.state.plan}
    assert BORN + 42 * DAY < day_of(child.state.ended_at)
    told = centre.phone.to(centre.mother.subject)
    assert 7 + 12 == sum("健康检查时间已到" in text for text in told)
    assert {"pregnancy-discharged": 1} == centre.kinds()


def test_a_family_that_never_comes_is_looked_for_and_closed_by_time(
    centre: Centre,
) -> None:
    case = centre.book()
    centre.wait(LMP + timedelta(weeks=43))
    case = centre.desk.case(mothers.pregnancy, case.id, by=AUDITOR)
    assert isinstance(case.state, mothers.Registered)
    assert {VisitStatus.MISSED} == {s.status for s in case.state.plan}
    assert (3, 1) == (
        centre.kinds()["mch-unseen"],
        centre.kinds()["pregnancy-birth-unknown"],
    )
    for _ in range(3):
        case = centre.do(mothers.pregnancy, case, mothers.NoteNoContact())
    assert isinstance(case.state, mothers.Lost)
    case = centre.do(mothers.pregnancy, case, mothers.Resume())
    born = mothers.Deliver(on=BORN, at="H1", children=(Newborn(),))
    case = centre.do(mothers.pregnancy, case, born)

    child = centre.enrol(centre.child())
    centre.wait(add_months(BORN, 78) - DAY)
    before = centre.desk.case(children.child_health, child.id, by=AUDITOR).state
    assert isinstance(before, children.Enrolled)
    centre.house.clock.now = start_of(add_months(BORN, 78))
    after = centre.desk.case(children.child_health, child.id, by=AUDITOR).state
    assert isinstance(after, children.Closed)
    assert 12 == sum(s.status is VisitStatus.MISSED for s in after.plan)
    centre.wait(add_months(BORN, 78))
    history = centre.desk.history(children.child_health, child, by=AUDITOR)
    assert "Closed" == history[-1].state_name
    assert 25 == len(history)


def test_the_clockwork_tells_the_same_as_a_reader_sees(centre: Centre) -> None:
    case = centre.book()
    day = LMP
    while day < LMP + timedelta(weeks=43):
        day += timedelta(days=5)
        centre.house.clock.now = max(start_of(day), centre.house.clock.now)
        read = centre.desk.case(mothers.pregnancy, case.id, by=AUDITOR).state
        Clockwork(centre.desk).run_once()
        assert read == centre.desk.case(mothers.pregnancy, case.id, by=AUDITOR).state
    assert read.overdue


def test_a_referral_is_followed_and_a_late_answer_is_told(centre: Centre) -> None:
    case = centre.book()
    to = Refer(reason="复查", org="H1")
    sick = visit(Finding.ABNORMAL, referral=to)
    case = centre.do(mothers.pregnancy, case, sick)
    today = day_of(centre.house.clock.now)
    centre.wait(today + 14 * DAY)
    assert {"mch-referral": 1} == centre.kinds()
    centre.wait(today + 15 * DAY)
    assert {"mch-referral": 1, "mch-referral-late": 1} == centre.kinds()
    back = mothers.NoteReferral(outcome=ReferralOutcome.RETURNED)
    case = centre.do(mothers.pregnancy, case, back)
    assert case.state.referral.overdue


def test_death_ends_the_mother_s_case_and_leaves_the_child_s(centre: Centre) -> None:
    case = centre.deliver(centre.book())
    child = centre.enrol(_later(centre, BORN + 6 * DAY).child())
    assert 0 < centre.desk.announce(PersonDied(card=centre.mother.subject))

    assert isinstance(
        centre.desk.case(mothers.pregnancy, case.id, by=AUDITOR).state, mothers.Died
    )
    child = centre.desk.case(children.child_health, child.id, by=AUDITOR)
    assert isinstance(child.state, children.Enrolled)


def test_her_history_says_when_her_child_was_certified(
    centre: Centre,
) -> None:
    case = centre.deliver(centre.book())
    born = NewbornCertified(
        card=centre.mother.subject,
        certificate="A330000001",
        child=1,
        sex="2",
        born_on=BORN,
        org="H1",
        org_name="模拟医院",
    )
    assert 1 == centre.desk.announce(born)

    read = centre.desk.case(mothers.pregnancy, case.id, by=NURSE)
    *_, last = centre.desk.history(mothers.pregnancy, read, by=NURSE)
    assert case.state == read.state
    assert ("ChildCertified", "system") == (last.command, last.actor)
    assert centre.house.clock.now == last.at


def test_a_child_has_a_card_with_a_guardian_and_one_case(centre: Centre) -> None:
    centre.deliver(centre.book())
    _later(centre, BORN + 6 * DAY)
    with pytest.raises(GuardianRequiredError):
        centre.child(guardian=None)
    card = centre.child()
    centre.enrol(card)
    with pytest.raises(RuleViolationError, match="CHILD_ENROLLED"):
        centre.enrol(card)
    with pytest.raises(RuleViolationError, match="PREGNANCY_OPEN"):
        centre.book()


def test_who_ended_one_pregnancy_may_book_another(centre: Centre) -> None:
    case = centre.book()
    ended = mothers.EndPregnancy(how=Loss.MISCARRIED, on=day_of(centre.house.clock.now))
    centre.do(mothers.pregnancy, case, ended)
    assert isinstance(centre.book().state, mothers.Registered)


def _later(centre: Centre, day: date) -> Centre:
    centre.wait(day)
    return centre
