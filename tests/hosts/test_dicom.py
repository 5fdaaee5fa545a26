"""A booked examination on an imaging machine's worklist, and who may ask for it."""

import logging
import ssl
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import attrs
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pydicom.config import disable_value_validation

from ehealthcard import Actor, Case, OutboxRelay, Ports, Suite
from ehealthcard.adapters.dicom import WorklistFolder, WorklistPort, person_name
from ehealthcard.adapters.receivers import SchedulingPort
from ehealthcard.adapters.simulator import SimulatedHospital, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.errors import AccessDeniedError, OutsideUnavailableError
from ehealthcard.hosts.dicom import (
    Caps,
    DeskExaminations,
    StationsByDepartment,
    WorklistServer,
)
from ehealthcard.identity import SubjectId
from ehealthcard.ports import (
    Fees,
    PatientNumber,
    ScheduledExamination,
    Slot,
    Station,
    VisitKind,
)
from ehealthcard.services.appointment import (
    Cancel,
    CheckIn,
    Confirm,
    Confirmed,
    Examination,
    Held,
    Request,
    Reschedule,
    Unsure,
    appointment,
)
from ehealthcard.testing.imaging import EXAMINATION
from tests.actors import AUDITOR
from tests.dicom_peer import Told, ask, findscu, greets, question
from tests.integration.conftest import START, WINDOW, House, build

RIS = Actor("ris", {"staff", "worklist-keeper"}, org="H1")
STATION = Station(modality="CT", ae_title="CT01", name="CT-1")
PEERS = {"CT01": "127.0.0.1", "MR01": "10.0.0.9", "US01": None}
TEN = START + timedelta(days=1, hours=1)


@attrs.frozen
class Numbers:
    """An index that knows everybody's number at one hospital."""

    def numbers(self, subject: SubjectId, /) -> tuple[PatientNumber, ...]:
        return (PatientNumber("H1", f"MRN-{subject[:6]}"),)


def slot(name: str, **more: Any) -> Slot:
    told: dict[str, Any] = {
        "id": name,
        "org": "H1",
        "kind": VisitKind.EXAMINATION,
        "department": "32",
        "doctor": None,
        "title": None,
        "is_expert": False,
        "session": "ct-1-am",
        "period": "1",
        "starts_at": TEN,
        "ends_at": TEN + timedelta(minutes=20),
        "fees": Fees(),
    }
    return Slot(**told | more)


@attrs.define
class Department:
    """A desk, a hospital's slots, and the worklist of its imaging department."""

    house: House
    hospital: SimulatedHospital
    worklist: WorklistFolder

    def run(self, rounds: int = 4) -> None:
        examined = DeskExaminations(
            self.house.desk,
            StationsByDepartment({"32": STATION}),
            RIS,
            {"CT-210": "胸部CT平扫"},
        )
        slots = SchedulingPort(self.hospital.scheduling)
        ports = {"scheduling": WorklistPort(slots, self.worklist, examined)}
        for _ in range(rounds):
            OutboxRelay(self.house.desk, ports).run_once()
            self.house.clock.forward(seconds=40)

    def book(self, name: str = "x1") -> Case[Any]:
        wanted = Examination(order="ORD-2026-7", item="CT-210", body_part="胸部")
        asked = Request(slot=name, examination=wanted)
        card = self.house.card()
        return self.house.desk.start(appointment, card, asked, by=WINDOW)

    def do(self, case: Case[Any], command: Any) -> Case[Any]:
        newest = self.house.desk.case(appointment, case.id, by=AUDITOR)
        return self.house.desk.execute(appointment, newest, command, by=WINDOW)

    def state(self, case: Case[Any]) -> Any:
        return self.house.desk.case(appointment, case.id, by=AUDITOR).state

    @property
    def listed(self) -> list[ScheduledExamination]:
        return list(self.worklist.scheduled())


@pytest.fixture
def imaging(tmp_path: Path) -> Department:
    hospital = SimulatedHospital("H1", seed=3)
    later = {"starts_at": TEN + timedelta(hours=1), "ends_at": TEN + timedelta(hours=2)}
    for made in (
        slot("x1"),
        slot("x2", **later),
        slot("t1", kind=VisitKind.TREATMENT),
        slot("e1", department="99"),
    ):
        hospital.scheduling.add(made)
    house = build(MemoryStorage(), Suite.INTL)
    ports = Ports(scheduling=hospital.scheduling, patients=Numbers())
    house.desk = attrs.evolve(house.desk, ports=ports)
    return Department(house, hospital, WorklistFolder(tmp_path / "WL"))


@pytest.fixture
def server(imaging: Department) -> Iterator[WorklistServer]:
    with WorklistServer(imaging.worklist, "EHC", PEERS) as server:
        yield server


def asked_of(server: WorklistServer, **keys: str) -> Told:
    told = ask(server.address, question(**keys), called="EHC")
    assert told is not None
    return told


def test_a_booked_examination_is_on_the_machine_s_list(
    imaging: Department, server: WorklistServer
) -> None:
    case = imaging.book()
    imaging.run()
    assert isinstance(imaging.state(case), Held)

    told = asked_of(
        server,
        ScheduledStationAETitle="CT01",
        ScheduledProcedureStepStartDate="20260303",
    )

    (entry,) = told.entries
    (step,) = entry.ScheduledProcedureStepSequence
    assert 0 == told.status
    assert person_name(name_of(1)) == str(entry.PatientName)
    assert f"MRN-{case.subject[:6]}" == entry.PatientID
    assert "ORD-2026-7" == entry.AccessionNumber
    assert entry.StudyInstanceUID.startswith("2.25.")
    assert ("20260303", "100000") == (
        step.ScheduledProcedureStepStartDate,
        step.ScheduledProcedureStepStartTime,
    )
    assert "胸部CT平扫" == step.ScheduledProcedureStepDescription
    assert "SCHEDULED" == step.ScheduledProcedureStepStatus


def test_who_has_checked_in_is_there(imaging: Department) -> None:
    case = imaging.book()
    imaging.run()
    imaging.do(case, Confirm())
    imaging.house.clock.now = TEN
    imaging.do(case, CheckIn())
    imaging.run(1)
    assert [True] == [e.is_there for e in imaging.listed]


def test_a_cancelled_examination_is_off_the_list(imaging: Department) -> None:
    case = imaging.book()
    imaging.run()
    imaging.do(case, Cancel())
    imaging.run()

    assert [] == imaging.listed


def test_a_moved_examination_is_there_once_at_its_new_time(imaging: Department) -> None:
    case = imaging.book()
    imaging.run()
    imaging.do(case, Confirm())
    (old,) = imaging.listed

    imaging.do(case, Reschedule(slot="x2"))
    imaging.run()

    (new,) = imaging.listed
    assert TEN + timedelta(hours=1) == new.starts_at
    assert new.study != old.study
    assert isinstance(imaging.state(case), Confirmed)


@pytest.mark.parametrize("name", ["t1", "e1"])
def test_a_treatment_and_a_room_without_a_machine_are_on_no_list(
    imaging: Department, name: str
) -> None:
    case = imaging.book(name)
    imaging.run()

    assert isinstance(imaging.state(case), Held)
    assert [] == imaging.listed


def test_a_list_that_cannot_be_written_leaves_the_booking_open_until_it_can(
    imaging: Department,
) -> None:
    imaging.worklist.path.write_text("in the way")
    case = imaging.book()
    imaging.run(2)
    assert isinstance(imaging.state(case), Unsure)

    imaging.worklist.path.unlink()
    imaging.run()

    assert isinstance(imaging.state(case), Held)
    assert 1 == len(imaging.listed)


def test_who_is_no_keeper_names_nobody(imaging: Department) -> None:
    with pytest.raises(AccessDeniedError):
        imaging.house.desk.people.named(imaging.house.card().subject, by=WINDOW)


@pytest.mark.parametrize(
    ("called", "calling"), [("EHC", "CT99"), ("WRONG", "CT01"), ("EHC", "MR01")]
)
def test_a_stranger_is_turned_away(
    server: WorklistServer, called: str, calling: str
) -> None:
    told = ask(server.address, question(), called=called, calling=calling)

    assert told is None


def test_a_machine_at_any_address_may_be_let_in(server: WorklistServer) -> None:
    assert ask(server.address, question(), called="EHC", calling="US01") is not None
    assert greets(server.address, "EHC")


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ({}, True),
        ({"PatientName": "ouyang*"}, True),
        ({"PatientName": "欧阳^*"}, True),
        ({"PatientName": "*测?"}, True),
        ({"PatientName": "WANG*"}, False),
        ({"PatientID": "P-1"}, True),
        ({"PatientID": "P-"}, False),
        ({"Modality": "MR"}, False),
        ({"AccessionNumber": "A?"}, True),
        ({"StudyInstanceUID": "2.25.1"}, True),
        ({"ScheduledProcedureStepStartDate": "20260301-20260303"}, True),
        ({"ScheduledProcedureStepStartDate": "20260304-"}, False),
        ({"ScheduledProcedureStepStartDate": "-20260302"}, False),
        ({"ScheduledProcedureStepStartTime": "0800-0900"}, True),
        ({"ScheduledProcedureStepStartTime": "0900-"}, False),
    ],
)
def test_keys_match_as_the_standard_says(
    imaging: Department, server: WorklistServer, *, keys: dict[str, str], found: bool
) -> None:
    imaging.worklist.put(EXAMINATION)

    assert found == bool(asked_of(server, **keys).entries)


def test_dcmtk_s_client_finds_it(imaging: Department, server: WorklistServer) -> None:
    imaging.worklist.put(EXAMINATION)
    keys = ("0010,0010", "0010,0020", "0040,0100[0].0040,0001=CT01")

    shown = findscu(server.address, *keys, "0040,0100[0].0008,0060", called="EHC")
    other = findscu(
        server.address, "0010,0010", "0040,0100[0].0008,0060=MR", called="EHC"
    )

    assert "OUYANG^CESHI=欧阳^测试" in shown
    assert "[CT]" in shown
    assert "OUYANG" not in other


def test_nothing_private_is_logged_even_where_everything_is(
    imaging: Department, server: WorklistServer, caplog: pytest.LogCaptureFixture
) -> None:
    imaging.worklist.put(EXAMINATION)
    for name in ("pynetdicom", "pydicom", "ehealthcard"):
        caplog.set_level(logging.DEBUG, name)
    shown = findscu(server.address, "0010,0010=OUYANG*", "0010,0020=P-1", called="EHC")

    assert "欧阳" in shown
    assert caplog.records
    said = "".join(r.getMessage() for r in caplog.records)
    assert not any(word in said for word in ("OUYANG", "欧阳", "P-1", "1990"))


def test_a_wrong_value_is_not_quoted(
    imaging: Department, server: WorklistServer, caplog: pytest.LogCaptureFixture
) -> None:
    imaging.worklist.put(EXAMINATION)
    caplog.set_level(logging.DEBUG)
    with disable_value_validation():
        asked = question(StudyInstanceUID="1990.x", PatientName="OUYANG" * 11)
    told = ask(server.address, asked, called="EHC")

    assert told
    assert ([], 0) == (told.entries, told.status)
    assert "1990" not in caplog.text
    assert "OUYANG" not in caplog.text


def test_a_list_that_is_away_fails_the_question(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Away:
        def put(self, examination: ScheduledExamination, /) -> None:
            raise OutsideUnavailableError

        def drop(self, study: str, /) -> None:
            raise OutsideUnavailableError

        def scheduled(
            self, *, first: date | None = None, last: date | None = None
        ) -> list[ScheduledExamination]:
            raise OutsideUnavailableError

    with WorklistServer(Away(), "EHC", PEERS) as server:
        told = asked_of(server)

    assert ([], 0xC001) == (told.entries, told.status)


def test_who_asks_for_too_much_is_told_to_ask_less(imaging: Department) -> None:
    for number in range(3):
        named = {"study": f"2.25.{number}"}
        imaging.worklist.put(EXAMINATION.model_copy(update=named))
    with WorklistServer(imaging.worklist, "EHC", PEERS, caps=Caps(answers=2)) as server:
        told = asked_of(server)

    assert (2, 0xA700) == (len(told.entries), told.status)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    names = [x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("localhost")]
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    pem = serialization.Encoding.PEM
    path.write_bytes(
        key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(pem)
    )
    return path


def test_machines_show_a_certificate(imaging: Department, certificate: Path) -> None:
    imaging.worklist.put(EXAMINATION)
    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(certificate))
    own.load_cert_chain(certificate)
    own.verify_mode = ssl.CERT_REQUIRED
    machine = ssl.create_default_context(cafile=str(certificate))
    machine.load_cert_chain(certificate)
    with WorklistServer(imaging.worklist, "EHC", PEERS, tls=own) as server:
        told = ask(server.address, question(), called="EHC", tls=machine)

    assert told
    assert 1 == len(told.entries)
