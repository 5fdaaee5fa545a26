"""Care of a pregnancy (孕产妇健康管理): seen in time, at risk, born, well again."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st

from ehealthcard.codesets import SHANGHAI, Sex
from ehealthcard.errors import (
    CardCancelledError,
    CardNotFoundError,
    NotAllowedError,
    RuleViolationError,
)
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.rules.calendar import end_of, start_of
from ehealthcard.rules.chronic.measures import BloodPressure
from ehealthcard.rules.maternal.codes import (
    Finding,
    Grade,
    Guidance,
    Lochia,
    Loss,
    Recovery,
    ReferralOutcome,
    RiskColour,
)
from ehealthcard.rules.maternal.forms import (
    AntenatalForm,
    CheckForm,
    PostpartumForm,
    Refer,
    WatchForm,
)
from ehealthcard.rules.maternal.newborn import Newborn
from ehealthcard.rules.maternal.policy import MATERNAL
from ehealthcard.rules.maternal.standing import MaternalFacts
from ehealthcard.rules.schedule import Visit, VisitStatus
from ehealthcard.services.pregnancy import (
    AssessRisk,
    Check,
    ChildCertified,
    Closed,
    DayCame,
    Deliver,
    Delivered,
    Died,
    Discharge,
    EndPregnancy,
    HighRisk,
    HolderDied,
    Lost,
    Managed,
    Miscarried,
    MovedOut,
    MoveOut,
    NoteDeath,
    NoteNoContact,
    NoteReferral,
    Postpartum,
    RecordVisit,
    Referred,
    Register,
    Registered,
    Resume,
    Terminated,
    VisitHome,
    WatchSelf,
    pregnancy,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor, AnyContext, Command, State, Tell

POLICY = MATERNAL.packs[0]
TODAY = NOW.astimezone(SHANGHAI).date()
LMP = TODAY - timedelta(weeks=8)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
NURSE = Actor("nurse-1", {"public-health"}, org="C1")
MIDWIFE = Actor("midwife-1", {"midwife"}, org="H1")
HOLDER = Actor("app", holder=SUBJECT)
KNOWN = MaternalFacts(status=CardStatus.ACTIVE, age=28, sex=Sex.FEMALE)
TO = Refer(reason="血压升高", org="H1", department="产科")


def on(day: date) -> dict[str, Any]:
    return {"now": datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)}


def week(weeks: int, days: int = 0) -> date:
    return LMP + timedelta(weeks=weeks, days=days)


def when(state: Any, command: Any, by: Actor = NURSE, **more: Any) -> Any:
    kept: dict[str, Any] = {"facts": KNOWN} | more
    return given(pregnancy, state, by=by, **kept).when(command)


def refused(
    code: str, state: Any, command: Any, by: Actor = NURSE, **more: Any
) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, **more)
    assert code == caught.value.code


def told(before: Any, after: Any) -> list[str]:
    found = pregnancy.bring_about(before, after)
    return [v.kind for _, v, new in found if new and isinstance(v, Tell)]


def visit(finding: Finding = Finding.NORMAL, **more: Any) -> RecordVisit:
    kept: dict[str, Any] = {"licensed": True} | more
    return RecordVisit(form=AntenatalForm(finding=finding, **kept))


def home(finding: Finding = Finding.NORMAL, **more: Any) -> VisitHome:
    return VisitHome(form=PostpartumForm(finding=finding, **more))


def checked(recovery: Recovery, **more: Any) -> Check:
    return Check(form=CheckForm(recovery=recovery, **more))


def passed(state: Any, day: date) -> Any:
    """Return what time has made of *state* by this day."""
    steps = pregnancy.elapse(state, start_of(day) + SECOND, POLICY, SUBJECT)
    return ([state] + [s for s, _, _ in steps])[-1]


def statuses(state: Any) -> str:
    return "".join(s.status.value[0] for s in state.plan)


REGISTER = Register(lmp=LMP, org="C1", org_name="城东社区", consent="2023")
CHILD = Newborn(weeks=39, weight=3200, apgar_1=9, apgar_5=10)
BORN = week(39, 2)
DELIVER = Deliver(on=BORN, at="H1", children=(CHILD,))
NEW: Registered = when(None, REGISTER)
SEEN: Managed = when(NEW, visit())
HIGH: HighRisk = when(
    NEW, visit(colours=(RiskColour.ORANGE,), next_on=TODAY + 14 * DAY)
)
AWAY: Managed = when(NEW, visit(Finding.ABNORMAL, referral=TO))
BIRTH: Delivered = when(SEEN, DELIVER, MIDWIFE, **on(BORN))
HOME: Postpartum = when(BIRTH, Discharge(), MIDWIFE, **on(BORN + 3 * DAY))
CHECK_ON = BORN + 42 * DAY
UNWELL: Referred = when(
    passed(HOME, CHECK_ON),
    checked(Recovery.NOT_RECOVERED, referral=TO),
    **on(CHECK_ON),
)
BARE = NEW.model_copy(update={"contacts": 2})
LOST: Lost = when(BARE, NoteNoContact())
WELL: Closed = when(HOME, checked(Recovery.RECOVERED), **on(CHECK_ON))
MISCARRY = EndPregnancy(how=Loss.MISCARRIED, on=TODAY)
TERMINATE = EndPregnancy(how=Loss.TERMINATED, on=TODAY)
WATCH = WatchSelf(form=WatchForm(movements=4, weight=Decimal("62.5")))
DEATH = NoteDeath(died_on=TODAY, cause="不详")
CERTIFIED = ChildCertified()
OPEN: tuple[Any, ...] = (NEW, SEEN, HIGH, BIRTH, HOME, UNWELL, LOST)
BEFORE: tuple[Any, ...] = (NEW, SEEN, HIGH)
OUTSTANDING: tuple[Any, ...] = (
    NEW,
    passed(SEEN, week(16)),
    passed(HIGH, week(16)),
    HOME,
)


class TestContract(WorkflowContract):
    workflow = pregnancy
    examples = (
        HIGH.model_copy(
            update={
                "plan": passed(NEW, week(14)).plan,
                "overdue": True,
                "extra_due": TODAY,
                "referral": AWAY.referral.model_copy(update={"overdue": True})
                if AWAY.referral
                else None,
            }
        ),
        *OPEN,
        WELL,
        when(SEEN, MISCARRY),
        when(SEEN, TERMINATE),
        when(SEEN, MoveOut(to_org="C2")),
        when(SEEN, DEATH),
    )
    commands = (
        REGISTER,
        visit(),
        visit(Finding.ABNORMAL, referral=TO),
        visit(colours=(RiskColour.RED,), next_on=TODAY + 7 * DAY),
        WATCH,
        AssessRisk(colours=(RiskColour.YELLOW,)),
        AssessRisk(colours=(RiskColour.PURPLE,), next_on=TODAY + 7 * DAY),
        NoteReferral(outcome=ReferralOutcome.RETURNED),
        NoteNoContact(),
        Resume(),
        Deliver(on=TODAY, at="C1", children=(CHILD,)),
        Discharge(),
        home(),
        checked(Recovery.RECOVERED),
        MISCARRY,
        TERMINATE,
        MoveOut(),
        DEATH,
        DayCame(),
        HolderDied(),
        CERTIFIED,
    )
    facts = (KNOWN, KNOWN.model_copy(update={"expecting": True}))
    roles = frozenset({"doctor"})

    def _context(
        self, state: State | None, command: Command, data: st.DataObject
    ) -> AnyContext:
        """Walk as somebody of the institution: nobody else may take a step."""
        found = super()._context(state, command, data)
        return attrs.evolve(found, actor=Actor("walker", self.roles, org="C1"))


def test_booking_plans_five_visits_and_reminds_of_the_first() -> None:
    assert "0pppp" == statuses(NEW)
    assert (LMP, TODAY) == (NEW.note.lmp, NEW.note.booked_on)
    assert ["message"] == told(None, NEW)
    assert LMP + timedelta(days=294) == NEW.birth_by


def test_booking_needs_staff_a_woman_s_active_card_and_a_guardian() -> None:
    for by in (HOLDER, Actor("w", {"registrar"}, org="C1")):
        refused("ROLE_REQUIRED", None, REGISTER, by)
    refused("MCH_OTHER_INSTITUTION", None, REGISTER, MIDWIFE)
    refused("MCH_OTHER_INSTITUTION", None, REGISTER, Actor("x", {"nurse"}))
    for changes, code in (
        ({"sex": Sex.MALE}, "PREGNANCY_SEX"),
        ({"expecting": True}, "PREGNANCY_OPEN"),
        ({"age": 17}, "MCH_GUARDIAN_REQUIRED"),
        ({"age": None}, "MCH_GUARDIAN_REQUIRED"),
    ):
        refused(code, None, REGISTER, facts=KNOWN.model_copy(update=changes))
    agreed = REGISTER.model_copy(update={"by_guardian": True})
    minor = KNOWN.model_copy(update={"age": 17})
    assert isinstance(when(None, agreed, facts=minor), Registered)
    for status, error in (
        (CardStatus.CANCELLED, CardCancelledError),
        (None, CardNotFoundError),
    ):
        with pytest.raises(error):
            when(None, REGISTER, facts=KNOWN.model_copy(update={"status": status}))


def test_a_last_menstruation_is_neither_ahead_nor_too_long_ago() -> None:
    for lmp in (TODAY + DAY, TODAY - 295 * DAY):
        wrong = REGISTER.model_copy(update={"lmp": lmp})
        refused("LMP_IMPLAUSIBLE", None, wrong)
    for lmp in (TODAY, TODAY - 294 * DAY):
        right = REGISTER.model_copy(update={"lmp": lmp})
        assert isinstance(when(None, right), Registered)


def test_mc1_a_first_visit_at_13_weeks_is_late() -> None:
    lmp, day = date(2023, 1, 1), date(2023, 4, 2)
    late = when(None, REGISTER.model_copy(update={"lmp": lmp}), **on(day))
    assert "3pppp" == statuses(late)
    after = when(late, visit(), **on(day))
    assert ("4pppp", "13+0") == (statuses(after), str(after.antenatal.gestation))
    assert Visit.ANTENATAL_1 is after.antenatal.visit


def test_mc3_what_is_abnormal_is_referred_and_followed_within_two_weeks() -> None:
    lmp, day = date(2023, 1, 1), date(2023, 6, 1)
    new = when(None, REGISTER.model_copy(update={"lmp": lmp}), **on(day))
    refused("REFERRAL_REQUIRED", new, visit(Finding.ABNORMAL), **on(day))
    sent = when(new, visit(Finding.ABNORMAL, referral=TO), **on(day))
    assert (date(2023, 6, 15), False) == (
        sent.referral.follow_by,
        sent.referral.overdue,
    )
    assert "mch-referral" in told(new, sent)
    assert not passed(sent, date(2023, 6, 15)).referral.overdue
    late = passed(sent, date(2023, 6, 16))
    assert late.referral.overdue
    assert ["mch-referral-late"] == told(sent, late)


def test_mc5_the_check_is_42_days_behind_the_birth() -> None:
    lmp, born = date(2023, 1, 1), date(2023, 10, 8)
    new = when(None, REGISTER.model_copy(update={"lmp": lmp}), **on(date(2023, 3, 1)))
    birth = when(new, DELIVER.model_copy(update={"on": born}), **on(born))
    assert date(2023, 11, 19) == birth.plan[-1].opens_on
    gone = when(birth, Discharge(on=born + DAY), **on(born + DAY))
    early = date(2023, 11, 18)
    refused("CHECK_TOO_EARLY", gone, checked(Recovery.RECOVERED), **on(early))
    day = date(2023, 11, 19)
    assert isinstance(when(gone, checked(Recovery.RECOVERED), **on(day)), Closed)


@pytest.mark.parametrize("state", BEFORE)
@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (visit(colours=(RiskColour.GREEN,)), Managed),
        (visit(colours=(RiskColour.YELLOW,)), Managed),
        (visit(colours=(RiskColour.ORANGE,), next_on=week(40)), HighRisk),
        (
            visit(colours=(RiskColour.YELLOW, RiskColour.PURPLE), next_on=week(40)),
            HighRisk,
        ),
    ],
)
def test_a_visit_is_done_and_says_how_high_the_risk_is(
    state: Any, command: RecordVisit, kind: type[Any]
) -> None:
    before = state.model_copy(update={"contacts": 2})
    after = when(before, command, **on(week(17)))
    assert (kind, 0) == (type(after), after.contacts)
    assert VisitStatus.DONE is after.plan[1].status
    assert Visit.ANTENATAL_2 is after.antenatal.visit
    assert week(17) == after.note.antenatal[-1]


def test_high_risk_has_a_next_visit_of_its_own() -> None:
    risky = visit(colours=(RiskColour.RED,))
    refused("NEXT_VISIT_REQUIRED", NEW, risky)
    refused("NEXT_VISIT_REQUIRED", HIGH, visit(), **on(TODAY + DAY))
    for day in (TODAY, TODAY - DAY):
        bad = visit(colours=(RiskColour.RED,), next_on=day)
        refused("NEXT_VISIT_PASSED", NEW, bad)
    day = TODAY + 14 * DAY
    assert (day, None) == (HIGH.next_on, HIGH.extra_due)
    came = passed(HIGH, day)
    assert (None, day) == (came.next_on, came.extra_due)
    assert ["message"] == told(HIGH, came)
    again = when(came, visit(next_on=day + 14 * DAY), **on(day))
    assert (None, None) == (again.extra_due, again.antenatal.visit)


@pytest.mark.parametrize("state", [SEEN, HIGH])
def test_risk_may_be_assessed_without_a_visit(state: Any) -> None:
    low = when(state, AssessRisk(colours=(RiskColour.GREEN,)))
    day = TODAY + 3 * DAY
    both = (RiskColour.PURPLE, RiskColour.GREEN)
    high = when(state, AssessRisk(colours=both, next_on=day))
    assert (Managed, HighRisk) == (type(low), type(high))
    assert (RiskColour.GREEN, RiskColour.PURPLE) == high.colours
    assert day == high.next_on
    refused("ROLE_REQUIRED", state, AssessRisk(colours=both, next_on=day), HOLDER)


@pytest.mark.parametrize("state", BEFORE)
def test_she_writes_down_what_she_finds_herself_and_nobody_else(state: Any) -> None:
    after = when(state, WATCH, HOLDER)
    assert (type(state), WATCH.form) == (type(after), after.watched.form)
    assert [] == told(state, after)
    other = Actor("app", holder=SubjectId("7" * 32))
    for by in (NURSE, other):
        refused("WATCH_NOT_YOURS", state, WATCH, by)
    clerk = Actor("w", {"registrar"}, org="C1")
    assert after.shown_to(clerk).watched is None


def test_high_risk_without_another_day_keeps_the_one_it_has() -> None:
    red = AssessRisk(colours=(RiskColour.RED,))
    assert HIGH.next_on == when(HIGH, red).next_on
    refused("NEXT_VISIT_REQUIRED", SEEN, red)


def test_what_is_high_is_the_place_s_to_say() -> None:
    place = POLICY.model_copy(
        update={"name": "own", "high_risk": (RiskColour.RED,), "contacts": 1}
    )
    assert isinstance(
        when(NEW, visit(colours=(RiskColour.ORANGE,)), policy=place), Managed
    )
    assert isinstance(when(NEW, NoteNoContact(), policy=place), Lost)


def test_from_the_second_visit_on_midwifery_is_licensed_where_she_is_seen() -> None:
    day = week(16)
    plain = visit(licensed=False)
    assert isinstance(when(NEW, plain), Managed)
    refused("MIDWIFERY_LICENCE", SEEN, plain, **on(day))
    assert isinstance(when(SEEN, visit(at="H1"), **on(day)), Managed)
    # Between the windows nothing is counted, so anybody may look.
    assert isinstance(when(SEEN, plain, **on(week(14))), Managed)


def test_the_hospital_that_sees_her_writes_it_down_itself() -> None:
    seen = when(SEEN, visit(), MIDWIFE, **on(week(16)))
    assert "midwife-1" == seen.antenatal.by
    refused("MCH_OTHER_INSTITUTION", SEEN, visit(at="H2"), MIDWIFE, **on(week(16)))
    refused("ROLE_REQUIRED", SEEN, visit(), HOLDER)


def test_visits_come_in_order_and_are_written_down_in_time() -> None:
    refused("MCH_VISIT_ORDER", SEEN, visit())
    refused("MCH_VISIT_ORDER", SEEN, visit(on=TODAY - DAY))
    refused("VISIT_IN_FUTURE", NEW, visit(on=TODAY + DAY))
    refused("VISIT_TOO_OLD", NEW, visit(on=TODAY - 8 * DAY))
    late = when(NEW, visit(on=week(12, 6)), **on(week(13, 3)))
    assert "1pppp" == statuses(late)


def test_five_windows_open_and_end_by_time_alone() -> None:
    state = when(NEW, visit())
    expected = {
        week(15, 6): "1pppp",
        week(16): "10ppp",
        week(20, 6): "10ppp",
        week(21): "130pp",
        week(25): "133pp",
        week(28): "1330p",
        week(37): "13330",
        week(41): "13333",
    }
    assert expected == {day: statuses(passed(state, day)) for day in expected}
    opened, ended = passed(state, week(16)), passed(state, week(21))
    assert ["message"] == told(state, opened)
    assert ["message"] == told(opened, ended)
    gap = passed(state, week(25))
    assert ["message", "mch-unseen"] == told(ended, gap)


@pytest.mark.parametrize("state", OPEN[:-1])
def test_time_changes_no_more_than_the_plan(state: Any) -> None:
    after = when(state, DayCame(), now=start_of(CHECK_ON))
    assert type(state) is type(after)
    assert VisitStatus.PLANNED not in {s.status for s in after.plan}


def test_a_window_ends_with_the_last_moment_of_its_day() -> None:
    opened = passed(SEEN, week(16))
    timer = pregnancy.deadline(opened)
    assert timer is not None
    assert end_of(week(20, 6)) == timer.last


def test_a_missed_visit_is_caught_up_before_the_next() -> None:
    gap = passed(SEEN, week(25))
    assert "133pp" == statuses(gap)
    after = when(gap, visit(), **on(week(26)))
    assert "134pp" == statuses(after)
    assert Visit.ANTENATAL_3 is after.antenatal.visit


@pytest.mark.parametrize("state", OUTSTANDING)
def test_the_third_contact_in_vain_makes_her_lost(state: Any) -> None:
    one = when(state, NoteNoContact())
    two = when(one, NoteNoContact())
    assert (type(state), 2) == (type(two), two.contacts)
    three = when(two, NoteNoContact())
    assert isinstance(three, Lost)
    assert ["mch-lost"] == told(two, three)
    assert "2" in statuses(three)
    refused("ROLE_REQUIRED", state, NoteNoContact(), HOLDER)


def test_nobody_is_looked_for_who_has_missed_nothing() -> None:
    refused("NOTHING_OUTSTANDING", SEEN, NoteNoContact())
    came = passed(HIGH, TODAY + 14 * DAY)
    assert 1 == when(came, NoteNoContact()).contacts


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (NEW, Registered),
        (passed(SEEN, week(16)), Managed),
        (passed(HIGH, week(16)), HighRisk),
        (HOME, Postpartum),
    ],
)
def test_who_was_lost_may_be_found_again(state: Any, kind: type[Any]) -> None:
    lost = when(state.model_copy(update={"contacts": 2}), NoteNoContact())
    found = when(lost, Resume(), **on(week(20)))
    assert (kind, 0) == (type(found), found.contacts)
    assert [] == [k for k in told(lost, found) if k != "message"]


def test_windows_that_passed_while_she_was_lost_count_as_lost() -> None:
    found = when(LOST, Resume(), **on(week(26)))
    assert "222pp" == statuses(found)
    assert pregnancy.deadline(LOST) is None
    old = when(LOST, Resume(), **on(week(43)))
    assert old.overdue


def test_a_referral_is_answered_once_and_asked_about_until_she_is_back() -> None:
    stays = NoteReferral(outcome=ReferralOutcome.STAYING)
    back = NoteReferral(outcome=ReferralOutcome.RETURNED)
    risky = HIGH.model_copy(update={"referral": AWAY.referral})
    after = BIRTH.model_copy(update={"referral": AWAY.referral})
    at_home = HOME.model_copy(update={"referral": AWAY.referral})
    states: tuple[Any, ...] = (AWAY, risky, after, at_home)
    for state in states:
        there = when(state, stays)
        assert type(state) is type(there)
        assert TODAY + 14 * DAY == there.referral.follow_by
        assert [] == told(state, there)
        here = when(there, back)
        assert ReferralOutcome.RETURNED is here.referral.outcome
        refused("MCH_NO_REFERRAL", here, back)
    refused("MCH_NO_REFERRAL", SEEN, back)
    again = when(AWAY, visit(Finding.ABNORMAL, referral=TO), **on(TODAY + DAY))
    assert again.referral is not None
    assert 2 == again.referral.number
    assert ["mch-referral"] == told(AWAY, again)


def test_the_institution_asks_whether_a_child_was_born() -> None:
    for state in BEFORE:
        last = passed(state, week(42))
        late = passed(state, week(42, 1))
        assert (False, True) == (last.overdue, late.overdue)
        assert "pregnancy-birth-unknown" in told(last, late)


@pytest.mark.parametrize("state", BEFORE)
def test_a_birth_ends_the_visits_before_it(state: Any) -> None:
    after = when(passed(state, week(37)), DELIVER, MIDWIFE, **on(BORN))
    assert isinstance(after, Delivered)
    assert "9" == after.plan[4].status.value
    assert (BORN, "39+2") == (after.note.delivered_on, str(after.delivery.gestation))
    assert ["p42"] == [s.visit.value for s in after.plan[5:]]


def test_a_birth_is_not_ahead_nor_too_early_nor_before_a_visit() -> None:
    ahead = DELIVER.model_copy(update={"on": TODAY + DAY})
    refused("BIRTH_IN_FUTURE", SEEN, ahead)
    early = DELIVER.model_copy(update={"on": week(19, 6)})
    refused("BIRTH_TOO_EARLY", SEEN, early, **on(week(20)))
    right = DELIVER.model_copy(update={"on": week(20)})
    assert isinstance(when(SEEN, right, **on(week(20))), Delivered)
    seen = when(SEEN, visit(), **on(week(30)))
    before = DELIVER.model_copy(update={"on": week(29)})
    refused("MCH_VISIT_ORDER", seen, before, **on(week(30)))
    other = Actor("m", {"midwife"}, org="H9")
    refused("MCH_OTHER_INSTITUTION", SEEN, DELIVER, other, **on(BORN))


def test_discharge_plans_the_visit_at_home_and_tells_who_visits() -> None:
    assert "9999" == statuses(HOME)[1:5]
    slots = {s.visit: (s.opens_on, s.closes_on) for s in HOME.plan}
    day = BORN + 3 * DAY
    assert (day, day + 7 * DAY) == slots[Visit.POSTPARTUM_HOME]
    (sent,) = [
        v
        for _, v, _ in pregnancy.bring_about(BIRTH, HOME)
        if isinstance(v, Tell) and v.kind == "pregnancy-discharged"
    ]
    told_of: Any = sent.payload
    assert (day + 7 * DAY, 1, 0) == (
        told_of.visit_by,
        told_of.newborns,
        told_of.at_risk,
    )
    for bad in (BORN - DAY, BORN + 4 * DAY):
        refused("DISCHARGE_ORDER", BIRTH, Discharge(on=bad), **on(BORN + 3 * DAY))


def test_only_children_who_live_are_visited_and_those_at_risk_are_counted() -> None:
    small, dead = Newborn(weeks=35, weight=2300), Newborn(weeks=35, alive=False)
    twins = DELIVER.model_copy(update={"children": (small, dead)})
    after = when(when(SEEN, twins, **on(BORN)), Discharge(), **on(BORN))
    (sent,) = [
        v.payload
        for _, v, _ in pregnancy.bring_about(None, after)
        if isinstance(v, Tell) and v.kind == "pregnancy-discharged"
    ]
    found: Any = sent
    assert (1, 1) == (found.newborns, found.at_risk)


def test_a_visit_at_home_counts_within_a_week_and_late_behind_it() -> None:
    full = home(
        temperature=Decimal("36.8"),
        lochia=Lochia.PALE,
        guidance=(Guidance.NURSING,),
    )
    day = HOME.discharged_on + 7 * DAY
    first = when(HOME, full, **on(day))
    assert VisitStatus.DONE is first.plan[5].status
    late = when(passed(HOME, day + DAY), home(), **on(day + DAY))
    assert VisitStatus.LATE is late.plan[5].status
    again = when(first, home(), **on(day + 3 * DAY))
    assert (first.plan, 2) == (again.plan, len(again.note.postpartum))
    sick = home(Finding.ABNORMAL)
    refused("REFERRAL_REQUIRED", HOME, sick, **on(day))
    refused("MCH_VISIT_ORDER", first, home(), **on(day))
    sent = when(HOME, home(Finding.ABNORMAL, referral=TO), **on(day))
    assert day + 14 * DAY == sent.referral.follow_by
    before = home(on=HOME.discharged_on - DAY)
    refused("MCH_VISIT_ORDER", HOME, before, **on(HOME.discharged_on))


def test_a_missed_visit_at_home_and_a_missed_check_are_told() -> None:
    gap = passed(HOME, HOME.discharged_on + 8 * DAY)
    assert ["message", "mch-unseen"] == told(HOME, gap)
    due = passed(gap, CHECK_ON)
    assert ["message"] == told(gap, due)
    gone = passed(due, CHECK_ON + 15 * DAY)
    assert "33" == statuses(gone)[5:]
    assert isinstance(
        when(gone, checked(Recovery.RECOVERED), **on(CHECK_ON + 20 * DAY)), Closed
    )


def test_not_recovered_is_referred_and_closed_once_she_is_back() -> None:
    refused("CHECK_REFERRAL", HOME, checked(Recovery.NOT_RECOVERED), **on(CHECK_ON))
    assert UNWELL.referral is not None
    assert CHECK_ON + 14 * DAY == UNWELL.referral.follow_by
    assert "mch-referral" in told(HOME, UNWELL)
    late = passed(UNWELL, CHECK_ON + 15 * DAY)
    assert ["mch-referral-late"] == told(UNWELL, late)
    away = when(late, NoteReferral(outcome=ReferralOutcome.NOT_SEEN), **on(CHECK_ON))
    assert isinstance(away, Referred)
    back = NoteReferral(outcome=ReferralOutcome.RETURNED)
    assert CHECK_ON == when(away, back).checked_on
    assert WELL.note == HOME.note


@pytest.mark.parametrize("state", [*BEFORE, LOST])
def test_a_pregnancy_may_end_without_a_birth(state: Any) -> None:
    lost, ended = when(state, MISCARRY), when(state, TERMINATE)
    assert (Miscarried, Terminated) == (type(lost), type(ended))
    assert TODAY == lost.ended_on
    ahead = EndPregnancy(how=Loss.MISCARRIED, on=TODAY + DAY)
    refused("BIRTH_IN_FUTURE", state, ahead)
    before = EndPregnancy(how=Loss.MISCARRIED, on=LMP - DAY)
    refused("BEFORE_PREGNANCY", state, before)


@pytest.mark.parametrize("state", OPEN)
def test_a_move_or_a_death_ends_it_wherever_it_is(state: Any) -> None:
    moved = when(state, MoveOut(to_org="C2"))
    assert (MovedOut, "C2") == (type(moved), moved.to_org)
    died = when(state, DEATH)
    assert (Died, TODAY, "不详") == (type(died), died.died_on, died.cause)
    assert isinstance(when(state, HolderDied()), Died)
    assert state.note == moved.note
    ahead = NoteDeath(died_on=TODAY + DAY, cause="不详")
    refused("BIRTH_IN_FUTURE", state, ahead)
    refused("ROLE_REQUIRED", state, MoveOut(), HOLDER)


def test_a_reminder_that_is_open_is_recalled_when_it_ends() -> None:
    assert ["recall"] == told(NEW, when(NEW, MISCARRY))
    assert [] == told(SEEN, when(SEEN, MISCARRY))


@pytest.mark.parametrize("state", [BIRTH, HOME, UNWELL])
def test_a_certified_birth_is_noted_behind_the_birth_and_changes_nothing(
    state: Any,
) -> None:
    after = when(state, CERTIFIED)

    assert state == after
    assert [] == told(state, after)


@pytest.mark.parametrize("state", [NEW, SEEN, HIGH, LOST, WELL])
def test_a_certified_birth_is_not_noted_where_no_birth_is_known(state: Any) -> None:
    with pytest.raises(NotAllowedError):
        when(state, CERTIFIED)


def test_nothing_is_done_in_a_case_that_is_over() -> None:
    for command in (visit(), DELIVER, HolderDied(), MoveOut()):
        with pytest.raises(NotAllowedError):
            when(WELL, command)


def test_lists_show_findings_to_clinicians_and_the_holder_only() -> None:
    state = HIGH.model_copy(update={"referral": AWAY.referral})
    clerk = Actor("w", {"registrar"}, org="C1")
    hidden = state.shown_to(clerk)
    assert (None, None, ()) == (hidden.antenatal, hidden.referral, hidden.colours)
    assert state == state.shown_to(NURSE) == state.shown_to(HOLDER)
    assert () == BIRTH.shown_to(clerk).delivery.children
    assert BIRTH == BIRTH.shown_to(NURSE)
    gone = when(HOME.model_copy(update={"contacts": 2}), NoteNoContact())
    assert gone.shown_to(clerk).delivery is None
    assert gone == gone.shown_to(NURSE)


def test_messages_tell_neither_of_whom_nor_of_what() -> None:
    named = [
        v
        for state in (NEW, HOME, UNWELL, AWAY)
        for _, v, _ in pregnancy.bring_about(None, state)
        if isinstance(v, Tell)
    ]
    assert all(SUBJECT not in v.key for v in named)
    texts = [v.payload.to_json().decode() for v in named if v.to == "notifier"]
    assert texts
    assert not any("孕" in t or "pregnan" in t for t in texts)


def test_a_full_form_is_kept_and_shows_nothing() -> None:
    form = visit(
        weight=Decimal("61.5"),
        pressure=BloodPressure(systolic=118, diastolic=76),
        fetal_heart=144,
        fetal_position="LOA",
        haemoglobin=112,
        urine_protein=Grade.TRACE,
        oedema=Grade.NONE,
        glucose=Decimal("4.8"),
        risk_score=10,
        guidance=tuple(Guidance),
    )
    seen = when(NEW, form)
    assert form.form == seen.antenatal.form
    assert "118" not in repr(seen)
