"""Who had booked before the hospital asked is asked as well (补充诊前要求)."""

from typing import Any

import pytest

from ehealthcard.errors import AccessDeniedError, RuleViolationError
from ehealthcard.ports import Storage
from ehealthcard.rules.messages import MessageKind
from ehealthcard.rules.preparing import Preparation
from ehealthcard.services import epi_survey as survey
from ehealthcard.services import pre_visit_interview as interview
from ehealthcard.services.appointment import (
    Cancel,
    Confirmed,
    Prepare,
    Reschedule,
    appointment,
)

from .conftest import WINDOW
from .test_before_visits import CHEST, HEART, Clinic, asking, opened

BOTH = Preparation(survey_hours=48, interview=True)


@pytest.fixture
def clinic(storage: Storage) -> Clinic:
    """Return a clinic whose policy asked for nothing yet."""
    made = opened(storage)
    made.under(asking())
    return made


def apart(clinic: Clinic, count: int) -> list[Any]:
    """Return slots of tomorrow that one person can have together."""
    by_time = {slot.starts_at: slot for slot in clinic.slots(ahead=1)}
    return [by_time[at] for at in sorted(by_time)[:count]]


def walked(clinic: Clinic, limit: int = 100) -> list[int]:
    """Go through the bookings; return how many were asked at each step."""
    moved, done = list[int](), False
    while not done:
        progress = clinic.desk.prepare_visits(limit=limit)
        moved.append(progress.moved)
        done = progress.done
    clinic.run()
    return moved


def by_hand(clinic: Clinic, visit: Any) -> Any:
    """Invite to the interview as staff do."""
    invite = interview.Invite(
        appointment=visit.state.visit.appointment, org_name="一院"
    )
    start: Any = clinic.desk.start
    return start(interview.pre_visit_interview, clinic.house.card(), invite, by=WINDOW)


def test_bookings_from_before_are_asked_once_and_page_by_page(clinic: Clinic) -> None:
    for slot in (*apart(clinic, 2), clinic.slots(ahead=3)[0]):
        clinic.book(slot)
    assert [] == clinic.states(survey.epi_survey)

    clinic.under(asking(BOTH))
    assert [1, 1, 1, 0] == walked(clinic, limit=1)

    assert ["Announced", "Pending"] == sorted(clinic.names(survey.epi_survey))
    assert ["Invited"] * 3 == clinic.names(interview.pre_visit_interview)
    assert 3 == len(clinic.told(MessageKind.INTERVIEW))
    assert 1 == len(clinic.told(MessageKind.SURVEY))
    assert [0] == walked(clinic)
    assert 3 == len(clinic.states(interview.pre_visit_interview))


def test_the_walk_goes_on_where_it_stopped(clinic: Clinic) -> None:
    for slot in apart(clinic, 3):
        clinic.book(slot)
    clinic.under(asking(BOTH))

    assert 2 == clinic.desk.prepare_visits(limit=2).moved
    rest = clinic.desk.prepare_visits(limit=2)

    assert (1, True) == (rest.moved, rest.done)


def test_only_what_a_booking_lacks_is_asked_for(clinic: Clinic) -> None:
    clinic.under(asking(Preparation(interview=True)))
    visit = clinic.book(clinic.slots(ahead=2)[0])
    visit = clinic.act(visit, Reschedule(slot=clinic.slots(ahead=1)[0].id))
    assert 1 == clinic.names(interview.pre_visit_interview).count("Invited")

    clinic.under(asking(BOTH))
    assert [1] == walked(clinic)

    assert ["Pending"] == clinic.names(survey.epi_survey)
    assert ["Invited"] == clinic.names(interview.pre_visit_interview)
    clinic.act(visit, Cancel())
    assert ["Cancelled"] == clinic.names(survey.epi_survey)
    assert ["Cancelled"] == clinic.names(interview.pre_visit_interview)


def test_what_staff_began_by_hand_is_not_begun_again(clinic: Clinic) -> None:
    visit = clinic.book(clinic.slots(ahead=1)[0])
    by_hand(clinic, visit)
    start: Any = clinic.desk.start
    require = survey.Require(
        org="H1", org_name="一院", visit_on=visit.state.visit.starts_at.date()
    )
    start(survey.epi_survey, clinic.house.card(), require, by=WINDOW)

    clinic.under(asking(BOTH))
    walked(clinic)

    assert ["Invited"] == clinic.names(interview.pre_visit_interview)
    (asked,) = clinic.states(survey.epi_survey)
    assert visit.state.visit.appointment == asked.appointment


def test_departments_that_ask_nothing_and_visits_of_the_past_are_left(
    clinic: Clinic,
) -> None:
    visit = clinic.book(clinic.slots(ahead=1)[0])
    clinic.under(asking(Preparation(departments=(CHEST,)), BOTH))
    assert [0] == walked(clinic)
    clinic.under(asking(Preparation(departments=(HEART,)), BOTH))
    clinic.house.clock.now = visit.state.booking.slot.starts_at

    assert [0] == walked(clinic)
    assert isinstance(clinic.now(appointment, visit).state, Confirmed)


def test_nobody_but_the_desk_asks_in_this_way(clinic: Clinic) -> None:
    visit = clinic.book(clinic.slots(ahead=1)[0])

    with pytest.raises((AccessDeniedError, RuleViolationError)):
        clinic.act(visit, Prepare(survey_hours=24))


def test_a_booking_that_is_changed_before_the_walk_is_asked_all_the_same(
    storage: Storage,
) -> None:
    clinic = opened(storage)
    clinic.under(asking())
    tomorrow = clinic.slots(ahead=1)
    visit = clinic.book(tomorrow[0])
    clinic.under(asking(BOTH))

    clinic.act(visit, Reschedule(slot=tomorrow[1].id))

    assert ["Pending"] == clinic.names(survey.epi_survey)
    assert 1 == len(clinic.told(MessageKind.SURVEY))
    assert [1] == walked(clinic)
    assert ["Invited"] == clinic.names(interview.pre_visit_interview)
    assert [0] == walked(clinic)
    clinic.act(visit, Reschedule(slot=tomorrow[2].id))
    assert ["Invited"] == clinic.names(interview.pre_visit_interview)
    assert 1 == len(clinic.told(MessageKind.SURVEY))


def test_a_change_invites_nobody_whom_staff_have_invited(clinic: Clinic) -> None:
    tomorrow = clinic.slots(ahead=1)
    visit = clinic.book(tomorrow[0])
    by_hand(clinic, visit)
    clinic.under(asking(BOTH))

    moved = clinic.act(visit, Reschedule(slot=tomorrow[1].id))

    assert tomorrow[1].id == moved.state.booking.slot.id
    assert [0] == walked(clinic)
    assert ["Invited"] == clinic.names(interview.pre_visit_interview)


def test_who_took_consent_back_is_not_invited_again(clinic: Clinic) -> None:
    visit = clinic.book(clinic.slots(ahead=1)[0])
    invited = by_hand(clinic, visit)
    clinic.desk.execute(
        interview.pre_visit_interview, invited, interview.Withdraw(), by=clinic.him
    )
    clinic.under(asking(Preparation(interview=True)))

    assert [0] == walked(clinic)

    assert ["Withdrawn"] == clinic.names(interview.pre_visit_interview)
