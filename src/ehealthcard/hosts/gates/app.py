"""An ASGI application that takes the batches of gates (闸机判定上传接口).

A gate posts the batch as it is and gets the desk's signed receipt. The batch's own
signature says who sends it: no key crosses the wire. Mount it behind TLS::

    app = gates_app(desk, limiter=limiter)

Requests are counted by the address they come from, before anything of them is read: a
gate's name is nobody's who cannot sign as that gate, and whoever sends rubbish under it
shall not keep the gate itself out. Behind a proxy the server must therefore be told the
senders' addresses (such as ``uvicorn --proxy-headers``); otherwise all gates share one
allowance.
"""

from typing import TYPE_CHECKING

from ehealthcard.errors import EHealthCardError, MalformedGateLogError
from ehealthcard.extras import needs
from ehealthcard.hosts.problems import problem, waiting
from ehealthcard.ports import Limiter
from ehealthcard.qr.gate_log import LARGEST, claimed_sender
from ehealthcard.workflow import Terminal

with needs("asgi"):
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.exceptions import HTTPException
    from starlette.requests import ClientDisconnect, Request
    from starlette.responses import Response
    from starlette.routing import Route


if TYPE_CHECKING:
    from ehealthcard.desk import ServiceDesk

DECISIONS = "/v1/decisions"
TOO_LARGE = 413
JSON, BYTES = "application/json", "application/octet-stream"
SERIAL = "X-Gate-Serial"
"""Header of the answer: up to which decision the desk has everything."""


def gates_app(desk: "ServiceDesk", *, limiter: Limiter) -> Starlette:
    """Return the application.

    ``POST /v1/decisions`` answers 200 with the receipt; 401 where the signature is not
    the named gate's, 403 where the terminal is blocked, 409 where decisions are missing
    before it or the log was changed, 429 with ``Retry-After`` where the sender comes
    too often, 413, 422, 503 as their codes say. Problems are JSON with ``code``,
    ``english``, ``chinese``, and ``expected`` where decisions are missing.

    Args:
        desk: Takes the batches.
        limiter: Bounds what each address may send, such as a
            :class:`~ehealthcard.adapters.replay.StoredLimiter`. While it cannot count,
            nothing is taken.

    """

    def take(body: bytes) -> Response:
        try:
            org, number = claimed_sender(body)
            gate = Terminal(number, {"terminal"}, org=org)
            taken = desk.gates.take(body, by=gate)
        except EHealthCardError as error:
            return _problem(error, error.status_hint)
        headers = {SERIAL: str(taken.serial)}
        return Response(taken.receipt, 200, headers, media_type=BYTES)

    async def answer(request: Request) -> Response:
        sender = request.client.host if request.client else "-"
        try:
            await run_in_threadpool(limiter.admit, f"gates:{sender}")
        except EHealthCardError as error:
            return _problem(error, error.status_hint)
        return await run_in_threadpool(take, await _body(request))

    return Starlette(
        routes=[Route(DECISIONS, answer, methods=["POST"])],
        exception_handlers={HTTPException: _http},
    )


async def _body(request: Request) -> bytes:
    """Read a body, no longer than any batch."""
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > LARGEST:
                raise HTTPException(TOO_LARGE)
    except ClientDisconnect:
        raise HTTPException(MalformedGateLogError.status_hint) from None
    return bytes(body)


async def _http(_: Request, error: Exception) -> Response:
    """Return the problem of a request that reaches nobody."""
    status = error.status_code if isinstance(error, HTTPException) else TOO_LARGE
    made = _problem(MalformedGateLogError(), status)
    if isinstance(error, HTTPException) and error.headers:
        made.headers.update(error.headers)
    return made


def _problem(error: EHealthCardError, status: int) -> Response:
    more = {k: str(v) for k, v in error.facts.items() if k == "expected"}
    said = problem(error, **more)
    return Response(said, status, waiting(error), media_type=JSON)
