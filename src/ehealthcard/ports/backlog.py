"""What waits in storage, for whoever watches over the desk."""

from datetime import datetime
from typing import Protocol

import attrs


@attrs.frozen
class Backlog:
    """What has not been done yet."""

    schema: str | None
    """The revision of the tables; ``None`` where there are none."""

    undelivered: int
    """Messages on their way, or waiting for their answer."""

    oldest_undelivered: datetime | None
    """When the oldest of them was made."""

    dead: int
    """Messages that wait for a person."""

    next_due: datetime | None
    """The first moment that ends a state; in the past, it is overdue."""


class BacklogStore(Protocol):
    """The backlog in storage."""

    def backlog(self) -> Backlog:
        """Return what waits."""
        ...
