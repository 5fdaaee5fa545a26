"""Events as rows."""

from sqlalchemy import select

from ehealthcard.identity import SubjectId
from ehealthcard.workflow import Event

from .database import Row
from .moments import from_micros, to_micros
from .schema import EVENTS, HEADS

NEWEST = select(EVENTS).join_from(
    HEADS,
    EVENTS,
    (EVENTS.c.case_id == HEADS.c.case_id) & (EVENTS.c.version == HEADS.c.version),
)
"""The newest event of each case."""


def to_values(event: Event) -> dict[str, object]:
    """Return *event* as the columns have it."""
    return {
        "case_id": event.case,
        "version": event.version,
        "workflow": event.workflow,
        "subject": event.subject,
        "command": event.command,
        "state": event.state,
        "data": event.data or None,
        "actor": event.actor,
        "at": to_micros(event.at),
        "policy": event.policy,
        "cause": event.cause,
        "schema_version": event.schema_version,
        "behind": event.behind,
    }


def to_event(row: Row) -> Event:
    """Return the event in *row*, the columns in their order."""
    case, version, workflow, subject, command, state, data, actor, at, *rest = row
    return Event(
        workflow=workflow,
        case=case,
        subject=SubjectId(subject),
        version=version,
        command=command,
        state=state,
        data=bytes(data or b""),
        actor=actor,
        at=from_micros(at),
        policy=rest[0],
        cause=rest[1],
        schema_version=rest[2],
        behind=None if rest[3] is None else SubjectId(rest[3]),
    )
