"""A survey that a booking asked for (预约流调): how it goes with the visit."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.services.epi_survey import (
    Announced,
    AnswersOld,
    Cancelled,
    Cleared,
    Expired,
    Lapsed,
    Pending,
    Require,
    Review,
    Submitted,
    SurveyOpens,
    Suspect,
    VisitBegun,
    VisitBooked,
    VisitEnded,
    VisitMoved,
    VisitSuspended,
    epi_survey,
)
from ehealthcard.testing import given
from ehealthcard.testing.workflow import SUBJECT
from ehealthcard.workflow import links

from .test_epi_survey import (
    ADULT,
    ANNOUNCED,
    ASKED,
    BOOKED,
    DAY,
    FEVER,
    JOINED,
    NEW_PACK,
    SECOND,
    SUBMITTED,
    T0,
    VISIT,
    submit,
)

CLEARED = BOOKED.to(Cleared, reviewed_by="nurse")
SUSPECT = BOOKED.to(Suspect, reviewed_by="nurse")
ANSWERED = (BOOKED, CLEARED, SUSPECT)
OPEN = (ANNOUNCED, ASKED)
NONE_ASKED = VisitMoved(visit=VISIT.model_copy(update={"department": "20"}), hours=None)


def later(days: int) -> VisitMoved:
    starts_at = VISIT.starts_at + timedelta(days=days)
    return VisitMoved(visit=VISIT.model_copy(update={"starts_at": starts_at}), hours=24)


def when(state: Any, command: Any, **more: Any) -> Any:
    return given(epi_survey, state, **more).when(command)


def told(before: Any, after: Any) -> tuple[str | None, str | None]:
    """Return which message goes out, and which is taken back."""
    found = {
        e.call.__name__: v.payload.event
        for e, v, new in epi_survey.bring_about(before, after)
        if new and hasattr(v, "payload")
    }
    return found.get("remind"), found.get("take_back")


FIRST = told(None, ASKED)[0]


def named(state: Any) -> str:
    return type(state).__name__


def test_it_is_announced_with_the_booking_and_opens_a_day_before_the_visit() -> None:
    asked = VisitBooked(visit=VISIT, org_name="一院", hours=24)
    assert ANNOUNCED == when(None, asked)
    assert (None, None) == told(None, ANNOUNCED)
    until = epi_survey.deadline(ANNOUNCED)
    assert until is not None
    assert VISIT.starts_at - DAY == until.last
    assert ASKED == when(ANNOUNCED, SurveyOpens(), now=until.last)
    assert FIRST is not None
    assert SUBJECT not in FIRST


def test_a_visit_within_those_hours_is_asked_for_at_once() -> None:
    soon = VisitBooked(visit=VISIT, org_name="一院", hours=72)

    assert isinstance(when(None, soon), Pending)


def test_answers_within_those_hours_hold_until_the_visit_begins() -> None:
    first = when(ASKED, submit(), facts=ADULT, now=VISIT.starts_at - DAY)

    assert VISIT.starts_at == first.valid_until
    assert isinstance(when(first, AnswersOld(), now=first.valid_until), Expired)


@pytest.mark.parametrize("state", [BOOKED, CLEARED], ids=named)
def test_answers_that_grow_old_before_the_visit_are_asked_for_anew(
    state: Any,
) -> None:
    assert ANNOUNCED.booked.opens_at > state.valid_until
    again = when(state, AnswersOld(), now=state.valid_until)
    assert isinstance(again, Announced)
    opened = when(again, SurveyOpens(), now=VISIT.starts_at - DAY)
    message, back = told(again, opened)
    assert message not in (None, FIRST)
    assert back is None

    wide = state.model_copy(
        update={"booked": state.booked.model_copy(update={"hours": 72})}
    )
    assert isinstance(when(wide, AnswersOld(), now=wide.valid_until), Pending)
    seen = when(wide, VisitBegun(appointment="a1"))
    assert isinstance(when(seen, AnswersOld(), now=wide.valid_until), Expired)


@pytest.mark.parametrize("state", OPEN, ids=named)
def test_another_day_takes_it_back_for_that_day_has_its_own(state: Any) -> None:
    moved = when(state, later(2))

    assert isinstance(moved, Cancelled)
    assert (None, FIRST) == told(state, moved)


def test_another_hour_of_the_same_day_is_not_told_again() -> None:
    moved = when(ASKED, later(0), now=VISIT.starts_at - DAY)

    assert isinstance(moved, Pending)
    assert (None, None) == told(ASKED, moved)


def test_a_visit_that_needs_it_earlier_is_asked_for_at_once() -> None:
    near = VisitMoved(visit=VISIT, hours=80)

    assert isinstance(when(ANNOUNCED, near), Pending)
    assert isinstance(when(ASKED, later(0)), Announced)


@pytest.mark.parametrize("state", OPEN, ids=named)
def test_a_department_that_needs_none_takes_it_back(state: Any) -> None:
    ended = when(state, NONE_ASKED)

    assert isinstance(ended, Cancelled)
    assert (None, FIRST) == told(state, ended)


@pytest.mark.parametrize("state", OPEN, ids=named)
def test_where_there_is_no_visit_it_is_taken_back(state: Any) -> None:
    ended = when(state, VisitEnded(appointment="a1"))

    assert isinstance(ended, Cancelled)
    assert (None, FIRST) == told(state, ended)


@pytest.mark.parametrize(
    "command", [VisitEnded(appointment="a1"), NONE_ASKED], ids=named
)
@pytest.mark.parametrize("state", ANSWERED, ids=named)
def test_answers_stay_in_force_without_the_booking(state: Any, command: Any) -> None:
    kept = when(state, command)

    assert type(state) is type(kept)
    assert (None, None) == (kept.appointment, kept.booked)
    assert state.valid_until == kept.valid_until
    if not isinstance(kept, Suspect):
        assert isinstance(when(kept, AnswersOld(), now=kept.valid_until), Expired)


@pytest.mark.parametrize("state", ANSWERED, ids=named)
def test_answers_go_with_a_visit_that_moves(state: Any) -> None:
    moved = when(state, later(1))

    assert type(state) is type(moved)
    assert VISIT.starts_at + DAY == moved.booked.starts_at
    assert state.answers == moved.answers


@pytest.mark.parametrize("state", [*OPEN, *ANSWERED], ids=named)
def test_a_called_off_visit_lets_it_rest_until_there_is_another(state: Any) -> None:
    resting = when(state, VisitSuspended(appointment="a1"))
    assert type(state) is type(resting)
    assert (None, FIRST) == told(state, resting)
    if state in OPEN:
        assert epi_survey.deadline(resting) is None
    moved = when(resting, later(0), now=VISIT.starts_at - DAY)
    assert not moved.rests
    message, back = told(resting, moved)
    assert back is None
    if state in OPEN:
        assert isinstance(moved, Pending)
        assert message not in (None, FIRST)


@pytest.mark.parametrize("state", [BOOKED, CLEARED], ids=named)
def test_answers_that_grow_old_while_it_rests_wait_for_the_substitute(
    state: Any,
) -> None:
    resting = when(state, VisitSuspended(appointment="a1"))
    again = when(resting, AnswersOld(), now=VISIT.starts_at)
    assert isinstance(again, Announced)
    assert epi_survey.deadline(again) is None

    assert isinstance(when(again, later(0), now=VISIT.starts_at), Pending)


@pytest.mark.parametrize("state", OPEN, ids=named)
def test_who_did_not_answer_is_seen_without_it(state: Any) -> None:
    assert isinstance(when(state, VisitBegun(appointment="a1")), Lapsed)


@pytest.mark.parametrize("state", ANSWERED, ids=named)
def test_the_appointment_says_when_the_consultation_begins(state: Any) -> None:
    assert when(state, VisitBegun(appointment="a1")).consulted


def test_what_nobody_booked_is_left_alone_by_bookings() -> None:
    loose = ASKED.model_copy(update={"appointment": None, "booked": None})
    loose = loose.model_copy(update={"required": True})
    gone = (VisitSuspended(appointment="a1"), VisitEnded(appointment="a1"))
    for command in (later(1), *gone):
        assert loose == when(loose, command)
    assert SUBMITTED == when(SUBMITTED, VisitSuspended(appointment="a1"))


def test_a_finding_is_suspect_as_ever() -> None:
    given_ = when(ASKED, submit(FEVER), facts=ADULT, policy=NEW_PACK)

    assert isinstance(given_, Submitted)
    assert isinstance(when(given_, Review(), roles={"nurse"}), Suspect)
    assert given_.answered_at == T0


BOTH: dict[str, Any] = dict(
    zip(("announced", "asked", "answered"), JOINED, strict=True)
)
AFTERNOON = SECOND.starts_at
NO_MORE = VisitMoved(visit=SECOND, hours=None)


@pytest.mark.parametrize("state", JOINED, ids=named)
def test_two_visits_of_a_day_have_one_survey_and_nothing_is_sent_twice(
    state: Any,
) -> None:
    before = {type(s): s for s in (ANNOUNCED, ASKED, BOOKED)}[type(state)]

    assert ("a1", ("a2",)) == (state.appointment, state.others)
    assert (None, None) == told(before, state)
    again = VisitBooked(visit=SECOND, org_name="一院", hours=24)
    assert state == when(state, again)
    assert {("appointment", "a1"), ("appointment", "a2")} <= links(state)


@pytest.mark.parametrize("state", JOINED, ids=named)
def test_it_stays_while_another_visit_needs_it(state: Any) -> None:
    one = when(state, VisitEnded(appointment="a1"))
    assert type(state) is type(one)
    assert ("a2", ()) == (one.appointment, one.others)
    assert (None, None) == told(state, one)
    assert AFTERNOON == one.booked.starts_at

    none = when(one, VisitEnded(appointment="a2"))

    if isinstance(state, Submitted):
        assert (state.answers, None) == (none.answers, none.appointment)
    else:
        assert isinstance(none, Cancelled)
        assert (None, FIRST) == told(one, none)


@pytest.mark.parametrize("state", JOINED, ids=named)
def test_a_visit_that_leaves_the_day_leaves_the_survey_to_the_other(state: Any) -> None:
    for leaving in (later(2), NONE_ASKED):
        stays = when(state, leaving)
        assert type(state) is type(stays)
        assert ("a2", ()) == (stays.appointment, stays.others)
        assert state.visit_on == stays.visit_on


@pytest.mark.parametrize("state", JOINED, ids=named)
def test_it_rests_only_while_all_visits_are_called_off(state: Any) -> None:
    one = when(state, VisitSuspended(appointment="a1"))
    assert not one.rests
    assert ("a2", ("a1",)) == (one.appointment, one.others)
    none = when(one, VisitSuspended(appointment="a2"))
    assert none.rests
    assert (None, FIRST) == told(one, none)

    back = when(none, later(0), now=VISIT.starts_at - DAY)

    assert not back.rests
    assert "a1" == back.appointment


def test_the_first_consultation_begins_and_the_second_still_needs_it() -> None:
    begun = VisitBegun(appointment="a1")
    for state in (BOTH["announced"], BOTH["asked"]):
        left = when(state, begun)
        assert type(state) is type(left)
        assert isinstance(when(left, VisitBegun(appointment="a2")), Lapsed)
    seen = when(BOTH["answered"], begun)
    assert not seen.consulted
    assert when(seen, VisitBegun(appointment="a2")).consulted


@pytest.mark.parametrize("leaving", [VisitEnded(appointment="a2"), NO_MORE])
def test_behind_a_consultation_nothing_is_amended_though_the_second_ends(
    leaving: Any,
) -> None:
    seen = when(BOTH["answered"], VisitBegun(appointment="a1"))
    assert when(seen, leaving).consulted
    assert not when(BOOKED, VisitEnded(appointment="a1")).consulted


def test_a_visit_that_is_booked_behind_a_consultation_opens_the_answers_again() -> None:
    seen = when(BOOKED, VisitBegun(appointment="a1"))
    joined = when(seen, VisitBooked(visit=SECOND, org_name="一院", hours=24))
    assert (False, "a2", ()) == (joined.consulted, joined.appointment, joined.others)
    assert when(joined, VisitBegun(appointment="a2")).consulted
    assert when(joined, VisitEnded(appointment="a2")).consulted


def test_answers_too_old_for_the_second_visit_are_asked_for_anew() -> None:
    answered = BOTH["answered"]
    held = answered.model_copy(update={"valid_until": VISIT.starts_at + DAY / 24})
    again = when(held, AnswersOld(), now=held.valid_until)

    assert isinstance(again, Pending)
    assert ("a2", ()) == (again.appointment, again.others)
    assert told(held, again)[0] not in (None, FIRST)


def test_a_second_visit_that_needs_it_earlier_leads() -> None:
    earlier = VisitBooked(visit=SECOND, org_name="一院", hours=80)

    opened = when(ANNOUNCED, earlier)

    assert isinstance(opened, Pending)
    assert ("a2", ("a1",)) == (opened.appointment, opened.others)
    assert FIRST == told(ANNOUNCED, opened)[0]


def test_what_staff_asked_for_is_joined_and_stays_without_a_booking() -> None:
    by_staff = when(
        None,
        Require(org="H1", org_name="一院", visit_on=ANNOUNCED.visit_on),
        facts=ADULT,
        roles={"staff"},
    )
    joined = when(by_staff, VisitBooked(visit=VISIT, org_name="一院", hours=24))
    assert ANNOUNCED.day == by_staff.day
    assert "a1" == joined.appointment
    assert (None, None) == told(by_staff, joined)
    assert isinstance(when(joined, later(0)), Pending)

    for gone in (VisitEnded(appointment="a1"), later(2), NONE_ASKED):
        alone = when(joined, gone)
        assert isinstance(alone, Pending)
        assert alone.appointment is None
