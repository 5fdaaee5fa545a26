"""Suspended online settlement (医保联网结算暂停, YB-41)."""

from datetime import date, datetime
from typing import Any

import pytest

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.calendar import end_of
from ehealthcard.services.insurance_suspension import (
    OFFICE,
    Died,
    Ended,
    InsuranceSuspended,
    LiftSuspension,
    SuspendInsurance,
    SuspensionOver,
    insurance_suspension,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Until

SUSPENDED = InsuranceSuspended(
    card=SUBJECT,
    decision="2022-7",
    suspended_at=NOW,
    suspended_until=end_of(date(2023, 3, 1)),
)
LIFT = LiftSuspension(decision="2022-9")


def moved(state: Any, command: Any, **more: Any) -> Any:
    known: dict[str, Any] = {"roles": {OFFICE}}
    return given(insurance_suspension, state, **known | more).when(command)


def suspend(months: int) -> SuspendInsurance:
    return SuspendInsurance(months=months, decision="2022-7")


class TestContract(WorkflowContract):
    workflow = insurance_suspension
    examples = (SUSPENDED, Ended(reason="TIME", ended_at=NOW))
    commands = (suspend(3), suspend(13), LIFT, SuspensionOver(), Died())
    roles = frozenset({OFFICE})


def test_three_months_end_with_the_corresponding_day() -> None:
    state = moved(None, suspend(3))

    assert SUSPENDED == state
    due = insurance_suspension.deadline(state)
    assert Until(end_of(date(2023, 3, 1)), SuspensionOver()) == due


def test_a_month_without_that_day_ends_with_its_last() -> None:
    now = datetime(2022, 11, 30, 23, tzinfo=SHANGHAI)
    state = moved(None, suspend(3), now=now)

    assert end_of(date(2023, 2, 28)) == state.suspended_until


@pytest.mark.parametrize("months", [1, 2, 13])
def test_it_lasts_three_to_twelve_months(months: int) -> None:
    with pytest.raises(RuleViolationError) as caught:
        moved(None, suspend(months))
    assert "SUSPENSION_LENGTH" == caught.value.code


@pytest.mark.parametrize("months", [3, 12])
def test_both_ends_are_included(months: int) -> None:
    state = moved(None, suspend(months))

    assert isinstance(state, InsuranceSuspended)


@pytest.mark.parametrize(("state", "command"), [(None, suspend(3)), (SUSPENDED, LIFT)])
def test_only_the_insurance_office_decides(state: Any, command: Any) -> None:
    with pytest.raises(RuleViolationError) as caught:
        moved(state, command, roles={"staff"})
    assert "ROLE_REQUIRED" == caught.value.code


@pytest.mark.parametrize(
    ("command", "reason"),
    [(SuspensionOver(), "TIME"), (LIFT, "LIFTED"), (Died(), "DIED")],
)
def test_it_ends_by_time_by_decision_and_with_its_holder(
    command: Any, reason: str
) -> None:
    assert reason == moved(SUSPENDED, command).reason
