"""A log of the wire shows its form and nobody's name."""

import json
import logging
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from ehealthcard.adapters.hl7 import GB18030, Hl7Message, MllpClient
from ehealthcard.adapters.wire import WireLog, mask_fhir, mask_hl7, mask_xml
from ehealthcard.adapters.wire.http import MOST, LoggedTransport
from ehealthcard.adapters.wire.masking import mask_address
from ehealthcard.adapters.wire.sql import log_sql
from ehealthcard.hosts.mllp import MllpListener, Verdict

SECRET = "Zhang3"
LINES = (
    "MSH|^~\\&|HIS|H1|EHC|H1|20260302||ADT^A01^ADT_A01|Zhang3-1|P|2.5.1",
    "EVN|A01|20260302",
    "PID|1||Zhang3^^^H1^MR~Zhang3||Zhang3^San||19800101|M|||Zhang3",
    "PV1|1|I|W^^12||||||||||||||||Zhang3",
    "ZZZ|Zhang3",
    "OBX|1|NM|Zhang3||Zhang3",
)
MESSAGE = "".join(f"{line}\r" for line in LINES)


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def hide(value: str) -> str:
    return "#" if value else ""


def test_the_form_of_an_hl7_message_is_left() -> None:
    shown = mask_hl7(MESSAGE, hide)

    assert SECRET not in shown
    lines = shown.split("\r")
    assert "EVN|A01|20260302" == lines[1]
    assert "PID|1||#^^^#^#~#||#^#||#|#|||#" == lines[2]
    assert "PV1|1|I|#^^#||||||||||||||||#" == lines[3]
    assert "ADT^A01^ADT_A01|#|P|2.5.1" in lines[0]
    assert "#" == mask_hl7(SECRET, hide)


def test_the_form_of_a_resource_is_left() -> None:
    resource = {
        "resourceType": "Patient",
        "id": SECRET,
        "active": True,
        "identifier": [{"system": "urn:oid:1.2", "value": SECRET}],
        "extension": [{"valueInteger": 42, SECRET + " ": None}],
        "link": {"reference": f"Patient/{SECRET}"},
        "fullUrl": f"http://h:1/fhir/R4/Patient?identifier=a|{SECRET}&x={SECRET}",
    }
    shown = mask_fhir(json.dumps(resource), hide)

    assert SECRET not in shown
    assert "42" not in shown
    masked = json.loads(shown)
    assert ("Patient", True) == (masked["resourceType"], masked["active"])
    assert "urn:oid:1.2" == masked["identifier"][0]["system"]
    assert "Patient/#" == masked["link"]["reference"]
    assert masked["fullUrl"].endswith("/fhir/R4/Patient?identifier=#&x=#")
    assert "#" == mask_fhir(SECRET, hide)


def test_the_form_of_xml_is_left_also_of_xml_within() -> None:
    inner = f'<id root="1.2" extension="{SECRET}"/><name>{SECRET} &amp; x</name>'
    escaped = inner.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    whole = (
        '<?xml version="1.0"?><!-- Zhang3 --><e:Envelope xmlns:e="urn:e">'
        f"<message>{escaped}</message><m2><![CDATA[{inner}]]></m2></e:Envelope>"
    )
    shown = mask_xml(whole, hide)

    assert SECRET not in shown
    assert '&lt;id root="1.2" extension="#"/&gt;' in shown
    assert '<![CDATA[<id root="1.2" extension="#"/>' in shown
    assert '<e:Envelope xmlns:e="urn:e">' in shown


@pytest.mark.parametrize(
    "text",
    [
        f'<a x="1>{SECRET}"/>',
        f"<a x={SECRET}>",
        f'<a x="{SECRET}',
        f"<a {SECRET}>",
        f"<!DOCTYPE a [{SECRET}]>",
        f"<?php {SECRET}?>",
        f"< {SECRET}",
        f"]]>{SECRET}",
    ],
)
def test_what_is_no_xml_shows_nothing(text: str) -> None:
    assert SECRET not in mask_xml(text, hide)


@given(st.text(), st.text())
def test_whatever_comes_a_mask_shows_no_word_of_it(before: str, after: str) -> None:
    around = before + "Qzv7xW" + after
    for shown in (mask_hl7(around, hide), mask_fhir(around, hide)):
        assert "Qzv7xW" not in shown
    mask_xml(around, hide)
    mask_address(around, hide)


def test_one_value_has_one_mask_in_one_log_only(tmp_path: Path) -> None:
    one, other = WireLog(tmp_path / "a"), WireLog(tmp_path / "b")

    assert one.hidden(SECRET) == one.hidden(SECRET)
    assert one.hidden(SECRET) != other.hidden(SECRET)
    assert re.fullmatch("#[0-9a-f]{10}", one.hidden(SECRET))


@pytest.mark.parametrize("plain", [False, True])
def test_an_mllp_client_tells_its_log(tmp_path: Path, *, plain: bool) -> None:
    path = tmp_path / "wire.jsonl"
    log = WireLog(path, plain=plain)
    message = Hl7Message.parse(MESSAGE.encode())
    with (
        MllpListener(lambda _: Verdict()) as listener,
        MllpClient(*listener.address, timeout=5, log=log.hl7) as client,
    ):
        client.send(message)

    sent, received = read(path)
    assert ("sent", "ADT^A01", not plain) == (sent["way"], sent["what"], sent["masked"])
    assert "ACK^A01" == received["what"]
    assert plain == (SECRET in path.read_text("utf-8"))
    if not plain:
        assert sent["text"].split("|")[9] == received["text"].split("MSA|AA|")[1]
    assert 0o600 == path.stat().st_mode & 0o777


def test_other_characters_are_read(tmp_path: Path) -> None:
    said = MESSAGE.replace("2.5.1", f"2.5.1||||||{GB18030}").replace("San", "三")
    WireLog(tmp_path / "w", plain=True).hl7(
        "sent", Hl7Message.parse(said.encode("gb18030"))
    )
    assert "三" in read(tmp_path / "w")[0]["text"]


def test_a_declared_character_set_moves_no_field() -> None:
    """The text is decoded already; read once more as GB18030, bars would vanish."""
    head = f"MSH|^~\\&|HIS||EHC||||ADT^A01|1|P|2.5.1||||||{GB18030}"
    shown = mask_hl7(f"{head}\rPV1|1|I|三病区|E|||||||||||||||三||||三", hide)

    assert "PV1|1|I|#|E|||||||||||||||#||||#" == shown.split("\r")[1]


def test_an_http_client_tells_its_log_without_headers(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        body = {"resourceType": "Patient", "id": SECRET}
        return httpx.Response(201, json=body, headers={"Location": SECRET})

    path = tmp_path / "wire.jsonl"
    wire = LoggedTransport(
        WireLog(path), "fhir", mask_fhir, httpx.MockTransport(answer)
    )
    with httpx.Client(transport=wire, headers={"Authorization": SECRET}) as http:
        url = f"http://h/fhir/R4/Patient/{SECRET}?name={SECRET}"
        got = http.post(url, json={"resourceType": "Patient", "name": SECRET})
        http.get("http://h/fhir/R4/metadata")

    assert SECRET == got.json()["id"]
    assert SECRET not in path.read_text("utf-8")
    sent, received, asked, _ = read(path)
    assert sent["what"].startswith("POST /fhir/R4/Patient/#")
    assert received["what"].startswith("201 POST /fhir/R4/Patient/#")
    assert ("GET /fhir/R4/metadata", "") == (asked["what"], asked["text"])


def test_a_long_body_is_counted(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"x" * (MOST + 9))

    path = tmp_path / "wire.jsonl"
    wire = LoggedTransport(
        WireLog(path), "fhir", mask_fhir, httpx.MockTransport(answer)
    )
    with httpx.Client(transport=wire) as http:
        assert MOST + 9 == len(http.get("http://h/").content)
    assert f"{MOST + 9} bytes" == read(path)[1]["text"]


def test_an_engine_tells_its_statements_and_no_value(tmp_path: Path) -> None:
    engine, path = create_engine("sqlite://"), tmp_path / "wire.jsonl"
    log_sql(engine, WireLog(path))
    with engine.connect() as connection:
        connection.execute(text("select :x"), {"x": SECRET})
    engine.dispose()

    assert "select ?" in [line["text"] for line in read(path)]
    assert SECRET not in path.read_text("utf-8")


def test_a_log_that_cannot_be_written_hinders_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        WireLog(tmp_path).note("hl7v2", "sent", "ADT^A01", MESSAGE, mask_hl7)
    assert "IsADirectoryError" in caplog.text
    assert SECRET not in caplog.text
