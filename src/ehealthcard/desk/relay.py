"""outbox -> port -> answer -> notice (消息投递)."""

import logging
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import attrs

from ehealthcard.errors import (
    CapabilityUnavailableError,
    EHealthCardError,
    OutsideUnavailableError,
    StorageUnavailableError,
    StoredDataTooNewError,
    TransactionConflictError,
    UnstorableInputError,
    VersionConflictError,
)
from ehealthcard.ports import (
    NEVER,
    Accepted,
    Answer,
    Capabilities,
    Message,
    Port,
    Rejected,
    Unclear,
)
from ehealthcard.ports.telemetry import DELIVERIES

from .by_hand import keep, look_over, names, without
from .circuit import Circuits
from .dead_letters import NO_PORT, UNREACHABLE, DeadLetters
from .desk import ServiceDesk
from .reading import effect_of, read_message
from .waiting import next_wait, told_wait

LOG = logging.getLogger("ehealthcard.relay")
LEASE = timedelta(minutes=5)
FOR_NEWER = timedelta(minutes=1)
"""How long what newer software wrote is left for a relay of that software."""

FASTER = (TransactionConflictError, VersionConflictError)
ANSWERS = ("accepted", "rejected", "unclear")
PAGE = 50
"""Messages that are lent at once."""


@attrs.frozen
class OutboxRelay:
    """Delivers what the desk wrote to the outbox; as many at once as you like.

    Messages are lent for a term, in order per case and side by side across cases, so
    that two relays never have one in hand. An ``Ask`` is marked as sent before it
    leaves: if its answer was not written down when the lease ran out, or has not come
    by call-back in time, its outcome is unknown and it is never sent again.

    Args:
        desk: The desk whose messages it delivers.
        ports: Where they go.
        patience: Attempts before a message becomes a dead letter.
        workers: Threads that deliver at once.
        lease: How long a message may be in hand; longer than any port's time-out.
        by_hand: Destinations that the hospital says it does not have; see
            :mod:`~ehealthcard.desk.by_hand`. One that is neither here nor in *ports* is
            a mistake in the wiring: its messages become dead letters.

    """

    desk: ServiceDesk
    ports: Mapping[str, Port]
    patience: int = 10
    workers: int = 1
    lease: timedelta = LEASE
    by_hand: Collection[str] = attrs.field(default=(), converter=names)
    circuits: Circuits = attrs.field(factory=Circuits, repr=False)

    def __attrs_post_init__(self) -> None:
        look_over(self.ports, self.by_hand)

    def run_once(self, *, limit: int = 100) -> int:
        """Deliver what is pending; return how many messages were closed.

        Raises:
            StorageUnavailableError: The database does not answer; what was in hand is
                taken up again when the lease has run out.

        """
        closed, tried = 0, 0
        while tried < limit:
            lent = self._lend(min(PAGE, limit - tried))
            if not lent:
                break
            tried += len(lent)
            closed += sum(self._at_once(lent))
        return closed

    def answer(self, message_id: str, answer: Answer) -> None:
        """Take an answer that came by call-back; a repeated one changes nothing."""
        if message := self.desk.office.storage.message(message_id):
            self._take(message, answer)

    def declare(self) -> Capabilities:
        """Write down what is wired and what is done by hand, for the health check.

        Raises:
            DefinitionError: A destination is both.

        """
        office = self.desk.office
        found = Capabilities.of(office.ports, tuple(self.ports), self.by_hand)
        office.atomically(lambda: keep(office.storage, found))
        return found

    def retry(self, message_id: str) -> None:
        """Put a dead letter back into the queue, on a person's order."""
        office = self.desk.office
        DeadLetters(office.storage, office.clock).retry(message_id)

    def _lend(self, limit: int) -> list[Message]:
        """Borrow messages under a name that is used once.

        So even this very relay, when it comes back to a message after the lease, is
        another holder than the thread that still has it in hand.
        """
        office, holder = self.desk.office, uuid4().hex
        now = office.now
        resting = self.circuits.resting(now)
        return office.atomically(
            lambda: office.storage.lend(
                by=holder,
                at=now,
                until=now + self.lease,
                limit=limit,
                without=resting,
            )
        )

    def _at_once(self, lent: list[Message]) -> list[bool]:
        if self.workers == 1:
            return [self._closed(m) for m in lent]
        with ThreadPoolExecutor(self.workers) as pool:
            return list(pool.map(self._closed, lent))

    def _closed(self, message: Message) -> bool:
        """Deliver one message; return whether that was the end of it."""
        try:
            if message.manner == "Ask" and message.standing != "pending":
                self._notify(message, 2, {})
            else:
                self._deliver(message)
        except FASTER as error:
            LOG.warning("%s: %s", message.id, error.code)  # the lease brings it back
            return False
        except UnstorableInputError as error:  # and would be so the next time
            self._bury(message, error.code)
        return self.desk.office.storage.message(message.id) is None

    def _deliver(self, message: Message) -> None:
        port = self.ports.get(message.to)
        if port is None and message.to in self.by_hand:
            self._without(message)
        elif port is None:
            self._bury(message, NO_PORT)
        elif self.circuits.is_open(message.to, self.desk.office.now):
            self._release(message)
        elif marked := self._marked(message):
            self._hand_over(marked, port)

    def _marked(self, message: Message) -> Message | None:
        """Mark an ``Ask`` as sent; ``None`` if another relay has it by now."""
        if message.manner != "Ask":
            return message
        marked = attrs.evolve(message, standing="sent")
        return marked if self._keep(marked) else None

    def _hand_over(self, message: Message, port: Port) -> None:
        office = self.desk.office
        try:
            opened = self._opened(message)
        except StorageUnavailableError:
            raise
        except StoredDataTooNewError as error:
            LOG.warning("%s: %s", message.id, error.code)
            later = office.now + FOR_NEWER
            self._release(message, standing="pending", not_before=later)
            self._count(message, "for newer")
            return
        except EHealthCardError as error:
            self._bury(message, error.code)
            return
        try:
            answer = port.deliver(opened)
        except CapabilityUnavailableError:
            self.circuits.answered(message.to)
            self._without(message)
            return
        except OutsideUnavailableError as error:
            told = told_wait(error)
            self.circuits.failed(message.to, office.now, told)
            self._later(message, told)
            return
        except StorageUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001  # a port is somebody else's code
            LOG.warning("%s failed: %s", message.to, type(error).__name__)
            self.circuits.failed(message.to, office.now)
            self._take(message, Unclear())
            return
        self.circuits.answered(message.to)
        if answer is None:
            until = office.now + message.answer_within
            self._release(message, standing="waiting", not_before=until)
            self._count(message, "waiting")
        else:
            self._take(message, answer)

    def _without(self, message: Message) -> None:
        """Tell the case, or a person, that nobody takes a message."""
        found = without(message)
        if isinstance(found, str):
            self._bury(message, found)
        else:
            self._take(message, found)

    def _opened(self, message: Message) -> Message:
        office = self.desk.office
        workflow = office.catalogue.named.get(message.workflow)
        return read_message(office.vault, workflow, message)

    def _take(self, message: Message, answer: Answer) -> None:
        if isinstance(answer, Accepted):
            self._notify(message, 0, answer.data)
        elif isinstance(answer, Rejected):
            if message.manner == "Tell":
                self._bury(message, answer.code)
            else:
                self._notify(message, 1, {"code": answer.code})
        elif message.manner == "Ask":
            self._notify(message, 2, {})
        else:
            self._later(message)

    def _notify(self, message: Message, which: int, data: dict[str, Any]) -> None:
        """Make a notice of an answer; what nobody can believe waits for a person."""
        if message.manner == "Tell":
            self.desk.office.storage.settle(message.id)
            self._count(message, ANSWERS[which])
            return
        effect = effect_of(self.desk.office.catalogue, message)
        if effect is None:
            self._bury(message, "no such effect")
            return
        try:
            notice = effect.notice(which, data, message.key)
            self.desk.notify(message.case, notice, cause=message.id)
        except (StorageUnavailableError, *FASTER):
            raise
        except EHealthCardError as error:
            self._bury(message, error.code)
            return
        self._count(message, ANSWERS[which])

    def _later(self, message: Message, told: timedelta = timedelta()) -> None:
        """Try again after a while.

        An ``Ask`` comes here only where it certainly did not arrive.
        """
        attempts = message.attempts + 1
        if attempts >= self.patience:
            self._bury(message, UNREACHABLE)
            return
        self._release(
            message,
            standing="pending",
            attempts=attempts,
            not_before=self.desk.office.now + next_wait(attempts, told),
        )
        self._count(message, "later")

    def _bury(self, message: Message, note: str) -> None:
        self._release(message, standing="dead", note=note, not_before=NEVER)
        self._count(message, "dead")

    def _count(self, message: Message, outcome: str) -> None:
        self.desk.office.telemetry.count(
            DELIVERIES, to=message.to, manner=message.manner, outcome=outcome
        )

    def _release(self, message: Message, **changes: Any) -> None:  # noqa: ANN401  # any field
        """Let go of a message, changed; one that another has by now stays his."""
        free = attrs.evolve(message, leased_by=None, leased_until=None, **changes)
        self._keep(free, by=message.leased_by)

    def _keep(self, message: Message, by: str | None = None) -> bool:
        return self.desk.office.storage.keep(message, by=by or message.leased_by)
