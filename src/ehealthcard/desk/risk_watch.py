"""use-card records -> findings -> cases (风险监测)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import attrs

from ehealthcard.errors import (
    ClaimTakenError,
    KeyReusedError,
    NotAllowedError,
    VersionConflictError,
)
from ehealthcard.identity import Card, SubjectId
from ehealthcard.monitor.risk import (
    CLIENT_RULE,
    LATE_RULES,
    RULES,
    About,
    Finding,
    RiskHandling,
    RiskPolicy,
    Surroundings,
    Watcher,
)
from ehealthcard.monitor.uses import first_name
from ehealthcard.ports import UseRecord
from ehealthcard.rules.calendar import day_of
from ehealthcard.services.foundation.risk_alert import (
    GRAVE,
    Assess,
    Assessed,
    Contain,
    Detect,
    Detected,
    Merge,
    RiskAlert,
    Warn,
    Warned,
    risk_alert,
)
from ehealthcard.workflow import SYSTEM, Event

from .case import Case
from .casework import Casework
from .desk import ServiceDesk

BOOKMARK = "risk-watch"
RISK = "risk"
PAGE = 2000
SETTLED = timedelta(seconds=5)
"""Records younger than this may still be on their way into the database."""

Alert = Case[RiskAlert]


@attrs.define
class RiskWatch:
    """Reads what was recorded since the last time, and opens alerts.

    One thread at a time; run it every few seconds. Several processes may, in turn or at
    once: each reads quietly what another has looked at, and what one has found already
    opens nothing at the other. It remembers in memory; after a restart it reads the
    records of the last day again, quietly, and goes on behind the bookmark.

    Args:
        desk: The desk; its catalogue has the service ``risk-alert``.
        policy: Windows and thresholds.
        around: What is known of the world.
        handling: How grave each kind is, and what is contained at once.
        settled: How old a record must be before it is read.

    """

    desk: ServiceDesk
    policy: RiskPolicy = attrs.field(factory=RiskPolicy, kw_only=True)
    around: Surroundings = attrs.field(factory=Surroundings, kw_only=True)
    handling: RiskHandling = attrs.field(factory=RiskHandling, kw_only=True)
    settled: timedelta = attrs.field(default=SETTLED, kw_only=True)
    _watcher: Watcher | None = attrs.field(default=None, init=False, repr=False)
    _seen: str = attrs.field(default="", init=False, repr=False)
    """The last record that the watcher has seen."""

    def run_once(self, *, limit: int = PAGE) -> Sequence[Alert]:
        """Look at the next records; return the alerts that were opened or joined.

        Call it again at once where it has read *limit* records: see :meth:`behind`.

        Raises:
            StorageError: The database does not answer; nothing is lost, and the same
                records are looked at the next time.

        """
        try:
            return self._run(limit)
        except BaseException:
            self._watcher = None  # it has seen what it will see again
            raise

    def behind(self) -> timedelta:
        """Return how old the oldest record is that was not looked at."""
        storage, now = self.desk.storage, self.desk.office.now
        after = storage.bookmark(BOOKMARK) or ""
        found = storage.uses_after(after, before=first_name(now), limit=1)
        return now - found[0].at if found else timedelta()

    def _run(self, limit: int) -> Sequence[Alert]:
        storage, now = self.desk.storage, self.desk.office.now
        watcher = self._remembering(storage.bookmark(BOOKMARK), now)
        page = storage.uses_after(
            self._seen, before=first_name(now - self.settled), limit=limit
        )
        alerts: list[Alert] = []
        for record in page:
            for found in watcher.see(record):
                alert = self._alert(found)
                alerts += [alert] if alert else []
        if page:
            last = self._seen = page[-1].id
            self.desk.office.atomically(lambda: storage.set_bookmark(BOOKMARK, last))
        return alerts

    def _remembering(self, place: str | None, now: datetime) -> Watcher:
        """Return a watcher that has seen all records up to the bookmark."""
        watcher = self._watcher
        if watcher is None:
            watcher = self._watcher = Watcher(
                self.policy, self.around, (*RULES, CLIENT_RULE, *LATE_RULES)
            )
            last = self.desk.storage.use(place) if place else None
            self._seen = first_name((last.at if last else now) - watcher.span)
        while place and (page := self._page(self._seen, place)):
            for record in page:
                watcher.see(record)  # alerts of these are another process's affair
            self._seen = page[-1].id
        return watcher

    def _page(self, after: str, place: str) -> Sequence[UseRecord]:
        behind = f"{place}~"  # sorts right behind the bookmark
        return self.desk.storage.uses_after(after, before=behind, limit=PAGE)

    def _alert(self, found: Finding) -> Alert | None:
        """Open a case or join the open one; ``None`` if it is known already."""
        alert = self._name(found)
        key = f"risk:{alert[:16]}:{found.records[-1]}"
        try:
            case = self._join(found, alert, key) or self._open(found, alert, key)
            return self._advance(case)
        except (ClaimTakenError, KeyReusedError):
            return None  # that day's case is over, or knows it
        except (VersionConflictError, NotAllowedError):
            return None  # somebody else is at it

    def _join(self, found: Finding, alert: str, key: str) -> Alert | None:
        event = self._standing(alert)
        if event is None:
            return None
        case = Casework(self.desk.office).case(risk_alert, event.case)
        if set(found.records) <= set(case.state.records):
            return case  # that is how it was found, by us before or by another process
        command = Merge(at=found.at, records=found.records)
        return self.desk.execute(
            risk_alert, case, command, by=SYSTEM, key=key, on_newest=True
        )

    def _standing(self, alert: str) -> Event | None:
        found = self.desk.storage.related(RISK, alert)
        return found[-1] if found else None

    def _open(self, found: Finding, alert: str, key: str) -> Alert:
        command = Detect(
            rule=found.rule,
            about=found.about.value,
            who=found.who,
            org=found.org,
            at=found.at,
            records=found.records,
            alert=alert,
            day=day_of(found.at).isoformat(),
        )
        card = self._card(found)
        return self.desk.start(risk_alert, card, command, by=SYSTEM, key=key)

    def _card(self, found: Finding) -> Card | None:
        if found.about is not About.CARD:
            return None
        return self.desk.office.card_of(SubjectId(found.who))

    def _advance(self, case: Alert) -> Alert:
        """Assess it and warn of it; contain what the policy says so of."""
        handling = self.handling.of(case.state.rule)
        if isinstance(case.state, Detected):
            command = Assess(
                level=handling.level,
                impact=handling.impact,
                data_level=handling.data_level,
            )
            case = self._do(case, command)
        if isinstance(case.state, Assessed):
            case = self._do(case, Warn())
        grave = handling.contain and handling.level in GRAVE
        if isinstance(case.state, Warned) and grave:
            case = self._do(case, Contain(reason=f"policy: {case.state.rule}"))
        return case

    def _do(self, case: Alert, command: Assess | Warn | Contain) -> Alert:
        return self.desk.execute(risk_alert, case, command, by=SYSTEM)

    def _name(self, found: Finding) -> str:
        """Return a digest of rule and whom it is about."""
        said = f"{found.rule}\n{found.about.value}\n{found.who}".encode()
        return self.desk.keys.suite.digest(b"ehealthcard/risk\0" + said).hex()
