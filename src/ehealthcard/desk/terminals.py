"""The registry of terminals at work (终端登记簿): who may use cards, and for what."""

import hashlib
import hmac
import secrets

import attrs

from ehealthcard.codesets import CardStep
from ehealthcard.crypto import terminal_signer
from ehealthcard.errors.workflow import ROLE_REQUIRED
from ehealthcard.services.foundation.terminal import (
    TERMINAL_KEEPER,
    TERMINAL_KEY_WRONG,
    InUse,
    PutIntoUse,
    Register,
    TerminalLife,
    TerminalUse,
    terminal,
)
from ehealthcard.workflow import SYSTEM, Actor, Terminal

from .case import Case
from .desk import ServiceDesk
from .terminal_book import CHANNELS, TerminalBook


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

        The desk keeps the key's digest, and the public half of what the terminal signs
        with (:func:`ehealthcard.crypto.terminal_signer`).

        Raises:
            RuleViolationError: *by* lacks the role, or there is no such terminal
                (``TERMINAL_UNKNOWN``).

        """
        key = secrets.token_hex(32)
        signer = terminal_signer(self.desk.keys.suite, key)
        command = PutIntoUse(
            key_digest=_digest(key), verify_key=signer.public_key.hex()
        )
        case = self.desk.execute(terminal, self.case(org, number), command, by=by)
        return case, key

    def case(self, org: str, number: str) -> Case[TerminalLife]:
        """Return the case of a terminal, to suspend, resume or retire it.

        Raises:
            RuleViolationError: There is no such terminal (``TERMINAL_UNKNOWN``).

        """
        return TerminalBook(self.desk.office).case(org, number)

    def terminals(self, org: str | None = None, *, by: Actor) -> list[TerminalLife]:
        """Return the terminals that are not retired, by institution and number.

        Args:
            org: Only this institution's; everybody's if not said.
            by: Who keeps the terminals.

        Raises:
            RuleViolationError: *by* lacks the role ``terminal-keeper``.

        """
        if not by.roles & {TERMINAL_KEEPER, *SYSTEM.roles}:
            raise ROLE_REQUIRED.broken(role=TERMINAL_KEEPER)
        found = TerminalBook(self.desk.office).everything()
        return sorted(
            (one for one in found if org in (None, one.org)),
            key=lambda one: (one.org, one.number),
        )

    def terminal_status(self, org: str, number: str) -> str | None:
        """Return ``Registered``, ``InUse`` or ``Suspended``; ``None`` for no such."""
        return TerminalBook(self.desk.office).status(org, number)

    def require(self, org: str, number: str, use: TerminalUse) -> InUse:
        """Return a terminal that is in use and may do this.

        Raises:
            RuleViolationError: It is unknown, not in use, or may not; the error's
                ``rule`` says which.

        """
        return TerminalBook(self.desk.office).require(org, number, use)

    def admit(
        self, org: str, number: str, key: str, *, step: CardStep = CardStep.OTHER
    ) -> Terminal:
        """Return the actor behind a device that shows its key, to scan with.

        Raises:
            RuleViolationError: As :meth:`require`, or the key is not its own
                (``TERMINAL_KEY_WRONG``).

        """
        state = self.require(org, number, TerminalUse.SCAN)
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
