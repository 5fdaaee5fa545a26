"""Interviews through the desk, each with a real appointment beside it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Card, Case, Clockwork, OutboxRelay, Ports, Suite
from ehealthcard.adapters.questions import PACKAGED, FileQuestions
from ehealthcard.adapters.receivers import PaymentPort, SchedulingPort
from ehealthcard.adapters.simulator import (
    SimulatedHospital,
    SimulatedOutpatientRecords,
)
from ehealthcard.desk import Notifier
from ehealthcard.errors import (
    ClaimTakenError,
    EHealthCardError,
    NotAllowedError,
    OutsideUnavailableError,
    RuleViolationError,
    VersionConflictError,
)
from ehealthcard.monitor import verify_audit
from ehealthcard.ports import Accepted, Message, Port, Storage
from ehealthcard.rules.booking import PROFILE_B
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.interview import (
    Advice,
    Allergy,
    Chosen,
    Given,
    Kind,
    Lasted,
    Number,
    OnDay,
    Picture,
    Pictures,
    Question,
    QuestionSet,
    Span,
    Value,
    Warned,
    Written,
)
from ehealthcard.rules.signals import CardCancelled, PersonDied, SessionSuspended
from ehealthcard.services.appointment import (
    Call,
    Cancel,
    CheckIn,
    Finish,
    Rebook,
    Request,
    Reschedule,
    Suspended,
    appointment,
)
from ehealthcard.services.notification import notification
from ehealthcard.services.pre_visit_interview import (
    Adopt,
    Adopted,
    AdoptedEdited,
    AdoptEdited,
    Announced,
    Answer,
    Back,
    BeginConsultation,
    Cancelled,
    Ended,
    Escalated,
    FileAgain,
    FlagFound,
    GoOn,
    InProgress,
    Invite,
    Invited,
    Missed,
    Open,
    ReportReady,
    Start,
    Submit,
    UnderReview,
    Withdraw,
    Withdrawn,
    pre_visit_interview,
)
from ehealthcard.workflow import Timeline
from tests.actors import AUDITOR

from .conftest import START, WINDOW, House, build

APP = Actor("app", {"app"})
SAME = PROFILE_B.model_copy(
    update={"cancels": None, "per_department": None, "before_visit": ()}
)
"""Nobody is invited by the booking itself: see ``test_before_visits``."""

SECRET = "说话时右胸像针扎"


@cache
def packaged() -> FileQuestions:
    return FileQuestions.open(PACKAGED)


@attrs.define
class Switchable:
    """A bank that may be down, and may have newer lists than the packaged one."""

    newer: dict[str, QuestionSet] = attrs.field(factory=dict[str, QuestionSet])
    is_down: bool = False
    forgets: bool = False

    def newest(self, department: str, /) -> QuestionSet | None:
        if self.is_down:
            raise OutsideUnavailableError
        return self.newer.get(department) or packaged().newest(department)

    def version(self, department: str, version: int, /) -> QuestionSet | None:
        if self.is_down:
            raise OutsideUnavailableError
        new = self.newer.get(department)
        if new and new.version == version:
            return new
        return None if self.forgets else packaged().version(department, version)


class Bin:
    """A destination that takes everything."""

    def __init__(self) -> None:
        self.kinds: list[str] = []

    def deliver(self, message: Message, /) -> Accepted:
        self.kinds.append(message.kind)
        return Accepted()


def plain(question: Question) -> Value:
    """Return the calmest answer that a question takes."""
    match question.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            codes = list(question.by_code)
            calm = [c for c in ("none", "never", "normal", "free") if c in codes]
            return Chosen(codes=((calm or codes)[0],))
        case Kind.NUMBER:
            return Number(number=question.at_least or Decimal(0))
        case Kind.DURATION:
            return Lasted(amount=3, span=Span.DAY)
        case Kind.DATE:
            return OnDay(day=day_of(START))
        case Kind.TEXT:
            return Written(text="没有补充")
        case Kind.PICTURES:
            return Pictures(pictures=(Picture(reference="store/1.jpg"),))


@attrs.define
class Clinic:
    house: House
    hospital: SimulatedHospital
    bank: Switchable
    his: SimulatedOutpatientRecords
    files: Bin = attrs.field(factory=Bin)

    @property
    def desk(self) -> Any:
        return self.house.desk

    @property
    def relay(self) -> OutboxRelay:
        ports: dict[str, Port] = {
            "scheduling": SchedulingPort(self.hospital.scheduling),
            "payments": PaymentPort(self.hospital.payments),
            "notifier": Notifier(self.desk),
            "his": self.his,
            "files": self.files,
        }
        return OutboxRelay(self.desk, ports)

    def run(self, rounds: int = 5) -> None:
        for _ in range(rounds):
            self.relay.run_once()
            self.house.clock.forward(seconds=5)

    def slots(self, department: str = "03.01", ahead: int = 1) -> list[Any]:
        day = day_of(self.house.clock.now) + timedelta(days=ahead)
        found = self.hospital.scheduling.slots(
            org="H1", department=department, first=day, last=day
        )
        return [o.slot for o in found if not o.slot.is_expert]

    def book(self, slot: Any = None, seed: int = 1) -> Case[Any]:
        card = self.house.card(seed)
        wanted = slot or self.slots()[0]
        case = self.desk.start(appointment, card, Request(slot=wanted.id), by=APP)
        self.run()
        return self.visit(case)

    def visit(self, case: Case[Any]) -> Case[Any]:
        found: Case[Any] = self.desk.case(appointment, case.id, by=AUDITOR)
        return found

    def act(self, case: Case[Any], command: Any, by: Actor = WINDOW) -> Case[Any]:
        done: Case[Any] = self.desk.execute(
            appointment, self.visit(case), command, by=by
        )
        return done

    def invite(self, visit: Case[Any], seed: int = 1, by: Actor = WINDOW) -> Case[Any]:
        name = visit.state.visit.appointment
        command = Invite(appointment=name, org_name="市第一医院")
        made: Case[Any] = self.desk.start(
            pre_visit_interview, self.house.card(seed), command, by=by
        )
        return made

    def do(self, case: Case[Any], command: Any, by: Actor = APP) -> Case[Any]:
        done: Case[Any] = self.desk.execute(
            pre_visit_interview, self.now(case), command, by=by
        )
        return done

    def now(self, case: Case[Any]) -> Case[Any]:
        found: Case[Any] = self.desk.case(pre_visit_interview, case.id, by=AUDITOR)
        return found

    def started(self, visit: Case[Any], seed: int = 1) -> Case[Any]:
        return self.do(self.invite(visit, seed), Start(consent="2026-1"))

    def fill(self, case: Case[Any], **wanted: Value) -> Case[Any]:
        """Answer what is mandatory: as wanted, or as calmly as possible."""
        while isinstance(case.state, InProgress) and case.state.missing:
            bank = case.state.bank
            questions = self.bank.version(bank.department, bank.version)
            assert questions is not None
            name = case.state.missing[0]
            value = wanted.get(name) or plain(questions.by_id[name])
            case = self.say(case, **{name: value})
        return case

    def say(self, case: Case[Any], **values: Value | None) -> Case[Any]:
        given = tuple(Given(question=q, value=v) for q, v in values.items())
        return self.do(case, Answer(given=given))

    def submitted(self, visit: Case[Any], seed: int = 1) -> Case[Any]:
        return self.do(self.fill(self.started(visit, seed)), Submit())


def chose(*codes: str) -> Chosen:
    return Chosen(codes=codes)


@pytest.fixture
def clinic(storage: Storage) -> Clinic:
    hospital = SimulatedHospital("H1", seed=3)
    policies = {n: Timeline((SAME,)) for n in ("appointment", "booking-penalty")}
    house = build(storage, Suite.INTL, policies=policies)
    bank, his = Switchable(), SimulatedOutpatientRecords()
    ports = Ports(scheduling=hospital.scheduling, questions=bank, allergies=his)
    house.desk = attrs.evolve(house.desk, ports=ports)
    return Clinic(house, hospital, bank, his)


def doctor(visit: Case[Any], **more: Any) -> Actor:
    slot = visit.state.booking.slot
    return Actor(slot.doctor, {"doctor"}, org="H1", **more)


def everything_stored(clinic: Clinic, case: Case[Any]) -> list[Any]:
    happened = clinic.desk.history(pre_visit_interview, case, by=AUDITOR)
    return [h.state for h in happened]


def test_from_booking_to_a_signed_text_in_the_record(clinic: Clinic) -> None:
    visit = clinic.book()
    case = clinic.invite(visit)
    assert isinstance(case.state, Invited)
    case = clinic.do(case, Start(consent="2026-1"))
    assert ("complaint", "03.01") == (case.state.shown, case.state.bank.department)

    case = clinic.fill(
        case, complaint=chose("cough"), since=Lasted(amount=2, span=Span.WEEK)
    )
    case = clinic.do(case, Submit())

    report = case.state.report
    assert isinstance(case.state, ReportReady)
    assert "咳嗽 2周" == report.complaint
    assert "未经临床审核" == report.bank.mark
    assert {"主诉", "现病史", "既往史", "过敏史", "用药史"} <= {
        c.title for c in report.sections
    }
    assert "words" in report.missing
    own = doctor(visit)
    case = clinic.do(case, Open(), by=own)
    clinic.house.clock.now = visit.state.booking.slot.starts_at
    clinic.act(visit, CheckIn())
    clinic.act(visit, Call())
    case = clinic.do(case, Adopt(signature="ca:1"), by=own)
    clinic.run()

    adopted = clinic.now(case).state
    assert isinstance(adopted, Adopted)
    assert ("r-1", None) == (adopted.filing.reference, adopted.filing.refusal)
    (text,) = clinic.his.texts.values()
    assert (own.id, False) == (text.signed_by, text.edited)
    assert text.text.startswith("主诉：咳嗽 2周")
    assert "interview-report" in [k for k, _ in clinic.his.told]


def test_pv1_without_an_answer_on_allergies_nothing_is_submitted(
    clinic: Clinic,
) -> None:
    case = clinic.started(clinic.book())
    while case.state.missing and case.state.missing != ("allergy",):
        name = next(n for n in case.state.missing if n != "allergy")
        questions = packaged().newest("03.01")
        assert questions is not None
        case = clinic.say(case, **{name: plain(questions.by_id[name])})

    with pytest.raises(RuleViolationError) as refused:
        clinic.do(case, Submit())

    assert "ANSWER_REQUIRED" == refused.value.code
    assert "allergy" in refused.value.english
    assert isinstance(clinic.now(case).state, InProgress)
    case = clinic.say(case, allergy=chose("none"))
    assert isinstance(clinic.do(case, Submit()).state, ReportReady)


def test_pv3_a_cancelled_appointment_takes_the_answers_with_it(
    clinic: Clinic,
) -> None:
    visit = clinic.book()
    case = clinic.started(visit)
    clinic.say(
        case,
        complaint=chose("cough"),
        words=Written(text=SECRET),
        pictures=Pictures(pictures=(Picture(reference="store/7.jpg"),)),
    )

    clinic.act(visit, Cancel())

    state = clinic.now(case).state
    assert isinstance(state, Cancelled)
    assert Ended.NO_VISIT is state.reason
    assert [None] * 3 == everything_stored(clinic, case)[:3]
    assert SECRET not in repr(everything_stored(clinic, case))
    assert SECRET not in state.to_json().decode()
    assert ["Invite", "Start", "Answer", "VisitEnded"] == [
        h.command for h in clinic.desk.history(pre_visit_interview, case, by=AUDITOR)
    ]
    with pytest.raises(NotAllowedError):
        clinic.say(case, complaint=chose("cough"))
    clinic.run()
    assert ["pictures-unwanted"] == clinic.files.kinds


@pytest.mark.parametrize("end", [PersonDied, CardCancelled])
def test_death_and_a_cancelled_card_end_it_through_the_appointment(
    clinic: Clinic, end: Any
) -> None:
    visit = clinic.book()
    case = clinic.submitted(visit)

    clinic.desk.announce(end(card=case.subject))

    assert isinstance(clinic.now(case).state, Cancelled)
    assert 0 == clinic.desk.announce(end(card=case.subject))


def test_who_did_not_come_leaves_nothing_behind(clinic: Clinic) -> None:
    visit = clinic.book()
    case = clinic.submitted(visit)
    slot = visit.state.booking.slot
    clinic.house.clock.now = slot.ends_at + timedelta(minutes=16)
    Clockwork(clinic.desk).run_once()

    assert isinstance(clinic.now(case).state, Cancelled)


def test_a_red_flag_stops_it_and_stays_in_the_report(clinic: Clinic) -> None:
    case = clinic.started(clinic.book())
    case = clinic.say(case, complaint=chose("breathless"), breath_level=chose("rest"))
    assert isinstance(case.state, Escalated)
    (raised,) = case.state.raised
    assert (Advice.EMERGENCY, True) == (raised.advice, raised.stands)
    assert "急诊" in raised.text
    with pytest.raises(NotAllowedError):
        clinic.do(case, Submit())

    case = clinic.do(case, GoOn())
    case = clinic.say(case, breath_level=chose("stairs"))
    assert isinstance(case.state, InProgress)
    case = clinic.do(clinic.fill(case), Submit())

    (kept,) = case.state.report.flags
    assert not kept.stands
    clinic.run()
    flags = [t for _, t in clinic.his.told if isinstance(t, FlagFound)]
    assert ("flag_breathless_rest",) == flags[0].flags


def test_the_doctor_gets_what_there_is_of_a_red_flag(clinic: Clinic) -> None:
    visit = clinic.book()
    case = clinic.started(visit)
    clinic.say(case, complaint=chose("haemoptysis"), blood_amount=chose("cup"))
    clinic.house.clock.now = visit.state.booking.slot.starts_at
    clinic.act(visit, CheckIn())

    clinic.act(visit, Call())

    state = clinic.now(case).state
    assert isinstance(state, ReportReady)
    assert not state.report.complete
    assert "allergy" in state.report.missing
    clinic.run()
    shown = [t.shown for _, t in clinic.his.told if isinstance(t, Announced)]
    assert ["部分填写"] == shown


@pytest.mark.parametrize("begun", [False, True])
def test_not_filled_in_when_the_consultation_begins_is_missed(
    clinic: Clinic, *, begun: bool
) -> None:
    visit = clinic.book()
    case = clinic.started(visit) if begun else clinic.invite(visit)
    if begun:
        case = clinic.say(case, words=Written(text=SECRET), complaint=chose("cough"))
    clinic.house.clock.now = visit.state.booking.slot.starts_at
    clinic.act(visit, CheckIn())
    assert not isinstance(clinic.now(case).state, Missed)

    clinic.act(visit, Call())

    assert isinstance(clinic.now(case).state, Missed)
    assert SECRET not in repr(everything_stored(clinic, case))
    clinic.run()
    shown = [t.shown for _, t in clinic.his.told if isinstance(t, Announced)]
    assert ["未填"] == shown


def test_the_version_of_the_start_is_that_of_the_end(clinic: Clinic) -> None:
    old = packaged().newest("03.01")
    assert old is not None
    case = clinic.started(clinic.book())
    clinic.bank.newer["03.01"] = old.model_copy(
        update={
            "version": 2,
            "fingerprint": "a" * 64,
            "questions": old.questions[:1],
        }
    )

    case = clinic.do(clinic.fill(case), Submit())

    assert (1, old.fingerprint) == (
        case.state.report.bank.version,
        case.state.report.bank.fingerprint,
    )
    other = clinic.started(clinic.book(clinic.slots()[2], seed=2), seed=2)
    assert 2 == other.state.bank.version


def test_a_version_that_is_gone_is_not_replaced_by_another(clinic: Clinic) -> None:
    case = clinic.started(clinic.book())
    clinic.bank.forgets = True
    with pytest.raises(RuleViolationError) as refused:
        clinic.say(case, complaint=chose("cough"))
    assert "QUESTIONS_ALTERED" == refused.value.code

    clinic.bank.forgets = False
    assert isinstance(clinic.say(case, complaint=chose("cough")).state, InProgress)


def test_a_bank_that_is_down_loses_nothing(clinic: Clinic) -> None:
    case = clinic.invite(clinic.book())
    clinic.bank.is_down = True
    with pytest.raises(RuleViolationError) as refused:
        clinic.do(case, Start(consent="2026-1"))
    assert "QUESTIONS_SILENT" == refused.value.code
    clinic.bank.is_down = False
    case = clinic.do(case, Start(consent="2026-1"))
    case = clinic.say(case, complaint=chose("cough"))
    clinic.bank.is_down = True
    with pytest.raises(RuleViolationError):
        clinic.say(case, onset=chose("sudden"))
    clinic.bank.is_down = False

    assert 1 == len(clinic.now(case).state.answers)
    assert isinstance(clinic.do(clinic.fill(case), Submit()).state, ReportReady)


def test_a_department_without_a_list_gets_the_general_one(clinic: Clinic) -> None:
    slot = clinic.slots(department="20")[0]
    case = clinic.started(clinic.book(slot))

    assert "general" == case.state.bank.department


def test_pv2_what_the_record_knows_is_shown_beside_what_is_said(
    clinic: Clinic,
) -> None:
    card: Card = clinic.house.card()
    known = (Allergy(allergen="青霉素类", code="penicillin", reaction="休克"),)
    clinic.his.known[card.id] = known
    case = clinic.fill(clinic.started(clinic.book()), allergy=chose("none"))

    report = clinic.do(case, Submit()).state.report

    assert (known, True, ()) == (
        report.allergies.recorded,
        report.allergies.denies,
        report.allergies.said,
    )
    assert report.allergies.contradicts
    assert (Warned.ALLERGY,) == report.warnings
    assert "档案过敏史：青霉素类" in report.text
    clinic.run()
    assert known == clinic.his.known[card.id]


def test_a_record_that_is_down_is_named_and_stops_nobody(clinic: Clinic) -> None:
    case = clinic.fill(clinic.started(clinic.book()))
    clinic.his.faults.is_down = True

    report = clinic.do(case, Submit()).state.report

    assert "silent" == report.allergies.read
    assert not report.allergies.contradicts


def test_pv4_two_departments_on_one_day_are_two_reports(clinic: Clinic) -> None:
    one = clinic.book()
    two = clinic.book(clinic.slots(department="03.02")[-1])
    first, second = clinic.submitted(one), clinic.started(two)
    with pytest.raises(ClaimTakenError):
        clinic.invite(one)

    clinic.act(one, Cancel())

    assert isinstance(clinic.now(first).state, Cancelled)
    second = clinic.do(clinic.fill(second), Submit())
    assert "03.02" == second.state.report.bank.department


def test_pv5_only_the_doctor_of_the_visit_or_a_colleague_opens(
    clinic: Clinic,
) -> None:
    visit = clinic.book()
    case = clinic.submitted(visit)
    for stranger in (
        Actor("d-strange", {"doctor"}, org="H1"),
        Actor("d-strange", {"doctor"}, org="H1", department="03.02"),
        Actor("d-strange", {"doctor"}, org="H2", department="03.01"),
        doctor(visit).__class__(visit.state.booking.slot.doctor, {"nurse"}, org="H1"),
        APP,
    ):
        with pytest.raises(RuleViolationError) as refused:
            clinic.do(case, Open(), by=stranger)
        assert refused.value.code in ("NOT_YOUR_PATIENT", "ROLE_REQUIRED")

    cover = Actor("d-cover", {"doctor"}, org="H1", department="03.01")
    case = clinic.do(case, Open(), by=cover)
    assert isinstance(case.state, UnderReview)
    assert [True] == [o.covering for o in case.state.openings]
    case = clinic.do(case, BeginConsultation(), by=cover)
    with pytest.raises(RuleViolationError) as refused:
        clinic.do(case, Adopt(signature="ca:2"), by=doctor(visit))
    assert "OPENED_BY_OTHER" == refused.value.code
    case = clinic.do(case, Open(), by=doctor(visit))
    edited = AdoptEdited(text="咳嗽两周，查体无异常。", signature="ca:2")
    case = clinic.do(case, edited, by=doctor(visit))
    assert isinstance(case.state, AdoptedEdited)
    clinic.run()
    assert ["咳嗽两周，查体无异常。"] == [t.text for t in clinic.his.texts.values()]


def test_nothing_enters_the_record_before_the_patient_was_seen(
    clinic: Clinic,
) -> None:
    visit = clinic.book()
    case = clinic.do(clinic.submitted(visit), Open(), by=doctor(visit))

    with pytest.raises(RuleViolationError) as refused:
        clinic.do(case, Adopt(signature="ca:1"), by=doctor(visit))

    assert "EXAMINE_FIRST" == refused.value.code
    clinic.run()
    assert {} == clinic.his.texts


def test_a_moved_visit_takes_its_interview_along(clinic: Clinic) -> None:
    slots = clinic.slots()
    visit = clinic.book(slots[0])
    case = clinic.say(clinic.started(visit), complaint=chose("cough"))
    clinic.act(visit, Reschedule(slot=slots[-1].id))
    clinic.run()

    state = clinic.now(case).state
    assert isinstance(state, InProgress)
    assert slots[-1].starts_at == state.visit.starts_at
    assert 1 == len(state.answers)
    new = Actor(slots[-1].doctor, {"doctor"}, org="H1")
    case = clinic.do(clinic.fill(clinic.now(case)), Submit())
    assert isinstance(clinic.do(case, Open(), by=new).state, UnderReview)


def test_a_visit_that_moves_to_another_department_ends_its_interview(
    clinic: Clinic,
) -> None:
    visit = clinic.book()
    case = clinic.say(clinic.started(visit), complaint=chose("cough"))
    other = next(
        s
        for s in clinic.slots(department="03.02")
        if s.title == visit.state.booking.slot.title
    )
    clinic.act(visit, Reschedule(slot=other.id))
    clinic.run()

    state = clinic.now(case).state
    assert isinstance(state, Cancelled)
    assert Ended.DEPARTMENT is state.reason
    again = clinic.started(clinic.visit(visit))
    assert "03.02" == again.state.bank.department


def test_a_called_off_visit_keeps_its_interview_for_the_substitute(
    clinic: Clinic,
) -> None:
    slots = clinic.slots()
    visit = clinic.book(slots[0])
    case = clinic.say(clinic.started(visit), complaint=chose("cough"))
    clinic.hospital.scheduling.suspend(slots[0].session)
    clinic.desk.announce(SessionSuspended(session=slots[0].session))
    assert isinstance(clinic.visit(visit).state, Suspended)
    assert isinstance(clinic.now(case).state, InProgress)

    other = next(s for s in slots if s.session != slots[0].session)
    clinic.act(visit, Rebook(slot=other.id))
    clinic.run()

    assert other.starts_at == clinic.now(case).state.visit.starts_at


@pytest.mark.parametrize("stage", ["asked", "seen", "over", "cancelled"])
def test_only_a_confirmed_visit_that_has_not_begun_is_prepared(
    clinic: Clinic, stage: str
) -> None:
    visit = clinic.book()
    if stage == "asked":
        request = Request(slot=clinic.slots()[3].id)
        visit = clinic.desk.start(appointment, clinic.house.card(), request, by=APP)
    elif stage == "cancelled":
        visit = clinic.act(visit, Cancel())
    else:
        clinic.house.clock.now = visit.state.booking.slot.starts_at
        clinic.act(visit, CheckIn())
        visit = clinic.act(visit, Call())
        if stage == "over":
            visit = clinic.act(visit, Finish())

    with pytest.raises(RuleViolationError) as refused:
        clinic.invite(visit)

    assert "VISIT_NOT_CONFIRMED" == refused.value.code


def test_another_persons_appointment_is_none(clinic: Clinic) -> None:
    visit = clinic.book()
    with pytest.raises(RuleViolationError) as refused:
        clinic.invite(visit, seed=2)
    assert "VISIT_NOT_CONFIRMED" == refused.value.code


def test_consent_that_is_taken_back_destroys_the_answers(clinic: Clinic) -> None:
    visit = clinic.book()
    case = clinic.say(
        clinic.started(visit), words=Written(text=SECRET), complaint=chose("cough")
    )
    case = clinic.do(case, Withdraw())

    assert isinstance(case.state, Withdrawn)
    assert SECRET not in repr(everything_stored(clinic, case))
    assert isinstance(clinic.invite(visit).state, Invited)


def test_each_answer_is_kept_and_the_same_command_again_is_once(
    clinic: Clinic,
) -> None:
    case = clinic.started(clinic.book())
    given = (Given(question="complaint", value=chose("cough")),)
    first = clinic.desk.execute(
        pre_visit_interview, case, Answer(given=given), by=APP, key="a-1"
    )
    again = clinic.desk.execute(
        pre_visit_interview, case, Answer(given=given), by=APP, key="a-1"
    )
    assert (first.version, first.state) == (again.version, again.state)
    with pytest.raises(VersionConflictError):
        clinic.desk.execute(pre_visit_interview, case, Back(), by=APP)
    reopened = clinic.house.reopen()
    assert first.state == reopened.case(pre_visit_interview, case.id, by=AUDITOR).state


def test_who_answers_while_the_appointment_is_cancelled_leaves_nothing(
    clinic: Clinic,
) -> None:
    visit = clinic.book()
    case = clinic.started(visit)

    def answer() -> bool:
        try:
            for _ in range(20):
                clinic.say(case, words=Written(text=SECRET))
        except EHealthCardError:
            return False
        return True

    with ThreadPoolExecutor(3) as pool:
        answering = [pool.submit(answer) for _ in range(2)]
        pool.submit(clinic.act, visit, Cancel()).result()
        for thread in answering:
            thread.result()

    assert isinstance(clinic.now(case).state, Cancelled)
    assert SECRET not in repr(everything_stored(clinic, case))


def test_a_command_that_is_repeated_after_the_answers_are_gone_brings_none_back(
    clinic: Clinic,
) -> None:
    visit = clinic.book()
    case = clinic.started(visit)
    given = (Given(question="words", value=Written(text=SECRET)),)
    answer = Answer(given=given)
    clinic.desk.execute(pre_visit_interview, case, answer, by=APP, key="a-1")
    clinic.act(visit, Cancel())

    with pytest.raises(EHealthCardError) as refused:
        clinic.desk.execute(pre_visit_interview, case, answer, by=APP, key="a-1")

    assert SECRET not in str(refused.value)
    assert isinstance(clinic.now(case).state, Cancelled)
    assert verify_audit(clinic.desk.storage, Suite.INTL).flaw is None


def test_a_record_that_is_down_or_loses_replies_gets_the_text_once(
    clinic: Clinic,
) -> None:
    visit = clinic.book()
    own = doctor(visit)
    case = clinic.do(clinic.submitted(visit), Open(), by=own)
    case = clinic.do(case, BeginConsultation(), by=own)
    clinic.run()
    clinic.his.faults.is_down = True
    clinic.do(case, Adopt(signature="ca:1"), by=own)
    clinic.run(2)
    assert {} == clinic.his.texts
    clinic.his.faults.is_down, clinic.his.faults.loses_replies = False, True
    clinic.house.clock.forward(minutes=20)
    clinic.run(2)
    assert clinic.now(case).state.filing.reference is None
    clinic.his.faults.loses_replies = False
    clinic.his.faults.repeats = True
    for _ in range(3):
        clinic.house.clock.forward(minutes=20)
        clinic.run(2)

    assert "r-1" == clinic.now(case).state.filing.reference
    assert 1 == len(clinic.his.texts)


def test_a_text_that_was_refused_is_filed_again_by_a_person(clinic: Clinic) -> None:
    visit = clinic.book()
    own = doctor(visit)
    case = clinic.do(clinic.submitted(visit), Open(), by=own)
    case = clinic.do(case, BeginConsultation(), by=own)
    clinic.his.refuses = True
    clinic.do(case, Adopt(signature="ca:1"), by=own)
    clinic.run()
    assert "RECORD_CLOSED" == clinic.now(case).state.filing.refusal

    clinic.his.refuses = False
    clinic.do(case, FileAgain(), by=own)
    clinic.run()

    assert (2, "r-1") == (
        clinic.now(case).state.filing.attempt,
        clinic.now(case).state.filing.reference,
    )


def test_the_invitation_is_a_notification_that_tells_nothing(clinic: Clinic) -> None:
    visit = clinic.book()
    clinic.invite(visit)
    clinic.run()

    found = clinic.desk.cases(notification, clinic.house.card(), by=WINDOW)

    assert ["interview", "registration"] == sorted(n.state.kind.value for n in found)
