"""Two cards of one person (一人两卡合并)."""

from datetime import date
from typing import Any

import pytest

from ehealthcard.errors import RuleViolationError
from ehealthcard.identity import SubjectId
from ehealthcard.rules.signals import CardCancelled, CardsMerged, CardsParted
from ehealthcard.services.foundation.card_merge import (
    MERGE_DESK,
    REVIEWER,
    AskToPart,
    CardEnded,
    Ground,
    KeepTogether,
    Lapsed,
    Merge,
    Merged,
    MergePolicy,
    Part,
    Parted,
    PartingAsked,
    Propose,
    Proposed,
    Reject,
    Rejected,
    Second,
    Seconded,
    card_merge,
    on_cancelled,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor, Claim, Signal

OTHER = SubjectId("7" * 32)
WINDOW = Actor("window-3", {"registrar"})
ONE, TWO, THREE = (Actor(f"review-{n}", {REVIEWER, MERGE_DESK}) for n in (1, 2, 3))
ASK = Propose(other=OTHER, ground=Ground.SEEN, note="both documents at hand")
PROPOSED = Proposed(card=SUBJECT, **dict(ASK), proposed_by="window-3", proposed_at=NOW)
SECONDED = PROPOSED.to(Seconded, first="review-1", first_at=NOW)
MERGED = SECONDED.to(
    Merged,
    survivor=SUBJECT,
    retired=OTHER,
    second="review-2",
    merged_at=NOW,
    moved=("b-1",),
    answers=True,
)
PARTING = MERGED.to(PartingAsked, asked_by="review-1", asked_at=NOW, why="twins")
PARTED = PARTING.to(Parted, parted_by="review-3", parted_at=NOW, returned=("b-2",))
REJECTED = PROPOSED.to(Rejected, rejected_by="review-1", rejected_at=NOW, why="twins")
LAPSED = PROPOSED.to(Lapsed, lapsed_at=NOW)
DO, UNDO = Merge(moved=("b-1",)), Part(returned=("b-2",))
NO, WRONG = Reject(why="twins"), AskToPart(why="twins")


class TestContract(WorkflowContract):
    workflow = card_merge
    examples = (PROPOSED, SECONDED, MERGED, PARTING, PARTED, REJECTED, LAPSED)
    commands = (ASK, Second(), DO, NO, WRONG, KeepTogether(), UNDO, CardEnded())
    roles = frozenset({"registrar", REVIEWER, MERGE_DESK})


def when(state: Any, command: Any, by: Actor = ONE, **more: Any) -> Any:
    return given(card_merge, state, by=by, **more).when(command)


def told(before: Any, after: Any) -> list[Any]:
    found = card_merge.bring_about(before, after)
    return [v for _, v, new in found if new and isinstance(v, Signal)]


def test_two_reviewers_make_one_card_of_two() -> None:
    assert PROPOSED == when(None, ASK, WINDOW)
    assert SECONDED == when(PROPOSED, Second())
    assert MERGED == when(SECONDED, DO, TWO)
    assert [CardsMerged(card=OTHER, into=SUBJECT)] == told(SECONDED, MERGED)
    assert [] == [*told(None, PROPOSED), *told(PROPOSED, SECONDED)]


def test_two_reviewers_part_them_again() -> None:
    assert PARTING == when(MERGED, WRONG)
    assert [] == told(MERGED, PARTING)
    assert PARTED == when(PARTING, UNDO, THREE)
    assert [CardsParted(card=OTHER)] == told(PARTING, PARTED)
    assert MERGED == when(PARTING, KeepTogether(), TWO)
    assert [] == told(PARTING, MERGED)


@pytest.mark.parametrize(
    ("state", "command", "by"),
    [
        (PROPOSED, Second(), Actor("window-3", {REVIEWER})),
        (SECONDED, DO, ONE),
        (SECONDED, DO, Actor("window-3", {REVIEWER, MERGE_DESK})),
        (PARTING, UNDO, ONE),
        (PROPOSED, Second(), Actor("r", {REVIEWER}, holder=SUBJECT)),
        (PROPOSED, NO, Actor("r", {REVIEWER}, holder=OTHER)),
        (MERGED, WRONG, Actor("r", {REVIEWER}, holder=OTHER)),
        (PARTING, KeepTogether(), Actor("r", {REVIEWER}, holder=SUBJECT)),
    ],
)
def test_no_step_is_confirmed_by_who_took_the_one_before(
    state: Any, command: Any, by: Actor
) -> None:
    with pytest.raises(RuleViolationError, match="MERGE_ANOTHER_REVIEWER"):
        when(state, command, by)


@pytest.mark.parametrize("state", [PROPOSED, SECONDED])
def test_one_no_is_enough_and_so_is_a_cancelled_card(state: Any) -> None:
    assert isinstance(when(state, NO), Rejected)
    assert isinstance(when(state, CardEnded()), Lapsed)
    assert on_cancelled(CardCancelled(card=OTHER)) == CardEnded()


def test_the_steps_that_move_codes_are_the_desk_s() -> None:
    reviewer = Actor("review-9", {REVIEWER})
    moving: tuple[tuple[Any, Any], ...] = ((SECONDED, DO), (PARTING, UNDO))
    for state, command in moving:
        with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
            when(state, command, reviewer)
    others: tuple[tuple[Any, Any], ...] = (
        (None, ASK),
        (PROPOSED, Second()),
        (MERGED, WRONG),
    )
    for state, command in others:
        with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
            when(state, command, Actor("nurse-1", {"staff"}))


def test_the_policy_says_whether_the_retired_card_answers() -> None:
    policy = MergePolicy(
        name="strict", effective_from=date(2020, 1, 1), retired_codes="refuse"
    )
    assert not when(SECONDED, DO, TWO, policy=policy).answers


def test_two_cards_have_one_case_and_retire_once() -> None:
    pair = Claim(f"card-pair:{SUBJECT}:{OTHER}")
    for state, claims in (
        (PROPOSED, {pair}),
        (MERGED, {pair, Claim(f"card-retired:{OTHER}")}),
        (PARTING, {pair, Claim(f"card-retired:{OTHER}")}),
        (PARTED, set[Claim]()),
    ):
        found = {v for _, v, _ in card_merge.bring_about(None, state)}
        assert claims == {v for v in found if isinstance(v, Claim)}
    swapped = PROPOSED.model_copy(update={"card": OTHER, "other": SUBJECT})
    assert pair in {v for _, v, _ in card_merge.bring_about(None, swapped)}
