"""Reports (报告查询): vectors RP1 to RP5 and what lies between."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import (
    CardCancelledError,
    CardLostError,
    CardNotFoundError,
    NotAllowedError,
    RuleViolationError,
)
from ehealthcard.identity import CardStatus
from ehealthcard.rules.critical import CriticalLimit, critical_findings
from ehealthcard.rules.messages import MessageWanted
from ehealthcard.rules.reporting import (
    ReportContent,
    ReportImage,
    ReportItem,
    ReportKind,
    Sample,
    render,
    rendering_of,
)
from ehealthcard.services.report import (
    Amend,
    Amended,
    Amending,
    Archived,
    Begin,
    Cancel,
    Cancelled,
    Delay,
    Disclose,
    Download,
    DropAmendment,
    Fault,
    Final,
    HandedOut,
    HandOut,
    HandOverFacts,
    InProgress,
    OrderFacts,
    PaperFacts,
    Preliminary,
    Recipient,
    RecordPreliminary,
    Release,
    Released,
    Retract,
    Retracted,
    SendBack,
    Sensitivity,
    TermPassed,
    TestGroup,
    TurnaroundPassed,
    VerifiedOnce,
    Verify,
    View,
    Why,
    Withheld,
    Withhold,
    report,
    sheet_of,
)
from ehealthcard.services.report.model import POLICIES
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import SUBJECT
from ehealthcard.workflow import Actor, Claim, Erase, Tell

from .reports import (
    ADULT,
    AMENDED,
    AMENDING,
    ARCHIVED,
    CANCELLED,
    CHILD,
    CONFIRMED,
    CONTENT,
    CRITICAL,
    DELEGATE,
    DOCTOR,
    FINAL,
    GRANT,
    GUARDIAN,
    HANDED_OUT,
    HIS,
    HIV,
    HOLDER,
    KEPT,
    NEIGHBOUR,
    NURSE,
    ONCE,
    ORDER,
    ORDERED,
    OTHER,
    OTHER_SIGNER,
    PATHOLOGY,
    PRELIMINARY,
    RELEASED,
    RETRACTED,
    SAMPLE,
    SHARED,
    SIGNER,
    SPOKEN,
    STARTED,
    STRONG,
    T0,
    TECHNICIAN,
    TWICE,
    WITHHELD,
    newer_paper,
    paper,
    resident,
)

POLICY = POLICIES.packs[0]
INSIDE = FINAL.model_copy(
    update={"inpatient": True, "file_by": T0 + timedelta(hours=24)}
)
KNOWN = OrderFacts(status=CardStatus.ACTIVE)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def when(state: Any, command: Any, by: Actor, **more: Any) -> Any:
    return given(report, state, by=by, **more).when(command)


def refused(code: str, state: Any, command: Any, by: Actor, **more: Any) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, **more)
    assert code == caught.value.code


class TestContract(WorkflowContract):
    workflow = report
    examples = (
        ORDERED,
        STARTED,
        STARTED.model_copy(update={"overdue": True}),
        PRELIMINARY,
        ONCE,
        FINAL,
        TWICE,
        HIV,
        WITHHELD,
        SPOKEN,
        HANDED_OUT,
        RELEASED,
        AMENDED,
        AMENDING,
        RETRACTED,
        ARCHIVED,
        INSIDE,
        CANCELLED,
    )
    commands = (
        ORDER,
        Begin(),
        Begin(sample=SAMPLE),
        RecordPreliminary(content=CONTENT),
        RecordPreliminary(content=ReportContent()),
        Verify(content=CONTENT),
        Verify(content=CONFIRMED),
        Verify(),
        SendBack(reason="unclear"),
        Release(paper=paper(FINAL)),
        Release(),
        Withhold(),
        Disclose(),
        HandOut(identity_checked=True),
        View(),
        Download(),
        Amend(content=OTHER, reason="r", paper=newer_paper(RELEASED, "walker")),
        DropAmendment(),
        Retract(fault=Fault.OTHER, reason="r"),
        Cancel(reason="r"),
        TurnaroundPassed(),
        TermPassed(),
    )
    facts = (
        KNOWN,
        PaperFacts(),
        PaperFacts(sheet=sheet_of(FINAL)),
        HandOverFacts(age=40, guardian=None),
        ADULT,
        CHILD,
    )
    roles = frozenset({"doctor", "report-signer", "technician", "his", "staff"})


@pytest.mark.parametrize("by", [DOCTOR, HIS])
def test_a_doctor_or_the_his_orders(by: Actor) -> None:
    ordered = when(None, ORDER, by, facts=KNOWN)

    assert ordered == ORDERED.model_copy(update={"ordered_by": by.id})


@pytest.mark.parametrize("by", [HOLDER, SIGNER, Actor("x", {"staff"})])
def test_nobody_else_orders(by: Actor) -> None:
    refused("ROLE_REQUIRED", None, ORDER, by, facts=KNOWN)


def test_staff_of_another_institution_do_nothing_here() -> None:
    stranger = Actor("d", {"doctor", "report-signer", "technician"}, org="H9")
    refused("OTHER_INSTITUTION", None, ORDER, stranger, facts=KNOWN)
    for state, command in (
        (ORDERED, Begin()),
        (STARTED, RecordPreliminary(content=CONTENT)),
        (STARTED, Verify(content=CONTENT)),
        (FINAL, Withhold()),
        (RELEASED, Retract(fault=Fault.OTHER, reason="r")),
    ):
        refused("OTHER_INSTITUTION", state, command, stranger)


def test_a_lost_card_hinders_no_order_and_a_cancelled_one_does() -> None:
    lost = OrderFacts(status=CardStatus.SUSPENDED)
    assert when(None, ORDER, DOCTOR, facts=lost) == ORDERED

    with pytest.raises(CardCancelledError):
        when(None, ORDER, DOCTOR, facts=OrderFacts(status=CardStatus.CANCELLED))
    with pytest.raises(CardNotFoundError):
        when(None, ORDER, DOCTOR, facts=OrderFacts(status=None))


def test_the_clock_runs_from_the_collection_and_the_last_moment_is_in_time() -> None:
    begun = when(ORDERED, Begin(sample=SAMPLE), TECHNICIAN)
    assert begun == STARTED
    assert report.deadline(begun) is not None
    due = T0 + 6 * HOUR
    assert begun.due_by == due

    assert [] == list(report.elapse(begun, due, POLICY, SUBJECT))
    ((late, notice, at),) = report.elapse(begun, due + SECOND, POLICY, SUBJECT)
    assert (TurnaroundPassed(), due) == (notice, at)
    assert isinstance(late, InProgress)
    assert late.overdue


@pytest.mark.parametrize("state", [STARTED, PRELIMINARY, ONCE])
def test_what_is_late_is_marked_once_and_goes_on(state: Any) -> None:
    late = when(state, TurnaroundPassed(), SIGNER)

    assert late == state.model_copy(update={"overdue": True})
    assert report.deadline(late) is None
    told = [v for _, v, new in report.bring_about(state, late) if new]
    assert ["report-late"] == [v.kind for v in told if isinstance(v, Tell)]


@pytest.mark.parametrize(
    ("group", "urgent", "within"),
    [
        (TestGroup.ROUTINE, False, timedelta(minutes=30)),
        (TestGroup.CHEMISTRY, True, timedelta(hours=2)),
        (TestGroup.CHEMISTRY, False, timedelta(hours=6)),
        (TestGroup.ECG, False, timedelta(minutes=30)),
        (TestGroup.ULTRASOUND, False, timedelta(minutes=30)),
        (TestGroup.X_RAY, True, timedelta(minutes=30)),
        (TestGroup.X_RAY, False, None),
        (TestGroup.CT, True, timedelta(hours=1)),
        (TestGroup.CT, False, None),
        (TestGroup.OTHER, True, None),
    ],
)
def test_each_group_has_its_time(
    group: TestGroup,
    urgent: bool,  # noqa: FBT001  # a column of the table above
    within: timedelta | None,
) -> None:
    due = POLICY.due(group, T0, urgent=urgent)

    assert due == (within and T0 + within)


def test_pathology_counts_working_days_and_not_the_day_of_the_start() -> None:
    thursday = datetime(2022, 12, 1, 23, 59, tzinfo=SHANGHAI)
    due = POLICY.due(TestGroup.PATHOLOGY, thursday, urgent=True)
    assert datetime(2022, 12, 8, tzinfo=SHANGHAI) == due

    fixed = POLICY.model_copy(
        update={
            "holidays": (date(2022, 12, 5),),
            "extra_workdays": (date(2022, 12, 3),),
        }
    )
    assert due == fixed.due(TestGroup.PATHOLOGY, thursday, urgent=False)
    without = POLICY.model_copy(update={"holidays": (date(2022, 12, 5),)})
    later = without.due(TestGroup.PATHOLOGY, thursday, urgent=False)
    assert datetime(2022, 12, 9, tzinfo=SHANGHAI) == later


@pytest.mark.parametrize(
    ("collected", "received"),
    [(HOUR, None), (-HOUR, HOUR), (-HOUR, -2 * HOUR)],
)
def test_a_sample_is_collected_before_it_is_received_and_both_before_now(
    collected: timedelta, received: timedelta | None
) -> None:
    sample = Sample(
        type="血清",
        collected_at=T0 + collected,
        received_at=None if received is None else T0 + received,
    )

    refused("SAMPLE_TIMES_REVERSED", ORDERED, Begin(sample=sample), NURSE)


def test_what_was_found_first_may_be_replaced_until_it_is_verified() -> None:
    found = when(STARTED, RecordPreliminary(content=CONTENT), TECHNICIAN)
    assert found == PRELIMINARY
    again = when(found, RecordPreliminary(content=OTHER), TECHNICIAN)
    assert (OTHER, 1) == (again.content, again.version)
    refused("ROLE_REQUIRED", STARTED, RecordPreliminary(content=OTHER), NURSE)


@pytest.mark.parametrize("empty", [ReportContent(), ReportContent(conclusion="  ")])
def test_a_report_of_nothing_is_no_report(empty: ReportContent) -> None:
    command = RecordPreliminary(content=empty)
    refused("CONTENT_REQUIRED", STARTED, command, TECHNICIAN)
    refused("CONTENT_REQUIRED", STARTED, Verify(content=empty), SIGNER)
    refused("CONTENT_REQUIRED", STARTED, Verify(), SIGNER)


def test_an_authorised_signer_verifies_what_was_found() -> None:
    assert when(PRELIMINARY, Verify(), SIGNER) == FINAL
    assert when(STARTED, Verify(content=CONTENT), SIGNER) == FINAL
    for by in (DOCTOR, TECHNICIAN, HIS, HOLDER):
        refused("ROLE_REQUIRED", PRELIMINARY, Verify(), by)


def test_two_persons_sign_pathology_and_never_the_same_one_twice() -> None:
    begun = PRELIMINARY.model_copy(update={"kind": ReportKind.PATHOLOGY})
    once = when(begun, Verify(), SIGNER)
    assert once == ONCE
    refused("SAME_SIGNER", once, Verify(), SIGNER)
    refused("SIGNED_CONTENT", once, Verify(content=OTHER), OTHER_SIGNER)

    twice = when(once, Verify(), OTHER_SIGNER, now=T0 + HOUR)

    assert isinstance(twice, Final)
    assert ["signer-1", "signer-2"] == [s.by for s in twice.signatures]
    assert T0 + HOUR == twice.verified_at
    assert VerifiedOnce is type(when(begun, Verify(content=OTHER), SIGNER))
    straight = STARTED.model_copy(update={"kind": ReportKind.PATHOLOGY})
    assert VerifiedOnce is type(when(straight, Verify(content=OTHER), SIGNER))


def test_the_second_person_may_send_it_back() -> None:
    back = when(ONCE, SendBack(reason="blurred"), OTHER_SIGNER)

    assert Preliminary is type(back)
    assert () == back.signatures
    assert isinstance(when(back, Verify(), OTHER_SIGNER), VerifiedOnce)


def test_a_place_may_keep_who_made_the_test_from_signing_it() -> None:
    apart = POLICY.model_copy(update={"performer_may_sign": False})
    both = Actor("tech-1", {"technician", "report-signer"})

    refused("PERFORMER_MAY_NOT_SIGN", PRELIMINARY, Verify(), both, policy=apart)
    assert isinstance(when(PRELIMINARY, Verify(), both), Final)


def test_rp5_a_report_that_differs_from_its_paper_is_not_released() -> None:
    other = sheet_of(FINAL, OTHER)
    wrong = rendering_of(other).sha256
    said = PaperFacts(sheet=other)

    refused("RENDERING_DIFFERS", FINAL, Release(paper=wrong), HIS, facts=PaperFacts())
    refused("RENDERING_DIFFERS", FINAL, Release(), HIS, facts=said)
    refused("RENDERING_DIFFERS", FINAL, Release(paper=paper(FINAL)), HIS, facts=said)
    refused("PAPER_UNKNOWN", FINAL, Release(), HIS, facts=PaperFacts())


def test_the_paper_is_known_by_its_contents_or_by_either_hash() -> None:
    rendering = rendering_of(sheet_of(FINAL))
    same = PaperFacts(sheet=sheet_of(FINAL))
    for command, facts in (
        (Release(), same),
        (Release(paper=rendering.sha256), PaperFacts()),
        (Release(paper=rendering.sm3), PaperFacts()),
        (Release(paper=rendering.sm3), same),
    ):
        assert when(FINAL, command, HIS, facts=facts) == RELEASED
    assert rendering == RELEASED.rendering
    assert rendering.sha256 != rendering.sm3


def test_a_letter_a_unit_or_an_image_changes_the_hash_and_nothing_else_does() -> None:
    image = ReportImage(dicom_uid="1.2.840.1", modality="CT")
    item = CONTENT.items[0]
    changed = (
        CONTENT.model_copy(update={"conclusion": "未见异常。"}),
        CONTENT.model_copy(update={"images": (image,)}),
        ReportContent(items=(item.model_copy(update={"unit": "mEq/L"}),)),
        CONTENT.model_copy(update={"items": (*CONTENT.items, item)}),
    )
    hashes = {rendering_of(sheet_of(FINAL, c)).sha256 for c in (CONTENT, *changed)}
    later = FINAL.model_copy(update={"verified_at": T0 + HOUR})

    assert 5 == len(hashes)
    assert rendering_of(sheet_of(later)) == rendering_of(sheet_of(FINAL))
    assert "钾 | 4.1 | mmol/L | 3.5-5.3 | 正常" in render(sheet_of(FINAL))


def test_a_delay_is_over_at_its_last_moment() -> None:
    waits = Delay(kind=ReportKind.LABORATORY, wait=HOUR)
    slow = POLICY.model_copy(update={"delays": (waits,)})
    final = when(PRELIMINARY, Verify(), SIGNER, policy=slow)
    facts = PaperFacts(sheet=sheet_of(final))
    early = {"facts": facts, "now": T0 + HOUR - SECOND}

    refused("RELEASE_DELAYED", final, Release(), HIS, **early)

    out = when(final, Release(), HIS, facts=facts, now=T0 + HOUR)
    assert isinstance(out, Released)


def test_rp2_what_is_of_a_withheld_class_is_handed_over_in_person_only() -> None:
    refused("WITHHELD_CLASS", HIV, Release(paper=paper(HIV)), HIS, facts=PaperFacts())
    held = when(HIV, Withhold(), SIGNER)
    assert held == WITHHELD
    adult = HandOverFacts(age=40, guardian=None)
    give = HandOut(identity_checked=True)
    refused("DISCLOSURE_FIRST", held, give, NURSE, facts=adult)
    refused("ROLE_REQUIRED", held, Disclose(), NURSE)
    spoken = when(held, Disclose(), DOCTOR)
    assert spoken == SPOKEN
    unseen = HandOut(identity_checked=False)
    refused("IDENTITY_NOT_CHECKED", spoken, unseen, NURSE, facts=adult)
    refused("WITHHELD_CLASS", spoken, Release(), HIS, facts=PaperFacts())

    given_out = when(spoken, give, NURSE, facts=adult)

    assert given_out == HANDED_OUT
    strong = resident(SUBJECT, STRONG)
    for state in (held, given_out):
        refused("IN_PERSON_ONLY", state, View(), strong, facts=ADULT)


def test_a_minors_guardian_may_fetch_it_and_nobody_elses() -> None:
    give = HandOut(to=Recipient.GUARDIAN, identity_checked=True)
    for age, guardian in ((18, GUARDIAN), (5, None), (None, GUARDIAN)):
        facts = HandOverFacts(age=age, guardian=guardian)
        refused("NO_GUARDIAN", SPOKEN, give, NURSE, facts=facts)

    facts = HandOverFacts(age=17, guardian=GUARDIAN)
    assert HandedOut is type(when(SPOKEN, give, NURSE, facts=facts))


def test_a_doctor_may_speak_first_and_then_it_goes_online() -> None:
    held = when(FINAL, Withhold(), DOCTOR)
    assert Why.DOCTOR_FIRST is held.why
    command, facts = Release(paper=paper(FINAL)), PaperFacts()
    refused("DISCLOSURE_FIRST", held, command, HIS, facts=facts)

    spoken = when(held, Disclose(), DOCTOR)

    assert isinstance(when(spoken, command, HIS, facts=facts), Released)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("HIV抗体确证", Sensitivity.HIV_CONFIRMATION),
        ("人类免疫缺陷病毒抗体确证试验", Sensitivity.HIV_CONFIRMATION),
        ("HIV抗体初筛", Sensitivity.HIV),
        ("梅毒螺旋体抗体", Sensitivity.SEXUAL),
        ("钾", None),
    ],
)
def test_names_tell_what_is_sensitive_whoever_ordered_it(
    name: str, told: Sensitivity | None
) -> None:
    item = ReportItem(code="X", name=name, result="阴性")
    final = when(STARTED, Verify(content=ReportContent(items=(item,))), SIGNER)
    assert told == final.sensitivity

    harmless = STARTED.model_copy(update={"sensitivity": Sensitivity.ABUSE})
    final = when(harmless, Verify(content=ReportContent(items=(item,))), SIGNER)
    confirmed = told is Sensitivity.HIV_CONFIRMATION
    assert final.sensitivity is (told if confirmed else Sensitivity.ABUSE)
    ordered = when(None, ORDER.model_copy(update={"test": name}), DOCTOR, facts=KNOWN)
    assert told == ordered.sensitivity


def test_rp1_a_neighbour_is_refused_and_that_is_traced() -> None:
    for state in (RELEASED, AMENDED, AMENDING, PRELIMINARY, FINAL, WITHHELD):
        for who in (
            resident(NEIGHBOUR),
            resident(NEIGHBOUR, STRONG),
            Actor("app", {"app"}),
        ):
            with pytest.raises(RuleViolationError) as caught:
                when(state, View(), who, facts=SHARED)
            assert "ACCESS_NOT_GRANTED" == caught.value.code
            assert caught.value.rule.traced
    refused(
        "ACCESS_NOT_GRANTED", RELEASED, Download(), resident(NEIGHBOUR), facts=ADULT
    )


@pytest.mark.parametrize("state", [RELEASED, AMENDED, AMENDING])
@pytest.mark.parametrize(
    ("who", "facts", "grounds"),
    [
        (HOLDER, ADULT, "本人"),
        (resident(GUARDIAN), CHILD, "监护人"),
        (resident(DELEGATE), SHARED, "受托人"),
        (DOCTOR, ADULT, "医务人员"),
    ],
)
def test_who_may_reads_it_on_the_record_and_with_a_watermark(
    state: Any, who: Actor, facts: Any, grounds: str
) -> None:
    seen = when(state, View(), who, facts=facts)
    access = seen.last_access
    taken = when(seen, Download(), who, facts=facts, now=T0)

    assert (1, grounds, who.id) == (seen.views, access.grounds.zh, access.by)
    assert ("view", "download") == (access.action, taken.last_access.action)
    assert 2 == taken.views
    assert f"一院 R-1 仅供{grounds}查阅" in access.watermark
    assert seen.content == state.content


def test_a_watermark_leads_to_one_look_and_names_nobody() -> None:
    first = when(RELEASED, View(), HOLDER, facts=ADULT).last_access
    second = when(RELEASED, View(), HOLDER, facts=ADULT, now=T0 + SECOND).last_access
    other = when(RELEASED, View(), DOCTOR, facts=ADULT).last_access

    assert 3 == len({first.watermark, second.watermark, other.watermark})
    assert SUBJECT not in first.watermark


def test_a_guardian_of_somebody_of_age_reads_nothing() -> None:
    grown = CHILD.model_copy(update={"age": 18})
    refused("ACCESS_NOT_GRANTED", RELEASED, View(), resident(GUARDIAN), facts=grown)
    almost = CHILD.model_copy(update={"age": 17})
    assert 1 == when(RELEASED, View(), resident(GUARDIAN), facts=almost).views


@pytest.mark.parametrize(
    ("who", "facts"), [(resident(GUARDIAN), CHILD), (resident(DELEGATE), SHARED)]
)
def test_who_reads_in_anothers_stead_has_an_active_card(who: Actor, facts: Any) -> None:
    lost = facts.model_copy(update={"viewer": CardStatus.SUSPENDED})
    with pytest.raises(CardLostError):
        when(RELEASED, View(), who, facts=lost)


@pytest.mark.parametrize(
    "changed",
    [
        {"scopes": ()},
        {"until": T0 - SECOND},
        {"by_guardian": True},
        {"delegate": NEIGHBOUR},
    ],
)
def test_a_grant_is_for_one_person_one_scope_and_a_term(changed: Any) -> None:
    facts = ADULT.model_copy(update={"grants": (GRANT.model_copy(update=changed),)})

    refused("ACCESS_NOT_GRANTED", RELEASED, View(), resident(DELEGATE), facts=facts)


def test_the_holder_of_a_lost_card_reads_nothing_online() -> None:
    lost = ADULT.model_copy(update={"status": CardStatus.SUSPENDED})
    with pytest.raises(CardLostError):
        when(RELEASED, View(), HOLDER, facts=lost)
    assert 1 == when(RELEASED, View(), DOCTOR, facts=lost).views


def test_rp4_what_is_sensitive_needs_a_second_proof() -> None:
    state = RELEASED.model_copy(update={"sensitivity": Sensitivity.SEXUAL})
    refused("STEP_UP_REQUIRED", state, View(), HOLDER, facts=ADULT)
    assert 1 == when(state, View(), resident(SUBJECT, STRONG), facts=ADULT).views
    proved = resident(DELEGATE, STRONG)
    refused("ACCESS_NOT_GRANTED", state, View(), proved, facts=SHARED)
    wide = GRANT.model_copy(update={"sensitive": True})
    facts = ADULT.model_copy(update={"grants": (wide,)})
    assert 1 == when(state, View(), proved, facts=facts).views
    refused("STEP_UP_REQUIRED", state, View(), resident(DELEGATE), facts=facts)


def test_sensitive_reports_are_for_the_few_who_made_them() -> None:
    state = RELEASED.model_copy(update={"sensitivity": Sensitivity.HIV})
    passer_by = Actor("doctor-9", {"doctor", STRONG})
    refused("NOT_ATTENDING", state, View(), passer_by, facts=ADULT)
    refused("NOT_ATTENDING", WITHHELD, View(), passer_by, facts=ADULT)
    refused("STEP_UP_REQUIRED", state, View(), DOCTOR, facts=ADULT)
    proved = Actor("doctor-1", {"doctor", STRONG})
    assert 1 == when(state, View(), proved, facts=ADULT).views


@pytest.mark.parametrize("state", [PRELIMINARY, ONCE, FINAL])
def test_before_its_release_clinicians_alone_read_it(state: Any) -> None:
    assert 1 == when(state, View(), NURSE, facts=ADULT).views
    refused("CLINICIANS_ONLY", state, View(), HOLDER, facts=ADULT)
    refused("CLINICIANS_ONLY", state, View(), resident(GUARDIAN), facts=CHILD)
    elsewhere = Actor("nurse", {"nurse"}, org="H9")
    refused("ACCESS_NOT_GRANTED", state, View(), elsewhere, facts=ADULT)
    with pytest.raises(NotAllowedError):
        when(state, Download(), NURSE, facts=ADULT)


@pytest.mark.parametrize("state", [WITHHELD, HANDED_OUT])
def test_those_who_made_it_read_what_is_withheld(state: Any) -> None:
    proved = Actor("signer-1", {"report-signer", STRONG})

    assert 1 == when(state, View(), proved, facts=ADULT).views


def test_lists_leave_out_what_was_found() -> None:
    raised = FINAL.model_copy(update={"critical": critical_findings(CRITICAL, ())})
    for state in (PRELIMINARY, raised, WITHHELD, RELEASED, AMENDING):
        shown = state.shown_to(DOCTOR)
        assert shown.content is None
        assert () == shown.critical
        assert getattr(shown, "amended", None) is None
        assert state.report == shown.report
    assert "4.1" not in repr(RELEASED)
    assert "钾" not in repr(AMENDING)


def test_rp3_an_amendment_counts_up_and_is_pushed_anew() -> None:
    seen = when(RELEASED, View(), HOLDER, facts=ADULT)
    command = Amend(content=OTHER, reason="校正", paper=newer_paper(seen, "signer-1"))

    newer = when(seen, command, SIGNER, facts=PaperFacts())

    assert isinstance(newer, Amended)
    assert (2, OTHER, 1) == (newer.version, newer.content, newer.views)
    assert newer.correction is not None
    assert "signer-1" == newer.correction.by
    pushed = [v.key for _, v, new in report.bring_about(seen, newer) if new]
    assert [f"{SUBJECT}:report:330100000001:R-1:v2"] == pushed
    again = when(newer, View(), HOLDER, facts=ADULT)
    assert [] == [v for _, v, new in report.bring_about(newer, again) if new]
    third = Amend(
        content=CONTENT,
        reason="校正",
        paper=rendering_of(sheet_of(newer, CONTENT, version=3)).sm3,
    )
    assert 3 == when(again, third, SIGNER, facts=PaperFacts()).version


def test_rp5_an_amendment_is_compared_with_its_own_paper() -> None:
    command = Amend(content=OTHER, reason="r", paper=paper(RELEASED))
    refused("RENDERING_DIFFERS", RELEASED, command, SIGNER, facts=PaperFacts())
    refused(
        "PAPER_UNKNOWN",
        RELEASED,
        Amend(content=OTHER, reason="r"),
        SIGNER,
        facts=PaperFacts(),
    )


def test_an_amendment_changes_something_and_nothing_into_a_withheld_class() -> None:
    same = Amend(content=CONTENT, reason="r", paper=paper(RELEASED))
    refused("NOTHING_CHANGED", RELEASED, same, SIGNER, facts=PaperFacts())
    refused("NOTHING_CHANGED", FINAL, same, SIGNER)
    worse = Amend(content=CONFIRMED, reason="r")
    refused("WITHHELD_CLASS", RELEASED, worse, SIGNER, facts=PaperFacts())
    refused("ROLE_REQUIRED", RELEASED, same, DOCTOR, facts=PaperFacts())


def test_two_persons_sign_an_amendment_where_two_signed_the_report() -> None:
    waits = when(
        PATHOLOGY, Amend(content=OTHER, reason="校正"), SIGNER, facts=PaperFacts()
    )
    assert isinstance(waits, Amending)
    assert (CONTENT, OTHER) == (waits.content, waits.amended)
    command = Verify(paper=newer_paper(waits, "signer-1", "signer-2"))
    refused("SAME_SIGNER", waits, command, SIGNER, facts=PaperFacts())
    other = Verify(content=CONTENT)
    refused("SIGNED_CONTENT", waits, other, OTHER_SIGNER, facts=PaperFacts())

    newer = when(waits, command, OTHER_SIGNER, facts=PaperFacts())

    assert (Amended, 2, OTHER) == (type(newer), newer.version, newer.content)
    third = when(newer, Amend(content=CONTENT, reason="r"), SIGNER, facts=PaperFacts())
    assert Amending is type(third)
    assert Amended is type(when(third, DropAmendment(), OTHER_SIGNER))
    assert PATHOLOGY == when(waits, DropAmendment(), OTHER_SIGNER)


@pytest.mark.parametrize("state", [FINAL, WITHHELD, HANDED_OUT])
def test_what_nobody_read_online_is_verified_anew(state: Any) -> None:
    command = Amend(content=OTHER, reason="校正")
    newer = when(state, command, SIGNER)
    assert (Final, 2) == (type(newer), newer.version)
    pathology = state.model_copy(update={"kind": ReportKind.PATHOLOGY})
    once = when(pathology, command, SIGNER)
    assert (VerifiedOnce, 2) == (type(once), once.version)
    assert report.deadline(once) is None
    assert 2 == when(once, Verify(), OTHER_SIGNER).version


@pytest.mark.parametrize(
    "state", [FINAL, WITHHELD, HANDED_OUT, RELEASED, AMENDING, AMENDED]
)
def test_another_patients_report_is_taken_back_and_is_an_incident(state: Any) -> None:
    command = Retract(fault=Fault.WRONG_PATIENT, reason="wrong label")
    gone = when(state, command, SIGNER)

    assert isinstance(gone, Retracted)
    assert gone.was_released == (state in (RELEASED, AMENDING, AMENDED))
    values = [v for _, v, _ in report.bring_about(state, gone)]
    (told,) = [v for v in values if isinstance(v, Tell)]
    assert ("monitor", "report-incident") == (told.to, told.kind)
    names = [type(v).__name__ for v in values if not isinstance(v, Tell | Claim)]
    recalled = ["HappeningRecalled"] * gone.was_released
    assert [*recalled, "ReportRetracted"] == names
    with pytest.raises(NotAllowedError):
        when(gone, View(), HOLDER, facts=ADULT)


@pytest.mark.parametrize("state", [ORDERED, STARTED, PRELIMINARY])
def test_an_order_may_be_given_up_until_it_is_verified(state: Any) -> None:
    gone = when(state, Cancel(reason="given up"), DOCTOR)

    assert Cancelled is type(gone)
    refused("ROLE_REQUIRED", state, Cancel(reason="r"), NURSE)
    with pytest.raises(NotAllowedError):
        when(FINAL, Cancel(reason="r"), DOCTOR)


def test_a_number_stays_taken_in_every_state() -> None:
    for state in TestContract.examples:
        claims = [v for _, v, _ in report.bring_about(None, state)]
        names = [v.name for v in claims if isinstance(v, Claim)]
        assert ["report:330100000001:R-1"] == names


def test_a_critical_value_is_raised_when_it_is_verified_and_not_twice() -> None:
    final = when(STARTED, Verify(content=CRITICAL), SIGNER)
    (signal,) = _signals(STARTED, final)
    assert ("K", "6.8", "<2.8 >6.2") == (
        signal.findings[0].code,
        signal.findings[0].value,
        signal.findings[0].critical_range,
    )
    assert "6.8" not in repr(signal)
    out = when(final, Release(paper=paper(final)), HIS, facts=PaperFacts())
    assert [] == _signals(final, out)
    held = when(final, Withhold(), DOCTOR)
    assert [] == _signals(final, held)
    assert [] == _signals(None, RELEASED)


def _signals(before: Any, after: Any) -> list[Any]:
    found = [v for _, v, new in report.bring_about(before, after) if new]
    return [v for v in found if type(v).__name__ == "CriticalValueFound"]


@pytest.mark.parametrize(
    ("result", "is_critical"),
    [
        ("2.8", False),
        ("2.79", True),
        ("6.2", False),
        ("6.21", True),
        ("<2.8", True),
        (">6.2", True),
        ("<3", False),
        ("溶血", False),
        ("NaN", False),
    ],
)
def test_a_hospitals_own_limits_are_not_critical_themselves(
    result: str,
    is_critical: bool,  # noqa: FBT001  # a column of the table above
) -> None:
    limit = CriticalLimit.from_data({"code": "K", "low": "2.8", "high": "6.2"})
    item = CONTENT.items[0].model_copy(update={"result": result})

    found = critical_findings(ReportContent(items=(item,)), (limit,))

    assert is_critical == bool(found)


def test_a_report_without_values_may_be_critical_as_a_whole() -> None:
    content = ReportContent(conclusion="见所见", critical_finding="张力性气胸")

    (found,) = critical_findings(content, ())

    assert ("finding", "张力性气胸") == (found.code, found.value)


def test_the_push_says_that_there_is_a_report_and_nothing_of_it() -> None:
    told = [v for _, v, _ in report.bring_about(FINAL, RELEASED) if isinstance(v, Tell)]
    (message,) = [v for v in told if v.to == "notifier"]
    text = message.payload.to_json().decode()

    for hidden in ("钾", "4.1", "电解质", "检验科", "异常"):
        assert hidden not in text
    assert "一院" in text


def test_a_report_of_images_needs_no_items() -> None:
    image = ReportImage(dicom_uid="1.2.840.113619.2.1", modality="CT", hr_mark="HR")
    content = ReportContent(images=(image,))

    assert InProgress is type(STARTED)
    assert Final is type(when(STARTED, Verify(content=content), SIGNER))
    assert isinstance(given(report, WITHHELD, by=SIGNER).state, Withheld)


def test_an_inpatients_result_is_filed_within_a_day_and_kept_for_thirty_years() -> None:
    inside = STARTED.model_copy(update={"inpatient": True})
    final = when(inside, Verify(content=CONTENT), SIGNER)
    assert T0 + 24 * HOUR == final.file_by
    assert KEPT.replace(year=2052) == final.kept_until
    values = [v for _, v, new in report.bring_about(inside, final) if new]
    assert ["result-to-file"] == [v.kind for v in values if isinstance(v, Tell)]
    out = when(final, Release(paper=paper(final)), HIS, facts=PaperFacts())
    told = [v for _, v, new in report.bring_about(final, out) if new]
    assert ["message"] == [v.kind for v in told if isinstance(v, Tell)]


@pytest.mark.parametrize(
    "state", [FINAL, WITHHELD, HANDED_OUT, RELEASED, AMENDING, AMENDED]
)
def test_a_report_is_kept_for_its_term_and_then_erased(state: Any) -> None:
    timer = report.deadline(state)
    assert timer is not None
    assert KEPT == timer.last

    gone = when(state, TermPassed(), SIGNER)

    assert isinstance(gone, Archived)
    assert Erase() in [v for _, v, _ in report.bring_about(state, gone)]


@pytest.mark.parametrize(
    ("name", "said"), [("一院", "一院"), ("某市肿瘤医院", "就诊机构")]
)
def test_a_name_that_tells_what_one_has_is_not_in_the_message(
    name: str, said: str
) -> None:
    state = RELEASED.model_copy(update={"org_name": name, "report": "R" * 28})
    values = [v for _, v, _ in report.bring_about(FINAL, state)]
    (told,) = [v.payload for v in values if isinstance(v, Tell)]

    assert isinstance(told, MessageWanted)
    assert said == told.variables.org


def test_the_longest_numbers_fit_into_a_message() -> None:
    order = ORDER.model_copy(update={"org": "9" * 22, "report": "R" * 28})
    ordered = when(None, order, Actor("d", {"doctor"}), facts=KNOWN)
    state = RELEASED.model_copy(
        update={"reference": ordered.reference, "version": 9999}
    )

    values = [v for _, v, _ in report.bring_about(FINAL, state)]

    (told,) = [v.payload for v in values if isinstance(v, Tell)]
    assert isinstance(told, MessageWanted)
    assert 64 == len(told.event)
