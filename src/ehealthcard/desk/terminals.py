"""The registry of terminals at work (终端登记簿): who may use cards, and for what."""

import hashlib
import hmac
import secrets
from typing import cast

import attrs

from ehealthcard.codesets import CardStep, Channel
from ehealthcard.services.foundation.terminal import (
    TERMINAL_KEY_WRONG,
    TERMINAL_MAY_NOT,
    TERMINAL_NOT_IN_USE,
    TERMINAL_UNKNOWN,
    USES,
    Device,
    InUse,
    PutIntoUse,
    Register,
    Suspended,
    TerminalKind,
    TerminalLife,
    TerminalUse,
    terminal,
)
from ehealthcard.workflow import Actor, Terminal

from .case import Case
from .casework import Casework
from .desk import ServiceDesk

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
class TerminalRegistry:
    """The terminals of a desk's institutions.

    A desk works without one: then the embedding application vouches for every terminal.
    """

    desk: ServiceDesk

    def register(self, command: Register, *, by: Actor) -> Case[TerminalLife]:
        """Make a terminal known.

        Raises:
            RuleViolationError: *by* lacks the role ``terminal-keeper``, or the number
                is another terminal's (``CLAIM_TAKEN``).

        """
        return self.desk.start(terminal, None, command, by=by)

    def put_into_use(
        self, org: str, number: str, *, by: Actor
    ) -> tuple[Case[TerminalLife], str]:
        """Return a terminal in use and its new key, which nobody can read again.

        Raises:
            RuleViolationError: *by* lacks the role, or there is no such terminal
                (``TERMINAL_UNKNOWN``).

        """
        key = secrets.token_hex(32)
        command = PutIntoUse(key_digest=_digest(key))
        case = self.desk.execute(terminal, self.case(org, number), command, by=by)
        return case, key

    def case(self, org: str, number: str) -> Case[TerminalLife]:
        """Return the case of a terminal, to suspend, resume or retire it.

        Raises:
            RuleViolationError: There is no such terminal (``TERMINAL_UNKNOWN``).

        """
        events = self.desk.storage.related("terminal", f"{org}:{number}")
        found = [event for event in events if event.workflow == terminal.name]
        if not found:
            raise TERMINAL_UNKNOWN.broken()
        return Casework(self.desk.office).case(terminal, found[0].case)

    def terminal_status(self, org: str, number: str) -> str | None:
        """Return ``Registered``, ``InUse`` or ``Suspended``; ``None`` for no such."""
        events = self.desk.storage.related("terminal", f"{org}:{number}")
        states = [e.state for e in events if e.workflow == terminal.name]
        return states[0] if states else None

    def require(self, org: str, number: str, use: TerminalUse) -> Device:
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

    def admit(
        self, org: str, number: str, key: str, *, step: CardStep = CardStep.OTHER
    ) -> Terminal:
        """Return the actor behind a device that shows its key, to scan with.

        Raises:
            RuleViolationError: As :meth:`require`, or the key is not its own
                (``TERMINAL_KEY_WRONG``).

        """
        state = cast("InUse", self.require(org, number, TerminalUse.SCAN))
        if not hmac.compare_digest(state.key_digest, _digest(key)):
            raise TERMINAL_KEY_WRONG.broken()
        return Terminal(
            number,
            {"terminal"},
            org=org,
            place=state.place,
            step=step,
            channel=CHANNELS[state.kind],
        )


def _digest(key: str) -> str:
    """Return what is kept of a key; it is random, so it cannot be guessed from it."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
