"""A messenger that keeps what it was given (消息网关模拟器)."""

import attrs

from ehealthcard.errors import InvalidInputError, OutsideUnavailableError
from ehealthcard.ports import Accepted, Answer, Clock, Message, Rejected
from ehealthcard.services.notification import Correction, Text


@attrs.define
class SimulatedMessenger:
    """The destination ``messenger``; keeps texts where a phone would show them.

    Args:
        clock: Tells whether a text is still of use.
        channels: The channels that work; a text for another one is refused.
        down: Whether nothing arrives at all.

    """

    clock: Clock
    channels: set[str] = attrs.field(factory=lambda: {"0401", "0402", "SMS"})
    down: bool = False
    shown: dict[str, Text] = attrs.field(factory=dict[str, Text], init=False)
    """What was handed over, by its key; the same key again changes nothing."""

    corrections: dict[str, Correction] = attrs.field(
        factory=dict[str, Correction], init=False
    )

    def deliver(self, message: Message, /) -> Answer:
        """Take a text or a correction.

        Raises:
            OutsideUnavailableError: It is down.

        """
        if self.down:
            raise OutsideUnavailableError
        try:
            if message.kind == "correction":
                said = Correction.from_json(message.payload)
                self.corrections.setdefault(message.key, said)
                return Accepted()
            text = Text.from_json(message.payload)
        except InvalidInputError as error:
            return Rejected(code=error.code)
        return self._show(message.key, text)

    def to(self, recipient: str) -> list[str]:
        """Return the texts that somebody was shown, oldest first."""
        return [t.text for t in self.shown.values() if t.recipient == recipient]

    def _show(self, key: str, text: Text) -> Answer:
        if key not in self.shown:
            if self.clock() > text.not_after:
                return Rejected(code="EXPIRED")
            if text.channel not in self.channels:
                return Rejected(code="CHANNEL_DOWN")
            self.shown[key] = text
        return Accepted(data={"provider_id": f"m-{list(self.shown).index(key) + 1}"})
