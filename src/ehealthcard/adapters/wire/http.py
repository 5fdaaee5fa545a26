"""A log in an ``httpx`` client: requests and answers, without their headers."""

from collections.abc import Callable, Iterator

import attrs

from ehealthcard.extras import needs

with needs("http"):
    import httpx

from .log import Way, WireLog
from .masking import Mask, as_it_is, mask_address

MOST = 1_000_000
"""Bytes of a body that are kept; of a longer one, only how long it is."""


@attrs.define
class _Kept(httpx.SyncByteStream):
    """A body that is remembered while it is read."""

    stream: httpx.SyncByteStream
    done: Callable[[bytes], None]
    _body: bytearray = attrs.field(factory=bytearray, init=False, repr=False)

    def __iter__(self) -> Iterator[bytes]:
        for part in self.stream:
            if len(self._body) <= MOST:
                self._body += part
            yield part

    def close(self) -> None:
        """Write it down, as far as it was read."""
        try:
            self.done(bytes(self._body))
        finally:
            self.stream.close()


@attrs.define
class LoggedTransport(httpx.BaseTransport):
    """Passes requests on, and writes them and their answers down.

    ::

        log = WireLog(Path("wire.jsonl"))
        http = httpx.Client(transport=LoggedTransport(log, "fhir", mask_fhir))

    Args:
        log: Where to.
        wire: Which protocol, such as ``fhir``.
        mask: How its bodies are masked.
        inside: Who really sends; the network, if not said.

    """

    log: WireLog
    wire: str
    mask: Mask
    inside: httpx.BaseTransport = attrs.field(factory=httpx.HTTPTransport)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """See ``httpx.BaseTransport``."""
        what = f"{request.method} {self._address(request)}"
        request.headers["Accept-Encoding"] = "identity"  # so that it can be read here
        body = request.read()
        self._note("sent", what, body)
        answer = self.inside.handle_request(request)
        stream = answer.stream
        assert isinstance(stream, httpx.SyncByteStream)  # noqa: S101  # no async here
        status = f"{answer.status_code} {what}"
        kept = _Kept(stream, lambda found: self._note("received", status, found))
        return httpx.Response(
            answer.status_code,
            headers=answer.headers,
            stream=kept,
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """See ``httpx.BaseTransport``."""
        self.inside.close()

    def _address(self, request: httpx.Request) -> str:
        path = request.url.raw_path.decode("ascii")
        return path if self.log.plain else mask_address(path, self.log.hidden)

    def _note(self, way: Way, what: str, body: bytes) -> None:
        if len(body) > MOST:
            self.log.note(self.wire, way, what, f"{len(body)} bytes", as_it_is)
            return
        text = body.decode("utf-8", "replace")
        self.log.note(self.wire, way, what, text, self.mask if text else as_it_is)
