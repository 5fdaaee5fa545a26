"""A hospital's old client of the open platform, unchanged, against its own desk.

Needs the extra ``asgi``, and uvicorn as its server.
"""

import secrets
import socket
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread

import uvicorn
from _platform_client import OldClient
from starlette.applications import Starlette

from ehealthcard import Actor, KeyRing, ServiceDesk, Suite
from ehealthcard.adapters.platform import NATIONAL_ID_TYPES
from ehealthcard.adapters.platform.tencent import READINGS
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Channel, Sex
from ehealthcard.desk import system_clock
from ehealthcard.hosts.platform import HospitalApp, HousePlatform, TencentServer

ORG = "330100000001"


@contextmanager
def served(app: Starlette) -> Generator[str, None, None]:
    """Serve *app* on a free port of this machine."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        config = uvicorn.Config(app, log_level="error", ws="none", lifespan="off")
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def tell() -> None:
    """Tell the story."""
    desk = ServiceDesk(
        storage=MemoryStorage(), keys=KeyRing.generate(Suite.GM, issuer=ORG)
    )
    hospital = Actor("hospital-10086", {"registrar"}, org="10086")
    secret = secrets.token_hex(16)
    app = HospitalApp(
        app_id="app-1",
        secret=secret,
        hospital_id="10086",
        platform=HousePlatform(desk, hospital, lifetime=timedelta(minutes=1)),
        id_types=NATIONAL_ID_TYPES,
        channel=Channel.SERVICE_ACCOUNT,
        clock=system_clock,
    )
    server = TencentServer(
        hospitals=[app],
        storage=desk.storage,
        clock=system_clock,
        readings=READINGS,
        window=timedelta(minutes=5),
        token_lifetime=timedelta(hours=2),
    )
    with served(server.app()) as base:
        use(OldClient(base, "app-1", secret, "10086"))
        print("with a wrong secret:", login(OldClient(base, "app-1", "x", "10086")))


def use(client: OldClient) -> None:
    """Register, show, verify and report, as the hospital has always done."""
    document = document_of(1)
    born = document.birth_date
    client.login()
    made = client.open_call(
        "registerHealthCard",
        {
            "wechatCode": "4D6FFFE544AE4CE1B5E5FA2DC1566E1C",
            "name": name_of(1),
            "gender": "男" if document.sex is Sex.MALE else "女",
            "nation": "汉族",
            "birthday": born.isoformat() if born else "",
            "idNumber": document.number,
            "idType": "01",
            "phone1": "13900000000",
        },
    )
    card = made["rsp"]["healthCardId"]
    print("registered:", made["commonOut"]["errMsg"], f"{card[:8]}…")
    shown = client.open_call(
        "getDynamicQRCode",
        {
            "healthCardId": card,
            "idType": "01",
            "idNumber": document.number,
            "codeType": "0",
        },
    )
    text = shown["rsp"]["qrCodeText"]
    print("shown: a code of", len(text), "characters")
    scan = {"qrCodeText": text, "terminalId": "a12111134123", "medicalStep": "010101"}
    scan["channelCode"] = "0200"
    found = client.open_call("verifyQRCode", scan)
    print("verified: the same card:", found["rsp"]["healthCardId"] == card)
    again = client.open_call("verifyQRCode", scan)
    print("verified again:", again["commonOut"]["errMsg"])
    report = {
        "qrCodeText": text,
        "time": "2026-03-02 09:00:00",
        "hospitalCode": "10086",
        "scene": "010105",
        "cardType": "11",
        "cardChannel": "0200",
        "cardCostTypes": "0100",
    }
    print("reported:", client.open_call("reportHISData", report)["commonOut"]["errMsg"])


def login(client: OldClient) -> str:
    """Return what the server says to a login."""
    path = "/rest/auth/HealthCard/HealthOpenAuth/AuthObj/getAppToken"
    said: str = client.call(path, {"appId": client.app_id})["commonOut"]["errMsg"]
    return said


if __name__ == "__main__":
    tell()
