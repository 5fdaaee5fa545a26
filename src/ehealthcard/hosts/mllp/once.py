"""Each message counts once, by its sender's name for it (消息去重).

The name (MSH-3, MSH-4, MSH-10) is kept with a digest of what the message said, in the
transaction of its last effect; commands before that carry the name as their idempotency
key. The same name with other content is refused.
"""

from collections.abc import Callable

import attrs

from ehealthcard.adapters.hl7 import Hl7Message
from ehealthcard.desk import ServiceDesk
from ehealthcard.errors import (
    EHealthCardError,
    OutsideUnavailableError,
    StorageError,
    UnknownHl7KeyError,
)
from ehealthcard.workflow import Signal

from .listener import FAILED, Verdict

UNKNOWN_KEY, DUPLICATE = "204", "205"
"""HL7 table 0357."""

Apply = Callable[[Hl7Message], list[Signal]]


@attrs.frozen
class Once:
    """Lets a message take effect, unless it has.

    Args:
        desk: Whose cases move.

    """

    desk: ServiceDesk

    def take(self, message: Hl7Message, apply: Apply) -> Verdict:
        """Apply *message* and say what became of it.

        AE: it cannot be applied, a person looks. AR: not now.

        Args:
            message: What came.
            apply: Carries out commands; returns what is to be announced after them.

        """
        try:
            return self._once(message, apply)
        except (StorageError, OutsideUnavailableError) as error:
            return Verdict("AR", FAILED, str(error))
        except UnknownHl7KeyError as error:
            return Verdict("AE", UNKNOWN_KEY, str(error))
        except EHealthCardError as error:
            return Verdict("AE", FAILED, str(error))

    def _once(self, message: Hl7Message, apply: Apply) -> Verdict:
        name, said = self._mark(message)
        known = self.desk.storage.bookmark(name)
        if known is None:
            signals = apply(message)
            self.desk.office.atomically(lambda: self._close(name, said, signals))
            return Verdict()
        if known != said:
            return Verdict("AE", DUPLICATE, "MSH-10 was used for another message.")
        return Verdict()

    def _close(self, name: str, said: str, signals: list[Signal]) -> None:
        """Announce and mark, unless the same message was faster on another line."""
        if self.desk.storage.bookmark(name) is None:
            work = self.desk.office.work()
            for signal in signals:
                work.announce(signal)
            self.desk.storage.set_bookmark(name, said)

    def _mark(self, message: Hl7Message) -> tuple[str, str]:
        """Return keyed digests of the message's name and of what it says."""
        tag = self.desk.office.keys.lookup.tag
        body = "\r".join(s.written() for s in message.segments[1:])
        name = tag(b"hl7-name/" + name_of(message).encode())
        said = tag(b"hl7-body/" + f"{message.kind}\r{body}".encode())
        return f"hl7/{name.hex()[:60]}", said.hex()  # as long as a name may be


def name_of(message: Hl7Message) -> str:
    """Return who sent it and what he called it; a bar cannot be in any of them."""
    head = message.header
    return "|".join((head.raw(3), head.raw(4), message.control_id))
