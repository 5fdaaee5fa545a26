"""A schedule, and what became of each visit so far (访视计划).

All functions are pure: they return another plan. A visit counts by the day on which it
was, wherever time stands when it is written down: inside its window it is done, behind
it and before the next one late (过访). What belongs to no window changes nothing.
"""

from collections.abc import Iterable
from datetime import date, datetime

from ehealthcard.codesets import Labelled
from ehealthcard.models import Day, Model
from ehealthcard.rules.calendar import end_of, start_of

from .windows import Visit, Window


class VisitStatus(Labelled):
    """What became of a visit; the digits are those of a system in production (BSOFT).

    There is no digit for one whose time has not come.
    """

    PLANNED = "planned", "未到期", "its time has not come"
    DUE = "0", "应访", "due"
    DONE = "1", "已访", "done"
    LOST = "2", "失访", "lost"
    MISSED = "3", "未访", "missed"
    LATE = "4", "过访", "done late"
    CANCELLED = "9", "注销", "cancelled"


class Slot(Model):
    """One visit of a plan."""

    visit: Visit
    opens_on: Day
    closes_on: Day
    status: VisitStatus = VisitStatus.PLANNED
    seen_on: Day | None = None

    @property
    def is_open(self) -> bool:
        """Whether time or a visit may still change it."""
        return self.status in (VisitStatus.PLANNED, VisitStatus.DUE)


Plan = tuple[Slot, ...]
CATCHABLE = (VisitStatus.DUE, VisitStatus.MISSED, VisitStatus.LOST)


def planned(windows: Iterable[Window]) -> Plan:
    """Return a plan in which nothing has happened."""
    return tuple(
        Slot(visit=w.visit, opens_on=w.opens_on, closes_on=w.closes_on) for w in windows
    )


def advance(plan: Plan, at: datetime, missed: VisitStatus = VisitStatus.MISSED) -> Plan:
    """Return what time has made of *plan*: windows open, and end as *missed*."""
    return tuple(_advanced(slot, at, missed) for slot in plan)


def next_turn(plan: Plan) -> datetime | None:
    """Return when a window opens or ends next; closed at its last moment."""
    turns = [
        end_of(s.closes_on) if s.status is VisitStatus.DUE else start_of(s.opens_on)
        for s in plan
        if s.is_open
    ]
    return min(turns, default=None)


def due(plan: Plan) -> Slot | None:
    """Return the visit that is due, the latest of several."""
    return next((s for s in reversed(plan) if s.status is VisitStatus.DUE), None)


def outstanding(plan: Plan) -> Slot | None:
    """Return the last visit whose time has come, if it was not made."""
    begun = [s for s in plan if s.status is not VisitStatus.PLANNED]
    last = begun[-1] if begun else None
    waits = last and last.status in (VisitStatus.DUE, VisitStatus.MISSED)
    return last if waits else None


def missed(plan: Plan) -> Slot | None:
    """Return the last visit whose time has come, if that has passed."""
    last = outstanding(plan)
    return last if last and last.status is VisitStatus.MISSED else None


def served(plan: Plan, on: date) -> Slot | None:
    """Return the visit that one *on* this day is; ``None`` if it is an extra one."""
    inside = (
        s for s in plan if s.status in CATCHABLE and s.opens_on <= on <= s.closes_on
    )
    return next(inside, None) or _caught(plan, on)


def seen(plan: Plan, on: date) -> Plan:
    """Return *plan* after a visit *on* this day: done, late or an extra one."""
    found = served(plan, on)
    if found is None:
        return plan
    late = on > found.closes_on
    status = VisitStatus.LATE if late else VisitStatus.DONE
    return _with(plan, found, status, on)


def marked(plan: Plan, visit: Visit, on: date) -> Plan:
    """Return *plan* with one *visit* done, wherever its window is; late behind it."""
    found = next((s for s in plan if s.visit is visit), None)
    if found is None:
        return plan
    late = on > found.closes_on
    return _with(plan, found, VisitStatus.LATE if late else VisitStatus.DONE, on)


def given_up(plan: Plan) -> Plan:
    """Return *plan* with what is outstanding lost (失访)."""
    found = outstanding(plan)
    return _with(plan, found, VisitStatus.LOST) if found else plan


def cancelled(plan: Plan) -> Plan:
    """Return *plan* with all that has not ended cancelled (注销)."""
    off = {"status": VisitStatus.CANCELLED}
    return tuple(s.model_copy(update=off) if s.is_open else s for s in plan)


def _advanced(slot: Slot, at: datetime, missed: VisitStatus) -> Slot:
    status = slot.status
    if status is VisitStatus.PLANNED and start_of(slot.opens_on) <= at:
        status = VisitStatus.DUE
    if status is VisitStatus.DUE and end_of(slot.closes_on) <= at:
        status = missed
    return slot.model_copy(update={"status": status})


def _caught(plan: Plan, on: date) -> Slot | None:
    """Return the visit that is caught up *on* this day, before the next one opens."""
    begun = [s for s in plan if s.opens_on <= on]
    last = begun[-1] if begun else None
    return last if last and last.status in CATCHABLE else None


def _with(plan: Plan, slot: Slot, status: VisitStatus, on: date | None = None) -> Plan:
    changed = slot.model_copy(update={"status": status, "seen_on": on})
    return tuple(changed if s is slot else s for s in plan)
