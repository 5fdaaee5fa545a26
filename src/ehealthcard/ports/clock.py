"""Time."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Any callable that returns the current, time-zone-aware time."""

    def __call__(self) -> datetime:
        """Return now."""
        ...
