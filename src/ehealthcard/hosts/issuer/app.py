"""An ASGI application through which other card managers ask about codes.

Every request is signed by a card manager of the trust list, fresh and new. Every answer
to one with a nonce is signed by this card manager, refusals too. Mount it behind TLS::

    app = issuer_app(IssuerCounter(desk), trust.current, limiter=limiter)
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

from ehealthcard.desk.issuing import IssuerCounter
from ehealthcard.errors import EHealthCardError, RequestFormError
from ehealthcard.extras import needs
from ehealthcard.hosts.problems import problem, waiting
from ehealthcard.ports import CodeQuestion, Limiter
from ehealthcard.qr.directory import Directory
from ehealthcard.qr.exchange import NONCE, SENDER, SIGNATURE, check_request, sign_answer
from ehealthcard.workflow import SYSTEM

with needs("asgi"):
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.exceptions import HTTPException
    from starlette.requests import ClientDisconnect, Request
    from starlette.responses import JSONResponse, Response
    from starlette.routing import Route

from .openapi import BUNDLE, INTERFACE, VERIFY, interface

if TYPE_CHECKING:
    from collections.abc import Awaitable

LARGEST = 4096
LONGEST_NAME = 64
TOO_LARGE = 413
JSON, BYTES = "application/json", "application/octet-stream"


@attrs.frozen
class _Asked:
    """A request as it arrived. Nothing in it may be believed yet."""

    path: str
    headers: dict[str, str] = attrs.field(repr=False)
    body: bytes = attrs.field(repr=False)


@attrs.frozen
class _Said:
    status: int
    kind: str
    body: bytes = attrs.field(repr=False)
    headers: dict[str, str] = attrs.field(factory=dict[str, str])


@attrs.frozen(eq=False)
class _Window:
    """Believes requests or not, and answers them."""

    counter: IssuerCounter
    directory: Callable[[], Directory]
    limiter: Limiter

    def verify(self, asked: _Asked) -> _Said:
        """Say whose code it is."""
        sender = self._sender(asked)
        question = CodeQuestion.from_json(asked.body)
        return _Said(200, JSON, self.counter.answer(sender, question).to_json())

    def bundle(self, asked: _Asked) -> _Said:
        """Say which cards are no longer good."""
        self._sender(asked)
        return _Said(200, BYTES, self.counter.desk.trust_bundle(by=SYSTEM))

    def respond(self, asked: _Asked, act: Callable[[_Asked], _Said]) -> Response:
        """Return what *act* says, or the problem, signed."""
        try:
            said = act(asked)
        except EHealthCardError as error:
            said = _problem(error)
        headers = said.headers | self._signed(asked, said)
        return Response(said.body, said.status, headers, media_type=said.kind)

    def _sender(self, asked: _Asked) -> str:
        """Return who asks, once that is beyond doubt and not too often."""
        desk = self.counter.desk
        if len(asked.body) > LARGEST:
            raise RequestFormError
        member = check_request(
            asked.headers,
            to=desk.keys.issuer,
            method="POST",
            path=asked.path,
            body=asked.body,
            at=desk.clock(),
            directory=self.directory(),
        )
        sender = member.manager.issuer
        self.limiter.admit(f"manager:{sender}")
        self.counter.accept_once(sender, asked.headers[NONCE])
        return sender

    def _signed(self, asked: _Asked, said: _Said) -> dict[str, str]:
        """Return the answer's signature, bound to who asked and to its nonce."""
        to, nonce = asked.headers.get(SENDER, ""), asked.headers.get(NONCE, "")
        if not nonce or len(to) > LONGEST_NAME or len(nonce) > LONGEST_NAME:
            return {}
        keys = self.counter.desk.keys
        signature = sign_answer(
            keys, to=to, nonce=nonce, status=said.status, body=said.body
        )
        return {SIGNATURE: signature}


def issuer_app(
    counter: IssuerCounter,
    directory: Callable[[], Directory],
    *,
    limiter: Limiter,
) -> Starlette:
    """Return the application; mount it where the trust list says.

    Args:
        counter: Answers for the desk that issued the cards.
        directory: Returns the trust list as of now, such as ``ForeignTrust.current``.
        limiter: Bounds what each card manager may ask, by its issuer code.

    """
    window = _Window(counter, directory, limiter)

    def endpoint(
        path: str, act: Callable[[_Asked], _Said]
    ) -> "Callable[[Request], Awaitable[Response]]":
        async def answer(request: Request) -> Response:
            body = await _body(request)
            # The path as it was signed: behind the gateway's own address.
            asked = _Asked(path, dict(request.headers), body)
            return await run_in_threadpool(window.respond, asked, act)

        return answer

    async def show(_: Request) -> Response:
        return JSONResponse(interface())

    return Starlette(
        routes=[
            Route(VERIFY, endpoint(VERIFY, window.verify), methods=["POST"]),
            Route(BUNDLE, endpoint(BUNDLE, window.bundle), methods=["POST"]),
            Route(INTERFACE, show, methods=["GET"]),
        ],
        exception_handlers={HTTPException: _http},
    )


async def _body(request: Request) -> bytes:
    """Read a body, no longer than any question."""
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > LARGEST:
                raise HTTPException(TOO_LARGE)
    except ClientDisconnect:
        raise HTTPException(RequestFormError.status_hint) from None
    return bytes(body)


async def _http(_: Request, error: Exception) -> Response:
    """Return the problem of a request that reaches nobody."""
    status = error.status_code if isinstance(error, HTTPException) else TOO_LARGE
    said = _problem(RequestFormError())
    headers = error.headers if isinstance(error, HTTPException) else None
    return Response(said.body, status, headers, media_type=JSON)


def _problem(error: EHealthCardError) -> _Said:
    return _Said(error.status_hint, JSON, problem(error), waiting(error))
