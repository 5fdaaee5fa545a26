"""A FHIR server that nobody here wrote, and a proxy in front of it that misbehaves.

Medplum's router (npm) is installed once under the user's cache and started once per
test process. Where node or the registry is missing, the tests that want it are skipped,
and fail in CI.
"""

import atexit
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Literal
from urllib.parse import urlsplit

import attrs

from tests.servers import missing

PACKAGES = [f"@medplum/{name}@4" for name in ("fhir-router", "core", "definitions")]
SCRIPT = Path(__file__).parent / "peers" / "medplum.mjs"
CACHE = Path.home() / ".cache" / "ehealthcard-peers" / "medplum"
Fault = Literal["drops", "loses-answers", "delays", "duplicates", "breaks"]


def medplum() -> str:
    """Return the base address of the server."""
    named = os.environ.get("EHEALTHCARD_TEST_FHIR_URL")
    found = named or _started()
    if found is None:
        missing("no FHIR server: node and npm are wanted, and npm's registry")
    return found


@cache
def _started() -> str | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm and _installed(npm)):
        return None
    script = CACHE / f"medplum-{os.getpid()}.mjs"  # modules are looked up beside it
    shutil.copyfile(SCRIPT, script)
    server = subprocess.Popen(  # noqa: S603  # our own script
        [node, script], stdout=subprocess.PIPE, text=True
    )
    atexit.register(_stopped, server, script)
    if server.stdout is None:
        return None
    port = server.stdout.readline().strip()
    return f"http://127.0.0.1:{port}/fhir/R4" if port else None


def _installed(npm: str) -> bool:
    if (CACHE / "installed").exists():
        return True
    CACHE.mkdir(parents=True, exist_ok=True)
    asked = [npm, "install", "--no-audit", "--no-fund", *PACKAGES]
    try:
        done = subprocess.run(  # noqa: S603  # fixed words
            asked, cwd=CACHE, capture_output=True, timeout=120, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    if done.returncode == 0:
        (CACHE / "installed").touch()
    return done.returncode == 0


def _stopped(server: subprocess.Popen[str], script: Path) -> None:
    server.kill()
    server.wait()
    script.unlink(missing_ok=True)


@attrs.define
class Misbehaviour:
    """What the proxy does to the requests of some methods, in turn."""

    base: str
    """The proxy's own base address."""

    faults: list[Fault] = attrs.field(factory=list[Fault])
    """One for each request to come; then all is well again."""

    methods: tuple[str, ...] = ("PUT", "POST", "PATCH", "GET")
    seen: list[str] = attrs.field(factory=list[str])
    """What arrived at the proxy: methods and paths."""

    over: Event = attrs.field(factory=Event)
    _lock: Lock = attrs.field(factory=Lock)

    def next_for(self, method: str, path: str) -> Fault | None:
        """Say what happens to a request."""
        with self._lock:
            self.seen.append(f"{method} {urlsplit(path).path}")
            if method in self.methods and self.faults:
                return self.faults.pop(0)
        return None


@contextmanager
def misbehaving(base: str) -> Iterator[Misbehaviour]:
    """Put a proxy in front of the server at *base*."""
    target = urlsplit(base)
    host = f"{target.hostname}:{target.port}"

    class Handler(_Proxy):
        behaviour: Misbehaviour
        peer = host

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    own = f"http://127.0.0.1:{server.server_port}{target.path}"
    Handler.behaviour = Misbehaviour(own)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield Handler.behaviour
    finally:
        Handler.behaviour.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Proxy(BaseHTTPRequestHandler):
    behaviour: Misbehaviour
    peer: str

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.behaviour.next_for(self.command, self.path)
        self.close_connection = True
        if fault == "drops":
            return
        if fault == "delays":  # longer than any client here waits
            self.behaviour.over.wait(timeout=5)
        if fault == "breaks":
            self.send_error(502)
            return
        if fault == "duplicates":
            self._sent_on(body)
        status, kind, content = self._sent_on(body)
        if fault in ("loses-answers", "delays"):
            return
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_PUT = do_POST = do_PATCH = _any  # noqa: N815  # http.server looks for them

    def _sent_on(self, body: bytes) -> tuple[int, str, bytes]:
        link = HTTPConnection(self.peer, timeout=10)
        ours = ("host", "connection", "content-length", "accept-encoding")
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ours}
        try:
            link.request(self.command, self.path, body or None, headers)
            answer = link.getresponse()
            kind = answer.headers.get("Content-Type", "")
            return answer.status, kind, answer.read()
        except (HTTPException, OSError):
            return 502, "text/plain", b""
        finally:
            link.close()

    def log_message(
        self,
        format: str,  # noqa: A002  # its name there
        *args: object,
    ) -> None:
        """Keep quiet."""
