"""What the desk knows, as FHIR: valid in R4 and R5, and kept by a foreign server."""

import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import fhirkit
import pytest

from ehealthcard.adapters.fhir import (
    FhirClient,
    Identified,
    Json,
    Resource,
    answers_for,
    audit_event_for,
    communication_for,
    consent_for,
    coverage_for,
    document_for,
    interview_for,
    invoice_for,
    report_for,
    task_for,
    written_for,
)
from ehealthcard.adapters.simulator.results import blood_count
from ehealthcard.identity import SubjectId
from ehealthcard.ports import HisBill, MadeDocument
from ehealthcard.rules.bills import Bill, BillItem
from ehealthcard.rules.epidemiology import Exposure, ExposureKind, Symptom
from ehealthcard.rules.interview import (
    BankVersion,
    Chosen,
    Given,
    Lasted,
    Number,
    OnDay,
    Picture,
    Pictures,
    Span,
    Written,
)
from ehealthcard.rules.questionnaire import Answers, NucleicTest
from ehealthcard.rules.reporting import (
    ReportContent,
    ReportImage,
    ReportKind,
    ReportSheet,
)
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.services.notification.states import Suppressed
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Event
from tests.contracts.test_fhir_client import WRITTEN
from tests.fhir_peer import medplum
from tests.services.settlements import COVERAGE
from tests.services.test_consent import TestContract as ConsentStates
from tests.services.test_notification import TestContract as MessageStates

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its own use of pydantic is out of date
    from fhir.resources import get_fhir_model_class

CASE = "01J0000000000000000000000A"
ILL = Answers(
    temperature=Decimal("37.9"),
    symptoms=(Symptom.DRY_COUGH, Symptom.FATIGUE),
    exposures=(Exposure(kind=ExposureKind.E2, last_on=date(2026, 3, 1)),),
    nucleic=NucleicTest(result="pending", sampled_at=NOW),
    address_region="310101",
)
WELL = Answers(temperature=Decimal("36.5"), symptoms=(), exposures=())
BANK = BankVersion(
    department="03.01", version=4, fingerprint="f" * 64, mark="", review=None
)
SAID = (
    Given(question="complaint", value=Chosen(codes=("cough", "fever"))),
    Given(question="temperature", value=Number(number=Decimal("37.9"))),
    Given(question="onset", value=OnDay(day=date(2026, 3, 1))),
    Given(question="lasted", value=Lasted(amount=3, span=Span.DAY)),
    Given(question="words", value=Written(text="夜间加重")),
    Given(
        question="rash", value=Pictures(pictures=(Picture(reference="store/7.jpg"),))
    ),
    Given(question="passed", value=None),
)
BILL = Bill(
    id="B1",
    org="H1",
    version=2,
    encounter="V1",
    items=(BillItem(id="i1", name="血常规", amount=Decimal("20.10")),),
)


def event(workflow: str, state: str, version: int = 2) -> Event:
    return Event(
        workflow=workflow,
        case=CASE,
        subject=SubjectId(SUBJECT),
        version=version,
        command="Request",
        state=state,
        data=b"{}",
        actor="window-3",
        at=NOW,
    )


def exported() -> Iterator[Resource]:
    yield from (consent_for(CASE, s) for s in ConsentStates.examples)
    yield from (communication_for(CASE, s) for s in MessageStates.examples)
    yield from (answers_for(CASE, SUBJECT, a, at=NOW) for a in (ILL, WELL))
    yield interview_for(CASE, SUBJECT, BANK, SAID, at=NOW)
    yield coverage_for(SUBJECT, COVERAGE, is_covered=True)
    yield coverage_for(SUBJECT, COVERAGE, is_covered=False)
    yield audit_event_for(event("appointment", "Confirmed"), observer="H1")
    yield audit_event_for(event("appointment", "Requested", 1), observer="H1")
    yield invoice_for(HisBill(card=SUBJECT, bill=BILL, executed=("i1",)))
    yield document_for(
        MadeDocument(b"%PDF-1.7", "application/pdf", 1),
        number="D-1",
        subject=SubjectId(SUBJECT),
        title="检验报告",
        at=datetime(2026, 3, 1, tzinfo=UTC),
    )
    for workflow in CATALOGUE.workflows:
        for name in workflow.states:
            yield task_for(event(workflow.name, name), workflow)


SHEET = ReportSheet(
    report="R-1",
    version=1,
    kind=ReportKind.EXAMINATION,
    org_name="示范医院",
    department="放射科",
    order="O-1",
    test="胸部CT",
    content=ReportContent(
        items=blood_count(7).items,
        conclusion="未见异常",
        images=(ReportImage(dicom_uid="2.25.77", modality="CT", hr_mark="HR"),),
    ),
    sample=None,
    performer="技师甲",
    verifiers=("医师乙",),
)
EXPORTED = tuple(exported())
PLACES = range(len(EXPORTED))


def one_of_each() -> list[Resource]:
    fullest = sorted(EXPORTED, key=lambda r: len(str(r.to_fhir())))
    return list({r.kind: r for r in fullest}.values())


def valid_in_r5(raw: Json) -> None:
    model: Any = get_fhir_model_class(raw["resourceType"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.model_validate(raw)


def test_all_that_is_exported_is_valid_in_the_fourth_release() -> None:
    for resource in EXPORTED:
        raw = written_for("R4", resource)
        assert [] == fhirkit.validate(raw), resource.kind


def test_all_that_is_exported_or_written_is_valid_in_the_fifth() -> None:
    for resource in EXPORTED:
        valid_in_r5(written_for("R5", resource))
    valid_in_r5(written_for("R5", report_for(SHEET)))
    for resource in WRITTEN:
        listed = {"questionnaire": "urn:test|1"}
        is_form = resource.kind == "QuestionnaireResponse"
        whole = resource.model_copy(update=listed) if is_form else resource
        valid_in_r5(written_for("R5", whole))


def test_what_checks_the_fifth_release_refuses_the_fourth_s_shape() -> None:
    for kind in ("AuditEvent", "Consent", "Coverage", "Communication"):
        (resource,) = (r for r in one_of_each() if r.kind == kind)
        with pytest.raises(ValueError, match=kind):
            valid_in_r5(written_for("R4", resource))


@pytest.mark.parametrize("resource", one_of_each(), ids=lambda r: r.kind)
def test_a_foreign_server_keeps_it(resource: Resource) -> None:
    with FhirClient(medplum()) as client:
        raw = client.create(resource, system="urn:test", value=uuid4().hex)
        back = type(resource).read(client.read(resource.kind, raw["id"]))

    assert resource == back.model_copy(update={"id": None, "meta": None})


def test_nobody_s_name_or_document_is_exported() -> None:
    for resource in EXPORTED:
        told = str(resource.to_fhir())
        assert SUBJECT in told or resource.kind == "Task"
        assert not any(word in told for word in ("HumanName", "telecom", "birthDate"))


def test_no_symptom_is_an_answer_and_no_answer_is_none() -> None:
    well = answers_for(CASE, SUBJECT, WELL, at=NOW)
    asked = {q.link_id: q.answer for q in well.item or ()}

    assert {"temperature", "symptoms", "exposures"} == asked.keys()
    symptoms = asked["symptoms"]
    assert symptoms
    assert symptoms[0].value_coding
    assert "none" == symptoms[0].value_coding.code


def test_a_message_that_was_not_sent_says_why() -> None:
    (state,) = (s for s in MessageStates.examples if isinstance(s, Suppressed))
    told = communication_for(CASE, state)

    assert "not-done" == told.status
    assert told.status_reason
    assert "NO_CONSENT" == told.status_reason.text


def test_a_case_is_completed_where_nothing_leads_on() -> None:
    workflow = CATALOGUE.named["appointment"]
    done = task_for(event("appointment", "Completed"), workflow)
    on = task_for(event("appointment", "Confirmed"), workflow)
    off = task_for(event("appointment", "NoShow"), workflow, status="failed")

    assert ("completed", "in-progress", "failed") == (
        done.status,
        on.status,
        off.status,
    )
    assert isinstance(done, Identified)
    assert "预约诊疗" == (done.code and done.code.text)
