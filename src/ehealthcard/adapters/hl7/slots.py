"""A HIS that is told of tickets and cancellations by SIU (预约消息).

HL7 v2 chapter 10 (recalled). SIU tells what has happened; it cannot take a slot so that
one of many is accepted, and it lists none. That stays with an owner who can be asked,
such as the same HIS by its web service or view.
"""

from collections.abc import Mapping

import attrs

from ehealthcard.adapters.owned import OwnedScheduling
from ehealthcard.ports import Answer, Scheduling, SlotAct

from .composing import Booking, SiuEvent, siu
from .line import Hl7Line

TICKETED, RELEASED = "confirm", "release"
EVENTS: Mapping[str, tuple[SiuEvent, str]] = {
    TICKETED: ("S14", "Started"),
    RELEASED: ("S15", "Cancelled"),
}
"""What each act becomes, and SCH-25 of it (table 0278, recalled). A HIS that reads S12
as the confirmation of a booking is given that here."""


@attrs.frozen
class Hl7Scheduling(OwnedScheduling):
    """See :class:`ehealthcard.ports.Scheduling`: the rest of it is the owner's.

    Args:
        line: Where the HIS is told.
        owner: Who lists slots, takes them and says whether they are held; without one,
            booking is unavailable here (``CapabilityUnavailableError``).
        events: What each act becomes.

    """

    line: Hl7Line
    owner: Scheduling | None = None
    events: Mapping[str, tuple[SiuEvent, str]] = attrs.field(default=EVENTS, repr=False)

    def confirm(self, act: SlotAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Scheduling`: SIU S14, unless said otherwise."""
        return self._told(TICKETED, act)

    def release(self, act: SlotAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Scheduling`: SIU S15, unless said otherwise."""
        return self._told(RELEASED, act)

    def _told(self, what: str, act: SlotAct) -> Answer:
        event, status = self.events[what]
        booking = Booking(act.key, act.slot, status=status)
        return self.line.tell(
            act.card,
            f"slot-{what}:{act.key}",
            lambda letter, patient: siu(letter, event, patient, booking),
        )
