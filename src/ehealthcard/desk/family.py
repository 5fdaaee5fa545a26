"""Who may act in whose inpatient matters (家庭凭证列表)."""

from collections.abc import Sequence

import attrs

from ehealthcard.identity import Card
from ehealthcard.monitor.access import Action, Asked
from ehealthcard.services.family_voucher import FamilyVoucher, Given, family_voucher
from ehealthcard.workflow import Actor

from .case import Case
from .casework import Casework
from .desk import ServiceDesk
from .guard import Guard

HOLDER = "voucher-holder"
"""The link by which the vouchers that somebody holds are found."""


@attrs.frozen
class FamilyVouchers:
    """The list of a person's family vouchers (个人的家庭凭证列表, guide §4.4.2).

    Args:
        desk: The desk it belongs to.

    """

    desk: ServiceDesk

    def given(
        self, card: Card, *, by: Actor, before: str | None = None, limit: int = 20
    ) -> Sequence[Case[FamilyVoucher]]:
        """Return those that *card*'s holder has given, ended ones too, newest first.

        Raises:
            AccessDeniedError: *by* is neither the holder, nor the guardian, nor staff.

        """
        return self.desk.cases(family_voucher, card, by=by, before=before, limit=limit)

    def held(self, card: Card, *, by: Actor) -> Sequence[Case[FamilyVoucher]]:
        """Return those in force by which *card*'s holder acts for others, oldest first.

        Raises:
            AccessDeniedError: *by* is neither the holder, nor the guardian, nor staff.

        """
        office = self.desk.office
        Guard(office).look(Asked(by, Action.TRACE, card.subject))
        found = list[Case[FamilyVoucher]]()
        for whose in office.everybody(card.subject):
            for event in office.storage.related(HOLDER, whose):
                if event.workflow == family_voucher.name:
                    case = Casework(office).case(family_voucher, event.case)
                    if isinstance(case.state, Given):
                        found.append(case)
        return found
