"""A delivery room's records (模拟分娩登记)."""

import attrs

from ehealthcard.identity import CardId
from ehealthcard.ports import DeliveryRecord

from .faults import Faults


@attrs.define
class SimulatedDeliveries:
    """See :class:`ehealthcard.ports.Deliveries`: knows what it is told of."""

    faults: Faults = attrs.field(factory=Faults)
    records: dict[tuple[str, str], DeliveryRecord] = attrs.field(
        factory=dict[tuple[str, str], DeliveryRecord], init=False, repr=False
    )

    def add(self, record: DeliveryRecord) -> None:
        """Enter a delivery; a second entry replaces the first."""
        self.records[record.org, record.number] = record

    def record(self, org: str, number: str, /) -> DeliveryRecord | None:
        """See :class:`ehealthcard.ports.Deliveries`."""
        return self.faults.read(lambda: self.records.get((org, number)))

    def of_mother(self, card_id: CardId, /) -> tuple[DeliveryRecord, ...]:
        """See :class:`ehealthcard.ports.Deliveries`."""
        return self.faults.read(
            lambda: tuple(
                sorted(
                    (r for r in self.records.values() if r.mother == card_id),
                    key=lambda r: r.newborns[0].born_at,
                )
            )
        )
