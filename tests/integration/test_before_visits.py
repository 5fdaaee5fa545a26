"""What a confirmed booking asks of its holder before the visit (就诊前准备)."""

from datetime import timedelta
from functools import cache
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Case, Clockwork, OutboxRelay, Ports, Suite
from ehealthcard.adapters.questions import PACKAGED, FileQuestions
from ehealthcard.adapters.receivers import PaymentPort, SchedulingPort
from ehealthcard.adapters.simulator import SimulatedHospital, SimulatedMessenger
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.desk import Notifier
from ehealthcard.errors import ClaimTakenError, RuleViolationError
from ehealthcard.ports import Port, Storage
from ehealthcard.rules.booking import PROFILE_B, BookingPolicy
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.messages import MessageKind
from ehealthcard.rules.preparing import GUIDE, Preparation
from ehealthcard.rules.signals import SessionSuspended
from ehealthcard.services import epi_survey as survey
from ehealthcard.services import pre_visit_interview as interview
from ehealthcard.services.appointment import (
    Call,
    Cancel,
    CheckedIn,
    CheckIn,
    Confirmed,
    Held,
    Rebook,
    Request,
    Reschedule,
    appointment,
)
from ehealthcard.services.foundation.terminal import TerminalKind
from ehealthcard.services.message_preference import (
    Grant,
    message_preference,
)
from ehealthcard.services.notification import Recalled, Suppressed, notification
from ehealthcard.workflow import Timeline
from tests.actors import AUDITOR

from .conftest import WINDOW, House, build
from .visits import WELL

APP = Actor("app", {"app"})
FREELY = PROFILE_B.model_copy(update={"cancels": None, "per_department": None})
CHEST, HEART = "03.01", "03.02"


@cache
def packaged() -> FileQuestions:
    return FileQuestions.open(PACKAGED)


def asking(*before_visit: Preparation) -> BookingPolicy:
    return FREELY.model_copy(update={"before_visit": before_visit})


@attrs.define
class Clinic:
    house: House
    hospital: SimulatedHospital
    phone: SimulatedMessenger

    @property
    def desk(self) -> Any:
        return self.house.desk

    @property
    def him(self) -> Actor:
        return Actor("phone", {"app"}, holder=self.house.card().subject)

    def under(self, policy: BookingPolicy) -> None:
        """Let the hospital have another policy."""
        packs = {n: Timeline((policy,)) for n in ("appointment", "booking-penalty")}
        self.house.desk = attrs.evolve(self.house.desk, policies=packs)

    def run(self) -> None:
        ports: dict[str, Port] = {
            "scheduling": SchedulingPort(self.hospital.scheduling),
            "payments": PaymentPort(self.hospital.payments),
            "notifier": Notifier(self.desk),
            "messenger": self.phone,
        }
        relay, clockwork = OutboxRelay(self.desk, ports), Clockwork(self.desk)
        for _ in range(6):
            relay.run_once()
            clockwork.run_once()
            self.house.clock.forward(seconds=5)

    def slots(self, ahead: int = 3, department: str = CHEST) -> list[Any]:
        day = day_of(self.house.clock.now) + timedelta(days=ahead)
        found = self.hospital.scheduling.slots(
            org="H1", department=department, first=day, last=day
        )
        return [o.slot for o in found if not o.slot.is_expert]

    def book(self, slot: Any = None) -> Case[Any]:
        wanted = slot or self.slots()[0]
        case = self.desk.start(
            appointment, self.house.card(), Request(slot=wanted.id), by=APP
        )
        self.run()
        return self.now(appointment, case)

    def now(self, workflow: Any, case: Case[Any]) -> Case[Any]:
        found: Case[Any] = self.desk.case(workflow, case.id, by=AUDITOR)
        return found

    def act(self, case: Case[Any], command: Any, by: Actor = WINDOW) -> Case[Any]:
        newest = self.now(appointment, case)
        done: Case[Any] = self.desk.execute(appointment, newest, command, by=by)
        self.run()
        return self.now(appointment, done)

    def states(self, workflow: Any) -> list[Any]:
        """Return the states of the holder's cases, newest first."""
        found = self.desk.cases(workflow, self.house.card(), by=WINDOW)
        return [case.state for case in found]

    def names(self, workflow: Any) -> list[str]:
        return [type(s).__name__ for s in self.states(workflow)]

    def told(self, kind: MessageKind) -> list[Any]:
        """Return the messages of a kind, newest first."""
        return [s for s in self.states(notification) if s.kind is kind]


@pytest.fixture
def clinic() -> Clinic:
    return opened(MemoryStorage())


def opened(storage: Storage) -> Clinic:
    hospital = SimulatedHospital("H1", seed=3)
    house = build(storage, Suite.INTL)
    ports = Ports(scheduling=hospital.scheduling, questions=packaged())
    house.desk = attrs.evolve(house.desk, ports=ports)
    made = Clinic(house, hospital, SimulatedMessenger(house.clock))
    made.under(FREELY)
    house.desk.start(message_preference, house.card(), Grant(consent="1"), by=WINDOW)
    return made


def test_the_guides_default_invites_and_asks_for_the_survey_a_day_before(
    clinic: Clinic,
) -> None:
    visit = clinic.book()
    assert isinstance(visit.state, Confirmed)
    assert GUIDE == PROFILE_B.before_visit

    (invited,) = clinic.desk.cases(
        interview.pre_visit_interview, clinic.house.card(), by=WINDOW
    )
    steps = clinic.desk.next_steps(
        interview.pre_visit_interview, invited, by=clinic.him, channel=TerminalKind.APP
    )
    assert interview.Start in [s.command for s in steps.here]
    assert ["Announced"] == clinic.names(survey.epi_survey)
    assert [] == clinic.told(MessageKind.SURVEY)
    assert 1 == len(clinic.told(MessageKind.INTERVIEW))

    clinic.house.clock.now = visit.state.booking.slot.starts_at - timedelta(hours=24)
    clinic.run()

    (asked,) = clinic.desk.cases(survey.epi_survey, clinic.house.card(), by=WINDOW)
    assert isinstance(asked.state, survey.Pending)
    steps = clinic.desk.next_steps(
        survey.epi_survey, asked, by=clinic.him, channel=TerminalKind.APP
    )
    assert survey.Submit in [s.command for s in steps.here]
    texts = clinic.phone.to(clinic.house.card().subject)
    assert any("流行病学调查" in t for t in texts)
    assert any("诊前信息收集" in t for t in texts)
    with pytest.raises(ClaimTakenError):
        clinic.desk.start(
            interview.pre_visit_interview,
            clinic.house.card(),
            interview.Invite(
                appointment=visit.state.visit.appointment, org_name="一院"
            ),
            by=WINDOW,
        )


def test_who_wants_no_such_messages_gets_none_and_finds_them_in_the_app(
    clinic: Clinic,
) -> None:
    (wishes,) = clinic.desk.cases(message_preference, clinic.house.card(), by=WINDOW)
    without = Grant(consent="1", without=(MessageKind.INTERVIEW, MessageKind.SURVEY))
    clinic.desk.execute(message_preference, wishes, without, by=WINDOW)
    visit = clinic.book()
    clinic.house.clock.now = visit.state.booking.slot.starts_at - timedelta(hours=9)
    clinic.run()

    for kind in (MessageKind.INTERVIEW, MessageKind.SURVEY):
        (message,) = clinic.told(kind)
        assert isinstance(message, Suppressed)
    assert ["Invited"] == clinic.names(interview.pre_visit_interview)
    assert ["Pending"] == clinic.names(survey.epi_survey)


def test_a_cancelled_booking_takes_both_back(clinic: Clinic) -> None:
    visit = clinic.book(clinic.slots(ahead=1)[0])
    assert ["Pending"] == clinic.names(survey.epi_survey)

    clinic.act(visit, Cancel())

    assert ["Cancelled"] == clinic.names(interview.pre_visit_interview)
    assert ["Cancelled"] == clinic.names(survey.epi_survey)
    for kind in (MessageKind.INTERVIEW, MessageKind.SURVEY):
        (message,) = clinic.told(kind)
        assert isinstance(message, Recalled)
    assert 3 == len(clinic.phone.corrections)


def test_a_changed_booking_has_one_invitation_and_one_survey(
    storage: Storage,
) -> None:
    clinic = opened(storage)
    tomorrow, later = clinic.slots(ahead=1), clinic.slots(ahead=4)
    visit = clinic.book(tomorrow[0])
    clinic.act(visit, Reschedule(slot=tomorrow[-1].id))
    assert 1 == len(clinic.told(MessageKind.INTERVIEW))
    assert 1 == len(clinic.told(MessageKind.SURVEY))

    clinic.act(visit, Reschedule(slot=later[0].id))

    (invited,) = clinic.states(interview.pre_visit_interview)
    assert later[0].starts_at == invited.visit.starts_at
    new, old = clinic.told(MessageKind.INTERVIEW)
    assert isinstance(old, Recalled)
    assert not isinstance(new, Recalled)
    assert ["Announced", "Cancelled"] == clinic.names(survey.epi_survey)
    (old,) = clinic.told(MessageKind.SURVEY)
    assert isinstance(old, Recalled)
    clinic.house.clock.now = later[0].starts_at - timedelta(hours=24)
    clinic.run()
    assert ["Pending", "Cancelled"] == clinic.names(survey.epi_survey)
    assert 2 == len(clinic.told(MessageKind.SURVEY))


def test_a_change_that_the_hospital_refuses_invites_nobody_twice(
    clinic: Clinic,
) -> None:
    visit = clinic.book(clinic.slots(ahead=1)[0])
    other = clinic.slots(ahead=4)[0]
    newest = clinic.now(appointment, visit)
    clinic.desk.execute(appointment, newest, Reschedule(slot=other.id), by=WINDOW)
    clinic.hospital.scheduling.suspend(other.session)
    clinic.run()

    assert isinstance(clinic.now(appointment, visit).state, Confirmed)
    assert ["Invited"] == clinic.names(interview.pre_visit_interview)
    assert ["Pending"] == clinic.names(survey.epi_survey)
    assert 1 == len(clinic.told(MessageKind.INTERVIEW))


def test_another_department_interviews_anew_and_surveys_as_it_needs(
    clinic: Clinic,
) -> None:
    clinic.under(
        asking(
            Preparation(departments=(HEART,), interview=True),
            Preparation(survey_hours=48, interview=True),
        )
    )
    visit = clinic.book(clinic.slots(ahead=1)[0])
    title = visit.state.booking.slot.title
    heart = next(s for s in clinic.slots(3, HEART) if s.title == title)

    clinic.act(visit, Reschedule(slot=heart.id))

    assert ["Invited", "Cancelled"] == clinic.names(interview.pre_visit_interview)
    assert ["Cancelled"] == clinic.names(survey.epi_survey)
    clinic.act(visit, Reschedule(slot=clinic.slots(ahead=1)[1].id))
    assert ["Pending", "Cancelled"] == clinic.names(survey.epi_survey)
    assert 3 == len(clinic.states(interview.pre_visit_interview))
    assert 1 == clinic.names(interview.pre_visit_interview).count("Invited")


def test_a_called_off_visit_lets_both_rest_until_there_is_a_substitute(
    clinic: Clinic,
) -> None:
    slots = clinic.slots(ahead=1)
    visit = clinic.book(slots[0])
    clinic.hospital.scheduling.suspend(slots[0].session)
    clinic.desk.announce(SessionSuspended(session=slots[0].session))
    clinic.run()
    for kind in (MessageKind.INTERVIEW, MessageKind.SURVEY):
        (message,) = clinic.told(kind)
        assert isinstance(message, Recalled)

    clinic.act(visit, Rebook(slot=clinic.slots(ahead=2)[0].id))

    assert ["Invited"] == clinic.names(interview.pre_visit_interview)
    assert ["Announced", "Cancelled"] == clinic.names(survey.epi_survey)
    new, _ = clinic.told(MessageKind.INTERVIEW)
    assert not isinstance(new, Recalled)


def test_a_visit_called_off_before_it_was_paid_is_prepared_with_its_substitute(
    clinic: Clinic,
) -> None:
    clinic.hospital.payments.waits = True
    slot = clinic.slots(ahead=1)[0]
    visit = clinic.book(slot)
    assert isinstance(visit.state, Held)
    clinic.hospital.scheduling.suspend(slot.session)
    clinic.desk.announce(SessionSuspended(session=slot.session))
    clinic.hospital.payments.waits = False
    key = visit.state.booking.charge
    ports: dict[str, Port] = {}
    OutboxRelay(clinic.desk, ports).answer(
        f"{visit.id}-2-charge", clinic.hospital.payments.settle(key)
    )
    assert [] == clinic.states(interview.pre_visit_interview)

    clinic.act(visit, Rebook(slot=clinic.slots(ahead=2)[0].id))

    assert ["Invited"] == clinic.names(interview.pre_visit_interview)
    assert 1 == len(clinic.states(survey.epi_survey))


def test_a_hospital_without_questions_invites_nobody(clinic: Clinic) -> None:
    ports = attrs.evolve(clinic.desk.ports, questions=None)
    clinic.house.desk = attrs.evolve(clinic.desk, ports=ports)

    clinic.book()

    assert [] == clinic.states(interview.pre_visit_interview)
    assert ["Announced"] == clinic.names(survey.epi_survey)


def test_a_policy_may_ask_for_nothing(clinic: Clinic) -> None:
    clinic.under(asking())
    clinic.book()

    assert [] == clinic.states(interview.pre_visit_interview)
    assert [] == clinic.states(survey.epi_survey)


def test_a_survey_that_check_in_needs_was_announced_with_the_booking(
    clinic: Clinic,
) -> None:
    clinic.under(asking(Preparation(survey_hours=24, surveyed=True)))
    slot = clinic.slots(ahead=1)[0]
    visit = clinic.book(slot)
    clinic.house.clock.now = slot.starts_at
    with pytest.raises(RuleViolationError, match="SURVEY_REQUIRED"):
        clinic.act(visit, CheckIn())
    (asked,) = clinic.desk.cases(survey.epi_survey, clinic.house.card(), by=WINDOW)
    submit = survey.Submit(answers=WELL, commitment="1")
    clinic.desk.execute(survey.epi_survey, asked, submit, by=APP)

    assert isinstance(clinic.act(visit, CheckIn()).state, CheckedIn)

    doctor = Actor("d", {"doctor"}, org="H1")
    clinic.act(visit, Call(), by=doctor)
    (seen,) = clinic.states(survey.epi_survey)
    assert seen.consulted


def test_two_bookings_of_a_day_share_its_survey(storage: Storage) -> None:
    clinic = opened(storage)
    today, later = clinic.slots(ahead=1), clinic.slots(ahead=4)
    first = clinic.book(today[0])
    second = clinic.book(today[-1])
    assert ["Pending"] == clinic.names(survey.epi_survey)
    assert 1 == len(clinic.told(MessageKind.SURVEY))
    assert ["Invited", "Invited"] == clinic.names(interview.pre_visit_interview)

    clinic.act(first, Cancel())

    assert ["Pending"] == clinic.names(survey.epi_survey)
    assert not isinstance(clinic.told(MessageKind.SURVEY)[0], Recalled)

    third = clinic.book(later[0])
    clinic.act(second, Reschedule(slot=later[-1].id))
    assert ["Announced", "Cancelled"] == clinic.names(survey.epi_survey)
    (shared, _) = clinic.states(survey.epi_survey)
    assert 1 == len(shared.also)
    for visit in (third, second):
        assert "Announced" == clinic.names(survey.epi_survey)[0]
        clinic.act(visit, Cancel())
    assert {"Cancelled"} == set(clinic.names(survey.epi_survey))


def test_a_booking_that_returns_to_its_day_is_asked_there_again(
    clinic: Clinic,
) -> None:
    near, far = clinic.slots(ahead=1), clinic.slots(ahead=4)
    visit = clinic.book(near[0])
    clinic.act(visit, Reschedule(slot=far[0].id))
    clinic.act(visit, Reschedule(slot=near[1].id))

    assert ["Pending", "Cancelled", "Cancelled"] == clinic.names(survey.epi_survey)
    newest, oldest = clinic.told(MessageKind.SURVEY)
    assert isinstance(oldest, Recalled)
    assert not isinstance(newest, Recalled)
