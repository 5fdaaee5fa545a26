"""Whatever is sent to the listener for HL7 v2 or to the platform's service is answered.

Neither has an OpenAPI document to generate requests from: bytes, frames, envelopes and
fields are made here. The other applications are tried by schemathesis.
"""

import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ehealthcard import Suite
from ehealthcard.adapters.hip import (
    ENCOUNTER,
    PERSON,
    PERSON_WANTED,
    STANDARD,
    Call,
    Fault,
    HipService,
    Layout,
    read_acknowledgement,
    read_reply,
    write_call,
    write_message,
)
from ehealthcard.adapters.hip.layouts import Kind
from ehealthcard.adapters.hl7 import (
    Frame,
    FrameReader,
    Hl7Message,
    Segment,
    acknowledgement_of,
    framed,
    message_of,
)
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.hosts.hip import bearer_of, hip_app
from ehealthcard.hosts.mllp import Caps, MllpListener
from ehealthcard.services.inpatient_certificate import Admitted
from tests.fuzz.mutator import NASTY_TEXT
from tests.integration.conftest import build
from tests.integration.test_inpatients import Hospital

from .test_hip import HEADER, TOKEN, receiver, served
from .test_mllp import Ward, visit

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
WORDS = st.text(max_size=12) | st.sampled_from(
    [*(t for t in NASTY_TEXT if t.isprintable()), "Z-1", "P1", "x" * 5000, "\\X00\\"]
)
XML_WORDS = st.sampled_from(["Z-1", "5", "<a/>", "]]>", "&", "0" * 64, "x" * 5000]) | (
    st.text(
        st.characters(
            exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"
        ),
        max_size=12,
    )
)
EVENTS = ("A01", "A02", "A03", "A04", "A08", "A11", "A13", "A28", "A31", "A40", "A99")


def build_ward() -> Ward:
    made = Ward(Hospital(build(MemoryStorage(), Suite.INTL)))
    made.know(1, 2)
    return made


WARD = build_ward()
STAY = WARD.hospital.admit()
LISTENER = MllpListener(WARD.adt_desk, caps=Caps(message=4096))


@st.composite
def adt_messages(draw: st.DrawFn) -> bytes:
    """A message as this desk takes it, with anything in any of its fields."""
    made = WARD.message(draw(st.sampled_from(EVENTS[:10])), 7, visit(seed=7))
    segments: list[Segment] = []
    for segment in made.segments:
        fields = list(segment.fields)
        for _ in range(draw(st.integers(0, 2))):
            first = 2 if segment.name == "MSH" else 0
            place = draw(st.integers(first, len(fields)))
            fields[place : place + 1] = [draw(WORDS)]
        segments.append(Segment(segment.name, tuple(fields)))
    lines = draw(st.permutations(segments[1:]))
    text = "\r".join(s.written() for s in [segments[0], *lines])
    return text.encode("utf-8", "replace")


def said_to(content: bytes) -> Any:
    answer = LISTENER.answer(Frame(content))
    assert answer is not None
    return acknowledgement_of(Hl7Message.parse(answer.to_bytes()))


@given(adt_messages())
@FEW
def test_any_adt_is_answered_and_moves_nobody_elses_stay(content: bytes) -> None:
    assert said_to(content).code in ("AA", "AE", "AR")
    assert isinstance(WARD.hospital.state(STAY), Admitted)


@given(
    st.binary(max_size=120) | st.builds(b"MSH|^~\\&".__add__, st.binary(max_size=99))
)
@example(b"MSH|^~\\&" + b"|" * 4000)
@example(b"MSH|^~\\&|||||||ADT^A08|\x00|P|2.5.1\rPID|||1")
@FEW
def test_any_frame_is_answered(content: bytes) -> None:
    assert said_to(content).code in ("AE", "AR")


@pytest.mark.parametrize(
    ("segment", "field", "value"),
    [
        ("MSH", 10, "M\\X00\\1"),
        ("PID", 3, "P1\\X0D\\^^^H1^MR"),
        ("PV1", 3, "W\x004^^3"),
        ("PV1", 3, "W" * 201 + "^^3"),
        ("PV1", 19, "Z-1\\X00\\"),
        ("PV1", 19, "Z" * 201),
    ],
)
def test_what_no_database_keeps_is_refused_for_good(
    segment: str, field: int, value: str
) -> None:
    """AR would have it sent again for ever, and the line would stand still."""
    segments: list[Segment] = []
    for one in WARD.message("A02", 1, visit("W-4", "3")).segments:
        fields = [*one.fields, *[""] * 40]
        if one.name == segment:
            fields[field - 1] = value
        segments.append(Segment(one.name, tuple(fields)))

    verdict = WARD.adt_desk(message_of(segments))

    assert ("AE", "102") == (verdict.code, verdict.error)
    assert f"{segment}-{field}" in verdict.text


@given(
    st.lists(adt_messages() | st.binary(max_size=60), max_size=4), st.integers(1, 99)
)
@settings(FEW, max_examples=15)
def test_the_line_goes_on_after_anything(wire: list[bytes], size: int) -> None:
    sound = WARD.message("A08", 7, name="SOUND").to_bytes()
    wire = [*(w.replace(b"\x0b", b"").replace(b"\x1c", b"") for w in wire), sound]
    data = b"".join(framed(one) for one in wire)
    reader, answers = FrameReader(), list[str]()
    with socket.create_connection(LINE.address, 5) as connection:
        for at in range(0, len(data), size * 50):
            connection.sendall(data[at : at + size * 50])
        while "SOUND" not in answers and (got := connection.recv(65536)):
            for piece in reader.feed(got):
                assert isinstance(piece, Frame)
                said = acknowledgement_of(Hl7Message.parse(piece.content))
                assert said is not None
                answers.append(said.control_id)
    assert len(wire) == len(answers)


LINE = MllpListener(WARD.adt_desk, caps=Caps(message=65536))


@pytest.fixture(scope="module", autouse=True)
def _listening() -> Iterator[None]:
    with LINE:
        yield


HOSPITAL = Hospital(build(MemoryStorage(), Suite.INTL))
HOSPITAL.house.card(1)
RECEIVER = receiver(HOSPITAL.house)
READ: dict[HipService, Layout] = {
    HipService.PERSON_REGISTER: PERSON,
    HipService.PERSON_UPDATE: PERSON,
    HipService.PERSON_QUERY: PERSON_WANTED,
    HipService.CARD_QUERY: PERSON_WANTED,
    HipService.DISCHARGE_ADD: ENCOUNTER,
    HipService.ORDER_ADD: ENCOUNTER,
}


@st.composite
def calls(draw: st.DrawFn) -> bytes:
    """A call as the platform makes it, with anything in any of its places."""
    service = draw(st.sampled_from(list(READ)))
    layout = READ[service]
    texts = [p.name for p in layout.places if p.kind is Kind.TEXT]
    row: Any = draw(st.dictionaries(st.sampled_from(texts), XML_WORDS, max_size=6))
    root = draw(st.sampled_from([*[service.facts.root] * 4, "Other"]))
    payload = write_message(root, HEADER, layout.write(row))
    if draw(st.integers(0, 4)) == 0:
        payload = payload[: draw(st.integers(0, len(payload)))]
    action = draw(st.sampled_from([*[service.value] * 4, "x", ""]))
    return write_call(Call(action, payload), STANDARD)


def check(status: int, body: bytes) -> None:
    found = read_reply(body, STANDARD)
    if isinstance(found, Fault):
        assert (400, True) == (status, found.by_sender)
    else:
        ack, _ = read_acknowledgement(found)
        assert 200 == status
        assert ack.accepted or ack.code


@given(calls())
@FEW
def test_any_call_is_answered_in_an_envelope(body: bytes) -> None:
    check(*RECEIVER.receive(body))


@given(calls(), st.data())
@FEW
def test_any_altered_call_is_answered_in_an_envelope(
    body: bytes, data: st.DataObject
) -> None:
    altered = bytearray(body)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(altered) - 1))
        altered[place : place + 1] = data.draw(st.binary(max_size=3))
        if not altered:
            break
    check(*RECEIVER.receive(bytes(altered)))


@given(st.binary(max_size=200))
@FEW
def test_any_bytes_are_the_senders_fault(body: bytes) -> None:
    check(*RECEIVER.receive(body))


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    with served(hip_app(RECEIVER, admits=bearer_of(TOKEN))) as url:
        yield url


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_another_method_is_refused(service: str, method: str) -> None:
    assert 405 == asked(service, method, {"Authorization": f"Bearer {TOKEN}"}, b"")


HEADERS = st.dictionaries(
    st.sampled_from(["Authorization", "Content-Type", "SOAPAction", "Accept", "Host"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=30),
    max_size=4,
)


@given(HEADERS, st.binary(max_size=60), st.sampled_from(["GET", "POST", "HEAD"]))
@settings(FEW, max_examples=25)
def test_any_headers_of_a_stranger_are_turned_away(
    service: str, headers: dict[str, str], body: bytes, method: str
) -> None:
    assert asked(service, method, headers, body) in (400, 401)


@given(st.binary(max_size=80), st.sampled_from(["", "?wsdl", "?" + "x" * 500, "?%00"]))
@settings(FEW, max_examples=15)
def test_any_body_is_answered_by_the_application(
    service: str, body: bytes, query: str
) -> None:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    assert 400 == asked(service, "POST", bearer, body, query)
    assert 200 == asked(service, "GET", bearer, b"", query)


def asked(
    url: str, method: str, headers: dict[str, str], body: bytes, query: str = ""
) -> int:
    where = urlsplit(url)
    link = HTTPConnection(where.netloc, timeout=5)
    try:
        link.putrequest(method, where.path + query, skip_host="Host" in headers)
        for name, value in headers.items():
            link.putheader(name, value.encode("latin-1"))
        link.putheader("Content-Length", str(len(body)))
        link.endheaders(body)
        return link.getresponse().status
    finally:
        link.close()
