"""A line between an MLLP client and its server that drops, doubles and cuts.

Every other message goes wrong, so that the same one sent once more gets through.
"""

import socket
import socketserver
from collections.abc import Generator
from contextlib import contextmanager
from itertools import cycle
from threading import Lock, Thread
from typing import Literal

from ehealthcard.adapters.hl7 import Frame, FrameReader, framed

Fault = Literal["drops", "loses-answers", "duplicates", "fragments"]
PIECE = 65536


@contextmanager
def faulty(server: tuple[str, int], fault: Fault) -> Generator[tuple[str, int]]:
    """Lend the address of a line to *server* on which every other message fails."""
    turns, lock = cycle((True, False)), Lock()

    class Line(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            reader = FrameReader()
            with socket.create_connection(server, 5) as beyond:
                while data := self.request.recv(PIECE):
                    for piece in reader.feed(data):
                        if isinstance(piece, Frame) and not self.passed(piece, beyond):
                            return

        def passed(self, frame: Frame, beyond: socket.socket) -> bool:
            """Pass a message on and its answer back; whether the line still holds."""
            with lock:
                is_faulty = next(turns)
            if is_faulty and fault == "drops":
                return False
            times = 2 if is_faulty and fault == "duplicates" else 1
            answers = [answered(beyond, frame) for _ in range(times)]
            if is_faulty and fault == "loses-answers":
                return False
            wire = framed(answers[0].content)
            size = 7 if is_faulty and fault == "fragments" else len(wire)
            for at in range(0, len(wire), size):
                self.request.sendall(wire[at : at + size])
            return True

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Line) as line:
        line.daemon_threads = True
        thread = Thread(target=line.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield "127.0.0.1", line.server_address[1]
        finally:
            line.shutdown()
            thread.join()


def answered(beyond: socket.socket, frame: Frame) -> Frame:
    """Send a message and return the whole answer."""
    beyond.sendall(framed(frame.content))
    reader = FrameReader()
    while data := beyond.recv(PIECE):
        for piece in reader.feed(data):
            if isinstance(piece, Frame):
                return piece
    raise ConnectionError
