"""Use-card records as they come about (用卡记录)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import attrs

from ehealthcard.codesets import CardStep
from ehealthcard.identity import SubjectId
from ehealthcard.monitor.uses import SERVICE_USES, ServiceUse
from ehealthcard.ports import UseAct, UseRecord, look_tier
from ehealthcard.workflow import Actor, Terminal

from .names import new_use
from .office import Office

OK = "OK"
NO_TIER = "-"
POOL = "pool"
TRUST_STALE, CLOCK_DRIFT = "TRUST_STALE", "CLOCK_DRIFT"
FRESH = timedelta(days=1)
"""How old a gate's trust data may be before somebody should look after it."""

DRIFT = timedelta(minutes=5)
"""How wrong a gate's clock may be."""

MACHINES = frozenset({"system", "his", "index-keeper"})
"""Roles of accounts behind which nobody sits: a HIS asks about each message it has."""


@attrs.frozen
class Use:
    """What happened, apart from who and when."""

    tier: str
    """See :attr:`ehealthcard.ports.UseRecord.tier`."""

    subject: SubjectId | None = None
    outcome: str = OK
    step: CardStep | None = None
    """The terminal's own if not said."""

    place: str | None = None
    """The terminal's own if not said; of a client record, the build."""


@attrs.frozen
class UseLog:
    """Writes use-card records."""

    office: Office

    def note(
        self,
        use: Use,
        by: Actor,
        *,
        at: datetime | None = None,
        name: str | None = None,
    ) -> None:
        """Write one, in the transaction that is running if there is one."""
        now = at or self.office.now
        place, step = None, CardStep.OTHER
        if isinstance(by, Terminal):
            place, step = by.place, by.step
        self.office.storage.add_use(
            UseRecord(
                name or new_use(now),
                use.subject,
                use.outcome,
                use.tier,
                now,
                by.id,
                by.org,
                use.place or place,
                by.channel.value,
                (use.step or step).value,
            )
        )

    def arrived(self, use: Use, by: Actor, *, at: datetime) -> None:
        """Write one of what happened elsewhere at *at*, named by when it came here.

        So it is behind everything that was read, reported and sealed by now.
        """
        self.note(use, by, at=at, name=new_use(self.office.now))

    def alone(self, use: Use, by: Actor) -> None:
        """Write one in a transaction of its own."""
        self.office.atomically(lambda: self.note(use, by))

    def served(
        self,
        workflow: str,
        command: str,
        by: Actor,
        subject: SubjectId | None,
        *,
        at: datetime | None = None,
    ) -> None:
        """Write one of a service step that was taken, if it counts."""
        if found := self._counts(workflow, command):
            use = Use(_tier(found.act, by), subject, step=found.step)
            self.note(use, by, at=at)

    def refused(
        self,
        workflow: str,
        command: str,
        by: Actor,
        subject: SubjectId | None,
        code: str,
    ) -> None:
        """Write one of a service step that a rule refused, if it counts."""
        if found := self._counts(workflow, command):
            use = Use(_tier(found.act, by), subject, code, found.step)
            self.alone(use, by)

    def looked(self, by: Actor, subject: SubjectId | None, outcome: str = OK) -> None:
        """Write one of a look, for what purpose; machines among themselves leave none.

        One for each call, however many cases it shows.
        """
        if not by.roles & MACHINES:
            self.alone(Use(look_tier(by.purpose), subject, outcome), by)

    def not_registered(self, by: Actor, code: str) -> None:
        """Write one of a registration that was refused; it names nobody."""
        self.alone(Use(UseAct.REGISTER.value, None, code), by)

    def gate(self, by: Terminal, clock: datetime, trust_made: datetime | None) -> str:
        """Write down how a gate is, and return it."""
        now, outcome = self.office.now, OK
        if trust_made is None or now - trust_made > FRESH:
            outcome = TRUST_STALE
        if abs(clock - now) > DRIFT:
            outcome = CLOCK_DRIFT
        self.alone(Use(UseAct.GATE.value, None, outcome), by)
        return outcome

    def _counts(self, workflow: str, command: str) -> ServiceUse | None:
        return SERVICE_USES.get((workflow, command))


def uses_of(office: Office, subject: SubjectId, limit: int) -> Sequence[UseRecord]:
    """Return the use records of somebody's cards, merged ones too, newest first."""
    found = [
        use
        for whose in office.everybody(subject)
        for use in office.storage.uses(subject=whose, limit=limit)
    ]
    return sorted(found, key=lambda use: use.id, reverse=True)[:limit]


def _tier(act: UseAct, by: Actor) -> str:
    """Return how an act is written down; of a look also what for."""
    return look_tier(by.purpose) if act is UseAct.LOOK else act.value
