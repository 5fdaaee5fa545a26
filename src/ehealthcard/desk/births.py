"""Birth certificates at work (出生医学证明): twins, the electronic licence, a page."""

from collections.abc import Iterable

import attrs

from ehealthcard.errors import (
    InvalidInputError,
)
from ehealthcard.identity import Card
from ehealthcard.monitor.access import Reason
from ehealthcard.monitor.access.deciding import denied
from ehealthcard.ports import DeliveryRecord, MadeDocument, wired
from ehealthcard.rules.birth.licence import Licence, sign_licence
from ehealthcard.services.birth_certificate import (
    CLERK,
    Apply,
    BirthCertificate,
    birth_certificate,
    licence_of,
    page_of,
)
from ehealthcard.services.birth_certificate.states import Asked
from ehealthcard.workflow import Actor

from .case import Case
from .casework import Casework
from .desk import ServiceDesk

WATERMARK = "电子证照打印件"


@attrs.frozen
class BirthOffice:
    """What a window for birth certificates does beside the steps of a case.

    Args:
        desk: The desk.

    """

    desk: ServiceDesk

    def deliveries(self, card: Card, *, by: Actor) -> tuple[DeliveryRecord, ...]:
        """Return what is recorded of a mother's deliveries (调取分娩信息).

        Args:
            card: Hers.
            by: She herself, or a clerk, who sees those of his own institution.

        Raises:
            AccessDeniedError: *by* is neither.
            OutsideUnavailableError: No answer in time.
            CapabilityUnavailableError: Nobody is there to ask.

        """
        is_clerk = by.holder is None and CLERK in by.roles and by.org is not None
        if by.holder != card.subject and not is_clerk:
            raise denied(Reason.NOT_CONCERNED)
        rooms = wired(self.desk.ports.deliveries, "deliveries")
        found = rooms.of_mother(card.id)
        return tuple(r for r in found if not is_clerk or r.org == by.org)

    def apply_together(
        self, card: Card, children: Iterable[Apply], *, by: Actor, key: str
    ) -> tuple[Case[BirthCertificate], ...]:
        """Open a case for each child of one delivery, as for twins (双胎).

        Each case is a transaction of its own under a key of its own: where one is
        refused the ones before it are open, and the same call again goes on from there.

        Args:
            card: The mother's.
            children: One application for each; they differ in ``child``.
            by: Who asks.
            key: Idempotency key of the whole.

        Raises:
            InvalidInputError: Two are for the same child, or for other deliveries.
            RuleViolationError: A rule forbids one of them.

        """
        asked = tuple(children)
        deliveries = {(a.org, a.delivery) for a in asked}
        if len({a.child for a in asked}) < len(asked) or len(deliveries) > 1:
            raise InvalidInputError(model=Apply.__name__, fields="child")
        start = self.desk.start
        return tuple(
            start(birth_certificate, card, a, by=by, key=f"{key}:{a.child}")
            for a in asked
        )

    def licence(self, case: Case[BirthCertificate], *, by: Actor) -> bytes | None:
        """Return the electronic licence as it is now, signed by the desk's ring.

        ``None`` where there is none: it is not printed, another one is asked for, or
        the place has no codes for licences.

        Raises:
            AccessDeniedError: *by* is neither the mother nor a clerk of the issuer.

        """
        found = self._licence(case, by)
        return sign_licence(found, self.desk.keys) if found else None

    def page(self, case: Case[BirthCertificate], *, by: Actor) -> MadeDocument | None:
        """Return a page that says what the licence says; ``None`` where there is none.

        Raises:
            AccessDeniedError: *by* is neither the mother nor a clerk of the issuer.
            CapabilityUnavailableError: Nobody makes documents here.

        """
        found = self._licence(case, by)
        documents = wired(self.desk.ports.documents, "documents")
        return documents.make(page_of(found), watermark=WATERMARK) if found else None

    def _licence(self, case: Case[BirthCertificate], by: Actor) -> Licence | None:
        state = Casework(self.desk.office).case(birth_certificate, case.id).state
        org = state.org if isinstance(state, Asked) else None
        is_clerk = CLERK in by.roles and by.org is not None and by.org == org
        if by.holder != case.subject and not is_clerk:
            raise denied(Reason.NOT_CONCERNED)
        return licence_of(state)
