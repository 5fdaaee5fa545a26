"""Guidance (智能导诊): vectors GS1 to GS7 and what lies between."""

from datetime import date, timedelta
from typing import Any

import pytest

from ehealthcard.codesets import Sex
from ehealthcard.errors import CardLostError, InvalidInputError, RuleViolationError
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.ports import SlotOffer, SlotStanding
from ehealthcard.rules.declaring import Declarant, Relation, Signature
from ehealthcard.rules.guidance import (
    EMERGENCY,
    EMERGENCY_ADVICE,
    FEVER_CLINIC,
    OBSTETRICS,
    PAEDIATRICS,
    Advice,
    Hit,
    Intake,
    Limits,
    Person,
)
from ehealthcard.rules.reviewing import NOT_REVIEWED
from ehealthcard.services.guidance_session import (
    Acknowledge,
    Answer,
    AppointmentOpened,
    AskForPerson,
    Book,
    BookingRefused,
    Choice,
    Closed,
    Collecting,
    Converted,
    Dismiss,
    EmergencyAdvised,
    Expired,
    Finish,
    GuidancePolicy,
    HolderGone,
    ImpactAssessment,
    ManualGuide,
    ManualReason,
    RaiseRedFlag,
    Rationale,
    Recommendation,
    Recommended,
    SlotFacts,
    Start,
    TimePassed,
    Withdraw,
    Withdrawn,
    guidance_session,
)
from ehealthcard.services.guidance_session.model import POLICIES
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

from .bookings import slot
from .guiding import advice, facts

DAY = timedelta(hours=24)
PACK = POLICIES.packs[0]
PARENT = Declarant(relation=Relation.GUARDIAN)
START = Start(org="H1", consent="1")
RATIONALE = Rationale(
    model_version="test-1",
    knowledge=f"1（{NOT_REVIEWED}）",
    confidence=0.9,
    advised=(),
    impact_assessment=None,
)
RECOMMENDATION = Recommendation(
    rank=1,
    choice=Choice(department="03.01", name="呼吸内科"),
    score=5.0,
    reasons=("咳嗽",),
)
COLLECTING = Collecting(
    card=SUBJECT,
    session=f"{SUBJECT}:1",
    org="H1",
    opened_by=None,
    declarant=Declarant(),
    consent=Signature(version="1", accepted_at=NOW),
    person=Person(age=40, sex=Sex.MALE),
    intake=Intake(words="咳嗽"),
    expires_at=NOW + DAY,
    questions=(),
    knowledge="1",
)
ADVISED = COLLECTING.to(
    EmergencyAdvised,
    flags=(Hit(flag="cardiac", says="胸痛", departments=(EMERGENCY,)),),
    departments=(EMERGENCY,),
    advice=EMERGENCY_ADVICE,
    raised_by=None,
    advised_at=NOW,
)
RECOMMENDED = COLLECTING.to(
    Recommended,
    departments=(RECOMMENDATION,),
    rationale=RATIONALE,
    recommended_at=NOW,
)
MANUAL = COLLECTING.to(ManualGuide, reason=ManualReason.LOW_CONFIDENCE, department="02")
CONVERTED = RECOMMENDED.to(
    Converted,
    slot="s1",
    actor="app",
    holder=None,
    actor_org=None,
    channel="9900",
    chosen_at=NOW,
)
OPENED = CONVERTED.model_copy(update={"appointment": "case-1"})
CLOSED = COLLECTING.to(Closed, reason="DISMISSED", by="app", closed_at=NOW)
FREE = SlotFacts(
    status=CardStatus.ACTIVE,
    offer=SlotOffer(slot=slot(), standing=SlotStanding.FREE),
)
TAKEN = FREE.model_copy(
    update={"offer": SlotOffer(slot=slot(), standing=SlotStanding.BOOKED)}
)


def started(**more: Any) -> Any:
    known = facts("", **more)
    return given(guidance_session, facts=known).when(START)


def answered(words: str, **more: Any) -> Any:
    """Return what comes of telling *words*."""
    known = facts(words, **more)
    state = COLLECTING.model_copy(update={"intake": Intake()})
    told = Answer(told=Intake(words=words))
    return given(guidance_session, state, facts=known).when(told)


def finished(words: str, said: Advice, policy: Any = PACK, **more: Any) -> Any:
    """Return what comes of *words* when the advisor has *said* something."""
    state = COLLECTING.model_copy(update={"intake": Intake(words=words)})
    known = facts(words, said=said, **more)
    start = given(guidance_session, state, facts=known, policy=policy)
    return start.when(Finish())


def codes(state: Any) -> list[str]:
    assert isinstance(state, Recommended), state
    return [r.choice.department for r in state.departments]


def refusal(state: Any, command: Any, **more: Any) -> str:
    with pytest.raises(RuleViolationError) as refused:
        given(guidance_session, state, **more).when(command)
    return refused.value.code


def test_whom_the_holder_lets_declare_says_no_more_than_what_he_is() -> None:
    start = START.model_copy(update={"declarant": Declarant(relation=Relation.FAMILY)})
    by, known = Actor("app", holder=SubjectId("8" * 32)), facts("")
    let = known.model_copy(update={"stands_in": True})
    assert "PROXY_REASON_REQUIRED" == refusal(None, start, by=by, facts=known)
    begun = given(guidance_session, by=by, facts=let).when(start)
    assert isinstance(begun, Collecting)
    assert by.holder == begun.opened_by


class TestContract(WorkflowContract):
    workflow = guidance_session
    examples = (
        COLLECTING,
        ADVISED,
        RECOMMENDED,
        MANUAL,
        CONVERTED,
        OPENED,
        CLOSED,
        COLLECTING.to(Expired),
        Withdrawn(card=SUBJECT),
    )
    commands = (
        START,
        Answer(told=Intake(words="咳嗽")),
        Finish(),
        RaiseRedFlag(reason="looks grey"),
        AskForPerson(),
        Book(slot="s1"),
        AppointmentOpened(appointment="case-1"),
        BookingRefused(code="SLOT_TAKEN"),
        Dismiss(),
        Acknowledge(),
        Withdraw(),
        TimePassed(),
        HolderGone(),
    )
    facts = (
        facts("咳嗽", said=advice("03.01")),
        facts("胸口像压了块石头", said=advice("03.04")),
        FREE,
    )
    roles = frozenset({"nurse"})


def test_gs1_crushing_chest_pain_with_sweating_is_an_emergency() -> None:
    state = answered("胸口像压了块大石头一样疼，还一身冷汗")

    assert isinstance(state, EmergencyAdvised)
    assert EMERGENCY == state.departments[0]
    assert "120" in state.advice
    assert {"cardiac", "chest-pain-sweat"} & {h.flag for h in state.flags}


@pytest.mark.parametrize("age", [0, 5, 13])
def test_gs2_a_child_under_14_is_led_to_paediatrics_first(age: int) -> None:
    state = finished("咳嗽", advice("03.01", "03.02"), age=age)

    assert [PAEDIATRICS] == codes(state)


def test_gs2_from_14_on_nobody_is() -> None:
    state = finished("咳嗽", advice("03.01", "07"), age=14)

    assert ["03.01"] == codes(state)


def test_gs2_the_age_for_paediatrics_is_the_hospitals() -> None:
    limits = Limits(children_below=18)
    policy = PACK.model_copy(update={"limits": limits})

    assert PAEDIATRICS == codes(finished("咳嗽", advice("11"), policy, age=17))[0]


def test_gs2_departments_that_see_children_too_come_behind() -> None:
    state = finished("眼睛红", advice("10", "07", "03.01"), age=6)

    assert [PAEDIATRICS, "10"] == codes(state)


def test_gs3_a_man_with_dysuria_is_never_led_to_gynaecology() -> None:
    state = finished("尿尿的时候刺痛", advice("05.01", "04.04", "05", "03.06"))

    assert ["04.04", "03.06"] == codes(state)


def test_gs4_fever_with_contact_goes_to_the_fever_clinic_first() -> None:
    said = advice("03.01", "16", "02", "11")

    assert [FEVER_CLINIC, "03.01", "16"] == codes(finished("发烧咳嗽", said, epi=True))
    assert ["03.01", "16", "02"] == codes(finished("发烧咳嗽", said))
    assert ["03.01", "16", "02"] == codes(finished("咳嗽", said, epi=True))


def test_gs4_contact_may_be_told_in_words() -> None:
    state = finished("发烧，前几天接触过确诊病人", advice("03.01"))

    assert FEVER_CLINIC == codes(state)[0]


def test_gs4_a_feverish_child_with_contact_goes_there_before_paediatrics() -> None:
    state = finished("发烧", advice("07"), age=5, epi=True)

    assert [FEVER_CLINIC, PAEDIATRICS] == codes(state)


def test_gs5_bleeding_in_the_28th_week_is_an_emergency_with_obstetrics() -> None:
    state = answered("下面出血了", sex=Sex.FEMALE, age=29, pregnant=True, weeks=28)

    assert isinstance(state, EmergencyAdvised)
    assert (EMERGENCY, OBSTETRICS) == state.departments
    assert 28 == state.person.weeks


def test_gs5_the_pregnancy_may_be_told_in_words() -> None:
    state = answered("怀孕28周了，下面有点出血", sex=Sex.FEMALE, age=29)

    assert isinstance(state, EmergencyAdvised)
    assert OBSTETRICS in state.departments


def test_gs6_pregnant_with_a_belly_ache_is_led_to_obstetrics_then_emergency() -> None:
    state = finished(
        "肚子有点疼", advice("03.02"), sex=Sex.FEMALE, age=29, pregnant=True
    )

    assert [OBSTETRICS, EMERGENCY, "03.02"] == codes(state)


def test_gs6_pregnant_without_pain_or_bleeding_is_ranked_as_others_are() -> None:
    state = finished("咳嗽", advice("03.01"), sex=Sex.FEMALE, age=29, pregnant=True)

    assert ["03.01"] == codes(state)


def test_gs6_a_man_is_never_pregnant() -> None:
    state = finished("怀孕了肚子疼", advice("03.02"), sex=Sex.MALE)

    assert ["03.02"] == codes(state)


@pytest.mark.parametrize(
    "intake",
    [
        Intake(),
        Intake(words=" 。？！ "),
        Intake(history="高血压"),
        Intake(denied=("cough",)),
    ],
    ids=["nothing", "marks", "history", "denied"],
)
def test_gs7_without_a_symptom_nothing_is_recommended(intake: Intake) -> None:
    state = COLLECTING.model_copy(update={"intake": intake})

    assert "INSUFFICIENT_INPUT" == refusal(state, Finish(), facts=facts(""))


def test_a_session_needs_the_separate_consent() -> None:
    command = START.model_copy(update={"consent": None})

    assert "CONSENT_REQUIRED" == refusal(None, command, facts=facts(""))


def test_a_childs_session_is_begun_by_the_guardian() -> None:
    assert "GUARDIAN_CONSENT_REQUIRED" == refusal(None, START, facts=facts("", age=9))
    by_parent = START.model_copy(update={"declarant": PARENT})
    state = given(guidance_session, facts=facts("", age=9)).when(by_parent)
    assert isinstance(state, Collecting)


def test_a_lost_card_begins_no_session() -> None:
    lost = facts("").model_copy(update={"status": CardStatus.SUSPENDED})

    with pytest.raises(CardLostError):
        given(guidance_session, facts=lost).when(START)


def test_age_and_sex_come_from_the_card() -> None:
    state = started(age=33, sex=Sex.FEMALE)

    assert (33, Sex.FEMALE) == (state.person.age, state.person.sex)
    assert ("words",) == tuple(q.fills for q in state.questions)


def test_answers_add_up() -> None:
    state = answered("咳嗽")
    more = Answer(told=Intake(words="有痰", denied=("hemoptysis",), history="无"))
    state = given(guidance_session, state, facts=facts("咳嗽。有痰")).when(more)

    assert isinstance(state, Collecting)
    assert ("咳嗽。有痰", ("hemoptysis",), "无") == (
        state.intake.words,
        state.intake.denied,
        state.intake.history,
    )


def test_an_unknown_symptom_is_a_mistake() -> None:
    odd = facts("咳嗽").model_copy(update={"unknown": ("no-such-symptom",)})
    told = Answer(told=Intake(symptoms=("no-such-symptom",)))

    assert "SYMPTOM_UNKNOWN" == refusal(COLLECTING, told, facts=odd)


def test_a_red_flag_at_the_end_stops_the_ranking_too() -> None:
    state = finished("胸口像压了块石头", advice("03.04"))

    assert isinstance(state, EmergencyAdvised)


@pytest.mark.parametrize("state", [COLLECTING, RECOMMENDED, MANUAL])
def test_staff_may_see_an_emergency_that_the_machine_does_not(state: Any) -> None:
    command = RaiseRedFlag(reason="looks grey")
    raised = given(guidance_session, state, roles={"triage"}).when(command)

    assert isinstance(raised, EmergencyAdvised)
    assert "tester" == raised.raised_by
    assert "ROLE_REQUIRED" == refusal(state, command)


def test_no_more_than_three_departments_are_recommended() -> None:
    state = finished("不舒服头疼", advice("03.03", "03.04", "11", "10", "02"))

    assert ["03.03", "03.04", "11"] == codes(state)
    assert [1, 2, 3] == [r.rank for r in state.departments]


def test_a_hospital_may_want_fewer_and_never_more() -> None:
    policy = PACK.model_copy(update={"limits": Limits(at_most=1)})

    assert ["03.03"] == codes(finished("头疼", advice("03.03", "11"), policy))
    with pytest.raises(InvalidInputError):
        Limits(at_most=4)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (advice("03.03", confidence=0.34), ManualReason.LOW_CONFIDENCE),
        (advice(confidence=0.9), ManualReason.LOW_CONFIDENCE),
        (advice("99.01"), ManualReason.ADVISOR_FAILED),
        (advice("03.03", "03.03"), ManualReason.ADVISOR_FAILED),
        (advice("05.01"), ManualReason.FILTERED),
        (None, ManualReason.ADVISOR_FAILED),
    ],
    ids=["unsure", "nothing", "unknown", "twice", "other sex", "no answer"],
)
def test_what_is_not_sure_goes_to_a_person(said: Any, reason: ManualReason) -> None:
    state = finished("头疼", said)

    assert isinstance(state, ManualGuide)
    assert (reason, "02") == (state.reason, state.department)


def test_confidence_at_the_threshold_is_enough() -> None:
    assert ["03.03"] == codes(finished("头疼", advice("03.03", confidence=0.35)))


def test_without_a_knowledge_base_a_person_helps() -> None:
    nothing = facts("头疼").model_copy(update={"knowledge": None, "departments": ()})
    state = given(guidance_session, COLLECTING, facts=nothing).when(Finish())

    assert isinstance(state, ManualGuide)
    assert ManualReason.NO_ADVISOR is state.reason


def test_the_safety_rules_hold_where_the_advisor_fails() -> None:
    known = facts("发烧", epi=True)
    state = given(guidance_session, COLLECTING, facts=known).when(Finish())

    assert isinstance(state, ManualGuide)
    assert FEVER_CLINIC == state.department


def test_a_recommendation_says_how_it_came_about() -> None:
    state = finished("头疼", advice("03.03", "05.01"))

    assert isinstance(state, Recommended)
    said = state.rationale
    assert ("test-1", 0.9) == (said.model_version, said.confidence)
    assert NOT_REVIEWED in said.knowledge
    assert ["03.03", "05.01"] == [o.department for o in said.advised]
    assert ("头疼",) == state.departments[0].reasons
    assert "头疼" not in repr(state)


def test_an_impact_assessment_may_be_required_and_is_kept_three_years() -> None:
    made = date(2022, 11, 30)
    kept = ImpactAssessment(
        reference="PIA-7", made_on=made, kept_until=date(2025, 11, 30)
    )
    strict = PACK.model_copy(update={"require_assessment": True})
    whole = strict.model_copy(update={"impact_assessment": kept})

    without = finished("头疼", advice("03.03"), strict)
    assert ManualReason.NO_ASSESSMENT is without.reason
    assert kept == finished("头疼", advice("03.03"), whole).rationale.impact_assessment
    with pytest.raises(InvalidInputError):
        ImpactAssessment(reference="PIA-7", made_on=made, kept_until=date(2025, 11, 29))


@pytest.mark.parametrize("state", [COLLECTING, RECOMMENDED])
def test_nobody_has_to_take_an_automated_decision(state: Any) -> None:
    manual = given(guidance_session, state).when(AskForPerson())

    assert isinstance(manual, ManualGuide)
    assert ManualReason.ASKED_FOR is manual.reason


def test_a_chosen_slot_is_asked_for_under_the_sessions_name() -> None:
    before = RECOMMENDED
    state = given(guidance_session, before, facts=FREE).when(Book(slot="s1"))

    assert isinstance(state, Converted)
    (sent,) = [v for _, v, _ in guidance_session.bring_about(before, state)]
    assert ("appointments", "request") == (sent.to, sent.kind)
    assert before.session == sent.payload.session


@pytest.mark.parametrize(
    ("known", "code"),
    [
        (TAKEN, "SLOT_NOT_FREE"),
        (FREE.model_copy(update={"offer": None}), "SLOT_NOT_FREE"),
        (FREE.model_copy(update={"is_silent": True}), "SCHEDULE_SILENT"),
    ],
    ids=["taken", "unknown", "silent"],
)
def test_only_a_free_slot_is_chosen(known: SlotFacts, code: str) -> None:
    assert code == refusal(RECOMMENDED, Book(slot="s1"), facts=known)


def test_only_a_slot_of_a_recommended_department_is_chosen() -> None:
    offer = SlotOffer(slot=slot(department="10"), standing=SlotStanding.FREE)
    other = FREE.model_copy(update={"offer": offer})

    assert "SLOT_ELSEWHERE" == refusal(RECOMMENDED, Book(slot="s1"), facts=other)


def test_the_session_knows_its_appointment_and_asks_once() -> None:
    notice = AppointmentOpened(appointment="case-1")
    state = given(guidance_session, CONVERTED).when(notice)

    assert isinstance(state, Converted)
    assert "case-1" == state.appointment
    assert [] == list(guidance_session.bring_about(CONVERTED, state))


def test_a_refused_booking_leads_back_to_the_choice() -> None:
    state = given(guidance_session, CONVERTED).when(BookingRefused(code="SLOT_TAKEN"))

    assert isinstance(state, Recommended)
    assert "SLOT_TAKEN" == state.refusal
    assert NOW + DAY == state.expires_at


@pytest.mark.parametrize("state", [COLLECTING, RECOMMENDED, MANUAL])
def test_a_session_is_open_for_24_hours_the_last_moment_included(state: Any) -> None:
    until = guidance_session.deadline(state)

    assert until is not None
    assert NOW + DAY == until.last
    assert isinstance(given(guidance_session, state).when(TimePassed()), Expired)
    closed: Any = given(guidance_session, state).when(Dismiss())
    assert ("DISMISSED", "tester") == (closed.reason, closed.by)


def test_an_emergency_stays_until_somebody_has_seen_it() -> None:
    assert guidance_session.deadline(ADVISED) is None
    closed = given(guidance_session, ADVISED).when(Acknowledge())

    assert isinstance(closed, Closed)
    assert ("ACKNOWLEDGED", "tester", NOW) == (
        closed.reason,
        closed.by,
        closed.closed_at,
    )


@pytest.mark.parametrize("state", [COLLECTING, ADVISED, RECOMMENDED, MANUAL])
def test_a_session_ends_with_its_holder(state: Any) -> None:
    closed = given(guidance_session, state).when(HolderGone())

    assert isinstance(closed, Closed)
    assert "HOLDER_GONE" == closed.reason


@pytest.mark.parametrize("state", [COLLECTING, ADVISED, RECOMMENDED, MANUAL, OPENED])
def test_a_consent_is_taken_back_as_easily_and_erases(state: Any) -> None:
    withdrawn = given(guidance_session, state).when(Withdraw())

    assert isinstance(withdrawn, Withdrawn)
    (erase,) = [e.kind for e, _, _ in guidance_session.bring_about(state, withdrawn)]
    assert "Erase" == erase.__name__


def test_a_booking_under_way_is_waited_for_before_the_consent_goes() -> None:
    assert "BOOKING_OPEN" == refusal(CONVERTED, Withdraw())


@pytest.mark.parametrize("command", [Dismiss(), AskForPerson(), Withdraw()])
def test_a_session_is_nobody_elses(command: Any) -> None:
    stranger = Actor("app", holder=SUBJECT[:-1] + "6")  # type: ignore[arg-type]  # made up

    assert "OTHER_PERSON" == refusal(RECOMMENDED, command, by=stranger)


def test_a_policy_says_how_long_a_session_is_open() -> None:
    short = GuidancePolicy(
        name="short", effective_from=date(2022, 1, 1), open_for=timedelta(hours=1)
    )
    state = given(guidance_session, facts=facts(""), policy=short).when(START)

    assert isinstance(state, Collecting)
    assert NOW + timedelta(hours=1) == state.expires_at
