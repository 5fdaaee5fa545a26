"""due -> notice (时钟)."""

from datetime import datetime

import attrs

from ehealthcard.errors import VersionConflictError

from .desk import ServiceDesk


@attrs.frozen
class Clockwork:
    """Writes down what time has done; run it every minute or so."""

    desk: ServiceDesk

    def run_once(self, now: datetime | None = None, *, limit: int = 100) -> int:
        """Fire what is due, each case in its own transaction; return how many.

        What has ended is forgotten on the way: used codes, spent texts, old phones.
        """
        office = self.desk.office
        moment = now or office.now
        fired = 0
        for case in office.storage.due(before=moment, limit=limit):
            try:
                self.desk.tick(case, now=moment)
            except VersionConflictError:
                continue  # someone else was faster; the next round will see
            fired += 1
        office.atomically(lambda: office.storage.forget_codes(moment))
        return fired
