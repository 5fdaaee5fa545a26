"""A doubt that the holder is the holder (实名存疑)."""

from typing import Any

import pytest

from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.signals import CardCancelled, RealNameProved
from ehealthcard.services.foundation.real_name_doubt import (
    REVIEWER,
    CardEnded,
    Cleared,
    Dismiss,
    Dismissed,
    Doubt,
    Doubted,
    Ended,
    Ground,
    Proved,
    on_cancelled,
    on_proved,
    real_name_doubt,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor, Claim

RAISE = Doubt(ground=Ground.BORROWED, reason="photo of somebody else")
DOUBTED = Doubted(
    card=SUBJECT,
    counts_from=None,
    **dict(RAISE),
    doubted_by="review-1",
    doubted_at=NOW,
)
CLEARED = DOUBTED.to(Cleared, counts_from=NOW, cleared_at=NOW)
DISMISS = Dismiss(why="a twin")
FIRST, SECOND = (Actor(f"review-{n}", {REVIEWER}) for n in (1, 2))


class TestContract(WorkflowContract):
    workflow = real_name_doubt
    examples = (
        DOUBTED,
        CLEARED,
        DOUBTED.to(Dismissed, dismissed_by="review-2", dismissed_at=NOW, why="a twin"),
        DOUBTED.to(Ended, ended_at=NOW),
    )
    commands = (RAISE, DISMISS, Proved(), CardEnded())
    roles = frozenset({REVIEWER})


def when(state: Any, command: Any, by: Actor = FIRST) -> Any:
    return given(real_name_doubt, state, by=by).when(command)


def test_evidence_of_fraud_makes_every_proof_worthless() -> None:
    assert DOUBTED == when(None, RAISE)
    assert DOUBTED.counts_from is None
    ((_, claim, _),) = real_name_doubt.bring_about(None, DOUBTED)
    assert Claim(f"real-name-doubt:{SUBJECT}") == claim


def test_the_holder_proved_anew_counts_from_then_on() -> None:
    assert CLEARED == when(DOUBTED, Proved())
    assert on_proved(RealNameProved(card=SUBJECT)) == Proved()


def test_a_cleared_card_can_be_doubted_again() -> None:
    assert DOUBTED == when(CLEARED, RAISE)


def test_another_reviewer_dismisses_it() -> None:
    for party in (FIRST, Actor("review-3", {REVIEWER}, holder=SUBJECT)):
        with pytest.raises(RuleViolationError, match="REAL_NAME_ANOTHER_REVIEWER"):
            when(DOUBTED, DISMISS, party)
    assert isinstance(when(DOUBTED, DISMISS, SECOND), Dismissed)


@pytest.mark.parametrize("state", [DOUBTED, CLEARED])
def test_it_ends_with_the_card(state: Any) -> None:
    assert isinstance(when(state, CardEnded()), Ended)
    assert on_cancelled(CardCancelled(card=SUBJECT)) == CardEnded()


def test_only_a_reviewer_doubts() -> None:
    for state, command in ((None, RAISE), (DOUBTED, DISMISS)):
        with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
            when(state, command, Actor("window-3", {"registrar", "staff"}))
