"""An ASGI application that takes the batches of gates (闸机判定上传接口).

A gate posts the batch as it is and gets the desk's signed receipt. The batch's own
signature says who sends it: no key crosses the wire. Mount it behind TLS, and let the
proxy limit who may try how often::

    app = gates_app(desk)
"""

import json
from typing import TYPE_CHECKING

from ehealthcard.errors import EHealthCardError, MalformedGateLogError
from ehealthcard.extras import needs
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


def gates_app(desk: "ServiceDesk") -> Starlette:
    """Return the application.

    ``POST /v1/decisions`` answers 200 with the receipt; 401 where the signature is not
    the named gate's, 403 where the terminal is blocked, 409 where decisions are missing
    before it or the log was changed, 413, 422, 503 as their codes say. Problems are
    JSON with ``code``, ``english``, ``chinese``, and ``expected`` where decisions are
    missing.
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
    said = {"code": error.code, "english": error.english, "chinese": error.chinese}
    if "expected" in error.facts:
        said["expected"] = str(error.facts["expected"])
    text = json.dumps(said, ensure_ascii=False).encode()
    return Response(text, status, media_type=JSON)
