"""Following a referral up (转诊随访): a fortnight, whoever went or did not."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.errors import RuleViolationError
from ehealthcard.services.referral_follow_up import (
    Done,
    Dropped,
    Due,
    DuePassed,
    Ended,
    HolderDied,
    Open,
    Outcome,
    Overdue,
    Record,
    referral_follow_up,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW
from ehealthcard.workflow import Actor

from .referrals import GP, HOME, SPECIALIST, at

OPEN = Open(number="ZZ1", origin=HOME, illness="a" * 32, issued_at=NOW)
RECORD = Record(outcome=Outcome.SEEN)


def when(state: Any, command: Any, by: Actor = GP) -> Any:
    return given(referral_follow_up, state, by=by).when(command)


DUE = when(None, OPEN)
OVERDUE = when(DUE, DuePassed())
DONE = when(DUE, RECORD)
ENDED = when(DUE, HolderDied())


class TestContract(WorkflowContract):
    workflow = referral_follow_up
    examples = (DUE, OVERDUE, DONE, ENDED)
    commands = (OPEN, RECORD, DuePassed(), Dropped(), HolderDied())
    roles = frozenset({"doctor"})


def test_rf3_a_fortnight_from_the_issue_closed() -> None:
    issued = OPEN.model_copy(update={"issued_at": at("2023-02-01", "10:00")})
    due = when(None, issued)

    assert at("2023-02-16", "00:00") == due.due_by
    elapsed = referral_follow_up.elapse
    policies = referral_follow_up.policies
    assert policies is not None
    pack = policies.packs[0]
    assert not list(elapsed(due, at("2023-02-15", "23:59"), pack, due.card))
    assert not list(elapsed(due, due.due_by, pack, due.card))
    ((late, _, _),) = elapsed(due, due.due_by + timedelta(seconds=1), pack, due.card)
    assert isinstance(late, Overdue)


def test_it_is_recorded_in_time_or_late() -> None:
    assert isinstance(DONE, Done)
    assert not DONE.late
    assert when(OVERDUE, RECORD).late


def test_the_institution_that_referred_follows_up() -> None:
    for state in (DUE, OVERDUE):
        for by, code in (
            (SPECIALIST, "FOLLOW_UP_OTHER_INSTITUTION"),
            (Actor("x", {"registrar"}, org=HOME), "ROLE_REQUIRED"),
        ):
            with pytest.raises(RuleViolationError) as caught:
                when(state, RECORD, by)
            assert code == caught.value.code


@pytest.mark.parametrize("state", [DUE, OVERDUE])
def test_who_did_not_go_is_asked_about_all_the_same(state: Due | Overdue) -> None:
    dropped = when(state, Dropped())

    assert type(dropped) is type(state)
    assert dropped.dropped
    assert isinstance(when(state, HolderDied()), Ended)
