"""What is written down: one command, one event, one version."""

from datetime import datetime
from typing import cast

import attrs

from ehealthcard.errors import InvalidInputError, StoredDataError
from ehealthcard.identity import SubjectId

from .definition import C, S, Workflow
from .vocabulary import State


@attrs.frozen
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

    @property
    def id(self) -> str:
        """The name other records use for this event."""
        return f"{self.case}-{self.version}"


def restore(workflow: Workflow[S, C], state: str, data: bytes) -> S:
    """Return the state called *state* from its JSON.

    Raises:
        StoredDataError: The workflow has no such state, or the data does not fit it.

    """
    try:
        cls: type[State] = workflow.states[state]
        return cast("S", cls.from_json(data))
    except (KeyError, InvalidInputError):
        raise StoredDataError from None
