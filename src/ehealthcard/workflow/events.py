"""What is written down: one command, one event, one version."""

from datetime import datetime
from typing import Any, cast

import attrs

from ehealthcard.errors import InvalidInputError, StoredDataError
from ehealthcard.identity import SubjectId
from ehealthcard.models import upcast

from .definition import C, S, Workflow
from .vocabulary import State

AnyWorkflow = Workflow[Any, Any]


@attrs.frozen(slots=False)
class Event:
    """The fact that a case reached a state.

    It carries the whole state, so the last event is the case, and nobody needs the code
    that wrote it to read the trail.
    """

    workflow: str
    case: str
    subject: SubjectId
    version: int
    command: str
    state: str
    data: bytes = attrs.field(repr=False)
    """The state as JSON; sealed where it is stored."""

    actor: str
    at: datetime
    policy: str | None = None
    cause: str | None = None
    """The event of another case, or the message, that this one answers."""

    schema_version: int = 1
    """The workflow's version that wrote the state."""

    behind: SubjectId | None = None
    """The person behind the actor, where he acts for another holder (代办人)."""

    @property
    def id(self) -> str:
        """The name other records use for this event."""
        return event_id(self.case, self.version)


def event_id(case: str, version: int) -> str:
    """Return the name of the event by which *case* came to *version*."""
    return f"{case}-{version}"


def restore(
    workflow: Workflow[S, C], state: str, data: bytes, version: int | None = None
) -> S:
    """Return the state called *state* from its JSON.

    Args:
        workflow: The service.
        state: The state's name when it was stored.
        data: What was stored.
        version: The workflow's version that stored it; today's if not said.

    Raises:
        StoredDataTooNewError: Newer software has stored it.
        StoredDataError: The workflow has no such state, or the data does not fit it.

    """
    written = workflow.version if version is None else version
    name, data = upcast(state, data, written, workflow.upcasters)
    try:
        cls: type[State] = workflow.states[name]
        return cast("S", cls.from_json(data))
    except (KeyError, InvalidInputError):
        raise StoredDataError from None


def read_payload(
    workflow: AnyWorkflow, kind: str, data: bytes, version: int
) -> tuple[str, bytes]:
    """Return a waiting message's kind and payload as today's software has them.

    Raises:
        StoredDataTooNewError: Newer software has stored it.
        StoredDataError: An upcaster cannot make anything of it.

    """
    if workflow.payload_upcasters or version > workflow.version:
        steps = workflow.payload_upcasters or workflow.upcasters
        return upcast(kind, data, version, steps)
    return kind, data
