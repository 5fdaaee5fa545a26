"""Family doctor contracts (家庭医生签约): one at a time, a year at least."""

from datetime import date, timedelta
from typing import Any

import pytest

from ehealthcard.errors import CardLostError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.calendar import end_of
from ehealthcard.services.family_doctor_contract import (
    Accept,
    Active,
    AnswerPassed,
    ChangeTeam,
    Decline,
    EndReason,
    Expired,
    HolderDied,
    Lapsed,
    Perform,
    ReminderDue,
    Renew,
    TeamRule,
    Terminate,
    TermPassed,
    Withdraw,
    family_doctor_contract,
)
from ehealthcard.services.family_doctor_contract.model import POLICIES
from ehealthcard.testing import WorkflowContract
from ehealthcard.testing.workflow import NOW
from ehealthcard.workflow import Actor

from .contracts import (
    ACTIVE,
    DECLINED,
    DOCTOR,
    EXPIRED,
    FACTS,
    HOLDER,
    LAPSED,
    MINOR,
    ORG,
    PARENT,
    PENDING,
    REMINDED,
    REQUEST,
    TERMINATED,
    when,
)

RENEW = Renew(months=12, has_read=True)
NEAR = ACTIVE.remind_at
POLICY = POLICIES.packs[0]
SIGN = Accept(has_read=True)


def refused(
    code: str, state: Any, command: Any, by: Actor = DOCTOR, **more: Any
) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, **more)
    assert code == caught.value.code


class TestContract(WorkflowContract):
    workflow = family_doctor_contract
    examples = (PENDING, ACTIVE, REMINDED, DECLINED, LAPSED, TERMINATED, EXPIRED)
    commands = (
        REQUEST,
        SIGN,
        Decline(reason="made-up"),
        Withdraw(),
        RENEW,
        ChangeTeam(team="T2"),
        Terminate(reason=EndReason.MOVED),
        Perform(item="BP"),
        AnswerPassed(),
        ReminderDue(),
        TermPassed(),
        HolderDied(),
    )
    facts = (FACTS,)
    roles = frozenset({"family-doctor"})


def test_cr1_who_has_a_contract_signs_no_other() -> None:
    has = FACTS.model_copy(update={"has_contract": True})

    refused("CONTRACT_EXISTS", None, REQUEST, HOLDER, facts=has)
    refused("CONTRACT_EXISTS", PENDING, SIGN, facts=has)


@pytest.mark.parametrize("months", [6, 11, 61, 0])
def test_cr3_a_term_is_not_less_than_a_year(months: int) -> None:
    short = REQUEST.model_copy(update={"months": months})

    refused("CONTRACT_TERM", None, short, HOLDER)
    renew = Renew(months=months, has_read=True)
    refused("CONTRACT_TERM", ACTIVE, renew, HOLDER, now=NEAR)


def test_a_policy_may_allow_half_a_year() -> None:
    half = POLICY.model_copy(update={"shortest_months": 6})
    short = REQUEST.model_copy(update={"months": 6})

    assert 6 == when(None, short, HOLDER, policy=half).terms.months


def test_cr7_a_minors_contract_is_signed_by_the_guardian() -> None:
    assert when(None, REQUEST, PARENT, facts=MINOR).terms.by_guardian
    refused("CONTRACT_GUARDIAN_REQUIRED", None, REQUEST, HOLDER, facts=MINOR)
    refused("CONTRACT_GUARDIAN_REQUIRED", None, REQUEST, DOCTOR, facts=MINOR)
    grown = MINOR.model_copy(update={"age": 18})
    refused("CONTRACT_RESIDENT_ONLY", None, REQUEST, PARENT, facts=grown)
    assert not when(None, REQUEST, HOLDER, facts=grown).terms.by_guardian


def test_nobody_else_signs_for_a_resident() -> None:
    refused("CONTRACT_RESIDENT_ONLY", None, REQUEST, PARENT)
    refused("CONTRACT_RESIDENT_ONLY", None, REQUEST, Actor("x", {"app"}))
    elsewhere = Actor("w", {"registrar"}, org="C2")
    refused("TEAM_OTHER", None, REQUEST, elsewhere)
    assert "gp-1" == when(None, REQUEST).terms.signed_by
    lost = FACTS.model_copy(update={"status": CardStatus.SUSPENDED})
    with pytest.raises(CardLostError):
        when(None, REQUEST, HOLDER, facts=lost)


def test_both_have_read_the_agreement() -> None:
    unread = REQUEST.model_copy(update={"has_read": False})
    refused("AGREEMENT_UNREAD", None, unread, HOLDER)
    refused("AGREEMENT_UNREAD", PENDING, Accept(has_read=False))
    unread_again = Renew(months=12, has_read=False)
    refused("AGREEMENT_UNREAD", ACTIVE, unread_again, HOLDER, now=NEAR)


def test_only_the_team_answers() -> None:
    for command in (SIGN, Decline(reason="x")):
        refused("TEAM_OTHER", PENDING, command, Actor("d", {"doctor"}, org="C2"))
        refused("ROLE_REQUIRED", PENDING, command, HOLDER)
        refused("ROLE_REQUIRED", PENDING, command, Actor("n", {"nurse"}, org=ORG))


def test_a_team_serves_its_areas_and_as_many_as_it_can() -> None:
    def policy(**rule: Any) -> Any:
        return POLICY.model_copy(update={"teams": (TeamRule(team="T1", **rule),)})

    far = policy(areas=("330100002",))
    refused("TEAM_OUT_OF_AREA", None, REQUEST, HOLDER, policy=far)
    assert when(None, REQUEST, HOLDER, policy=policy(areas=("330100001",)))
    other = POLICY.model_copy(update={"teams": (TeamRule(team="T2"),)})
    refused("TEAM_OUT_OF_AREA", None, REQUEST, HOLDER, policy=other)
    full = FACTS.model_copy(update={"signed": 5})
    refused("TEAM_FULL", PENDING, SIGN, facts=full, policy=policy(places=5))
    assert when(PENDING, SIGN, facts=full, policy=policy(places=6))


def test_a_year_ends_on_the_corresponding_day() -> None:
    assert (date(2022, 12, 1), date(2023, 12, 1)) == (ACTIVE.begins, ACTIVE.ends)
    reminder = family_doctor_contract.deadline(ACTIVE)
    term = family_doctor_contract.deadline(REMINDED)
    assert reminder is not None
    assert term is not None
    assert reminder.last == end_of(date(2023, 11, 1))
    assert term.last == end_of(date(2023, 12, 1))
    leap = end_of(date(2024, 2, 28)) + timedelta(hours=9)
    assert date(2025, 2, 28) == when(PENDING, SIGN, now=leap).ends


def test_nobody_answers_within_a_week() -> None:
    timer = family_doctor_contract.deadline(PENDING)
    assert timer is not None
    assert timer.last == end_of(date(2022, 12, 8))
    assert "NO_ANSWER" == when(PENDING, AnswerPassed()).reason
    assert "DIED" == when(PENDING, HolderDied()).reason
    assert isinstance(LAPSED, Lapsed)
    refused("CONTRACT_RESIDENT_ONLY", PENDING, Withdraw(), PARENT)


def test_it_is_renewed_in_the_last_thirty_days() -> None:
    early = NEAR - timedelta(seconds=1)
    refused("CONTRACT_NOT_IN_RENEWAL", ACTIVE, RENEW, HOLDER, now=early)
    for by in (HOLDER, DOCTOR):
        longer = when(ACTIVE, RENEW, by, now=NEAR)
        assert (date(2023, 12, 2), date(2024, 12, 1), 1) == (
            longer.begins,
            longer.ends,
            longer.renewals,
        )
        assert not longer.reminded
    refused("CONTRACT_RESIDENT_ONLY", ACTIVE, RENEW, PARENT, now=NEAR)


def test_at_its_end_it_goes_on_by_itself_only_if_that_was_agreed() -> None:
    assert isinstance(EXPIRED, Expired)
    terms = ACTIVE.terms.model_copy(update={"auto_renew": True})
    auto = ACTIVE.model_copy(update={"terms": terms})
    longer = when(auto, TermPassed())
    assert isinstance(longer, Active)
    assert 1 == longer.renewals
    three = end_of(date(2025, 12, 1)) + timedelta(seconds=1)
    steps = list(family_doctor_contract.elapse(auto, three, POLICY, auto.card))
    last: Any = steps[-1][0]
    assert 3 == last.renewals
    assert when(ACTIVE, ReminderDue()).reminded


def test_a_team_is_changed_at_the_end_or_if_the_old_one_agrees() -> None:
    change = ChangeTeam(team="T2")
    early = NEAR - timedelta(seconds=1)
    refused("CONTRACT_NOT_IN_RENEWAL", ACTIVE, change, HOLDER, now=early)
    refused("CONTRACT_SAME_TEAM", ACTIVE, ChangeTeam(team="T1"), HOLDER, now=NEAR)
    for by, now in ((HOLDER, NEAR), (DOCTOR, early)):
        assert EndReason.CHANGED is when(ACTIVE, change, by, now=now).reason


def test_it_is_ended_by_own_wish_by_the_team_or_by_death() -> None:
    own = Terminate(reason=EndReason.OWN_WISH, refund=True)
    ended = when(ACTIVE, own, HOLDER)
    assert (EndReason.OWN_WISH, False) == (ended.reason, ended.refund)
    moved = Terminate(reason=EndReason.MOVED, refund=True)
    refused("CONTRACT_REASON", ACTIVE, moved, HOLDER)
    assert when(ACTIVE, moved).refund
    refused("TEAM_OTHER", ACTIVE, moved, Actor("d", {"doctor"}, org="C2"))
    assert EndReason.DIED is TERMINATED.reason


def test_services_are_given_as_often_as_was_agreed() -> None:
    once = when(ACTIVE, Perform(item="BP"))
    twice = when(once, Perform(item="BP"))

    refused("CONTRACT_ITEM_SPENT", twice, Perform(item="BP"))
    refused("CONTRACT_ITEM_UNKNOWN", ACTIVE, Perform(item="XX"))
    refused("ROLE_REQUIRED", ACTIVE, Perform(item="BP"), HOLDER)
    assert [("EX", 1)] == [(o.item, o.left) for o in when(twice, TermPassed()).left]
    assert () == when(twice, RENEW, now=NEAR).performed


def test_nothing_private_shows_in_a_repr() -> None:
    assert "13900000000" not in repr(ACTIVE)
    assert "HYPERTENSION" not in repr(ACTIVE)
    assert NOW == PENDING.terms.signature.accepted_at


def test_a_delegate_signs_nothing_and_takes_back_what_nobody_has_signed() -> None:
    let = FACTS.model_copy(update={"delegated": True})
    assert isinstance(when(PENDING, Withdraw(), PARENT, let), Lapsed)
    refused("CONTRACT_RESIDENT_ONLY", PENDING, Withdraw(), PARENT)
    for state, command in (
        (None, REQUEST),
        (ACTIVE, RENEW),
        (ACTIVE, ChangeTeam(team="T2")),
        (ACTIVE, Terminate(reason=EndReason.OWN_WISH)),
    ):
        refused("CONTRACT_RESIDENT_ONLY", state, command, PARENT, facts=let, now=NEAR)


def test_an_adult_s_guardian_by_a_court_order_signs_as_a_minor_s_does() -> None:
    ward = MINOR.model_copy(update={"age": 60, "by_court": True})
    assert when(None, REQUEST, PARENT, ward).terms.by_guardian
