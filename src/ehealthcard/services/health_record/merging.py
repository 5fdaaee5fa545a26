"""Two records of one person become one, and two again (合并与取消合并)."""

from ehealthcard.rules.health_records.standing import require_keeper
from ehealthcard.workflow import Context

from .commands import Merge, Unmerge
from .facts import MergeFacts
from .model import RecordPolicy
from .rules import MERGE_CHAIN, MERGE_DIFFERS, MERGE_ITSELF, MERGE_TARGET
from .states import Active, Merged


def merge(
    state: Active, command: Merge, ctx: Context[MergeFacts, RecordPolicy]
) -> Merged:
    """The keeper has proved that both are of one person; this one rests in the other.

    The other one's keeper may be another institution. Nothing is copied: both are read
    together, so that taking them apart loses nothing.
    """
    require_keeper(ctx, state.org)
    other = ctx.facts.into
    if command.into == state.file:
        raise MERGE_ITSELF.broken()
    if ctx.facts.is_target:
        raise MERGE_CHAIN.broken()
    if other is None:
        raise MERGE_TARGET.broken()
    if not (ctx.facts.same_birth and ctx.facts.same_sex):
        raise MERGE_DIFFERS.broken()
    return state.to(
        Merged,
        into=other.file,
        proof=command.proof,
        merged_by=ctx.actor.id,
        merged_at=ctx.now,
    )


def unmerge(state: Merged, command: Unmerge, ctx: Context) -> Active:
    """The keeper undoes it: the record is as it was, and is read alone."""
    require_keeper(ctx, state.org)
    return state.to(Active)
