"""The port of the outbox in front of the inpatient system (住院消息接收方)."""

from collections.abc import Callable
from typing import Any

import attrs

from ehealthcard.ports import (
    Answer,
    BedAct,
    DepositBack,
    DischargeAct,
    GateEntry,
    Inpatients,
    Message,
    PlacementAct,
    Port,
    StayNote,
)

from .receivers import UNKNOWN_KIND

NOTES = ("inpatient-leave", "inpatient-back", "inpatient-ended")


@attrs.frozen
class InpatientPort:
    """Hands messages to the HIS's inpatient system; destination ``his``.

    Args:
        inpatients: The inpatient system.
        others: Who takes the messages of other services to the same destination.

    """

    inpatients: Inpatients
    others: Port | None = None

    def deliver(self, message: Message, /) -> Answer | None:
        """See :class:`ehealthcard.ports.Port`."""
        ward = self.inpatients
        if message.kind in NOTES:
            return ward.note(message.kind, StayNote.from_json(message.payload))
        acts: dict[str, tuple[Any, Callable[[Any], Answer | None]]] = {
            "bed-hold": (BedAct, ward.hold),
            "bed-release": (BedAct, ward.release),
            "inpatient-place": (PlacementAct, ward.place),
            "inpatient-discharge": (DischargeAct, ward.discharge),
            "deposit-back": (DepositBack, ward.give_back),
            "gate-grant": (GateEntry, ward.gate),
            "gate-revoke": (GateEntry, ward.gate),
        }
        if message.kind not in acts:
            return self.others.deliver(message) if self.others else UNKNOWN_KIND
        model, act = acts[message.kind]
        return act(model.from_json(message.payload))
