"""How an episode moves."""

from datetime import datetime, timedelta

from ehealthcard.identity import CardStatus
from ehealthcard.rules.access import ADULT_FROM
from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import AnyContext, Context, Rule

from .commands import (
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
from .model import Alarm, Assessment, Logged, RehabFacts, RehabPolicy, Scores
from .states import (
    Assessed,
    Concluded,
    Died,
    Known,
    Lost,
    Planned,
    Reassessed,
    ReferredIn,
    Training,
    Transferred,
)

STAFF = ("doctor", "family-doctor", "nurse", "therapist")
DOCTORS = ("doctor", "family-doctor")
REHAB_OTHER_INSTITUTION = Rule(
    "REHAB_OTHER_INSTITUTION",
    "The episode is another institution's; its own staff act.",
    "该康复个案属于其他机构，请由该机构人员办理。",
)
REHAB_PATIENT_ONLY = Rule(
    "REHAB_PATIENT_ONLY",
    "The patient, the guardian, who has the patient's grant or the institution's "
    "staff write the log.",
    "仅患者本人、监护人、经本人授权的人员或本机构人员可以登记。",
    traced=True,
)
DAY_LOGGED = Rule(
    "REHAB_DAY_LOGGED",
    "This day has been logged; the next one is tomorrow.",
    "今日已登记，请明日再登记。",
)
NO_ALARM = Rule(
    "REHAB_NO_ALARM",
    "No alarm is open.",
    "当前没有待确认的预警。",
)
ALARM_OPEN = Rule(
    "REHAB_ALARM_OPEN",
    "An alarm is open; a doctor looks at it first.",
    "存在未确认的预警，请医生先行确认。",
)
To = Context[RehabFacts, RehabPolicy]
By = Context[None, RehabPolicy]


def take_on(state: None, command: TakeOn, ctx: To) -> ReferredIn:
    """Primary care takes a patient on, mostly from a referral down."""
    ctx.require(*DOCTORS)
    org = ctx.actor.org
    if org is None:
        raise REHAB_OTHER_INSTITUTION.broken()
    if ctx.facts.status is not CardStatus.SUSPENDED:
        require_active(ctx.facts.status)
    return ReferredIn(card=ctx.subject, org=org, referral=command.referral)


def assess(state: ReferredIn, command: Assess, ctx: Context) -> Assessed:
    """The first assessment."""
    _require_staff(state, ctx, *STAFF)
    return state.to(Assessed, first=_assessed(command.scores, ctx))


def reassess(state: Training, command: Assess, ctx: Context) -> Reassessed:
    """An assessment in between, and what was gained since the first."""
    _require_staff(state, ctx, *STAFF)
    middle = _assessed(command.scores, ctx)
    return state.to(Reassessed, middle=middle, gain=middle.total - state.first.total)


def make_plan(
    state: Assessed | Planned | Reassessed, command: MakePlan, ctx: Context
) -> Planned:
    """Goals, items, place and methods."""
    _require_staff(state, ctx, *STAFF)
    return state.to(Planned, plan=command.plan)


def begin(state: Planned | Reassessed, command: BeginTraining, ctx: By) -> Training:
    """Training begins, or goes on; the first day to log is today."""
    _require_staff(state, ctx, *STAFF)
    last = state.last_log if isinstance(state, Reassessed) else None
    most = ctx.policy.skipped_days
    return state.to(Training, log_by=_next(last, ctx), most_skipped=most)


def log_day(state: Training, command: LogDay, ctx: To) -> Training:
    """Once a day by the patient, guardian, delegate or staff; a bad value alarms."""
    _require_logger(state, ctx)
    today = day_of(ctx.now)
    if state.last_log and state.last_log.on >= today:
        raise DAY_LOGGED.broken()
    alarm = state.alarm
    if ctx.policy.is_alarming(command.log.vitals):
        alarm = Alarm(on=today)
    logged = Logged(on=today, log=command.log, by=ctx.actor.id)
    return state.model_copy(
        update={
            "last_log": logged,
            "log_by": _next(logged, ctx),
            "skipped": 0,
            "alarm": alarm,
        }
    )


def skip_day(state: Training, command: DayPassed, ctx: Context) -> Training:
    """A day without a log; after three in a row (inferred) the doctor hears of it."""
    changes = {
        "skipped": state.skipped + 1,
        "log_by": state.log_by + timedelta(days=1),
    }
    return state.model_copy(update=changes)


def acknowledge(state: Training, command: AcknowledgeAlarm, ctx: Context) -> Training:
    """A doctor has seen the alarm; a visit or a referral is his to order."""
    _require_staff(state, ctx, *DOCTORS)
    if state.alarm is None or state.alarm.acknowledged_by:
        raise NO_ALARM.broken()
    seen = state.alarm.model_copy(update={"acknowledged_by": ctx.actor.id})
    return state.model_copy(update={"alarm": seen})


def conclude(
    state: Training | Reassessed, command: Conclude, ctx: Context
) -> Concluded:
    """The last assessment: effect, goals reached, what comes next."""
    _require_staff(state, ctx, *STAFF)
    if state.alarm and not state.alarm.acknowledged_by:
        raise ALARM_OPEN.broken()
    last = _assessed(command.scores, ctx)
    return state.to(
        Concluded,
        last=last,
        gain=last.total - state.first.total,
        effect=command.effect,
        reached=command.reached,
        suggestions=command.suggestions,
    )


def transfer(
    state: ReferredIn | Assessed | Planned | Training | Reassessed,
    command: TransferUp,
    ctx: Context,
) -> Transferred:
    """Referred up; the referral itself is §4.5.1."""
    _require_staff(state, ctx, *DOCTORS)
    return state.to(Transferred, reason=command.reason, by=ctx.actor.id, at=ctx.now)


def lose(
    state: ReferredIn | Assessed | Planned | Training | Reassessed,
    command: LoseTouch,
    ctx: Context,
) -> Lost:
    """The patient cannot be reached any more."""
    _require_staff(state, ctx, *STAFF)
    return state.to(Lost, by=ctx.actor.id, at=ctx.now)


def die(
    state: ReferredIn | Assessed | Planned | Training | Reassessed,
    command: HolderDied,
    ctx: Context,
) -> Died:
    """The patient has died."""
    return state.to(Died)


def _require_staff(state: Known, ctx: AnyContext, *roles: str) -> None:
    ctx.require(*roles)
    if ctx.actor.org != state.org:
        raise REHAB_OTHER_INSTITUTION.broken()


def _require_logger(state: Training, ctx: To) -> None:
    who, facts = ctx.actor.holder, ctx.facts
    minor = facts.age is not None and facts.age < ADULT_FROM
    guarded = (minor or facts.by_court) and who == facts.guardian
    if who is None and not ctx.actor.roles.isdisjoint(STAFF):
        _require_staff(state, ctx, *STAFF)
    elif who is None or not (who == ctx.subject or guarded or facts.delegated):
        raise REHAB_PATIENT_ONLY.broken()


def _assessed(scores: Scores, ctx: AnyContext) -> Assessment:
    return Assessment(scores=scores, by=ctx.actor.id, at=ctx.now)


def _next(last: Logged | None, ctx: AnyContext) -> datetime:
    """Return the end of the day that is to be logged next."""
    today = day_of(ctx.now)
    logged = last is not None and last.on >= today
    return end_of(today + timedelta(days=1) if logged else today)
