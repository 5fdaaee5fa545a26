"""An MLLP client: one message in flight, whatever the other side is like.

Some servers close after every message, some split an answer into pieces, some say
nothing. A message that may have arrived is sent once more under the same MSH-10; what
is still unanswered is ``Unclear``.
"""

import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from types import TracebackType
from typing import Literal, Self

import attrs

from ehealthcard.errors import MalformedHl7Error, OutsideUnavailableError, Phrase
from ehealthcard.ports import Accepted, Answer, Rejected, Unclear

from .er7 import Hl7Message
from .framing import LONGEST, Frame, FrameReader, Overlong, framed
from .headers import Acknowledgement, acknowledgement_of

PIECE = 65536
Log = Callable[[Literal["sent", "received"], Hl7Message], None]


@attrs.frozen
class Reply:
    """The whole message that answered, and what its MSA says."""

    message: Hl7Message = attrs.field(repr=False)
    said: Acknowledgement


class _LostError(Exception):
    """The connection broke, or nobody answered in time."""


@attrs.define
class MllpClient:
    """Sends messages to one server; threads take turns.

    Args:
        host: The server.
        port: Its port.
        timeout: Seconds for the whole answer of each attempt, and for the connection.
        resend: How often a message without an answer is sent again in one call, under
            the same MSH-10; 0 where the receiver does not know repetitions.
        limit: The most bytes of an answer.
        tls: How to protect the connection; plain without.
        server_name: The name in the server's certificate; *host* by default.
        log: Told of each message that went and each answer; nobody by default. A
            :class:`ehealthcard.adapters.wire.WireLog` gives one (``log.hl7``).

    """

    host: str
    port: int
    timeout: float = attrs.field(default=10.0, kw_only=True)
    resend: int = attrs.field(default=1, kw_only=True)
    limit: int = attrs.field(default=LONGEST, kw_only=True)
    tls: ssl.SSLContext | None = attrs.field(default=None, kw_only=True, repr=False)
    server_name: str | None = attrs.field(default=None, kw_only=True)
    log: Log | None = attrs.field(default=None, kw_only=True, repr=False)
    _socket: socket.socket | None = attrs.field(default=None, init=False, repr=False)
    _lock: Lock = attrs.field(factory=Lock, init=False, repr=False)

    def send(self, message: Hl7Message) -> Answer:
        """Send *message* and return what became of it.

        AA is ``Accepted``; AE and AR are ``Rejected`` with the error of ERR-3 or the
        acknowledgement's own code; ``Unclear`` where nobody answered.

        Raises:
            OutsideUnavailableError: It certainly did not arrive.
            MalformedHl7Error: Its characters do not fit MSH-18.

        """
        reply = self.exchange(message)
        if reply is None:
            return Unclear()
        if reply.said.is_accepting:
            return Accepted(data={"control_id": message.control_id})
        if reply.said.is_refusing:
            return Rejected(code=reply.said.error or reply.said.code)
        return Unclear()

    def exchange(self, message: Hl7Message) -> Reply | None:
        """Send *message* and return the answer to it; ``None`` where there is none.

        Raises:
            OutsideUnavailableError: It certainly did not arrive.
            MalformedHl7Error: It has no MSH-10, or its characters do not fit MSH-18.

        """
        if not message.control_id:
            raise MalformedHl7Error(what=Phrase("MSH-10 is empty", "MSH-10 为空"))
        content, has_left = framed(message.to_bytes()), False
        with self._lock:
            for _ in range(1 + self.resend):
                try:
                    connection = self._connected()
                except OSError:
                    self._drop()
                    if has_left:
                        return None
                    raise OutsideUnavailableError from None
                has_left = True
                self._note("sent", message)
                try:
                    found = self._answered(connection, content, message.control_id)
                except (_LostError, OSError):
                    self._drop()
                    continue
                self._note("received", found.message)
                return found
        return None

    def close(self) -> None:
        """Hang up."""
        with self._lock:
            self._drop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _connected(self) -> socket.socket:
        """Return a connection that the other side has not closed, as far as is seen."""
        if self._socket is not None and not _is_quiet(self._socket):
            self._drop()
        if self._socket is None:
            plain = socket.create_connection((self.host, self.port), self.timeout)
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket = self._protected(plain)
        return self._socket

    def _protected(self, plain: socket.socket) -> socket.socket:
        if self.tls is None:
            return plain
        try:
            name = self.server_name or self.host
            return self.tls.wrap_socket(plain, server_hostname=name)
        except OSError:
            plain.close()
            raise

    def _answered(
        self, connection: socket.socket, content: bytes, control_id: str
    ) -> Reply:
        end, reader = time.monotonic() + self.timeout, FrameReader(self.limit)
        connection.settimeout(self.timeout)
        connection.sendall(content)
        while True:
            left = end - time.monotonic()
            if left <= 0:
                raise _LostError
            connection.settimeout(left)
            data = connection.recv(PIECE)
            if not data:
                raise _LostError
            for piece in reader.feed(data):
                if isinstance(piece, Overlong):
                    raise _LostError
                if isinstance(piece, Frame) and (
                    reply := _reply(piece.content, control_id)
                ):
                    return reply

    def _note(self, way: Literal["sent", "received"], message: Hl7Message) -> None:
        if self.log:
            self.log(way, message)

    def _drop(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.close()
        self._socket = None


def _reply(content: bytes, control_id: str) -> Reply | None:
    """Return the answer to this very message; others and rubbish are passed over."""
    try:
        message = Hl7Message.parse(content)
    except MalformedHl7Error:
        return None
    said = acknowledgement_of(message)
    return Reply(message, said) if said and said.control_id == control_id else None


def _is_quiet(connection: socket.socket) -> bool:
    """Whether nothing came since the last answer: no end, and no late answer."""
    connection.setblocking(False)  # noqa: FBT003  # the library's own signature
    try:
        connection.recv(1)
    except (BlockingIOError, ssl.SSLWantReadError):
        return True
    except OSError:
        return False
    return False
