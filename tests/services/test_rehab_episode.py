"""Community rehabilitation (社区康复): 13 items, a plan, a log each day."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from ehealthcard.errors import (
    CardCancelledError,
    InvalidInputError,
    RuleViolationError,
)
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.rules.vitals import Vitals
from ehealthcard.services.rehab_episode import rehab_episode
from ehealthcard.services.rehab_episode.commands import (
    AcknowledgeAlarm,
    Assess,
    BeginTraining,
    Conclude,
    DayPassed,
    HolderDied,
    LogDay,
    LoseTouch,
    MakePlan,
    TakeOn,
    TransferUp,
)
from ehealthcard.services.rehab_episode.model import (
    POLICIES,
    DailyLog,
    Effect,
    Goal,
    Place,
    Plan,
    RehabFacts,
    Scores,
    Suggestion,
)
from ehealthcard.services.rehab_episode.states import (
    Concluded,
    Died,
    Lost,
    Planned,
    Training,
    Transferred,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

ORG = "C1"
DOCTOR = Actor("gp-1", {"family-doctor"}, org=ORG)
HOLDER = Actor("app", holder=SUBJECT)
PARENT = Actor("app-9", holder=SubjectId("9" * 32))
FACTS = RehabFacts(status=CardStatus.ACTIVE, age=70, guardian=None)
TWO = Scores(**dict.fromkeys(Scores.model_fields, 2))
ONE = Scores(**dict.fromkeys(Scores.model_fields, 1))
PLAN = Plan(
    goals=(Goal.MOTION,), items=(5, 6), place=Place.HOME, methods=(1,), instructor="t-1"
)
CONCLUDE = Conclude(
    scores=TWO,
    effect=Effect.MARKED,
    reached=(Goal.MOTION,),
    suggestions=(Suggestion.TRAINING,),
)
LOG = LogDay(log=DailyLog(vitals=Vitals(systolic=120, diastolic=80), minutes=20))
BAD = LogDay(log=DailyLog(vitals=Vitals(systolic=180)))


def when(
    state: Any, command: Any, by: Actor = DOCTOR, *, facts: Any = FACTS, now: Any = NOW
) -> Any:
    return given(rehab_episode, state, by=by, facts=facts, now=now).when(command)


TAKEN = when(None, TakeOn(referral="ZZ1"))
ASSESSED = when(TAKEN, Assess(scores=ONE))
PLANNED = when(ASSESSED, MakePlan(plan=PLAN))
TRAINING = when(PLANNED, BeginTraining())
ALARMED = when(TRAINING, BAD, HOLDER)
SILENT = TRAINING.model_copy(update={"skipped": 3})
REASSESSED = when(TRAINING, Assess(scores=TWO))
CONCLUDED = when(TRAINING, CONCLUDE)
OPEN = (TAKEN, ASSESSED, PLANNED, TRAINING, REASSESSED)


def refused(
    code: str, state: Any, command: Any, by: Actor = DOCTOR, **more: Any
) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, **more)
    assert code == caught.value.code


class TestContract(WorkflowContract):
    workflow = rehab_episode
    examples = (
        TAKEN,
        ASSESSED,
        PLANNED,
        ALARMED,
        SILENT,
        REASSESSED,
        CONCLUDED,
        when(TAKEN, TransferUp(reason="made-up")),
        when(TAKEN, LoseTouch()),
        when(TAKEN, HolderDied()),
    )
    commands = (
        TakeOn(),
        Assess(scores=ONE),
        MakePlan(plan=PLAN),
        BeginTraining(),
        LOG,
        AcknowledgeAlarm(),
        CONCLUDE,
        TransferUp(reason="made-up"),
        LoseTouch(),
        DayPassed(),
        HolderDied(),
    )
    facts = (FACTS,)
    roles = frozenset({"doctor"})


def test_cr5_thirteen_items_of_two_are_26_and_three_is_no_score() -> None:
    assert (26, 13) == (TWO.total, ONE.total)
    with pytest.raises(InvalidInputError):
        Scores(**(dict.fromkeys(Scores.model_fields, 2) | {"walking": 3}))


def test_primary_care_takes_on_who_has_a_card() -> None:
    assert "ZZ1" == TAKEN.referral
    refused("ROLE_REQUIRED", None, TakeOn(), HOLDER)
    refused("REHAB_OTHER_INSTITUTION", None, TakeOn(), Actor("d", {"doctor"}))
    gone = FACTS.model_copy(update={"status": CardStatus.CANCELLED})
    with pytest.raises(CardCancelledError):
        when(None, TakeOn(), facts=gone)


def test_what_was_gained_is_counted_from_the_first_assessment() -> None:
    assert 13 == REASSESSED.gain
    assert isinstance(when(REASSESSED, BeginTraining()), Training)
    assert isinstance(when(REASSESSED, MakePlan(plan=PLAN)), Planned)
    assert isinstance(when(PLANNED, MakePlan(plan=PLAN)), Planned)
    for state in (TRAINING, REASSESSED):
        ended = when(state, CONCLUDE)
        assert isinstance(ended, Concluded)
        assert 13 == ended.gain


def test_the_patient_logs_once_a_day() -> None:
    logged = when(TRAINING, LOG, HOLDER)
    tomorrow = day_of(NOW) + timedelta(days=1)

    assert end_of(tomorrow) == logged.log_by
    refused("REHAB_DAY_LOGGED", logged, LOG, HOLDER)
    assert when(logged, LOG, now=NOW + timedelta(days=1)).last_log.on == tomorrow


def test_nobody_else_logs() -> None:
    refused("REHAB_PATIENT_ONLY", TRAINING, LOG, PARENT)
    refused("REHAB_PATIENT_ONLY", TRAINING, LOG, Actor("x", {"app"}))
    refused("REHAB_OTHER_INSTITUTION", TRAINING, LOG, Actor("n", {"nurse"}, org="C2"))
    child = RehabFacts(status=CardStatus.ACTIVE, age=9, guardian="9" * 32)
    assert "app-9" == when(TRAINING, LOG, PARENT, facts=child).last_log.by


def test_whom_the_patient_lets_and_a_guardian_by_a_court_order_log() -> None:
    let = FACTS.model_copy(update={"delegated": True})
    ward = FACTS.model_copy(update={"guardian": "9" * 32, "by_court": True})
    for facts in (let, ward):
        assert "app-9" == when(TRAINING, LOG, PARENT, facts=facts).last_log.by
    refused("ROLE_REQUIRED", ALARMED, AcknowledgeAlarm(), PARENT, facts=let)


def test_three_days_without_a_log_remind_the_doctor() -> None:
    timer = rehab_episode.deadline(TRAINING)
    assert timer is not None
    assert timer.last == end_of(day_of(NOW))
    pack = POLICIES.packs[0]
    later = NOW + timedelta(days=30)
    steps = list(rehab_episode.elapse(TRAINING, later, pack, SUBJECT))
    assert 3 == len(steps)
    silent: Any = when(when(when(TRAINING, DayPassed()), DayPassed()), DayPassed())
    assert rehab_episode.deadline(silent) is None
    assert 0 == when(silent, LOG, HOLDER, now=later).skipped


@pytest.mark.parametrize(
    ("vitals", "alarms"),
    [
        (Vitals(systolic=180), True),
        (Vitals(systolic=179, diastolic=109), False),
        (Vitals(diastolic=110), True),
        (Vitals(glucose=Decimal("16.7")), True),
        (Vitals(glucose=Decimal("16.6")), False),
        (Vitals(glucose=Decimal("3.9")), True),
        (Vitals(glucose=Decimal("4.0")), False),
    ],
)
def test_a_bad_value_alarms(vitals: Vitals, alarms: bool) -> None:  # noqa: FBT001
    logged = when(TRAINING, LogDay(log=DailyLog(vitals=vitals)), HOLDER)

    assert alarms == (logged.alarm is not None)


def test_a_doctor_sees_an_alarm_before_the_episode_ends() -> None:
    refused("REHAB_ALARM_OPEN", ALARMED, CONCLUDE)
    refused("REHAB_NO_ALARM", TRAINING, AcknowledgeAlarm())
    refused("ROLE_REQUIRED", ALARMED, AcknowledgeAlarm(), HOLDER)
    seen = when(ALARMED, AcknowledgeAlarm())
    assert "gp-1" == seen.alarm.acknowledged_by
    refused("REHAB_NO_ALARM", seen, AcknowledgeAlarm())
    assert isinstance(when(seen, CONCLUDE), Concluded)


@pytest.mark.parametrize("state", OPEN, ids=lambda s: type(s).__name__)
def test_an_episode_may_end_at_any_time(state: Any) -> None:
    assert isinstance(when(state, TransferUp(reason="made-up")), Transferred)
    assert isinstance(when(state, LoseTouch()), Lost)
    assert isinstance(when(state, HolderDied()), Died)
    refused("REHAB_OTHER_INSTITUTION", state, LoseTouch(), Actor("d", {"doctor"}))
