"""The gate of a ward at work (病区门禁): the card is the pass.

A companion comes in and goes out with a pass in use, an inpatient with the certificate:
in at any time, out with a doctor's leave (出入住院院区, guide §4.4).
"""

from decimal import Decimal
from typing import Any

import attrs

from ehealthcard.identity import Card
from ehealthcard.services.companion_pass import (
    ScanIn,
    ScanOut,
    companion_pass,
)
from ehealthcard.services.companion_pass.rules import NO_WARD_PASS
from ehealthcard.services.companion_pass.states import Seated
from ehealthcard.services.inpatient_certificate import (
    OnLeave,
    Return,
    inpatient_certificate,
)
from ehealthcard.services.inpatient_certificate.rules import AT_GATE
from ehealthcard.services.inpatient_certificate.states import Staying
from ehealthcard.workflow import Terminal, Workflow

from .case import Case
from .casework import Casework
from .desk import ServiceDesk
from .scanning import Proof

Known = Case[Any]


@attrs.frozen
class WardGate:
    """What a ward's gate does with a scanned text.

    Args:
        desk: The desk it belongs to.
        terminal: The device; it needs the role ``terminal`` and ``org``.
        ward: Which ward it opens.

    """

    desk: ServiceDesk
    terminal: Terminal
    ward: str

    def enter(
        self,
        text: str,
        *,
        temperature: Decimal | None = None,
        second_factor: Proof | None = None,
    ) -> Known:
        """Let a companion or an inpatient in; the case says what it rests on.

        A companion with a fever is not let in: the pass that is returned rests.

        Raises:
            CodeError: The code is not believed.
            CardError: The card is gone, lost or not active.
            NotAllowedError: The pass rests.
            RuleViolationError: No pass for this ward goes with the card.

        """
        card = self.desk.scan(text, by=self.terminal, second_factor=second_factor).card
        if stay := self._stay(card):
            if isinstance(stay.state, OnLeave):
                back = Return()
                return self.desk.execute(
                    inpatient_certificate, stay, back, by=self.terminal
                )
            return stay
        found = self._pass(card)
        if found is None:
            raise NO_WARD_PASS.broken()
        command = ScanIn(ward=self.ward, temperature=temperature)
        return self.desk.execute(companion_pass, found, command, by=self.terminal)

    def leave(self, text: str, *, second_factor: Proof | None = None) -> Known | None:
        """Let somebody out; ``None`` for who has no pass here: nobody is kept in.

        Raises:
            CodeError: The code is not believed.
            CardError: The card is gone, lost or not active.
            RuleViolationError: An inpatient has no leave.

        """
        card = self.desk.scan(text, by=self.terminal, second_factor=second_factor).card
        if stay := self._stay(card):
            if not isinstance(stay.state, OnLeave):
                raise AT_GATE.broken()
            return stay
        found = self._pass(card)
        if found is None or not found.state.inside:
            return None
        out = ScanOut(ward=self.ward)
        return self.desk.execute(companion_pass, found, out, by=self.terminal)

    def _pass(self, card: Card) -> Known | None:
        return self._find(card, companion_pass, Seated)

    def _stay(self, card: Card) -> Known | None:
        return self._find(card, inpatient_certificate, Staying)

    def _find(
        self, card: Card, workflow: Workflow[Any, Any], kind: type[Seated | Staying]
    ) -> Known | None:
        for event in self.desk.office.open_cases(card.subject):
            if event.workflow == workflow.name:
                case = Casework(self.desk.office).case(workflow, event.case)
                state = case.state
                if not isinstance(state, kind):
                    continue
                if (state.org, state.ward) == (self.terminal.org, self.ward):
                    return case
        return None
