"""Our own card manager behind a declared dialect (声明式方言服务端).

Families A and B, over a desk or any other platform: the same envelope, digest, fields
and codes that their clients speak. A request is good near its time. The envelopes have
no number that is used once, and every call may be repeated without harm: a registration
gives the same card, a report counts once, a dynamic code is good once, and what a query
answers is encrypted for the hospital. With the cipher ``NONE``, TLS must hide it.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol

import attrs

from ehealthcard.adapters.platform import flaws
from ehealthcard.adapters.platform.dialect import Dialect
from ehealthcard.adapters.strict_json import (
    UnreadableJsonError,
    parse_object,
)
from ehealthcard.codesets import Channel
from ehealthcard.errors import EHealthCardError, Phrase, PlatformRequestError
from ehealthcard.extras import needs
from ehealthcard.ports import (
    CardPlatform,
    Clock,
)

with needs("asgi"):
    from starlette.applications import Starlette

from .acts import carried_out
from .replies import Reply, platform_app, sentence, timed


class ServerEnvelope(Protocol):
    """How a server unwraps a request and wraps its answer."""

    def asked(self, found: Mapping[str, Any], /) -> tuple[str, dict[str, Any], int]:
        """Return method, fields and the moment in milliseconds."""
        ...

    def answered(self, fields: Mapping[str, Any], /) -> dict[str, Any]:
        """Return an answer."""
        ...

    def refused(self, said: str, /) -> dict[str, Any]:
        """Return a refusal."""
        ...


@attrs.frozen(eq=False)
class MappedApp:
    """A hospital that may call.

    Args:
        app_id: Its application, as its requests name it.
        envelope: How it wraps what it says.
        dialect: What it says.
        platform: What its calls reach.
        channel: Through which channel it works.
        org: What the hospital is called.

    """

    app_id: str
    envelope: ServerEnvelope
    dialect: Dialect
    platform: CardPlatform
    channel: Channel
    org: str


@attrs.frozen(eq=False)
class MappedServer:
    """Answers one path.

    Args:
        path: Where.
        app_names: How a request may name its application: ``app_id``, ``appId``.
        apps: Who may call.
        clock: What time it is.
        window: How far a request may be from the clock.

    """

    path: str
    app_names: Sequence[str]
    apps: Sequence[MappedApp]
    clock: Clock
    window: timedelta

    def app(self) -> Starlette:
        """Return the ASGI application."""
        return platform_app({self.path: self.answer}, description=self._described())

    def answer(self, body: bytes) -> Reply:
        """Answer one request; whatever it is, the answer has the envelope."""
        try:
            found = parse_object(body)
        except UnreadableJsonError:
            return _strange(flaws.NO_OBJECT, 400)
        app = self._caller(found)
        if app is None:
            return _strange(flaws.UNKNOWN_APP, 403)
        try:
            method, fields, moment = app.envelope.asked(found)
            self._admit(moment)
            return Reply(
                app.envelope.answered(carried_out(app, method, fields, self.clock()))
            )
        except EHealthCardError as error:
            return timed(Reply(app.envelope.refused(sentence(error))), error)

    def _caller(self, found: Mapping[str, Any]) -> MappedApp | None:
        named = [found[name] for name in self.app_names if name in found]
        known = [app for app in self.apps if [app.app_id] == named]
        return known[0] if known else None

    def _admit(self, moment: int) -> None:
        now = self.clock()
        if abs(moment / 1000 - now.timestamp()) > self.window.total_seconds():
            raise PlatformRequestError(flaw=flaws.OUT_OF_TIME)

    def _described(self) -> dict[str, Any]:
        answer = {"content": {"application/json": {"schema": {"type": "object"}}}}
        return {
            "openapi": "3.0.3",
            "info": {"title": "卡管平台接口", "version": "1"},
            "paths": {
                self.path: {
                    "post": {
                        "requestBody": {"required": True, **answer},
                        "responses": {
                            "200": {"description": "the envelope", **answer},
                            "400": {"description": "no such JSON", **answer},
                            "403": {"description": "nobody we know", **answer},
                            "413": {"description": "too long"},
                            "503": {"description": "busy, Retry-After", **answer},
                        },
                    }
                }
            },
        }


def _strange(flaw: Phrase, status: int) -> Reply:
    """Return the refusal of a request of whom nobody knows which envelope it has."""
    error = PlatformRequestError(flaw=flaw)
    return Reply({"code": "-", "msg": sentence(error)}, status)
