"""She is seen before the birth (产前检查、风险评估、转诊追踪)."""

from datetime import date
from typing import TypeVar

from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.maternal.codes import RiskColour
from ehealthcard.rules.maternal.following import (
    answered,
    referred,
    require_referral,
    turned,
)
from ehealthcard.rules.maternal.forms import AntenatalForm
from ehealthcard.rules.maternal.policy import MaternalPolicy
from ehealthcard.rules.maternal.standing import (
    require_next,
    require_staff,
    visit_day,
)
from ehealthcard.rules.schedule import Slot, Visit, gestation
from ehealthcard.rules.schedule.plan import seen, served
from ehealthcard.workflow import Context

from .commands import AssessRisk, NoteReferral, RecordVisit, WatchSelf
from .model import AntenatalSeen, Watched
from .planning import is_high, with_overdue
from .rules import MIDWIFERY_LICENCE, WATCH_NOT_YOURS
from .states import Delivered, Expecting, HighRisk, Managed, Postpartum, Registered

By = Context[None, MaternalPolicy]
W = TypeVar("W", Registered, Managed, HighRisk)
R = TypeVar("R", Managed, HighRisk, Delivered, Postpartum)


def record_visit(
    state: Registered | Managed | HighRisk, command: RecordVisit, ctx: By
) -> Managed | HighRisk:
    """Counted by its day; what is abnormal is referred; high risk is seen again."""
    form = command.form
    at = form.at or ctx.actor.org
    require_staff(ctx, state.org, at)
    on = visit_day(form.on, ctx.now, state.last_seen, ctx.policy.backdate_days)
    require_referral(form.finding, form.referral)
    colours = _in_order(form.colours) or state.colours
    high = is_high(colours, ctx.policy)
    require_next(form.next_on, on, ctx.now, needed=high)
    now = with_overdue(turned(state, ctx.now), ctx.now)
    slot = served(now.plan, on)
    _require_licence(slot, form)
    note = state.note.model_copy(update={"antenatal": (*state.note.antenatal, on)})
    changes = {
        "plan": seen(now.plan, on),
        "note": note,
        "colours": colours,
        "antenatal": _written(state, slot, on, form, ctx),
        "last_seen": on,
        "contacts": 0,
        "referral": referred(now, form.referral, on, ctx.policy),
        "next_on": form.next_on,
        "extra_due": None,
    }
    return _placed(now.model_copy(update=changes), high=high)


def watch_self(state: W, command: WatchSelf, ctx: Context) -> W:
    """She writes down what she finds at home; staff read it at the next visit."""
    if ctx.actor.holder != ctx.subject:
        raise WATCH_NOT_YOURS.broken()
    watched = Watched(at=ctx.now, form=command.form)
    return state.model_copy(update={"watched": watched})


def assess_risk(
    state: Managed | HighRisk, command: AssessRisk, ctx: By
) -> Managed | HighRisk:
    """Orange, red and purple are a high risk (recalled): seen more often."""
    require_staff(ctx, state.org)
    high = is_high(command.colours, ctx.policy)
    today = day_of(ctx.now)
    next_on = command.next_on or _ahead(state.next_on, today)
    require_next(next_on, today, ctx.now, needed=high)
    changes = {"colours": _in_order(command.colours), "next_on": next_on}
    return _placed(state.model_copy(update=changes), high=high)


def note_referral(state: R, command: NoteReferral, ctx: By) -> R:
    """Within two weeks what became of it; who stays away is asked about again."""
    require_staff(ctx, state.org)
    made = answered(state, command.outcome, ctx.now, ctx.policy)
    return state.model_copy(update={"referral": made})


def _placed(state: Expecting, *, high: bool) -> Managed | HighRisk:
    return state.to(HighRisk) if high else state.to(Managed)


def _written(
    state: Expecting, slot: Slot | None, on: date, form: AntenatalForm, ctx: By
) -> AntenatalSeen:
    return AntenatalSeen(
        on=on,
        visit=slot and slot.visit,
        gestation=gestation(state.note.lmp, on),
        form=form,
        by=ctx.actor.id,
    )


def _ahead(day: date | None, today: date) -> date | None:
    return day if day and day > today else None


def _in_order(colours: tuple[RiskColour, ...]) -> tuple[RiskColour, ...]:
    return tuple(colour for colour in RiskColour if colour in colours)


def _require_licence(slot: Slot | None, form: AntenatalForm) -> None:
    """Refuse visits 2 to 5 where midwifery is not licensed; extra ones may be."""
    if slot and slot.visit is not Visit.ANTENATAL_1 and not form.licensed:
        raise MIDWIFERY_LICENCE.broken()
