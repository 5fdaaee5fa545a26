"""Our own card manager behind dialects C to G (其余方言的服务端).

One hospital, one application: mount each where only that hospital's requests arrive.
Whatever is sent, the answer has the dialect's envelope. Where requests say when they
were written, one is good near that time. None has a number that must be used once, and
every call may be repeated without harm, as with families A and B.
"""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import attrs

from ehealthcard.adapters.platform import flaws
from ehealthcard.adapters.platform.asking import Declared
from ehealthcard.adapters.platform.dialect import Dialect
from ehealthcard.codesets import Channel
from ehealthcard.errors import EHealthCardError, PlatformRequestError
from ehealthcard.extras import needs
from ehealthcard.ports import CardPlatform, Clock

with needs("asgi"):
    from starlette.applications import Starlette

from .acts import carried_out
from .replies import Answerer, RawReply, platform_app, sentence, timed


@attrs.frozen(eq=False)
class DeclaredServer:
    """Answers one hospital in its dialect.

    Args:
        declared: The dialect as agreed with the hospital.
        path: Where, or what its paths begin with.
        platform: What its calls reach.
        channel: Through which channel it works.
        org: What the hospital is called.
        clock: What time it is.
        window: How far a request may be from the clock.

    """

    declared: Declared
    path: str
    platform: CardPlatform
    channel: Channel
    org: str
    clock: Clock
    window: timedelta

    @property
    def dialect(self) -> Dialect:
        """What the hospital says."""
        return self.declared.dialect

    @property
    def places(self) -> Mapping[str, str]:
        """Each path, and the call it means: nothing where one path takes all."""
        calls = sorted(set(self.dialect.methods.values()))
        places = {call: self.declared.wire.place(self.path, call) for call in calls}
        if len(set(places.values())) == 1 < len(calls):
            return {places[calls[0]]: ""}
        return {place: call for call, place in places.items()}

    def app(self) -> Starlette:
        """Return the ASGI application."""
        answerers: dict[str, Answerer] = {
            place: partial(self.answer, call) for place, call in self.places.items()
        }
        return platform_app(answerers, description=self._described())

    def answer(self, call: str, body: bytes) -> RawReply:
        """Answer one request; *call* is what its path means, or nothing."""
        envelope, called = self.declared.envelope, call
        try:
            asked = envelope.asked(call, body)
            called = asked.method
            if asked.flaw:
                raise PlatformRequestError(flaw=asked.flaw)  # answered below
            if asked.at is not None and abs(self.clock() - asked.at) > self.window:
                raise PlatformRequestError(flaw=flaws.OUT_OF_TIME)  # answered below
            told = carried_out(self, called, asked.fields, self.clock())
            return self._reply(envelope.answered(called, told))
        except EHealthCardError as error:
            refusal = envelope.refused(called, sentence(error))
            return timed(self._reply(refusal), error)

    def _reply(self, body: bytes) -> RawReply:
        is_json = self.declared.wire.content_type.startswith("application/json")
        kind = "application/json" if is_json else "text/xml; charset=utf-8"
        return RawReply(body, kind)

    def _described(self) -> dict[str, Any]:
        kind = self.declared.wire.content_type.partition(";")[0]
        answer = {"content": {kind: {"schema": {"type": "string"}}}}
        call = {
            "requestBody": {"required": True, **answer},
            "responses": {
                "200": {"description": "the envelope"},
                "413": {"description": "too long"},
                "503": {"description": "busy, Retry-After"},
            },
        }
        return {
            "openapi": "3.0.3",
            "info": {"title": f"卡管平台接口 {self.dialect.name}", "version": "1"},
            "paths": {place: {"post": call} for place in self.places},
        }
