"""What every dialect's server has in common: bodies, replies, one ASGI application."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import attrs

from ehealthcard.adapters.strict_json import compact
from ehealthcard.errors import EHealthCardError, OutsideBusyError
from ehealthcard.extras import needs
from ehealthcard.hosts.problems import waiting

with needs("asgi"):
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import ClientDisconnect, Request
    from starlette.responses import JSONResponse, Response
    from starlette.routing import Route


LONGEST = 256 * 1024
"""Bytes of a request; no call that is served comes near."""


@attrs.frozen
class Reply:
    """An answer."""

    content: Mapping[str, Any] = attrs.field(repr=False)
    status: int = 200
    media_type: str = "application/json"
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])

    @property
    def body(self) -> bytes:
        """What is sent."""
        return compact(self.content).encode()


@attrs.frozen
class RawReply:
    """An answer that is written already."""

    body: bytes = attrs.field(repr=False)
    media_type: str
    status: int = 200
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])


def sentence(error: EHealthCardError) -> str:
    """Return what the message of an answer says of an error, in both languages.

    It begins with the error's own code; our sentences hold no identity.
    """
    return f"{error.code}: {error.chinese} {error.english}"


AnyReply = TypeVar("AnyReply", Reply, RawReply)


def timed(refusal: AnyReply, error: EHealthCardError) -> AnyReply:
    """Return a refusal that says when to ask again, where *error* knows.

    These interfaces say no with 200 and a code in the envelope. That something behind
    us is busy is no such no: it is a 503 with the time, which HTTP clients know.
    """
    if not isinstance(error, OutsideBusyError):
        return refusal
    return attrs.evolve(refusal, status=error.status_hint, headers=waiting(error))


Answerer = Callable[[bytes], Reply | RawReply]
"""Answers one path; called in a thread."""


def platform_app(
    answerers: Mapping[str, Answerer], *, description: Mapping[str, Any]
) -> Starlette:
    """Return an ASGI application for these paths.

    Args:
        answerers: What answers each path, to POST.
        description: Its OpenAPI document, answered at ``/openapi.json``.

    """
    routes = [
        Route(path, _endpoint(answerer), methods=["POST"])
        for path, answerer in answerers.items()
    ]

    async def describe(_: Request) -> Response:
        return JSONResponse(dict(description))

    routes.append(Route("/openapi.json", describe, methods=["GET"]))
    return Starlette(routes=routes)


def _endpoint(answerer: Answerer) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        body = bytearray()
        try:
            async for piece in request.stream():
                body += piece
                if len(body) > LONGEST:
                    return Response(status_code=413)
        except ClientDisconnect:
            return Response(status_code=400)
        reply = await run_in_threadpool(answerer, bytes(body))
        return Response(
            reply.body,
            status_code=reply.status,
            headers=reply.headers,
            media_type=reply.media_type,
        )

    return endpoint
