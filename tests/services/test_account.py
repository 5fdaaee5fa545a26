"""Accounts (账户): who opens one, how many cards it holds, and how it ends."""

from typing import Any

import pytest

from ehealthcard.errors import CardLostError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.signals import AccountClosed
from ehealthcard.services.foundation.account import (
    AccountFacts,
    Close,
    Closed,
    ClosingReason,
    HolderGone,
    Open,
    Opened,
    Widen,
    account,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

from .families import DESK, OTHER, WINDOW
from .reports import DOCTOR, HOLDER, resident

ADULT = AccountFacts(status=CardStatus.ACTIVE, age=35, held=0, guards=False)
OPENED = Opened(card=SUBJECT, most=10, opened_by=HOLDER.id, opened_at=NOW)
CLOSED = OPENED.to(
    Closed, reason=ClosingReason.ASKED, closed_by=HOLDER.id, closed_at=NOW
)
WIDEN = Widen(most=500, reason="children's home")


def when(state: Any, command: Any, by: Actor, facts: Any = ADULT) -> Any:
    return given(account, state, by=by, facts=facts).when(command)


def refused(code: str, state: Any, command: Any, by: Actor, facts: Any = ADULT) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, facts)
    assert code == caught.value.code


class TestContract(WorkflowContract):
    workflow = account
    examples = (OPENED, CLOSED)
    commands = (Open(), WIDEN, Close(), HolderGone(died=True))
    facts = (ADULT,)
    roles = frozenset({"registrar"})


def test_the_holder_opens_it_or_a_window_or_the_desk() -> None:
    assert OPENED == when(None, Open(), HOLDER)
    for by in (WINDOW, DESK):
        assert when(None, Open(), by).opened_by == by.id
    refused("ACCOUNT_NOT_YOURS", None, Open(), resident(OTHER))
    refused("ROLE_REQUIRED", None, Open(), DOCTOR)


def test_it_needs_an_active_card_and_14_years() -> None:
    young = ADULT.model_copy(update={"age": 13})
    refused("ACCOUNT_TOO_YOUNG", None, Open(), HOLDER, young)
    lost = ADULT.model_copy(update={"status": CardStatus.SUSPENDED})
    with pytest.raises(CardLostError):
        when(None, Open(), HOLDER, lost)


def test_a_window_sets_another_limit_and_says_why() -> None:
    wide = when(OPENED, WIDEN, WINDOW)
    assert (500, WINDOW.id, WIDEN.reason) == (
        wide.most,
        wide.widened_by,
        wide.widened_why,
    )
    full = ADULT.model_copy(update={"held": 4})
    narrow = Widen(most=4, reason="r")
    refused("ACCOUNT_HOLDS_MORE", OPENED, narrow, WINDOW, full)
    assert when(OPENED, Widen(most=5, reason="r"), WINDOW, full).most == 5
    refused("ROLE_REQUIRED", OPENED, WIDEN, HOLDER)


def test_who_is_nobodys_guardian_closes_it() -> None:
    assert CLOSED == when(OPENED, Close(), HOLDER)
    guards = ADULT.model_copy(update={"held": 1, "guards": True})
    refused("ACCOUNT_GUARDS", OPENED, Close(), HOLDER, guards)
    refused("ACCOUNT_NOT_YOURS", OPENED, Close(), resident(OTHER))


@pytest.mark.parametrize(
    ("died", "reason"),
    [(True, ClosingReason.DIED), (False, ClosingReason.CARD_CANCELLED)],
)
def test_it_ends_with_its_holder_and_what_it_held_hears_of_it(
    reason: ClosingReason, *, died: bool
) -> None:
    gone = when(OPENED, HolderGone(died=died), WINDOW)
    assert reason is gone.reason
    ((_, said, _),) = account.bring_about(OPENED, gone)
    assert AccountClosed(carer=SUBJECT, died=died) == said
