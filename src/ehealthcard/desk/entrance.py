"""An entrance at work (入院口): scan, identify, assess in one go."""

from decimal import Decimal

import attrs

from ehealthcard.identity import Card
from ehealthcard.monitor.access import Action
from ehealthcard.services.admission_scan import (
    AdmissionScan,
    AdmissionScanCommand,
    Assess,
    Diverted,
    Entered,
    EnteredEmergency,
    Identified,
    Identify,
    Present,
    RejectCode,
    ScanAgain,
    ScanOut,
    admission_scan,
)
from ehealthcard.services.admission_scan.commands import Method
from ehealthcard.workflow import Terminal

from .case import Case
from .casework import Casework
from .desk import ServiceDesk
from .guard import Guard
from .scanning import Proof, Refusal, Scanning

Visit = Case[AdmissionScan]
INSIDE = (Entered, Diverted, EnteredEmergency)


@attrs.frozen
class Entrance:
    """What a gate, a pillar, a handheld or a window does with a scanned text.

    Args:
        desk: The desk it belongs to.
        terminal: The device; it needs ``org`` and ``place``.
        method: What kind of device it is.

    """

    desk: ServiceDesk
    terminal: Terminal
    method: Method = "gate"

    def enter(
        self,
        text: str,
        *,
        temperature: Decimal | float | None = None,
        second_factor: Proof | None = None,
    ) -> Visit:
        """Let somebody in, or say in the state that is returned what to do instead.

        A refused code is no exception here: the visit waits in ``CodeRejected`` with
        the reason, for a fresh code or a person.

        Raises:
            AccessDeniedError: The terminal has no role.
            ClientError: The terminal's build may let nobody in: a person does it.
            StorageError: It could not be written; nothing was.

        """
        Guard(self.desk.office).pass_to(self.terminal, Action.SCAN)
        found = Scanning(self.desk.office).attempt(text, self.terminal, second_factor)
        if isinstance(found, Refusal):
            return self._do(self.present(None), RejectCode(use=found.record))
        if inside := self.inside(found.card):
            if isinstance(inside.state, Entered):
                return self._do(inside, ScanAgain())
            return inside
        visit = self._do(self.present(found.card), Identify(use=found.record))
        return self.assess(visit, temperature=temperature)

    def present(self, card: Card | None) -> Visit:
        """Open a visit for somebody who stands at the entrance."""
        command = Present(
            org=self.terminal.org or "",
            place=self.terminal.place or self.terminal.id,
            method=self.method,
        )
        return self.desk.start(admission_scan, card, command, by=self.terminal)

    def assess(
        self, visit: Visit, *, temperature: Decimal | float | None = None
    ) -> Visit:
        """Assess an identified visitor; any other visit is returned as it is."""
        if not isinstance(visit.state, Identified):
            return visit
        degrees = None if temperature is None else Decimal(str(temperature))
        return self._do(visit, Assess(temperature=degrees))

    def leave(self, text: str, *, second_factor: Proof | None = None) -> Visit | None:
        """Scan somebody out; ``None`` if nobody with this card is inside.

        Raises:
            CodeError: The code is not believed.
            CardError: The card is gone, lost or not active.

        """
        found = self.desk.scan(text, by=self.terminal, second_factor=second_factor)
        inside = self.inside(found.card)
        return self._do(inside, ScanOut()) if inside else None

    def inside(self, card: Card) -> Visit | None:
        """Return the visit of somebody who is inside this institution now."""
        for event in self.desk.office.open_cases(card.subject):
            if event.workflow == admission_scan.name:
                visit = Casework(self.desk.office).case(admission_scan, event.case)
                state = visit.state
                if isinstance(state, INSIDE) and state.org == self.terminal.org:
                    return visit
        return None

    def _do(self, visit: Visit, command: AdmissionScanCommand) -> Visit:
        return self.desk.execute(admission_scan, visit, command, by=self.terminal)
