"""Codes move with their holder when two cards become one (合并时迁移绑定)."""

from collections.abc import Collection

from ehealthcard.codes import Source
from ehealthcard.identity import SubjectId
from ehealthcard.rules.code_desk import CODE_DESK
from ehealthcard.services.foundation.code_binding import (
    Bind,
    Bound,
    Unbind,
    Unbinding,
    code_binding,
)
from ehealthcard.workflow import Actor

from .acting import acting_as
from .work import Work


def move_codes(
    work: Work,
    giver: SubjectId,
    taker: SubjectId,
    *,
    by: Actor,
    only: Collection[str] | None = None,
) -> tuple[str, ...]:
    """Let *giver*'s codes lead to *taker*; return the names of the new bindings.

    It is called inside the transaction of a merge (``desk.merges``), before the giver's
    card retires. Its undoing calls it the other way round, with the names of what went
    over. Disputed codes stay with the giver until that is decided, and lead to the card
    that answers for the giver's; a senior card's number stays with its own service.

    Args:
        work: The transaction.
        giver: Whose card retires.
        taker: Whose card stays.
        by: Who merges.
        only: Names of bindings; all if not said.

    """
    moved: list[str] = []
    desk = acting_as(by, CODE_DESK)
    for row in work.storage.bindings_of(giver):
        event = work.storage.last(row.case)
        if event is None or event.workflow != code_binding.name:
            continue
        live = work.catch_up(work.load(event))
        state = live.state
        if not isinstance(state, Bound) or (
            only is not None and state.name not in only
        ):
            continue
        work.carry_out(live, Unbind(reason=Unbinding.MERGED), by=desk)
        opened = work.open(code_binding, taker)
        command = Bind(
            name=opened.case,
            kind=state.kind,
            issuer=state.issuer,
            value=state.value,
            source=Source.MERGE,
            assurance=state.assurance,
            valid_from=state.valid_from,
            valid_until=state.valid_until,
        )
        work.carry_out(opened, command, by=desk)
        moved.append(opened.case)
    return tuple(moved)
