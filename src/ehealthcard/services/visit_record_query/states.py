"""Where a question may be."""

from typing import Annotated, Self

from ehealthcard.models import Day, Moment
from ehealthcard.rules.access import Grounds
from ehealthcard.rules.encounters import Record, RecordKind, Visit
from ehealthcard.rules.links import CardLink
from ehealthcard.workflow import PRIVATE, Actor, State

from .model import Disputed, Exported, LeftOut, Missing, Source, Stale


class Asked(State):
    """What is known of every question; it outlives the answers."""

    card: CardLink
    asker: str
    """Who asked: an actor's id."""

    asker_holder: str | None
    """The person behind it; an app may act for many under one name."""

    grounds: Grounds
    purpose: str
    kinds: tuple[RecordKind, ...]
    first: Day
    last: Day
    sensitive: bool
    asked_at: Moment

    def is_asked_by(self, actor: Actor) -> bool:
        """Whether *actor* is who asked."""
        return (actor.id, actor.holder) == (self.asker, self.asker_holder)


class Requested(Asked):
    """To be authorised (待授权)."""

    lapses_after: Moment


class Denied(Asked):
    """Refused, and it was said why (已拒绝)."""

    reason: str
    denied_by: str


class Fetching(Asked):
    """The institutions are asked (查询中)."""

    authorised_at: Moment
    fetch_until: Moment


class Answered(Asked):
    """What is known once they have answered; it is kept for a while only.

    Lists leave visits and records out for everybody but who asked.
    """

    visits: Annotated[tuple[Visit, ...], PRIVATE]
    records: Annotated[tuple[Record, ...], PRIVATE]
    sources: tuple[Source, ...]
    """The institutions that have answered, by name."""

    missing: tuple[Missing, ...]
    """The institutions that are not in it, or not whole."""

    left_out: LeftOut
    ready_at: Moment
    kept_until: Moment
    exports: tuple[Exported, ...] = ()

    def shown_to(self, actor: Actor) -> Self:
        """Return it without the answers, unless *actor* is who asked."""
        if self.is_asked_by(actor):
            return self
        return self.model_copy(update={"visits": (), "records": ()})


class Ready(Answered):
    """All have answered (查询完成)."""


class Partial(Answered):
    """Some have not answered; they are named (部分完成)."""


class TakenAlong(Answered):
    """A sealed file was made of it (已导出)."""


class CorrectionOpen(Asked):
    """The institution is asked to correct a record (更正处理中)."""

    disputed: Disputed
    answer_by: Moment
    overdue: bool = False

    def shown_to(self, actor: Actor) -> Self:
        """Return it without what is disputed, unless *actor* is who asked."""
        if self.is_asked_by(actor):
            return self
        hidden = self.disputed.model_copy(update={"wrong": "", "wanted": ""})
        return self.model_copy(update={"disputed": hidden})


class CorrectionAccepted(Asked):
    """The institution will correct it; ask anew to see it (更正已采纳)."""

    org: str
    record: str
    note: str
    answered_by: str


class CorrectionRejected(Asked):
    """The institution will not correct it, and said why (更正未采纳)."""

    org: str
    record: str
    reason: str
    answered_by: str


class Expired(Asked):
    """The answers are wiped, or never came (已失效)."""

    why: Stale
    exports: tuple[Exported, ...] = ()
