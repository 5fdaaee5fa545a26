"""The port of the outbox in front of a platform (平台消息发送).

Which message becomes which payload is a map: written in code, or declared as data
(:func:`ehealthcard.adapters.hip.maps_of`). The regional platform's messages (WS/T
790.15-790.18: 预约挂号、双向转诊、签约、提醒) have no map here: neither their elements
nor most of their names could be read.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4
from xml.etree.ElementTree import Element  # only defusedxml parses

import attrs

from ehealthcard.errors import HipMessageError
from ehealthcard.ports import Answer, Message, Port, Rejected, Unclear

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
        reads: What of the answer becomes the data of ``Accepted``.
        asks: The kind of message whose outcome this one asks about: it has an id of its
            own each time, and what it hears settles the act.

    """

    action: str
    write: Callable[[Message, Header], str] = attrs.field(repr=False)
    repeats: bool = False
    reads: Callable[[Element], dict[str, Any]] | None = attrs.field(
        default=None, repr=False, kw_only=True
    )
    asks: str | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class HipPort:
    """Hands messages to a platform; destination as one likes.

    Args:
        client: The platform.
        maps: By the kind of message.
        others: Who takes the messages of other kinds; without one they are refused.

    """

    client: HipClient
    maps: Mapping[str, MessageMap]
    others: Port | None = None

    def deliver(self, message: Message, /) -> Answer | None:
        """See :class:`ehealthcard.ports.Port`.

        What cannot be written as the map says is ``Rejected`` with the error's code.
        """
        found = self.maps.get(message.kind)
        if found is None:
            if self.others is None:
                return Rejected(code="KIND_UNKNOWN")
            return self.others.deliver(message)
        name = _act(message.kind, message)
        if found.asks:
            name = uuid4().hex
        try:
            payload = found.write(message, self.client.header(name))
        except HipMessageError as error:
            return Rejected(code=error.code)
        if found.repeats:
            self.client.settle(name)
        answer = self.client.post(found.action, payload, key=name, reads=found.reads)
        if found.asks:
            self.client.settle(name)
            if not isinstance(answer, Unclear):
                self.client.settle(_act(found.asks, message))
        return answer


def _act(kind: str, message: Message) -> str:
    """Return the id of an act: those of one key differ by their kind."""
    return f"{kind}-{message.key}"
