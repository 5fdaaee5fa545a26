"""A guardian who is registered with a child gets a bond to it (随卡登记监护)."""

import attrs

from ehealthcard.codesets import Kinship
from ehealthcard.identity import SubjectId
from ehealthcard.rules.family import FAMILY_DESK, GuardianStanding, ProofKind
from ehealthcard.services.foundation.account import Open, account
from ehealthcard.services.foundation.family_bond import (
    Dismiss,
    DismissalGround,
    Enter,
    family_bond,
)
from ehealthcard.services.foundation.family_bond.model import CARER
from ehealthcard.workflow import CARD, Actor, Command

from .acting import acting_as
from .inquiry import DeskInquiry, gather
from .live import Live
from .office import Office
from .retired import of_person
from .work import Work


@attrs.frozen
class Enrolling:
    """Writes a guardian into the account that is to hold the child's card."""

    office: Office

    def enter(
        self,
        work: Work,
        child: SubjectId,
        guardian: SubjectId,
        kinship: Kinship,
        by: Actor,
    ) -> None:
        """Begin the bond in the running transaction, and open the account for it.

        One that is there already stays. Whoever was only stated to be the guardian
        before goes: somebody has looked since.

        Raises:
            RuleViolationError: The guardian's account is full.

        """
        named = self.office.catalogue.named
        if not {account.name, family_bond.name} <= named.keys():
            return
        for event in of_person(work, guardian, CARER):
            work.catch_up(work.load(event))
        there, desk = self._bonds(work, child), acting_as(by, FAMILY_DESK)
        if guardian not in (carer for carer, _, _ in there):
            if not self._has_account(work, guardian):
                self._do(work, work.open(account, guardian), Open(), desk)
            entered = Enter(carer=guardian, kinship=kinship)
            self._do(work, work.open(family_bond, child), entered, desk)
        alone = attrs.evolve(desk, holder=None)
        mistaken = Dismiss(ground=DismissalGround.MISTAKE)
        for carer, proof, live in there:
            if carer != guardian and proof is ProofKind.STATED:
                self._do(work, work.catch_up(live), mistaken, alone)

    def _has_account(self, work: Work, holder: SubjectId) -> bool:
        """Whether somebody has an account that is open, by any of his cards."""
        return any(event.workflow == account.name for event in of_person(work, holder))

    def _bonds(self, work: Work, child: SubjectId) -> list[tuple[str, ProofKind, Live]]:
        found = list[tuple[str, ProofKind, Live]]()
        for event in work.storage.related(CARD, child):
            if event.workflow == family_bond.name:
                live = work.load(event)
                state = work.elapsed(live)
                if isinstance(state, GuardianStanding):
                    found.append((state.carer, state.proof, live))
        return found

    def _do(self, work: Work, live: Live, command: Command, by: Actor) -> Live:
        ask = DeskInquiry(self.office, work, live, live.state, command, by)
        return work.carry_out(live, command, by=by, facts=gather(ask))
