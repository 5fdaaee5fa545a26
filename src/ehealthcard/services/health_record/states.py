"""Where a health record may be."""

from typing import Annotated, ClassVar, Self

from ehealthcard.models import Day, Moment
from ehealthcard.rules.health_records.base import RecordContent
from ehealthcard.rules.health_records.code import RecordNumber
from ehealthcard.rules.health_records.codes import CancelReason
from ehealthcard.rules.health_records.standing import MergeProof, RecordStanding
from ehealthcard.rules.links import CardLink, HealthFileLink, HealthVillageLink
from ehealthcard.workflow import PRIVATE, Actor, State

from .model import Move, MoveRefused, Reading


class Filed(RecordStanding):
    """What is known of every record.

    Lists leave the contents out; they are opened by ``Read``, on the record.
    """

    village: HealthVillageLink
    """The place in the number; how many there are is counted by it."""

    first_village: HealthVillageLink
    """The place in the number that it was built under, where it counts as well."""

    content: Annotated[RecordContent | None, PRIVATE]
    """``None`` only where a list shows the record."""

    last_reading: Reading | None = None
    """The newest look; all of them are the case's history."""

    readings: int = 0
    refused: MoveRefused | None = None
    """The last move that came to nothing."""

    def shown_to(self, actor: Actor) -> Self:
        """Return it without its contents; see ``Read``."""
        del actor
        return self.model_copy(update={"content": None})


class Active(Filed):
    """In force (在档)."""

    in_force: ClassVar[bool] = True


class Moving(Filed):
    """To be confirmed by the institution that it goes to (迁移待确认)."""

    in_force: ClassVar[bool] = True

    move: Move
    answer_by: Moment


class MovedOut(Filed):
    """Kept elsewhere from now on (已迁出); the record goes on in a case of its own."""

    new_number: RecordNumber
    receiver: str
    receiver_name: str
    confirmed_by: str
    moved_at: Moment


class Cancelled(Filed):
    """Not in force any more, and kept (已注销)."""

    reason: CancelReason
    note: Annotated[str, PRIVATE]
    died_on: Annotated[Day | None, PRIVATE] = None
    cancelled_by: str
    cancelled_at: Moment
    kept_until: Moment


class Archived(State):
    """Its term of keeping is over, and its contents are erased (保存期满)."""

    card: CardLink
    file: HealthFileLink
    number: RecordNumber
    org: str
    reason: CancelReason
    kept_until: Moment


class Merged(Filed):
    """Part of another record of the same person, and kept as it was (已合并)."""

    into: HealthFileLink
    """The record that goes on."""

    proof: MergeProof
    merged_by: str
    merged_at: Moment
    died_at: Moment | None = None
    """When the holder was said to have died; the other record hears of it."""
