"""Messages that wait for a person (死信)."""

from collections.abc import Sequence

import attrs

from ehealthcard.ports import BY_HAND, Clock, Message, OutboxStore

NO_PORT, UNREACHABLE = "no such port", "unreachable"
"""Why a message lies here that certainly never arrived."""


@attrs.frozen
class DeadLetters:
    """Lists what could not be delivered, and puts it back or away on a person's order.

    A dead letter holds back the next message of its case to the same destination, and
    with that one all behind it.
    """

    outbox: OutboxStore
    clock: Clock

    def waiting(self, *, limit: int = 1000) -> Sequence[Message]:
        """Return what waits for a person, oldest first; ``note`` says why."""
        return self.outbox.dead_letters(limit=limit)

    def retry(self, message_id: str) -> bool:
        """Put one back into the queue; return whether it was a dead letter.

        An ``Ask`` that may have arrived, because its answer is what nobody could
        believe, is not sent again: its outcome counts as unknown and is asked about.
        """
        found = self._dead(message_id)
        if found is None:
            return False
        may_have_arrived = found.note not in (NO_PORT, UNREACHABLE, BY_HAND)
        asked = found.manner == "Ask" and may_have_arrived
        again = attrs.evolve(
            found,
            standing="sent" if asked else "pending",
            attempts=0,
            note="",
            not_before=self.clock(),
        )
        return self.outbox.keep(again, by=None)

    def drop(self, message_id: str) -> bool:
        """Give one up for good; return whether it was a dead letter."""
        found = self._dead(message_id)
        if found is None:
            return False
        self.outbox.settle(message_id)
        return True

    def _dead(self, message_id: str) -> Message | None:
        found = self.outbox.message(message_id)
        return found if found and found.standing == "dead" else None
