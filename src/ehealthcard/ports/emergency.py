"""The emergency centre (急救中心, 120) and who keeps emergency data."""

from typing import Protocol

from ehealthcard.identity import CardId
from ehealthcard.rules.emergency import EmergencyRecord, Location

from .outside import Answer, Message

DESTINATION = "emergency-centre"
"""What messages to the centre are addressed to."""

DATA_SET = "emergency-data-set"
"""The kind of message that carries an :class:`.EmergencyDataSet`."""


class EmergencyCentre(Protocol):
    """A local centre; as a destination of messages it is also a :class:`.Port`."""

    def covers(self, location: Location | None, /) -> bool:
        """Return whether the centre takes data of calls from *location*.

        ``None``: the location is not known.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...

    def deliver(self, message: Message, /) -> Answer | None:
        """Take the data set of a call; the same ``message.key`` again is once.

        The payload of kind :data:`DATA_SET` is an ``EmergencyDataSet`` as JSON. What
        cannot be read is rejected, never guessed.

        Raises:
            OutsideUnavailableError: It certainly did not arrive.

        """
        ...


class EmergencyRecords(Protocol):
    """Whoever keeps emergency data, such as the regional platform (急救基本数据)."""

    def record(self, card_id: CardId, /) -> EmergencyRecord | None:
        """Return the holder's record; ``None`` if there is none.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...
