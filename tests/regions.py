"""Two regions that trust each other: desks, lists and servers for tests."""

import asyncio
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import httpx
import uvicorn

from ehealthcard import Actor, Applicant, Card, KeyRing, ServiceDesk, Suite, Terminal
from ehealthcard.adapters.replay.limiting import MovingLimiter
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.desk import ForeignTrust, IssuerCounter
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.hosts.issuer import issuer_app
from ehealthcard.ports import CodeQuestion, IssuerAnswer, Limiter, Storage
from ehealthcard.qr.managers import Manager, make_list, manager_of, sign_list
from tests.actors import AUDITOR

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
WINDOW = Actor("window-3", {"registrar"}, org="H1")
GATE = Terminal("gate-1", {"terminal"}, org="H1", place="east", audience="H1/east")
ZHEJIANG, SICHUAN = "330000000001", "510000000001"
RINGS = {
    code: KeyRing.generate(suite, issuer=code)
    for code, suite in ((ZHEJIANG, Suite.GM), (SICHUAN, Suite.INTL))
}
ROOT = KeyRing.generate(Suite.GM, issuer="root")
STRANGER = KeyRing.generate(Suite.INTL, issuer="999999999999")


@attrs.define
class Clock:
    """A clock that can be turned."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@attrs.frozen
class Region:
    """A card manager of a region."""

    desk: ServiceDesk
    trust: ForeignTrust

    @property
    def code(self) -> str:
        return self.desk.keys.issuer

    def register(self, seed: int = 1) -> Card:
        applicant = Applicant(name_of(seed), document_of(seed))
        return self.desk.register(applicant, by=WINDOW)

    def app(self, limiter: Limiter | None = None) -> Any:
        plenty = MovingLimiter.in_memory(most=10_000, span=timedelta(minutes=1))
        counter = IssuerCounter(self.desk)
        return issuer_app(counter, self.trust.current, limiter=limiter or plenty)


@attrs.define
class Wire:
    """A way to the issuer without a network; it can be cut before or after."""

    issuer: Region
    asker: str
    cut: bool = False
    deaf: bool = False
    asked: list[CodeQuestion] = attrs.field(factory=list[CodeQuestion])

    def verify(self, issuer: str, question: CodeQuestion, /) -> IssuerAnswer:
        assert issuer == self.issuer.code
        if self.cut:
            raise OutsideUnavailableError
        self.asked.append(question)
        answer = IssuerCounter(self.issuer.desk).answer(self.asker, question)
        if self.deaf:
            raise OutsideUnavailableError
        return answer

    def revocations(self, issuer: str, /) -> bytes:
        assert issuer == self.issuer.code
        if self.cut:
            raise OutsideUnavailableError
        return self.issuer.desk.trust_bundle(by=AUDITOR)


def region(
    keys: KeyRing, clock: Callable[[], datetime], storage: Storage | None = None
) -> Region:
    desk = ServiceDesk(storage=storage or MemoryStorage(), keys=keys, clock=clock)
    return Region(desk, ForeignTrust(desk, ROOT.public().trust))


def entry(keys: KeyRing, **changed: Any) -> Manager:
    """Return what a card manager hands in, with some fields *changed*."""
    made = manager_of(keys, name=keys.issuer, gateway=f"https://{keys.issuer}.example")
    return Manager.from_data({**made.model_dump(), **changed})


def a_list(
    *managers: Manager,
    serial: int = 1,
    at: datetime = NOW - timedelta(hours=1),
    days: int = 30,
    root: KeyRing = ROOT,
) -> bytes:
    until = at + timedelta(days=days)
    listed = make_list(managers, root=root, serial=serial, at=at, until=until)
    return sign_list(listed, root)


def both(**zhejiang: Any) -> bytes:
    """Return a list of both regions, what it says of the first one *changed*."""
    return a_list(entry(RINGS[ZHEJIANG], **zhejiang), entry(RINGS[SICHUAN]))


@attrs.frozen
class Local(httpx.BaseTransport):
    """A way to an application without a socket."""

    app: Any

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run(self._ask(request))

    async def _ask(self, request: httpx.Request) -> httpx.Response:
        async with httpx.ASGITransport(self.app) as way:
            answer = await way.handle_async_request(request)
            body = await answer.aread()
        return httpx.Response(
            answer.status_code, headers=answer.headers, stream=httpx.ByteStream(body)
        )


def local(app: Any) -> httpx.Client:
    return httpx.Client(transport=Local(app), base_url="https://zhejiang.example")


@contextmanager
def served(app: Any) -> Generator[str]:
    """Serve *app* on a free port of this machine; yield its address."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_config=None, lifespan="off", ws="none"
    )
    server, listening = uvicorn.Server(config), config.bind_socket()
    listening.listen()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
