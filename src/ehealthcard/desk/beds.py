"""Offers a bed that somebody did not take to the next in rank (床位顺延)."""

import attrs

from ehealthcard.errors import (
    ClaimTakenError,
    OutsideUnavailableError,
    RuleViolationError,
)
from ehealthcard.ports import Accepted, Answer, BedAct, Message, Rejected
from ehealthcard.rules.stays import Waiter, in_rank
from ehealthcard.services.inpatient_certificate import (
    InpatientCertificate,
    OfferBed,
    WaitingBed,
    inpatient_certificate,
)
from ehealthcard.workflow import Actor

from .case import Case
from .casework import Casework
from .desk import ServiceDesk

PASSED_ON = "who is first in rank did not want it"


@attrs.frozen
class BedManager:
    """Looks at the queue of a ward when a bed comes free; destination ``beds``.

    A message that comes again offers nothing twice: the bed has its claim.

    Args:
        desk: The desk whose certificates wait.

    """

    desk: ServiceDesk

    def deliver(self, message: Message, /) -> Answer | None:
        """See :class:`ehealthcard.ports.Port`."""
        if message.kind != "bed-free":
            return Rejected(code="KIND_UNKNOWN")
        self.offer(BedAct.from_json(message.payload))
        return Accepted()

    def offer(self, free: BedAct) -> Case[InpatientCertificate] | None:
        """Offer the bed to the first who wants it; ``None`` if nobody does.

        Raises:
            OutsideUnavailableError: The queue changed meanwhile; it is tried again.

        """
        waiting = self.queue(free.org, free.ward)
        wanting = [c for c in waiting if _wants(c, free)]
        if not wanting:
            return None
        first = wanting[0]
        command = OfferBed(
            bed=free.bed,
            instead_of=free.certificate,
            out_of_turn=None if first is waiting[0] else PASSED_ON,
        )
        actor = Actor("bed-manager", {"staff"}, org=free.org)
        try:
            return self.desk.execute(inpatient_certificate, first, command, by=actor)
        except ClaimTakenError:
            return None  # somebody has it already
        except RuleViolationError:
            raise OutsideUnavailableError from None  # the queue has changed; look again

    def queue(self, org: str, ward: str) -> list[Case[InpatientCertificate]]:
        """Return who waits for a bed of this ward, first in rank first."""
        events = self.desk.storage.related("bed-queue", f"{org}:{ward}")
        found: dict[str, Case[InpatientCertificate]] = {}
        waiters: list[Waiter] = []
        for event in events:
            case = Casework(self.desk.office).case(inpatient_certificate, event.case)
            if isinstance(case.state, WaitingBed):
                waiters.append(case.state.waiter)
                found[case.state.certificate] = case
        return [found[w.certificate] for w in in_rank(waiters)]


def _wants(case: Case[InpatientCertificate], free: BedAct) -> bool:
    state = case.state
    return isinstance(state, WaitingBed) and free.bed not in state.declined
