"""A day's settlements against the insurance's books (医保对账, NHSA 3201)."""

from collections.abc import Iterator
from typing import Any

import attrs

from ehealthcard.errors import (
    NotAllowedError,
    RuleViolationError,
    VersionConflictError,
)
from ehealthcard.ports import wired
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.statements import StatementScope, Totals
from ehealthcard.services.settlement import (
    Accounted,
    PartiallyRefunded,
    Reconcile,
    Reconciled,
    Settled,
    settlement,
)
from ehealthcard.workflow import Actor

from .case import Case
from .desk import ServiceDesk

PAGE = 200


@attrs.frozen
class ReconciliationReport:
    """What came of it."""

    ours: Totals
    theirs: Totals
    reconciled: int
    different: int
    """Cases that are looked at one by one now (3202)."""

    skipped: int
    """Cases that moved meanwhile, or that the HIS has not written down."""


@attrs.frozen
class Reconciliation:
    """Asks the insurance for its totals once and compares all cases of a statement.

    Equal totals reconcile every case. Otherwise each is a discrepancy until the relay
    has brought its detail. Run it again for what was skipped; what is reconciled stays.
    """

    desk: ServiceDesk

    def run(self, scope: StatementScope, *, by: Actor) -> ReconciliationReport:
        """Compare, and move every case that waits for it.

        Args:
            scope: Days and kind, as the insurance divides its books.
            by: Somebody with the roles ``finance`` and ``staff``.

        Raises:
            AccessDeniedError: *by* is not staff.
            OutsideUnavailableError: The insurance did not answer; nothing has moved.
            CapabilityUnavailableError: None is plugged in.

        """
        gateway = wired(self.desk.ports.insurance, "insurance")
        found = list(self._inside(scope, by))
        ours = Totals.of(case.state.split for case in found)
        command = Reconcile(scope=scope, ours=ours, theirs=gateway.totals(scope))
        counts = {"reconciled": 0, "different": 0, "skipped": 0}
        for case in found:
            if isinstance(case.state, (Settled, PartiallyRefunded)):
                counts[self._moved(case, command, by)] += 1
        return ReconciliationReport(ours=ours, theirs=command.theirs, **counts)

    def _moved(self, case: Case[Any], command: Reconcile, by: Actor) -> str:
        try:
            after = self.desk.execute(settlement, case, command, by=by)
        except (NotAllowedError, RuleViolationError, VersionConflictError):
            return "skipped"
        return "reconciled" if isinstance(after.state, Reconciled) else "different"

    def _inside(self, scope: StatementScope, by: Actor) -> Iterator[Case[Any]]:
        """Yield every case whose settlement the insurance should have."""
        for state in settlement.states.values():
            if issubclass(state, Accounted):
                yield from (c for c in self._all(state, by) if _is_in(c.state, scope))

    def _all(self, state: type[Accounted], by: Actor) -> Iterator[Case[Any]]:
        before = None
        while True:
            page = self.desk.worklist(
                settlement, state, by=by, before=before, limit=PAGE
            )
            yield from (c for c in page if isinstance(c.state, Accounted))
            if len(page) < PAGE:
                return
            before = page[-1].id


def _is_in(state: Accounted, scope: StatementScope) -> bool:
    done = state.insurance
    if done is None or state.bill.medins != scope.institution:
        return False
    inside = scope.stmt_begndate <= day_of(done.setl_time) <= scope.stmt_enddate
    kind = (done.insutype, done.clr_type) == (scope.insutype, scope.clr_type)
    return inside and kind
