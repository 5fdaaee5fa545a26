"""Chronic care (慢病管理): seen in time, judged by the table, referred."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ehealthcard.codesets import SHANGHAI, Sex
from ehealthcard.errors import CardCancelledError, RuleViolationError
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.rules.calendar import end_of, start_of
from ehealthcard.rules.chronic.codes import (
    Complication,
    ControlClass,
    DangerSign,
    Disease,
    EndReason,
    ReferralReason,
    VisitMode,
)
from ehealthcard.rules.chronic.elder import SelfCare, SelfCareAnswers
from ehealthcard.rules.chronic.forms import (
    DiabetesForm,
    HypertensionForm,
    Medicine,
    ReferralTo,
)
from ehealthcard.rules.chronic.measures import BloodPressure
from ehealthcard.rules.chronic.policy import CHRONIC, CarePace, DiabetesNumbers
from ehealthcard.rules.chronic.standing import ChronicFacts
from ehealthcard.rules.health_records.codes import CancelReason
from ehealthcard.rules.signals import HealthRecordCancelled
from ehealthcard.services.chronic_care import (
    AssessSelfCare,
    DayCame,
    Died,
    DiseaseFound,
    Due,
    End,
    Ended,
    Enrol,
    Missed,
    NoteExam,
    NoteNoContact,
    NoteOutcome,
    Outcome,
    Pace,
    Planned,
    Proposed,
    Record,
    RecordCancelled,
    Referred,
    TemporarilyLost,
    UrgentlyReferred,
    WindowPassed,
    chronic_care,
)
from ehealthcard.services.chronic_care.effects import on_record_cancelled
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor, Tell

POLICY = CHRONIC.packs[0]
TODAY = NOW.astimezone(SHANGHAI).date()
NURSE = Actor("nurse-1", {"nurse"}, org="C1")
DOCTOR = Actor("doctor-1", {"family-doctor"}, org="C1")
HOLDER = Actor("app", holder=SUBJECT)
KNOWN = ChronicFacts(status=CardStatus.ACTIVE, age=50, sex=Sex.FEMALE)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def pressed(text: str, **more: Any) -> Record:
    systolic, diastolic = map(int, text.split("/"))
    kept: dict[str, Any] = {"mode": VisitMode.CLINIC} | more
    found = BloodPressure(systolic=systolic, diastolic=diastolic)
    return Record(form=HypertensionForm(pressure=found, **kept))


def sugared(fasting: str, **more: Any) -> Record:
    form = DiabetesForm(mode=VisitMode.CLINIC, fasting=Decimal(fasting), **more)
    return Record(form=form)


def when(state: Any, command: Any, by: Actor = DOCTOR, **more: Any) -> Any:
    kept: dict[str, Any] = {"facts": KNOWN} | more
    return given(chronic_care, state, by=by, **kept).when(command)


def refused(
    code: str, state: Any, command: Any, by: Actor = DOCTOR, **more: Any
) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, **more)
    assert code == caught.value.code


def later(days: int) -> dict[str, Any]:
    return {"now": NOW + timedelta(days=days)}


def told(before: Any, after: Any) -> list[str]:
    found = chronic_care.bring_about(before, after)
    return [v.kind for _, v, new in found if new and isinstance(v, Tell)]


ENROL = Enrol(
    disease=Disease.HYPERTENSION, org="C1", org_name="城东社区", consent="2023"
)
SWEET = ENROL.model_copy(update={"disease": Disease.DIABETES})
FOUND = DiseaseFound(
    card=SUBJECT,
    disease=Disease.HYPERTENSION,
    org="C1",
    org_name="城东社区",
    confirmed_on=TODAY,
)
PROPOSED: Proposed = when(None, FOUND)
NEW: Planned = when(None, ENROL)
SUGAR: Planned = when(None, SWEET)
GOOD: Planned = when(NEW, pressed("130/80", medicines=(Medicine(name="某药"),)))
WORSE: Planned = when(NEW, pressed("150/95"))
SENT: Referred = when(
    NEW,
    pressed(
        "150/95",
        complication=Complication.NEW,
        referral=ReferralTo(org="H1", department="心内科"),
    ),
)
URGENT: UrgentlyReferred = when(NEW, pressed("180/95"))
DUE: Due = when(GOOD, DayCame(), now=GOOD.opens_at)
BACK: Due = when(SENT, DayCame(), now=SENT.opens_at)
MISSED: Missed = when(DUE, WindowPassed(), now=DUE.closes_at)
BACK_MISSED: Missed = when(BACK, WindowPassed(), now=BACK.closes_at)
LOST: TemporarilyLost = when(
    DUE.model_copy(update={"contacts": 2}), NoteNoContact(), **later(90)
)
ANSWERS = SelfCareAnswers(eating=3, washing=3, dressing=1, toilet=2, moving=2)
REMINDED: Planned = when(
    GOOD.model_copy(update={"exam_due_on": TODAY}), DayCame(), now=end_of(TODAY)
)
OVER: Ended = when(GOOD, End(reason=EndReason.MOVED, to_org="C2"))
ACTIVE = (GOOD, DUE, MISSED, SENT, URGENT)
OPEN = (PROPOSED, *ACTIVE, LOST)


class TestContract(WorkflowContract):
    workflow = chronic_care
    examples = (REMINDED, *OPEN, OVER)
    commands = (
        FOUND,
        ENROL,
        SWEET,
        pressed("130/80"),
        pressed("150/95"),
        pressed("180/110"),
        sugared("6.0"),
        NoteOutcome(outcome=Outcome.RETURNED),
        NoteNoContact(),
        NoteExam(summary="无异常"),
        AssessSelfCare(answers=ANSWERS),
        End(reason=EndReason.REFUSED),
        DayCame(),
        WindowPassed(),
        Died(),
        RecordCancelled(reason=EndReason.MOVED),
    )
    facts = (KNOWN, KNOWN.model_copy(update={"age": 70}))
    roles = frozenset({"doctor"})


def test_a_confirmed_disease_is_proposed_and_then_taken_into_care() -> None:
    assert ["chronic-to-enrol"] == told(None, PROPOSED)
    assert when(PROPOSED, ENROL) == NEW
    refused("FORM_OTHER_DISEASE", PROPOSED, SWEET)
    assert (date(2023, 3, 1), Pace.REGULAR) == (NEW.due_on, NEW.pace)
    assert date(2023, 12, 1) == NEW.exam_due_on


def test_taking_into_care_needs_a_doctor_here_an_active_card_and_a_guardian() -> None:
    for by in (NURSE, HOLDER, Actor("w", {"registrar"}, org="C1")):
        refused("ROLE_REQUIRED", None, ENROL, by)
    elsewhere = Actor("doctor-9", {"doctor"}, org="C9")
    refused("CHRONIC_OTHER_INSTITUTION", None, ENROL, elsewhere)
    for status in (CardStatus.CANCELLED,):
        facts = KNOWN.model_copy(update={"status": status})
        with pytest.raises(CardCancelledError):
            when(None, ENROL, facts=facts)
    child = KNOWN.model_copy(update={"age": 17})
    refused("CHRONIC_GUARDIAN_REQUIRED", None, ENROL, facts=child)
    agreed = ENROL.model_copy(update={"by_guardian": True})
    assert isinstance(when(None, agreed, facts=child), Planned)
    managed = KNOWN.model_copy(update={"managed": (Disease.HYPERTENSION,)})
    refused("CHRONIC_CARE_OPEN", None, ENROL, facts=managed)
    assert isinstance(when(None, SWEET, facts=managed), Planned)


def test_a_first_visit_may_be_today_and_not_too_late() -> None:
    today = ENROL.model_copy(update={"first_on": TODAY})
    assert TODAY == when(None, today).due_on
    for day, code in ((date(2023, 3, 2), "NEXT_TOO_LATE"), (TODAY - DAY, "NEXT_PAST")):
        late = ENROL.model_copy(update={"first_on": day})
        refused(code.replace("PAST", "PASSED"), None, late)


@pytest.mark.parametrize(
    ("command", "age", "kind", "control", "due"),
    [
        pytest.param(pressed("139/89"), 50, Planned, "1", date(2023, 3, 1), id="HT1"),
        pytest.param(pressed("138/90"), 50, Planned, "2", date(2022, 12, 15), id="HT3"),
        pytest.param(pressed("149/89"), 65, Planned, "1", date(2023, 3, 1), id="HT5"),
        pytest.param(pressed("148/90"), 70, Planned, "2", date(2022, 12, 15), id="HT7"),
        pytest.param(
            pressed("180/95"), 50, UrgentlyReferred, "2", date(2022, 12, 15), id="HT13"
        ),
        pytest.param(
            pressed("179/109"), 50, Planned, "2", date(2022, 12, 15), id="HT15"
        ),
        pytest.param(
            pressed("142/92", pregnant=True),
            30,
            UrgentlyReferred,
            "2",
            date(2022, 12, 15),
            id="HT17",
        ),
    ],
)
def test_a_visit_is_judged_and_the_next_one_planned(
    command: Any, age: int, kind: type, control: str, due: date
) -> None:
    facts = KNOWN.model_copy(update={"age": age})
    after = when(NEW, command, facts=facts)

    assert (kind, due) == (type(after), after.due_on)
    assert control == after.last.decision.control


def test_ht9_only_two_visits_running_refer() -> None:
    calm = when(WORSE, pressed("130/80"), **later(10))
    again = when(calm, pressed("150/95"), **later(20))
    assert (Planned, Pace.INTENSIFIED) == (type(again), again.pace)
    twice = when(again, pressed("141/80"), **later(30))

    assert isinstance(twice, Referred)
    assert twice.referral is not None
    assert (ReferralReason.TWICE_UNSATISFIED,) == twice.referral.reasons
    assert TODAY + timedelta(days=44) == twice.due_on


def test_ht11_a_reaction_hard_to_control_is_referred() -> None:
    first = when(NEW, pressed("130/80", adverse=True))
    assert (Planned, "3") == (type(first), first.last.decision.control)
    second = pressed("130/80", adverse=True, adverse_hard=True)
    after = when(first, second, **later(14))
    assert (Referred, "3") == (type(after), after.last.decision.control)
    assert (ReferralReason.ADVERSE_HARD,) == after.referral.reasons


@pytest.mark.parametrize(
    ("before", "command", "kind", "control"),
    [
        pytest.param(None, sugared("6.9"), Planned, "1", id="DM1"),
        pytest.param("7.0", sugared("7.2"), Referred, "2", id="DM3"),
        pytest.param(None, sugared("3.9"), UrgentlyReferred, "1", id="DM5"),
        pytest.param(None, sugared("4.0"), Planned, "1", id="DM5 4.0"),
        pytest.param(
            None,
            sugared("6.5", complication=Complication.NEW),
            Referred,
            "4",
            id="DM7",
        ),
        pytest.param(
            None, sugared("6", heart_rate=101), UrgentlyReferred, "1", id="DM9"
        ),
        pytest.param(None, sugared("6", heart_rate=100), Planned, "1", id="DM9 100"),
    ],
)
def test_glucose_is_judged_by_the_same_table(
    before: str | None, command: Any, kind: type, control: str
) -> None:
    state = when(SUGAR, sugared(before)) if before else SUGAR
    after = when(state, command, **later(10))

    assert (kind, control) == (type(after), after.last.decision.control)


@pytest.mark.parametrize("state", [NEW, DUE, MISSED, LOST, BACK, SENT, URGENT])
@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (pressed("130/80"), Planned),
        (pressed("130/80", complication=Complication.AGGRAVATED), Referred),
        (pressed("130/80", signs=(DangerSign.HEAD,)), UrgentlyReferred),
    ],
)
def test_whoever_is_seen_is_judged_wherever_he_was(
    state: Any, command: Any, kind: type[Any]
) -> None:
    after: Any = when(state, command, **later(100))

    assert isinstance(after, kind)
    assert after.last.on == TODAY + timedelta(days=100)
    assert len(state.visits) + 1 == len(after.visits)


def test_a_referral_is_told_once_and_urgently_where_it_must_be() -> None:
    assert ["chronic-referral"] == told(NEW, SENT)
    assert ["chronic-referral-urgent"] == told(NEW, URGENT)
    stays = when(SENT, NoteOutcome(outcome=Outcome.NOT_SEEN), **later(3))
    assert [] == told(SENT, stays)
    assert isinstance(stays, Referred)
    assert stays.referral is not None
    assert (1, SENT.due_on) == (stays.referral.not_seen, stays.due_on)
    again = when(stays, pressed("150/95"), **later(5))
    assert ["chronic-referral"] == told(stays, again)


@pytest.mark.parametrize("state", [SENT, URGENT])
def test_a_referral_is_answered(state: Any) -> None:
    back = when(state, NoteOutcome(outcome=Outcome.RETURNED), **later(2))
    assert (Planned, state.due_on) == (type(back), back.due_on)
    stays = when(state, NoteOutcome(outcome=Outcome.STAYING), **later(2))
    assert (type(state), TODAY + timedelta(days=16)) == (type(stays), stays.due_on)
    assert [] == told(state, stays)
    refused("ROLE_REQUIRED", state, NoteOutcome(outcome=Outcome.RETURNED), HOLDER)


def test_a_late_answer_is_kept_and_the_visit_stays_due() -> None:
    outcome = NoteOutcome(outcome=Outcome.RETURNED)
    late: tuple[Any, ...] = (BACK, BACK_MISSED)
    for state in late:
        after: Any = when(state, outcome, **later(15))
        assert type(after) is type(state)
        assert after.referral.outcome is Outcome.RETURNED
        refused("NO_REFERRAL_OPEN", after, outcome)
    refused("NO_REFERRAL_OPEN", DUE, outcome)


def test_the_two_weeks_behind_a_referral_come_due_by_time() -> None:
    for state in (SENT, URGENT):
        due = when(state, DayCame(), now=state.opens_at)
        assert isinstance(due, Due)
        assert end_of(TODAY + timedelta(days=14)) == due.closes_at


def test_a_visit_is_due_seven_days_before_and_missed_seven_days_behind() -> None:
    assert start_of(date(2023, 2, 22)) == GOOD.opens_at
    assert end_of(date(2023, 3, 8)) == DUE.closes_at
    at_last = list(chronic_care.elapse(GOOD, DUE.closes_at, POLICY, SUBJECT))
    assert ["Due"] == [type(s).__name__ for s, _, _ in at_last]
    behind = chronic_care.elapse(GOOD, DUE.closes_at + SECOND, POLICY, SUBJECT)
    assert ["Due", "Missed"] == [type(s).__name__ for s, _, _ in behind]
    assert ["message"] == told(GOOD, DUE)
    assert ["message", "chronic-unseen"] == told(DUE, MISSED)


def test_within_two_weeks_there_is_no_grace() -> None:
    close = end_of(TODAY + timedelta(days=14))
    steps = list(chronic_care.elapse(WORSE, close + SECOND, POLICY, SUBJECT))
    opened = start_of(TODAY + timedelta(days=7))
    assert [("Due", opened), ("Missed", close)] == [
        (type(s).__name__, at) for s, _, at in steps
    ]


def test_the_third_contact_in_vain_makes_somebody_temporarily_lost() -> None:
    one = when(DUE, NoteNoContact())
    missed = when(one, WindowPassed())
    two = when(missed, NoteNoContact())
    assert (Due, Missed, 2) == (type(one), type(two), two.contacts)
    assert isinstance(when(two, NoteNoContact()), TemporarilyLost)
    assert ["chronic-unseen"] == told(DUE, LOST)
    refused("ROLE_REQUIRED", DUE, NoteNoContact(), HOLDER)


def test_visits_come_in_order_and_once_a_day() -> None:
    refused("VISIT_SAME_DAY", GOOD, pressed("130/80"))
    assert isinstance(when(GOOD, pressed("190/80")), UrgentlyReferred)
    on = TODAY - DAY
    refused("VISIT_ORDER", NEW, pressed("130/80", on=on))
    refused("VISIT_IN_FUTURE", NEW, pressed("130/80", on=TODAY + DAY))
    refused("VISIT_TOO_OLD", GOOD, pressed("130/80", on=TODAY), **later(8))
    seen = when(NEW, pressed("150/80", on=TODAY), **later(7))
    assert TODAY + timedelta(days=14) == seen.due_on
    refused("FORM_OTHER_DISEASE", NEW, sugared("6"))


def test_the_doctor_may_choose_an_earlier_day() -> None:
    chosen = TODAY + timedelta(days=3)
    soon = when(NEW, pressed("130/80", next_on=chosen))
    assert (chosen, NOW) == (soon.due_on, soon.opens_at)
    late = TODAY + timedelta(days=15)
    refused("NEXT_TOO_LATE", NEW, pressed("150/80", next_on=late))


def test_another_place_has_other_numbers() -> None:
    place = POLICY.model_copy(
        update={
            "name": "county",
            "diabetes": DiabetesNumbers(closed=False),
            "pace": CarePace(regular_months=1, contacts=1),
        }
    )
    after = when(SUGAR, sugared("3.9"), policy=place)
    assert (Planned, date(2023, 1, 1)) == (type(after), after.due_on)
    assert isinstance(when(DUE, NoteNoContact(), policy=place), TemporarilyLost)


def test_only_clinicians_of_the_place_write_down() -> None:
    for by in (HOLDER, Actor("w", {"registrar"}, org="C1")):
        refused("ROLE_REQUIRED", NEW, pressed("130/80"), by)
    elsewhere = Actor("doctor-9", {"doctor"}, org="C9")
    refused("CHRONIC_OTHER_INSTITUTION", NEW, pressed("130/80"), elsewhere)


@pytest.mark.parametrize("state", ACTIVE)
def test_the_annual_examination_is_noted_and_due_in_a_year(state: Any) -> None:
    after = when(state, NoteExam(summary="无异常"), NURSE)
    assert (type(state), date(2023, 12, 1)) == (type(after), after.exam_due_on)
    earlier = NoteExam(summary="无异常", on=TODAY - DAY)
    refused("EXAM_ORDER", after, earlier)


def test_an_examination_that_is_too_old_does_not_count() -> None:
    old = NoteExam(summary="无异常", on=date(2021, 12, 1))
    refused("EXAM_ORDER", GOOD, old)
    assert (
        date(2022, 12, 2)
        == when(GOOD, NoteExam(summary="无异常", on=date(2021, 12, 2))).exam_due_on
    )
    refused("VISIT_TOO_OLD", GOOD, NoteExam(summary="无", on=date(2021, 11, 30)))


def test_a_year_without_an_examination_is_said_once() -> None:
    soon = GOOD.model_copy(update={"exam_due_on": date(2023, 1, 1)})
    last = end_of(date(2023, 1, 1))
    assert [] == list(chronic_care.elapse(soon, last, POLICY, SUBJECT))
    ((after, _, at),) = chronic_care.elapse(soon, last + SECOND, POLICY, SUBJECT)
    assert (Planned, last) == (type(after), at)
    assert ["message"] == told(soon, after)
    due = when(after, DayCame(), now=GOOD.opens_at)
    assert ["message"] == told(after, due)
    both = GOOD.model_copy(update={"exam_due_on": date(2023, 2, 21)})
    once = when(both, DayCame(), now=GOOD.opens_at)
    assert (Due, True) == (type(once), once.exam_reminded)
    seen = when(due, pressed("130/80"), **later(95))
    assert seen.exam_reminded


@pytest.mark.parametrize("state", ACTIVE)
def test_self_care_is_assessed_from_sixty_five_on(state: Any) -> None:
    assess = AssessSelfCare(answers=ANSWERS)
    refused(
        "ELDER_TOO_YOUNG", state, assess, facts=KNOWN.model_copy(update={"age": 64})
    )
    old = KNOWN.model_copy(update={"age": 65})
    after = when(state, assess, facts=old)
    assert (type(state), 8) == (type(after), after.self_care.result.score)
    assert SelfCare.LIGHT is after.self_care.result.level


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("reason", list(CancelReason))
def test_hr3_care_ends_with_the_health_record_for_the_same_reason(
    state: Any, reason: CancelReason
) -> None:
    heard = on_record_cancelled(HealthRecordCancelled(card=SUBJECT, reason=reason))
    got = when(state, heard)

    assert isinstance(got, Ended)
    assert (reason.value, reason.zh) == (got.reason.value, got.reason.zh)


@pytest.mark.parametrize("state", OPEN)
def test_care_ends(state: Any) -> None:
    assert EndReason.DIED is when(state, Died()).reason
    refused_by_holder = when(state, End(reason=EndReason.REFUSED), HOLDER)
    assert EndReason.REFUSED is refused_by_holder.reason
    refused("REFUSAL_NOT_YOURS", state, End(reason=EndReason.MOVED), HOLDER)
    friend = Actor("app", holder=SubjectId("6" * 32))
    refused("REFUSAL_NOT_YOURS", state, End(reason=EndReason.REFUSED), friend)


def test_death_and_loss_are_explained() -> None:
    refused("DEATH_DETAILS", GOOD, End(reason=EndReason.DIED))
    dead = End(reason=EndReason.DIED, died_on=TODAY, cause="脑卒中")
    assert TODAY == when(GOOD, dead).died_on
    future = dead.model_copy(update={"died_on": TODAY + DAY})
    refused("VISIT_IN_FUTURE", GOOD, future)
    refused("LOSS_REASON", LOST, End(reason=EndReason.LOST))
    assert isinstance(when(LOST, End(reason=EndReason.LOST, note="外出务工")), Ended)
    assert ["recall"] == told(GOOD, OVER)


def test_an_adults_guardian_by_a_court_order_refuses_for_him() -> None:
    carer = SubjectId("7" * 32)
    known, refuse = (
        KNOWN.model_copy(update={"guardian": carer}),
        Actor("app", holder=carer),
    )
    end = End(reason=EndReason.REFUSED)
    refused("REFUSAL_NOT_YOURS", GOOD, end, refuse, facts=known)
    ordered = known.model_copy(update={"by_court": True})
    assert isinstance(when(GOOD, end, refuse, facts=ordered), Ended)


def test_a_minors_guardian_refuses_and_the_minor_does_not() -> None:
    parent = SubjectId("7" * 32)
    minor = KNOWN.model_copy(update={"age": 17, "guardian": parent})
    refuse = End(reason=EndReason.REFUSED)
    refused("REFUSAL_NOT_YOURS", GOOD, refuse, HOLDER, facts=minor)
    by = Actor("app", holder=parent)
    assert isinstance(when(GOOD, refuse, by, facts=minor), Ended)


def test_lists_show_who_is_no_clinician_only_when() -> None:
    window = Actor("w", {"registrar"})
    hidden = GOOD.shown_to(window)
    assert (None, (), GOOD.due_on) == (hidden.last, hidden.visits, hidden.due_on)
    assert GOOD is GOOD.shown_to(DOCTOR)
    assert GOOD is GOOD.shown_to(HOLDER)


def test_no_value_and_no_disease_shows_in_a_repr_or_a_message() -> None:
    for state in (GOOD, WORSE, URGENT, SENT, DUE, MISSED):
        assert "hypertension" not in repr(state)
        assert "130" not in repr(state)
        assert "180" not in repr(state)
        for _, value, _ in chronic_care.bring_about(None, state):
            if isinstance(value, Tell):
                assert "hypertension" not in value.key
                assert SUBJECT not in value.key
                if value.to == "notifier":
                    assert b"hypertension" not in value.payload.to_json()
    assert ControlClass.SATISFIED.zh not in repr(GOOD)
    assert "150" not in repr(pressed("150/95"))
