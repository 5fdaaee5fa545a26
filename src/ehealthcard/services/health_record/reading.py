"""Who reads a record, and what is shown (调阅)."""

from typing import TypeVar

from ehealthcard.models import Model
from ehealthcard.rules.access import (
    ACCESS_NOT_GRANTED,
    EVERY_CLASS,
    STEP_UP_REQUIRED,
    GrantScope,
    Grounds,
    accessed,
    is_strong,
    resident_grounds,
)
from ehealthcard.rules.health_records.base import Head
from ehealthcard.rules.health_records.code import RecordNumber
from ehealthcard.rules.health_records.showing import Shown, shown
from ehealthcard.rules.health_records.standing import KEEPERS, RECORD_NOT_OPEN
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .building import content_of
from .commands import Read
from .facts import ReadFacts
from .model import Reading, RecordPolicy
from .states import Active, Filed, Merged, Moving

CLINICIANS = ("doctor", "nurse", *KEEPERS)
R = TypeVar("R", Active, Moving)
Look = Context[ReadFacts, RecordPolicy]


class RecordPage(Model):
    """What a reader is shown, and by which watermark it is traced (档案页面)."""

    number: RecordNumber
    org: str
    org_name: str
    head: Head
    info: Shown
    absorbed: tuple["AbsorbedPage", ...]
    """Other records of the same person, as they were when they were merged."""

    watermark: str
    beside: tuple["RecordPage", ...] = ()
    """Records in force of a card that has become one with this one; each was looked at
    on the record, by its own rules."""

    unseen: int = 0
    """How many of those the reader may not see, such as one that is not open."""


class AbsorbedPage(Model):
    """The same of a record that was merged into this one."""

    number: RecordNumber
    org: str
    org_name: str
    info: Shown


def read(state: R, command: Read, ctx: Look) -> R:
    """Holder, guardian or delegate where it is open; who treats: all on the record."""
    grounds = _grounds(state, command, ctx)
    if command.sensitive and not is_strong(ctx.actor):
        raise STEP_UP_REQUIRED.broken()
    access = accessed(
        ctx.actor,
        grounds,
        ctx.now,
        action="view",
        what=state.number,
        of=state.org_name,
    )
    reading = Reading(access=access, sensitive=command.sensitive)
    more = {"last_reading": reading, "readings": state.readings + 1}
    return state.model_copy(update=more)


def page_of(state: Filed, merged: tuple[Merged, ...] = ()) -> RecordPage:
    """Return what the newest look at *state* may be shown: no more than it asked for.

    Args:
        state: The record as the look left it.
        merged: Records of the same person that were merged into it.

    Raises:
        RuleViolationError: Nobody has looked at it.

    """
    reading = state.last_reading
    if reading is None:
        raise ACCESS_NOT_GRANTED.broken()
    content = content_of(state)
    return RecordPage(
        number=state.number,
        org=state.org,
        org_name=state.org_name,
        head=content.head,
        info=shown(content.base, sensitive=reading.sensitive),
        absorbed=tuple(
            _absorbed(m, sensitive=reading.sensitive)
            for m in merged
            if m.into == state.file
        ),
        watermark=reading.access.watermark,
    )


def _grounds(state: Filed, command: Read, ctx: Look) -> Grounds:
    found = resident_grounds(
        ctx.actor,
        ctx.subject,
        ctx.facts.access,
        GrantScope.HEALTH_RECORD,
        ctx.now,
        classes=EVERY_CLASS if command.sensitive else (),
    )
    if found is not None:
        if not state.is_open:
            raise RECORD_NOT_OPEN.broken()
        require_active(ctx.facts.access.status)
        return found
    if _treats(state, ctx):
        return Grounds.CLINICIAN
    raise ACCESS_NOT_GRANTED.broken()


def _treats(state: Filed, ctx: Look) -> bool:
    """Whether the actor keeps the record, is signed with, or has the patient there."""
    actor = ctx.actor
    if actor.org is None or actor.roles.isdisjoint(CLINICIANS):
        return False
    keeps = actor.org == state.org and not actor.roles.isdisjoint(KEEPERS)
    mine = actor.org == state.org and actor.id == content_of(state).head.doctor
    return keeps or mine or ctx.facts.contracted or ctx.facts.present


def _absorbed(record: Merged, *, sensitive: bool) -> AbsorbedPage:
    return AbsorbedPage(
        number=record.number,
        org=record.org,
        org_name=record.org_name,
        info=shown(content_of(record).base, sensitive=sensitive),
    )
