"""What a worker does when it is its turn (轮次)."""

import logging
import os
from collections.abc import Callable
from threading import Lock

import attrs

from ehealthcard.desk import Clockwork, OutboxRelay, RiskWatch, UseKeeper
from ehealthcard.errors import EHealthCardError

LOG = logging.getLogger("ehealthcard.celery")
FULL = 100
"""Messages or timers in one go."""

GOES = 50
"""Goes in one round, so that a worker is never away for ever."""


@attrs.frozen
class Rounds:
    """What one worker process works with.

    Args:
        relay: Delivers.
        clockwork: Fires timers.
        watch: Looks for risks; without one that task does nothing.
        keeper: Seals use-card records; without one that task does nothing.
        months: Sealed records older than this are deleted; ``None`` keeps them all.

    """

    relay: OutboxRelay
    clockwork: Clockwork
    watch: RiskWatch | None = None
    keeper: UseKeeper | None = None
    months: int | None = None
    _watching: Lock = attrs.field(factory=Lock, init=False, repr=False, eq=False)

    def deliver(self) -> None:
        """Deliver what is pending."""
        _until_done("relay", lambda: self.relay.run_once(limit=FULL))

    def fire(self) -> None:
        """Write down what time has done."""
        _until_done("clockwork", lambda: self.clockwork.run_once(limit=FULL))

    def look(self) -> None:
        """Look at what was recorded since the last time; one thread does so at once."""
        if (watch := self.watch) is None or not self._watching.acquire(blocking=False):
            return
        try:
            _until_done("watch", lambda: _looked(watch))
        finally:
            self._watching.release()

    def keep(self) -> None:
        """Seal what was recorded, and delete what is older than it must be kept."""
        if (keeper := self.keeper) is None:
            return
        _until_done("keeper", lambda: self._sealed(keeper))

    def _sealed(self, keeper: UseKeeper) -> int:
        keeper.seal()
        if self.months is not None:
            keeper.age(months=self.months)
        return 0

    def close(self) -> None:
        """Let go of the database."""
        self.relay.desk.storage.close()


def _looked(watch: RiskWatch) -> int:
    """Look at a page; return as much as a full one while more has settled."""
    watch.run_once()
    return FULL if watch.behind() > watch.settled else 0


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
