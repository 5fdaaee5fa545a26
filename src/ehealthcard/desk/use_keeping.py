"""Use-card records as they are kept: exported, sealed, aged (用卡记录保管)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import attrs

from ehealthcard.monitor.uses import (
    SHORTEST,
    UseFlaw,
    UseSeal,
    first_name,
    kept_since,
    seal_of,
    verify_seals,
)
from ehealthcard.ports import UseCount, UseRecord
from ehealthcard.services.foundation.use_seal import Begin, Seal, Sealed, use_seal
from ehealthcard.workflow import SYSTEM, Event

from .casework import Casework
from .desk import ServiceDesk

BOOKMARK = "use-seal"
PAGE = 1000
SETTLED = timedelta(minutes=1)
"""Records younger than this may still be on their way into the database."""


@attrs.frozen
class UseKeeper:
    """Keeps a desk's use-card records; run :meth:`seal` and :meth:`age` once a day."""

    desk: ServiceDesk

    def records(self, since: datetime, until: datetime) -> Iterator[UseRecord]:
        """Yield the records from *since* on and before *until*, oldest first."""
        storage = self.desk.storage
        after, before = first_name(since), first_name(until)
        while page := storage.uses_after(after, before=before, limit=PAGE):
            yield from page
            after = page[-1].id

    def summary(self, since: datetime, until: datetime) -> tuple[UseCount, ...]:
        """Return counts by day, institution, channel and step, in order."""
        after, before = first_name(since), first_name(until)
        return tuple(self.desk.storage.count_uses(after=after, before=before))

    def age(self, *, months: int = SHORTEST) -> int:
        """Delete the sealed records older than *months*; return how many.

        What no seal covers stays, whatever its age.

        Raises:
            InvalidInputError: Fewer months than the law allows.

        """
        storage, gone = self.desk.storage, 0
        old = first_name(kept_since(self.desk.office.now, months))
        sealed = storage.bookmark(BOOKMARK) or ""
        before = min(old, sealed)
        while dropped := self.desk.office.atomically(
            lambda: storage.drop_uses(before, limit=PAGE)
        ):
            gone += dropped
        return gone

    def seal(self) -> UseSeal | None:
        """Seal what was recorded since the last seal; ``None`` if there is nothing.

        Two workers at once make one seal: the second begins again and finds it.
        """
        office, storage = self.desk.office, self.desk.storage

        def write() -> UseSeal | None:
            before = first_name(office.now - SETTLED)
            after = storage.bookmark(BOOKMARK) or self._beginning(before)
            if before <= after:
                return None
            made = seal_of(storage, office.keys.suite, after=after, before=before)
            if not made.count:
                return None
            self._write_down(made)
            storage.set_bookmark(BOOKMARK, before)
            return made

        return office.atomically(write)

    def verify(self, *, months: int = SHORTEST) -> tuple[UseSeal, UseFlaw] | None:
        """Return the first seal that does not hold; ``None`` if all hold.

        Records older than *months* may be gone; see :meth:`age`. Verify the audit trail
        as well: it shows whether a seal itself was changed.
        """
        office = self.desk.office
        old = first_name(kept_since(office.now, months))
        return verify_seals(
            self.desk.storage, office.keys.suite, self._seals(), aged_before=old
        )

    def _beginning(self, before: str) -> str:
        """Return a name right before the first record there is."""
        found = self.desk.storage.uses_after("", before=before, limit=1)
        return found[0].id[: len(before)] if found else before

    def _write_down(self, made: UseSeal) -> None:
        """Make the seal an event of the one case that there is."""
        office, work = self.desk.office, self.desk.office.work()
        event = self._last()
        if event:
            live = work.load(event)
        else:
            fresh = work.open(use_seal, office.new_holder())
            live = work.carry_out(fresh, Begin(after=made.after), by=SYSTEM)
        command = Seal(before=made.before, count=made.count, digest=made.digest)
        work.carry_out(live, command, by=SYSTEM)

    def _last(self) -> Event | None:
        found = self.desk.storage.cases_in(
            use_seal.name, Sealed.__name__, before=None, limit=1
        )
        return found[0] if found else None

    def _seals(self) -> Iterator[UseSeal]:
        event = self._last()
        if event is None:
            return
        for step in Casework(self.desk.office).history(use_seal, event.case):
            state = step.state
            if isinstance(state, Sealed):
                yield UseSeal(state.after, state.before, state.count, state.digest)
