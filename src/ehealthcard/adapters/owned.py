"""Acts that a way of messages cannot do, and that their owner does.

A wire tells what has happened. What must be asked, such as which of two gets a slot, is
the owner's: the same HIS by another interface, or nobody.
"""

from datetime import date

from ehealthcard.ports import (
    Answer,
    BedAct,
    DepositBack,
    GateEntry,
    Inpatients,
    Scheduling,
    SlotAct,
    SlotOffer,
)
from ehealthcard.ports.capabilities import BY_KEY


class OwnedScheduling:
    """Lists, takes and asks about slots at their owner's."""

    owner: Scheduling | None

    def slots(
        self, *, org: str, department: str, first: date, last: date
    ) -> list[SlotOffer]:
        """See :class:`ehealthcard.ports.Scheduling`.

        Raises:
            CapabilityUnavailableError: There is no owner.

        """
        return self._asked("ports").slots(
            org=org, department=department, first=first, last=last
        )

    def slot(self, slot_id: str, /) -> SlotOffer | None:
        """See :class:`ehealthcard.ports.Scheduling`.

        Raises:
            CapabilityUnavailableError: There is no owner.

        """
        return self._asked("ports").slot(slot_id)

    def try_acquire(self, act: SlotAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Scheduling`.

        Raises:
            CapabilityUnavailableError: There is no owner.

        """
        return self._asked("outbox").try_acquire(act)

    def query(self, act: SlotAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Scheduling`.

        Raises:
            CapabilityUnavailableError: There is no owner.

        """
        return self._asked("outbox").query(act)

    def _asked(self, way: str) -> Scheduling:
        if self.owner is None:
            raise BY_KEY[f"{way}.scheduling"].missing()
        return self.owner


class OwnedInpatients:
    """Holds beds, gives deposits back and tells the gate at their owner's."""

    owner: Inpatients | None

    def hold(self, act: BedAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Inpatients`.

        Raises:
            CapabilityUnavailableError: There is no owner.

        """
        return self._asked.hold(act)

    def release(self, act: BedAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Inpatients`.

        Raises:
            CapabilityUnavailableError: There is no owner.

        """
        return self._asked.release(act)

    def give_back(self, back: DepositBack, /) -> Answer:
        """See :class:`ehealthcard.ports.Inpatients`.

        Raises:
            CapabilityUnavailableError: There is no owner.

        """
        return self._asked.give_back(back)

    def gate(self, entry: GateEntry, /) -> Answer:
        """See :class:`ehealthcard.ports.Inpatients`.

        Raises:
            CapabilityUnavailableError: There is no owner.

        """
        return self._asked.gate(entry)

    @property
    def _asked(self) -> Inpatients:
        if self.owner is None:
            raise BY_KEY["outbox.his"].missing()
        return self.owner
