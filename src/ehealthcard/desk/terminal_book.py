"""Terminals as they stand in the registry (终端状态), for every room of the desk."""

from collections.abc import Iterator

import attrs

from ehealthcard.codesets import Channel
from ehealthcard.services.foundation.terminal import (
    TERMINAL_MAY_NOT,
    TERMINAL_NOT_IN_USE,
    TERMINAL_UNKNOWN,
    USES,
    InUse,
    Registered,
    Suspended,
    TerminalKind,
    TerminalLife,
    TerminalUse,
    terminal,
)
from ehealthcard.workflow import Event

from .case import Case
from .casework import Casework
from .office import Office

PAGE = 200
CHANNELS: dict[TerminalKind, Channel] = {
    TerminalKind.WINDOW: Channel.WINDOW,
    TerminalKind.KIOSK: Channel.KIOSK,
    TerminalKind.GATE: Channel.OTHER,
    TerminalKind.HANDHELD: Channel.OTHER,
    TerminalKind.DOCTOR_DESK: Channel.DOCTOR_DESK,
    TerminalKind.SERVICE_ACCOUNT: Channel.SERVICE_ACCOUNT,
    TerminalKind.MINI_PROGRAM: Channel.MINI_PROGRAM,
    TerminalKind.APP: Channel.OTHER,
}
"""The platforms' code of each kind; a gate, a handheld and an app have none."""


@attrs.frozen
class TerminalBook:
    """Looks terminals up."""

    office: Office

    def case(self, org: str, number: str) -> Case[TerminalLife]:
        """Return the case of a terminal.

        Raises:
            RuleViolationError: There is no such terminal (``TERMINAL_UNKNOWN``).

        """
        found = self._events(org, number)
        if not found:
            raise TERMINAL_UNKNOWN.broken()
        return Casework(self.office).case(terminal, found[0].case)

    def status(self, org: str, number: str) -> str | None:
        """Return the name of its state; ``None`` for no such terminal."""
        found = self._events(org, number)
        return found[0].state if found else None

    def everything(self) -> Iterator[TerminalLife]:
        """Yield every terminal that is not retired."""
        casework = Casework(self.office)
        for state in (Registered, InUse, Suspended):
            before: str | None = None
            while page := casework.worklist(
                terminal.name, state.__name__, before, PAGE
            ):
                yield from (case.state for case in page)
                before = page[-1].id

    def require(self, org: str, number: str, use: TerminalUse) -> InUse:
        """Return a terminal that is in use and may do this.

        Raises:
            RuleViolationError: It is unknown, not in use, or may not; the error's
                ``rule`` says which.

        """
        state = self.case(org, number).state
        if not isinstance(state, InUse) or isinstance(state, Suspended):
            raise TERMINAL_NOT_IN_USE.broken()
        if use not in USES[state.kind]:
            raise TERMINAL_MAY_NOT.broken()
        return state

    def _events(self, org: str, number: str) -> list[Event]:
        events = self.office.storage.related("terminal", f"{org}:{number}")
        return [event for event in events if event.workflow == terminal.name]
