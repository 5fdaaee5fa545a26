"""One code, two people (码归属冲突)."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.codes import Assurance
from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.code_desk import CODE_DESK
from ehealthcard.rules.signals import (
    CardCancelled,
    CodeAwarded,
    CodeClaimDropped,
    CodeClaimUpheld,
    CodeContested,
)
from ehealthcard.services.foundation.code_conflict import (
    REVIEWER,
    ClaimantEnded,
    Claimed,
    Decide,
    DecidedForClaimant,
    DecidedForHolder,
    DecidedForNeither,
    Lapsed,
    RaiseClaim,
    ReviewLate,
    Ruling,
    TakeUp,
    UnderReview,
    Withdraw,
    Withdrawn,
    code_conflict,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor, Claim, Signal, Tell, Until

DESK = Actor("window-3", {CODE_DESK})
REVIEW = Actor("review-1", {REVIEWER})
CODE: dict[str, Any] = {
    "kind": "medical-record",
    "issuer": "H1",
    "value": "00004711",
    "assurance": Assurance.SEEN,
    "valid_until": None,
}
RAISE = RaiseClaim(name="k-1", binding="b-1", **CODE)
DAY = timedelta(days=1)
CLAIMED = Claimed(
    card=SUBJECT,
    **dict(RAISE),
    claimed_by="window-3",
    claimed_at=NOW,
    due_at=NOW + DAY,
)
REVIEWED = CLAIMED.to(
    UnderReview, reviewer="review-1", taken_up_at=NOW, due_at=NOW + 5 * DAY
)
LATE = CLAIMED.model_copy(update={"escalations": 1})
RULED: dict[str, Any] = {
    "decided_by": "review-1",
    "decided_at": NOW,
    "reason": "seen both",
}
HOLDER, CLAIMANT, NEITHER = (
    REVIEWED.to(kind, **RULED)
    for kind in (DecidedForHolder, DecidedForClaimant, DecidedForNeither)
)
WITHDRAWN = CLAIMED.to(Withdrawn, withdrawn_by="window-3", withdrawn_at=NOW)
LAPSED = REVIEWED.to(Lapsed, lapsed_at=NOW)


def decide(ruling: Ruling) -> Decide:
    return Decide(ruling=ruling, reason="seen both")


class TestContract(WorkflowContract):
    workflow = code_conflict
    examples = (CLAIMED, LATE, REVIEWED, HOLDER, CLAIMANT, NEITHER, WITHDRAWN, LAPSED)
    commands = (
        RAISE,
        TakeUp(),
        *map(decide, Ruling),
        Withdraw(),
        ClaimantEnded(),
        ReviewLate(),
    )
    roles = frozenset({CODE_DESK, REVIEWER})


def when(state: Any, command: Any, by: Actor = REVIEW) -> Any:
    return given(code_conflict, state, by=by).when(command)


def told(before: Any, after: Any) -> list[Any]:
    found = code_conflict.bring_about(before, after)
    return [v for _, v, new in found if new and isinstance(v, Signal)]


def test_a_claim_alone_changes_nothing() -> None:
    assert CLAIMED == when(None, RAISE, DESK)
    assert [] == told(None, CLAIMED)
    values = [value for _, value, _ in code_conflict.bring_about(None, CLAIMED)]
    assert Claim("code-conflict:b-1") in values


def test_a_review_lets_the_code_rest() -> None:
    assert REVIEWED == when(CLAIMED, TakeUp())
    assert [CodeContested(binding="b-1", conflict="k-1")] == told(CLAIMED, REVIEWED)


def test_a_ruling_says_whose_it_is() -> None:
    dropped, upheld = (
        kind(conflict="k-1") for kind in (CodeClaimDropped, CodeClaimUpheld)
    )
    awarded = CodeAwarded(card=SUBJECT, name="k-1", **CODE)
    expected: tuple[tuple[Ruling, Any, list[Any]], ...] = (
        (Ruling.HOLDER, HOLDER, [dropped]),
        (Ruling.CLAIMANT, CLAIMANT, [upheld, awarded]),
        (Ruling.NEITHER, NEITHER, [upheld]),
    )
    for ruling, state, signals in expected:
        assert state == when(REVIEWED, decide(ruling))
        assert signals == told(REVIEWED, state)


def test_who_claimed_it_does_not_review_it() -> None:
    for party in (
        Actor("window-3", {REVIEWER}),
        Actor("review-1", {REVIEWER}, holder=SUBJECT),
    ):
        for state, command in ((CLAIMED, TakeUp()), (REVIEWED, decide(Ruling.HOLDER))):
            with pytest.raises(RuleViolationError) as refused:
                when(state, command, party)
            assert "REVIEWER_NOT_PARTY" == refused.value.code


def test_each_step_is_for_who_may_take_it() -> None:
    staff = Actor("window-4", {"staff", "registrar"})
    for state, command in (
        (None, RAISE),
        (CLAIMED, TakeUp()),
        (REVIEWED, decide(Ruling.CLAIMANT)),
        (CLAIMED, Withdraw()),
    ):
        with pytest.raises(RuleViolationError) as refused:
            when(state, command, staff)
        assert "ROLE_REQUIRED" == refused.value.code


@pytest.mark.parametrize("state", [CLAIMED, REVIEWED])
def test_a_claim_is_taken_back_or_ends_with_the_card(state: Any) -> None:
    expected = [CodeClaimDropped(conflict="k-1")] if state is REVIEWED else []
    for by in (DESK, REVIEW, Actor("app", holder=SUBJECT)):
        back = when(state, Withdraw(), by)
        assert by.id == back.withdrawn_by
        assert expected == told(state, back)
    ended = when(state, ClaimantEnded())
    assert expected == told(state, ended)
    assert isinstance(ended, Lapsed)


def test_it_hears_of_the_card_and_shows_no_code() -> None:
    (reaction,) = code_conflict.hears
    assert ClaimantEnded() == reaction.call(CardCancelled(card=SUBJECT))
    assert "4711" not in repr(CLAIMED)


def said(before: Any, after: Any) -> list[tuple[str, str]]:
    found = code_conflict.bring_about(before, after)
    return [(v.to, v.key) for _, v, new in found if new and isinstance(v, Tell)]


@pytest.mark.parametrize("state", [CLAIMED, REVIEWED])
def test_what_nobody_decides_in_time_goes_up_again_and_again(state: Any) -> None:
    values = [value for _, value, _ in code_conflict.bring_about(None, state)]
    assert Until(state.due_at, ReviewLate()) in values
    late = when(state, ReviewLate())
    assert (NOW + DAY, 1) == (late.due_at, late.escalations)
    assert [("monitor", "k-1:late:1")] == said(state, late)
    later = when(late, ReviewLate())
    assert [("monitor", "k-1:late:2")] == said(late, later)
    taken = when(CLAIMED, TakeUp())
    assert NOW + 5 * DAY == taken.due_at


def test_the_claimant_hears_of_the_claim_and_of_its_end_and_of_no_code() -> None:
    assert [("notifier", "k-1:claimed")] == said(None, CLAIMED)
    assert [] == said(CLAIMED, REVIEWED)
    for ruling, state in zip(Ruling, (HOLDER, CLAIMANT, NEITHER), strict=True):
        assert state == when(REVIEWED, decide(ruling))
        assert [("notifier", "k-1:decided")] == said(REVIEWED, state)
    assert not any(
        "4711" in repr(v) for _, v, _ in code_conflict.bring_about(None, CLAIMED)
    )
