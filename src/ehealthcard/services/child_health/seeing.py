"""A child is seen, frail, well again, referred (健康检查、体弱儿管理、转诊)."""

from datetime import date, datetime, timedelta
from typing import TypeVar

from ehealthcard.rules.calendar import add_months, day_of
from ehealthcard.rules.maternal.codes import ReferralOutcome
from ehealthcard.rules.maternal.following import (
    answered,
    referred,
    require_referral,
    turned,
)
from ehealthcard.rules.maternal.policy import MaternalPolicy
from ehealthcard.rules.maternal.standing import (
    require_next,
    require_staff,
    visit_day,
)
from ehealthcard.rules.schedule.plan import seen, served
from ehealthcard.workflow import Context

from .commands import MarkFrail, MarkRecovered, NoteReferral, Record
from .ending import over
from .enrolling import settled
from .model import ChildSeen, FrailCare
from .states import Child, Closed, Enrolled, Frail, Recovered, Referred

By = Context[None, MaternalPolicy]
C = TypeVar("C", bound=Child)


def record(state: Enrolled, command: Record, ctx: By) -> Enrolled | Referred | Closed:
    """Growth, development and advice; abnormal is referred, the last visit closes."""
    child = _seen(state, command, ctx)
    if command.form.referral:
        return child.to(Referred)
    return over(child, Closed, ctx.now) if _was_last(child) else child


def record_recovered(
    state: Recovered, command: Record, ctx: By
) -> Recovered | Referred | Closed:
    """The same for a child that was frail."""
    child = _seen(state, command, ctx)
    if command.form.referral:
        return child.to(Referred)
    return over(child, Closed, ctx.now) if _was_last(child) else child


def record_frail(state: Frail, command: Record, ctx: By) -> Frail | Referred:
    """The same for a frail child, which is not closed before school age."""
    child = _seen(state, command, ctx)
    return child.to(Referred) if command.form.referral else child


def record_away(state: Referred, command: Record, ctx: By) -> Referred:
    """A visit while a referral waits for its result, which stays open."""
    return _seen(state, command, ctx)


def mark_frail(
    state: Enrolled | Frail | Recovered, command: MarkFrail, ctx: By
) -> Frail:
    """At risk or frail; the day of the next visit is set."""
    return _marked(state, command, ctx).to(Frail)


def mark_frail_away(state: Referred, command: MarkFrail, ctx: By) -> Referred:
    """The same while a referral waits for its result."""
    return _marked(state, command, ctx)


def mark_recovered(state: Frail, command: MarkRecovered, ctx: By) -> Recovered:
    """Well again: the plan for everybody goes on."""
    require_staff(ctx, state.org)
    care = state.frail
    ended = care and care.model_copy(update={"recovered_on": day_of(ctx.now)})
    return state.to(Recovered, frail=ended, next_on=None, extra_due=None)


def note_referral(
    state: Referred, command: NoteReferral, ctx: By
) -> Enrolled | Frail | Recovered | Referred:
    """Who came back is looked after as before; else it is asked again in two weeks."""
    require_staff(ctx, state.org)
    made = answered(state, command.outcome, ctx.now, ctx.policy)
    noted = state.model_copy(update={"referral": made})
    if command.outcome is ReferralOutcome.RETURNED:
        return settled(noted)
    return noted


def months_old(birth: date, day: date) -> int:
    """Return full months of age."""
    months = (day.year - birth.year) * 12 + day.month - birth.month
    return months if day >= add_months(birth, months) else months - 1


def _seen(state: C, command: Record, ctx: By) -> C:
    form = command.form
    require_staff(ctx, state.org)
    before = state.last_seen or state.birth - timedelta(days=1)
    on = visit_day(form.on, ctx.now, before, ctx.policy.backdate_days)
    require_referral(form.finding, form.referral)
    frail = state.frail is not None and state.frail.recovered_on is None
    _require_next(command, on, ctx.now, frail=frail)
    now = turned(state, ctx.now)
    slot = served(now.plan, on)
    visit = ChildSeen(
        on=on,
        visit=slot and slot.visit,
        months=months_old(state.birth, on),
        form=form,
        by=ctx.actor.id,
    )
    changes = {
        "plan": seen(now.plan, on),
        "last": visit,
        "last_seen": on,
        "contacts": 0,
        "referral": referred(now, form.referral, on, ctx.policy),
        "next_on": form.next_on,
        "extra_due": None,
    }
    return now.model_copy(update=changes)


def _require_next(command: Record, on: date, now: datetime, *, frail: bool) -> None:
    """A frail child has a next visit, unless it is referred."""
    form = command.form
    require_next(form.next_on, on, now, needed=frail and form.referral is None)


def _marked(state: C, command: MarkFrail, ctx: By) -> C:
    require_staff(ctx, state.org)
    today = day_of(ctx.now)
    require_next(command.next_on, today, ctx.now, needed=True)
    care = FrailCare(why=command.why, since=today)
    return state.model_copy(update={"frail": care, "next_on": command.next_on})


def _was_last(child: Child) -> bool:
    """Whether the visit at six years was made, and no other waits."""
    last = child.plan[-1]
    return last.seen_on is not None and child.next_on is None
