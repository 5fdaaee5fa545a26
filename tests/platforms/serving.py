"""Our ASGI applications on real sockets, and desks behind them."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any

import httpx
import uvicorn

from ehealthcard import Actor, KeyRing, ServiceDesk, Suite
from ehealthcard.adapters.platform import (
    NATIONAL_ID_TYPES,
    MemoryTokenShelf,
    Transport,
)
from ehealthcard.adapters.platform.tencent import (
    READINGS,
    Nested,
    Reading,
    Related,
    TencentClient,
    TencentPlatform,
    TencentSettings,
    Zero,
)
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Channel, Ethnicity
from ehealthcard.hosts.platform import HospitalApp, HousePlatform, TencentServer
from ehealthcard.hosts.platform.results import BAD_TOKEN
from ehealthcard.ports import CardApplication, PlatformPerson

NOW = datetime(2026, 3, 2, 1, 0, 0, tzinfo=UTC)
KEYS = KeyRing.generate(Suite.GM, issuer="330100000001")
HOSPITAL = Actor("hospital-10086", {"registrar", "staff"}, org="10086")
SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
AS_GO = Reading(Zero.SIGNED, Nested.AS_SENT)
MINUTE = timedelta(minutes=1)


def now() -> datetime:
    return NOW


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve *app* on a port of the system's choice; yield its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        config = uvicorn.Config(app, log_level="error", ws="none", lifespan="off")
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def house() -> HousePlatform:
    desk = ServiceDesk(storage=MemoryStorage(), keys=KEYS, clock=now)
    return HousePlatform(desk, HOSPITAL, lifetime=5 * MINUTE)


def hospital(platform: Any, number: str = "10086") -> HospitalApp:
    return HospitalApp(
        app_id="app-1",
        secret=SECRET,
        hospital_id=number,
        platform=platform,
        id_types=NATIONAL_ID_TYPES,
        channel=Channel.MINI_PROGRAM,
        clock=now,
    )


def tencent_server(platform: HousePlatform, **changed: Any) -> TencentServer:
    settings: dict[str, Any] = {
        "hospitals": [hospital(platform)],
        "storage": platform.desk.storage,
        "clock": now,
        "readings": READINGS,
        "window": 5 * MINUTE,
        "token_lifetime": 120 * MINUTE,
    }
    return TencentServer(**{**settings, **changed})


def tencent_client(
    base: str, http: httpx.Client, *, reading: Reading = AS_GO, **changed: Any
) -> TencentClient:
    settings: dict[str, Any] = {
        "app_id": "app-1",
        "app_secret": SECRET,
        "hospital_id": "10086",
        "channel_num": 0,
        "reading": reading,
        "dead_token_codes": frozenset({BAD_TOKEN}),
        "needs_related": True,
    }
    return TencentClient(
        TencentSettings(**{**settings, **changed}),
        Transport("tencent", http, base, attempts=1),
        MemoryTokenShelf(now),
        now,
    )


def tencent_platform(client: TencentClient) -> TencentPlatform:
    return TencentPlatform(
        client,
        NATIONAL_ID_TYPES,
        hospital_code="10086",
        related=lambda: Related("wx-app", "open-1"),
    )


def person(number: int) -> PlatformPerson:
    document = document_of(number)
    return PlatformPerson(
        name=name_of(number),
        kind=document.kind,
        number=document.number,
        sex=document.sex,
        birth_date=document.birth_date or date(1990, 1, 1),
        ethnicity=Ethnicity.HAN,
        phone="13900000000",
    )


def application(number: int, **changed: Any) -> CardApplication:
    asked: dict[str, Any] = {
        "key": f"register-{number}",
        "at": NOW,
        "person": person(number),
        "channel": Channel.MINI_PROGRAM,
        "user_code": "4D6FFFE544AE4CE1B5E5FA2DC1566E1C",
    }
    return CardApplication(**{**asked, **changed})
