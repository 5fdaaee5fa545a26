"""A listener for MLLP: threads, caps, TLS (MLLP 监听).

Frames may come in pieces or several at once; each is answered in order. What is no
message is answered with AR, and an acknowledgement with nothing. A connection that says
nothing for long is closed.
"""

import socket
import socketserver
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from logging import getLogger
from threading import Condition, Thread
from types import TracebackType
from typing import Self
from uuid import uuid4

import attrs

from ehealthcard.adapters.hl7 import (
    Frame,
    FrameReader,
    Hl7Message,
    Overlong,
    Rubbish,
    Segment,
    acknowledgement_of,
    answer_to,
    framed,
)
from ehealthcard.adapters.hl7.client import Log
from ehealthcard.adapters.hl7.framing import LONGEST, Piece
from ehealthcard.adapters.hl7.headers import MOST_ID, Code
from ehealthcard.adapters.wire import Way
from ehealthcard.desk import system_clock
from ehealthcard.errors import MalformedHl7Error

LOG = getLogger(__name__)
PIECE = 65536
FAREWELL = 30.0
"""Seconds that what is being decided has when a listener stops."""

UNREADABLE, FAILED = "100", "207"
"""HL7 table 0357: segment sequence error; application internal error."""


@attrs.frozen
class Verdict:
    """What is said to a message (MSA-1, ERR)."""

    code: Code = "AA"
    error: str = ""
    """ERR-3, table 0357."""

    text: str = ""
    """A sentence without anything private."""

    kind: tuple[str, ...] = ()
    """MSH-9 where the answer is more than an acknowledgement, such as RSP."""

    segments: tuple[Segment, ...] = attrs.field(default=(), repr=False)
    """What follows MSA, such as what a query found."""


Incoming = socket.socket | tuple[bytes, socket.socket]
Handler = Callable[[Hl7Message], Verdict]


@attrs.frozen
class Caps:
    """How much a listener takes.

    Args:
        message: Bytes of one message.
        connections: At once; further ones are closed at once.
        idle: Seconds without a byte until a connection is closed.

    """

    message: int = LONGEST
    connections: int = 64
    idle: float = 300.0


@attrs.define(eq=False)
class MllpListener:
    """Listens, and gives every message to a handler; a context manager.

    The handler runs in the connection's thread. What it raises is answered with AR and
    nothing private: the sender may send the message again.

    Args:
        handler: Who decides about a message.
        host: The address to listen on; loopback unless it is said.
        port: The port; 0 lets the system choose one.
        caps: How much it takes.
        tls: How connections are protected; plain without.
        clock: Who tells the time.
        log: Told of each message that came and each answer; nobody by default. A
            :class:`ehealthcard.adapters.wire.WireLog` gives one (``log.hl7``).

    """

    handler: Handler
    host: str = attrs.field(default="127.0.0.1", kw_only=True)
    port: int = attrs.field(default=0, kw_only=True)
    caps: Caps = attrs.field(factory=Caps, kw_only=True)
    tls: ssl.SSLContext | None = attrs.field(default=None, kw_only=True, repr=False)
    clock: Callable[[], datetime] = attrs.field(default=system_clock, kw_only=True)
    log: Log | None = attrs.field(default=None, kw_only=True, repr=False)
    _server: "_Server | None" = attrs.field(default=None, init=False, repr=False)

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        if self._server is None:
            return self.host, self.port
        host, port = self._server.server_address[:2]
        return str(host), port

    def start(self) -> None:
        """Listen in a thread.

        Raises:
            OSError: The port is taken.

        """
        self._server = _Server(self)
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def serve(self) -> None:
        """Listen until :meth:`stop` is called by another thread, or a signal comes."""
        self._server = _Server(self)
        self._server.serve_forever()

    def stop(self) -> None:
        """Hang up everywhere; what is being decided is decided to its end."""
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.hang_up()
            server.server_close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def answer(self, piece: Piece) -> Hl7Message | None:
        """Return what is said to something that came.

        An acknowledgement is not acknowledged (HL7 v2.5.1, 2.9.2): two sides that did
        would never end.
        """
        said = self._decided(piece)
        if said is not None:
            self._note("sent", said)
        return said

    def _decided(self, piece: Piece) -> Hl7Message | None:
        if not isinstance(piece, Frame):
            return self._made(None, Verdict("AR", UNREADABLE, _why(piece)))
        try:
            message = Hl7Message.parse(piece.content)
        except MalformedHl7Error as error:
            return self._made(None, Verdict("AR", UNREADABLE, error.english))
        self._note("received", message)
        if acknowledgement_of(message):
            LOG.warning("an HL7 acknowledgement that nobody asked for")
            return None
        try:
            verdict = self.handler(message)
        except Exception as error:  # noqa: BLE001  # the sender gets an answer anyway
            LOG.error("an HL7 message failed: %s", type(error).__name__)  # noqa: TRY400  # its text may be private
            verdict = Verdict("AR", FAILED, "The application failed.")
        return self._made(message, verdict)

    def _note(self, way: Way, message: Hl7Message) -> None:
        if self.log:
            self.log(way, message)

    def _made(self, asked: Hl7Message | None, verdict: Verdict) -> Hl7Message:
        return answer_to(
            asked,
            verdict.code,
            at=self.clock(),
            control_id=uuid4().hex[:MOST_ID].upper(),
            error=verdict.error,
            text=verdict.text,
            kind=verdict.kind,
            more=verdict.segments,
        )


class _Connection(socketserver.BaseRequestHandler):
    """One connection, from its first byte to its last."""

    def handle(self) -> None:
        server, plain = self.server, self.request
        assert isinstance(server, _Server)  # noqa: S101  # nobody else makes one
        listener = server.listener
        plain.settimeout(listener.caps.idle)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with suppress(OSError):  # silence, a broken line, no handshake
            if listener.tls is not None:
                self.request = server.protect(plain, listener.tls)
            self._talk(listener, self.request)

    def _talk(self, listener: MllpListener, connection: socket.socket) -> None:
        reader = FrameReader(listener.caps.message)
        while data := connection.recv(PIECE):
            for piece in reader.feed(data):
                if answer := listener.answer(piece):
                    connection.sendall(framed(answer.to_bytes()))
                if isinstance(piece, Overlong):
                    return

    def finish(self) -> None:
        with suppress(OSError):
            self.request.close()


class _Server(socketserver.ThreadingTCPServer):
    """The socket that listens."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, listener: MllpListener) -> None:
        self.listener = listener
        self._open: dict[int, socket.socket] = {}
        """Connections, by the identity of the socket that was accepted."""
        self._changed = Condition()
        super().__init__((listener.host, listener.port), _Connection)

    def verify_request(self, request: Incoming, client_address: object) -> bool:  # noqa: ARG002  # the library's
        """Whether there is room for one more."""
        with self._changed:
            if len(self._open) >= self.listener.caps.connections:
                return False
            assert isinstance(request, socket.socket)  # noqa: S101  # it is TCP
            self._open[id(request)] = request
            return True

    def protect(self, plain: socket.socket, tls: ssl.SSLContext) -> ssl.SSLSocket:
        """Shake hands; the connection stays on the account."""
        made = tls.wrap_socket(plain, server_side=True)
        with self._changed:
            self._open[id(plain)] = made
        return made

    def process_request_thread(self, request: Incoming, client_address: object) -> None:
        """Keep account of who is connected."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._changed:
                self._open.pop(id(request), None)
                self._changed.notify_all()

    def hang_up(self) -> None:
        """Let every connection read its end, and wait until all have."""
        with self._changed:
            for one in self._open.values():
                with suppress(OSError):  # the plain method: TLS goes on for the answer
                    socket.socket.shutdown(one, socket.SHUT_RD)
            self._changed.wait_for(lambda: not self._open, FAREWELL)

    def handle_error(self, request: Incoming, client_address: object) -> None:  # noqa: ARG002  # the library's
        """Say that a connection failed, without an address."""
        LOG.error("an MLLP connection failed")


def _why(piece: Rubbish | Overlong) -> str:
    if isinstance(piece, Overlong):
        return f"longer than {piece.limit} bytes"
    return "bytes outside of any frame"
