"""Whom an open risk alert has blocked (风险遏制); see the service ``risk-alert``.

What is blocked is what an open case says, so it takes effect with the transaction that
contains, and ends with the one that resolves.
"""

from collections.abc import Iterator
from typing import Any

import attrs

from ehealthcard.errors import AccessSuspendedError, TerminalBlockedError
from ehealthcard.monitor.uses import SERVICE_USES
from ehealthcard.ports import UseAct
from ehealthcard.services.foundation.risk_alert import (
    Contained,
    Escalated,
    Incident,
    InDisposal,
    risk_alert,
)
from ehealthcard.workflow import Actor

from .office import Office
from .reading import read_state

TERMINAL, ACTOR = "blocked-terminal", "blocked-actor"
LOOKS = (UseAct.LOOK, UseAct.BREAK_GLASS)
HOLDING = (Contained, Escalated, InDisposal, Incident)
"""The states of an alert in which something may be blocked."""

PAGE = 200


@attrs.frozen
class Blocks:
    """Refuses the blocked."""

    office: Office

    def require_terminal(self, name: str) -> None:
        """Refuse a blocked terminal.

        Raises:
            TerminalBlockedError: It is.

        """
        if self.office.storage.count_related(TERMINAL, name):
            raise TerminalBlockedError

    def require_actor(self, by: Actor) -> None:
        """Refuse an actor whose access is suspended.

        Raises:
            AccessSuspendedError: It is.

        """
        if self.office.storage.count_related(ACTOR, by.id):
            raise AccessSuspendedError

    def require_look(self, workflow: str, command: str, by: Actor) -> None:
        """The same, where the command shows what is kept of a holder."""
        use = SERVICE_USES.get((workflow, command))
        if use is not None and use.act in LOOKS:
            self.require_actor(by)

    def terminals(self) -> tuple[str, ...]:
        """Return the names of all blocked terminals, in order."""
        return tuple(sorted({name for name in self._all() if name}))

    def _all(self) -> Iterator[str | None]:
        office = self.office
        for kind in HOLDING:
            before: str | None = None
            while page := office.storage.cases_in(
                risk_alert.name, kind.__name__, before=before, limit=PAGE
            ):
                for event in page:
                    state: Any = read_state(office.vault, risk_alert, event)
                    yield state.blocked_terminal
                before = page[-1].case
