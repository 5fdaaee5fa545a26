"""The service as an ASGI application (ASGI 应用)."""

from collections.abc import Awaitable, Callable
from hmac import compare_digest
from typing import Protocol

from ehealthcard.adapters.hip import Dialect, write_fault
from ehealthcard.adapters.hip.envelope import CONTENT_TYPE
from ehealthcard.adapters.hip.xml import MOST_BYTES
from ehealthcard.errors import HipMessageError, OutsideBusyError, Phrase
from ehealthcard.extras import needs
from ehealthcard.hosts.problems import waiting

with needs("asgi"):
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import ClientDisconnect, Request
    from starlette.responses import Response
    from starlette.routing import Route

from .wsdl import wsdl_of

PATH = "/HIPService"
Admits = Callable[[Request], bool]
"""Says whether a caller is the platform."""


def bearer_of(token: str) -> Admits:
    """Admit whoever sends ``Authorization: Bearer`` with this token."""
    wanted = f"Bearer {token}".encode()

    def admits(request: Request) -> bool:
        given = request.headers.get("authorization", "").encode()
        return compare_digest(wanted, given)

    return admits


class Receives(Protocol):
    """Whoever answers calls, such as :class:`ehealthcard.hosts.hip.HipReceiver`."""

    @property
    def dialect(self) -> Dialect:
        """How the operation is spelt."""
        ...

    def receive(self, body: bytes) -> tuple[int, bytes]:
        """Return the HTTP status and the envelope that answer *body*.

        Raises:
            OutsideBusyError: What stands behind is busy; the application says until
                when, and the same message comes again.

        """
        ...


def hip_app(receiver: Receives, *, admits: Admits) -> Starlette:
    """Return the application: calls by POST at ``/HIPService``, its WSDL by GET.

    Args:
        receiver: Who answers.
        admits: Who may call; the standard leaves this to the network, so say it here:
            by a token, by the certificate that the server in front has checked.

    """

    async def call(request: Request) -> Response:
        if not admits(request):
            return Response(status_code=401)
        body = await _body(request)
        if body is None:
            long = HipMessageError(reason=Phrase("too long", "过长"))
            fault = write_fault(by_sender=True, code=long.code, says=long.chinese)
            return Response(fault, 413, media_type=CONTENT_TYPE)
        try:
            status, answer = await run_in_threadpool(receiver.receive, body)
        except OutsideBusyError as error:
            fault = write_fault(by_sender=False, code=error.code, says=error.chinese)
            how = error.status_hint, waiting(error)
            return Response(fault, *how, media_type=CONTENT_TYPE)
        return Response(answer, status, media_type=CONTENT_TYPE)

    async def describe(request: Request) -> Response:
        if not admits(request):
            return Response(status_code=401)
        location = str(request.url.replace(query=""))
        wsdl = wsdl_of(receiver.dialect, location)
        return Response(wsdl, media_type="text/xml; charset=utf-8")

    return Starlette(routes=[_route(call, "POST"), _route(describe, "GET")])


def _route(endpoint: Callable[[Request], Awaitable[Response]], method: str) -> Route:
    return Route(PATH, endpoint, methods=[method])


async def _body(request: Request) -> bytes | None:
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                return None
    except ClientDisconnect:
        return b""
    return bytes(body)
