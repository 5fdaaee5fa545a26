"""due -> notice (时钟)."""

import logging
from datetime import datetime, timedelta

import attrs

from ehealthcard.errors import EHealthCardError, StorageUnavailableError
from ehealthcard.ports import Due
from ehealthcard.ports.telemetry import CLOCKWORK_LAG, PASSED_OVER

from .casework import Casework
from .desk import ServiceDesk

REMEMBERED = timedelta(days=2)
"""How long used codes are kept after their end: a clock that ran a day ahead and was
set right must not make one good again."""

LOG = logging.getLogger("ehealthcard.clockwork")


@attrs.frozen
class Clockwork:
    """Writes down what time has done; run it every minute or so."""

    desk: ServiceDesk

    def run_once(self, now: datetime | None = None, *, limit: int = 100) -> int:
        """Fire what is due, most overdue first; return how many fired.

        Each case has a transaction of its own, and several workers take different
        ones. A case that cannot be moved is left as it is, logged and passed over. What
        ended two days ago is forgotten on the way: used codes, spent texts, old
        phones, counted attempts.

        Raises:
            StorageUnavailableError: The database does not answer.

        """
        office = self.desk.office
        moment = now or office.now
        fired, last = 0, None
        while fired < limit:
            last, moved = self._next(moment, last)
            if last is None:
                break
            fired += moved
        ended = moment - REMEMBERED
        office.atomically(lambda: self._forget(ended))
        return fired

    def _forget(self, before: datetime) -> None:
        storage = self.desk.office.storage
        storage.forget_codes(before)
        storage.forget_attempts(before)

    def _next(self, moment: datetime, last: Due | None) -> tuple[Due | None, bool]:
        """Fire the next case behind *last*; return it, and whether it moved."""
        office, found = self.desk.office, last

        def fire() -> None:
            nonlocal found
            found = office.storage.next_due(before=moment, after=last)
            if found:
                Casework(office).catch_up(found.case, moment)

        try:
            office.atomically(fire)
        except StorageUnavailableError:
            raise
        except EHealthCardError as error:
            LOG.warning("%s was not moved: %s", found and found.case, error.code)
            office.telemetry.count(PASSED_OVER, outcome=error.code)
            return found, False
        if found:
            late = max((moment - found.at).total_seconds(), 0.0)
            office.telemetry.measure(CLOCKWORK_LAG, late)
        return found, found is not None
