"""The birth, and six weeks behind it (分娩、产后访视、产后42天)."""

from datetime import date, timedelta
from typing import TypeVar

from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.maternal.codes import Handling, ReferralOutcome
from ehealthcard.rules.maternal.following import (
    answered,
    referred,
    require_referral,
    turned,
)
from ehealthcard.rules.maternal.policy import MaternalPolicy
from ehealthcard.rules.maternal.standing import (
    MCH_VISIT_ORDER,
    require_staff,
    visit_day,
)
from ehealthcard.rules.schedule import Plan, Visit, gestation, planned, postpartum
from ehealthcard.rules.schedule.antenatal import CHECK_DAYS
from ehealthcard.rules.schedule.plan import cancelled, marked
from ehealthcard.workflow import Context

from .commands import Check, ChildCertified, Deliver, Discharge, NoteReferral, VisitHome
from .ending import over
from .model import Delivery, PostpartumSeen
from .rules import (
    BIRTH_IN_FUTURE,
    BIRTH_TOO_EARLY,
    CHECK_REFERRAL,
    CHECK_TOO_EARLY,
    DISCHARGE_ORDER,
)
from .states import (
    Closed,
    Delivered,
    HighRisk,
    Managed,
    Postpartum,
    Referred,
    Registered,
)

By = Context[None, MaternalPolicy]
B = TypeVar("B", Delivered, Postpartum, Referred)


def deliver(
    state: Registered | Managed | HighRisk, command: Deliver, ctx: By
) -> Delivered:
    """Visits before the birth are off; the check 42 days behind it is planned."""
    require_staff(ctx, state.org, command.at)
    if command.on > day_of(ctx.now):
        raise BIRTH_IN_FUTURE.broken()
    if state.last_seen and command.on < state.last_seen:
        raise MCH_VISIT_ORDER.broken()
    age = gestation(state.note.lmp, command.on)
    if age.weeks < ctx.policy.viable_weeks:
        raise BIRTH_TOO_EARLY.broken(weeks=ctx.policy.viable_weeks)
    birth = Delivery(
        on=command.on, gestation=age, org=command.at, children=command.children
    )
    after = state.to(
        Delivered,
        plan=(*cancelled(state.plan), *planned(postpartum(command.on))),
        note=state.note.model_copy(update={"delivered_on": command.on}),
        delivery=birth,
        contacts=0,
        next_on=None,
        extra_due=None,
    )
    return turned(after, ctx.now)


def discharge(state: Delivered, command: Discharge, ctx: By) -> Postpartum:
    """Mother and child go home, where they are visited within a week."""
    require_staff(ctx, state.org, state.delivery.org)
    on, today = command.on or day_of(ctx.now), day_of(ctx.now)
    if not state.delivery.on <= on <= today:
        raise DISCHARGE_ORDER.broken()
    home = planned(postpartum(state.delivery.on, on))[:1]
    after = state.to(
        Postpartum, plan=_with_home(state.plan, home), discharged_on=on, contacts=0
    )
    return turned(after, ctx.now)


def visit_home(state: Postpartum, command: VisitHome, ctx: By) -> Postpartum:
    """Mother and newborn are seen at home; what is abnormal is referred."""
    require_staff(ctx, state.org)
    form = command.form
    before = max(state.discharged_on - timedelta(days=1), _last(state))
    on = visit_day(form.on, ctx.now, before, ctx.policy.backdate_days)
    require_referral(form.finding, form.referral)
    seen = PostpartumSeen(on=on, form=form, by=ctx.actor.id)
    note = state.note.model_copy(update={"postpartum": (*state.note.postpartum, on)})
    first = state.postpartum is None
    changes = {
        "plan": marked(state.plan, Visit.POSTPARTUM_HOME, on) if first else state.plan,
        "note": note,
        "postpartum": seen,
        "last_seen": on,
        "contacts": 0,
        "referral": referred(state, form.referral, on, ctx.policy),
    }
    return state.model_copy(update=changes)


def check(state: Postpartum, command: Check, ctx: By) -> Closed | Referred:
    """Recovered is closed, not recovered is referred."""
    form = command.form
    require_staff(ctx, state.org, state.delivery.org)
    on = visit_day(form.on, ctx.now, _last(state), ctx.policy.backdate_days)
    first = state.delivery.on + timedelta(days=CHECK_DAYS)
    if on < first:
        raise CHECK_TOO_EARLY.broken(day=first.isoformat())
    plan = marked(state.plan, Visit.POSTPARTUM_CHECK, on)
    if form.handling is Handling.CLOSED:
        return over(state, Closed, ctx.now, checked_on=on)
    if form.referral is None:
        raise CHECK_REFERRAL.broken()
    return state.to(
        Referred,
        plan=cancelled(plan),
        checked_on=on,
        last_seen=on,
        contacts=0,
        referral=referred(state, form.referral, on, ctx.policy),
    )


def note_result(state: Referred, command: NoteReferral, ctx: By) -> Closed | Referred:
    """Who came back is closed; about everybody else is asked again in two weeks."""
    require_staff(ctx, state.org)
    made = answered(state, command.outcome, ctx.now, ctx.policy)
    if command.outcome is ReferralOutcome.RETURNED:
        return over(state, Closed, ctx.now, checked_on=state.checked_on)
    return state.model_copy(update={"referral": made})


def note_certified(state: B, command: ChildCertified, ctx: Context) -> B:
    """Her history says that and when a child of hers was entered (出生登记完成)."""
    return state


def _last(state: Delivered | Postpartum) -> date:
    """Return the last day on which she was seen: the birth, or a visit behind it."""
    return max(state.note.postpartum, default=state.delivery.on)


def _with_home(plan: Plan, home: Plan) -> Plan:
    """Return the plan with the home visit before the check."""
    return (*plan[:-1], *home, plan[-1])
