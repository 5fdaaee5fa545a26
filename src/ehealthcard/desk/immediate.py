"""An attempt within the call, once the intent is committed (即时投递).

What a command wrote to the outbox may leave at once, in the caller's own thread, and
is the relay's affair if that fails: nothing is lost, and nothing waits. Each message is
lent for the attempt as a relay has it lent, so nobody else has it in hand meanwhile.
Only messages whose receiver knows their key are tried (``Order``, ``Query``, ``Tell``);
an ``Ask`` is the relay's, which marks it as sent.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TypeVar
from uuid import uuid4

import attrs

from ehealthcard.errors import (
    InvalidInputError,
    OutsideUnavailableError,
    WorkflowError,
)
from ehealthcard.ports import Accepted, Message, Port
from ehealthcard.workflow import Command, Effect, Outgoing, State, Workflow

from .case import Case
from .casework import Casework
from .desk import ServiceDesk
from .reading import known, read_message
from .waiting import told_wait

S = TypeVar("S", bound=State)
C = TypeVar("C", bound=Command)
LEASE = timedelta(minutes=1)
"""Nobody waits longer; the relay takes over then, should this process have died."""


@attrs.frozen
class ImmediateDelivery:
    """Tries to deliver what the last command on a case wrote to the outbox.

    Args:
        desk: The desk.
        ports: By what a message is addressed to; others are left to the relay. Each
            needs a time-out of its own that somebody who waits can bear.
        lease: How long a message may be in hand; longer than any port's time-out.

    """

    desk: ServiceDesk
    ports: Mapping[str, Port]
    lease: timedelta = LEASE

    def attempt(self, workflow: Workflow[S, C], case: Case[S]) -> Case[S]:
        """Deliver what *case* has just caused, and return the case as it is then.

        Only a plain yes is taken here. No answer, a no and an unclear outcome are left
        to the relay, which asks again with the same key; so is what a relay, or another
        call, has in hand at this moment.

        Raises:
            StorageError: The answer could not be written; the message stays.

        """
        for effect, message in self._fresh(workflow, case):
            if message.manner == "Ask" or not self._tried(effect, message.id):
                break
        return Casework(self.desk.office).case(workflow, case.id)

    def _fresh(
        self, workflow: Workflow[S, C], case: Case[S]
    ) -> Iterator[tuple[Effect, Message]]:
        """Yield the messages of the case's last event, in the order of its effects."""
        event = f"{case.id}-{case.version}"
        for effect in workflow.consequences:
            if effect.source is type(case.state) and issubclass(effect.kind, Outgoing):
                name = f"{event}-{effect.call.__name__}"
                message = self.desk.office.storage.message(name)
                if message and message.to in self.ports:
                    yield effect, message

    def _tried(self, effect: Effect, name: str) -> bool:
        """Borrow a message and hand it over; return whether the next one may go."""
        message = self._borrowed(name)
        if message is None:
            return False
        try:
            return self._deliver(effect, message)
        finally:
            free = attrs.evolve(message, leased_by=None, leased_until=None)
            self.desk.office.storage.keep(free, by=message.leased_by)

    def _borrowed(self, name: str) -> Message | None:
        office, holder = self.desk.office, uuid4().hex
        now = office.now
        return office.atomically(
            lambda: office.storage.borrow(
                name, by=holder, at=now, until=now + self.lease
            )
        )

    def _deliver(self, effect: Effect, message: Message) -> bool:
        """Hand over one message; return whether that was the end of it."""
        office = self.desk.office
        workflow = known(office.catalogue, message.workflow)
        opened = read_message(office.vault, workflow, message)
        try:
            answer = self.ports[message.to].deliver(opened)
        except OutsideUnavailableError as error:
            self._postpone(message, told_wait(error))
            return False
        if not isinstance(answer, Accepted):
            return False
        return self._take(effect, message, answer)

    def _postpone(self, message: Message, told: timedelta) -> None:
        """Keep the relay away for as long as the receiver wants to be left alone."""
        if told:
            free = attrs.evolve(message, leased_by=None, leased_until=None)
            later = attrs.evolve(free, not_before=self.desk.office.now + told)
            self.desk.office.storage.keep(later, by=message.leased_by)

    def _take(self, effect: Effect, message: Message, answer: Accepted) -> bool:
        if message.manner == "Tell":
            self.desk.office.storage.settle(message.id)
            return True
        try:
            notice = effect.notice(0, answer.data, message.key)
            self.desk.notify(message.case, notice, cause=message.id)
        except (WorkflowError, InvalidInputError):
            return False
        return True
