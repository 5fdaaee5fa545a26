"""Notifications (信息推送): vectors MS1 to MS5 and the sentences between."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import InvalidInputError, RuleViolationError
from ehealthcard.rules.messages import (
    DeepLink,
    MessageKind,
    MessageWanted,
    Variables,
)
from ehealthcard.rules.signals import HappeningRecalled
from ehealthcard.services.notification import (
    OFFLINE,
    SMS,
    TEMPLATES,
    Acted,
    ConfirmTold,
    Deferred,
    Delivered,
    Expired,
    Failure,
    FellBack,
    ForPerson,
    HandedOver,
    HappeningGone,
    MorningCame,
    Overdue,
    Queued,
    Raise,
    Read,
    Recall,
    Recalled,
    Recalling,
    RecipientFacts,
    Refused,
    ReportActed,
    ReportDelivered,
    ReportFailed,
    ReportRead,
    RetryDue,
    Retrying,
    Sent,
    Suppressed,
    Template,
    TooLate,
    notification,
)
from ehealthcard.services.notification.model import POLICIES
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT

(POLICY,) = POLICIES.packs
WEEK = timedelta(days=7)
REPORT = MessageWanted(
    card=SUBJECT,
    kind=MessageKind.REPORT,
    event="report:R1",
    variables=Variables(org="市第一医院"),
    link=DeepLink(workflow="report", case="c1"),
)
CALLING = MessageWanted(
    card=SUBJECT,
    kind=MessageKind.CALLING,
    event="call:7",
    variables=Variables(number="A12", place="3诊室"),
)
WELCOME = RecipientFacts(recipient=SUBJECT, welcome=True)
STRANGER = RecipientFacts(recipient=SUBJECT, welcome=False)
OPTED_OUT = WELCOME.model_copy(update={"without": (MessageKind.REPORT,)})
PHONELESS = WELCOME.model_copy(update={"channels": (OFFLINE,)})

QUEUED = Queued(
    card=SUBJECT,
    kind=MessageKind.REPORT,
    event="report:R1",
    recipient=SUBJECT,
    text="您在市第一医院有一份报告可以查看，请点击登录后查看。",
    link=REPORT.link,
    channels=("0402", SMS),
    attempt=1,
    expires_at=NOW + WEEK,
)
DEFERRED = QUEUED.to(Deferred, send_after=NOW + timedelta(hours=8))
FELL_BACK = QUEUED.to(
    FellBack,
    channels=(SMS,),
    failures=(Failure(channel="0402", code="CHANNEL_DOWN", at=NOW),),
)
RETRYING = QUEUED.to(Retrying, attempt=2, retry_at=NOW + timedelta(minutes=1))
FOR_PERSON = QUEUED.to(ForPerson, channels=(OFFLINE,))
SENT = QUEUED.to(Sent, provider_id="m-1", sent_at=NOW)
DELIVERED = SENT.to(Delivered, by="messenger")
READ = DELIVERED.to(Read)
RECALLING = QUEUED.to(Recalling)
OVERDUE = QUEUED.to(Overdue)


def raised(
    wanted: MessageWanted = REPORT,
    *,
    facts: RecipientFacts = WELCOME,
    now: datetime = NOW,
    policy: Any = POLICY,
) -> Any:
    start = given(notification, facts=facts, now=now, policy=policy, roles={"system"})
    return start.when(Raise(wanted=wanted))


def after(state: Any, command: Any, *, now: datetime = NOW) -> Any:
    return given(notification, state, roles={"staff", "messenger"}, now=now).when(
        command
    )


def sent_out(before: Any, state: Any) -> list[Any]:
    values = [v for _, v, new in notification.bring_about(before, state) if new]
    return [v for v in values if hasattr(v, "payload")]


class TestContract(WorkflowContract):
    workflow = notification
    examples = (
        QUEUED.to(Suppressed, reason="NO_CONSENT"),
        QUEUED,
        DEFERRED,
        FELL_BACK,
        RETRYING,
        FOR_PERSON,
        SENT,
        DELIVERED,
        READ,
        READ.to(Acted),
        RECALLING,
        SENT.to(Recalled, channel="0402", correct=True),
        OVERDUE,
        SENT.to(Expired, arrived=False),
    )
    commands = (
        Raise(wanted=REPORT),
        Raise(wanted=CALLING),
        HandedOver(provider_id="m-1"),
        Refused(code="CHANNEL_DOWN"),
        MorningCame(),
        RetryDue(),
        TooLate(),
        HappeningGone(),
        ReportDelivered(),
        ReportRead(),
        ReportActed(),
        ReportFailed(code="ABSENT"),
        ConfirmTold(),
        Recall(),
    )
    facts = (WELCOME, STRANGER, PHONELESS)
    roles = frozenset({"staff", "messenger"})


def test_ms1_one_message_is_made_of_one_happening_for_ever() -> None:
    names = {
        value.name
        for state in TestContract.examples
        for _, value, _ in notification.bring_about(None, state)
        if hasattr(value, "name")
    }

    assert {f"message:report:{SUBJECT}:report:R1"} == names


@pytest.mark.parametrize(
    "text",
    [
        "您的HIV检测报告已出",
        "您的hiv报告可查看",
        "梅毒抗体报告已出，请查看",
        "血糖 7.8 已出",
        "血红蛋白 98 g/L，请查看",
        "结果<5，请查看",
        "血压 150mmHg，请复查",
        "检测结果阳性，请复诊",
        "您有危急值，请速来院",
        "血钾升高，请复查",
    ],
)
def test_ms3_a_template_cannot_tell_of_a_disease_or_a_value(text: str) -> None:
    with pytest.raises(RuleViolationError) as refused:
        Template(name="bad", kind=MessageKind.REPORT, text=text)
    assert "CLINICAL_CONTENT" == refused.value.code
    assert text not in refused.value.english


@pytest.mark.parametrize("department", ["HIV门诊", "精神科", "肿瘤科"])
def test_nor_can_what_it_is_filled_with(department: str) -> None:
    template = Template(name="t", kind=MessageKind.REPORT, text="请到{department}")
    policy = POLICY.model_copy(update={"templates": (template,)})
    wanted = REPORT.model_copy(update={"variables": Variables(department=department)})

    with pytest.raises(RuleViolationError) as refused:
        raised(wanted, policy=policy)
    assert "CLINICAL_CONTENT" == refused.value.code


def test_a_variable_of_another_name_does_not_exist() -> None:
    with pytest.raises(RuleViolationError) as refused:
        Template(name="t", kind=MessageKind.REPORT, text="您的{result}")
    assert "UNKNOWN_VARIABLE" == refused.value.code
    with pytest.raises(InvalidInputError):
        Variables.from_data({"result": "7.8"})


def test_there_is_a_harmless_template_for_every_kind() -> None:
    assert set(MessageKind) == {t.kind for t in TEMPLATES}


def test_the_guides_seven_kinds_are_there() -> None:
    seven = ["挂号", "流调", "报到", "缴费", "查报告", "取药", "随访"]

    assert seven == [kind.zh for kind in MessageKind][:7]


def test_what_the_template_needs_must_be_given() -> None:
    with pytest.raises(RuleViolationError) as refused:
        raised(REPORT.model_copy(update={"variables": Variables()}))
    assert "VARIABLE_MISSING" == refused.value.code
    assert "org" in refused.value.english


def test_a_kind_without_a_template_is_refused() -> None:
    with pytest.raises(RuleViolationError) as refused:
        raised(policy=POLICY.model_copy(update={"templates": ()}))
    assert "TEMPLATE_MISSING" == refused.value.code


def test_moments_are_written_as_people_read_them() -> None:
    at = datetime(2026, 3, 2, 1, 5, tzinfo=SHANGHAI)
    template = Template(name="t", kind=MessageKind.REPORT, text="{at}，{day}")
    policy = POLICY.model_copy(update={"templates": (template,)})
    variables = Variables(at=at, day=at.date())

    queued = raised(REPORT.model_copy(update={"variables": variables}), policy=policy)
    assert "3月2日01:05，3月2日" == queued.text


def test_ms5_what_is_no_longer_so_is_recalled_and_corrected_if_it_went_out() -> None:
    (heard,) = [r for r in notification.hears if r.signal is HappeningRecalled]
    gone = heard.call(HappeningRecalled(event="report:R1"))

    for state in (DEFERRED, RETRYING, FOR_PERSON):
        recalled = after(state, gone)
        assert isinstance(recalled, Recalled)
        assert [] == sent_out(state, recalled)
    for out in (SENT, DELIVERED, READ):
        recalled = after(out, gone)
        assert ["correction"] == [v.kind for v in sent_out(out, recalled)]


@pytest.mark.parametrize("state", [QUEUED, FELL_BACK], ids=lambda s: type(s).__name__)
def test_a_message_recalled_on_its_way_waits_for_the_answer(state: Any) -> None:
    recalling = after(state, Recall())

    assert isinstance(recalling, Recalling)
    went_out = after(recalling, HandedOver())
    assert ["correction"] == [v.kind for v in sent_out(recalling, went_out)]
    never = after(recalling, Refused(code="CHANNEL_DOWN"))
    assert [] == sent_out(recalling, never)


@pytest.mark.parametrize(
    "state",
    [DEFERRED, RETRYING, FOR_PERSON, SENT, DELIVERED, READ],
    ids=lambda s: type(s).__name__,
)
def test_staff_may_recall_and_nobody_else(state: Any) -> None:
    assert isinstance(after(state, Recall()), Recalled)
    with pytest.raises(RuleViolationError):
        given(notification, state).when(Recall())


def test_without_consent_only_what_must_be_told_goes_out() -> None:
    suppressed = raised(facts=STRANGER)
    suspended = MessageWanted(
        card=SUBJECT,
        kind=MessageKind.SUSPENSION,
        event="doctor:9",
        variables=Variables(org="市第一医院", day=NOW.date()),
    )

    assert isinstance(suppressed, Suppressed)
    assert "NO_CONSENT" == suppressed.reason
    assert isinstance(raised(suspended, facts=STRANGER), Queued)


@pytest.mark.parametrize(
    ("facts", "policy", "reason"),
    [
        (
            WELCOME.model_copy(update={"without": (MessageKind.REPORT,)}),
            {},
            "OPTED_OUT",
        ),
        (WELCOME, {"enabled": ()}, "DISABLED"),
        (STRANGER.model_copy(update={"recipient": None}), {}, "NO_CONSENT"),
    ],
)
def test_why_nothing_is_sent_is_on_record(facts: Any, policy: Any, reason: str) -> None:
    suppressed = raised(facts=facts, policy=POLICY.model_copy(update=policy))

    assert reason == suppressed.reason


def test_a_child_without_a_guardian_is_told_nothing() -> None:
    nobody = RecipientFacts(recipient=None, welcome=False)
    safety = REPORT.model_copy(update={"kind": MessageKind.SAFETY})

    assert "NO_RECIPIENT" == raised(safety, facts=nobody).reason


def test_what_is_over_is_not_told() -> None:
    over = REPORT.model_copy(update={"expires_at": NOW})

    assert "EXPIRED" == raised(over).reason


@pytest.mark.parametrize(
    ("hour", "minute", "until"),
    [(21, 59, None), (22, 0, 31), (23, 59, 31), (0, 0, 7), (6, 59, 7), (7, 0, None)],
)
def test_in_quiet_hours_a_message_waits_for_seven(
    hour: int, minute: int, until: int | None
) -> None:
    midnight = datetime(2026, 3, 2, tzinfo=SHANGHAI)
    now = midnight + timedelta(hours=hour, minutes=minute)
    state = raised(now=now)

    if until is None:
        assert isinstance(state, Queued)
    else:
        assert isinstance(state, Deferred)
        assert midnight + timedelta(hours=until) == state.send_after
    assert isinstance(raised(CALLING, now=now), Queued)


def test_in_the_morning_it_goes_out() -> None:
    deadline = notification.deadline(DEFERRED)

    assert deadline is not None
    assert MorningCame() == deadline.notice
    assert isinstance(after(DEFERRED, deadline.notice), Queued)


def test_who_has_no_phone_is_told_by_a_person() -> None:
    state = raised(facts=PHONELESS)

    assert isinstance(state, ForPerson)
    told = after(state, ConfirmTold())
    assert isinstance(told, Delivered)
    assert "tester" == told.by
    with pytest.raises(RuleViolationError):
        given(notification, state).when(ConfirmTold())


def test_the_messenger_takes_it_delivers_it_and_it_is_read_and_followed() -> None:
    sent = after(QUEUED, HandedOver(provider_id="m-9"))
    delivered = after(sent, ReportDelivered())
    read = after(delivered, ReportRead())

    assert "m-9" == read.provider_id
    assert isinstance(after(read, ReportActed()), Acted)
    assert isinstance(after(sent, ReportRead()), Read)
    assert isinstance(after(sent, ReportActed()), Acted)
    assert isinstance(after(delivered, ReportActed()), Acted)
    assert isinstance(after(FELL_BACK, HandedOver()), Sent)


@pytest.mark.parametrize("report", [ReportDelivered(), ReportRead()])
def test_only_the_messenger_reports(report: Any) -> None:
    with pytest.raises(RuleViolationError) as refused:
        given(notification, SENT).when(report)
    assert "ROLE_REQUIRED" == refused.value.code
    with pytest.raises(RuleViolationError):
        given(notification, SENT).when(ReportFailed(code="ABSENT"))


def test_three_attempts_then_the_next_channel_then_a_person() -> None:
    state: Any = QUEUED
    waits = []
    refused = Refused(code="CHANNEL_DOWN")
    for _ in range(2):
        state = after(state, refused)
        assert isinstance(state, Retrying)
        waits.append(state.retry_at - NOW)
        state = after(state, RetryDue())
    assert [timedelta(minutes=1), timedelta(minutes=5)] == waits

    state = after(state, refused)
    assert isinstance(state, FellBack)
    assert SMS == state.channel
    state = after(after(after(state, refused), RetryDue()), refused)
    state = after(after(state, RetryDue()), refused)
    assert isinstance(state, ForPerson)
    assert ["0402"] * 3 + ["SMS"] * 3 == [f.channel for f in state.failures]


@pytest.mark.parametrize(
    ("state", "target"),
    [
        (QUEUED.model_copy(update={"attempt": 1}), Retrying),
        (QUEUED.model_copy(update={"attempt": 3}), FellBack),
        (QUEUED.model_copy(update={"attempt": 3, "channels": (SMS,)}), ForPerson),
        (FELL_BACK, Retrying),
        (FELL_BACK.model_copy(update={"attempt": 3}), ForPerson),
        (FELL_BACK.model_copy(update={"attempt": 3, "channels": ("0", "1")}), FellBack),
    ],
)
def test_a_refused_message_goes_on(state: Any, target: type) -> None:
    assert target is type(after(state, Refused(code="X")))


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"attempt": 1}, Retrying),
        ({"attempt": 3}, FellBack),
        ({"attempt": 3, "channels": (SMS,)}, ForPerson),
    ],
)
def test_what_did_not_arrive_after_all_goes_on_too(
    changes: dict[str, Any], target: type
) -> None:
    sent = SENT.model_copy(update=changes)

    assert target is type(after(sent, ReportFailed(code="ABSENT")))


def test_each_attempt_is_an_act_of_its_own() -> None:
    keys = {
        sent_out(None, QUEUED.model_copy(update={"attempt": n}))[0].key
        for n in (1, 2, 3)
    } | {sent_out(None, FELL_BACK)[0].key}

    assert 4 == len(keys)


@pytest.mark.parametrize(
    ("state", "target"),
    [
        (DEFERRED, Expired),
        (RETRYING, Expired),
        (FOR_PERSON, Expired),
        (SENT, Expired),
        (DELIVERED, Expired),
        (READ, Expired),
        (QUEUED, Overdue),
        (FELL_BACK, Overdue),
    ],
)
def test_a_message_ends_with_its_last_moment(state: Any, target: type) -> None:
    ended = after(state, TooLate(), now=NOW + WEEK)

    assert target is type(ended)
    last = state.model_copy(update={"expires_at": NOW - timedelta(seconds=1)})
    deadline = notification.deadline(last)
    assert deadline is not None
    assert TooLate() == deadline.notice


def test_an_answer_after_the_end_closes_it() -> None:
    assert isinstance(after(OVERDUE, HandedOver()), Expired)
    assert isinstance(after(OVERDUE, Refused(code="EXPIRED")), Expired)


def test_where_two_moments_meet_the_end_goes_first() -> None:
    for state in (
        DEFERRED.model_copy(update={"expires_at": DEFERRED.send_after}),
        RETRYING.model_copy(update={"expires_at": RETRYING.retry_at}),
    ):
        deadline = notification.deadline(state)
        assert deadline is not None
        assert TooLate() == deadline.notice


def test_a_message_about_somebody_else_is_refused() -> None:
    with pytest.raises(RuleViolationError) as refused:
        raised(REPORT.model_copy(update={"card": "9" * 32}))
    assert "OTHER_HOLDER" == refused.value.code


def test_residents_do_not_raise_messages() -> None:
    with pytest.raises(RuleViolationError):
        given(notification, facts=WELCOME).when(Raise(wanted=REPORT))


def test_the_text_shows_in_no_repr() -> None:
    assert "报告" not in repr(QUEUED)
