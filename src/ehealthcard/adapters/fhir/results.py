"""A FHIR server's printed reports (报告单), letter for letter."""

from typing import TypeVar

import attrs

from ehealthcard.codesets import Labelled
from ehealthcard.errors import FhirAnswerError, Phrase
from ehealthcard.rules.reporting import (
    Flag,
    ReportContent,
    ReportItem,
    ReportKind,
    ReportSheet,
    Sample,
)

from .client import FhirClient
from .datatypes import CodeableConcept, Extension, Identifier, Json, Reference
from .images import image_in, study_for
from .resources import (
    FhirDiagnosticReport,
    FhirObservation,
    Identified,
    ReferenceRange,
    Resource,
)
from .slots import moment_of
from .systems import EXTENSION, FLAG, ORDER, REPORT, REPORT_KIND, RESULT

VERSION = EXTENSION + "report-version"
L = TypeVar("L", bound=Labelled)
_HEAD = ("department", "performer", "critical-finding")
_MARKS = ("unit", "critical-range", "hr-mark")
_SAMPLE = ("type", "collected-at", "received-at")


@attrs.frozen
class FhirResults:
    """See :class:`ehealthcard.ports.Results`.

    Each version of a report is a DiagnosticReport under the report's number; its
    results are contained in it or stand beside it. A result is the text of
    ``valueString``, since a number's letters may not survive: a server that has only
    ``valueQuantity`` is read by its shortest digits.

    Studies are told by their UIDs (``imagingStudy``, R5's ``study``). A report with
    pictures in it (``media``) is refused, so that no sheet is shown without them.

    Args:
        client: The server.
        org: Code of the institution whose reports they are.
        report_system: Of the reports' numbers.

    """

    client: FhirClient
    org: str
    report_system: str = REPORT

    def printed(self, *, org: str, report: str, version: int) -> ReportSheet | None:
        """See :class:`ehealthcard.ports.Results`.

        Raises:
            OutsideUnavailableError: No answer in time.
            FhirError: The server refused, or the report lacks what is printed.

        """
        if org != self.org:
            return None
        system = self.report_system
        for raw in self.client.by_identifier("DiagnosticReport", system, report):
            read = FhirDiagnosticReport.read(raw)
            if _version(read) == version and read.status != "entered-in-error":
                if "media" in raw:
                    raise FhirAnswerError(
                        flaw=Phrase("a report with pictures in it", "报告内嵌图片")
                    )
                return self._sheet(read, report)
        return None

    def _sheet(self, read: FhirDiagnosticReport, report: str) -> ReportSheet:
        results = (self._part(read, r, "Observation") for r in read.result or ())
        items = tuple(_item(FhirObservation.read(raw)) for raw in results)
        orgs = [p.display for p in read.performer or () if p.type == "Organization"]
        orders = [b.identifier.value for b in read.based_on or () if b.identifier]
        studies = (
            self._part(read, r, "ImagingStudy") for r in read.imaging_study or ()
        )
        found = ReportContent(
            items=items,
            conclusion=read.conclusion or "",
            images=tuple(image_in(raw) for raw in studies),
            critical_finding=_told(read, "critical-finding"),
        )
        return ReportSheet(
            report=report,
            version=_version(read),
            kind=_one_of(ReportKind, REPORT_KIND, read.category, ReportKind.LABORATORY),
            org_name=next(iter(orgs), None) or "",
            department=_told(read, "department"),
            order=next(iter(orders), None) or "",
            test=read.code.text or "",
            content=found,
            sample=_sample(read),
            performer=_told(read, "performer"),
            verifiers=tuple(v.display or "" for v in read.results_interpreter or ()),
        )

    def _part(self, report: FhirDiagnosticReport, told: Reference, kind: str) -> Json:
        address = told.reference or ""
        if address.startswith("#"):
            inside = (r for r in report.contained or () if r.get("id") == address[1:])
            raw = next(inside, None)
        else:
            name = self.client.named(address, kind)
            raw = self.client.read(kind, name) if name else None
        if raw is None or raw.get("resourceType") != kind:
            raise FhirAnswerError(
                flaw=Phrase("a report without one of its results", "报告缺少某项结果")
            )
        return raw


def report_for(sheet: ReportSheet) -> FhirDiagnosticReport:
    """Return a sheet as a report that contains its results and names its studies."""
    head = (sheet.department, sheet.performer, sheet.content.critical_finding)
    items = [_observed(item) for item in sheet.content.items]
    studies = [study_for(image).to_fhir() for image in sheet.content.images]
    order = Identifier(system=ORDER, value=sheet.order)
    return FhirDiagnosticReport(
        identifier=(Identifier(system=REPORT, value=sheet.report),),
        extension=(
            Extension(url=VERSION, value_integer=sheet.version),
            *_noted(dict(zip(_HEAD, head, strict=True))),
            *_noted(_of_sample(sheet.sample)),
        ),
        contained=(*_numbered("r", items), *_numbered("s", studies)) or None,
        based_on=(Reference(type="ServiceRequest", identifier=order),)
        if sheet.order
        else None,
        status="final",
        category=(CodeableConcept.of(REPORT_KIND, sheet.kind.value),),
        code=CodeableConcept(text=sheet.test),
        performer=(Reference(type="Organization", display=sheet.org_name),),
        results_interpreter=tuple(Reference(display=v) for v in sheet.verifiers)
        or None,
        result=_inside("r", items),
        imaging_study=_inside("s", studies),
        conclusion=sheet.content.conclusion or None,
    )


def _numbered(letter: str, parts: list[Json]) -> list[Json]:
    return [{**part, "id": f"{letter}{n}"} for n, part in enumerate(parts)]


def _inside(letter: str, parts: list[Json]) -> tuple[Reference, ...] | None:
    places = range(len(parts))
    return tuple(Reference(reference=f"#{letter}{n}") for n in places) or None


def _observed(item: ReportItem) -> Json:
    marks = (item.unit, item.critical_range, item.hr_mark or "")
    return FhirObservation(
        extension=_noted(dict(zip(_MARKS, marks, strict=True))) or None,
        status="final",
        code=CodeableConcept.of(RESULT, item.code, item.name),
        value_string=item.result or None,
        interpretation=(CodeableConcept.of(FLAG, item.flag.value),),
        method=CodeableConcept(text=item.method) if item.method else None,
        reference_range=(ReferenceRange(text=item.reference),)
        if item.reference
        else None,
    ).to_fhir()


def _item(read: FhirObservation) -> ReportItem:
    codes = [c.code for c in read.code.coding or () if c.code]
    names = [c.display for c in read.code.coding or () if c.display]
    amount = read.value_quantity
    digits = f"{amount.value:g}" if amount and amount.value is not None else ""
    ranges = [r.text for r in read.reference_range or () if r.text]
    return ReportItem(
        code=next(iter(codes), read.code.text or "?"),
        name=read.code.text or next(iter(names), "?"),
        result=read.value_string or digits,
        unit=_told(read, "unit") or (amount and amount.unit) or "",
        reference=next(iter(ranges), ""),
        flag=_one_of(Flag, FLAG, read.interpretation, Flag.NORMAL),
        method=(read.method and read.method.text) or "",
        critical_range=_told(read, "critical-range"),
        hr_mark=_told(read, "hr-mark") or None,
    )


def _of_sample(sample: Sample | None) -> dict[str, str]:
    if sample is None:
        return {}
    received = sample.received_at
    told = (
        sample.type,
        sample.collected_at.isoformat(),
        received.isoformat() if received else "",
    )
    return {f"sample-{n}": v for n, v in zip(_SAMPLE, told, strict=True)}


def _sample(read: Resource) -> Sample | None:
    kind, collected, received = (_told(read, f"sample-{n}") for n in _SAMPLE)
    if not (kind and collected):
        return None
    return Sample(
        type=kind,
        collected_at=moment_of(collected),
        received_at=moment_of(received) if received else None,
    )


def _noted(words: dict[str, str]) -> tuple[Extension, ...]:
    return tuple(
        Extension(url=f"{EXTENSION}report-{name}", value_string=value)
        for name, value in words.items()
        if value
    )


def _told(read: Resource, name: str) -> str:
    noted = read.extended(f"{EXTENSION}report-{name}")
    return (noted and noted.value_string) or ""


def _version(read: Identified) -> int:
    noted = read.extended(VERSION)
    return noted.value_integer or 1 if noted else 1


def _one_of(
    kinds: type[L], system: str, told: tuple[CodeableConcept, ...] | None, other: L
) -> L:
    codes = [c.code_in(system) for c in told or ()]
    if not any(codes):
        return other
    known = [kind for kind in kinds if kind.value in codes]
    if not known:
        raise FhirAnswerError(
            flaw=Phrase("a code that a report may not have", "报告含有不允许的代码")
        )
    return known[0]
