"""Appointments (预约诊疗): every arrow, vectors AP1, AP11, and the rules between."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ehealthcard.codesets import SHANGHAI, Channel
from ehealthcard.errors import CardLostError, NotAllowedError, RuleViolationError
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.ports import Fees, SlotOffer, SlotStanding, VisitKind
from ehealthcard.rules.booking import PROFILE_A, PROFILE_B, PROFILE_C
from ehealthcard.rules.preparing import Preparation
from ehealthcard.rules.signals import AppointmentDropped, AppointmentMissed
from ehealthcard.services import appointment as a
from ehealthcard.services.appointment import Money, appointment
from ehealthcard.services.appointment.model import ArrivalFacts, OwnFacts
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import SUBJECT
from ehealthcard.workflow import Actor

from .bookings import BOOKING, DAY, END, OTHER, SLOT, START, WHOSE, facts, slot

EVE = START - DAY
TODAY = date(2022, 12, 9)
GRACE = END + timedelta(minutes=15)
STAFF = {"staff", "doctor"}
PAID, ASKED = {**WHOSE, "money": Money.PAID}, {**WHOSE, "money": Money.ASKED}
NEW = BOOKING.model_copy(update={"key": "k2", "slot": OTHER})

REQUESTED = a.Requested(**ASKED, until=EVE)
UNSURE = a.Unsure(**ASKED, until=EVE)
REFUSED = a.Refused(**ASKED, code="SLOT_TAKEN")
HELD = a.Held(**ASKED, until=EVE)
CONFIRMED = a.Confirmed(**PAID, grace_ends=GRACE)
MOVING = a.Moving(**PAID, new=NEW, until=EVE, grace_ends=GRACE, version=1)
EXPIRED = a.ExpiredUnpaid(**ASKED, reason="HOLD_ENDED")
CANCELLED = a.Cancelled(**PAID, reason="HOLDER", on=TODAY)
LATE = a.CancelledLate(**PAID, on=TODAY, counts_as_missed=False)
SUSPENDED = a.Suspended(**PAID, reason="ill", ends_at=END)
REBOOKING = a.Rebooking(**PAID, new=NEW, reason="ill", ends_at=END, until=EVE)
REFUNDED = a.Refunded(**PAID, reason="HOLDER", on=TODAY)
CHECKED_IN = a.CheckedIn(**PAID, queue_number=4, checked_in_at=START)
PASSED = a.Passed(**PAID, queue_number=4, checked_in_at=START)
IN_CONSULT = a.InConsult(**PAID, called_at=START)
COMPLETED = a.Completed(**PAID, finished_at=END)
UNCALLED = a.Uncalled(**PAID, on=date(2022, 12, 10), checked_in_at=START)
NO_SHOW = a.NoShow(**PAID, on=date(2022, 12, 10))
NO = a.SlotRefused(code="SLOT_TAKEN")
DECLINED = a.Declined(code="DECLINED")
SURVEYED = Preparation(departments=(SLOT.department,), surveyed=True)
FREE = HELD.model_copy(update={"money": Money.FREE})

ARROWS: list[tuple[Any, Any, type]] = [
    *((s, a.SlotTaken(number=4), a.Held) for s in (REQUESTED, UNSURE)),
    *((s, NO, a.Refused) for s in (REQUESTED, UNSURE)),
    *((s, a.NoAnswer(), a.ExpiredUnpaid) for s in (REQUESTED, UNSURE)),
    *((s, a.SessionStopped(), a.ExpiredUnpaid) for s in (REQUESTED, UNSURE)),
    (REQUESTED, a.SlotUnclear(), a.Unsure),
    (HELD, a.Paid(), a.Confirmed),
    (FREE, a.Confirm(), a.Confirmed),
    (HELD, a.HoldEnded(), a.ExpiredUnpaid),
    (HELD, DECLINED, a.ExpiredUnpaid),
    *((s, a.Cancel(), a.Cancelled) for s in (REQUESTED, UNSURE, HELD, CONFIRMED)),
    (CONFIRMED, a.GraceEnded(), a.NoShow),
    (MOVING, a.SlotTaken(), a.Confirmed),
    (MOVING, NO, a.Confirmed),
    (MOVING, a.NoAnswer(), a.Confirmed),
    *(
        (s, c, a.Suspended)
        for s in (HELD, CONFIRMED, MOVING, CHECKED_IN, PASSED)
        for c in (a.Suspend(reason="ill"), a.SessionStopped())
    ),
    (REBOOKING, a.SlotTaken(), a.Confirmed),
    (REBOOKING, NO, a.Suspended),
    (REBOOKING, a.NoAnswer(), a.Suspended),
    *(
        (s, c, type(s))
        for s in (EXPIRED, CANCELLED, SUSPENDED, CONFIRMED)
        for c in (a.SlotTaken(), NO, a.SlotUnclear())
    ),
    *(
        (s, a.Died(), a.Cancelled)
        for s in (
            REQUESTED,
            UNSURE,
            HELD,
            CONFIRMED,
            MOVING,
            SUSPENDED,
            REBOOKING,
            CHECKED_IN,
            PASSED,
        )
    ),
    *(
        (s, a.CardEnded(), a.Cancelled)
        for s in (REQUESTED, UNSURE, HELD, CONFIRMED, MOVING, SUSPENDED, REBOOKING)
    ),
    (SUSPENDED, a.Refund(), a.Refunded),
    (SUSPENDED, a.SuspensionEnded(), a.Refunded),
    (CHECKED_IN, a.Call(), a.InConsult),
    (CHECKED_IN, a.PassBy(), a.Passed),
    (PASSED, a.Requeue(serving=7), a.CheckedIn),
    (PASSED, a.DayEnded(), a.NoShow),
    (CHECKED_IN, a.DayEnded(), a.Uncalled),
    (CONFIRMED, a.Prepare(survey_hours=24), a.Confirmed),
    (IN_CONSULT, a.Finish(), a.Completed),
    *(
        (s, a.PaymentLost(), type(s))
        for s in (HELD, EXPIRED, CANCELLED, SUSPENDED, REFUNDED)
    ),
    *((s, a.Paid(), a.Refunded) for s in (EXPIRED, CANCELLED)),
    *((s, a.Paid(), type(s)) for s in (SUSPENDED, REFUNDED)),
    *((s, DECLINED, type(s)) for s in (EXPIRED, CANCELLED, SUSPENDED, REFUNDED)),
    *(
        (s, c, type(s))
        for s in (CANCELLED, LATE, REFUNDED)
        for c in (a.Returned(), a.ReturnRefused(code="CLOSED"))
    ),
]


class TestContract(WorkflowContract):
    workflow = appointment
    examples = (
        REQUESTED,
        UNSURE,
        REFUSED,
        HELD,
        CONFIRMED,
        MOVING,
        EXPIRED,
        CANCELLED,
        LATE,
        SUSPENDED,
        REBOOKING,
        REFUNDED,
        CHECKED_IN,
        PASSED,
        IN_CONSULT,
        COMPLETED,
        NO_SHOW,
        UNCALLED,
    )
    commands = (
        a.Request(slot="s1"),
        a.Reschedule(slot="s2"),
        a.Rebook(slot="s2"),
        a.CheckIn(),
        *{type(c): c for _, c, _ in ARROWS}.values(),
    )
    facts = (
        facts(slot(starts_at=START - 8 * DAY, ends_at=END - 8 * DAY)),
        facts(slot(id="s3", starts_at=START - 7 * DAY, ends_at=END - 7 * DAY)),
        OwnFacts(),
        ArrivalFacts(),
    )
    roles = frozenset({*STAFF, "system"})


def code_of(
    state: Any, command: Any, *, now: datetime = EVE, **more: Any
) -> str | None:
    try:
        known: dict[str, Any] = {"facts": ArrivalFacts()} | more
        given(appointment, state, now=now, **known).when(command)
    except RuleViolationError as error:
        return error.code
    return None


def requested(now: datetime = EVE, command: Any = None, **more: Any) -> str | None:
    asked = command or a.Request(slot="s1")
    return code_of(None, asked, now=now, **{"facts": facts(), **more})


@pytest.mark.parametrize(("state", "command", "target"), ARROWS)
def test_every_arrow_leads_where_it_is_drawn(
    state: Any, command: Any, target: type
) -> None:
    roles = {*STAFF, "system"}
    reached = given(appointment, state, roles=roles, now=EVE).when(command)

    assert target is type(reached)


def test_what_needs_facts_leads_where_it_is_drawn() -> None:
    for state, command, target in (
        (None, a.Request(slot="s1"), a.Requested),
        (CONFIRMED, a.Reschedule(slot="s2"), a.Moving),
        (SUSPENDED, a.Rebook(slot="s2"), a.Rebooking),
    ):
        known = facts(OTHER if state else SLOT)
        reached = given(appointment, state, facts=known, now=EVE).when(command)
        assert target is type(reached)


@pytest.mark.parametrize(
    ("seconds", "target"),
    [(-1, a.Cancelled), (0, a.CancelledLate), (1, a.CancelledLate)],
)
def test_ap1_profile_a_cancels_before_midnight(seconds: int, target: type) -> None:
    now = datetime(2022, 12, 10, tzinfo=SHANGHAI) + timedelta(seconds=seconds)

    reached = given(appointment, CONFIRMED, now=now, policy=PROFILE_A).when(a.Cancel())

    assert target is type(reached)
    signals = [v for _, v, _ in appointment.bring_about(CONFIRMED, reached)]
    assert not any(isinstance(s, AppointmentMissed) for s in signals)
    assert any(isinstance(s, AppointmentDropped) for s in signals)


@pytest.mark.parametrize(("is_expert", "hours"), [(True, 12.0), (False, 0.5)])
@pytest.mark.parametrize(
    ("seconds", "target"), [(-1, a.Cancelled), (0, a.CancelledLate)]
)
def test_profile_b_tells_experts_from_others(
    seconds: int, target: type, hours: float, *, is_expert: bool
) -> None:
    booking = BOOKING.model_copy(update={"slot": slot(is_expert=is_expert)})
    state = CONFIRMED.model_copy(update={"booking": booking})
    now = START - timedelta(hours=hours) + timedelta(seconds=seconds)

    reached = given(appointment, state, now=now, policy=PROFILE_B).when(a.Cancel())

    assert target is type(reached)


def test_a_late_cancellation_is_refused_or_counted_as_the_policy_says() -> None:
    strict = PROFILE_A.model_copy(update={"late_cancel": False})
    counts = PROFILE_A.model_copy(update={"late_counts_as_missed": True})
    early = START - timedelta(seconds=1)

    assert "CANCEL_TOO_LATE" == code_of(CONFIRMED, a.Cancel(), now=START)
    assert "CANCEL_TOO_LATE" == code_of(CONFIRMED, a.Cancel(), now=early, policy=strict)
    reached = given(appointment, CONFIRMED, now=early, policy=counts).when(a.Cancel())
    signals = [v for _, v, _ in appointment.bring_about(CONFIRMED, reached)]
    assert AppointmentMissed(card=SUBJECT, on=date(2022, 12, 10)) in signals
    assert not any(isinstance(s, AppointmentDropped) for s in signals)


@pytest.mark.parametrize(
    ("policy", "now", "code"),
    [
        (PROFILE_A, START - 15 * DAY, "OUTSIDE_WINDOW"),
        (PROFILE_A, START - 14 * DAY, None),
        (PROFILE_A, START - timedelta(hours=1), "OUTSIDE_WINDOW"),
        (PROFILE_A, EVE.replace(hour=0), "BOOKING_CLOSED"),
        (PROFILE_A, EVE.replace(hour=6, minute=29, second=59), "BOOKING_CLOSED"),
        (PROFILE_A, EVE.replace(hour=6, minute=30), None),
        (PROFILE_B, START - 28 * DAY, None),
        (PROFILE_B, START - 29 * DAY, "OUTSIDE_WINDOW"),
        (PROFILE_B, START - timedelta(seconds=1), None),
        (PROFILE_B, START, "SLOT_BEGUN"),
        (PROFILE_C, START - 7 * DAY, None),
        (PROFILE_C, START - 8 * DAY, "OUTSIDE_WINDOW"),
        (PROFILE_C, EVE.replace(hour=22, minute=59), None),
        (PROFILE_C, EVE.replace(hour=23), "BOOKING_CLOSED"),
        (PROFILE_C, EVE.replace(hour=4, minute=59), "BOOKING_CLOSED"),
        (PROFILE_C, EVE.replace(hour=5), None),
    ],
)
def test_each_hospital_has_its_window_and_hours(
    policy: Any, now: datetime, code: str | None
) -> None:
    assert code == requested(now, policy=policy)


def taken(department: str, doctor: str, hour: int) -> a.Taken:
    start = START.replace(hour=hour)
    end = start + timedelta(minutes=30)
    return a.Taken(department=department, doctor=doctor, starts_at=start, ends_at=end)


@pytest.mark.parametrize(
    ("policy", "others", "code"),
    [
        (PROFILE_A, [("03.01", "d1", 10)], None),
        (PROFILE_A, [("10", "d9", 9)], "DOUBLE_BOOKED"),
        (PROFILE_B, [("03.01", "d2", 10)], "QUOTA_REACHED"),
        (PROFILE_B, [("10", "d2", 10)], None),
        (PROFILE_C, [("03.01", "d2", 10)], None),
        (PROFILE_C, [("03.01", "d1", 10)], "QUOTA_REACHED"),
        (PROFILE_C, [("10", "x", 10), ("11", "y", 11)], None),
        (
            PROFILE_C,
            [("10", "x", 10), ("11", "y", 11), ("12", "z", 14)],
            "QUOTA_REACHED",
        ),
        (PROFILE_C, [("10", "x", 10), ("11", "y", 11), ("03.01", "z", 14)], None),
    ],
)
def test_each_hospital_has_its_quotas(
    policy: Any, others: list[tuple[str, str, int]], code: str | None
) -> None:
    known = facts(taken=tuple(taken(*o) for o in others))

    assert code == requested(facts=known, policy=policy)
    if code != "DOUBLE_BOOKED":
        gone = facts(over=tuple(taken(*o) for o in others))
        assert code == requested(facts=gone, policy=policy)


def test_the_age_counts_online_and_on_the_day_of_booking() -> None:
    window = Actor("w", {"app"}, channel=Channel.WINDOW)

    assert "AGE_AT_WINDOW" == requested(facts=facts(age=13))
    assert requested(facts=facts(age=14)) is None
    assert requested(facts=facts(age=13), by=window) is None
    assert requested(facts=facts(age=0), policy=PROFILE_C) is None


def test_a_block_stops_booking_ahead_and_never_the_window_on_its_day() -> None:
    window = Actor("w", {"app"}, channel=Channel.WINDOW)
    known, hour = facts(blocked_until=EVE), timedelta(hours=1)
    blocked = facts(blocked_until=END + DAY)

    assert "BOOKING_BLOCKED" == requested(facts=known)
    assert requested(EVE + timedelta(seconds=1), facts=known) is None
    assert "BOOKING_BLOCKED" == requested(facts=blocked, by=window)
    assert requested(START - hour, facts=blocked, by=window) is None


def test_the_hospital_owns_the_slots() -> None:
    gone = SlotOffer(slot=SLOT, standing=SlotStanding.BOOKED)

    assert "SCHEDULE_SILENT" == requested(facts=facts(offer=None, is_silent=True))
    assert "SLOT_UNKNOWN" == requested(facts=facts(offer=None))
    assert "SLOT_TAKEN" == requested(facts=facts(offer=gone))
    with pytest.raises(CardLostError):
        requested(facts=facts(status=CardStatus.SUSPENDED))


def test_an_examination_needs_order_preparation_and_consent() -> None:
    wanted = facts(
        slot(kind=VisitKind.EXAMINATION, needs_preparation=True, uses_contrast=True)
    )
    extra = a.Examination(order="o1", item="CT")
    ready = extra.model_copy(update={"is_prepared": True})
    whole = ready.model_copy(update={"consents_to_contrast": True})
    codes = [
        requested(facts=wanted, command=a.Request(slot="s1", examination=e))
        for e in (None, extra, ready, whole)
    ]

    assert [
        "ORDER_REQUIRED",
        "PREPARATION_REQUIRED",
        "CONTRAST_CONSENT_REQUIRED",
        None,
    ] == codes


def test_slots_kept_for_referrals_need_one() -> None:
    wanted = facts(slot(for_referral=True))

    assert "REFERRAL_REQUIRED" == requested(facts=wanted)
    command = a.Request(slot="s1", referral="r1")
    assert requested(facts=wanted, command=command) is None


def test_paying_later_is_the_policys_or_the_staffs_to_offer() -> None:
    later, open_ = a.Request(slot="s1", pay_later=True), {"pay_later": True}

    assert "PAY_NOW" == requested(command=later)
    assert requested(command=later, roles=STAFF) is None
    policy = PROFILE_A.model_copy(update=open_)
    assert requested(command=later, policy=policy) is None
    assert "FEE_UNPAID" == code_of(HELD, a.Confirm())
    free = facts(slot(fees=Fees()))
    state = given(appointment, facts=free, now=EVE).when(a.Request(slot="s1"))
    assert isinstance(state, a.Requested)
    assert Money.FREE is state.money


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (EVE, "OTHER_DAY"),
        (START.replace(hour=0), None),
        (GRACE, None),
        (START + DAY, "OTHER_DAY"),
    ],
)
def test_check_in_is_on_the_day(now: datetime, code: str | None) -> None:
    assert code == code_of(CONFIRMED, a.CheckIn(), now=now)


def test_the_last_moment_of_grace_is_in_time() -> None:
    for now, states in ((GRACE, 0), (GRACE + timedelta(microseconds=1), 1)):
        steps = list(appointment.elapse(CONFIRMED, now, PROFILE_A, SUBJECT))
        assert states == len(steps)


def test_ap11_a_called_off_visit_never_counts() -> None:
    off = given(appointment, CONFIRMED, now=EVE).when(a.SessionStopped())
    steps = list(appointment.elapse(off, END + DAY, PROFILE_A, SUBJECT))

    ((state, _, at),) = steps
    assert isinstance(state, a.Refunded)
    assert at == END
    for before, after in ((CONFIRMED, off), (off, state)):
        said = [v for _, v, _ in appointment.bring_about(before, after)]
        assert not any(
            isinstance(v, AppointmentMissed | AppointmentDropped) for v in said
        )


def test_a_ticket_goes_back_on_its_day_before_the_visit() -> None:
    for state in (CHECKED_IN, PASSED):
        assert "OTHER_DAY" == code_of(state, a.Refund(), now=START + DAY)
        reached = given(appointment, state, now=START).when(a.Refund())
        assert isinstance(reached, a.Refunded)
        said = [v for _, v, _ in appointment.bring_about(state, reached)]
        assert (
            AppointmentDropped(card=SUBJECT, on=date(2022, 12, 10), ticketed=True)
            in said
        )
    with pytest.raises(NotAllowedError):
        given(appointment, IN_CONSULT, now=START).when(a.Refund())


def test_who_missed_the_call_goes_some_places_back() -> None:
    again = given(appointment, PASSED, roles=STAFF).when(a.Requeue(serving=7))

    assert isinstance(again, a.CheckedIn)
    assert 10 == again.queue_number


def test_a_change_of_slot_is_in_time_comparable_and_one_at_a_time() -> None:
    other, dear = a.Reschedule(slot="s2"), slot(id="s2", title="主任医师")
    late = START.replace(hour=0)
    waiting = CONFIRMED.model_copy(update={"waits": True})
    apart = facts(slot(id="s2", starts_at=START + DAY, ends_at=END + DAY))

    assert code_of(CONFIRMED, other, facts=apart) is None
    assert "MOVE_TOO_LATE" == code_of(CONFIRMED, other, facts=apart, now=late)
    assert "NOT_COMPARABLE" == code_of(CONFIRMED, other, facts=facts(dear))
    assert "SCHEDULE_SILENT" == code_of(waiting, other, facts=apart)
    assert "NOT_COMPARABLE" == code_of(
        SUSPENDED, a.Rebook(slot="s2"), facts=facts(dear)
    )
    silent = SUSPENDED.model_copy(update={"waits": True})
    assert "SCHEDULE_SILENT" == code_of(silent, a.Rebook(slot="s2"), facts=apart)
    unpaid = SUSPENDED.model_copy(update={"money": Money.UNCLEAR})
    assert "PAYMENT_OPEN" == code_of(unpaid, a.Rebook(slot="s2"), facts=apart)


def test_nobody_moves_another_persons_booking() -> None:
    stranger = Actor("app", holder=SubjectId("9" * 32))
    booked = BOOKING.model_copy(update={"booker": "9" * 32})
    by_proxy = CONFIRMED.model_copy(update={"booking": booked})

    assert "OTHER_PERSON" == code_of(CONFIRMED, a.Cancel(), by=stranger)
    assert "OTHER_PERSON" == code_of(CONFIRMED, a.CheckIn(), by=stranger, now=START)
    assert code_of(by_proxy, a.Cancel(), by=stranger) is None
    let = OwnFacts(stands_in=True)
    assert code_of(CONFIRMED, a.Cancel(), by=stranger, facts=let) is None
    assert code_of(CONFIRMED, a.Cancel(), by=Actor("app", holder=SUBJECT)) is None


@pytest.mark.parametrize(
    ("asks", "has", "code"),
    [
        ({"declared": True}, "declared", "DECLARATION_REQUIRED"),
        ({"before_visit": (SURVEYED,)}, "surveyed", "SURVEY_REQUIRED"),
    ],
)
def test_a_policy_may_ask_for_papers_at_check_in(
    asks: dict[str, Any], has: str, code: str
) -> None:
    asking = PROFILE_B.model_copy(update=asks)
    come: dict[str, Any] = {"now": START, "policy": asking}
    assert code == code_of(CONFIRMED, a.CheckIn(), **come)
    ready = ArrivalFacts.model_validate({has: True})
    assert code_of(CONFIRMED, a.CheckIn(), facts=ready, **come) is None
    assert code_of(CONFIRMED, a.CheckIn(), now=START) is None


def test_calling_and_suspending_are_for_staff() -> None:
    for state, command in (
        (CONFIRMED, a.Suspend(reason="ill")),
        (CONFIRMED, a.Prepare(survey_hours=24)),
        (CHECKED_IN, a.Call()),
        (CHECKED_IN, a.PassBy()),
        (IN_CONSULT, a.Finish()),
        (PASSED, a.Requeue(serving=1)),
    ):
        assert "ROLE_REQUIRED" == code_of(state, command)
