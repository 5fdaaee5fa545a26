"""Care of a child (儿童健康管理): thirteen visits, frail or well, up to school age."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import (
    CardCancelledError,
    CardNotFoundError,
    NotAllowedError,
    RuleViolationError,
)
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.rules.calendar import add_months, start_of
from ehealthcard.rules.maternal.child_codes import (
    Development,
    Fontanelle,
    Frailty,
    NewbornRisk,
    RicketsSign,
)
from ehealthcard.rules.maternal.child_forms import ChildForm
from ehealthcard.rules.maternal.codes import Finding, ReferralOutcome
from ehealthcard.rules.maternal.forms import Refer
from ehealthcard.rules.maternal.newborn import Newborn
from ehealthcard.rules.maternal.policy import MATERNAL
from ehealthcard.rules.maternal.standing import ChildFacts
from ehealthcard.rules.schedule import Visit, VisitStatus
from ehealthcard.services.child_health import (
    BirthCertified,
    Closed,
    DayCame,
    Decline,
    Died,
    Enrol,
    Enrolled,
    Frail,
    HolderDied,
    Lost,
    MarkFrail,
    MarkRecovered,
    MovedOut,
    MoveOut,
    NoteDeath,
    NoteNoContact,
    NoteReferral,
    Proposed,
    Record,
    Recovered,
    Referred,
    Resume,
    SchoolAgeCame,
    child_health,
)
from ehealthcard.services.child_health.model import Unwanted
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor, AnyContext, Command, State, Tell

POLICY = MATERNAL.packs[0]
TODAY = NOW.astimezone(SHANGHAI).date()
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
BIRTH = TODAY - 10 * DAY
CAME_HOME = BIRTH + 4 * DAY
NURSE = Actor("nurse-1", {"public-health"}, org="C1")
GUARDIAN = Actor("app", holder=SubjectId("7" * 32))
KNOWN = ChildFacts(status=CardStatus.ACTIVE, birth=BIRTH)
TO = Refer(reason="发育异常", org="H1", department="儿科")


def on(day: date) -> dict[str, Any]:
    return {"now": datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)}


def months(count: int) -> date:
    return add_months(BIRTH, count)


def when(state: Any, command: Any, by: Actor = NURSE, **more: Any) -> Any:
    kept: dict[str, Any] = {"facts": KNOWN} | more
    return given(child_health, state, by=by, **kept).when(command)


def refused(
    code: str, state: Any, command: Any, by: Actor = NURSE, **more: Any
) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, **more)
    assert code == caught.value.code


def told(before: Any, after: Any) -> list[str]:
    found = child_health.bring_about(before, after)
    return [v.kind for _, v, new in found if new and isinstance(v, Tell)]


def seen(finding: Finding = Finding.NORMAL, **more: Any) -> Record:
    return Record(form=ChildForm(finding=finding, **more))


def passed(state: Any, day: date) -> Any:
    """Return what time has made of *state* by this day."""
    steps = child_health.elapse(state, start_of(day) + SECOND, POLICY, SUBJECT)
    return ([state] + [s for s, _, _ in steps])[-1]


def statuses(state: Any) -> str:
    return "".join(s.status.value[0] for s in state.plan)


ENROL = Enrol(
    org="C1",
    org_name="城东社区",
    consent="2023",
    newborn=Newborn(weeks=39, weight=3200),
    discharged_on=CAME_HOME,
)
SMALL = ENROL.model_copy(
    update={"newborn": Newborn(weeks=35, weight=2300), "next_on": TODAY + 7 * DAY}
)
SICK = seen(Finding.ABNORMAL, referral=TO)
FRAIL_SINCE = MarkFrail(why=(Frailty.ANAEMIA,), next_on=TODAY + 14 * DAY)
NEW: Enrolled = when(None, ENROL)
WEAK: Frail = when(None, SMALL)
AGAIN: Recovered = when(WEAK, MarkRecovered())
AWAY: Referred = when(NEW, SICK)
LOST: Lost = when(NEW.model_copy(update={"contacts": 2}), NoteNoContact())
BACK = NoteReferral(outcome=ReferralOutcome.RETURNED)
DEATH = NoteDeath(died_on=TODAY, cause="不详")
SIX: Enrolled = passed(NEW, months(73))
DONE: Closed = when(SIX, seen(), **on(months(73)))
HERE: tuple[Any, ...] = (NEW, WEAK, AGAIN, AWAY)
OPEN: tuple[Any, ...] = (*HERE, LOST)


KNOWN_TO_US = BirthCertified(born_on=BIRTH, org="H1", org_name="一院")
PROPOSED: Proposed = when(None, KNOWN_TO_US)


class TestContract(WorkflowContract):
    workflow = child_health
    examples = (
        AWAY.model_copy(
            update={
                "plan": passed(NEW, TODAY + 20 * DAY).plan[:1] + NEW.plan[1:],
                "referral": AWAY.referral
                and AWAY.referral.model_copy(update={"overdue": True}),
            }
        ),
        NEW,
        WEAK.model_copy(update={"next_on": None, "extra_due": TODAY}),
        AGAIN,
        LOST,
        DONE.model_copy(update={"reminder": "mch-due:1"}),
        when(NEW, MoveOut(to_org="C2")),
        when(NEW, DEATH),
        PROPOSED,
        when(PROPOSED, Decline()),
    )
    commands = (
        ENROL,
        SMALL,
        seen(),
        seen(next_on=TODAY + DAY),
        SICK,
        FRAIL_SINCE,
        MarkRecovered(),
        BACK,
        NoteReferral(outcome=ReferralOutcome.STAYING),
        NoteNoContact(),
        Resume(),
        MoveOut(),
        DEATH,
        DayCame(),
        SchoolAgeCame(),
        HolderDied(),
        KNOWN_TO_US,
        Decline(),
    )
    facts = (KNOWN, KNOWN.model_copy(update={"enrolled": True}))
    roles = frozenset({"doctor"})

    def _context(
        self, state: State | None, command: Command, data: st.DataObject
    ) -> AnyContext:
        """Walk as somebody of the institution: nobody else may take a step."""
        found = super()._context(state, command, data)
        return attrs.evolve(found, actor=Actor("walker", self.roles, org="C1"))


def test_mc7_a_child_is_taken_in_with_thirteen_visits() -> None:
    assert 13 == len(NEW.plan)
    assert "0" + "p" * 12 == statuses(NEW)
    assert (CAME_HOME, CAME_HOME + 7 * DAY) == (
        NEW.plan[0].opens_on,
        NEW.plan[0].closes_on,
    )
    assert ["message"] == told(None, NEW)


def test_a_certified_child_waits_for_its_guardian() -> None:
    assert not PROPOSED.overdue
    week = TODAY + 7 * DAY
    assert PROPOSED == passed(PROPOSED, week)
    assert passed(PROPOSED, week + DAY).overdue
    for command, kind in ((ENROL, Enrolled), (SMALL, Frail)):
        assert isinstance(when(PROPOSED, command), kind)
    refused("MCH_OTHER_INSTITUTION", PROPOSED, ENROL, Actor("x", {"nurse"}, org="C2"))
    refused("ROLE_REQUIRED", PROPOSED, Decline(), GUARDIAN)
    proposed = KNOWN.model_copy(update={"proposed": True})
    refused("CHILD_PROPOSED", None, ENROL, facts=proposed)


def test_a_proposal_may_come_to_nothing() -> None:
    for command, why in (
        (Decline(), Unwanted.DECLINED),
        (HolderDied(), Unwanted.DIED),
        (SchoolAgeCame(), Unwanted.TOO_OLD),
    ):
        assert why is when(PROPOSED, command).why
    assert Unwanted.TOO_OLD is passed(PROPOSED, months(78)).why
    assert [] == told(None, PROPOSED)


def test_taking_in_needs_staff_and_an_active_card_of_a_child() -> None:
    for by in (GUARDIAN, Actor("w", {"registrar"}, org="C1")):
        refused("ROLE_REQUIRED", None, ENROL, by)
    refused("MCH_OTHER_INSTITUTION", None, ENROL, Actor("x", {"nurse"}, org="C2"))
    enrolled = KNOWN.model_copy(update={"enrolled": True})
    refused("CHILD_ENROLLED", None, ENROL, facts=enrolled)
    plain = ENROL.model_copy(update={"discharged_on": None})
    old = KNOWN.model_copy(update={"birth": add_months(TODAY, -78)})
    refused("CHILD_TOO_OLD", None, plain, facts=old)
    young = KNOWN.model_copy(update={"birth": add_months(TODAY, -78) + DAY})
    assert isinstance(when(None, plain, facts=young), Enrolled)
    for changes, error in (
        ({"status": CardStatus.CANCELLED}, CardCancelledError),
        ({"status": None}, CardNotFoundError),
        ({"birth": None}, CardNotFoundError),
    ):
        with pytest.raises(error):
            when(None, ENROL, facts=KNOWN.model_copy(update=changes))


@pytest.mark.parametrize("field", ["discharged_on", "visited_on"])
def test_days_said_of_a_newborn_lie_between_birth_and_today(field: str) -> None:
    for day in (BIRTH - DAY, TODAY + DAY):
        wrong = ENROL.model_copy(update={field: day})
        refused("DAY_BEFORE_BIRTH", None, wrong)


def test_a_visit_made_before_the_child_had_a_card_is_taken_over() -> None:
    early = ENROL.model_copy(update={"visited_on": CAME_HOME + 2 * DAY})
    state = when(None, early)
    assert VisitStatus.DONE is state.plan[0].status
    assert [] == told(None, state)
    refused("MCH_VISIT_ORDER", state, seen(on=CAME_HOME + 2 * DAY))


def test_a_newborn_at_risk_is_frail_and_has_a_next_visit() -> None:
    assert WEAK.frail is not None
    assert (Frailty.NEWBORN,) == WEAK.frail.why
    refused("NEXT_VISIT_REQUIRED", None, SMALL.model_copy(update={"next_on": None}))
    named = ENROL.model_copy(
        update={
            "newborn": Newborn(conditions=(NewbornRisk.DEFECT,)),
            "next_on": TODAY + DAY,
        }
    )
    assert isinstance(when(None, named), Frail)


def test_a_child_that_comes_late_has_missed_what_was_before() -> None:
    late = when(None, ENROL, **on(months(9)))
    assert "33333" == statuses(late)[:5]
    assert "pppppppp" == statuses(late)[5:]
    assert VisitStatus.LATE is when(late, seen(), **on(months(9))).plan[4].status


@pytest.mark.parametrize(
    ("day", "visit", "status"),
    [
        (TODAY, Visit.NEWBORN_HOME, VisitStatus.DONE),
        (BIRTH + 27 * DAY, Visit.NEWBORN_HOME, VisitStatus.LATE),
        (BIRTH + 28 * DAY, Visit.FULL_MONTH, VisitStatus.DONE),
        (months(3), Visit.MONTHS_3, VisitStatus.DONE),
        (months(4) - DAY, Visit.MONTHS_3, VisitStatus.DONE),
        (months(4), Visit.MONTHS_3, VisitStatus.LATE),
        (months(6) - DAY, Visit.MONTHS_3, VisitStatus.LATE),
        (months(12), Visit.MONTHS_12, VisitStatus.DONE),
        (months(48), Visit.YEARS_4, VisitStatus.DONE),
        (months(60) - DAY, Visit.YEARS_4, VisitStatus.LATE),
    ],
)
def test_a_visit_counts_by_its_day(day: date, visit: Visit, status: str) -> None:
    after = when(passed(NEW, day), seen(), **on(day))
    slot = next(s for s in after.plan if s.visit is visit)
    assert (visit, status, day) == (after.last.visit, slot.status, slot.seen_on)


def test_a_visit_besides_the_thirteen_counts_for_none() -> None:
    first = when(NEW, seen())
    extra = when(first, seen(), **on(TODAY + 2 * DAY))
    assert first.plan == extra.plan
    assert (None, 0) == (extra.last.visit, extra.last.months)
    assert 5 == when(first, seen(), **on(months(6) - DAY)).last.months


@pytest.mark.parametrize("state", [NEW, AGAIN])
def test_who_is_well_stays_is_referred_or_is_closed_by_the_last_visit(
    state: Any,
) -> None:
    assert type(state) is type(when(state, seen()))
    assert isinstance(when(state, SICK), Referred)
    day = months(72)
    last = passed(state, day)
    closed = when(last, seen(), **on(day))
    assert (Closed, "1") == (type(closed), statuses(closed)[-1])
    more = when(last, seen(next_on=day + DAY), **on(day))
    assert type(state) is type(more)


def test_a_frail_child_is_not_closed_by_its_last_visit() -> None:
    day = months(72)
    last = passed(WEAK, day)
    refused("NEXT_VISIT_REQUIRED", last, seen(), **on(day))
    assert isinstance(when(last, seen(next_on=day + DAY), **on(day)), Frail)
    assert isinstance(when(last, SICK, **on(day)), Referred)


def test_a_child_that_is_away_is_seen_and_stays_away() -> None:
    day = TODAY + 3 * DAY
    assert isinstance(when(AWAY, seen(), **on(day)), Referred)
    again = when(AWAY, SICK, **on(day))
    assert (2, day + 14 * DAY) == (again.referral.number, again.referral.follow_by)
    assert "mch-referral" in told(AWAY, again)


def test_what_is_abnormal_is_referred_and_asked_about_in_two_weeks() -> None:
    refused("REFERRAL_REQUIRED", NEW, seen(Finding.ABNORMAL))
    assert AWAY.referral is not None
    assert TODAY + 14 * DAY == AWAY.referral.follow_by
    assert ["mch-referral"] == told(NEW, AWAY)
    assert not passed(AWAY, TODAY + 14 * DAY).referral.overdue
    late = passed(AWAY, TODAY + 15 * DAY)
    assert late.referral.overdue
    assert "mch-referral-late" in told(AWAY, late)


@pytest.mark.parametrize("state", [NEW, WEAK, AGAIN])
def test_who_comes_back_is_where_it_was_before(state: Any) -> None:
    away = when(state, SICK)
    stays = NoteReferral(outcome=ReferralOutcome.NOT_SEEN)
    assert isinstance(when(away, stays), Referred)
    back = when(away, BACK)
    assert type(state) is type(back)
    assert [] == [k for k in told(away, back) if k != "message"]


@pytest.mark.parametrize("state", [NEW, WEAK, AGAIN])
def test_a_child_may_become_frail_and_well_again(state: Any) -> None:
    frail = when(state, FRAIL_SINCE)
    assert (Frail, TODAY + 14 * DAY) == (type(frail), frail.next_on)
    came = passed(frail, TODAY + 14 * DAY)
    assert (None, TODAY + 14 * DAY) == (came.next_on, came.extra_due)
    assert "message" in told(frail, came)
    well = when(came, MarkRecovered())
    assert (TODAY, None) == (well.frail.recovered_on, well.extra_due)
    past = FRAIL_SINCE.model_copy(update={"next_on": TODAY})
    refused("NEXT_VISIT_PASSED", state, past)


def test_a_child_that_is_away_may_be_found_frail() -> None:
    marked = when(AWAY, FRAIL_SINCE)
    assert isinstance(marked, Referred)
    assert isinstance(when(marked, BACK), Frail)


def test_windows_open_and_end_by_time_alone() -> None:
    assert "3p" == statuses(passed(NEW, CAME_HOME + 8 * DAY))[:2]
    assert "30" == statuses(passed(NEW, BIRTH + 28 * DAY))[:2]
    gap = passed(NEW, CAME_HOME + 8 * DAY)
    assert ["message", "mch-unseen"] == told(NEW, gap)
    for state in HERE:
        after = when(state, DayCame(), **on(BIRTH + 28 * DAY))
        assert (type(state), "0") == (type(after), statuses(after)[1])


@pytest.mark.parametrize("state", HERE)
def test_the_third_contact_in_vain_makes_a_child_lost(state: Any) -> None:
    due = passed(state, BIRTH + 28 * DAY)
    two = when(when(due, NoteNoContact()), NoteNoContact())
    assert (type(state), 2) == (type(two), two.contacts)
    lost = when(two, NoteNoContact())
    assert (Lost, "2") == (type(lost), statuses(lost)[1])
    assert "mch-lost" in told(two, lost)
    found = when(lost, Resume(), **on(months(7)))
    assert (type(state), 0) == (type(found), found.contacts)
    assert "2" == statuses(found)[2]


def test_nobody_is_looked_for_who_has_missed_nothing() -> None:
    done = when(NEW, seen())
    refused("NOTHING_OUTSTANDING", done, NoteNoContact())


@pytest.mark.parametrize("state", OPEN)
def test_mc9_with_78_months_a_child_is_closed(state: Any) -> None:
    before, after = passed(state, months(78) - DAY), passed(state, months(78))
    assert (type(state), Closed) == (type(before), type(after))
    assert VisitStatus.PLANNED not in {s.status for s in after.plan}
    missed = VisitStatus.LOST if state is LOST else VisitStatus.MISSED
    assert missed is after.plan[-1].status
    assert isinstance(when(state, SchoolAgeCame()), Closed)


def test_mc9_it_is_closed_at_the_first_moment_and_not_before() -> None:
    at = start_of(months(78))
    for moment, kind in ((at - SECOND, Enrolled), (at, Closed)):
        *_, (state, _, _) = child_health.elapse(NEW, moment, POLICY, SUBJECT)
        assert kind is type(state)


@pytest.mark.parametrize("state", OPEN)
def test_a_move_or_a_death_ends_it_wherever_it_is(state: Any) -> None:
    moved = when(state, MoveOut(to_org="C2"))
    assert (MovedOut, "C2") == (type(moved), moved.to_org)
    died = when(state, DEATH)
    assert (Died, TODAY) == (type(died), died.died_on)
    assert isinstance(when(state, HolderDied()), Died)
    assert "9" * 11 == statuses(died)[2:]
    for day in (BIRTH - DAY, TODAY + DAY):
        wrong = NoteDeath(died_on=day, cause="不详")
        refused("DAY_BEFORE_BIRTH", state, wrong)
    refused("ROLE_REQUIRED", state, MoveOut(), GUARDIAN)


def test_a_reminder_that_is_open_is_recalled_when_it_ends() -> None:
    assert ["recall"] == told(NEW, when(NEW, HolderDied()))
    done = when(NEW, seen())
    assert [] == told(done, when(done, HolderDied()))


def test_nothing_is_done_in_a_case_that_is_over() -> None:
    for command in (seen(), SchoolAgeCame(), HolderDied(), MoveOut()):
        with pytest.raises(NotAllowedError):
            when(DONE, command)


def test_only_the_institution_that_looks_after_it_writes_down() -> None:
    elsewhere = Actor("nurse-9", {"nurse"}, org="C9")
    for command in (seen(), FRAIL_SINCE, NoteNoContact(), MoveOut()):
        refused("MCH_OTHER_INSTITUTION", NEW, command, elsewhere)
        refused("ROLE_REQUIRED", NEW, command, GUARDIAN)
    refused("VISIT_TOO_OLD", NEW, seen(on=BIRTH + DAY))
    refused("VISIT_IN_FUTURE", NEW, seen(on=TODAY + DAY))
    before = seen(on=BIRTH - DAY)
    refused("MCH_VISIT_ORDER", NEW, before, now=on(BIRTH)["now"])


def test_lists_show_findings_to_clinicians_and_the_family_only() -> None:
    state = when(WEAK, SICK)
    hidden = state.shown_to(Actor("w", {"registrar"}, org="C1"))
    assert (None, None, None) == (hidden.frail, hidden.last, hidden.referral)
    assert Newborn() == hidden.newborn
    assert state == state.shown_to(NURSE) == state.shown_to(GUARDIAN)


def test_a_full_form_is_kept_and_shows_nothing() -> None:
    form = seen(
        weight=Decimal("6.45"),
        length=Decimal("62.5"),
        head=Decimal("40.1"),
        fontanelle=Fontanelle.OPEN,
        teeth=0,
        haemoglobin=118,
        rickets=(RicketsSign.SWEATING,),
        development=Development.PASSED,
        outdoor=Decimal(2),
        vitamin_d=400,
    )
    after = when(passed(NEW, months(3)), form, **on(months(3)))
    assert form.form == after.last.form
    assert "6.45" not in repr(after)
