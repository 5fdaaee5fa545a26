"""Lines that misbehave: proxies in front of servers that speak HTTP or MLLP.

What goes wrong is a script, one word for each message to come; :func:`storm` writes one
from a seed, so that a bad day can be had again.
"""

import socket
import socketserver
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Event, Lock, Thread
from typing import Literal, get_args
from urllib.parse import urlsplit

import attrs

from ehealthcard.adapters.hl7 import Frame, FrameReader, Hl7Message, framed

Fault = Literal[
    "drops",  # it does not arrive
    "loses-answers",  # it arrives, and nobody hears of it
    "delays",  # the answer comes when nobody waits any more
    "duplicates",  # it arrives twice
    "breaks",  # the proxy itself has an error
    "cuts",  # half of it arrives
    "cuts-answers",  # half of the answer comes
    "strays",  # it arrives after something else that is sent later
]
FAULTS: tuple[Fault, ...] = get_args(Fault)


def storm(seed: int, count: int) -> list[Fault | None]:
    """Return what happens to the next messages: every fault, and now and then none."""
    rng = Random(seed)  # noqa: S311  # a bad day that can be had again
    faults = [FAULTS[n % len(FAULTS)] for n in range(count)]
    made: list[Fault | None] = [*faults, *[None] * (count // 4)]
    rng.shuffle(made)
    return made


@attrs.define
class Misbehaviour:
    """What the proxy does to the requests of some methods, in turn."""

    base: str
    """The proxy's own base address."""

    port: int
    behind: str = ""
    """The address of the server itself."""

    faults: list[Fault | None] = attrs.field(factory=list[Fault | None])
    """One for each request to come; then all is well again."""

    methods: tuple[str, ...] = ("PUT", "POST", "PATCH", "GET", "MLLP")
    seen: list[str] = attrs.field(factory=list[str])
    """What arrived at the proxy: methods and paths."""

    answered: list[bytes] = attrs.field(factory=list[bytes])
    """What the server behind it has answered, whoever heard that."""

    over: Event = attrs.field(factory=Event)
    _strays: list[tuple[bytes, Callable[[], object]]] = attrs.field(
        factory=list[tuple[bytes, Callable[[], object]]]
    )
    _lock: Lock = attrs.field(factory=Lock)

    def next_for(self, method: str, path: str) -> Fault | None:
        """Say what happens to a request."""
        with self._lock:
            self.seen.append(f"{method} {urlsplit(path).path}")
            if method in self.methods and self.faults:
                return self.faults.pop(0)
        return None

    def stray(self, what: bytes, deliver: Callable[[], object]) -> None:
        """Keep a request back until another one has been through."""
        with self._lock:
            self._strays.append((what, deliver))

    def arrive(self, after: bytes = b"") -> None:
        """Deliver what was kept back and is something else."""
        with self._lock:
            late = [stray for stray in self._strays if stray[0] != after]
            self._strays = [stray for stray in self._strays if stray[0] == after]
        for _, deliver in late:
            deliver()


@contextmanager
def misbehaving(base: str) -> Iterator[Misbehaviour]:
    """Put a proxy in front of the HTTP server at *base*."""
    target = urlsplit(base)
    host = f"{target.hostname}:{target.port}"

    class Handler(_Proxy):
        behaviour: Misbehaviour
        peer = host

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    own = f"http://127.0.0.1:{server.server_port}{target.path}"
    Handler.behaviour = Misbehaviour(own, server.server_port, base)
    with _running(server, Handler.behaviour) as behaviour:
        yield behaviour


@contextmanager
def misbehaving_mllp(port: int) -> Iterator[Misbehaviour]:
    """Put a proxy in front of the MLLP server at *port*."""

    class Handler(_Frames):
        behaviour: Misbehaviour
        peer = port

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Handler.behaviour = Misbehaviour("", int(server.server_address[1]))
    with _running(server, Handler.behaviour) as behaviour:
        yield behaviour


@contextmanager
def _running(
    server: socketserver.BaseServer, behaviour: Misbehaviour
) -> Iterator[Misbehaviour]:
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield behaviour
    finally:
        behaviour.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Proxy(BaseHTTPRequestHandler):
    behaviour: Misbehaviour
    peer: str

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        behaviour = self.behaviour
        fault = behaviour.next_for(self.command, self.path)
        self.close_connection = True
        if fault == "drops":
            return
        if fault == "strays":
            behaviour.stray(body, lambda: self._sent_on(body))
            return
        if fault == "delays":  # longer than any client here waits
            behaviour.over.wait(timeout=5)
        if fault == "breaks":
            self.send_error(502)
            return
        if fault == "cuts":
            self._half_sent_on(body)
            return
        if fault == "duplicates":
            self._sent_on(body)
        status, kind, content = self._sent_on(body)
        behaviour.arrive(after=body)
        if fault in ("loses-answers", "delays"):
            return
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        half = len(content) // 2
        self.wfile.write(content[:half] if fault == "cuts-answers" else content)

    do_GET = do_PUT = do_POST = do_PATCH = _any  # noqa: N815  # http.server looks for them

    def _sent_on(self, body: bytes) -> tuple[int, str, bytes]:
        link = HTTPConnection(self.peer, timeout=10)
        try:
            link.request(self.command, self.path, body or None, self._passed_on())
            answer = link.getresponse()
            kind, content = answer.headers.get("Content-Type", ""), answer.read()
        except (HTTPException, OSError):
            return 502, "text/plain", b""
        finally:
            link.close()
        self.behaviour.answered.append(content)
        return answer.status, kind, content

    def _half_sent_on(self, body: bytes) -> None:
        link = HTTPConnection(self.peer, timeout=10)
        with suppress(HTTPException, OSError):
            link.putrequest(self.command, self.path)
            for name, value in self._passed_on().items():
                link.putheader(name, value)
            link.putheader("Content-Length", str(len(body)))
            link.endheaders(body[: len(body) // 2])
        link.close()

    def _passed_on(self) -> dict[str, str]:
        ours = ("host", "connection", "content-length", "accept-encoding")
        return {k: v for k, v in self.headers.items() if k.lower() not in ours}

    def log_message(
        self,
        format: str,  # noqa: A002  # its name there
        *args: object,
    ) -> None:
        """Keep quiet."""


class _Frames(socketserver.BaseRequestHandler):
    """One connection; each frame goes on by a connection of its own."""

    behaviour: Misbehaviour
    peer: int
    request: socket.socket
    late: dict[str, bytes]
    """The second answer to a doubled message, told with the answer to another one."""

    def handle(self) -> None:
        reader, self.late = FrameReader(), {}
        self.request.settimeout(10)
        with suppress(OSError):
            while data := self.request.recv(65536):
                for piece in reader.feed(data):
                    if isinstance(piece, Frame) and not self._passed(piece.content):
                        return

    def _passed(self, content: bytes) -> bool:
        """Pass a message on and its answer back; return whether the line holds."""
        behaviour, wire = self.behaviour, framed(content)
        name = Hl7Message.parse(content).control_id
        fault = behaviour.next_for("MLLP", name)
        if fault == "strays":
            behaviour.stray(wire, lambda: self._sent_on(wire))
        elif fault == "cuts":
            self._sent_on(wire[: len(wire) // 2], whole=False)
        if fault in ("drops", "breaks", "strays", "cuts"):
            return False
        self.late.pop(name, None)  # the same message's could be taken for its answer
        answer = b"".join(self.late.values()) + self._sent_on(wire)
        self.late = {name: self._sent_on(wire)} if fault == "duplicates" else {}
        behaviour.arrive(after=wire)
        return self._answered(fault, answer)

    def _answered(self, fault: Fault | None, answer: bytes) -> bool:
        if fault == "delays":
            self.request.recv(1)  # until nobody waits any more
        elif fault == "cuts-answers":
            self.request.sendall(answer[: len(answer) // 2])
        elif fault != "loses-answers":
            self.request.sendall(answer)
        return fault in (None, "duplicates")

    def _sent_on(self, wire: bytes, *, whole: bool = True) -> bytes:
        reader = FrameReader()
        with socket.create_connection(("127.0.0.1", self.peer), 10) as link:
            link.sendall(wire)
            while whole and (data := link.recv(65536)):
                for piece in reader.feed(data):
                    assert isinstance(piece, Frame)
                    self.behaviour.answered.append(piece.content)
                    return framed(piece.content)
        return b""
