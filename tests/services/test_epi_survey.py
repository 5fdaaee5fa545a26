"""Epidemiological survey (流行病学调查): vectors ES1 to ES5 and what lies between."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from ehealthcard.codesets import Kinship
from ehealthcard.errors import CardLostError, NotAllowedError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.rules.declaring import Declarant, Relation, Signature
from ehealthcard.rules.epidemiology import Exposure, ExposureKind, Symptom
from ehealthcard.rules.preparing import survey_day
from ehealthcard.rules.questionnaire import Answers
from ehealthcard.rules.visits import Visit
from ehealthcard.services.epi_survey import (
    Amend,
    Announced,
    AnswersOld,
    BeginConsultation,
    BookedVisit,
    Cleared,
    Contact,
    Declared,
    Dispose,
    Exclude,
    Expired,
    Falsified,
    Falsify,
    Isolated,
    Lapsed,
    Occasion,
    Pending,
    Require,
    ReuseDeclaration,
    Review,
    SentToFeverClinic,
    Submit,
    Submitted,
    SurveyFacts,
    SurveyOpens,
    Suspect,
    VisitBegun,
    VisitBooked,
    VisitDayPassed,
    VisitEnded,
    VisitMoved,
    VisitSuspended,
    epi_survey,
)
from ehealthcard.services.epi_survey.model import POLICIES
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

T0 = NOW
TODAY = day_of(T0)
DAY = timedelta(hours=24)
OLD_PACK, NEW_PACK = POLICIES.packs
WELL = Answers(temperature=Decimal("36.5"), symptoms=(), exposures=())
FEVER = WELL.model_copy(update={"temperature": Decimal("37.3")})
ADULT = SurveyFacts(status=CardStatus.ACTIVE, age=40, guardian=None)
CHILD = SurveyFacts(status=CardStatus.ACTIVE, age=5, guardian="9" * 32)
SIGNED = Signature(version="2", accepted_at=T0)
DECLARED = ADULT.model_copy(
    update={
        "declared": Declared(
            answers=WELL,
            declarant=Declarant(),
            commitment=SIGNED,
            submitted_at=T0 - timedelta(hours=20),
        )
    }
)
CONTACT = Contact(name="某人", phone="13900000001", last_on=TODAY)
FRIEND = Declarant(
    relation=Relation.FRIEND, name="某友", phone="13900000000", reason="no phone"
)
PARENT = Declarant(relation=Relation.GUARDIAN, kinship=Kinship.PARENT)

PENDING = Pending(
    card=SUBJECT,
    org="H1",
    org_name="一院",
    department="0301",
    occasion=Occasion.CHECK_IN,
    visit_on=TODAY,
    lapses_after=end_of(TODAY),
)
SUBMITTED = PENDING.to(
    Submitted,
    answers=WELL,
    declarant=Declarant(),
    commitment=SIGNED,
    edition=1,
    reused=False,
    answered_at=T0,
    valid_until=T0 + DAY,
    reasons=(),
)
POSITIVE = SUBMITTED.model_copy(update={"answers": FEVER, "reasons": ("FEVER",)})
CLEARED = SUBMITTED.to(Cleared, reviewed_by="nurse")
SUSPECT = POSITIVE.to(Suspect, reviewed_by="nurse")
CLINIC = SUSPECT.to(SentToFeverClinic, contacts=(CONTACT,), led_at=T0)
ISOLATED = SUSPECT.to(Isolated, contacts=(), led_at=T0)
EXPIRED = CLEARED.to(Expired)
VISIT = Visit(
    appointment="a1",
    org="H1",
    department="0301",
    doctor="d1",
    starts_at=T0 + 3 * DAY,
    ends_at=T0 + 3 * DAY + timedelta(minutes=30),
)
ANNOUNCED = Announced(
    card=SUBJECT,
    org="H1",
    org_name="一院",
    department="0301",
    occasion=Occasion.APPOINTMENT,
    visit_on=day_of(VISIT.starts_at),
    appointment="a1",
    day=survey_day(SUBJECT, "H1", day_of(VISIT.starts_at)),
    booked=BookedVisit(
        starts_at=VISIT.starts_at, hours=24, told_as=f"a1:{T0.timestamp():.6f}"
    ),
)
ASKED = ANNOUNCED.to(Pending, lapses_after=end_of(ANNOUNCED.visit_on))
WITH = ("appointment", "booked", "visit_on", "day", "occasion")
BOOKED = SUBMITTED.model_copy(update={n: getattr(ANNOUNCED, n) for n in WITH})
SECOND = VISIT.model_copy(
    update={"appointment": "a2", "starts_at": VISIT.starts_at + timedelta(hours=3)}
)
JOINED = tuple(
    given(epi_survey, s).when(VisitBooked(visit=SECOND, org_name="一院", hours=24))
    for s in (ANNOUNCED, ASKED, BOOKED)
)
CANCELLED = given(epi_survey, ASKED).when(VisitEnded(appointment="a1"))


def submit(answers: Answers = WELL, **more: Any) -> Submit:
    return Submit(answers=answers, **{"commitment": "2"} | more)


def filled(answers: Answers, *, policy: Any = OLD_PACK, facts: Any = ADULT) -> Any:
    start = given(epi_survey, PENDING, facts=facts, policy=policy)
    return start.when(submit(answers))


def reviewed(state: Any, **review: Any) -> Any:
    return given(epi_survey, state, roles={"nurse"}).when(Review(**review))


def exposed(days: int, cases: int = 1, kind: ExposureKind = ExposureKind.E1) -> Answers:
    last = TODAY - timedelta(days=days)
    exposure = Exposure(kind=kind, last_on=last, cases=cases)
    return WELL.model_copy(update={"exposures": (exposure,)})


class TestContract(WorkflowContract):
    workflow = epi_survey
    examples = (
        PENDING,
        SUBMITTED,
        POSITIVE,
        CLEARED,
        SUSPECT,
        CLINIC,
        ISOLATED,
        Falsified(card=SUBJECT, org="H1", reason="false", found_by="nurse"),
        EXPIRED,
        Lapsed(org="H1", visit_on=TODAY),
        ANNOUNCED,
        ASKED,
        BOOKED,
        CANCELLED,
        *JOINED,
    )
    commands = (
        Require(org="H1", org_name="一院", visit_on=TODAY),
        submit(),
        submit(FEVER),
        Submit(answers=Answers()),
        ReuseDeclaration(),
        Amend(answers=FEVER, commitment="2"),
        Review(),
        Review(suspicion="coughs"),
        Exclude(evidence="chest film"),
        Dispose(to="fever-clinic", contacts=(CONTACT,)),
        Dispose(to="isolation"),
        BeginConsultation(),
        Falsify(reason="false"),
        AnswersOld(),
        VisitDayPassed(),
        VisitBooked(visit=VISIT, org_name="一院", hours=24),
        SurveyOpens(),
        VisitBooked(visit=SECOND, org_name="一院", hours=80),
        VisitMoved(visit=VISIT, hours=24),
        VisitMoved(visit=VISIT, hours=80),
        VisitMoved(visit=VISIT, hours=None),
        VisitSuspended(appointment="a1"),
        VisitBegun(appointment="a1"),
        VisitEnded(appointment="a1"),
    )
    facts = (ADULT, CHILD, DECLARED)
    roles = frozenset({"doctor", "nurse", "staff"})


def test_es1_all_no_is_cleared() -> None:
    submitted = filled(WELL)

    assert () == submitted.reasons
    assert isinstance(reviewed(submitted), Cleared)


@pytest.mark.parametrize(
    ("days", "cases", "state"),
    [(13, 2, Suspect), (14, 2, Suspect), (15, 2, Cleared), (13, 1, Cleared)],
)
def test_es3_a_cluster_counts_with_two_cases_within_14_days(
    days: int, cases: int, state: type
) -> None:
    submitted = filled(exposed(days, cases, ExposureKind.E4))

    assert state is type(reviewed(submitted))


def test_es5_a_childs_survey_is_signed_by_a_parent_and_not_by_a_friend() -> None:
    start = given(epi_survey, PENDING, facts=CHILD)

    assert isinstance(start.when(submit(declarant=PARENT)), Submitted)
    with pytest.raises(RuleViolationError) as refused:
        start.when(submit(declarant=FRIEND))
    assert "GUARDIAN_CONSENT_REQUIRED" == refused.value.code


@pytest.mark.parametrize("kind", [k for k in ExposureKind if k is not ExposureKind.E4])
def test_each_exposure_counts_for_14_days_before_2023_and_never_since(
    kind: ExposureKind,
) -> None:
    answers = exposed(14, kind=kind)

    assert (kind.value,) == filled(answers).reasons
    assert () == filled(answers, policy=NEW_PACK).reasons


@pytest.mark.parametrize("symptom", list(Symptom))
def test_any_symptom_makes_it_suspect(symptom: Symptom) -> None:
    submitted = filled(WELL.model_copy(update={"symptoms": (symptom,)}))

    assert isinstance(reviewed(submitted), Suspect)


@pytest.mark.parametrize(("degrees", "reasons"), [("37.2", ()), ("37.3", ("FEVER",))])
def test_a_fever_begins_at_37_3(degrees: str, reasons: tuple[str, ...]) -> None:
    answers = WELL.model_copy(update={"temperature": Decimal(degrees)})

    assert reasons == filled(answers).reasons


def test_a_nurse_may_suspect_what_the_answers_do_not_show() -> None:
    suspect = reviewed(SUBMITTED, suspicion="coughs at the desk")

    assert isinstance(suspect, Suspect)
    assert "coughs at the desk" == suspect.note


def test_a_finding_is_ruled_out_by_a_doctor_only() -> None:
    exclude = Exclude(evidence="two negative tests")

    with pytest.raises(RuleViolationError) as refused:
        given(epi_survey, SUSPECT, roles={"nurse"}).when(exclude)
    assert "ROLE_REQUIRED" == refused.value.code
    cleared = given(epi_survey, SUSPECT, roles={"doctor"}).when(exclude)
    assert isinstance(cleared, Cleared)
    assert "two negative tests" == cleared.note
    assert ("FEVER",) == cleared.reasons


def test_only_staff_review() -> None:
    with pytest.raises(RuleViolationError) as refused:
        given(epi_survey, SUBMITTED).when(Review())
    assert "ROLE_REQUIRED" == refused.value.code


def test_without_a_signed_commitment_nothing_is_submitted() -> None:
    with pytest.raises(RuleViolationError) as refused:
        given(epi_survey, PENDING, facts=ADULT).when(submit(commitment=None))
    assert "COMMITMENT_REQUIRED" == refused.value.code


def test_every_item_needs_an_answer() -> None:
    with pytest.raises(RuleViolationError) as refused:
        filled(Answers(temperature=Decimal(37)))
    assert "ANSWER_REQUIRED" == refused.value.code
    assert "symptoms, exposures" in refused.value.english


def test_an_exposure_in_the_future_is_a_mistake() -> None:
    with pytest.raises(RuleViolationError) as refused:
        filled(exposed(-1))
    assert "EXPOSURE_IN_FUTURE" == refused.value.code


def test_a_friend_says_why_he_answers() -> None:
    friend = FRIEND.model_copy(update={"reason": None})

    with pytest.raises(RuleViolationError) as refused:
        given(epi_survey, PENDING, facts=ADULT).when(submit(declarant=friend))
    assert "PROXY_REASON_REQUIRED" == refused.value.code


def test_a_registered_guardian_is_the_one_who_signs() -> None:
    stranger = Actor("app", holder=SUBJECT)
    start = given(epi_survey, PENDING, facts=CHILD, by=stranger)

    with pytest.raises(RuleViolationError) as refused:
        start.when(submit(declarant=PARENT))
    assert "GUARDIAN_CONSENT_REQUIRED" == refused.value.code


def test_a_declaration_in_force_answers_with_what_is_left_of_its_day() -> None:
    submitted = given(epi_survey, PENDING, facts=DECLARED).when(ReuseDeclaration())

    assert isinstance(submitted, Submitted)
    assert submitted.reused
    assert SIGNED == submitted.commitment
    assert T0 + timedelta(hours=4) == submitted.valid_until


def test_without_a_declaration_there_is_nothing_to_reuse() -> None:
    with pytest.raises(RuleViolationError) as refused:
        given(epi_survey, PENDING, facts=ADULT).when(ReuseDeclaration())
    assert "NO_DECLARATION" == refused.value.code


@pytest.mark.parametrize(
    "state", [SUBMITTED, CLEARED, SUSPECT], ids=lambda s: type(s).__name__
)
def test_it_is_amended_before_the_consultation_and_not_after(state: Any) -> None:
    amend = Amend(answers=FEVER, commitment="3")
    amended = given(epi_survey, state, facts=ADULT).when(amend)

    assert isinstance(amended, Submitted)
    assert 2 == amended.edition
    assert ("FEVER",) == amended.reasons
    consulted = given(epi_survey, state, roles={"doctor"}).when(BeginConsultation())
    assert type(state) is type(consulted)
    with pytest.raises(RuleViolationError) as refused:
        given(epi_survey, consulted, facts=ADULT).when(amend)
    assert "CONSULTATION_BEGUN" == refused.value.code


@pytest.mark.parametrize(
    ("to", "state"), [("fever-clinic", SentToFeverClinic), ("isolation", Isolated)]
)
def test_a_suspected_patient_is_led_where_he_is_cared_for(
    to: Any, state: type[Any]
) -> None:
    dispose = Dispose(to=to, contacts=(CONTACT,))
    led = given(epi_survey, SUSPECT, roles={"triage"}).when(dispose)

    assert state is type(led)
    sent = [v for _, v, _ in epi_survey.bring_about(SUSPECT, led)]
    assert ["his", "disease-control"] == [v.to for v in sent]
    assert b"13900000001" not in sent[0].payload.to_json()


def test_without_contacts_disease_control_is_told_nothing() -> None:
    sent = [v for _, v, _ in epi_survey.bring_about(SUSPECT, ISOLATED)]

    assert ["his"] == [v.to for v in sent]


@pytest.mark.parametrize(
    "state",
    [SUBMITTED, CLEARED, SUSPECT, CLINIC, ISOLATED, EXPIRED],
    ids=lambda s: type(s).__name__,
)
def test_staff_may_find_any_answer_false_and_the_monitor_hears_of_it(
    state: Any,
) -> None:
    falsify = Falsify(reason="was abroad")
    falsified = given(epi_survey, state, roles={"staff"}).when(falsify)

    assert isinstance(falsified, Falsified)
    (told,) = [v for _, v, _ in epi_survey.bring_about(state, falsified)]
    assert ("monitor", "false-survey") == (told.to, told.kind)
    with pytest.raises(RuleViolationError):
        given(epi_survey, state).when(falsify)


@pytest.mark.parametrize("state", [SUBMITTED, CLEARED], ids=lambda s: type(s).__name__)
def test_answers_hold_for_24_hours_the_last_moment_included(state: Any) -> None:
    until = epi_survey.deadline(state)

    assert until is not None
    assert T0 + DAY == until.last
    expired = given(epi_survey, state, now=until.last).when(until.notice)
    assert isinstance(expired, Expired)


def test_a_suspicion_does_not_go_away_by_itself() -> None:
    assert epi_survey.deadline(SUSPECT) is None


def test_who_never_answers_lapses_with_the_day_of_the_visit() -> None:
    until = epi_survey.deadline(PENDING)

    assert until is not None
    assert end_of(TODAY) == until.last
    assert isinstance(given(epi_survey, PENDING).when(until.notice), Lapsed)


def test_it_is_required_of_an_active_card_for_today_or_later() -> None:
    start = given(epi_survey, facts=ADULT, roles={"registrar"})
    ahead = Require(
        org="H1",
        org_name="一院",
        occasion=Occasion.APPOINTMENT,
        visit_on=TODAY + timedelta(days=3),
    )

    assert isinstance(start.when(ahead), Pending)
    with pytest.raises(RuleViolationError) as refused:
        start.when(
            Require(org="H1", org_name="一院", visit_on=TODAY - timedelta(days=1))
        )
    assert "VISIT_DAY_PASSED" == refused.value.code
    lost = ADULT.model_copy(update={"status": CardStatus.SUSPENDED})
    with pytest.raises(CardLostError):
        given(epi_survey, facts=lost, roles={"staff"}).when(ahead)


def test_nobody_submits_twice() -> None:
    with pytest.raises(NotAllowedError):
        given(epi_survey, SUBMITTED, facts=ADULT).when(submit())
