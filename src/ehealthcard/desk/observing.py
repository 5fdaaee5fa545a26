"""Commands as they are counted and timed."""

from time import perf_counter
from types import TracebackType

from ehealthcard.errors import EHealthCardError
from ehealthcard.ports import Telemetry
from ehealthcard.ports.telemetry import COMMAND_DURATION, COMMANDS

OK = "OK"
UNEXPECTED = "UNEXPECTED"
"""The outcome of what is no error of ours."""


class Observed:
    """Around a command: afterwards it is counted and timed."""

    __slots__ = ("_command", "_started", "_telemetry", "_workflow")

    def __init__(self, telemetry: Telemetry, workflow: str, command: str) -> None:
        self._telemetry, self._workflow, self._command = telemetry, workflow, command

    def __enter__(self) -> None:
        self._started = perf_counter()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        took = perf_counter() - self._started
        said = {
            "workflow": self._workflow,
            "command": self._command,
            "outcome": outcome_of(error),
        }
        self._telemetry.count(COMMANDS, **said)
        self._telemetry.measure(COMMAND_DURATION, took, **said)


def outcome_of(error: BaseException | None) -> str:
    """Return the word for how something ended."""
    if error is None:
        return OK
    return error.code if isinstance(error, EHealthCardError) else UNEXPECTED
