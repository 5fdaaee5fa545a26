"""The risk loop (风险闭环): found, warned of, disposed of, verified, closed."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.errors import NotAllowedError, RuleViolationError
from ehealthcard.rules.signals import CardFrozen, CardThawed
from ehealthcard.services.foundation.risk_alert import (
    Act,
    Action,
    Assess,
    Assessed,
    Assign,
    Breach,
    BreachTold,
    Closed,
    ConfirmBreach,
    Contain,
    Contained,
    Detect,
    Detected,
    Dismiss,
    Dismissed,
    Escalated,
    Incident,
    InDisposal,
    Level,
    Merge,
    NoticeDue,
    RecordNotice,
    RejectVerification,
    Resolve,
    Resolved,
    TimeUp,
    Verify,
    Warn,
    Warned,
    risk_alert,
)
from ehealthcard.services.foundation.risk_alert.model import POLICIES
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import SYSTEM, Actor, Claim, Tell

POLICY = POLICIES.packs[0]
ANALYST = Actor("analyst-1", {"risk-analyst"})
OWNER = Actor("officer-1", {"risk-officer"})
OTHER = Actor("officer-2", {"risk-officer"})
NOBODY = Actor("nurse-1", {"nurse"})
HALF, SECOND = timedelta(minutes=30), timedelta(seconds=1)
DETECT = Detect(
    rule="replayed-code",
    about="card",
    who=SUBJECT,
    org="H1",
    at=NOW,
    records=("u1", "u2"),
    alert="a" * 64,
    day="2022-12-01",
)
MERGE = Merge(at=NOW + SECOND, records=("u2", "u3"))
ASSESS = Assess(level=Level.RED, impact="one holder", data_level=4)
BREACH = ConfirmBreach(
    kinds=("visits",), cause="an insider", harm="gossip", endangers_public=True
)
TOLD = RecordNotice(authority="N-1", persons="N-2")
CONTAIN = Contain(reason="it goes on")
RESOLVE = Resolve(root_cause="a copied code", evidence="no replay for a day")

DETECTED = Detected(
    rule="replayed-code",
    about="card",
    who=SUBJECT,
    org="H1",
    alert="a" * 64,
    day="2022-12-01",
    records=("u1", "u2"),
    count=1,
    detected_at=NOW,
    last_at=NOW,
)
ASSESSED = DETECTED.to(Assessed, **dict(ASSESS), assessed_by="system")
WARNED = ASSESSED.to(Warned, handle_by=NOW + HALF)
HELD = {"contained": True, "contained_because": "it goes on"}
CONTAINED = WARNED.to(Contained, **HELD)
ESCALATED = WARNED.to(
    Escalated,
    told="information-security-head",
    last_call=False,
    escalations=1,
    handle_by=NOW + HALF,
)
DISPOSAL = WARNED.to(InDisposal, owner="officer-1")
HELD_DISPOSAL = CONTAINED.to(InDisposal, owner="officer-1")
DONE = Action(text="asked the holder", by="officer-1", at=NOW)
INCIDENT = DISPOSAL.to(
    Incident,
    breach=Breach(
        **dict(BREACH),
        confirmed_by="officer-1",
        confirmed_at=NOW,
        tell_by=NOW + timedelta(hours=24),
    ),
)
LATE = INCIDENT.model_copy(
    update={
        "late": True,
        "breach": INCIDENT.breach.model_copy(update={"late": True}),
    }
)
REPORTED = INCIDENT.model_copy(
    update={
        "breach": INCIDENT.breach.model_copy(
            update={"authority_told": "N-1", "persons_told": "N-2"}
        )
    }
)
RESOLVED = DISPOSAL.to(
    Resolved,
    **dict(RESOLVE),
    breach=None,
    was_contained=False,
    resolved_by="officer-1",
    resolved_at=NOW,
)
RESOLVED_INCIDENT = RESOLVED.model_copy(update={"breach": REPORTED.breach})
CLOSED = RESOLVED.to(Closed, verified_by="officer-2", closed_at=NOW)
DISMISSED = WARNED.to(
    Dismissed,
    why="a test code",
    was_contained=False,
    dismissed_by="analyst-1",
    dismissed_at=NOW,
)
OPEN = (DETECTED, ASSESSED, WARNED, CONTAINED, ESCALATED, DISPOSAL, INCIDENT)
FINAL = (CLOSED, DISMISSED)


def when(state: Any, command: Any, by: Actor = OWNER) -> Any:
    return given(risk_alert, state, by=by).when(command)


def refused(code: str, state: Any, command: Any, by: Actor = OWNER) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by)
    assert code == caught.value.code


def said(kind: type, before: Any, after: Any) -> list[Any]:
    found = risk_alert.bring_about(before, after)
    return [value for _, value, new in found if new and isinstance(value, kind)]


class TestContract(WorkflowContract):
    workflow = risk_alert
    examples = (*OPEN, LATE, RESOLVED, *FINAL)
    commands = (
        DETECT,
        MERGE,
        ASSESS,
        Warn(),
        CONTAIN,
        Assign(owner="walker"),
        Act(text="asked the holder"),
        BREACH,
        TOLD,
        RESOLVE,
        Verify(),
        RejectVerification(why="still there"),
        Dismiss(why="a test code"),
        TimeUp(),
        NoticeDue(),
        BreachTold(authority="N-1", persons="N-2"),
    )
    roles = frozenset({"system", "risk-analyst", "risk-officer"})


def test_the_loop_goes_from_a_finding_to_a_closed_case() -> None:
    detected = when(None, DETECT, SYSTEM)
    assessed = when(detected, ASSESS, SYSTEM)
    warned = when(assessed, Warn(), SYSTEM)
    contained = when(warned, CONTAIN, SYSTEM)
    taken = when(contained, Assign(owner="officer-1"), ANALYST)
    acted = when(taken, Act(text="asked the holder"))
    resolved = when(acted, RESOLVE)
    closed = when(resolved, Verify(), OTHER)

    assert (DETECTED, ASSESSED, WARNED, CONTAINED) == (
        detected,
        assessed,
        warned,
        contained,
    )
    assert HELD_DISPOSAL == taken
    assert ((DONE,), True) == (resolved.actions, resolved.was_contained)
    assert (("officer-2"), NOW) == (closed.verified_by, closed.closed_at)


def test_only_the_monitor_detects_and_merges_and_only_analysts_dismiss() -> None:
    refused("ROLE_REQUIRED", None, DETECT, ANALYST)
    for state in OPEN:
        refused("ROLE_REQUIRED", state, MERGE, ANALYST)
    refused("ROLE_REQUIRED", WARNED, Dismiss(why="x"), OWNER)
    for state, command in ((DETECTED, ASSESS), (ASSESSED, Warn()), (WARNED, CONTAIN)):
        refused("ROLE_REQUIRED", state, command, NOBODY)


@pytest.mark.parametrize("state", OPEN, ids=lambda s: type(s).__name__)
def test_what_is_found_again_joins_the_open_case(state: Any) -> None:
    merged = when(state, MERGE, SYSTEM)

    assert type(state) is type(merged)
    assert (("u1", "u2", "u3"), 2, NOW + SECOND) == (
        merged.records,
        merged.count,
        merged.last_at,
    )


def test_an_alert_names_so_many_records_and_no_more() -> None:
    many = Merge(at=NOW, records=tuple(f"v{n}" for n in range(80)))

    assert 50 == len(when(DETECTED, many, SYSTEM).records)


def test_one_case_a_day_holds_its_name_even_when_it_is_over() -> None:
    name = f"risk:{'a' * 64}:2022-12-01"
    for state in (*OPEN, RESOLVED, *FINAL):
        assert Claim(name) in [v for _, v, _ in risk_alert.bring_about(None, state)]


def test_the_desk_contains_only_what_is_grave() -> None:
    blue = WARNED.model_copy(update={"level": Level.BLUE})

    refused("RISK_NOT_GRAVE", blue, CONTAIN, SYSTEM)
    assert isinstance(when(blue, CONTAIN, ANALYST), Contained)
    assert isinstance(when(ESCALATED, CONTAIN, ANALYST), Contained)
    refused("RISK_CONTAINED_ALREADY", HELD_DISPOSAL, CONTAIN)


@pytest.mark.parametrize(
    ("about", "terminal", "actor"),
    [("terminal", "gate-1", None), ("actor", None, "gate-1"), ("card", None, None)],
)
def test_containing_blocks_what_the_alert_is_about(
    about: str, terminal: str | None, actor: str | None
) -> None:
    state = WARNED.model_copy(update={"about": about, "who": "gate-1"})
    held = when(state, CONTAIN, ANALYST)

    assert (terminal, actor) == (held.blocked_terminal, held.blocked_actor)
    frozen = [CardFrozen(card="gate-1")] if about == "card" else []
    assert frozen == said(CardFrozen, state, held)
    taken = when(held, Assign(owner="officer-1"), ANALYST)
    assert (terminal, actor) == (taken.blocked_terminal, taken.blocked_actor)
    assert [] == said(CardFrozen, held, taken)


def test_what_is_taken_over_can_be_contained_by_its_owner() -> None:
    for state in (DISPOSAL, INCIDENT):
        held = when(state, CONTAIN)
        assert [CardFrozen(card=SUBJECT)] == said(CardFrozen, state, held)
        refused("RISK_NOT_OWNER", state, CONTAIN, OTHER)


def test_measures_end_with_the_disposal_or_the_false_alarm() -> None:
    ends = (
        when(HELD_DISPOSAL, RESOLVE),
        when(HELD_DISPOSAL, Dismiss(why="a test code"), ANALYST),
        when(CONTAINED, Dismiss(why="a test code"), ANALYST),
    )
    for state in ends:
        assert [CardThawed(card=SUBJECT)] == said(CardThawed, CONTAINED, state)
    assert [] == said(CardThawed, WARNED, when(WARNED, Dismiss(why="x"), ANALYST))


def test_rk3_what_was_dismissed_is_not_contained_again() -> None:
    for state in (ASSESSED, WARNED, CONTAINED, ESCALATED, DISPOSAL):
        dismissed = when(state, Dismiss(why="a test code"), ANALYST)
        with pytest.raises(NotAllowedError):
            when(dismissed, CONTAIN, ANALYST)


def test_another_person_verifies() -> None:
    for command in (Verify(), RejectVerification(why="still there")):
        refused("RISK_VERIFIER_IS_OWNER", RESOLVED, command, OWNER)
        refused("ROLE_REQUIRED", RESOLVED, command, NOBODY)
    assert CLOSED == when(RESOLVED, Verify(), OTHER)


@pytest.mark.parametrize(
    ("state", "kind"), [(RESOLVED, InDisposal), (RESOLVED_INCIDENT, Incident)]
)
def test_what_is_not_mended_goes_back_to_its_owner(state: Any, kind: type) -> None:
    rejected = when(state, RejectVerification(why="still there"), OTHER)
    recurred = when(state, MERGE, SYSTEM)

    both: tuple[Any, ...] = (rejected, recurred)
    for back in both:
        assert kind.__name__ == type(back).__name__
        assert ("officer-1", 1, NOW + HALF) == (
            back.owner,
            back.reopened,
            back.handle_by,
        )
    assert (1, 2) == (rejected.count, recurred.count)


def test_notices_of_the_incident_count_here() -> None:
    told = when(INCIDENT, BreachTold(authority="N-1", persons="N-2"), SYSTEM)
    assert REPORTED == told
    half = when(INCIDENT, BreachTold(authority="N-1", exempt=True), SYSTEM)
    assert half.breach.is_told
    assert half.breach.persons_told is None


def test_rk5_a_breach_does_not_close_without_its_notices() -> None:
    incident = when(DISPOSAL, BREACH)
    assert INCIDENT == incident
    refused("RISK_NOTICE_MISSING", incident, RESOLVE)
    refused("RISK_NOTICE_EMPTY", incident, RecordNotice())
    half = when(incident, RecordNotice(authority="N-1"))
    refused("RISK_NOTICE_MISSING", half, RESOLVE)
    persons = when(incident, RecordNotice(persons="N-2"))
    refused("RISK_NOTICE_MISSING", persons, RESOLVE)

    told = when(half, RecordNotice(persons="N-2"))
    exempt = when(half, RecordNotice(exempt_because="keys were destroyed at once"))
    for state in (told, exempt):
        closed = when(when(state, RESOLVE), Verify(), OTHER)
        assert closed.breach == state.breach
    untold = RESOLVED.model_copy(update={"breach": INCIDENT.breach})
    refused("RISK_NOTICE_MISSING", untold, Verify(), OTHER)


def test_the_owner_of_a_breach_goes_on_working() -> None:
    assert (DONE,) == when(INCIDENT, Act(text="asked the holder")).actions
    refused("RISK_NOT_OWNER", INCIDENT, TOLD, OTHER)


def test_what_nobody_takes_over_goes_up_to_the_top() -> None:
    later = NOW + timedelta(hours=9)
    assert [] == list(risk_alert.elapse(WARNED, NOW + HALF, POLICY, SUBJECT))
    steps = [s for s, _, _ in risk_alert.elapse(WARNED, later, POLICY, SUBJECT)]

    first, second = steps
    assert isinstance(second, Escalated)
    assert ESCALATED == first.model_copy(update={"handle_by": NOW + HALF})
    assert ("hospital-director", True) == (second.told, second.last_call)
    assert [1, 1] == [len(said(Tell, None, s)) for s in steps]
    assert isinstance(when(CONTAINED, TimeUp(), SYSTEM), Escalated)
    assert isinstance(when(ESCALATED, TimeUp(), SYSTEM), Escalated)
    assert isinstance(when(WARNED, TimeUp(), SYSTEM), Escalated)
    assert isinstance(when(ESCALATED, Assign(owner="officer-1"), ANALYST), InDisposal)
    assert isinstance(when(WARNED, Assign(owner="officer-1"), ANALYST), InDisposal)


def test_what_is_not_done_in_time_is_marked_and_a_superior_hears_of_it() -> None:
    for state in (DISPOSAL, REPORTED):
        late = when(state, TimeUp(), SYSTEM)
        assert (True, 1) == (late.late, late.escalations)
        ((told),) = said(Tell, state, late)
        assert "risk-late" == told.kind


def test_the_law_counts_the_hours_of_a_breach() -> None:
    late = when(INCIDENT, NoticeDue(), SYSTEM)
    assert late.breach.late
    assert ["risk-breach-unreported"] == [t.kind for t in said(Tell, INCIDENT, late)]

    blue = DISPOSAL.model_copy(update={"level": Level.BLUE, "handle_by": NOW})
    both = blue.model_copy(update={"handle_by": NOW + timedelta(hours=24)})
    incident = when(both, BREACH)
    ends = NOW + timedelta(hours=24) + SECOND
    steps = [n for _, n, _ in risk_alert.elapse(incident, ends, POLICY, SUBJECT)]
    assert [NoticeDue(), TimeUp()] == steps


def test_a_warning_names_nobody() -> None:
    (told,) = said(Tell, ASSESSED, WARNED)

    assert ("monitor", "risk-warning") == (told.to, told.kind)
    assert SUBJECT not in told.payload.to_json().decode()
    for state in (CONTAINED, DISMISSED, RESOLVED, INCIDENT):
        shown = repr(state)
        assert "it goes on" not in shown
        assert "a copied code" not in shown
        assert "an insider" not in shown
