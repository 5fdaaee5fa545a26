"""A card retires in favour of another of the same person, and comes back (合并与取消).

The case of ``card-merge`` decides; the card only follows it. What was open for the card
stays open: nobody loses an appointment because two cards become one.
"""

from ehealthcard.rules.signals import CardsMerged, CardsParted
from ehealthcard.workflow import Context, Notice

from .states import Active, Merged, Suspended


class Retire(Notice):
    """Another card of the same person answers for this one from now on."""


class Return(Notice):
    """The cards were not of one person, or are kept apart again."""


def retire(state: Active, command: Retire, ctx: Context) -> Merged:
    """Two cards are of one person, as two reviewers found; the other one stays."""
    return state.to(Merged, merged_at=ctx.now)


def retire_lost(state: Suspended, command: Retire, ctx: Context) -> Merged:
    """A lost card retires as well, and remembers that it was lost."""
    return state.to(Merged, merged_at=ctx.now, lost=state.reason)


def come_back(state: Merged, command: Return, ctx: Context) -> Active | Suspended:
    """It is as it was before."""
    if state.lost is not None:
        return state.to(Suspended, reason=state.lost)
    return state.to(Active)


def on_merged(signal: CardsMerged) -> Retire:
    """Two reviewers found that the holder has another card."""
    return Retire()


def on_parted(signal: CardsParted) -> Return:
    """The merge is undone."""
    return Return()
