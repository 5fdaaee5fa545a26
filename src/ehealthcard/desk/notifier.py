"""message wanted -> notification (信息推送入口)."""

import attrs

from ehealthcard.errors import ClaimTakenError, InvalidInputError, RuleViolationError
from ehealthcard.identity import SubjectId
from ehealthcard.ports import Accepted, Answer, Message, Rejected
from ehealthcard.rules.messages import MessageRecalled, MessageWanted
from ehealthcard.rules.signals import HappeningRecalled
from ehealthcard.services.notification import Raise, notification
from ehealthcard.workflow import SYSTEM

from .desk import ServiceDesk


@attrs.frozen
class Notifier:
    """The destination ``notifier``: makes a notification of what a service asks for.

    Services do not know one another; they tell the notifier, and the relay brings it
    here: ``OutboxRelay(desk, {"notifier": Notifier(desk), ...})``.
    """

    desk: ServiceDesk

    def deliver(self, message: Message, /) -> Answer:
        """Open a notification; one is there already if this came before.

        Raises:
            StorageError: It could not be written; it is tried again.

        """
        if message.kind == "recall":
            return self._recall(message)
        try:
            wanted = MessageWanted.from_json(message.payload)
        except InvalidInputError as error:
            return Rejected(code=error.code)
        card = self.desk.office.card_of(SubjectId(wanted.card))
        if card is None:
            return Rejected(code="CARD_NOT_FOUND")
        try:
            self.desk.start(notification, card, Raise(wanted=wanted), by=SYSTEM)
        except ClaimTakenError:
            return Accepted()
        except RuleViolationError as error:
            return Rejected(code=error.code)
        return Accepted()

    def _recall(self, message: Message) -> Answer:
        """Let messages about a happening know that it is no longer so."""
        try:
            recalled = MessageRecalled.from_json(message.payload)
        except InvalidInputError as error:
            return Rejected(code=error.code)
        self.desk.announce(HappeningRecalled(event=recalled.event))
        return Accepted()
