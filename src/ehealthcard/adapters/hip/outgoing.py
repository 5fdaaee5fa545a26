"""The port of the outbox in front of a platform (平台消息发送).

Which message becomes which payload is a map of one's own. The regional platform's
messages (WS/T 790.15-790.18: 预约挂号、双向转诊、签约、提醒) have no map here: neither
their elements nor their names could be read, and part 18 reminds of repeated
examinations, tests and medicines, not of what the notifications tell.
"""

from collections.abc import Callable, Mapping

import attrs

from ehealthcard.ports import Answer, Message, Rejected

from .client import HipClient
from .messages import Header


@attrs.frozen
class MessageMap:
    """What one kind of message becomes.

    Args:
        action: What the platform calls the service.
        write: Makes the payload; ``write_message`` and a layout help.
        repeats: Whether the platform knows an act again by the message's id, so that it
            may be sent again while its outcome is unclear.

    """

    action: str
    write: Callable[[Message, Header], str] = attrs.field(repr=False)
    repeats: bool = False


@attrs.frozen
class HipPort:
    """Hands messages to a platform; destination as one likes.

    Args:
        client: The platform.
        maps: By the kind of message; kinds without one are refused.

    """

    client: HipClient
    maps: Mapping[str, MessageMap]

    def deliver(self, message: Message, /) -> Answer | None:
        """See :class:`ehealthcard.ports.Port`."""
        found = self.maps.get(message.kind)
        if found is None:
            return Rejected(code="KIND_UNKNOWN")
        name = f"{message.kind}-{message.key}"  # acts of one key differ by their kind
        if found.repeats:
            self.client.settle(name)
        header = self.client.header(name)
        return self.client.post(found.action, found.write(message, header), key=name)
