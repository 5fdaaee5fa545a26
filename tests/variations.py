"""A FHIR server that answers otherwise than Medplum does, and still as FHIR allows.

What FHIR R4 leaves open is turned against the reader: changes are answered with nothing
or with an OperationOutcome, versions stand in ETag alone, references are whole
addresses, pages are halves without a total and hold remarks, and search parameters
that a server need not know are overlooked.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

OVERLOOKED = ("specialty", "start", "_sort", "status", "date", "issued")
REMARK = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "information", "code": "informational"}],
}
CREATED, OK = 201, 200


@contextmanager
def varied(base: str, *, ignores: tuple[str, ...] = ()) -> Iterator[str]:
    """Lend the base address of such a server; *base* is the one behind it.

    It does not look at the headers that it *ignores*, nor has the kinds of resources.
    """
    target = urlsplit(base)

    class Handler(_Varying):
        peer = f"{target.hostname}:{target.port}"
        turns = count()
        later: dict[str, list[Any]] = {}  # noqa: RUF012  # one for each server
        ignored = ignores

    server = _Server(("127.0.0.1", 0), Handler)
    Handler.own = f"http://127.0.0.1:{server.server_port}{target.path}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield Handler.own
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # a hundred may come at once
    daemon_threads = True


class _Varying(BaseHTTPRequestHandler):
    peer: str
    own: str
    turns: "count[int]"
    later: dict[str, list[Any]]
    ignored: tuple[str, ...]
    protocol_version = "HTTP/1.1"

    def _any(self) -> None:
        asked = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        url = urlsplit(self.path)
        if url.query.startswith("page="):
            self._say(OK, self._page(self.later[url.query[5:]], more=""))
            return
        if any(f"/{kind}" in url.path for kind in self.ignored):
            self._say(404, "<html>no such thing</html>")
            return
        known = [p for p in parse_qsl(url.query) if p[0] not in OVERLOOKED]
        path = url.path + ("?" + urlencode(known) if known else "")
        status, told = self._sent_on(path, self._ours(asked))
        if status >= 400:  # what the server will not do, without a why
            self._say(status, "<html>no</html>")
        elif told.get("type") == "searchset":
            self._found(told.get("entry", []))
        elif self.command == "GET" or told["resourceType"] == "Bundle":
            self._say(status, told)
        else:
            self._done(status, told)

    do_GET = do_PUT = do_POST = do_PATCH = _any  # noqa: N815  # http.server looks for them

    def _sent_on(self, path: str, body: str) -> tuple[int, Any]:
        link = HTTPConnection(self.peer, timeout=60)
        passed = ("content-type", "if-match", "if-none-exist", "accept")
        heeded = {*passed} - {*self.ignored}
        headers = {k: v for k, v in self.headers.items() if k.lower() in heeded}
        link.request(self.command, path, body.encode() or None, headers)
        answer = link.getresponse()
        told = json.loads(answer.read())
        link.close()
        return answer.status, told

    def _found(self, entries: list[Any]) -> None:
        """Answer a search by two pages, without a total, with remarks among them."""
        half, token = len(entries) // 2, str(next(self.turns))
        self.later[token] = entries[half:]
        self._say(OK, self._page(entries[:half], more=f"{self.own}?page={token}"))

    def _page(self, entries: list[Any], *, more: str) -> Any:
        links = [{"relation": "self", "url": self.own}]
        if more:
            links.append({"relation": "next", "url": more})
        remarks = [{"resource": REMARK}, {"resource": REMARK, "search": _OUTCOME}]
        kept = [{"resource": e["resource"]} for e in entries]
        page = {"resourceType": "Bundle", "type": "searchset", "link": links}
        return page | {"entry": [*kept, *remarks]}

    def _done(self, status: int, told: Any) -> None:
        """Answer a change: in turn by its version's address, a remark, or itself."""
        address = f"{self.own}/{told['resourceType']}/{told['id']}"
        version = told["meta"]["versionId"]
        turn = next(self.turns) % 3
        where = {"Location": f"{address}/_history/{version}", "ETag": f'"{version}"'}
        said = ("", REMARK, told)[turn]
        self._say(
            OK if turn else status, said, where if turn < 2 else {}
        )  # the last says all itself

    def _say(
        self, status: int, said: Any, headers: dict[str, str] | None = None
    ) -> None:
        sent = dict(headers or {})
        if isinstance(said, dict) and "versionId" in said.get("meta", {}):
            meta = {k: v for k, v in said["meta"].items() if k != "versionId"}
            sent["ETag"] = f'W/"{said["meta"]["versionId"]}"'
            said = {**said, "meta": meta}
        content = said if isinstance(said, str) else self._whole(json.dumps(said))
        body = content.encode()
        self.send_response(status)
        for name, value in sent.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _whole(self, text: str) -> str:
        for kind in ("Patient", "Observation", "Encounter", "ImagingStudy"):
            text = text.replace(
                f'"reference": "{kind}/', f'"reference": "{self.own}/{kind}/'
            )
        return text

    def _ours(self, text: str) -> str:
        return text.replace(f"{self.own}/", "")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
        """Keep quiet."""


_OUTCOME = {"mode": "outcome"}
