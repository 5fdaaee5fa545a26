"""Letting others look (查阅授权): who may, for how long, and how it ends."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.errors import CardLostError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.declaring import Signature
from ehealthcard.services.access_grant import (
    Ended,
    Extend,
    Grant,
    Granted,
    GrantFacts,
    HolderGone,
    Revoke,
    Revoked,
    TermPassed,
    access_grant,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import SUBJECT
from ehealthcard.workflow import Actor

from .reports import DELEGATE, DOCTOR, GUARDIAN, HOLDER, NEIGHBOUR, T0, resident

YEAR = timedelta(days=365)
GRANT = Grant(
    delegate=DELEGATE, scopes=(GrantScope.REPORTS,), until=T0 + YEAR, consent="1"
)
EXTEND = Extend(until=T0 + timedelta(days=9), consent="2")
ADULT = GrantFacts(
    status=CardStatus.ACTIVE, age=40, guardian=None, delegate=CardStatus.ACTIVE
)
CHILD = ADULT.model_copy(update={"age": 5, "guardian": GUARDIAN})
GRANTED = Granted(
    card=SUBJECT,
    delegate=DELEGATE,
    scopes=(GrantScope.REPORTS,),
    sensitive=False,
    by_guardian=False,
    until=T0 + YEAR,
    consent=Signature(version="1", accepted_at=T0),
)
REVOKED = GRANTED.to(Revoked, revoked_by=HOLDER.id, revoked_at=T0)


def when(state: Any, command: Any, by: Actor, facts: Any = ADULT) -> Any:
    return given(access_grant, state, by=by, facts=facts).when(command)


def refused(code: str, command: Any, by: Actor, facts: Any = ADULT) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(None if isinstance(command, Grant) else GRANTED, command, by, facts)
    assert code == caught.value.code


class TestContract(WorkflowContract):
    workflow = access_grant
    examples = (GRANTED, REVOKED, GRANTED.to(Ended))
    commands = (GRANT, EXTEND, Revoke(), TermPassed(), HolderGone())
    facts = (ADULT,)


def test_a_holder_lets_somebody_in_for_a_year_at_most() -> None:
    assert when(None, GRANT, HOLDER) == GRANTED
    for until in (T0, T0 + YEAR + timedelta(seconds=1)):
        wrong = GRANT.model_copy(update={"until": until})
        refused("GRANT_TERM_WRONG", wrong, HOLDER)


def test_a_guardian_grants_for_a_minor_and_nobody_for_others() -> None:
    assert when(None, GRANT, resident(GUARDIAN), CHILD).by_guardian
    grown = CHILD.model_copy(update={"age": 18})
    refused("ACCESS_NOT_GRANTED", GRANT, resident(GUARDIAN), grown)
    for by in (resident(NEIGHBOUR), resident(DELEGATE), DOCTOR):
        refused("ACCESS_NOT_GRANTED", GRANT, by)


def test_who_is_let_in_has_a_card_and_is_somebody_else() -> None:
    refused(
        "DELEGATE_IS_HOLDER", GRANT.model_copy(update={"delegate": SUBJECT}), HOLDER
    )
    for status in (None, CardStatus.SUSPENDED):
        facts = ADULT.model_copy(update={"delegate": status})
        refused("DELEGATE_UNKNOWN", GRANT, HOLDER, facts)
    lost = ADULT.model_copy(update={"status": CardStatus.SUSPENDED})
    with pytest.raises(CardLostError):
        when(None, GRANT, HOLDER, lost)


@pytest.mark.parametrize("by", [HOLDER, resident(DELEGATE)])
def test_either_of_them_takes_it_back(by: Actor) -> None:
    gone = when(GRANTED, Revoke(), by)

    assert gone == REVOKED.model_copy(update={"revoked_by": by.id})


def test_a_guardian_takes_it_back_and_strangers_do_not() -> None:
    assert Revoked is type(when(GRANTED, Revoke(), resident(GUARDIAN), CHILD))
    refused("ACCESS_NOT_GRANTED", Revoke(), resident(NEIGHBOUR))
    refused("ACCESS_NOT_GRANTED", Revoke(), Actor("app", {"app"}))


def test_it_ends_behind_its_last_moment_or_with_the_card() -> None:
    timer = access_grant.deadline(GRANTED)
    assert timer is not None
    assert T0 + YEAR == timer.last
    for notice in (TermPassed(), HolderGone()):
        assert when(GRANTED, notice, HOLDER) == GRANTED.to(Ended)


def test_who_was_let_in_gives_it_back_with_the_card_that_answers_for_his() -> None:
    merged = ADULT.model_copy(update={"answering": NEIGHBOUR})
    assert Revoked is type(when(GRANTED, Revoke(), resident(NEIGHBOUR), merged))
    refused("ACCESS_NOT_GRANTED", Revoke(), resident(DELEGATE), merged)


def test_it_is_extended_with_a_consent_anew_and_covers_no_more() -> None:
    longer = when(GRANTED, EXTEND, HOLDER)
    signed = Signature(version="2", accepted_at=T0)
    changes = {"until": EXTEND.until, "consent": signed}
    assert longer == GRANTED.model_copy(update=changes)
    for until in (T0, T0 + YEAR + timedelta(seconds=1)):
        wrong = EXTEND.model_copy(update={"until": until})
        refused("GRANT_TERM_WRONG", wrong, HOLDER)


def test_nobody_extends_what_he_was_let_do() -> None:
    for by in (resident(DELEGATE), resident(NEIGHBOUR), DOCTOR):
        refused("ACCESS_NOT_GRANTED", EXTEND, by)
    assert when(GRANTED, EXTEND, resident(GUARDIAN), CHILD).by_guardian
    grown = CHILD.model_copy(update={"age": 18})
    refused("ACCESS_NOT_GRANTED", EXTEND, resident(GUARDIAN), grown)
    own = GRANTED.model_copy(update={"by_guardian": True})
    assert not when(own, EXTEND, HOLDER, grown).by_guardian


def test_nothing_is_extended_for_a_card_that_is_not_in_use() -> None:
    lost = ADULT.model_copy(update={"status": CardStatus.SUSPENDED})
    with pytest.raises(CardLostError):
        when(GRANTED, EXTEND, HOLDER, lost)
    gone = ADULT.model_copy(update={"delegate": CardStatus.SUSPENDED})
    refused("DELEGATE_UNKNOWN", EXTEND, HOLDER, gone)
