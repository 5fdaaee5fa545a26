"""How a record goes to another institution (迁移)."""

from datetime import datetime, timedelta

from ehealthcard.rules.access import AccessFacts
from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.rules.health_records.base import PastNumber, RecordContent
from ehealthcard.rules.health_records.code import parse
from ehealthcard.rules.health_records.standing import KEEPERS, require_keeper
from ehealthcard.workflow import Context

from .building import content_of, require_place, require_voice
from .commands import ConfirmMove, MoveLapsed, MoveOut, ReturnMove
from .model import Move, MoveRefused, RecordPolicy
from .rules import HOME_AHEAD, MOVE_TO_SELF, NOT_RECEIVER
from .states import Active, MovedOut, Moving


def move_out(
    state: Active, command: MoveOut, ctx: Context[AccessFacts, RecordPolicy]
) -> Moving:
    """The resident, the guardian or the keeper asks for it; nothing moves yet."""
    if ctx.actor.roles.isdisjoint(KEEPERS):
        require_voice(ctx.actor, ctx.subject, ctx.facts)
    else:
        require_keeper(ctx, state.org)
    if command.to == state.org:
        raise MOVE_TO_SELF.broken()
    last = day_of(ctx.now) + timedelta(days=ctx.policy.move_days)
    move = Move(
        to=command.to,
        to_name=command.to_name,
        reason=command.reason,
        asked_by=ctx.actor.id,
        asked_at=ctx.now,
    )
    return state.to(Moving, move=move, answer_by=end_of(last))


def confirm(
    state: Moving, command: ConfirmMove, ctx: Context[None, RecordPolicy]
) -> MovedOut:
    """The receiver takes it over under a number of its own; nothing in it is lost.

    The half year was lived through before the record was built; it does not begin anew
    with a move (inferred).
    """
    _require_receiver(state, ctx)
    code = parse(command.number)
    require_place(command.residency, code, ctx.policy)
    if command.residency.since > day_of(ctx.now):
        raise HOME_AHEAD.broken()
    return state.to(
        MovedOut,
        new_number=code.number,
        receiver=state.move.to,
        receiver_name=state.move.to_name,
        content=_content_there(state, command, ctx.now),
        confirmed_by=ctx.actor.id,
        moved_at=ctx.now,
    )


def return_move(state: Moving, command: ReturnMove, ctx: Context) -> Active:
    """The receiver does not take it over, and says why; all is as before."""
    _require_receiver(state, ctx)
    refused = MoveRefused(to=state.move.to, reason=command.reason, at=ctx.now)
    return state.to(Active, refused=refused)


def lapse_move(state: Moving, command: MoveLapsed, ctx: Context) -> Active:
    """The receiver has not answered; all is as before."""
    refused = MoveRefused(to=state.move.to, reason=None, at=ctx.now)
    return state.to(Active, refused=refused)


def _content_there(state: Moving, command: ConfirmMove, now: datetime) -> RecordContent:
    """Return the contents with the new home and doctor, and the number it had."""
    content = content_of(state)
    old = PastNumber(number=state.number, org=state.org, until=now)
    head = content.head.model_copy(update={"doctor": command.doctor, "grid": None})
    changes = {
        "head": head,
        "residency": command.residency,
        "previous": (*content.previous, old),
    }
    return content.model_copy(update=changes)


def _require_receiver(state: Moving, ctx: Context[object, object]) -> None:
    ctx.require(*KEEPERS)
    if ctx.actor.org != state.move.to:
        raise NOT_RECEIVER.broken()
