"""Ports of the outbox in front of the owners of slots and money (消息接收方)."""

from collections.abc import Callable
from typing import Any

import attrs

from ehealthcard.ports import (
    Answer,
    Charge,
    Courier,
    Message,
    Parcel,
    PaymentGateway,
    PaymentInquiry,
    Refund,
    Rejected,
    Scheduling,
    SlotAct,
)

UNKNOWN_KIND = Rejected(code="KIND_UNKNOWN")


@attrs.frozen
class SchedulingPort:
    """Hands messages to the owner of the slots; destination ``scheduling``."""

    scheduling: Scheduling

    def deliver(self, message: Message, /) -> Answer | None:
        """See :class:`ehealthcard.ports.Port`."""
        acts: dict[str, Callable[[SlotAct], Answer]] = {
            "acquire": self.scheduling.try_acquire,
            "confirm": self.scheduling.confirm,
            "release": self.scheduling.release,
            "query": self.scheduling.query,
        }
        act = acts.get(message.kind)
        return act(SlotAct.from_json(message.payload)) if act else UNKNOWN_KIND


@attrs.frozen
class PaymentPort:
    """Hands messages to a payment gateway; destination ``payments``."""

    gateway: PaymentGateway

    def deliver(self, message: Message, /) -> Answer | None:
        """See :class:`ehealthcard.ports.Port`."""
        acts: dict[str, tuple[Any, Callable[[Any], Answer | None]]] = {
            "charge": (Charge, self.gateway.charge),
            "refund": (Refund, self.gateway.refund),
            "inquire": (PaymentInquiry, self.gateway.inquire),
            "close": (PaymentInquiry, self.gateway.close),
        }
        if message.kind not in acts:
            return UNKNOWN_KIND
        model, act = acts[message.kind]
        return act(model.from_json(message.payload))


@attrs.frozen
class CourierPort:
    """Hands parcels to a carrier; destination ``courier``."""

    courier: Courier

    def deliver(self, message: Message, /) -> Answer | None:
        """See :class:`ehealthcard.ports.Port`."""
        if message.kind != "parcel":
            return UNKNOWN_KIND
        return self.courier.send(Parcel.from_json(message.payload))
