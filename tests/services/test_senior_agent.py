"""Agents for senior cards (老年证代办授权): nobody acts without being asked to."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.codesets import Kinship
from ehealthcard.errors import CardError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.holders import HolderGone
from ehealthcard.services.senior_agent import (
    AgentAsked,
    AgentDismissed,
    AgentEnded,
    AgentFacts,
    AskAgent,
    DismissAgent,
    TermPassed,
    senior_agent,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

from .seniors import BUS, CHILD, HOLDER, STRANGER, WINDOW, resident

FACTS = AgentFacts(status=CardStatus.ACTIVE, agent=CardStatus.ACTIVE)
UNTIL = NOW + timedelta(days=30)
ASK = AskAgent(agent=CHILD, kinship=Kinship.DAUGHTER, until=UNTIL, consent="1")
ASKED = AgentAsked(
    card=SUBJECT,
    agent=CHILD,
    kinship=Kinship.DAUGHTER,
    until=UNTIL,
    witness=None,
    consent=Signature(version="1", accepted_at=NOW),
)
DISMISSED = ASKED.to(AgentDismissed, dismissed_by=HOLDER.id, dismissed_at=NOW)


def when(state: Any, command: Any, by: Actor = HOLDER, facts: Any = FACTS) -> Any:
    return given(senior_agent, state, by=by, facts=facts).when(command)


def refused(code: str, state: Any, command: Any, by: Actor, facts: Any = FACTS) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, facts)
    assert code == caught.value.code


class TestContract(WorkflowContract):
    workflow = senior_agent
    examples = (ASKED, DISMISSED, ASKED.to(AgentEnded))
    commands = (
        ASK.model_copy(update={"holder_seen": True}),
        DismissAgent(),
        TermPassed(),
        HolderGone(),
    )
    facts = (FACTS,)
    roles = frozenset({"staff"})


def test_the_holder_asks_or_a_window_that_has_seen_him() -> None:
    assert when(None, ASK) == ASKED
    seen = ASK.model_copy(update={"holder_seen": True})
    assert WINDOW.id == when(None, seen, WINDOW).witness
    refused("SENIOR_HOLDER_NOT_SEEN", None, ASK, WINDOW)
    refused("ACCESS_NOT_GRANTED", None, seen, resident(CHILD))
    refused("ROLE_REQUIRED", None, seen, BUS)


@pytest.mark.parametrize("days", [0, 366])
def test_it_ends_within_a_year(days: int) -> None:
    ask = ASK.model_copy(update={"until": NOW + timedelta(days=days)})

    refused("SENIOR_AGENT_TERM", None, ask, HOLDER)


def test_a_year_is_included() -> None:
    ask = ASK.model_copy(update={"until": NOW + timedelta(days=365)})

    assert isinstance(when(None, ask), AgentAsked)


def test_both_have_active_cards_and_are_two() -> None:
    unknown = FACTS.model_copy(update={"agent": CardStatus.SUSPENDED})
    refused("SENIOR_AGENT_UNKNOWN", None, ASK, HOLDER, unknown)
    own = ASK.model_copy(update={"agent": SUBJECT})
    refused("SENIOR_AGENT_IS_HOLDER", None, own, HOLDER)
    lost = FACTS.model_copy(update={"status": CardStatus.SUSPENDED})
    with pytest.raises(CardError):
        when(None, ASK, facts=lost)


@pytest.mark.parametrize("by", [HOLDER, resident(CHILD), WINDOW])
def test_it_is_taken_back_in_one_step(by: Actor) -> None:
    assert isinstance(when(ASKED, DismissAgent(), by), AgentDismissed)
    refused("ACCESS_NOT_GRANTED", ASKED, DismissAgent(), resident(STRANGER))


@pytest.mark.parametrize("why", [TermPassed(), HolderGone()])
def test_it_ends_with_its_term_and_with_the_holder(why: Any) -> None:
    assert when(ASKED, why) == ASKED.to(AgentEnded)
    timer = senior_agent.deadline(ASKED)
    assert timer is not None
    assert UNTIL == timer.last
