"""A port of the outbox that keeps a worklist beside the slots (工作列表消息接收方)."""

from collections.abc import Callable

import attrs

from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import (
    Accepted,
    Answer,
    Message,
    Port,
    ScheduledExamination,
    SlotAct,
    Unclear,
    Worklist,
)

from .numbers import study_uid

Examined = Callable[[Message, SlotAct], ScheduledExamination | None]
"""Says what a message about a slot means to a machine; ``None``: nothing."""


@attrs.frozen
class WorklistPort:
    """Stands before the owner of the slots; destination ``scheduling``.

    What the owner of the slots has given (``acquire``, or ``query`` where its answer
    was lost) is put on the worklist, a ticket (``confirm``) marks the patient as there,
    and what is given back (``release``) is taken off first. Each comes again with the
    effect of once. Where the worklist cannot be written, the message is not answered
    yet: an examination that no machine knows of is not booked.

    Args:
        slots: The port in front of the owner of the slots.
        worklist: Where machines look.
        examined: What a message means to a machine.

    """

    slots: Port
    worklist: Worklist
    examined: Examined

    def deliver(self, message: Message, /) -> Answer | None:
        """See :class:`ehealthcard.ports.Port`."""
        act = SlotAct.from_json(message.payload)
        if message.kind == "release":
            self.worklist.drop(study_uid(act.key))
            return self.slots.deliver(message)
        answer = self.slots.deliver(message)
        if not isinstance(answer, Accepted):
            return answer
        try:
            examination = self.examined(message, act)
            if examination is not None:
                self.worklist.put(examination)
        except OutsideUnavailableError:
            return Unclear()  # the slot is taken by now
        return answer
