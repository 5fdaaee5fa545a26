"""Who is looked after, who may act, and on which days (母子健康管理的资格与日期)."""

from datetime import date, datetime

from ehealthcard.codesets import Sex
from ehealthcard.identity import CardStatus
from ehealthcard.models import Day
from ehealthcard.rules.access import ADULT_FROM
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.chronic.standing import require_day
from ehealthcard.workflow import Actor, AnyContext, Facts, Rule, State

CLINICIANS = ("doctor", "nurse", "midwife", "family-doctor", "public-health")
"""Who sees mothers and children, and writes it down."""

MCH_OTHER_INSTITUTION = Rule(
    "MCH_OTHER_INSTITUTION",
    "Another institution looks after mother or child; its own staff write it down.",
    "该孕产妇或儿童由其他机构管理，请由管理机构办理。",
)
MCH_VISIT_ORDER = Rule(
    "MCH_VISIT_ORDER",
    "The visit is not behind the last one; visits come in order, one a day.",
    "访视日期须晚于上次访视，请核对，同日请勿重复登记。",
)
MCH_GUARDIAN_REQUIRED = Rule(
    "MCH_GUARDIAN_REQUIRED",
    "For somebody under 18 the guardian agrees; ask the guardian.",
    "未满十八周岁须由监护人知情同意。",
)
NEXT_VISIT_REQUIRED = Rule(
    "NEXT_VISIT_REQUIRED",
    "High risk is seen more often; give the day of the next visit.",
    "高危或体弱对象须增加访视次数，请填写下次访视日期。",
)
NEXT_VISIT_PASSED = Rule(
    "NEXT_VISIT_PASSED",
    "The next visit must lie behind this one and behind today.",
    "下次访视日期须晚于本次访视和今日，请更正。",
)


class MaternalStanding(State):
    """A pregnancy is looked after (在管孕产妇)."""


class ChildProposed(State):
    """A child waits to be taken into care (待建档儿童)."""


class ChildStanding(State):
    """A child is looked after (在管儿童)."""


class MaternalFacts(Facts):
    """What must be known of somebody expecting."""

    status: CardStatus | None
    age: int | None
    sex: Sex = Sex.UNKNOWN
    expecting: bool = False
    """Whether a pregnancy is looked after already."""


class ChildFacts(Facts):
    """What must be known of a child."""

    status: CardStatus | None
    birth: Day | None
    enrolled: bool = False
    """Whether it is looked after already."""

    proposed: bool = False
    """Whether it waits to be enrolled since its birth was certified."""


def sees_values(actor: Actor) -> bool:
    """Whether a list shows *actor* what was found: clinicians, holder, guardian."""
    return actor.holder is not None or not actor.roles.isdisjoint(CLINICIANS)


def require_staff(ctx: AnyContext, org: str, at: str | None = None) -> None:
    """Refuse unless a clinician of *org*, or of the place *at* where it was, acts.

    Raises:
        RuleViolationError: It does not.

    """
    ctx.require(*CLINICIANS)
    if ctx.actor.org is None or ctx.actor.org not in (org, at):
        raise MCH_OTHER_INSTITUTION.broken()


def require_consent(age: int | None, *, by_guardian: bool) -> None:
    """Refuse a minor, and whoever's age is not known, without a guardian.

    Raises:
        RuleViolationError: The guardian has not agreed.

    """
    if (age is None or age < ADULT_FROM) and not by_guardian:
        raise MCH_GUARDIAN_REQUIRED.broken()


def visit_day(
    on: date | None, now: datetime, last: date | None, backdate_days: int
) -> date:
    """Return the day of a visit: *on*, or today.

    Raises:
        RuleViolationError: In the future, too long ago, or not behind the *last* one.

    """
    today = day_of(now)
    day = on or today
    require_day(day, today, backdate_days)
    if last is not None and day <= last:
        raise MCH_VISIT_ORDER.broken()
    return day


def require_next(
    next_on: date | None, day: date, now: datetime, *, needed: bool
) -> None:
    """Refuse a next visit that is missing where it is *needed*, or has passed.

    Raises:
        RuleViolationError: It is.

    """
    if next_on is None:
        if needed:
            raise NEXT_VISIT_REQUIRED.broken()
    elif next_on <= max(day, day_of(now)):
        raise NEXT_VISIT_PASSED.broken()
