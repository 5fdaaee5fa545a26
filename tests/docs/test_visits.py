"""Visits through foreign servers, and what their wire logs show."""

import json
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from ehealthcard.adapters.simulator import name_of
from tests.contracts.test_hip import WSDL
from tests.fhir_peer import medplum
from tests.peers import mllp_peer, node_modules, node_peer
from tests.servers import fresh

from .test_examples import OVER_FHIR, OVER_HL7, OVER_SOAP, STORIES, tells

UNASKED = [
    OVER_HL7[0],
    "find: left out, the server answers no query",
    *OVER_HL7[2:],
]


def logged(name: str, story: list[str], folder: Path, *arguments: str) -> list[str]:
    """Tell a story with a log of the wire; return what its lines are about."""
    empty, log = folder / "empty", folder / "wire.jsonl"
    empty.mkdir()
    tells(story, name, empty, *arguments, "--log", str(log))
    text = log.read_text("utf-8")
    assert name_of(7) not in text
    assert "19800601" not in text
    assert "Bearer" not in text
    lines = [json.loads(line) for line in text.splitlines()]
    assert all(line["masked"] for line in lines)
    return [f"{line['way']} {line['what']}" for line in lines]


def test_a_visit_over_fhir_through_medplum(tmp_path: Path) -> None:
    lines = logged("visit_over_fhir.py", OVER_FHIR, tmp_path, medplum())

    assert "sent POST /fhir/R4/Appointment" in lines
    assert "received 201 POST /fhir/R4/Patient" in lines


def test_a_visit_over_hl7_says_what_went(tmp_path: Path) -> None:
    lines = logged("visit_over_hl7.py", OVER_HL7, tmp_path)

    sent = [line.split()[1] for line in lines if line.startswith("sent")]
    assert [
        *("ADT^A04", "QBP^Q23", "SIU^S14", "ORU^R01"),
        *("DFT^P03", "ADT^A01", "ADT^A16", "ADT^A03"),
    ] == sent


def test_what_is_plain_is_said_to_be(tmp_path: Path) -> None:
    log, empty = tmp_path / "wire.jsonl", tmp_path / "empty"
    empty.mkdir()
    story = [*OVER_SOAP[:-1], "wire log: plain, kept"]
    tells(story, "visit_over_soap.py", empty, "--plain", "--log", str(log))

    assert '"masked": false' in log.read_text("utf-8")
    assert "P000001" in log.read_text("utf-8")
    assert "Bearer" not in log.read_text("utf-8")


@contextmanager
def node_hl7_server() -> Generator[str]:
    with mllp_peer("node-hl7-server") as port:
        yield f"127.0.0.1:{port}"


@contextmanager
def python_hl7() -> Generator[str]:
    with mllp_peer("python-hl7") as port:
        yield f"127.0.0.1:{port}"


@contextmanager
def npm_soap() -> Generator[str]:
    with node_peer("hip-server.cjs", node_modules("soap", "1"), str(WSDL)) as port:
        yield f"http://127.0.0.1:{port}/HIPService"


@pytest.mark.soak
@pytest.mark.parametrize(
    ("server", "name", "story"),
    [
        (node_hl7_server, "visit_over_hl7.py", UNASKED),
        (python_hl7, "visit_over_hl7.py", UNASKED),
        (npm_soap, "visit_over_soap.py", OVER_SOAP),
    ],
)
def test_a_visit_through_a_stranger(
    server: Callable[[], AbstractContextManager[str]],
    name: str,
    story: list[str],
    tmp_path: Path,
) -> None:
    with server() as address:
        assert logged(name, story, tmp_path, address)


@pytest.mark.soak
@pytest.mark.parametrize("database", ["postgresql", "mariadb"])
def test_a_visit_from_a_view_of_a_server(database: str, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with fresh(database, tmp_path) as url:
        name = "visit_from_a_view.py"
        tells(STORIES[name], name, empty, url)
