"""Guidance through the desk, with a hospital behind it and advisors that misbehave."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from threading import Event
from typing import Any

import attrs
import pytest

from ehealthcard import (
    Actor,
    Card,
    Case,
    Clockwork,
    Guardian,
    OutboxRelay,
    Ports,
    Suite,
)
from ehealthcard.adapters.knowledge import Guidance
from ehealthcard.adapters.receivers import PaymentPort, SchedulingPort
from ehealthcard.adapters.simulator import SimulatedHospital, document_of, name_of
from ehealthcard.codesets import Kinship, Sex
from ehealthcard.desk import AppointmentOffice, ImmediateDelivery
from ehealthcard.errors import NotAllowedError, RuleViolationError, VersionConflictError
from ehealthcard.identity import Applicant
from ehealthcard.ports import GuidanceAdvisor, Port, Storage
from ehealthcard.rules.declaring import Declarant, Relation
from ehealthcard.rules.epidemiology import Exposure, ExposureKind
from ehealthcard.rules.guidance import (
    EMERGENCY,
    FEVER_CLINIC,
    OBSTETRICS,
    PAEDIATRICS,
    Advice,
    GuidanceQuestion,
    Intake,
    Opinion,
)
from ehealthcard.rules.reviewing import NOT_REVIEWED
from ehealthcard.rules.signals import CardCancelled, PersonDied
from ehealthcard.services.appointment import Confirmed, appointment
from ehealthcard.services.epi_survey import Require, Review, Submit, epi_survey
from ehealthcard.services.guidance_session import (
    Acknowledge,
    Answer,
    AskForPerson,
    Book,
    Closed,
    Converted,
    EmergencyAdvised,
    Expired,
    Finish,
    ManualGuide,
    ManualReason,
    Recommended,
    Start,
    Withdraw,
    Withdrawn,
    guidance_session,
)
from ehealthcard.workflow import Timeline
from tests.actors import AUDITOR
from tests.services.guiding import base, guidance

from .conftest import START, WINDOW, House, build
from .test_booking import SAME, Mailbox
from .visits import WELL, declare

APP = Actor("app", {"app"})
MAN, WOMAN, CHILD = 1, 2, 3
PARENT = Declarant(relation=Relation.GUARDIAN)


@attrs.frozen
class Advisor:
    """An advisor that answers as it was told to."""

    answer: Callable[[GuidanceQuestion], Any]
    version: str = "own-1"

    def advise(self, question: GuidanceQuestion, /) -> Advice:
        said: Advice = self.answer(question)
        return said


def advice(*codes: str) -> Advice:
    found = (Opinion(department=c, score=5.0 - n) for n, c in enumerate(codes))
    return Advice(opinions=tuple(found), confidence=0.9, version="own-1")


@attrs.define
class GuideDesk:
    house: House
    hospital: SimulatedHospital
    born: dict[int, tuple[date, Sex]] = attrs.field(
        factory=lambda: {
            MAN: (date(1986, 1, 1), Sex.MALE),
            WOMAN: (date(1996, 1, 1), Sex.FEMALE),
        }
    )

    def card(self, who: int = MAN) -> Card:
        born, sex = self.born[who]
        person = Applicant(name_of(who), document_of(who, born=born, sex=sex))
        return self.house.desk.register(person, by=WINDOW)

    def child(self, born: date = date(2019, 1, 1)) -> Card:
        parent = Guardian(self.card(WOMAN).id, Kinship.PARENT)
        document = document_of(CHILD, born=born, sex=Sex.FEMALE)
        person = Applicant(name_of(CHILD), document, guardian=parent)
        return self.house.desk.register(person, by=WINDOW)

    def start(self, card: Card, declarant: Declarant | None = None) -> Case[Any]:
        command = Start(org="H1", consent="1", declarant=declarant or Declarant())
        return self.house.desk.start(guidance_session, card, command, by=APP)

    def do(self, case: Case[Any], command: Any, by: Actor = APP) -> Case[Any]:
        desk = self.house.desk
        newest = desk.case(guidance_session, case.id, by=AUDITOR)
        return desk.execute(guidance_session, newest, command, by=by)

    def tell(self, who: int | Card, words: str, **more: Any) -> Case[Any]:
        card = self.card(who) if isinstance(who, int) else who
        declarant = PARENT if isinstance(who, Card) else None
        told = Answer(told=Intake(words=words, **more))
        return self.do(self.start(card, declarant), told)

    def guide(self, who: int | Card, words: str, **more: Any) -> Any:
        return self.do(self.tell(who, words, **more), Finish()).state

    def with_advisor(self, advisor: GuidanceAdvisor, seconds: float = 5) -> None:
        mine = Guidance(base(), advisor, timedelta(seconds=seconds))
        ports = attrs.evolve(self.house.desk.ports, guidance=mine)
        self.house.desk = attrs.evolve(self.house.desk, ports=ports)

    @property
    def ports(self) -> dict[str, Port]:
        return {
            "appointments": AppointmentOffice(self.house.desk),
            "scheduling": SchedulingPort(self.hospital.scheduling),
            "payments": PaymentPort(self.hospital.payments),
            "messenger": Mailbox(),
        }

    def run(self, rounds: int = 5) -> None:
        for _ in range(rounds):
            OutboxRelay(self.house.desk, self.ports).run_once()
            self.house.clock.forward(seconds=5)

    def state(self, case: Case[Any]) -> Any:
        return self.house.desk.case(guidance_session, case.id, by=AUDITOR).state


@pytest.fixture
def guide(storage: Storage) -> GuideDesk:
    hospital = SimulatedHospital("H1", seed=3)
    policies = {n: Timeline((SAME,)) for n in ("appointment", "booking-penalty")}
    house = build(storage, Suite.INTL, policies=policies)
    ports = Ports(scheduling=hospital.scheduling, guidance=guidance())
    house.desk = attrs.evolve(house.desk, ports=ports)
    return GuideDesk(house, hospital)


def codes(state: Any) -> list[str]:
    assert isinstance(state, Recommended), state
    return [r.choice.department for r in state.departments]


def test_a_cough_leads_to_doctors_with_free_slots_and_articles(
    guide: GuideDesk,
) -> None:
    state = guide.guide(MAN, "咳嗽三周了，有黄痰，没有发烧")

    first = state.departments[0]
    assert "03.01" == first.choice.department
    assert "呼吸内科" == first.choice.name
    assert first.choice.doctors
    assert first.choice.doctors[0].starts_at > START
    assert first.choice.articles
    assert "咳嗽" in first.reasons
    assert NOT_REVIEWED in state.rationale.knowledge
    assert state.rationale.model_version.startswith("ngrams-1/")


def test_gs1_through_the_desk(guide: GuideDesk) -> None:
    case = guide.tell(MAN, "胸口压榨样疼痛，大汗淋漓")

    assert isinstance(case.state, EmergencyAdvised)
    with pytest.raises(NotAllowedError):
        guide.do(case, Finish())
    closed = guide.do(case, Acknowledge(), by=Actor("nurse-1", {"nurse"})).state
    assert isinstance(closed, Closed)
    assert "nurse-1" == closed.by


def test_gs3_through_the_desk(guide: GuideDesk) -> None:
    found = codes(guide.guide(MAN, "尿尿的时候刺痛，总想上厕所"))

    assert "04.04" == found[0]
    assert not [c for c in found if c.startswith("05")]


def test_gs5_through_the_desk(guide: GuideDesk) -> None:
    case = guide.tell(WOMAN, "出血了", pregnant=True, weeks=28)

    assert isinstance(case.state, EmergencyAdvised)
    assert (EMERGENCY, OBSTETRICS) == case.state.departments


def test_gs7_through_the_desk(guide: GuideDesk) -> None:
    case = guide.start(guide.card())

    with pytest.raises(RuleViolationError, match="INSUFFICIENT_INPUT"):
        guide.do(case, Finish())


def test_a_child_is_led_to_paediatrics(guide: GuideDesk) -> None:
    state = guide.guide(guide.child(), "发烧咳嗽两天")

    assert PAEDIATRICS == codes(state)[0]
    assert set(codes(state)) <= {c for c, d in base().by_code.items() if not d.from_age}


def test_a_parents_own_card_is_not_led_to_paediatrics(guide: GuideDesk) -> None:
    state = guide.guide(WOMAN, "我家宝宝拉肚子")

    if isinstance(state, Recommended):
        assert not [c for c in codes(state) if c.startswith("07")]
    else:
        assert ManualReason.FILTERED is state.reason


def test_fever_with_a_declared_exposure_goes_to_the_fever_clinic(
    guide: GuideDesk,
) -> None:
    card, today = guide.card(), START.date()
    exposure = Exposure(kind=ExposureKind.E2, last_on=today)
    declare(guide.house, card, WELL.model_copy(update={"exposures": (exposure,)}))

    assert FEVER_CLINIC == codes(guide.guide(MAN, "发烧，嗓子疼"))[0]
    assert FEVER_CLINIC not in codes(guide.guide(MAN, "嗓子疼"))


def test_fever_with_a_suspect_survey_goes_to_the_fever_clinic(
    guide: GuideDesk,
) -> None:
    card, desk = guide.card(), guide.house.desk
    require = Require(org="H1", org_name="一院", visit_on=START.date())
    survey = desk.start(epi_survey, card, require, by=WINDOW)
    hot = WELL.model_copy(update={"temperature": Decimal("38.5")})
    filled = desk.execute(
        epi_survey, survey, Submit(answers=hot, commitment="1"), by=APP
    )
    desk.execute(epi_survey, filled, Review(), by=Actor("n-1", {"nurse"}))

    assert FEVER_CLINIC == codes(guide.guide(MAN, "发烧，嗓子疼"))[0]


def test_fever_may_be_measured_and_contact_answered(guide: GuideDesk) -> None:
    state = guide.guide(MAN, "嗓子疼", temperature="38.2", epi_contact=True)

    assert FEVER_CLINIC == codes(state)[0]


def test_an_infant_with_a_measured_high_fever_is_an_emergency(
    guide: GuideDesk,
) -> None:
    infant = guide.child(born=date(2025, 11, 1))
    case = guide.tell(infant, "不吃奶", temperature="39.0")

    assert isinstance(case.state, EmergencyAdvised)
    assert (EMERGENCY, PAEDIATRICS) == case.state.departments
    older = guide.tell(guide.card(WOMAN), "没胃口", temperature="39.0")
    assert not isinstance(older.state, EmergencyAdvised)


def test_symptoms_may_be_chosen_from_the_list(guide: GuideDesk) -> None:
    told = Answer(told=Intake(symptoms=("toothache",)))
    case = guide.do(guide.start(guide.card()), told)

    assert "12" == codes(guide.do(case, Finish()).state)[0]
    with pytest.raises(RuleViolationError, match="SYMPTOM_UNKNOWN"):
        guide.do(guide.start(guide.card()), Answer(told=Intake(symptoms=("no-such",))))


def test_the_next_questions_are_those_that_would_make_an_emergency(
    guide: GuideDesk,
) -> None:
    asked = guide.tell(MAN, "胸口疼").state.questions

    assert {"cold-sweat", "radiating-pain"} & {q.symptom for q in asked}


def slow(_: GuidanceQuestion) -> Advice:
    Event().wait(0.3)  # the desk waits for 0.05 s
    return advice("03.03")


def broken(_: GuidanceQuestion) -> Advice:
    raise RuntimeError("no answer today")


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (slow, 0.05),
        (broken, 5),
        (lambda _: advice("03.03", "88"), 5),
        (lambda _: advice("03.03", "03.03"), 5),
        (lambda _: "神经内科", 5),
        (lambda _: None, 5),
    ],
    ids=["slow", "raises", "unknown department", "twice", "text", "nothing"],
)
def test_an_advisor_that_misbehaves_leads_to_a_person(
    guide: GuideDesk, answer: Any, seconds: float
) -> None:
    guide.with_advisor(Advisor(answer), seconds)
    state = guide.guide(MAN, "头疼")

    assert isinstance(state, ManualGuide)
    assert ManualReason.ADVISOR_FAILED is state.reason


def test_no_advisor_gets_past_the_safety_rules(guide: GuideDesk) -> None:
    guide.with_advisor(Advisor(lambda _: advice("05.01", "04.04", "03.03", "10", "11")))

    assert ["04.04", "03.03", "10"] == codes(guide.guide(MAN, "头疼"))
    assert isinstance(guide.tell(MAN, "头疼，我不想活了").state, EmergencyAdvised)
    assert OBSTETRICS == codes(guide.guide(WOMAN, "肚子疼", pregnant=True))[0]


def test_a_desk_without_a_knowledge_base_sends_people_to_people(
    guide: GuideDesk,
) -> None:
    guide.house.desk = attrs.evolve(guide.house.desk, ports=Ports())
    state = guide.guide(MAN, "头疼")

    assert isinstance(state, ManualGuide)
    assert ManualReason.NO_ADVISOR is state.reason


def test_a_silent_schedule_does_not_stop_the_recommendation(guide: GuideDesk) -> None:
    guide.hospital.scheduling.faults.is_down = True
    state = guide.guide(MAN, "咳嗽有痰")

    assert "03.01" == codes(state)[0]
    assert state.departments[0].choice.is_silent
    assert () == state.departments[0].choice.doctors


def test_a_chosen_slot_becomes_an_appointment(guide: GuideDesk) -> None:
    case = guide.do(guide.tell(MAN, "咳嗽有痰"), Finish())
    slot = case.state.departments[0].choice.doctors[0].slot
    case = guide.do(case, Book(slot=slot))
    assert isinstance(case.state, Converted)
    assert case.state.appointment is None

    guide.run()

    made = guide.state(case).appointment
    booked = guide.house.desk.case(appointment, made, by=AUDITOR).state
    assert isinstance(booked, Confirmed)
    assert slot == booked.booking.slot.id


def test_the_appointment_may_be_opened_within_the_call(guide: GuideDesk) -> None:
    case = guide.do(guide.tell(MAN, "咳嗽有痰"), Finish())
    slot = case.state.departments[0].choice.doctors[0].slot
    case = guide.do(case, Book(slot=slot))
    case = ImmediateDelivery(guide.house.desk, guide.ports).attempt(
        guidance_session, case
    )

    assert case.state.appointment
    guide.run()
    card = guide.card()
    assert 1 == len(guide.house.desk.cases(appointment, card, by=WINDOW))


def test_a_booking_that_the_rules_refuse_leads_back(guide: GuideDesk) -> None:
    first = guide.do(guide.tell(MAN, "咳嗽有痰"), Finish())
    slot = first.state.departments[0].choice.doctors[0].slot
    guide.do(first, Book(slot=slot))
    guide.run()
    second = guide.do(guide.tell(MAN, "咳嗽有痰"), Finish())
    other = second.state.departments[0].choice.doctors
    taken = next(d.slot for d in other if d.slot != slot)
    guide.do(second, Book(slot=taken))  # the same department and day once more
    guide.run()

    state = guide.state(second)
    assert isinstance(state, Recommended)
    assert state.refusal in ("QUOTA_REACHED", "DOUBLE_BOOKED")


def test_a_hospital_that_is_down_while_booking_is_asked_again(guide: GuideDesk) -> None:
    case = guide.do(guide.tell(MAN, "咳嗽有痰"), Finish())
    slot = case.state.departments[0].choice.doctors[0].slot
    guide.do(case, Book(slot=slot))
    guide.hospital.scheduling.faults.is_down = True
    guide.run(2)
    assert guide.state(case).appointment is None

    guide.hospital.scheduling.faults.is_down = False
    guide.house.clock.forward(minutes=2)
    guide.run()

    assert guide.state(case).appointment


def test_a_session_ends_after_24_hours_and_not_before(guide: GuideDesk) -> None:
    case = guide.do(guide.tell(MAN, "咳嗽"), Finish())
    guide.house.clock.forward(hours=24)
    assert isinstance(guide.state(case), Recommended)
    guide.house.clock.forward(seconds=1)
    assert isinstance(guide.state(case), Expired)
    Clockwork(guide.house.desk).run_once()
    with pytest.raises(NotAllowedError):
        guide.do(case, AskForPerson())


def test_who_comes_with_an_old_version_is_told_so(guide: GuideDesk) -> None:
    case = guide.tell(MAN, "咳嗽")
    guide.do(case, Answer(told=Intake(words="有痰")))

    with pytest.raises(VersionConflictError):
        guide.house.desk.execute(guidance_session, case, Finish(), by=APP)


@pytest.mark.parametrize("signal", [PersonDied, CardCancelled])
def test_a_session_ends_with_holder_and_card(guide: GuideDesk, signal: Any) -> None:
    case = guide.tell(MAN, "咳嗽")
    guide.house.desk.announce(signal(card=guide.card().subject))

    assert isinstance(guide.state(case), Closed)


def test_a_withdrawn_consent_erases_what_was_told(guide: GuideDesk) -> None:
    case = guide.do(guide.tell(MAN, "咳嗽有痰"), Finish())
    guide.do(case, Withdraw())

    assert isinstance(guide.state(case), Withdrawn)
    told = guide.house.desk.history(guidance_session, case, by=AUDITOR)
    assert [None] * (len(told) - 1) == [h.state for h in told[:-1]]
