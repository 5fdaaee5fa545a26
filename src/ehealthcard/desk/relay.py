"""outbox -> port -> answer -> notice (消息投递)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import attrs

from ehealthcard.errors import (
    InvalidInputError,
    OutsideUnavailableError,
    WorkflowError,
)
from ehealthcard.ports import Accepted, Answer, Message, Port, Rejected

from .desk import ServiceDesk

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(hours=1)


@attrs.frozen
class OutboxRelay:
    """Delivers what the desk wrote to the outbox, in order per case; one at a time.

    An ``Ask`` is marked as sent before it leaves; if no answer was written down by the
    next round, its outcome is unknown and it is never sent again.
    """

    desk: ServiceDesk
    ports: Mapping[str, Port]
    patience: int = 10
    """Attempts before a message becomes a dead letter."""

    def run_once(self, *, limit: int = 100) -> int:
        """Deliver what is pending; return how many messages were closed."""
        storage, blocked, closed = self.desk.office.storage, set[str](), 0
        for message in storage.pending(at=self.desk.office.now, limit=limit):
            if message.case not in blocked and not self._deliver(message):
                blocked.add(message.case)
            closed += storage.message(message.id) is None
        return closed

    def answer(self, message_id: str, answer: Answer) -> None:
        """Take an answer that came by call-back; a repeated one changes nothing."""
        if message := self.desk.office.storage.message(message_id):
            self._take(message, answer)

    def retry(self, message_id: str) -> None:
        """Put a dead letter back into the queue, on a person's order."""
        if message := self.desk.office.storage.message(message_id):
            now = self.desk.office.now
            self._keep(message, standing="pending", attempts=0, not_before=now)

    def _deliver(self, message: Message) -> bool:
        """Deliver one message; return whether the case's next one may go."""
        if message.manner == "Ask":
            if message.standing == "sent":
                return self._lost(message)
            message = self._keep(message, standing="sent")
        port = self.ports.get(message.to)
        if port is None:
            return self._bury(message, "no such port")
        try:
            answer = port.deliver(self._opened(message))
        except OutsideUnavailableError:
            return self._later(message)
        if answer is None:
            self._keep(message, standing="waiting")
            return True
        return self._take(message, answer)

    def _opened(self, message: Message) -> Message:
        safe = self.desk.office.vault.open(message.subject)
        payload = safe.unseal(message.payload, f"message/{message.id}")
        return attrs.evolve(message, payload=payload)

    def _take(self, message: Message, answer: Answer) -> bool:
        if isinstance(answer, Accepted):
            return self._notify(message, 0, answer.data)
        if isinstance(answer, Rejected):
            if message.manner == "Tell":
                return self._bury(message, answer.code)
            return self._notify(message, 1, {"code": answer.code})
        return self._lost(message) if message.manner == "Ask" else self._later(message)

    def _lost(self, message: Message) -> bool:
        return self._notify(message, 2, {})

    def _notify(self, message: Message, which: int, data: dict[str, Any]) -> bool:
        if message.manner == "Tell":
            self.desk.office.storage.settle(message.id)
            return True
        workflow = self.desk.office.catalogue.named[message.workflow]
        effect = next(
            e for e in workflow.consequences if e.call.__name__ == message.effect
        )
        try:
            notice = effect.notices[which].from_data(data)
            self.desk.notify(message.case, notice, cause=message.id)
        except (WorkflowError, InvalidInputError) as error:
            return self._bury(message, error.code)
        return True

    def _later(self, message: Message) -> bool:
        attempts = message.attempts + 1
        if attempts >= self.patience:
            return self._bury(message, "unreachable")
        wait = min(FIRST_WAIT * 2**attempts, LONGEST_WAIT)
        self._keep(
            message,
            standing="pending",
            attempts=attempts,
            not_before=self.desk.office.now + wait,
        )
        return False

    def _bury(self, message: Message, note: str) -> bool:
        self._keep(message, standing="dead", note=note)
        return True

    def _keep(self, message: Message, **changes: Any) -> Message:  # noqa: ANN401  # any field
        changed = attrs.evolve(message, **changes)
        self.desk.office.storage.keep(changed)
        return changed
