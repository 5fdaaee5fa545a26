"""What a laboratory tells by ORU, and what becomes of it at the desk."""

from datetime import UTC, datetime
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Card, Suite
from ehealthcard.adapters.hl7 import (
    Finding,
    Header,
    Hl7Message,
    Letter,
    MllpClient,
    Patient,
    PatientIdentifier,
    Segment,
    Side,
    message_of,
    oru,
    reports_of,
)
from ehealthcard.adapters.hl7.er7 import Value
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.errors import MalformedHl7Error
from ehealthcard.hosts.mllp import MllpListener, ReportDesk, Verdict
from ehealthcard.ports import Accepted
from ehealthcard.rules.reporting import Flag, ReportKind
from ehealthcard.services.report import Order, report
from tests.actors import AUDITOR
from tests.integration.conftest import House, build

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
LAB = Actor("lis", {"technician"}, org="H1")
SIGNERS = {"D-7": Actor("signer-7", {"report-signer"}, org="H1")}
DOCTOR = Actor("doctor-1", {"doctor"}, org="H1")
HEADER = Header(Side("LIS", "H1"), Side("EHC", "H1"))
PATIENT = Patient((PatientIdentifier("P1", "H1", "MR"),))
FOUND = (
    Finding("718-7", "血红蛋白", "98", "g/L", "NM"),
    Finding("NOTE", "备注", "标本轻度溶血", kind="TX"),
)


def told(
    name: str = "M-1",
    status: str = "F",
    *,
    number: str = "R-1",
    signer: str = "D-7",
    found: tuple[Finding, ...] = FOUND,
) -> Hl7Message:
    made = oru(Letter(HEADER, name, AT), PATIENT, number, ("CBC", "血常规"), found)
    values: dict[int, Value] = {1: "1", 3: number, 4: ("CBC", "血常规"), 25: status}
    values[32] = signer
    head = Segment.of("OBR", values)
    return message_of(head if s.name == "OBR" else s for s in made.segments)


@attrs.define
class Lab:
    house: House
    card: Card

    @property
    def handler(self) -> ReportDesk:
        return ReportDesk(self.house.desk, LAB, SIGNERS.get)

    def order(self, number: str = "R-1") -> None:
        order = Order(
            report=number,
            org="H1",
            org_name="一院",
            department="检验科",
            order="A-1",
            kind=ReportKind.LABORATORY,
            test="血常规",
        )
        self.house.desk.start(report, self.card, order, by=DOCTOR)

    def states(self) -> list[str]:
        desk = self.house.desk
        case = desk.cases(report, self.card, by=AUDITOR)[-1]
        history = desk.history(report, case, by=AUDITOR)
        return [h.state_name for h in history]


@pytest.fixture
def lab() -> Lab:
    house = build(MemoryStorage(), Suite.INTL)
    lab = Lab(house, house.card())
    lab.order()
    return lab


def test_a_final_report_is_begun_and_verified(lab: Lab) -> None:
    with (
        MllpListener(lab.handler) as listener,
        MllpClient(*listener.address, timeout=5) as client,
    ):
        assert isinstance(client.send(told()), Accepted)
        assert isinstance(client.send(told()), Accepted)  # once more, and no more

    assert ["Ordered", "InProgress", "Final"] == lab.states()


def test_a_preliminary_report_is_written_down_and_a_correction_amends(
    lab: Lab,
) -> None:
    better = (attrs.evolve(FOUND[0], value="89"), FOUND[1])
    assert Verdict() == lab.handler(told("M-1", "P", signer=""))
    assert Verdict() == lab.handler(told("M-2"))
    assert Verdict() == lab.handler(told("M-3", "C", found=better))

    assert ["Ordered", "InProgress", "Preliminary", "Final", "Final"] == lab.states()


@pytest.mark.parametrize(
    ("message", "error"),
    [
        (told(number="R-9"), "204"),
        (told(signer=""), "204"),
        (told(signer="D-8"), "204"),
        (told(status="I"), "207"),
    ],
    ids=["not ordered here", "no signer", "unknown signer", "unknown status"],
)
def test_what_does_not_fit_is_for_a_person(
    lab: Lab, message: Hl7Message, error: str
) -> None:
    verdict = lab.handler(message)

    assert ("AE", error) == (verdict.code, verdict.error)
    assert "Final" not in lab.states()


def test_a_name_that_was_used_is_no_name(lab: Lab) -> None:
    lab.handler(told())

    assert "205" == lab.handler(told(status="C")).error


def test_another_kind_of_message_is_turned_away(lab: Lab) -> None:
    plain = [s.written() for s in told().segments]
    for old, new, error in (
        ("ORU^R01", "ADT^R01", "200"),
        ("R01", "R30", "201"),
        ("M-1", "", "101"),
    ):
        lines = [plain[0].replace(old, new), *plain[1:]]
        verdict = lab.handler(Hl7Message.parse("\r".join(lines).encode()))
        assert ("AR", error) == (verdict.code, verdict.error)


def obx(*fields: str) -> list[str]:
    return ["MSH|^~\\&|LIS||EHC||||ORU^R01|M|P|2.5.1", "OBR|1||R-1", "|".join(fields)]


def read(lines: list[str]) -> Any:
    return reports_of(Hl7Message.parse("\r".join(lines).encode()))


def test_results_are_read_letter_for_letter() -> None:
    lines = obx("OBX", "1", "NM", "718-7^血红蛋白", "", "98.0", "g/L", "115-150", "L")
    more = obx("OBX", "2", "CWE", "ABO^血型", "", "A^A型", "", "", "")[2]
    gone = obx("OBX", "3", "NM", "X^X", "", "1", "", "", "", "", "", "W")[2]
    (one,) = read([*lines, more, gone])

    low, group = one.content.items
    assert ("718-7", "血红蛋白", "98.0", "g/L", "115-150", Flag.LOW) == (
        *(low.code, low.name, low.result, low.unit, low.reference, low.flag),
    )
    assert ("A型", Flag.NORMAL) == (group.result, group.flag)


@pytest.mark.parametrize(
    "lines",
    [
        obx("OBX", "1", "ED", "X^X", "", "JVBE"),
        obx("OBX", "1", "NM", "X^X", "", "1~2"),
        obx("OBX", "1", "NM", "X^X", "", ""),
        obx("OBX", "1", "NM", "", "", "1"),
        obx("OBX", "1", "NM", "X^X", "", "1", "", "", "?"),
        obx("OBX", "1", "NM", "X^X", "", "1")[:1],
        ["MSH|^~\\&|LIS||EHC||||ORU^R01|M|P|2.5.1", "OBR|1"],
    ],
    ids=["file", "several", "no value", "no name", "flag", "no report", "no number"],
)
def test_what_cannot_be_read_whole_is_refused(lines: list[str]) -> None:
    with pytest.raises(MalformedHl7Error):
        read(lines)
