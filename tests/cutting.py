"""A line to a database that breaks after so many bytes of answers."""

import select
import socket
import socketserver
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Lock, Thread

PIECE = 65536


@contextmanager
def cutting(server: tuple[str, int], after: Sequence[int]) -> Iterator[int]:
    """Lend the port of a line to *server*.

    Each connection is cut when the server has said so many bytes, the first ones as
    *after* says; those that come later hold.
    """
    budgets, lock = list(after), Lock()

    class Line(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with lock:
                left = budgets.pop(0) if budgets else None
            with socket.create_connection(server, 10) as beyond, suppress(OSError):
                while True:
                    ready, _, _ = select.select([self.request, beyond], [], [], 10)
                    for end in ready:
                        data = end.recv(PIECE)
                        if not data:
                            return
                        if end is self.request:
                            beyond.sendall(data)
                            continue
                        self.request.sendall(data[:left])
                        if left is not None and len(data) >= left:
                            return
                        left = None if left is None else left - len(data)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Line) as line:
        line.daemon_threads = True
        thread = Thread(target=line.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield int(line.server_address[1])
        finally:
            line.shutdown()
            thread.join()
