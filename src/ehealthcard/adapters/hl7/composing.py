"""Messages that this side sends, typed (ADT、SIU、ORU、DFT、REF、QBP).

Only what the SDK itself knows is filled in; an integrator's own segments are added with
:func:`~ehealthcard.adapters.hl7.er7.message_of`. Source: HL7 v2.5.1 chapters 3, 5, 6,
7, 10 and 11; recalled.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Literal

import attrs

from .er7 import Components, Hl7Message, Segment, Value, message_of
from .headers import Header, stamp

AdtEvent = Literal[
    "A01", "A02", "A03", "A04", "A08", "A11", "A13", "A16", "A21", "A22", "A28", "A31",
    "A40",
]  # fmt: skip
SiuEvent = Literal[
    "S12", "S13", "S14", "S15", "S16", "S17", "S18", "S19", "S20", "S21", "S22",
    "S23", "S24", "S25", "S26",
]  # fmt: skip
STRUCTURES = {
    "A01": "ADT_A01",
    "A02": "ADT_A02",
    "A03": "ADT_A03",
    "A04": "ADT_A01",
    "A08": "ADT_A01",
    "A11": "ADT_A09",
    "A13": "ADT_A01",
    "A16": "ADT_A16",
    "A21": "ADT_A21",
    "A22": "ADT_A21",
    "A28": "ADT_A05",
    "A31": "ADT_A05",
    "A40": "ADT_A39",
}
"""MSH-9.3 of an ADT event."""


@attrs.frozen
class PatientIdentifier:
    """A number of a patient and who gave it (CX, 患者标识)."""

    number: str = attrs.field(repr=False)
    authority: str
    """CX-4.1: who assigned it (分配机构)."""

    kind: str = ""
    """CX-5, table 0203, such as ``MR`` or ``NI``."""

    @property
    def components(self) -> Components:
        """CX by components."""
        return (self.number, "", "", self.authority, self.kind)


Identifiers = tuple[PatientIdentifier, ...]


@attrs.frozen
class Letter:
    """What every message begins with: from whom to whom, its name, its moment."""

    header: Header
    control_id: str
    """MSH-10; the same on every delivery."""

    at: datetime

    def msh(self, *kind: str) -> Segment:
        """Return MSH for a message of this *kind*."""
        return self.header.segment(kind, self.control_id, self.at)


@attrs.frozen
class Patient:
    """PID: by numbers, and by name where the receiver needs it (患者)."""

    identifiers: Identifiers
    name: str = attrs.field(default="", repr=False)
    is_dead: bool = False

    @property
    def pid(self) -> Segment:
        """PID."""
        values: dict[int, Value] = {1: "1", 3: _repeated(self.identifiers)}
        values[5] = self.name
        if self.is_dead:
            values[30] = "Y"
        return Segment.of("PID", values)


@attrs.frozen
class Visit:
    """PV1: where, and the number of the visit (就诊)."""

    number: str
    klass: Literal["I", "O", "E"] = "O"
    ward: str = ""
    bed: str = ""
    disposition: str = ""
    """PV1-36, table 0112."""

    @property
    def pv1(self) -> Segment:
        """PV1."""
        where = (self.ward, "", self.bed)
        values: dict[int, Value] = {1: "1", 2: self.klass, 3: where, 19: self.number}
        if self.disposition:
            values[36] = self.disposition
        return Segment.of("PV1", values)


@attrs.frozen
class Booking:
    """SCH and AIS: a slot (号源)."""

    number: str
    """SCH-1 and SCH-2: the appointment."""

    resource: str
    starts_at: datetime | None = None
    """``None`` where only the number is known."""

    status: str = "Booked"


@attrs.frozen
class Finding:
    """OBX: one value (检验结果)."""

    code: str
    name: str
    value: str = attrs.field(repr=False)
    unit: str = ""
    kind: Literal["NM", "ST", "TX"] = "ST"


@attrs.frozen
class Charge:
    """FT1: something that costs (费用)."""

    number: str
    item: str
    amount: Decimal
    at: datetime
    kind: Literal["CG", "CD", "PY"] = "CG"
    """FT1-6, table 0017: charged, given back, paid."""

    bill: str = ""
    """FT1-3: the bill that it belongs to (账单号)."""


def adt(
    letter: Letter,
    event: AdtEvent,
    patient: Patient,
    visit: Visit | None = None,
    *,
    merged: Identifiers = (),
) -> Hl7Message:
    """Return what happened to a patient; *merged* are the numbers given up (A40)."""
    segments = [
        letter.msh("ADT", event, STRUCTURES[event]),
        Segment.of("EVN", {1: event, 2: stamp(letter.at)}),
        patient.pid,
    ]
    if merged:
        segments.append(Segment.of("MRG", {1: _repeated(merged)}))
    if visit or event != "A40":
        none = Segment.of("PV1", {1: "1", 2: "N"})
        segments.append(visit.pv1 if visit else none)
    return message_of(segments)


def siu(
    letter: Letter, event: SiuEvent, patient: Patient, booking: Booking
) -> Hl7Message:
    """Return what became of a booking: S12 made, S13 moved, S15 cancelled."""
    number = (booking.number, letter.header.sender.application)
    starts = stamp(booking.starts_at) if booking.starts_at else ""
    when = ("", "", "", starts)
    sch: dict[int, Value] = {1: number, 2: number, 6: event, 11: when}
    sch[25] = booking.status
    ais: dict[int, Value] = {1: "1", 3: booking.resource, 4: starts}
    return message_of(
        [
            letter.msh("SIU", event, "SIU_S12"),
            Segment.of("SCH", sch),
            patient.pid,
            Segment.of("RGS", {1: "1"}),
            Segment.of("AIS", ais),
        ]
    )


def oru(
    letter: Letter,
    patient: Patient,
    report: str,
    service: tuple[str, str],
    findings: Iterable[Finding],
) -> Hl7Message:
    """Return a report; *service* is the examination's code and name."""
    obr: dict[int, Value] = {1: "1", 3: report, 4: service, 25: "F"}
    segments = [
        letter.msh("ORU", "R01", "ORU_R01"),
        patient.pid,
        Segment.of("OBR", obr),
    ]
    for number, found in enumerate(findings, 1):
        values: dict[int, Value] = {1: str(number), 2: found.kind, 5: found.value}
        values |= {3: (found.code, found.name), 6: found.unit, 11: "F"}
        segments.append(Segment.of("OBX", values))
    return message_of(segments)


def dft(letter: Letter, patient: Patient, charges: Iterable[Charge]) -> Hl7Message:
    """Return what is charged to a patient; amounts in yuan."""
    segments = [
        letter.msh("DFT", "P03", "DFT_P03"),
        Segment.of("EVN", {1: "P03", 2: stamp(letter.at)}),
        patient.pid,
    ]
    for number, one in enumerate(charges, 1):
        values: dict[int, Value] = {1: str(number), 2: one.number, 4: stamp(one.at)}
        values |= {
            3: one.bill,
            6: one.kind,
            7: one.item,
            11: (f"{one.amount:.2f}", "CNY"),
        }
        segments.append(Segment.of("FT1", values))
    return message_of(segments)


def ref(
    letter: Letter, patient: Patient, number: str, department: str, reason: str
) -> Hl7Message:
    """Return a referral (转诊单) to a department, for a reason of table 0336."""
    values: dict[int, Value] = {1: "P", 3: department, 6: number, 10: reason}
    return message_of(
        [
            letter.msh("REF", "I12", "REF_I12"),
            Segment.of("RF1", values),
            Segment.of("PRD", {1: "RP"}),
            patient.pid,
        ]
    )


def pix_query(
    letter: Letter, known: PatientIdentifier, wanted: Iterable[str]
) -> Hl7Message:
    """Ask for the numbers that other authorities gave (QBP Q23, IHE PIX)."""
    domains = tuple(("", "", "", name) for name in wanted)
    values: dict[int, Value] = {1: ("IHE PIX Query",), 2: letter.control_id}
    values |= {3: known.components, 4: domains}
    return message_of(
        [
            letter.msh("QBP", "Q23", "QBP_Q21"),
            Segment.of("QPD", values),
            Segment.of("RCP", {1: "I"}),
        ]
    )


def pdq_query(
    letter: Letter, known: PatientIdentifier, *, most: int = 10
) -> Hl7Message:
    """Ask who has a number (QBP Q22, IHE PDQ)."""
    asked = (("@PID.3.1", known.number), ("@PID.3.4", known.authority))
    values: dict[int, Value] = {1: ("IHE PDQ Query",), 2: letter.control_id, 3: asked}
    return message_of(
        [
            letter.msh("QBP", "Q22", "QBP_Q21"),
            Segment.of("QPD", values),
            Segment.of("RCP", {1: "I", 2: (str(most), "RD")}),
        ]
    )


def identifiers_of(segment: Segment, field: int = 3) -> Identifiers:
    """Return the numbers in a field of type CX, such as PID-3 or MRG-1."""
    found: list[PatientIdentifier] = []
    for one in segment.repetitions(field):
        number, *_ = one
        authority = one[3].split("&")[0] if len(one) > 3 else ""  # noqa: PLR2004  # CX-4
        kind = one[4] if len(one) > 4 else ""  # noqa: PLR2004  # CX-5
        if number:
            found.append(PatientIdentifier(number, authority, kind))
    return tuple(found)


def _repeated(identifiers: Identifiers) -> tuple[Components, ...]:
    return tuple(one.components for one in identifiers)
