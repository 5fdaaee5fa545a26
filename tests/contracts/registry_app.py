"""A verifier behind HTTP, as an institution's gateway would serve it."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ehealthcard import KeyRing
from ehealthcard.adapters.real_name.http import OUTCOME, VERIFY
from ehealthcard.adapters.retry_after import BUSY
from ehealthcard.errors import EHealthCardError
from ehealthcard.hosts.problems import waiting
from ehealthcard.ports import Clock, RealNameQuestion, RealNameVerifier
from ehealthcard.qr.directory import Directory
from ehealthcard.qr.exchange import NONCE, SENDER, SIGNATURE, check_request, sign_answer

if TYPE_CHECKING:
    from collections.abc import Awaitable


@attrs.define
class RegistryGateway:
    """Checks who asks, asks the registry, and signs what it says."""

    keys: KeyRing
    directory: Callable[[], Directory]
    registry: RealNameVerifier
    clock: Clock
    status: int | None = None
    """What it answers whatever it was asked, once it has done it."""

    signs: bool = True
    signs_with: KeyRing | None = None

    def app(self) -> Starlette:
        paths = {VERIFY: self.verify, OUTCOME: self.outcome}
        return Starlette(
            routes=[
                Route(p, self._endpoint(p, a), methods=["POST"])
                for p, a in paths.items()
            ]
        )

    def verify(self, body: bytes) -> tuple[int, bytes]:
        return 200, self.registry.verify(RealNameQuestion.from_json(body)).to_json()

    def outcome(self, body: bytes) -> tuple[int, bytes]:
        found = self.registry.outcome(json.loads(body)["request_id"])
        return (200, found.to_json()) if found else (404, b"{}")

    def _endpoint(
        self, path: str, act: Callable[[bytes], tuple[int, bytes]]
    ) -> "Callable[[Request], Awaitable[Response]]":
        async def answer(request: Request) -> Response:
            body, headers = await request.body(), dict(request.headers)
            return await run_in_threadpool(self._answer, path, headers, body, act)

        return answer

    def _answer(
        self,
        path: str,
        headers: dict[str, str],
        body: bytes,
        act: Callable[[bytes], tuple[int, bytes]],
    ) -> Response:
        more: dict[str, str] = {}
        try:
            check_request(
                headers,
                to=self.keys.issuer,
                method="POST",
                path=path,
                body=body,
                at=self.clock(),
                directory=self.directory(),
            )
            status, said = act(body)
        except EHealthCardError as error:
            status, said = error.status_hint, json.dumps({"code": error.code}).encode()
            more = waiting(error)
        status = self.status or status
        signature = sign_answer(
            self.signs_with or self.keys,
            to=headers[SENDER],
            nonce=headers[NONCE],
            status=status,
            body=said,
        )
        if self.status == BUSY:
            more = {"Retry-After": "40"}
        signed = {SIGNATURE: signature} if self.signs else {}
        return Response(said, status, more | signed)
