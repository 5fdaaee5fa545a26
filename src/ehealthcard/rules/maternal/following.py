"""Somebody whose visits are planned: what time does, and what staff try (访视管理).

Mother and child share it: a plan of visits, an extra visit, a referral whose result is
asked within two weeks, contacts in vain.
"""

from datetime import date, datetime, timedelta
from typing import Annotated, TypeVar

from ehealthcard.models import Day, Model
from ehealthcard.rules.calendar import day_of, end_of, start_of
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.schedule.plan import (
    Plan,
    VisitStatus,
    advance,
    given_up,
    next_turn,
    outstanding,
)
from ehealthcard.workflow import PRIVATE, AnyContext, Rule, State

from .codes import Finding, ReferralOutcome
from .forms import Refer
from .policy import MaternalPolicy
from .standing import require_staff

NOTHING_OUTSTANDING = Rule(
    "NOTHING_OUTSTANDING",
    "No visit is due or missed; there is nothing to look for the patient for.",
    "当前没有应访或未访的项目，无需登记联系。",
)
MCH_NO_REFERRAL = Rule(
    "MCH_NO_REFERRAL",
    "No referral waits for its result.",
    "没有待登记结果的转诊。",
)
REFERRAL_REQUIRED = Rule(
    "REFERRAL_REQUIRED",
    "What is abnormal is referred at once; give reason and institution.",
    "检查异常须及时转诊，请填写转诊原因和机构。",
)


class ReferralMade(Model):
    """A referral, and what became of it (转诊及追踪)."""

    to: Refer
    on: Day
    follow_by: Day
    """The last day on which its result is asked in time (两周内追踪转诊结果)."""

    number: int = 1
    """1 for the first one of this case."""

    outcome: Annotated[ReferralOutcome | None, PRIVATE] = None
    followed_on: Day | None = None
    overdue: bool = False

    @property
    def is_open(self) -> bool:
        """Whether its result is not known, or is not the last."""
        return self.outcome is not ReferralOutcome.RETURNED


class Followed(State):
    """What is known of everybody whose visits are planned."""

    card: CardLink
    org: str
    """Who looks after her or it (管理机构)."""

    org_name: str
    consent: Signature
    plan: Annotated[Plan, PRIVATE]
    contacts: int = 0
    """How many contacts were in vain since the last visit."""

    referral: Annotated[ReferralMade | None, PRIVATE] = None
    """The last one."""

    next_on: Annotated[Day | None, PRIVATE] = None
    """A visit besides the plan (增加的访视)."""

    extra_due: Annotated[Day | None, PRIVATE] = None
    """The same, once its day has come."""


F = TypeVar("F", bound=Followed)


def turned(state: F, at: datetime, missed: VisitStatus = VisitStatus.MISSED) -> F:
    """Return what time has made of *state* by *at*."""
    changes: dict[str, object] = {"plan": advance(state.plan, at, missed)}
    made, extra = state.referral, state.next_on
    if made and _waits(made) and end_of(made.follow_by) <= at:
        changes["referral"] = made.model_copy(update={"overdue": True})
    if extra and start_of(extra) <= at:
        changes |= {"next_on": None, "extra_due": extra}
    return state.model_copy(update=changes)


def next_moment(state: Followed) -> datetime | None:
    """Return when time changes *state* next."""
    made, extra = state.referral, state.next_on
    moments = (
        next_turn(state.plan),
        end_of(made.follow_by) if made and _waits(made) else None,
        start_of(extra) if extra else None,
    )
    return min((m for m in moments if m), default=None)


def referred(
    state: Followed, to: Refer | None, on: date, policy: MaternalPolicy
) -> ReferralMade | None:
    """Return the referral made on this day; the one before where there is none."""
    before = state.referral
    if to is None:
        return before
    return ReferralMade(
        to=to,
        on=on,
        follow_by=on + timedelta(days=policy.follow_up_days),
        number=before.number + 1 if before else 1,
    )


def require_referral(found: Finding, to: Refer | None) -> None:
    """Refuse what is abnormal and not referred.

    Raises:
        RuleViolationError: It is.

    """
    if found is Finding.ABNORMAL and to is None:
        raise REFERRAL_REQUIRED.broken()


def answered(
    state: Followed, outcome: ReferralOutcome, now: datetime, policy: MaternalPolicy
) -> ReferralMade:
    """Return the referral with its result; who stays is asked about again in time.

    Raises:
        RuleViolationError: No referral waits for one.

    """
    made = state.referral
    if made is None or not made.is_open:
        raise MCH_NO_REFERRAL.broken()
    today = day_of(now)
    changes: dict[str, object] = {"outcome": outcome, "followed_on": today}
    if outcome is not ReferralOutcome.RETURNED:
        again = today + timedelta(days=policy.follow_up_days)
        changes |= {"follow_by": again, "overdue": False}
    return made.model_copy(update=changes)


def tried(state: F, ctx: AnyContext, policy: MaternalPolicy) -> F | None:
    """Return *state* with one more contact in vain; ``None`` if it was the last.

    Raises:
        RuleViolationError: No visit is outstanding.

    """
    require_staff(ctx, state.org)
    if outstanding(state.plan) is None and state.extra_due is None:
        raise NOTHING_OUTSTANDING.broken()
    contacts = state.contacts + 1
    if contacts >= policy.contacts:
        return None
    return state.model_copy(update={"contacts": contacts})


def lost_plan(state: Followed) -> Plan:
    """Return the plan of somebody who cannot be found."""
    return given_up(state.plan)


def _waits(made: ReferralMade) -> bool:
    return made.is_open and not made.overdue
