"""Incidents and their notices (安全事件): graded, told in time, summed up, closed."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given as with_any
from hypothesis import settings
from hypothesis import strategies as st

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import NotAllowedError, RuleViolationError
from ehealthcard.rules.signals import BreachNotified
from ehealthcard.services.foundation.incident import (
    Addressee,
    Advice,
    Assess,
    Assessed,
    AssessmentOverdue,
    Close,
    Closed,
    Conclude,
    Concluded,
    Contact,
    DataKind,
    Dismiss,
    Dismissed,
    Duty,
    DutyRule,
    ExemptPersons,
    FileSummary,
    Grade,
    Harm,
    IncidentFacts,
    IncidentPolicy,
    IncidentWarning,
    Informed,
    Kind,
    NoticeOverdue,
    Open,
    Opened,
    RecordNotice,
    Remedy,
    Reported,
    RequirePersons,
    Stage,
    Why,
    incident,
    notice_to,
)
from ehealthcard.services.foundation.incident.policy import POLICIES
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW
from ehealthcard.workflow import SYSTEM, Actor, Claim, Tell

OFFICER = Actor("officer-1", {"incident-officer"})
OTHER = Actor("officer-2", {"incident-officer"})
AUDITOR = Actor("auditor-1", {"auditor"})
NOBODY = Actor("nurse-1", {"nurse"})
LAWS = {pack.name: pack for pack in POLICIES.packs}
TODAY = LAWS["measures-2025"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECOND = timedelta(seconds=1)
_A = Addressee

OPEN = Open(incident="2026-001", org="H1", discovered_at=NOW, alert="a" * 64)
FACTS = IncidentFacts(
    kinds=(Kind.LEAKED,),
    data=(DataKind.IDENTITY, DataKind.HEALTH),
    persons=300,
    why=Why.INSIDER,
    harms=(Harm.FRAUD,),
    remedies=(Remedy.BLOCKED,),
    advice=(Advice.BEWARE,),
)
OUTAGE = IncidentFacts(kinds=(Kind.SERVICE_DOWN,))
ASSESS = Assess(facts=FACTS, grade=Grade.ORDINARY)
HEALTH = RecordNotice(to=_A.HEALTH, number="N-1", told_at=NOW)
PERSONS = RecordNotice(to=_A.PERSONS, number="N-2", told_at=NOW, count=300)
CONCLUDE = Conclude(cause="员工张三导出名单", remedy="已收回权限")
EXEMPT = ExemptPersons(why="名单已加密且密钥未泄露")
REQUIRE = RequirePersons(number="W-1", due=NOW + DAY)

OPENED = Opened(
    **dict(OPEN), opened_by="officer-1", assess_by=NOW + timedelta(minutes=30)
)


def when(
    state: Any,
    command: Any,
    by: Actor = OFFICER,
    *,
    at: datetime = NOW,
    law: Any = TODAY,
) -> Any:
    return given(incident, state, by=by, now=at, policy=law).when(command)


def refused(code: str, state: Any, command: Any, by: Actor = OFFICER) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by)
    assert code == caught.value.code


ASSESSED = when(OPENED, ASSESS)
REPORTED = when(ASSESSED, HEALTH)
INFORMED = when(REPORTED, PERSONS)
LARGE = ASSESS.model_copy(
    update={
        "facts": FACTS.model_copy(update={"persons": 1_000_000}),
        "grade": Grade.LARGER,
    }
)
CONCLUDED = when(INFORMED, CONCLUDE)
CLOSED = when(CONCLUDED, Close(), OTHER)
DISMISSED = when(OPENED, Dismiss(why="演练"), AUDITOR)
LATE = when(OPENED, AssessmentOverdue(), SYSTEM)


class TestContract(WorkflowContract):
    workflow = incident
    examples = (
        OPENED,
        LATE,
        ASSESSED,
        REPORTED,
        INFORMED,
        CONCLUDED,
        CLOSED,
        DISMISSED,
    )
    commands = (
        OPEN,
        ASSESS,
        LARGE,
        HEALTH,
        PERSONS,
        EXEMPT,
        REQUIRE,
        CONCLUDE,
        FileSummary(to=_A.CYBERSPACE, number="N-9", told_at=NOW),
        Close(),
        Dismiss(why="演练"),
        AssessmentOverdue(),
        NoticeOverdue(),
    )
    roles = frozenset({"incident-officer", "auditor"})


def dues(state: Any) -> dict[str, timedelta]:
    return {d.to.value: d.due - NOW for d in state.duties if d.stage is Stage.FIRST}


def test_an_incident_goes_from_its_discovery_to_another_persons_look() -> None:
    assert OPENED == when(None, OPEN)
    assert [Assessed, Reported, Informed, Concluded, Closed] == [
        type(s) for s in (ASSESSED, REPORTED, INFORMED, CONCLUDED, CLOSED)
    ]
    assert ("officer-2", "officer-1") == (CLOSED.closed_by, CLOSED.ended_by)
    told = {d.to: (d.number, d.told_by, d.count) for d in CLOSED.duties}
    assert {
        _A.HEALTH: ("N-1", "officer-1", None),
        _A.PERSONS: ("N-2", "officer-1", 300),
    } == told


@pytest.mark.parametrize(
    ("law", "change", "grade", "expected"),
    [
        ("pipl", {}, Grade.ORDINARY, {"health": DAY, "persons": 3 * DAY}),
        ("pipl", {"endangers_public": True, "data": ()}, Grade.MAJOR, {}),
        (
            "regulation-2025",
            {"endangers_public": True, "data": ()},
            Grade.ORDINARY,
            {"health": DAY},
        ),
        ("measures-2025", {"data": ()}, Grade.ORDINARY, {}),
        ("measures-2025", {"data": ()}, Grade.LARGER, {"cyberspace": 4 * HOUR}),
        (
            "measures-2025",
            {"data": (), "critical": True},
            Grade.LARGER,
            {"protection": HOUR, "police": HOUR},
        ),
        (
            "measures-2025",
            {"data": (), "critical": True, "crime": True},
            Grade.EXTREME,
            {"protection": HOUR, "police": HOUR},
        ),
        (
            "measures-2025",
            {"data": (), "crime": True},
            Grade.ORDINARY,
            {"police": 4 * HOUR},
        ),
        (
            "measures-2025",
            {},
            Grade.MAJOR,
            {"health": DAY, "persons": 3 * DAY, "cyberspace": 4 * HOUR},
        ),
    ],
)
def test_the_law_of_the_day_and_the_grade_say_who_is_told_by_when(
    law: str, change: dict[str, Any], grade: Grade, expected: dict[str, timedelta]
) -> None:
    facts = FACTS.model_copy(update=change)
    state = when(OPENED, Assess(facts=facts, grade=grade), law=LAWS[law])

    assert expected == dues(state)
    assert isinstance(state, Assessed if expected else Informed)


def test_what_is_recalled_or_inferred_says_so() -> None:
    for pack in POLICIES.packs:
        for rule in pack.duties:
            read = rule.source.startswith("Network data security regulation art. 10")
            said = "recalled" in rule.source or "inferred" in rule.source
            assert read != said, rule.source


def test_the_clock_begins_when_it_was_known_and_not_when_it_was_graded() -> None:
    before = OPENED.model_copy(update={"discovered_at": NOW - 5 * HOUR})
    state = when(before, LARGE)

    assert timedelta(hours=-1) == dues(state)["cyberspace"]
    late = {d.to for d in state.duties if d.late}
    assert {_A.CYBERSPACE} == late
    assert state.warned == IncidentWarning(
        incident="2026-001",
        org="H1",
        grade=Grade.LARGER,
        late=(_A.CYBERSPACE,),
        to="information-security-head",
        at=NOW,
    )


def test_persons_decide_the_least_grade_and_a_grade_only_rises() -> None:
    for persons, grade in (
        (999_999, Grade.ORDINARY),
        (1_000_000, Grade.LARGER),
        (10_000_000, Grade.MAJOR),
        (100_000_000, Grade.EXTREME),
    ):
        assert grade is TODAY.least(FACTS.model_copy(update={"persons": persons}))
    refused(
        "INCIDENT_GRADE_TOO_LOW",
        OPENED,
        LARGE.model_copy(update={"grade": Grade.ORDINARY}),
    )
    large = when(OPENED, LARGE)
    refused("INCIDENT_GRADE_TOO_LOW", large, ASSESS)


def test_when_more_is_known_duties_are_added_and_none_goes() -> None:
    crime = ASSESS.model_copy(
        update={"facts": FACTS.model_copy(update={"crime": True})}
    )
    assert isinstance(when(ASSESSED, LARGE), Assessed)
    for state in (REPORTED, INFORMED):
        again = when(state, crime)
        assert isinstance(again, Assessed)
        assert {"health", "persons", "police"} == set(dues(again))
        assert "N-1" in [d.number for d in again.duties]
    assert isinstance(when(REPORTED, ASSESS), Reported)
    assert isinstance(when(INFORMED, ASSESS), Informed)

    public = OUTAGE.model_copy(update={"endangers_public": True})
    first = when(when(OPENED, Assess(facts=public, grade=Grade.ORDINARY)), HEALTH)
    assert isinstance(first, Informed)
    assert isinstance(when(first, ASSESS), Reported)


def test_a_house_may_have_a_duty_of_its_own() -> None:
    only = DutyRule(to=_A.PERSONS, within=DAY, source="the house")
    law = IncidentPolicy(name="own", effective_from=date(2020, 1, 1), duties=(only,))
    assert isinstance(when(OPENED, ASSESS, law=law), Reported)


def test_persons_may_be_told_first() -> None:
    first = when(ASSESSED, PERSONS)
    assert isinstance(first, Assessed)
    assert isinstance(when(first, HEALTH), Informed)


def test_a_notice_is_recorded_once_with_a_moment_that_can_be() -> None:
    for told_at in (NOW + SECOND, NOW - SECOND):
        wrong = HEALTH.model_copy(update={"told_at": told_at})
        refused("INCIDENT_IN_FUTURE", ASSESSED, wrong)
    refused("INCIDENT_NO_DUTY", REPORTED, HEALTH)
    refused(
        "INCIDENT_COUNT_MISSING", REPORTED, PERSONS.model_copy(update={"count": None})
    )
    refused(
        "INCIDENT_IN_FUTURE",
        None,
        OPEN.model_copy(update={"discovered_at": NOW + HOUR}),
    )


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_a_term_holds_at_its_last_moment(seconds: int) -> None:
    at = NOW + DAY + seconds * SECOND
    state = when(ASSESSED, HEALTH.model_copy(update={"told_at": at}), at=at)
    health = next(d for d in state.duties if d.to is _A.HEALTH)
    assert (seconds > 0) == health.late


def elapsed(state: Any, at: datetime) -> Any:
    for later, _, _ in incident.elapse(state, at, TODAY, "5" * 32):  # type: ignore[arg-type]
        state = later
    return state


def test_what_is_overdue_goes_up_and_up_again() -> None:
    late = elapsed(ASSESSED, NOW + DAY + SECOND)
    assert ("information-security-head", (_A.HEALTH,)) == (
        late.warned.to,
        late.warned.late,
    )
    later = elapsed(late, NOW + 3 * DAY + SECOND)
    assert ("hospital-director", 2) == (later.warned.to, later.escalations)
    assert later.warned.late == (_A.HEALTH, _A.PERSONS)
    assert later == elapsed(later, NOW + 99 * DAY)

    reported = elapsed(REPORTED, NOW + 3 * DAY + SECOND)
    assert (_A.PERSONS,) == reported.warned.late
    unassessed = elapsed(OPENED, NOW + DAY)
    assert (2, True) == (unassessed.escalations, unassessed.last_call)
    assert "hospital-director" == unassessed.warned.to


def test_the_steps_that_time_takes() -> None:
    for state in (ASSESSED, REPORTED):
        after = when(state, NoticeOverdue(), SYSTEM, at=NOW + 3 * DAY)
        assert type(state) is type(after)
    summed = when(when(when(OPENED, LARGE), HEALTH), PERSONS)
    told = when(summed, RecordNotice(to=_A.CYBERSPACE, number="N-3", told_at=NOW))
    over = when(told, CONCLUDE)
    late = when(over, NoticeOverdue(), SYSTEM, at=NOW + 30 * DAY)
    assert (_A.CYBERSPACE,) == late.warned.late


def test_a_superior_hears_of_each_delay_once() -> None:
    late = elapsed(ASSESSED, NOW + DAY + SECOND)
    (told,) = [
        v for _, v, _ in incident.bring_about(ASSESSED, late) if isinstance(v, Tell)
    ]
    assert ("incident-overdue", "H1:2026-001:1") == (told.kind, told.key)
    at = NOW + DAY + HOUR
    after = when(late, HEALTH.model_copy(update={"told_at": at}), at=at)
    again = incident.bring_about(late, after)
    assert [] == [v for _, v, new in again if new and isinstance(v, Tell)]


def test_persons_need_not_be_told_where_measures_keep_harm_away() -> None:
    for state, kind in ((ASSESSED, Assessed), (REPORTED, Informed)):
        spared = when(state, EXEMPT)
        assert isinstance(spared, kind)
        assert [True] == [d.exempt for d in spared.duties if d.to is _A.PERSONS]
    none = ASSESS.model_copy(
        update={"facts": FACTS.model_copy(update={"remedies": ()})}
    )
    refused("INCIDENT_NO_EXEMPTION", when(OPENED, none), EXEMPT)


def test_the_authority_may_want_them_told_all_the_same() -> None:
    for state, kind in (
        (when(ASSESSED, EXEMPT), Assessed),
        (when(REPORTED, EXEMPT), Reported),
        (REPORTED, Reported),
    ):
        wanted = when(state, REQUIRE)
        assert isinstance(wanted, kind)
        assert DAY == dues(wanted)["persons"]
    refused("INCIDENT_PERSONS_TOLD", INFORMED, REQUIRE)
    past = REQUIRE.model_copy(update={"due": NOW - SECOND})
    refused("INCIDENT_IN_FUTURE", REPORTED, past)


def test_rk5_nothing_is_over_before_all_were_told() -> None:
    for state in (OPENED, ASSESSED, REPORTED):
        for command in (CONCLUDE, Close()):
            with pytest.raises(NotAllowedError):
                when(state, command)


def test_what_is_grave_is_summed_up_within_thirty_days() -> None:
    told = when(when(when(OPENED, LARGE), HEALTH), PERSONS)
    told = when(told, RecordNotice(to=_A.CYBERSPACE, number="N-3", told_at=NOW))
    over = when(told, CONCLUDE)
    refused("INCIDENT_SUMMARY_MISSING", over, Close(), OTHER)
    (summary,) = [d for d in over.duties if d.stage is Stage.SUMMARY]
    assert NOW + 30 * DAY == summary.due

    file = FileSummary(to=_A.CYBERSPACE, number="S-1", told_at=NOW)
    refused("INCIDENT_IN_FUTURE", over, file.model_copy(update={"told_at": NOW + HOUR}))
    assert isinstance(when(when(over, file), Close(), OTHER), Closed)
    refused("INCIDENT_NO_DUTY", CONCLUDED, file)


def test_only_who_may_takes_a_step_and_another_person_closes() -> None:
    for state, command in (
        (None, OPEN),
        (OPENED, ASSESS),
        (ASSESSED, HEALTH),
        (REPORTED, PERSONS),
        (REPORTED, EXEMPT),
        (REPORTED, REQUIRE),
        (INFORMED, CONCLUDE),
        (CONCLUDED, Close()),
        (CONCLUDED, FileSummary(to=_A.CYBERSPACE, number="S", told_at=NOW)),
    ):
        refused("ROLE_REQUIRED", state, command, NOBODY)
    for state in (OPENED, ASSESSED):
        refused("ROLE_REQUIRED", state, Dismiss(why="演练"), OFFICER)
        assert isinstance(when(state, Dismiss(why="演练"), AUDITOR), Dismissed)
    refused("INCIDENT_CLOSER_IS_OFFICER", CONCLUDED, Close(), OFFICER)


def test_an_alert_leads_to_one_incident_and_hears_of_its_notices() -> None:
    values = [v for _, v, _ in incident.bring_about(None, OPENED)]
    assert {Claim("incident:H1:2026-001"), Claim(f"incident-alert:{'a' * 64}")} <= {
        v for v in values if isinstance(v, Claim)
    }
    said = [v for _, v, _ in incident.bring_about(REPORTED, INFORMED)]
    alert = "a" * 64
    assert BreachNotified(alert=alert, authority="N-1", persons="N-2") in said
    spared = [v for _, v, _ in incident.bring_about(None, when(REPORTED, EXEMPT))]
    assert BreachNotified(alert=alert, authority="N-1", exempt=True) in spared
    alone = OPENED.model_copy(update={"alert": None})
    silent = [v for _, v, _ in incident.bring_about(None, when(alone, ASSESS))]
    assert [] == [v for v in silent if isinstance(v, BreachNotified)]


CONTACT = Contact(
    zh="模拟医院信息安全办公室", en="Security office", phone="0571-12345678"
)


def test_a_notice_says_what_the_law_wants_in_both_languages() -> None:
    text = notice_to(_A.PERSONS, INFORMED, CONTACT)
    for part in (
        "涉及信息种类：身份与联系信息、健康状况与诊疗信息",
        "原因：内部人员违规",
        "可能造成的危害：可能被用于诈骗",
        "已采取的补救措施：已停用相关账号或终端",
        "您可以采取的措施：警惕以就医为名的来电和短信",
        "联系方式：模拟医院信息安全办公室 0571-12345678",
    ):
        assert part in text.zh
    for part in (
        "Kinds of data:",
        "Cause: an insider's",
        "Possible harm: fraud",
        "Ask:",
    ):
        assert part in text.en
    assert text.en.isascii()
    assert "等级" not in text.zh
    assert "事件等级：一般" in notice_to(_A.HEALTH, INFORMED, CONTACT).zh
    bare = when(OPENED, Assess(facts=OUTAGE, grade=Grade.ORDINARY))
    assert "暂无需采取措施" in notice_to(_A.HEALTH, bare, CONTACT).zh


@settings(max_examples=40, deadline=None)
@with_any(st.text(min_size=8, max_size=200), st.sampled_from(Addressee))
def test_nothing_that_somebody_typed_goes_into_a_notice(
    text: str, to: Addressee
) -> None:
    over = when(INFORMED, Conclude(cause=text, remedy=text))
    said = notice_to(to, over, CONTACT)
    assert notice_to(to, CONCLUDED, CONTACT) == said
    assert CONCLUDE.cause not in said.zh + said.en + repr(over) + repr(CONCLUDE)


def test_today_s_law_is_in_force_today() -> None:
    day = datetime(2026, 3, 2, tzinfo=SHANGHAI).date()
    assert TODAY == POLICIES.at(day)
    assert LAWS["pipl"] == POLICIES.at(date(2024, 12, 31))
    assert LAWS["regulation-2025"] == POLICIES.at(date(2025, 10, 31))
    assert Duty(to=_A.HEALTH, stage=Stage.FIRST, due=NOW, source="x").is_open
