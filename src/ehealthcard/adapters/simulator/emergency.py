"""A 120 centre and a keeper of emergency data (模拟急救中心)."""

from ehealthcard.errors import InvalidInputError, OutsideUnavailableError
from ehealthcard.identity import CardId
from ehealthcard.ports import Accepted, Answer, Message, Rejected, Unclear
from ehealthcard.ports.emergency import DATA_SET
from ehealthcard.rules.emergency import (
    BloodGroup,
    EmergencyDataSet,
    EmergencyRecord,
    Location,
    Rhesus,
)


class SimulatedCentre:
    """See :class:`ehealthcard.ports.EmergencyCentre`.

    Args:
        regions: Beginnings of GB/T 2260 codes that it covers; ``None`` is everywhere.

    """

    def __init__(self, regions: tuple[str, ...] | None = None) -> None:
        self.regions = regions
        self.received: dict[str, EmergencyDataSet] = {}
        """What has arrived, by the key of the message."""

        self.deliveries = 0
        """How often anything was handed over."""

        self.is_down = False
        self.loses_answers = False
        """Whether it takes what arrives and its answer is lost."""

    def covers(self, location: Location | None, /) -> bool:
        """Return whether *location* lies in one of the regions."""
        if self.is_down:
            raise OutsideUnavailableError
        if self.regions is None:
            return True
        region = location.region if location else None
        return region is not None and region.startswith(self.regions)

    def deliver(self, message: Message, /) -> Answer | None:
        """See :class:`ehealthcard.ports.EmergencyCentre`."""
        if self.is_down:
            raise OutsideUnavailableError
        self.deliveries += 1
        if message.kind != DATA_SET:
            return Rejected(code="KIND_UNKNOWN")
        try:
            data = EmergencyDataSet.from_json(message.payload)
        except InvalidInputError:
            return Rejected(code="UNREADABLE")
        self.received.setdefault(message.key, data)
        return Unclear() if self.loses_answers else Accepted()


class SimulatedRecords:
    """See :class:`ehealthcard.ports.EmergencyRecords`; made-up data by card.

    What is not set in ``known`` is made from the card ID, always the same.
    """

    def __init__(self) -> None:
        self.known: dict[CardId, EmergencyRecord | None] = {}
        self.is_down = False

    def record(self, card_id: CardId, /) -> EmergencyRecord | None:
        """See :class:`ehealthcard.ports.EmergencyRecords`."""
        if self.is_down:
            raise OutsideUnavailableError
        if card_id in self.known:
            return self.known[card_id]
        return record_of(sum(str(card_id).encode()))


def record_of(seed: int) -> EmergencyRecord:
    """Return a made-up record; the same seed gives the same."""
    groups = [g for g in BloodGroup if g is not BloodGroup.UNKNOWN]
    flags = (
        "asthma",
        "heart_disease",
        "cardiovascular_disease",
        "epilepsy",
        "coagulation_disorder",
        "diabetes",
        "glaucoma",
        "dialysis",
        "organ_transplant",
        "organ_missing",
        "prosthesis",
        "pacemaker",
    )
    return EmergencyRecord.from_data(
        {
            "abo": groups[seed % len(groups)],
            "rh": Rhesus.NEGATIVE if seed % 300 == 0 else Rhesus.POSITIVE,
            "other_alert": "长期服用抗凝药" if seed % 5 == 0 else "",
            "allergies": ["青霉素"] if seed % 3 == 0 else [],
            "history": ["高血压"] if seed % 2 == 0 else [],
            **{name: (seed >> n) % 4 == 0 for n, name in enumerate(flags)},
        }
    )
