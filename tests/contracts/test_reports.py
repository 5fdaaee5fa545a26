"""The simulated print server and the makers of files."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import reportlab
from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError, WrongPasswordError

from ehealthcard.adapters.documents import PdfDocuments
from ehealthcard.adapters.simulator import (
    SimulatedHospital,
    SimulatedResults,
    blood_count,
)
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.rules.reporting import ReportKind, ReportSheet, Sample, rendering_of
from ehealthcard.testing import DocumentsContract, ResultsContract
from ehealthcard.testing.documents import CONTENT

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
SHEET = ReportSheet(
    report="R-1",
    version=1,
    kind=ReportKind.LABORATORY,
    org_name="一院",
    department="检验科",
    order="A-1",
    test="血常规",
    content=blood_count(1),
    sample=Sample(type="全血", collected_at=NOW),
    performer="tech-1",
    verifiers=("signer-1",),
)


class TestSimulatedResults(ResultsContract):
    @pytest.fixture
    def results(self) -> SimulatedResults:
        results = SimulatedHospital(self.org).results
        results.print_sheet(SHEET)
        return results

    @pytest.fixture
    def sheet(self) -> ReportSheet:
        return SHEET


@pytest.mark.parametrize("switch", ["is_down", "is_slow"])
def test_a_silent_print_server_says_nothing(switch: str) -> None:
    results = SimulatedResults()
    setattr(results.faults, switch, True)

    with pytest.raises(OutsideUnavailableError):
        results.printed(org="H1", report="R-1", version=1)


def test_half_a_sheet_has_another_hash() -> None:
    results = SimulatedResults()
    results.print_sheet(SHEET)
    results.faults.halves = True

    printed = results.printed(org="H1", report="R-1", version=1)

    assert printed is not None
    assert 2 == len(printed.content.items)
    assert rendering_of(printed) != rendering_of(SHEET)


def test_the_same_seed_gives_the_same_blood() -> None:
    assert blood_count(7) == blood_count(7)
    assert blood_count(7) != blood_count(8)


class TestPdf(DocumentsContract):
    @pytest.fixture
    def documents(self) -> PdfDocuments:
        return PdfDocuments()

    def read(self, data: bytes, password: str | None) -> list[str] | None:
        try:
            reader = PdfReader(BytesIO(data), password=password)
            return [page.extract_text() for page in reader.pages]
        except (WrongPasswordError, FileNotDecryptedError):
            return None


def test_a_sealed_file_is_encrypted_with_aes_256() -> None:
    made = PdfDocuments().make(CONTENT, watermark="w", password="K7M2")
    trailer: Any = PdfReader(BytesIO(made.data), password="K7M2").trailer
    encryption = trailer["/Encrypt"]

    assert (5, 6) == (encryption["/V"], encryption["/R"])
    assert "/AESV3" == encryption["/CF"]["/StdCF"]["/CFM"]


def test_a_font_that_is_given_is_embedded(tmp_path: Path) -> None:
    font = tmp_path / "own.ttf"
    vera = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    font.write_bytes(vera.read_bytes())
    made = PdfDocuments(font).make(CONTENT, watermark="é")

    page: Any = PdfReader(BytesIO(made.data)).pages[0]
    fonts = page["/Resources"]["/Font"]
    embedded = [
        f.get_object()
        for f in fonts.values()
        if "/FontFile2" in f.get_object().get("/FontDescriptor", {})
    ]
    assert ["/TrueType"] == [f["/Subtype"] for f in embedded]
