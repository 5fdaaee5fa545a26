"""Chronic screening (慢性病筛查): from a first reading to a diagnosis."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ehealthcard.codesets import SHANGHAI, Sex
from ehealthcard.errors import CardCancelledError, CardLostError, RuleViolationError
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.rules.calendar import end_of, start_of
from ehealthcard.rules.chronic.codes import DangerSign, Disease, EndReason
from ehealthcard.rules.chronic.diabetes import SugarReading, SugarRisk
from ehealthcard.rules.chronic.hypertension import PressureRisk
from ehealthcard.rules.chronic.measures import BloodPressure
from ehealthcard.rules.chronic.policy import CHRONIC
from ehealthcard.rules.chronic.standing import ChronicFacts
from ehealthcard.rules.signals import DiseaseConfirmed
from ehealthcard.services.chronic_screening import (
    Confirmed,
    DayCame,
    Diagnosis,
    Died,
    DueAgain,
    Excluded,
    HighRisk,
    NewRound,
    Normal,
    PressureScreening,
    RecheckPassed,
    ReferredForDiagnosis,
    Repeat,
    ReportDiagnosis,
    ResultOverdue,
    Screen,
    Stop,
    Stopped,
    SugarScreening,
    Superseded,
    Suspect,
    chronic_screening,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor, Tell

POLICY = CHRONIC.packs[0]
TODAY = NOW.astimezone(SHANGHAI).date()
NURSE = Actor("nurse-1", {"nurse"}, org="C1")
DOCTOR = Actor("doctor-1", {"doctor"}, org="H1")
HOLDER = Actor("app", holder=SUBJECT)
KNOWN = ChronicFacts(status=CardStatus.ACTIVE, age=40, sex=Sex.MALE)
SECOND = timedelta(seconds=1)


def pressure(text: str, **more: Any) -> PressureScreening:
    systolic, diastolic = map(int, text.split("/"))
    found = BloodPressure(systolic=systolic, diastolic=diastolic)
    return PressureScreening(pressure=found, **more)


def sugar(fasting: str, **more: Any) -> SugarScreening:
    return SugarScreening(glucose=SugarReading(fasting=Decimal(fasting)), **more)


def first(measured: Any, **more: Any) -> Screen:
    return Screen(org="C1", org_name="城东社区", measured=measured, **more)


def when(state: Any, command: Any, by: Actor = NURSE, **more: Any) -> Any:
    kept: dict[str, Any] = {"facts": KNOWN} | more
    return given(chronic_screening, state, by=by, **kept).when(command)


def refused(
    code: str, state: Any, command: Any, by: Actor = NURSE, **more: Any
) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, **more)
    assert code == caught.value.code


def later(days: int) -> dict[str, Any]:
    return {"now": NOW + timedelta(days=days)}


NORMAL: Normal = when(None, first(pressure("120/80")))
AT_RISK: HighRisk = when(None, first(pressure("132/80")))
DOUBT: Suspect = when(None, first(pressure("150/95")))
SENT: ReferredForDiagnosis = when(None, first(pressure("180/95")))
CLEAR: Excluded = when(
    SENT, ReportDiagnosis(result=Diagnosis.EXCLUDED, org="H1"), DOCTOR
)
FOUND: Confirmed = when(
    SENT, ReportDiagnosis(result=Diagnosis.CONFIRMED, org="H1"), DOCTOR
)
AGAIN: DueAgain = when(NORMAL, DayCame())
OLD: Superseded = when(NORMAL, NewRound())
LATE_DOUBT: Suspect = when(DOUBT, RecheckPassed())
LATE: ReferredForDiagnosis = when(SENT, ResultOverdue())
OPEN = (NORMAL, AT_RISK, DOUBT, SENT, CLEAR, AGAIN)
ENDED: Stopped = when(DOUBT, Died())


class TestContract(WorkflowContract):
    workflow = chronic_screening
    examples = (LATE_DOUBT, LATE, *OPEN, FOUND, OLD, ENDED)
    commands = (
        first(pressure("150/95")),
        first(sugar("5.1")),
        Repeat(measured=pressure("150/95")),
        ReportDiagnosis(result=Diagnosis.CONFIRMED, org="H1"),
        Stop(reason=EndReason.MOVED, note="搬家"),
        DayCame(),
        RecheckPassed(),
        ResultOverdue(),
        NewRound(),
        Died(),
    )
    facts = (KNOWN,)
    roles = frozenset({"doctor"})


def test_ht21_a_risk_is_looked_at_every_half_year_and_normal_every_year() -> None:
    assert (PressureRisk.HIGH_NORMAL,) == AT_RISK.risks
    assert date(2023, 6, 1) == AT_RISK.next_on
    assert date(2023, 12, 1) == NORMAL.next_on
    glucose = when(None, first(sugar("5.6", risks=(SugarRisk.FAMILY,))))
    assert (HighRisk, date(2023, 12, 1)) == (type(glucose), glucose.next_on)


def test_ht19_two_readings_of_one_day_count_once() -> None:
    same = when(DOUBT, Repeat(measured=pressure("148/92")))
    assert isinstance(same, Suspect)
    second = when(same, Repeat(measured=pressure("146/90")), **later(1))

    assert isinstance(second, Suspect)
    assert (TODAY, TODAY + timedelta(days=1)) == second.raised_on
    third = when(second, Repeat(measured=pressure("140/70")), **later(2))
    assert isinstance(third, ReferredForDiagnosis)
    assert (False, TODAY + timedelta(days=16)) == (third.urgent, third.result_by)
    assert 4 == len(third.readings)


def test_a_reading_that_is_not_raised_ends_the_doubt_on_another_day_only() -> None:
    calm = Repeat(measured=pressure("125/80"))
    still = when(DOUBT, calm)
    assert isinstance(still, Suspect)
    assert DOUBT.raised_on == still.raised_on

    assert isinstance(when(DOUBT, calm, **later(3)), Normal)
    nearly = Repeat(measured=pressure("139/89"))
    assert isinstance(when(DOUBT, nearly, **later(3)), HighRisk)


def test_danger_is_referred_at_once() -> None:
    assert SENT.urgent
    for measured in (
        pressure("142/92", pregnant=True),
        pressure("120/80", signs=(DangerSign.CHEST,)),
        sugar("16.7"),
        sugar("3.9"),
    ):
        assert when(None, first(measured)).urgent
    sign = pressure("120/80", signs=(DangerSign.CHEST,))
    assert when(DOUBT, Repeat(measured=sign)).urgent
    worse = when(DOUBT, Repeat(measured=pressure("170/110")), **later(1))
    assert (ReferredForDiagnosis, True) == (type(worse), worse.urgent)


def test_one_raised_fasting_glucose_is_enough_to_look_for_a_diagnosis() -> None:
    sent = when(None, first(sugar("7.0")))
    assert (ReferredForDiagnosis, False) == (type(sent), sent.urgent)
    assert isinstance(when(None, first(sugar("6.9"))), Normal)
    nothing = SugarScreening(glucose=SugarReading())
    refused("NOTHING_MEASURED", None, first(nothing))


def test_screening_begins_at_thirty_five_and_with_an_active_card() -> None:
    young = KNOWN.model_copy(update={"age": 34})
    refused("SCREENING_AGE", None, first(pressure("120/80")), facts=young)
    old_enough = KNOWN.model_copy(update={"age": 35})
    assert isinstance(when(None, first(pressure("120/80")), facts=old_enough), Normal)
    for status, error in (
        (CardStatus.SUSPENDED, CardLostError),
        (CardStatus.CANCELLED, CardCancelledError),
    ):
        facts = KNOWN.model_copy(update={"status": status})
        with pytest.raises(error):
            when(None, first(pressure("120/80")), facts=facts)


def test_who_is_cared_for_or_followed_up_is_not_screened_beside_it() -> None:
    managed = KNOWN.model_copy(update={"managed": (Disease.HYPERTENSION,)})
    refused("ALREADY_MANAGED", None, first(pressure("120/80")), facts=managed)
    assert isinstance(when(None, first(sugar("5")), facts=managed), Normal)
    doubted = KNOWN.model_copy(update={"suspected": (Disease.HYPERTENSION,)})
    refused("SCREENING_OPEN", None, first(pressure("120/80")), facts=doubted)


def test_only_clinicians_of_the_place_measure_and_only_doctors_diagnose() -> None:
    for by in (HOLDER, Actor("desk", {"registrar"}, org="C1")):
        refused("ROLE_REQUIRED", None, first(pressure("120/80")), by)
        refused("ROLE_REQUIRED", DOUBT, Repeat(measured=pressure("120/80")), by)
    elsewhere = Actor("nurse-9", {"nurse"}, org="C9")
    refused("CHRONIC_OTHER_INSTITUTION", None, first(pressure("120/80")), elsewhere)
    repeat = Repeat(measured=pressure("120/80"))
    refused("CHRONIC_OTHER_INSTITUTION", DOUBT, repeat, elsewhere)
    confirm = ReportDiagnosis(result=Diagnosis.CONFIRMED, org="H1")
    refused("ROLE_REQUIRED", SENT, confirm, NURSE)


def test_readings_come_in_order_and_not_from_the_future() -> None:
    old = first(pressure("120/80"), on=TODAY - timedelta(days=8))
    refused("VISIT_TOO_OLD", None, old)
    future = first(pressure("120/80"), on=TODAY + timedelta(days=1))
    refused("VISIT_IN_FUTURE", None, future)
    earlier = Repeat(measured=pressure("150/95"), on=TODAY - timedelta(days=1))
    refused("READING_ORDER", DOUBT, earlier)
    refused("SCREENING_OTHER_DISEASE", DOUBT, Repeat(measured=sugar("5")))


def test_a_confirmed_disease_opens_care_unless_it_is_open() -> None:
    said = [v for _, v, _ in chronic_screening.bring_about(None, FOUND)]
    assert [DiseaseConfirmed] == [type(v) for v in said]
    managed = KNOWN.model_copy(update={"managed": (Disease.HYPERTENSION,)})
    confirm = ReportDiagnosis(result=Diagnosis.CONFIRMED, org="H1")
    known = when(SENT, confirm, DOCTOR, facts=managed)
    assert [] == list(chronic_screening.bring_about(None, known))
    early = ReportDiagnosis(
        result=Diagnosis.CONFIRMED, org="H1", on=TODAY - timedelta(days=1)
    )
    refused("DIAGNOSIS_ORDER", SENT, early, DOCTOR)
    stranger = Actor("doctor-9", {"doctor"}, org="H9")
    refused("CHRONIC_OTHER_INSTITUTION", SENT, confirm, stranger)


@pytest.mark.parametrize(
    ("result", "target"),
    [
        (Diagnosis.EXCLUDED, Excluded),
        (Diagnosis.SECONDARY, Excluded),
        (Diagnosis.SECONDARY_SUSPECT, ReferredForDiagnosis),
        (Diagnosis.NOT_SEEN, ReferredForDiagnosis),
    ],
)
def test_other_results_exclude_or_refer_once_more(
    result: Diagnosis, target: type
) -> None:
    after = when(LATE, ReportDiagnosis(result=result, org="H1"), DOCTOR, **later(5))

    assert target is type(after)
    if isinstance(after, ReferredForDiagnosis):
        assert (2, False) == (after.attempt, after.overdue)
        assert TODAY + timedelta(days=19) == after.result_by
        sent = {v.kind for _, v, new in told(LATE, after) if new}
        assert "chronic-diagnosis" in sent


def told(before: Any, after: Any) -> list[Any]:
    found = list(chronic_screening.bring_about(before, after))
    return [f for f in found if isinstance(f[1], Tell)]


@pytest.mark.parametrize(
    ("state", "last", "kinds"),
    [
        (DOUBT, end_of(DOUBT.recheck_by), ["message"]),
        (SENT, end_of(SENT.result_by), ["chronic-result-late", "message"]),
        (NORMAL, start_of(NORMAL.next_on), ["message"]),
        (AT_RISK, start_of(AT_RISK.next_on), ["message"]),
        (CLEAR, start_of(CLEAR.next_on), ["message"]),
    ],
)
def test_what_is_overdue_is_said_once_and_not_before(
    state: Any, last: Any, kinds: list[str]
) -> None:
    assert [] == list(chronic_screening.elapse(state, last, POLICY, SUBJECT))
    ((after, _, at),) = chronic_screening.elapse(state, last + SECOND, POLICY, SUBJECT)

    assert last == at
    assert kinds == [v.kind for _, v, new in told(state, after) if new]
    for _, value, _ in told(state, after):
        assert "hypertension" not in value.key
        assert "5" * 32 not in value.key


@pytest.mark.parametrize("state", OPEN)
def test_it_ends_with_its_holder_or_by_staff_or_by_the_holders_refusal(
    state: Any,
) -> None:
    assert EndReason.DIED is when(state, Died()).reason
    moved = Stop(reason=EndReason.MOVED, note="搬家")
    assert EndReason.MOVED is when(state, moved).reason
    assert EndReason.REFUSED is when(state, Stop(reason=EndReason.OTHER), HOLDER).reason
    refused("SCREENING_NOTE", state, Stop(reason=EndReason.MOVED))
    friend = Actor("app", holder=SubjectId("6" * 32))
    refused("REFUSAL_NOT_YOURS", state, Stop(reason=EndReason.REFUSED), friend)


@pytest.mark.parametrize("state", [NORMAL, AT_RISK, CLEAR, AGAIN])
def test_a_new_round_closes_the_one_before(state: Any) -> None:
    assert isinstance(when(state, NewRound()), Superseded)


@pytest.mark.parametrize("state", [NORMAL, AT_RISK, CLEAR])
def test_each_round_comes_due_again(state: Any) -> None:
    assert isinstance(when(state, DayCame()), DueAgain)


def test_lists_show_who_is_no_clinician_no_reading() -> None:
    assert () == DOUBT.shown_to(Actor("w", {"registrar"})).readings
    assert DOUBT is DOUBT.shown_to(NURSE)
    assert DOUBT is DOUBT.shown_to(HOLDER)


def test_no_reading_shows_in_a_repr() -> None:
    for state in (DOUBT, SENT, AT_RISK):
        assert "150" not in repr(state)
        assert "180" not in repr(state)
        assert "132" not in repr(state)
    assert "150" not in repr(first(pressure("150/95")))
