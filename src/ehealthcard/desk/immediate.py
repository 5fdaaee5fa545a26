"""An attempt within the call, once the intent is committed (即时投递).

What a command wrote to the outbox may leave at once, in the caller's own thread, and
is the relay's affair if that fails: nothing is lost, and nothing waits. Only messages
whose receiver knows their key are tried (``Order``, ``Query``, ``Tell``), so a relay
that delivers the same one at the same moment does no harm; an ``Ask`` is never touched.
"""

from collections.abc import Iterator, Mapping
from typing import TypeVar

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

S = TypeVar("S", bound=State)
C = TypeVar("C", bound=Command)


@attrs.frozen
class ImmediateDelivery:
    """Tries to deliver what the last command on a case wrote to the outbox.

    Args:
        desk: The desk.
        ports: By what a message is addressed to; others are left to the relay. Each
            needs a time-out of its own that somebody who waits can bear.

    """

    desk: ServiceDesk
    ports: Mapping[str, Port]

    def attempt(self, workflow: Workflow[S, C], case: Case[S]) -> Case[S]:
        """Deliver what *case* has just caused, and return the case as it is then.

        Only a plain yes is taken here. No answer, a no and an unclear outcome are left
        to the relay, which asks again with the same key.

        Raises:
            StorageError: The answer could not be written; the message stays.

        """
        for effect, message in self._fresh(workflow, case):
            port = self.ports.get(message.to)
            if port is None:
                continue
            if not self._deliver(effect, message, port):
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
                if message and message.standing == "pending":
                    yield effect, message

    def _deliver(self, effect: Effect, message: Message, port: Port) -> bool:
        """Hand over one message; return whether the next one may go."""
        if message.manner == "Ask":
            return False
        office = self.desk.office
        workflow = known(office.catalogue, message.workflow)
        opened = read_message(office.vault, workflow, message)
        try:
            answer = port.deliver(opened)
        except OutsideUnavailableError:
            return False
        if not isinstance(answer, Accepted):
            return False
        return self._take(effect, message, answer)

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
