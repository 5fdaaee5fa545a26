"""The FHIR server as index of patients (患者主索引)."""

from collections.abc import Mapping

import attrs

from ehealthcard.errors import FhirAnswerError, Phrase
from ehealthcard.identity import SubjectId
from ehealthcard.ports import PatientNumber

from .client import FhirClient
from .datatypes import Identifier, Json
from .resources import FhirPatient
from .systems import CARD

MOST_RECORDS = 20
"""Records of one person that are followed; more are an error of the index."""


@attrs.frozen
class FhirPatients:
    """See :class:`ehealthcard.ports.PatientIndex`.

    A person's records are those that carry the subject's number, and those that they
    say they replaced or were replaced by (``Patient.link``). A number whose use is
    ``old`` is out of force. A patient who has never been told of has no numbers.

    Not built: IHE's PIXm operation ``$ihe-pix``, and the ``$match`` of servers that
    search by demographics; this index rests on identifiers alone.

    Args:
        client: The server.
        orgs: The code of the institution behind each system of patient numbers; a
            number of another system is nobody's.
        card_system: Under which the server keeps the subject.

    """

    client: FhirClient
    orgs: Mapping[str, str]
    card_system: str = CARD

    def numbers(self, subject: SubjectId, /) -> tuple[PatientNumber, ...]:
        """See :class:`ehealthcard.ports.PatientIndex`.

        Raises:
            OutsideUnavailableError: No answer in time.
            FhirError: The server refused, or its links have no end.

        """
        known = self._records(subject)
        numbers = [
            PatientNumber(org, number)
            for patient in known
            for system, org in self.orgs.items()
            for number in patient.values(system)
        ]
        return tuple(dict.fromkeys(numbers))

    def register(
        self,
        subject: SubjectId,
        patient: FhirPatient,
        /,
    ) -> FhirPatient:
        """Register a patient once, however often it is asked (建档); return the record.

        The subject's number is put beside those that *patient* has, such as the
        document's under :data:`~ehealthcard.adapters.fhir.systems.RESIDENT_ID`.

        Raises:
            OutsideUnavailableError: It certainly did not arrive.
            FhirUnclearError: It may come to be there yet; register again.
            FhirError: The server refused.

        """
        mine = Identifier(system=self.card_system, value=subject)
        named = patient.model_copy(
            update={"identifier": (mine, *(patient.identifier or ()))}
        )
        raw = self.client.create(named, system=self.card_system, value=subject)
        return FhirPatient.read(raw)

    def _records(self, subject: SubjectId) -> list[FhirPatient]:
        found = self.client.by_identifier("Patient", self.card_system, subject)
        known = {p.id: p for p in map(FhirPatient.read, found)}
        ahead = list(known.values())
        while ahead:
            for name in self._linked(ahead.pop()):
                if name not in known and (raw := self._read(name)):
                    known[name] = FhirPatient.read(raw)
                    ahead.append(known[name])
            if len(known) > MOST_RECORDS:
                raise FhirAnswerError(
                    flaw=Phrase("links of patients without end", "患者关联没有尽头")
                )
        return list(known.values())

    def _read(self, name: str) -> Json | None:
        return self.client.read("Patient", name)

    def _linked(self, patient: FhirPatient) -> list[str]:
        same = ("replaces", "replaced-by")
        told = [x.other.reference for x in patient.link or () if x.type in same]
        return [name for x in told if (name := self.client.named(x, "Patient"))]
