"""What is counted and timed while the desk works (运行监测)."""

from typing import Protocol

COMMANDS = "ehealthcard.commands"
"""Commands, by ``workflow``, ``command`` and ``outcome``: OK or an error's code."""

COMMAND_DURATION = "ehealthcard.command.duration"
"""Seconds that a command took, by the same."""

SCANS = "ehealthcard.scans"
"""Scanned codes, by ``tier`` (``-`` where it is not known) and ``outcome``."""

RETRIES = "ehealthcard.transaction.retries"
"""Transactions that met others and were done again."""

DELIVERIES = "ehealthcard.deliveries"
"""What became of messages, by ``to``, ``manner`` and ``outcome``."""

CLOCKWORK_LAG = "ehealthcard.clockwork.lag"
"""Seconds between the moment a timer was due and its being written down."""

PASSED_OVER = "ehealthcard.clockwork.passed_over"
"""Due cases that could not be moved, by ``outcome``: the error's code."""

SECONDS = frozenset({COMMAND_DURATION, CLOCKWORK_LAG})
"""What is measured in seconds; the others are counts."""


class Telemetry(Protocol):
    """Counts and measures. Attributes are names of the software's own, never data.

    It never raises and never waits: it is called in the middle of the work.
    """

    def count(self, name: str, /, **attributes: str) -> None:
        """Count one of *name*."""
        ...

    def measure(self, name: str, value: float, /, **attributes: str) -> None:
        """Note that this time *name* was *value*."""
        ...


class Silence:
    """Nobody listens."""

    def count(self, name: str, /, **attributes: str) -> None:
        """See :class:`Telemetry`."""

    def measure(self, name: str, value: float, /, **attributes: str) -> None:
        """See :class:`Telemetry`."""


SILENT = Silence()
