"""Booking rules of three real hospitals, as data (预约规则).

There is no national number for any of them. The profiles are what three hospitals
published (profiles A, B and C of the project's notes); where a text can be read in two
ways, the field says which reading was taken.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.codesets import SHANGHAI
from ehealthcard.workflow import Policy, Timeline

from .calendar import add_months, day_of, end_of, month_end, start_of
from .preparing import GUIDE, NOTHING, Preparation
from .standing import BookingCounted
from .visits import VisitKind

Count = Annotated[int, Field(ge=1)]
ONLINE_AGE = 14


class BookingPolicy(Policy):
    """When one may book and cancel, and what missing an appointment costs."""

    first_day: int = Field(default=0, ge=0)
    """Days ahead that a visit must at least be; 0 is today."""

    last_day: int = Field(ge=0)
    """Days ahead that a visit may at most be, this day included."""

    closed_from: time | None = None
    """When booking closes for the night; ``None``: never."""

    closed_until: time | None = None
    """When it opens again; at this moment it is open."""

    per_department: Count | None = None
    """Bookings per department and day of visit."""

    per_doctor: Count | None = None
    """Bookings per department, doctor and day of visit."""

    departments_per_day: Count | None = None
    online_from_age: int = 0
    """Whole years; younger holders are booked by staff."""

    cancel_ahead: timedelta | None = None
    """How long before the slot cancelling is in time; ``None``: before 00:00 of the
    day of visit."""

    cancel_ahead_expert: timedelta | None = None
    """The same for an expert's slot."""

    late_cancel: bool = True
    """Whether a booking may be cancelled behind that, until the slot begins."""

    late_counts_as_missed: bool = False
    pay_later: bool = False
    """Whether holders may choose to pay at the visit; staff always may."""

    hold: timedelta = timedelta(minutes=15)
    """How long a slot is kept for a payment; the project's own number."""

    grace: timedelta = timedelta(minutes=15)
    """How long behind the slot one may still come; the project's own number."""

    declared: bool = False
    """Whether who checks in has a health declaration in force (健康申报)."""

    before_visit: tuple[Preparation, ...] = GUIDE
    """What visits need beforehand (就诊前准备): of those that cover a visit, the first;
    none at all: nothing is asked."""

    requeue: int = Field(default=3, ge=1)
    """Places that who missed the call goes back (过号); the project's own number."""

    unseen_is_missed: bool = False
    """Whether who was called and is not back by the end of the day missed it, too."""

    uncalled_for: timedelta = Field(default=timedelta(), ge=timedelta())
    """How long behind the day of the visit who checked in is still called (夜诊); then
    the visit is over without one. From memory: a ticket is good on its day
    (当日有效)."""

    misses: Count
    """So many missed appointments within ``miss_months`` block."""

    miss_months: Count
    block_months: Count
    cancels: Count | None = None
    """So many cancellations within a month block; ``None``: they are not counted."""

    cancel_block: Literal["block", "rest of month"] = "block"
    """``rest of month`` also counts by the calendar month."""

    refunds: Count | None = None
    """So many tickets given back within a month block."""

    def is_open(self, now: datetime) -> bool:
        """Return whether booking is open at this time of day."""
        start, end = self.closed_from, self.closed_until
        if start is None or end is None:
            return True
        t = now.astimezone(SHANGHAI).time()
        return not (start <= t < end if start <= end else t >= start or t < end)

    def prepares(self, department: str, kind: VisitKind) -> Preparation:
        """Return what a visit of this kind to *department* needs beforehand."""
        every = self.before_visit
        return next((p for p in every if p.covers(department, kind)), NOTHING)

    def takes(self, day: date, today: date) -> bool:
        """Return whether a visit on *day* can be booked today."""
        return self.first_day <= (day - today).days <= self.last_day

    def cancel_before(self, starts_at: datetime, *, is_expert: bool) -> datetime:
        """Return the moment before which cancelling is in time."""
        ahead = self.cancel_ahead_expert if is_expert else self.cancel_ahead
        if ahead is None:
            return start_of(day_of(starts_at))
        return starts_at - ahead

    def missed_within(self, dates: tuple[date, ...]) -> tuple[date, ...]:
        """Return those *dates* that count together with the latest of them."""
        return _within(dates, self.miss_months)

    def cancelled_within(self, dates: tuple[date, ...]) -> tuple[date, ...]:
        """The same for cancellations."""
        if self.cancel_block == "rest of month":
            end = month_end(max(dates))
            return tuple(sorted(d for d in dates if month_end(d) == end))
        return _within(dates, 1)

    def refunded_within(self, dates: tuple[date, ...]) -> tuple[date, ...]:
        """The same for tickets given back."""
        return _within(dates, 1)

    def block_end(self, since: date) -> datetime:
        """Return the last moment of a block that *since* brought about.

        The first day does not count, and the last is the corresponding day or the
        month's last (民法典 art. 201, 202).
        """
        return end_of(add_months(since, self.block_months))

    def cancel_block_end(self, since: date) -> datetime:
        """The same for a block that cancelling brought about."""
        if self.cancel_block == "rest of month":
            return end_of(month_end(since))
        return self.block_end(since)


def blocked_by(
    policy: BookingPolicy, records: Collection[BookingCounted]
) -> datetime | None:
    """Return until when *records* of one holder's cards block together.

    As one record would have counted: day by day, nothing during a block, and afresh
    behind it.
    """
    limits = (
        (policy.misses, policy.missed_within, policy.block_end, "missed"),
        (
            policy.cancels,
            policy.cancelled_within,
            policy.cancel_block_end,
            "cancelled",
        ),
        (policy.refunds, policy.refunded_within, policy.block_end, "refunded"),
    )
    happened = sorted(
        (day, number)
        for number, (*_, name) in enumerate(limits)
        for record in records
        for day in getattr(record, name)
    )
    counted: dict[int, tuple[date, ...]] = {}
    until: datetime | None = None
    for day, number in happened:
        if until is not None and start_of(day) < until:
            continue
        most, within, end, _ = limits[number]
        counted[number] = within((*counted.get(number, ()), day))
        if most and len(counted[number]) >= most:
            until, counted = end(day), {}
    return until


def _within(dates: tuple[date, ...], months: int) -> tuple[date, ...]:
    latest = max(dates)
    return tuple(sorted(d for d in dates if add_months(d, months) >= latest))


_SINCE = date(2022, 1, 1)
PROFILE_A = BookingPolicy(
    name="A",
    effective_from=_SINCE,
    first_day=1,
    last_day=14,
    closed_from=time(0),
    closed_until=time(6, 30),
    online_from_age=ONLINE_AGE,
    unseen_is_missed=True,
    misses=3,
    miss_months=12,
    block_months=1,
    cancels=3,
    refunds=3,
)
"""1 to 14 days ahead, not from 00:00 to 06:30; three missed in a year: a month.

It alone says what a miss is: neither cancelled nor seen.
"""

PROFILE_B = BookingPolicy(
    name="B",
    effective_from=_SINCE,
    last_day=28,
    per_department=1,
    cancel_ahead=timedelta(minutes=30),
    cancel_ahead_expert=timedelta(hours=12),
    misses=3,
    miss_months=6,
    block_months=6,
    cancels=3,
    cancel_block="rest of month",
)
"""Today to 28 days ahead; three missed in half a year: half a year.

"Half a day" before an expert's slot is read as twelve hours.
"""

PROFILE_C = BookingPolicy(
    name="C",
    effective_from=_SINCE,
    last_day=7,
    closed_from=time(23),
    closed_until=time(5),
    per_doctor=1,
    departments_per_day=3,
    misses=4,
    miss_months=6,
    block_months=6,
)
"""Today to a week ahead, 05:00 to 23:00; more than three missed: half a year.

Its text names no period in which misses are counted; half a year is assumed.
"""

PROFILES = {p.name: Timeline((p,)) for p in (PROFILE_A, PROFILE_B, PROFILE_C)}
"""Each profile, to be given to a desk as ``policies``."""

DEFAULT = PROFILES["A"]
