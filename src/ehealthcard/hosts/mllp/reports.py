"""What a laboratory tells by ORU moves the reports of a desk (检验结果落到报告).

The report was ordered here under the number that the laboratory repeats in OBR-3. Which
of our commands follows is our own reading of OBR-25 (table 0123, recalled). The rules
of the service hold: who performed may not sign, two persons sign where two must.
"""

from collections.abc import Callable
from typing import Any

import attrs

from ehealthcard.adapters.hl7 import Hl7Message
from ehealthcard.adapters.hl7.findings import Reported, reports_of
from ehealthcard.desk import Case, ServiceDesk
from ehealthcard.errors import MalformedHl7Error, Phrase, UnknownHl7KeyError
from ehealthcard.services.report import (
    Amend,
    Begin,
    Ordered,
    RecordPreliminary,
    ReportCommand,
    Verify,
    report,
)
from ehealthcard.workflow import Actor, Signal

from .listener import Verdict
from .once import Once, name_of

UNSUPPORTED_KIND, UNSUPPORTED_EVENT, REQUIRED = "200", "201", "101"
"""HL7 table 0357."""

CORRECTED = "corrected by the laboratory 检验科更正"


@attrs.frozen
class ReportDesk:
    """A handler for :class:`MllpListener`: ORU R01 becomes commands on reports.

    Args:
        desk: Whose reports move.
        by: As whom the laboratory's interface acts; its ``org`` is the hospital.
        signer: Who somebody in OBR-32 is here; ``None`` for nobody who may sign.

    """

    desk: ServiceDesk
    by: Actor
    signer: Callable[[str], Actor | None]

    def __call__(self, message: Hl7Message, /) -> Verdict:
        """Apply *message* and say what became of it; see :class:`Once`."""
        if message.header.text(9) != "ORU":
            return Verdict("AR", UNSUPPORTED_KIND, "Only ORU is taken here.")
        if message.event != "R01":
            return Verdict("AR", UNSUPPORTED_EVENT, "This event is not taken here.")
        if not message.control_id:
            return Verdict("AR", REQUIRED, "MSH-10 is empty.")
        return Once(self.desk).take(message, self._apply)

    def _apply(self, message: Hl7Message) -> list[Signal]:
        for found in reports_of(message):
            self._move(found, name_of(message))
        return []

    def _move(self, found: Reported, name: str) -> None:
        case, key = self._case(found.number), f"{name}|{found.number}"
        command, by = self._meant(found)
        if isinstance(case.state, Ordered):
            case = self._do(case, Begin(), self.by, f"{key}|begin")
        self._do(case, command, by, key)

    def _meant(self, found: Reported) -> tuple[ReportCommand, Actor]:
        """Return what is asked, and in whose name."""
        if found.status == "P":
            return RecordPreliminary(content=found.content), self.by
        if found.status == "F":
            return Verify(content=found.content), self._signer(found.signer)
        if found.status == "C":
            amend = Amend(content=found.content, reason=CORRECTED)
            return amend, self._signer(found.signer)
        raise MalformedHl7Error(
            what=Phrase("OBR-25 is neither P, F nor C", "OBR-25 不是 P、F 或 C")
        )

    def _signer(self, number: str) -> Actor:
        found = self.signer(number) if number else None
        if found is None:
            raise UnknownHl7KeyError(
                what=Phrase(
                    "OBR-32 names nobody who may sign", "OBR-32 不是有权签发的人"
                )
            )
        return found

    def _case(self, number: str) -> Case[Any]:
        reference = f"{self.by.org}:{number}"
        for event in self.desk.storage.related("report", reference):
            if event.workflow == report.name:
                return self.desk.case(report, event.case, by=self.by)
        raise UnknownHl7KeyError(
            what=Phrase(
                "OBR-3 names no report that was ordered here",
                "OBR-3 不是本院开立的报告",
            )
        )

    def _do(
        self, case: Case[Any], command: ReportCommand, by: Actor, key: str
    ) -> Case[Any]:
        return self.desk.execute(report, case, command, by=by, key=key, on_newest=True)
