"""The FHIR client against a server that nobody here wrote, and against odd answers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import urlsplit
from uuid import uuid4

import fhirkit
import pytest

from ehealthcard.adapters.fhir import (
    AuditAgent,
    AuditSource,
    CodeableConcept,
    Coding,
    FhirAnswer,
    FhirAuditEvent,
    FhirClient,
    FhirCommunication,
    FhirConsent,
    FhirObservation,
    FhirPatient,
    FhirQuestion,
    FhirQuestionnaireResponse,
    FhirServiceRequest,
    FhirTask,
    Identifier,
    Payload,
    Quantity,
    Reference,
    ReferenceRange,
    Resource,
    search_token,
    written_for,
)
from ehealthcard.adapters.fhir.systems import CARD, RESIDENT_ID
from ehealthcard.errors import (
    FhirAnswerError,
    FhirConflictError,
    FhirRefusedError,
    FhirUnclearError,
    InvalidInputError,
    OutsideUnavailableError,
)
from tests.fhir_peer import medplum
from tests.proxies import misbehaving

WHO = Reference(type="Patient", identifier=Identifier(system=CARD, value="5" * 32))
AT = "2026-02-02T09:00:00+08:00"
WRITTEN = (
    FhirServiceRequest(
        status="active",
        intent="order",
        code=CodeableConcept(text="双向转诊"),
        subject=WHO,
        authored_on=AT,
    ),
    FhirTask(
        status="in-progress", intent="order", for_=WHO, focus=WHO, last_modified=AT
    ),
    FhirQuestionnaireResponse(
        status="completed",
        subject=WHO,
        authored=AT,
        item=(FhirQuestion(link_id="1", answer=(FhirAnswer(value_boolean=True),)),),
    ),
    FhirObservation(
        status="final",
        code=CodeableConcept(text="白细胞计数"),
        subject=WHO,
        value_quantity=Quantity(value=5.5, unit="10^9/L"),
        reference_range=(ReferenceRange(text="3.5-9.5"),),
    ),
    FhirCommunication(
        status="completed", recipient=(WHO,), payload=(Payload(content_string="您好"),)
    ),
    FhirConsent(
        status="active",
        scope=CodeableConcept(text="就医记录"),
        category=(CodeableConcept(text="知情同意"),),
        patient=WHO,
        date_time=AT,
        policy_rule=CodeableConcept(text="个人信息保护法"),
    ),
    FhirAuditEvent(
        type=Coding(system="urn:test", code="read"),
        action="R",
        recorded=AT,
        outcome="0",
        agent=(AuditAgent(who=WHO, requestor=True),),
        source=AuditSource(observer=WHO),
    ),
)


@pytest.fixture
def client() -> Iterator[FhirClient]:
    with FhirClient(medplum()) as client:
        yield client


def numbered(value: str) -> FhirPatient:
    return FhirPatient(identifier=(Identifier(system=RESIDENT_ID, value=value),))


@pytest.mark.parametrize("resource", WRITTEN, ids=lambda r: r.kind)
def test_what_is_written_is_fhir_and_comes_back(
    client: FhirClient, resource: Resource
) -> None:
    assert [] == fhirkit.validate(resource.to_fhir())

    raw = client.create(resource, system="urn:test", value=uuid4().hex)
    back = type(resource).read(client.read(resource.kind, raw["id"]))

    assert resource == back.model_copy(update={"id": None, "meta": None})


def test_the_fifth_release_writes_a_few_things_its_own_way() -> None:
    raw = {r.kind: written_for("R5", r) for r in WRITTEN}

    assert (
        "您好" == raw["Communication"]["payload"][0]["contentCodeableConcept"]["text"]
    )
    assert ("2026-02-02", True) == (raw["Consent"]["date"], "subject" in raw["Consent"])
    assert "read" == raw["AuditEvent"]["code"]["coding"][0]["code"]
    assert raw["Task"] == WRITTEN[1].to_fhir()


@pytest.mark.parametrize("value", ["a b&c=d", "张|三", "x,y", "10%41"])
def test_a_number_with_signs_in_it_is_created_once(
    client: FhirClient, value: str
) -> None:
    with misbehaving(client.base) as line, FhirClient(line.base) as through:
        through.create(numbered(value), system=RESIDENT_ID, value=value)

    assert [f"POST {urlsplit(client.base).path}/Patient"] == line.seen


def test_a_number_is_created_once(client: FhirClient) -> None:
    value = uuid4().hex
    one, two = (
        client.create(numbered(value), system=RESIDENT_ID, value=value)
        for _ in range(2)
    )

    assert one["id"] == two["id"]


def test_an_empty_number_would_match_everybody() -> None:
    with pytest.raises(InvalidInputError):
        search_token(RESIDENT_ID, " ")
    assert "s|a\\|b\\,c" == search_token("s", "a|b,c")


def test_an_older_version_is_not_written_over_a_newer_one(client: FhirClient) -> None:
    value = uuid4().hex
    raw = client.create(numbered(value), system=RESIDENT_ID, value=value)
    client.replace({**raw, "active": True})

    with pytest.raises(FhirConflictError):
        client.replace({**raw, "active": False})
    with pytest.raises(InvalidInputError):
        client.replace({"resourceType": "Patient", "id": "1"})


def test_a_patch_is_an_array_of_steps(client: FhirClient) -> None:
    value = uuid4().hex
    raw = client.create(numbered(value), system=RESIDENT_ID, value=value)

    step = {"op": "add", "path": "/active", "value": True}
    assert client.patch("Patient", raw["id"], [step])["active"] is True


def test_a_transaction_ties_what_it_creates(client: FhirClient) -> None:
    value, name = uuid4().hex, f"urn:uuid:{uuid4()}"
    request = {"method": "POST", "url": "Patient"}
    task = FhirTask(status="requested", intent="order", for_=Reference(reference=name))
    done = client.transact(
        [
            {
                "fullUrl": name,
                "resource": numbered(value).to_fhir(),
                "request": request,
            },
            {"resource": task.to_fhir(), "request": {"method": "POST", "url": "Task"}},
        ]
    )

    patient, tied = done
    assert f"Patient/{patient['id']}" == tied["for"]["reference"]


def test_a_refusal_names_its_issues_and_no_person(client: FhirClient) -> None:
    wrong = FhirPatient(name=(), birth_date="2026-13-45")

    with pytest.raises(FhirRefusedError) as refused:
        client.create(wrong, system=RESIDENT_ID, value=uuid4().hex)

    assert 400 == refused.value.facts["status"]
    assert "2026-13-45" not in str(refused.value)


class Odd(BaseHTTPRequestHandler):
    """Answers in turn what a test says, and 404 then."""

    answers: ClassVar[list[tuple[int, Any]]]
    asked: ClassVar[list[str]]

    def do_GET(self) -> None:  # http.server looks for it
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.asked.append(self.path)
        status, body = self.answers.pop(0) if self.answers else (404, {})
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET  # noqa: N815  # http.server looks for it

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
        """Keep quiet."""


@contextmanager
def odd(*told: tuple[int, Any]) -> Iterator[tuple[FhirClient, list[str]]]:
    class Handler(Odd):
        answers: ClassVar[list[tuple[int, Any]]] = list(told)
        asked: ClassVar[list[str]] = []

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    with FhirClient(f"http://127.0.0.1:{server.server_port}/fhir") as client:
        try:
            yield client, Handler.asked
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def page(number: int, ahead: str | None = None) -> dict[str, Any]:
    link = [{"relation": "next", "url": ahead}] if ahead else []
    entry = [{"resource": {"resourceType": "Patient", "id": str(number)}}]
    return {"resourceType": "Bundle", "total": 3, "link": link, "entry": entry}


def test_pages_are_followed_to_the_last() -> None:
    pages = (page(1, "?page=2"), page(2, "/fhir/Patient?page=3"), page(3))
    with odd(*((200, p) for p in pages)) as (client, asked):
        found = client.search("Patient", [("name", "测 试")])

    assert (["1", "2", "3"], 3) == ([r["id"] for r in found.resources], found.total)
    assert "/fhir/Patient?name=%E6%B5%8B%20%E8%AF%95&_count=200" == asked[0]


@pytest.mark.parametrize(
    "answer",
    [
        page(1, "http://127.0.0.2:1/elsewhere"),
        {"resourceType": "Patient"},
        {},
        b"<html>",
        [],
    ],
    ids=["elsewhere", "no-bundle", "empty", "html", "list"],
)
def test_an_answer_that_is_no_page_is_refused(answer: Any) -> None:
    with odd((200, answer)) as (client, asked), pytest.raises(FhirAnswerError):
        client.search("Patient", [])

    assert 1 == len(asked)


def test_pages_without_end_come_to_one() -> None:
    rounds = [(200, page(1, "?again"))] * 60
    with odd(*rounds) as (client, asked), pytest.raises(FhirAnswerError):
        client.search("Patient", [])

    assert 50 == len(asked)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (429, OutsideUnavailableError),
        (503, OutsideUnavailableError),
        (500, FhirUnclearError),
        (412, FhirConflictError),
        (403, FhirRefusedError),
    ],
)
def test_what_a_status_means_for_a_change(status: int, error: type[Exception]) -> None:
    empty = {"resourceType": "Bundle"}
    with odd((status, b"?"), (200, empty)) as (client, asked), pytest.raises(error):
        client.create(numbered("1"), system=RESIDENT_ID, value="1")

    assert 1 == sum("_count" not in path for path in asked)
