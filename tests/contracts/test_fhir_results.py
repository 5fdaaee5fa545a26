"""Printed reports on a FHIR server."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import fhirkit
import pytest

from ehealthcard.adapters.fhir import (
    FhirClient,
    FhirResults,
    Json,
    image_in,
    report_for,
    study_for,
    written_for,
)
from ehealthcard.adapters.fhir.systems import REPORT
from ehealthcard.adapters.simulator.results import blood_count
from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import FhirAnswerError
from ehealthcard.rules.reporting import (
    ReportContent,
    ReportImage,
    ReportKind,
    ReportSheet,
    Sample,
)
from ehealthcard.testing import ResultsContract
from tests.fhir_peer import medplum
from tests.proxies import misbehaving


@pytest.fixture
def client() -> Iterator[FhirClient]:
    with FhirClient(medplum(), time_out=timedelta(seconds=20)) as client:
        yield client


@pytest.fixture
def sheet(client: FhirClient) -> ReportSheet:
    return kept(client)


def kept(client: FhirClient) -> ReportSheet:
    at = datetime(2026, 3, 3, 8, tzinfo=SHANGHAI)
    sheet = ReportSheet(
        report=uuid4().hex,
        version=1,
        kind=ReportKind.LABORATORY,
        org_name="示范医院",
        department="检验科",
        order="O-1",
        test="血常规",
        content=blood_count(7).model_copy(update={"conclusion": "请结合临床"}),
        sample=Sample(type="静脉血", collected_at=at, received_at=None),
        performer="检验师甲",
        verifiers=("审核者乙",),
    )
    resource = report_for(sheet)
    assert [] == fhirkit.validate(resource.to_fhir())
    client.create(resource, system=REPORT, value=sheet.report)
    return sheet


class TestFhirResults(ResultsContract):
    @pytest.fixture
    def sheet(self, client: FhirClient) -> ReportSheet:
        return kept(client)

    @pytest.fixture
    def results(self, client: FhirClient) -> FhirResults:
        return FhirResults(client, self.org)


class TestFhirResultsThroughTheProxy(TestFhirResults):
    """Most answers are lost."""

    @pytest.fixture
    def results(self, client: FhirClient) -> Iterator[FhirResults]:
        with misbehaving(client.base) as line, FhirClient(line.base) as shaky:
            line.faults = ["drops", "breaks", "duplicates"] * 9
            yield FhirResults(shaky, self.org)


def test_the_whole_sheet_comes_back(client: FhirClient, sheet: ReportSheet) -> None:
    results = FhirResults(client, "H1")

    assert sheet == results.printed(org="H1", report=sheet.report, version=1)
    assert results.printed(org="H2", report=sheet.report, version=1) is None


def radiology(*images: ReportImage) -> ReportSheet:
    return ReportSheet(
        report=uuid4().hex,
        version=1,
        kind=ReportKind.EXAMINATION,
        org_name="示范医院",
        department="放射科",
        order="O-2",
        test="胸部CT",
        content=ReportContent(conclusion="未见异常", images=images),
        sample=None,
        performer="技师甲",
        verifiers=("医师乙",),
    )


def test_a_report_s_studies_come_back_by_their_uids(client: FhirClient) -> None:
    images = (
        ReportImage(dicom_uid="2.25.77", modality="CT", hr_mark="HR"),
        ReportImage(dicom_uid="1.2.840.1"),
    )
    sheet = radiology(*images)
    resource = report_for(sheet)
    assert [] == fhirkit.validate(resource.to_fhir())
    client.create(resource, system=REPORT, value=sheet.report)
    results = FhirResults(client, "H1")

    assert sheet == results.printed(org="H1", report=sheet.report, version=1)

    fifth = written_for("R5", resource)
    assert "study" in fifth
    assert images == tuple(
        image_in(r) for r in fifth["contained"] if r["resourceType"] == "ImagingStudy"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"media": [{"link": {"reference": "Media/1"}}]},
        {"imagingStudy": [{"reference": "ImagingStudy/gone"}]},
        {"imagingStudy": [{"reference": "#r0"}]},
    ],
)
def test_a_report_is_not_shown_without_its_pictures(
    client: FhirClient, sheet: ReportSheet, change: Json
) -> None:
    (raw,) = client.by_identifier("DiagnosticReport", REPORT, sheet.report)
    client.replace({**raw, **change})

    with pytest.raises(FhirAnswerError):
        FhirResults(client, "H1").printed(org="H1", report=sheet.report, version=1)


@pytest.mark.parametrize(
    "change",
    [
        {"identifier": []},
        {"status": "entered-in-error"},
        {"identifier": [{"system": "urn:dicom:uid", "value": "no uid"}]},
    ],
)
def test_a_study_without_its_uid_is_none(change: Json) -> None:
    raw = study_for(ReportImage(dicom_uid="2.25.1")).to_fhir()

    with pytest.raises(FhirAnswerError):
        image_in({**raw, **change})


def test_results_may_stand_beside_their_report(client: FhirClient) -> None:
    sheet = kept(client)
    (raw,) = client.by_identifier("DiagnosticReport", REPORT, sheet.report)
    beside = client.transact(
        [
            {
                "resource": {k: v for k, v in result.items() if k != "id"},
                "request": {"method": "POST", "url": "Observation"},
            }
            for result in raw.pop("contained")
        ]
    )
    told = [{"reference": f"Observation/{result['id']}"} for result in beside]
    client.replace({**raw, "result": told})

    results = FhirResults(client, "H1")
    assert sheet == results.printed(org="H1", report=sheet.report, version=1)


def test_a_report_that_lacks_a_result_is_not_shown_without_it(
    client: FhirClient, sheet: ReportSheet
) -> None:
    (raw,) = client.by_identifier("DiagnosticReport", REPORT, sheet.report)
    client.replace({**raw, "result": [{"reference": "Observation/gone"}]})

    with pytest.raises(FhirAnswerError):
        FhirResults(client, "H1").printed(org="H1", report=sheet.report, version=1)
