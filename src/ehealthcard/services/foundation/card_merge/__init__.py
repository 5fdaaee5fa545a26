"""Two cards of one person (一人两卡合并).

Somebody registered with a passport and later with an ID, or as a newborn with the birth
certificate: two cards, one person. Who finds it proposes which card stays. Two
reviewers look, each for himself, neither of them who proposed it; after the second the
other card retires: its codes go over, and it points to the card that stays. Nothing
else moves: cases stay with the card they were opened for, go on, and are found through
the one that stays; whatever is counted, limited or proved is so for the person, while
the merge holds (ADR 18). So a merge can be undone: two reviewers again, and both cards
are as before, but for what was bound or opened since, which stays where it is.

The desk takes the second step of either kind (``desk.merges``), for it moves the codes
in the same transaction; with a role of its own (``merge-desk``) which nobody else
should be given.

The issue asks for a merge with history and an unmerge; the machine is this project's
own.

A person's cards are so many at most (``most_cards``), for every look at a holder asks
for each of them; what would be more is not merged.

Not built: a merge of more than two cards at once; a term within which reviewers decide.
"""

from datetime import date

from ehealthcard.rules.signals import CardCancelled, CardsMerged, CardsParted
from ehealthcard.workflow import Claim, Context, Rule, Timeline, Title, Workflow

from .commands import (
    AskToPart,
    CardEnded,
    KeepTogether,
    Merge,
    Part,
    Propose,
    Reject,
    Second,
)
from .model import (
    DOUBTED,
    LATER_FIRST,
    MERGE_ITSELF,
    NOT_IN_USE,
    ONE_FAMILY,
    TOO_MANY_CARDS,
    Ground,
    MergePolicy,
)
from .states import (
    Lapsed,
    Merged,
    Pair,
    Parted,
    PartingAsked,
    Proposed,
    Rejected,
    Seconded,
)

__all__ = [
    "DOUBTED",
    "LATER_FIRST",
    "MERGE_DESK",
    "MERGE_ITSELF",
    "NOT_IN_USE",
    "ONE_FAMILY",
    "REVIEWER",
    "TOO_MANY_CARDS",
    "AskToPart",
    "CardEnded",
    "CardMerge",
    "CardMergeCommand",
    "Ground",
    "KeepTogether",
    "Lapsed",
    "Merge",
    "MergePolicy",
    "Merged",
    "Pair",
    "Part",
    "Parted",
    "PartingAsked",
    "Propose",
    "Proposed",
    "Reject",
    "Rejected",
    "Second",
    "Seconded",
    "card_merge",
]

REVIEWER = "merge-reviewer"
"""Looks whether two cards are of one person (合并复核员)."""

REGISTRAR = "registrar"
MERGE_DESK = "merge-desk"
"""The role of the desk's own room, which moves the codes in the same transaction."""

ANOTHER_PAIR_OF_EYES = Rule(
    "MERGE_ANOTHER_REVIEWER",
    "Who took the step before, or is concerned, does not confirm it; another must.",
    "须由另一名与此无关的复核人员确认。",
)


def propose(state: None, command: Propose, ctx: Context) -> Proposed:
    """Whoever registers people, or the desk, has found two cards."""
    ctx.require(REGISTRAR, MERGE_DESK)
    return Proposed(
        card=ctx.subject,
        **dict(command),
        proposed_by=ctx.actor.id,
        proposed_at=ctx.now,
    )


def second(state: Proposed, command: Second, ctx: Context) -> Seconded:
    """A reviewer who did not propose it agrees."""
    _require_other(ctx, state, state.proposed_by)
    return state.to(Seconded, first=ctx.actor.id, first_at=ctx.now)


def merge(state: Seconded, command: Merge, ctx: Context[None, MergePolicy]) -> Merged:
    """Another reviewer agrees: the other card retires, and its codes go over."""
    _require_other(ctx, state, state.proposed_by, state.first)
    ctx.require(MERGE_DESK)
    return state.to(
        Merged,
        survivor=state.card,
        retired=state.other,
        second=ctx.actor.id,
        merged_at=ctx.now,
        moved=command.moved,
        answers=ctx.policy.retired_codes == "answer",
    )


def reject(state: Proposed | Seconded, command: Reject, ctx: Context) -> Rejected:
    """One reviewer who says no is enough."""
    _require_other(ctx, state)
    return state.to(
        Rejected, rejected_by=ctx.actor.id, rejected_at=ctx.now, why=command.why
    )


def ask_to_part(state: Merged, command: AskToPart, ctx: Context) -> PartingAsked:
    """A reviewer has found that it was wrong."""
    _require_other(ctx, state)
    return state.to(
        PartingAsked, asked_by=ctx.actor.id, asked_at=ctx.now, why=command.why
    )


def keep_together(state: PartingAsked, command: KeepTogether, ctx: Context) -> Merged:
    """A reviewer finds that it was right."""
    _require_other(ctx, state)
    return state.to(Merged)


def part(state: PartingAsked, command: Part, ctx: Context) -> Parted:
    """Another reviewer agrees: the retired card is back, with the codes it brought."""
    _require_other(ctx, state, state.asked_by)
    ctx.require(MERGE_DESK)
    return state.to(
        Parted,
        parted_by=ctx.actor.id,
        parted_at=ctx.now,
        returned=command.returned,
    )


def lapse(state: Proposed | Seconded, command: CardEnded, ctx: Context) -> Lapsed:
    """There are no longer two cards."""
    return state.to(Lapsed, lapsed_at=ctx.now)


def one_at_a_time(state: Proposed | Seconded | Merged | PartingAsked) -> Claim:
    """Two cards have one such case."""
    return Claim(
        f"card-pair:{min(state.card, state.other)}:{max(state.card, state.other)}"
    )


def retires_once(state: Merged | PartingAsked) -> Claim:
    """A card retires in favour of one other."""
    return Claim(f"card-retired:{state.retired}")


def merged(state: Merged | PartingAsked) -> CardsMerged:
    """The other card retires."""
    return CardsMerged(card=state.retired, into=state.survivor)


def parted(state: Parted) -> CardsParted:
    """The other card is back."""
    return CardsParted(card=state.other)


def on_cancelled(signal: CardCancelled) -> CardEnded:
    """One of the cards was cancelled."""
    return CardEnded()


def _require_other(ctx: Context[object, object], state: Pair, *before: str) -> None:
    """Refuse a reviewer who took a step before or whose own card it is."""
    ctx.require(REVIEWER)
    if ctx.actor.id in before or ctx.actor.holder in (state.card, state.other):
        raise ANOTHER_PAIR_OF_EYES.broken()


CardMerge = Proposed | Seconded | Merged | PartingAsked | Parted | Rejected | Lapsed
CardMergeCommand = (
    Propose | Second | Merge | Reject | AskToPart | KeepTogether | Part | CardEnded
)

card_merge: Workflow[CardMerge, CardMergeCommand] = Workflow(
    "card-merge",
    Title("一人两卡合并", "Two cards of one person"),
    transitions=(
        propose,
        second,
        merge,
        reject,
        ask_to_part,
        keep_together,
        part,
        lapse,
    ),
    effects=(one_at_a_time, retires_once, merged, parted),
    reactions=(on_cancelled,),
    policies=Timeline((MergePolicy(name="2026", effective_from=date(2020, 1, 1)),)),
)
