"""Visit records (就医记录查询): vectors VR1 to VR4 and what lies between."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ehealthcard.adapters.simulator import visit_of
from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import CardLostError, InvalidInputError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.access import GrantScope, Grounds
from ehealthcard.rules.encounters import (
    Entry,
    OrgAnswer,
    Outcome,
    Record,
    RecordKind,
    RecordsFound,
    Setting,
    Visit,
)
from ehealthcard.rules.signals import (
    CardCancelled,
    PatientIndexChanged,
    PersonDied,
    RecordSealed,
)
from ehealthcard.services.visit_record_query import (
    AcceptCorrection,
    Ask,
    Authorise,
    BecameStale,
    BreakGlass,
    Collect,
    CorrectionAccepted,
    CorrectionOpen,
    CorrectionRejected,
    Denied,
    Deny,
    Dispute,
    Disputed,
    Expired,
    Export,
    Fetching,
    LeftOut,
    Missing,
    Partial,
    Ready,
    RejectCorrection,
    Requested,
    SealFacts,
    SealSeen,
    Source,
    SourceSilent,
    Stale,
    TakenAlong,
    TimePassed,
    cost_details,
    document_of,
    inpatient_list,
    outpatient_list,
    records_of,
    visit_record_query,
)
from ehealthcard.services.visit_record_query.answers import SEALED_TITLE, judge
from ehealthcard.services.visit_record_query.effects import (
    on_cancelled,
    on_died,
    on_index_changed,
    on_sealed,
)
from ehealthcard.services.visit_record_query.model import POLICIES
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import SUBJECT
from ehealthcard.workflow import SYSTEM, Actor, Erase, Tell

from .reports import (
    ADULT,
    CHILD,
    DELEGATE,
    DOCTOR,
    GRANT,
    GUARDIAN,
    HOLDER,
    NEIGHBOUR,
    NURSE,
    ORG,
    STRONG,
    T0,
    resident,
)

POLICY = POLICIES.packs[0]
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
FIRST, LAST = date(2022, 11, 1), date(2022, 12, 31)
EVERYTHING = tuple(RecordKind)
PROVED = resident(SUBJECT, STRONG)
ARCHIVE = Actor("archive-1", {"medical-records"}, org=ORG)
OFFICER = Actor("officer-1", {"privacy-officer"})
RECORDS = GRANT.model_copy(update={"scopes": (GrantScope.RECORDS,)})
SHARED = ADULT.model_copy(update={"grants": (RECORDS,)})
NONE = SealFacts()
ASK = Ask(first=FIRST, last=LAST, purpose="转院")
GLASS = BreakGlass(first=FIRST, last=LAST, reason="unconscious")
WATERMARK = "就医记录 仅供本人查阅"

VISIT, PARTS = visit_of(ORG, "P1", date(2022, 11, 7), 1)
STAY, REST = visit_of(ORG, "P1", date(2022, 11, 20), 2, Setting.INPATIENT)

REQUESTED = Requested(
    card=SUBJECT,
    asker=HOLDER.id,
    asker_holder=SUBJECT,
    grounds=Grounds.SELF,
    purpose="转院",
    kinds=EVERYTHING,
    first=FIRST,
    last=LAST,
    sensitive=False,
    asked_at=T0,
    lapses_after=T0 + 15 * MINUTE,
)
SENSITIVE = REQUESTED.model_copy(update={"sensitive": True})
FETCHING = REQUESTED.to(Fetching, authorised_at=T0, fetch_until=T0 + 2 * MINUTE)
READY = FETCHING.to(
    Ready,
    visits=(STAY, VISIT),
    records=tuple(reversed(PARTS + REST)),
    sources=(Source(org=ORG, name="一院"),),
    missing=(),
    left_out=LeftOut(),
    ready_at=T0,
    kept_until=T0 + 30 * MINUTE,
)
PARTIAL = READY.to(
    Partial, missing=(Missing(org="H2", name="二院", why=Outcome.TIMED_OUT),)
)
DOCUMENT = document_of(READY).sha256
EXPORT = Export(content_sha256=DOCUMENT, file_sha256="0" * 64, watermark=WATERMARK)
TAKEN: Any = given(visit_record_query, READY, by=HOLDER).when(EXPORT)
DISPUTE = Dispute(org=ORG, record=PARTS[0].id, wrong="姓名有误", wanted="更正姓名")
OPEN = FETCHING.to(
    CorrectionOpen,
    disputed=Disputed(**dict(DISPUTE), at=T0),
    answer_by=T0 + timedelta(days=15),
)
HEARD = OrgAnswer(
    org=ORG,
    name="一院",
    outcome=Outcome.ANSWERED,
    patients=("P1",),
    found=RecordsFound(visits=(VISIT, STAY), records=PARTS + REST, total=12),
)
DOWN = OrgAnswer(org="H2", name="二院", outcome=Outcome.UNAVAILABLE)


def when(state: Any, command: Any, by: Actor, **more: Any) -> Any:
    return given(visit_record_query, state, by=by, **more).when(command)


def refused(code: str, state: Any, command: Any, by: Actor, facts: Any = None) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, facts=facts)
    assert code == caught.value.code


def collected(*answers: OrgAnswer, facts: Any = NONE, **asked: Any) -> Any:
    state = FETCHING.model_copy(update=asked)
    return when(state, Collect(answers=answers), SYSTEM, facts=facts)


def heard(*entries: Entry, **more: Any) -> OrgAnswer:
    visits = tuple(e for e in entries if isinstance(e, Visit))
    records = tuple(e for e in entries if isinstance(e, Record))
    found = RecordsFound(visits=visits, records=records, total=len(entries))
    return HEARD.model_copy(update={"found": found} | more)


class TestContract(WorkflowContract):
    workflow = visit_record_query
    examples = (
        REQUESTED,
        SENSITIVE,
        REQUESTED.to(Denied, reason="no grounds", denied_by="officer-1"),
        FETCHING,
        FETCHING.model_copy(update={"grounds": Grounds.BREAK_GLASS}),
        READY,
        PARTIAL,
        TAKEN,
        OPEN,
        OPEN.to(
            CorrectionAccepted, org=ORG, record="r", note="", answered_by="archive-1"
        ),
        OPEN.to(
            CorrectionRejected, org=ORG, record="r", reason="x", answered_by="archive-1"
        ),
        READY.to(Expired, why=Stale.TIME),
    )
    commands = (
        ASK,
        GLASS,
        Authorise(),
        Deny(reason="no grounds"),
        Collect(answers=(HEARD,)),
        Collect(answers=(HEARD, DOWN)),
        EXPORT,
        DISPUTE,
        AcceptCorrection(),
        RejectCorrection(reason="it is right"),
        TimePassed(),
        BecameStale(why=Stale.INDEX_CHANGED),
        SourceSilent(),
    )
    facts = (ADULT, NONE)
    roles = frozenset({"doctor", "system", STRONG, "staff"})


@pytest.mark.parametrize(
    ("who", "facts", "grounds"),
    [
        (HOLDER, ADULT, Grounds.SELF),
        (resident(GUARDIAN), CHILD, Grounds.GUARDIAN),
        (resident(DELEGATE), SHARED, Grounds.DELEGATE),
    ],
)
def test_who_may_asks_and_says_what_for(
    who: Actor, facts: Any, grounds: Grounds
) -> None:
    asked = when(None, ASK, who, facts=facts)

    assert ("转院", grounds, who.id) == (asked.purpose, asked.grounds, asked.asker)
    assert isinstance(when(asked, Authorise(), who, facts=facts), Fetching)


@pytest.mark.parametrize(
    ("who", "facts"),
    [
        (resident(NEIGHBOUR), SHARED),
        (resident(GUARDIAN), CHILD.model_copy(update={"age": 18})),
        (Actor("app", {"app"}), ADULT),
        (DOCTOR, ADULT),
        (resident(DELEGATE), ADULT.model_copy(update={"grants": (GRANT,)})),
    ],
)
def test_nobody_else_asks_and_the_attempt_is_traced(who: Actor, facts: Any) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(None, ASK, who, facts=facts)

    assert "ACCESS_NOT_GRANTED" == caught.value.code
    assert caught.value.rule.traced


def test_a_purpose_is_said_and_a_period_runs_forward() -> None:
    for purpose in ("", "  "):
        with pytest.raises(InvalidInputError):
            Ask(first=FIRST, last=LAST, purpose=purpose)
    back = Ask(first=LAST, last=FIRST, purpose="p")
    refused("PERIOD_REVERSED", None, back, HOLDER, ADULT)
    long = Ask(first=date(1900, 1, 1), last=LAST, purpose="p")
    refused("PERIOD_TOO_LONG", None, long, HOLDER, ADULT)
    days = timedelta(days=POLICY.longest_days - 1)
    most = Ask(first=LAST - days, last=LAST, purpose="p")
    assert isinstance(when(None, most, HOLDER, facts=ADULT), Requested)
    over = Ask(first=LAST - days - timedelta(days=1), last=LAST, purpose="p")
    refused("PERIOD_TOO_LONG", None, over, HOLDER, ADULT)
    one = Ask(first=LAST, last=LAST, purpose="p")
    assert isinstance(when(None, one, HOLDER, facts=ADULT), Requested)


def test_a_lost_card_asks_nothing() -> None:
    lost = ADULT.model_copy(update={"status": CardStatus.SUSPENDED})
    for state, command in ((None, ASK), (REQUESTED, Authorise())):
        with pytest.raises(CardLostError):
            when(state, command, HOLDER, facts=lost)


def test_vr2_what_is_sensitive_waits_for_a_second_proof() -> None:
    command = ASK.model_copy(update={"sensitive": True})
    asked = when(None, command, HOLDER, facts=ADULT)
    assert asked == SENSITIVE
    refused("STEP_UP_REQUIRED", asked, Authorise(), HOLDER, ADULT)

    assert isinstance(when(asked, Authorise(), PROVED, facts=ADULT), Fetching)
    refused("ACCESS_NOT_GRANTED", None, command, resident(DELEGATE), SHARED)


def test_only_who_asked_goes_on() -> None:
    for who in (resident(GUARDIAN), Actor(HOLDER.id, holder=resident(GUARDIAN).holder)):
        refused("OTHER_ASKER", REQUESTED, Authorise(), who, CHILD)
        refused("OTHER_ASKER", READY, EXPORT, who)
        refused("OTHER_ASKER", READY, DISPUTE, who)


def test_a_grant_taken_back_meanwhile_authorises_nothing() -> None:
    asked = when(None, ASK, resident(DELEGATE), facts=SHARED)

    refused("ACCESS_NOT_GRANTED", asked, Authorise(), resident(DELEGATE), ADULT)


def test_a_refusal_states_its_reason() -> None:
    denied = when(REQUESTED, Deny(reason="no grounds"), OFFICER)

    assert ("no grounds", "officer-1") == (denied.reason, denied.denied_by)
    assert isinstance(denied, Denied)
    with pytest.raises(InvalidInputError):
        Deny(reason=" ")
    refused("ROLE_REQUIRED", REQUESTED, Deny(reason="r"), HOLDER)


def test_a_doctor_breaks_the_glass_with_a_reason_and_a_second_proof() -> None:
    refused("ROLE_REQUIRED", None, GLASS, NURSE)
    refused("ROLE_REQUIRED", None, GLASS, HOLDER)
    asked = when(None, GLASS, DOCTOR)
    assert (Grounds.BREAK_GLASS, "unconscious", True) == (
        asked.grounds,
        asked.purpose,
        asked.sensitive,
    )
    refused("STEP_UP_REQUIRED", asked, Authorise(), DOCTOR, ADULT)
    proved = Actor(DOCTOR.id, {"doctor", STRONG}, org=ORG)
    lost = ADULT.model_copy(update={"status": CardStatus.SUSPENDED})

    fetching = when(asked, Authorise(), proved, facts=lost)

    values = [v for _, v, _ in visit_record_query.bring_about(asked, fetching)]
    told = [(v.to, v.kind) for v in values if isinstance(v, Tell)]
    assert [("monitor", "records-glass-broken"), ("notifier", "message")] == told
    quiet = [v for _, v, _ in visit_record_query.bring_about(REQUESTED, FETCHING)]
    assert [] == [v for v in quiet if isinstance(v, Tell)]


def test_all_answers_make_it_ready_newest_first() -> None:
    assert collected(HEARD) == READY
    assert [STAY] == list(inpatient_list(READY))
    assert [VISIT] == list(outpatient_list(READY))
    assert [REST[2], PARTS[2]] == list(records_of(READY, RecordKind.LABORATORY))


@pytest.mark.parametrize(
    "outcome",
    [Outcome.UNAVAILABLE, Outcome.TIMED_OUT, Outcome.FAILED, Outcome.BUSY],
)
def test_vr1_who_does_not_answer_is_named(outcome: Outcome) -> None:
    silent = DOWN.model_copy(update={"outcome": outcome})

    partial = collected(HEARD, silent)

    assert isinstance(partial, Partial)
    assert (Missing(org="H2", name="二院", why=outcome),) == partial.missing
    assert READY.records == partial.records
    assert "未包含或不完整：二院" in document_of(partial).lines[3]


def test_half_an_answer_is_shown_and_its_institution_named() -> None:
    half = heard(*PARTS)
    found = half.found
    assert found is not None
    half = half.model_copy(update={"found": found.model_copy(update={"total": 12})})

    partial = collected(half)

    assert Outcome.INCOMPLETE is partial.missing[0].why
    assert 5 == len(partial.records)


def test_nobody_answers_and_still_all_are_named() -> None:
    other = DOWN.model_copy(update={"org": "H3", "name": "三院"})

    partial = collected(DOWN, other)

    assert ["二院", "三院"] == [m.name for m in partial.missing]
    assert ((), ()) == (partial.visits, partial.records)


def test_who_has_no_such_patient_is_not_missing() -> None:
    elsewhere = DOWN.model_copy(update={"outcome": Outcome.NOT_A_PATIENT})

    assert collected(HEARD, elsewhere) == READY


@pytest.mark.parametrize("changed", [{"patient": "P9"}, {"org": "H9"}])
def test_somebody_elses_record_spoils_the_whole_answer(changed: Any) -> None:
    foreign = PARTS[0].model_copy(update=changed)

    partial = collected(heard(VISIT, *PARTS[1:], foreign))

    assert Outcome.FOREIGN is partial.missing[0].why
    assert ((), (), ()) == (partial.visits, partial.records, partial.sources)
    assert Outcome.FAILED is judge(HEARD.model_copy(update={"found": None}))


def test_merged_numbers_bring_everything_once() -> None:
    old = tuple(r.model_copy(update={"patient": "P0"}) for r in REST)
    both = {"patients": ("P1", "P0")}

    ready = collected(heard(VISIT, *PARTS, PARTS[0], VISIT, *old, **both))

    assert (1, 10) == (len(ready.visits), len(ready.records))


def test_what_was_not_asked_for_is_left_out() -> None:
    kinds = (RecordKind.LABORATORY,)
    ready = collected(HEARD, kinds=kinds, last=date(2022, 11, 19))

    assert [PARTS[2]] == list(ready.records)
    assert [VISIT] == list(ready.visits)
    during = collected(HEARD, first=date(2022, 11, 24), last=date(2022, 11, 24))
    assert [STAY] == list(during.visits)
    after = collected(HEARD, first=date(2022, 11, 25), last=date(2022, 11, 25))
    assert [] == list(after.visits)
    inside = STAY.model_copy(update={"ended_at": None})
    still = collected(heard(inside), first=date(2022, 12, 30))
    assert [inside] == list(still.visits)


def test_the_last_day_of_the_period_belongs_to_it() -> None:
    midnight = datetime(2022, 12, 31, 23, 59, 59, tzinfo=SHANGHAI)
    late = PARTS[0].model_copy(update={"at": midnight})
    next_day = PARTS[1].model_copy(update={"at": midnight + SECOND})

    assert [late] == list(collected(heard(late, next_day)).records)


def test_what_is_sensitive_is_shown_if_it_was_asked_for() -> None:
    secret = PARTS[0].model_copy(update={"sensitive": True})
    inside = VISIT.model_copy(update={"sensitive": True})

    ready = collected(heard(secret, PARTS[1]))
    assert ([PARTS[1]], 1) == (list(ready.records), ready.left_out.sensitive)
    whole = collected(heard(inside, *PARTS))
    assert ((), (), 6) == (whole.visits, whole.records, whole.left_out.sensitive)
    asked = collected(heard(inside, *PARTS), sensitive=True)
    assert (1, 5, 0) == (
        len(asked.visits),
        len(asked.records),
        asked.left_out.sensitive,
    )


def test_what_is_guarded_closely_is_not_for_those_with_a_grant() -> None:
    guarded = heard(VISIT.model_copy(update={"restricted": True}), *PARTS)

    hidden = collected(guarded, grounds=Grounds.DELEGATE)
    assert ((), 6) == (hidden.records, hidden.left_out.restricted)
    for grounds in (Grounds.SELF, Grounds.GUARDIAN, Grounds.BREAK_GLASS):
        assert 5 == len(collected(guarded, grounds=grounds).records)


@pytest.mark.parametrize(
    ("answer", "facts"),
    [
        (heard(VISIT.model_copy(update={"sealed": True}), *PARTS), NONE),
        (heard(VISIT, *PARTS), SealFacts(seals=(SealSeen(org=ORG, record=VISIT.id),))),
    ],
)
def test_what_is_sealed_is_there_without_its_contents(
    answer: OrgAnswer, facts: SealFacts
) -> None:
    for grounds in (Grounds.SELF, Grounds.BREAK_GLASS):
        ready = collected(answer, facts=facts, grounds=grounds)

        assert 6 == ready.left_out.sealed
        assert {(SEALED_TITLE, "")} == {(r.title, r.text) for r in ready.records}
        (visit,) = ready.visits
        assert (SEALED_TITLE, None, ()) == (visit.department, visit.doctor, visit.costs)
    elsewhere = SealFacts(seals=(SealSeen(org="H2", record=VISIT.id),))
    assert 0 == collected(heard(VISIT, *PARTS), facts=elsewhere).left_out.sealed


def test_the_desk_alone_collects() -> None:
    command = Collect(answers=(HEARD,))
    for by in (HOLDER, DOCTOR):
        refused("ROLE_REQUIRED", FETCHING, command, by, NONE)
    with pytest.raises(InvalidInputError):
        Collect(answers=())


def test_costs_add_up_to_the_fen() -> None:
    table = cost_details(READY, ORG, VISIT.id)

    assert table is not None
    assert 3 == len(table.rows)
    assert f"合计：{VISIT.total:.2f}元" == table.note
    assert sum((c.amount for c in VISIT.costs), Decimal(0)) == VISIT.total
    assert cost_details(READY, "H2", VISIT.id) is None
    assert cost_details(READY, ORG, "none") is None


@pytest.mark.parametrize("state", [READY, PARTIAL, TAKEN])
def test_half_an_hour_and_then_nothing_is_left(state: Any) -> None:
    end = T0 + 30 * MINUTE
    assert [] == list(visit_record_query.elapse(state, end, POLICY, SUBJECT))
    later = end + SECOND
    ((gone, _, _),) = visit_record_query.elapse(state, later, POLICY, SUBJECT)

    assert gone == when(state, TimePassed(), SYSTEM)
    assert isinstance(gone, Expired)
    assert "转院" == gone.purpose
    assert PARTS[0].id not in gone.to_json().decode()
    effects = [v for _, v, _ in visit_record_query.bring_about(state, gone)]
    assert [Erase()] == effects


def test_what_nobody_authorises_or_brings_lapses() -> None:
    lapsed = when(REQUESTED, TimePassed(), SYSTEM)
    assert Stale.NOT_AUTHORISED is lapsed.why
    given_up = when(FETCHING, TimePassed(), SYSTEM)
    assert Stale.NOT_FETCHED is given_up.why
    for state, last in ((REQUESTED, 15), (FETCHING, 2)):
        timer = visit_record_query.deadline(state)
        assert timer is not None
        assert T0 + last * MINUTE == timer.last


@pytest.mark.parametrize("state", [REQUESTED, FETCHING, READY, PARTIAL, TAKEN])
def test_a_changed_index_wipes_what_may_be_another_persons(state: Any) -> None:
    gone = when(state, BecameStale(why=Stale.INDEX_CHANGED), SYSTEM)

    assert Stale.INDEX_CHANGED is gone.why
    assert Erase() in [v for _, v, _ in visit_record_query.bring_about(state, gone)]


def test_what_makes_answers_stale_says_why() -> None:
    assert [
        Stale.INDEX_CHANGED,
        Stale.RECORD_SEALED,
        Stale.HOLDER_GONE,
        Stale.HOLDER_GONE,
    ] == [
        on_index_changed(PatientIndexChanged(card=SUBJECT)).why,
        on_sealed(RecordSealed(card=SUBJECT)).why,
        on_cancelled(CardCancelled(card=SUBJECT)).why,
        on_died(PersonDied(card=SUBJECT)).why,
    ]


@pytest.mark.parametrize("state", [READY, PARTIAL, TAKEN])
def test_vr4_a_file_says_what_the_answers_say_and_is_on_record(state: Any) -> None:
    content = document_of(state).sha256
    command = EXPORT.model_copy(update={"content_sha256": content})
    taken = when(state, command, HOLDER)

    assert isinstance(taken, TakenAlong)
    made = taken.exports[-1]
    assert (content, "export") == (made.content_sha256, made.access.action)
    assert WATERMARK == made.access.watermark
    wrong = EXPORT.model_copy(update={"content_sha256": "1" * 64})
    refused("CONTENT_DIFFERS", state, wrong, HOLDER)


def test_the_same_answers_make_the_same_content() -> None:
    assert document_of(READY) == document_of(TAKEN)
    assert document_of(READY).sha256 != document_of(PARTIAL).sha256
    assert "未见明显异常" not in repr(document_of(READY))


@pytest.mark.parametrize("state", [READY, PARTIAL, TAKEN])
def test_the_holder_says_that_a_record_is_wrong_and_the_answers_go(state: Any) -> None:
    disputed = when(state, DISPUTE, HOLDER)
    assert disputed == OPEN
    values = [v for _, v, _ in visit_record_query.bring_about(state, disputed)]
    assert Erase() in values
    assert ["correction-wanted"] == [v.kind for v in values if isinstance(v, Tell)]
    unknown = DISPUTE.model_copy(update={"record": "none"})
    refused("RECORD_UNKNOWN", state, unknown, HOLDER)
    by_grant = state.model_copy(update={"grounds": Grounds.DELEGATE})
    refused("HOLDER_CORRECTS", by_grant, DISPUTE, HOLDER)


def test_vr3_the_source_rejects_a_correction_with_a_reason() -> None:
    rejected = when(OPEN, RejectCorrection(reason="it is right"), ARCHIVE)

    assert isinstance(rejected, CorrectionRejected)
    assert ("it is right", PARTS[0].id) == (rejected.reason, rejected.record)
    for reason in ("", "  "):
        with pytest.raises(InvalidInputError):
            RejectCorrection(reason=reason)


def test_the_source_alone_decides() -> None:
    accepted = when(OPEN, AcceptCorrection(note="within a week"), ARCHIVE)
    assert isinstance(accepted, CorrectionAccepted)
    for command in (AcceptCorrection(), RejectCorrection(reason="r")):
        refused("ROLE_REQUIRED", OPEN, command, HOLDER)
        for org in ("H9", None):
            other = Actor("archive", {"medical-records"}, org=org)
            refused("NOT_THE_SOURCE", OPEN, command, other)


def test_a_silent_source_is_reminded_once() -> None:
    timer = visit_record_query.deadline(OPEN)
    assert timer is not None
    assert T0 + timedelta(days=15) == timer.last
    reminded = when(OPEN, SourceSilent(), SYSTEM)
    assert reminded.overdue
    assert visit_record_query.deadline(reminded) is None
    fresh = [v for _, v, new in visit_record_query.bring_about(OPEN, reminded) if new]
    told: list[Any] = [v.payload for v in fresh if isinstance(v, Tell)]
    assert [True] == [payload.reminder for payload in told]
    assert isinstance(when(reminded, AcceptCorrection(), ARCHIVE), CorrectionAccepted)


def test_lists_show_answers_to_who_asked_and_to_nobody_else() -> None:
    assert READY.shown_to(HOLDER) == READY
    for other in (DOCTOR, resident(GUARDIAN), Actor(HOLDER.id)):
        shown = READY.shown_to(other)
        assert ((), ()) == (shown.visits, shown.records)
        assert "" == OPEN.shown_to(other).disputed.wrong
    assert OPEN.shown_to(HOLDER) == OPEN
    assert "血常规" not in repr(READY)
    assert "姓名有误" not in repr(OPEN)
