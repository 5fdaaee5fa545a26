"""Calling a hospital platform over HTTP (平台客户端)."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock
from time import monotonic
from typing import Any
from xml.etree.ElementTree import Element  # only defusedxml parses

import attrs

from ehealthcard.adapters.retry_after import is_busy, turned_away
from ehealthcard.errors import (
    HipActionError,
    HipMessageError,
    OutsideUnavailableError,
    Phrase,
)
from ehealthcard.extras import needs
from ehealthcard.ports import Accepted, Answer, Rejected, Unclear

with needs("soap"):
    import httpx

from .dialects import STANDARD, Dialect
from .envelope import CONTENT_TYPE, Call, Fault, read_reply, write_call
from .layouts import Layout, Row
from .messages import (
    Acknowledgement,
    Header,
    read_acknowledgement,
    write_message,
)
from .payloads import FOUND, LAYOUTS
from .services import HipService
from .xml import MOST_BYTES

Reads = Callable[[Element], dict[str, Any]]
REFUSED = "HIP_REFUSED"
FAULT = "HIP_FAULT"
NOT_FOUND = "HIP_NOT_FOUND"
_NOT_ARRIVED = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
)
_TURNED_AWAY = (401, 403, 404, 405, 413, 415)


@attrs.define
class HipClient:
    """One platform.

    An act whose outcome is unclear is not sent again under the same key until
    :meth:`settle` says that it is known: whoever wants to repeat it asks first. That is
    remembered in this process; what outlives it is the outbox's mark on the message.

    Args:
        url: Where its service is.
        http: The client to call with: certificates and credentials are its own.
        sender: Code of this system.
        receiver: Code of the platform.
        dialect: How the platform spells the operation.
        seconds: How long an answer is waited for, as a whole.
        clock: Who tells the time.

    """

    url: str
    http: httpx.Client = attrs.field(repr=False)
    sender: str = attrs.field(kw_only=True)
    receiver: str = attrs.field(kw_only=True)
    dialect: Dialect = attrs.field(default=STANDARD, kw_only=True)
    seconds: float = attrs.field(default=10.0, kw_only=True)
    clock: Callable[[], datetime] = attrs.field(
        default=lambda: datetime.now(UTC), kw_only=True, repr=False
    )
    _unclear: set[str] = attrs.field(factory=set[str], init=False, repr=False)
    _lock: Lock = attrs.field(factory=Lock, init=False, repr=False)

    def tell(self, service: HipService, row: Row, *, key: str) -> Answer:
        """Carry out an act; *key* becomes the message's id.

        ``Unclear`` where it may have been done, also while an earlier try under the
        same key is unclear.

        Raises:
            OutsideUnavailableError: It certainly did not arrive.
            HipActionError: The platform has no such service, or it has no layout.
            HipMessageError: A fact has no place in its payload.

        """
        layout = LAYOUTS.get(service)
        if layout is None or service.facts.is_query:
            raise HipActionError
        call = self._call(service, layout.write(row), key)
        return self.post(call.action, call.message, key=key)

    def post(
        self, action: str, payload: str, *, key: str, reads: Reads | None = None
    ) -> Answer:
        """Carry out an act with a payload of one's own making.

        Args:
            action: What the platform calls the service.
            payload: The payload.
            key: The id in its header; see :meth:`header`.
            reads: What of the answer becomes the data of ``Accepted``. Where it finds
                that wrong (``HipMessageError``), the outcome is unclear.

        """
        call = Call(action, payload)
        with self._lock:
            if key in self._unclear:
                return Unclear()
            self._unclear.add(key)  # until it is known
        answer: Answer = Unclear()
        try:
            answer = self._outcome(call, key, reads)
        except OutsideUnavailableError:
            self.settle(key)
            raise
        if not isinstance(answer, Unclear):
            self.settle(key)
        return answer

    def header(self, key: str) -> Header:
        """Return the header of a message made now."""
        return Header(key, self.clock(), self.sender, self.receiver)

    def settle(self, key: str) -> None:
        """Say that the outcome of an act is known now; it may be sent again."""
        with self._lock:
            self._unclear.discard(key)

    def find(self, service: HipService, row: Row, *, key: str) -> list[Row]:
        """Ask for persons, cards, visits, orders or forms; none is an empty list.

        Raises:
            OutsideUnavailableError: No answer in time, or none that can be read.
            HipActionError: The platform has no such query, or it has no layout.

        """
        layout = LAYOUTS.get(service)
        if layout is None or not service.facts.is_query:
            raise HipActionError
        call = self._call(service, layout.write(row), key)
        try:
            found = self._exchange(call)
        except (httpx.HTTPError, HipMessageError):
            raise OutsideUnavailableError from None
        return self._rows(FOUND[service], found, key)

    def _rows(self, layout: Layout, found: str | Fault, key: str) -> list[Row]:
        if isinstance(found, Fault):
            raise OutsideUnavailableError
        try:
            ack, root = read_acknowledgement(found)
            if ack.of != key:
                raise OutsideUnavailableError
            return self._found(layout, ack, root)
        except HipMessageError:
            raise OutsideUnavailableError from None

    def _found(self, layout: Layout, ack: Acknowledgement, root: Element) -> list[Row]:
        if ack.accepted:
            return layout.read(root)
        if ack.code == NOT_FOUND or any(w in ack.says for w in self.dialect.not_found):
            return []
        raise OutsideUnavailableError

    def _outcome(self, call: Call, key: str, reads: Reads | None) -> Answer:
        try:
            found = self._exchange(call)
            if isinstance(found, Fault):
                return Rejected(code=FAULT) if found.by_sender else Unclear()
            ack, root = read_acknowledgement(found)
            data = reads(root) if reads and ack.accepted else {}
        except httpx.HTTPError as error:
            if isinstance(error, _NOT_ARRIVED):
                raise OutsideUnavailableError from None
            return Unclear()
        except HipMessageError:
            return Unclear()
        if ack.of != key:
            return Unclear()
        return (
            Accepted(data=data) if ack.accepted else Rejected(code=ack.code or REFUSED)
        )

    def _call(self, service: HipService, control: str, key: str) -> Call:
        payload = write_message(
            self.dialect.root_of(service), self.header(key), control
        )
        return Call(self.dialect.action_of(service), payload)

    def _exchange(self, call: Call) -> str | Fault:
        kind = f'{CONTENT_TYPE}; action="{self.dialect.soap_action}"'
        body, until = bytearray(), monotonic() + self.seconds
        with self.http.stream(
            "POST",
            self.url,
            content=write_call(call, self.dialect),
            headers={"Content-Type": kind},
            timeout=self.seconds,
        ) as answer:
            status = answer.status_code
            if status in _TURNED_AWAY or is_busy(status, answer.headers):
                raise turned_away(answer.headers)
            for part in answer.iter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise HipMessageError(reason=Phrase("too long", "过长"))
                if monotonic() > until:
                    raise httpx.ReadTimeout("too slow")
        return read_reply(bytes(body), self.dialect)
