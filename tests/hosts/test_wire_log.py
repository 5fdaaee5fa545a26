"""What listeners hear and say is kept like what clients say and hear."""

import json
from pathlib import Path
from typing import Any

import httpx

from ehealthcard.adapters.hip import HipCards, HipClient
from ehealthcard.adapters.hl7 import Frame, MllpClient
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.adapters.wire import WireLog, mask_xml
from ehealthcard.adapters.wire.asgi import LoggedApp
from ehealthcard.adapters.wire.http import MOST
from ehealthcard.hosts.hip import (
    TAKEN,
    HipReceiver,
    SimulatedPlatform,
    bearer_of,
    hip_app,
)
from ehealthcard.hosts.mllp import MllpListener, Verdict
from ehealthcard.identity import CardId
from ehealthcard.ports import Accepted
from tests.contracts.test_mllp_proxied import message

from .test_hip import TOKEN, served

CARD = CardId("A" * 64)


def lines(log: WireLog) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.path.read_text("utf-8").splitlines()]


def test_a_listener_keeps_what_it_heard_and_said(tmp_path: Path) -> None:
    log = WireLog(tmp_path / "wire.jsonl")
    with (
        MllpListener(lambda _: Verdict(), log=log.hl7) as his,
        MllpClient(*his.address) as client,
    ):
        assert isinstance(client.send(message("M-1")), Accepted)

    heard, said = lines(log)
    assert [("received", "ADT^A01"), ("sent", "ACK^A01")] == [
        (line["way"], line["what"][:7]) for line in (heard, said)
    ]
    assert "张三" not in heard["text"]
    masked = [part for part in heard["text"].split("|") if part.startswith("#")]
    assert set(masked) & set(said["text"].replace("\r", "|").split("|"))


def test_rubbish_is_not_kept_but_its_refusal_is(tmp_path: Path) -> None:
    log = WireLog(tmp_path / "wire.jsonl")
    listener = MllpListener(lambda _: Verdict(), log=log.hl7)

    listener.answer(Frame(b"\xe5\xbc\xa0"))

    assert ["sent"] == [line["way"] for line in lines(log)]


def served_by(log: WireLog) -> LoggedApp:
    platform = SimulatedPlatform(SimulatedHospital("H1"))
    receiver = HipReceiver(platform, layouts=TAKEN)
    app: Any = hip_app(receiver, admits=bearer_of(TOKEN))
    return LoggedApp(app, log, "soap", mask_xml)


def test_a_service_keeps_what_it_was_asked_and_answered(tmp_path: Path) -> None:
    log = WireLog(tmp_path / "wire.jsonl")
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with served(served_by(log)) as url, httpx.Client(headers=headers) as http:
        client = HipClient(url, http, sender="EHC", receiver="HIP")
        assert Accepted() == HipCards(client).add(CARD, "P-4711", key="k-1")
        assert 200 == http.get(f"{url}?name=secret").status_code

    asked, answered, wsdl = lines(log)
    assert ["received", "sent", "sent"] == [
        line["way"] for line in (asked, answered, wsdl)
    ]
    assert ("POST /HIPService", "200 POST /HIPService") == (
        asked["what"],
        answered["what"],
    )
    written = log.path.read_text("utf-8")
    assert not [
        word for word in ("P-4711", CARD, TOKEN, "secret", "k-1") if word in written
    ]
    assert "registrationRequest" in asked["text"]


def test_who_is_not_admitted_leaves_no_words_and_what_is_long_only_its_length(
    tmp_path: Path,
) -> None:
    log = WireLog(tmp_path / "wire.jsonl", plain=True)
    with served(served_by(log)) as url, httpx.Client() as http:
        assert 401 == http.post(url, content=b"<private/>").status_code
        headers = {"Authorization": f"Bearer {TOKEN}"}
        long = b" " * (MOST + 1)
        assert 400 == http.post(url, content=long, headers=headers).status_code

    refused, heard, fault = lines(log)
    assert ("sent", "401 POST /HIPService", "") == (
        refused["way"],
        refused["what"],
        refused["text"],
    )
    assert f"{MOST + 1} bytes" == heard["text"]
    assert "HIP_MESSAGE" in fault["text"]
