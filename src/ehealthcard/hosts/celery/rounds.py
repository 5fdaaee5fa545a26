"""What a worker does when it is its turn (轮次)."""

import logging
import os
from collections.abc import Callable
from threading import Lock

import attrs

from ehealthcard.desk import Clockwork, OutboxRelay
from ehealthcard.errors import EHealthCardError

LOG = logging.getLogger("ehealthcard.celery")
FULL = 100
"""Messages or timers in one go."""

GOES = 50
"""Goes in one round, so that a worker is never away for ever."""


@attrs.frozen
class Rounds:
    """What one worker process works with."""

    relay: OutboxRelay
    clockwork: Clockwork

    def deliver(self) -> None:
        """Deliver what is pending."""
        _until_done("relay", lambda: self.relay.run_once(limit=FULL))

    def fire(self) -> None:
        """Write down what time has done."""
        _until_done("clockwork", lambda: self.clockwork.run_once(limit=FULL))

    def close(self) -> None:
        """Let go of the database."""
        self.relay.desk.storage.close()


def _until_done(what: str, go: Callable[[], int]) -> None:
    """Go on until little is left; our own errors end a round, not the worker.

    Only the code is logged: a traceback would show what a database driver says.
    """
    try:
        for _ in range(GOES):
            if go() < FULL:
                return
    except EHealthCardError as error:
        LOG.error("%s: %s", what, error.code)  # noqa: TRY400  # see above


@attrs.define
class PerProcess:
    """Opens what a process works with when it is first wanted there.

    A database's connections do not survive a fork, so nothing is opened before it.
    """

    _open: Callable[[], Rounds]
    _rounds: Rounds | None = attrs.field(default=None, init=False)
    _owner: int | None = attrs.field(default=None, init=False)
    _lock: Lock = attrs.field(factory=Lock, init=False)

    def get(self) -> Rounds:
        """Return this process's own."""
        with self._lock:
            if self._rounds is None or self._owner != os.getpid():
                self._rounds, self._owner = self._open(), os.getpid()
            return self._rounds

    def close(self) -> None:
        """Close this process's own, if it has any."""
        with self._lock:
            if self._rounds is not None and self._owner == os.getpid():
                self._rounds.close()
            self._rounds = None
