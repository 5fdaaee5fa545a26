"""From an examination to its entry in a Modality Worklist, and back (工作列表条目).

The attributes are those of PS3.4 table K.6-1 that this system knows; what a machine may
ask for and nobody here knows (weight, allergies, pregnancy) is there and empty, where
the table wants it so.
"""

from datetime import datetime, tzinfo
from typing import Literal

from ehealthcard.codesets import SHANGHAI, Sex
from ehealthcard.errors import InvalidInputError, Phrase
from ehealthcard.extras import needs
from ehealthcard.ports import ImagedPatient, ScheduledExamination, Station

with needs("dicom"):
    from pydicom.dataset import Dataset
    from pydicom.sequence import Sequence

from .names import name_in, person_name
from .numbers import SHORT

Charset = Literal["ISO_IR 192", "GB18030"]
"""How text is written: UTF-8, or GB 18030 for machines that read nothing else."""

_SEXES = {Sex.MALE: "M", Sex.FEMALE: "F", Sex.UNSTATED: "O"}
_EMPTY = (
    "ReferringPhysicianName",
    "ReferencedPatientSequence",
    "PatientWeight",
    "MedicalAlerts",
    "Allergies",
    "PregnancyStatus",
    "RequestingPhysician",
    "ReferencedStudySequence",
    "AdmissionID",
    "SpecialNeeds",
    "CurrentPatientLocation",
    "PatientState",
    "RequestedProcedurePriority",
    "PatientTransportArrangements",
    "ConfidentialityConstraintOnPatientDataDescription",
)
CONTRAST = "CONTRAST"
"""Said where contrast medium is given and nobody has said which."""


def entry_for(
    examination: ScheduledExamination,
    *,
    charset: Charset = "ISO_IR 192",
    zone: tzinfo = SHANGHAI,
) -> Dataset:
    """Return the entry of a booked examination.

    Args:
        examination: What is booked.
        charset: How its text is written.
        zone: The institution's; machines are told its wall clock.

    """
    entry = Dataset()
    entry.SpecificCharacterSet = charset
    for name in _EMPTY:
        setattr(entry, name, Sequence() if name.endswith("Sequence") else None)
    _name_patient(entry, examination.patient)
    entry.AccessionNumber = examination.accession
    entry.StudyInstanceUID = examination.study
    entry.RequestedProcedureID = examination.accession
    entry.RequestedProcedureDescription = examination.description
    entry.RequestedProcedureCodeSequence = _coded(examination)
    entry.ScheduledProcedureStepSequence = Sequence([_step(examination, zone)])
    return entry


def examination_in(entry: Dataset, *, zone: tzinfo = SHANGHAI) -> ScheduledExamination:
    """Return the examination that an entry made by :func:`entry_for` tells of.

    Raises:
        InvalidInputError: It lacks something that such an entry has.

    """
    try:
        step = entry.ScheduledProcedureStepSequence[0]
        day, time = step.ScheduledProcedureStepStartDate, _time_of(step)
        starts = datetime.strptime(f"{day}{time}", "%Y%m%d%H%M%S").replace(tzinfo=zone)
        return ScheduledExamination(
            study=str(entry.StudyInstanceUID),
            step=step.ScheduledProcedureStepID,
            accession=entry.AccessionNumber,
            patient=_patient(entry),
            station=_station(step),
            starts_at=starts,
            item=_item(entry, step),
            description=entry.RequestedProcedureDescription,
            body_part=step.get("CommentsOnTheScheduledProcedureStep") or None,
            with_contrast=bool(step.get("RequestedContrastAgent")),
            is_there=step.ScheduledProcedureStepStatus == "ARRIVED",
        )
    except (AttributeError, IndexError, TypeError, ValueError):
        raise InvalidInputError(
            model=Phrase("worklist entry", "工作列表条目"),
            fields=Phrase("an attribute", "某个属性"),
        ) from None


def _name_patient(entry: Dataset, patient: ImagedPatient) -> None:
    born = patient.birth_date
    entry.PatientName = person_name(patient.name)
    entry.PatientID = patient.number
    entry.IssuerOfPatientID = patient.issuer or ""
    entry.PatientBirthDate = f"{born:%Y%m%d}" if born else ""
    entry.PatientSex = _SEXES.get(patient.sex, "")


def _step(examination: ScheduledExamination, zone: tzinfo) -> Dataset:
    station, starts = examination.station, examination.starts_at.astimezone(zone)
    step = Dataset()
    step.Modality = station.modality
    step.ScheduledStationAETitle = station.ae_title
    step.ScheduledStationName = station.name or ""
    step.ScheduledProcedureStepLocation = station.location or ""
    step.ScheduledProcedureStepStartDate = f"{starts:%Y%m%d}"
    step.ScheduledProcedureStepStartTime = f"{starts:%H%M%S}"
    step.ScheduledPerformingPhysicianName = None
    step.ScheduledProcedureStepDescription = examination.description
    step.ScheduledProtocolCodeSequence = _coded(examination)
    step.ScheduledProcedureStepID = examination.step
    status = "ARRIVED" if examination.is_there else "SCHEDULED"
    step.ScheduledProcedureStepStatus = status
    step.RequestedContrastAgent = CONTRAST if examination.with_contrast else None
    step.PreMedication = None
    step.CommentsOnTheScheduledProcedureStep = examination.body_part or ""
    return step


def _coded(examination: ScheduledExamination) -> Sequence:
    code = Dataset()
    short = len(examination.item) <= SHORT
    setattr(code, "CodeValue" if short else "LongCodeValue", examination.item)
    code.CodingSchemeDesignator = "99HIS"
    code.CodeMeaning = examination.description
    return Sequence([code])


def _item(entry: Dataset, step: Dataset) -> str:
    code = (entry.get("RequestedProcedureCodeSequence") or [Dataset()])[0]
    short, long = code.get("CodeValue"), code.get("LongCodeValue")
    return str(short or long or step.ScheduledProcedureStepDescription)


def _patient(entry: Dataset) -> ImagedPatient:
    born = entry.get("PatientBirthDate")
    told = entry.get("PatientSex")
    sexes = [sex for sex, letter in _SEXES.items() if letter == told]
    return ImagedPatient(
        number=entry.PatientID,
        issuer=entry.get("IssuerOfPatientID") or None,
        name=name_in(str(entry.PatientName)),
        birth_date=datetime.strptime(born, "%Y%m%d").date() if born else None,  # noqa: DTZ007  # a day has no zone
        sex=sexes[0] if sexes else Sex.UNKNOWN,
    )


def _station(step: Dataset) -> Station:
    return Station(
        modality=step.Modality,
        ae_title=step.ScheduledStationAETitle,
        name=step.get("ScheduledStationName") or None,
        location=step.get("ScheduledProcedureStepLocation") or None,
    )


def _time_of(step: Dataset) -> str:
    return str(step.ScheduledProcedureStepStartTime)[:6].ljust(6, "0")
