"""Bytes in, bytes out: a call of the platform and its answer (消息接收).

A message that was refused is answered with AE and one of our codes; a call that cannot
be read with a fault of the sender; and where the desk's storage is down, with a fault
of the receiver, so that the platform sends the same message again.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import uuid4
from xml.etree.ElementTree import Element  # only defusedxml parses

import attrs

from ehealthcard.adapters.hip import (
    STANDARD,
    Acknowledgement,
    Dialect,
    Header,
    HipService,
    Layout,
    Row,
    read_call,
    read_message,
    write_acknowledgement,
    write_fault,
    write_reply,
)
from ehealthcard.adapters.hip.client import NOT_FOUND
from ehealthcard.adapters.hip.messages import ACKNOWLEDGEMENT, root_of
from ehealthcard.errors import (
    CardNotFoundError,
    EHealthCardError,
    HipActionError,
    HipMessageError,
    OutsideBusyError,
    OutsideUnavailableError,
    Phrase,
    StorageError,
)

from .events import READ_BY


class Takes(Protocol):
    """Whoever carries messages out, such as :class:`HipEvents`."""

    def clock(self) -> datetime:
        """Return the time."""
        ...

    def take(self, service: HipService, row: Row) -> str | None:
        """Carry out one message; return what a query found, as XML."""
        ...


@attrs.frozen
class HipReceiver:
    """Answers one call after another.

    Args:
        events: What the messages mean.
        dialect: How the platform spells the operation.
        name: Code of this system.
        layouts: Where the facts stand.

    """

    events: Takes
    dialect: Dialect = STANDARD
    name: str = "EHEALTHCARD"
    layouts: Mapping[HipService, Layout] = attrs.field(default=READ_BY, repr=False)

    def receive(self, body: bytes) -> tuple[int, bytes]:
        """Return the HTTP status and the envelope that answer *body*.

        Raises:
            OutsideBusyError: What stands behind is busy; see :func:`hip_app`.

        """
        try:
            call = read_call(body, self.dialect)
            name, payload = read_message(call.message)
        except HipMessageError as error:
            return 400, _fault(error, by_sender=True)
        header = Header(uuid4().hex, self.events.clock(), self.name, "")
        try:
            service, found = self._carry_out(call.action, payload)
        except OutsideBusyError:
            raise
        except (StorageError, OutsideUnavailableError) as error:
            return 500, _fault(error, by_sender=False)
        except EHealthCardError as error:
            answer = write_acknowledgement(header, _refused(error, name))
        else:
            done = Acknowledgement(accepted=True, of=name, says="成功")
            root = service.facts.answer if found else ACKNOWLEDGEMENT
            answer = write_acknowledgement(header, done, *found, root=root)
        return 200, write_reply(answer, self.dialect)

    def _carry_out(self, action: str, payload: Element) -> tuple[HipService, list[str]]:
        root = root_of(payload)
        service = self.dialect.service_of(action, root)
        if service not in self.layouts:
            raise HipActionError
        if self.dialect.root_of(service) != root:
            raise HipMessageError(
                reason=Phrase("a payload of another service", "载荷属于其他服务")
            )
        rows = self.layouts[service].read(payload)
        if len(rows) != 1:
            raise HipMessageError(
                reason=Phrase(
                    "not one subject in one message", "一条消息须恰有一个主体"
                )
            )
        found = self.events.take(service, rows[0])
        return service, [found] if found else []


def _fault(error: EHealthCardError, *, by_sender: bool) -> bytes:
    return write_fault(by_sender=by_sender, code=error.code, says=error.chinese)


def _refused(error: EHealthCardError, of: str) -> Acknowledgement:
    if isinstance(error, CardNotFoundError):
        return Acknowledgement(
            accepted=False, of=of, says="持卡人不存在", code=NOT_FOUND
        )
    return Acknowledgement(accepted=False, of=of, says=error.chinese, code=error.code)
