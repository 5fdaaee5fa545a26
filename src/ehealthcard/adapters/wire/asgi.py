"""A log in front of an ASGI application: what others ask it, and its answers."""

from asyncio import to_thread
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import attrs

from .http import MOST
from .log import Way, WireLog
from .masking import Mask, as_it_is, mask_address

Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
App = Callable[[Event, Receive, Send], Awaitable[None]]


@attrs.define
class _Body:
    """A body that is remembered while it passes, as far as it is kept."""

    what: str
    size: int = 0
    kept: bytearray = attrs.field(factory=bytearray)

    def add(self, part: bytes) -> None:
        self.size += len(part)
        if self.size <= MOST:
            self.kept += part


@attrs.frozen
class LoggedApp:
    """Passes calls on, and writes them and their answers down, without headers.

    ::

        app = LoggedApp(hip_app(receiver, admits=admits), log, "soap", mask_xml)

    What the application does not read, such as the body of a caller who is not
    admitted, is not written down. Other scopes than HTTP's pass unseen.

    Args:
        app: Who really answers.
        log: Where to.
        wire: Which protocol, such as ``soap``.
        mask: How its bodies are masked.

    """

    app: App
    log: WireLog
    wire: str
    mask: Mask

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        """See the ASGI specification."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        called = f"{scope['method']} {self._address(scope)}"
        asked, told = _Body(called), _Body(called)

        async def hear() -> Event:
            event = await receive()
            if event["type"] == "http.request":
                asked.add(event.get("body", b""))
                if not event.get("more_body", False):
                    await self._note("received", asked)
            return event

        async def say(event: Event) -> None:
            if event["type"] == "http.response.start":
                told.what = f"{event['status']} {called}"
            elif event["type"] == "http.response.body":
                told.add(event.get("body", b""))
                if not event.get("more_body", False):
                    await self._note("sent", told)
            await send(event)

        await self.app(scope, hear, say)

    def _address(self, scope: Event) -> str:
        query = scope.get("query_string", b"").decode("latin-1")
        path = f"{scope['path']}?{query}" if query else str(scope["path"])
        return path if self.log.plain else mask_address(path, self.log.hidden)

    async def _note(self, way: Way, body: _Body) -> None:
        text, mask = body.kept.decode("utf-8", "replace"), self.mask
        if body.size > MOST:
            text, mask = f"{body.size} bytes", as_it_is
        elif not text:
            mask = as_it_is
        await to_thread(self.log.note, self.wire, way, body.what, text, mask)
