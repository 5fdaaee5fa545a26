"""Studies in a picture archive (影像), as FHIR's ImagingStudy tells of them."""

from typing import ClassVar

from ehealthcard.errors import FhirAnswerError, InvalidInputError, Phrase
from ehealthcard.rules.reporting import ReportImage

from .datatypes import CodeableConcept, Coding, Extension, FhirType, Identifier, Json
from .datatypes import Reference as FhirReference
from .resources import Identified
from .systems import EXTENSION

DICOM_UID = "urn:dicom:uid"
MODALITY = "http://dicom.nema.org/resources/ontology/DCM"
HR_MARK = EXTENSION + "report-hr-mark"
_OID = "urn:oid:"


class _Modality(FhirType):
    """A Coding in R4, a CodeableConcept in R5."""

    code: str | None = None
    coding: tuple[Coding, ...] | None = None

    @property
    def said(self) -> str:
        """The code, wherever it is."""
        inner = (c.code for c in self.coding or () if c.code)
        return self.code or next(inner, "")


class FhirImagingStudy(Identified):
    """A study (检查影像)."""

    kind: ClassVar[str] = "ImagingStudy"
    status: str
    modality: tuple[_Modality, ...] | None = None
    subject: FhirReference | None = None


def image_in(raw: Json) -> ReportImage:
    """Return the study that a resource names.

    Raises:
        FhirAnswerError: It has no UID of DICOM's, or was entered in error.

    """
    read = FhirImagingStudy.read(raw)
    uids = [v.removeprefix(_OID) for v in read.values(DICOM_UID)]
    kinds = [m.said for m in read.modality or () if m.said]
    mark = read.extended(HR_MARK)
    if read.status == "entered-in-error" or len(uids) != 1:
        raise FhirAnswerError(
            flaw=Phrase("a study without its UID", "影像检查缺少 UID")
        )
    try:
        return ReportImage(
            dicom_uid=uids[0],
            modality=next(iter(kinds), ""),
            hr_mark=mark.value_string if mark else None,
        )
    except InvalidInputError:
        raise FhirAnswerError(
            flaw=Phrase("the UID of a study", "影像检查的 UID 有误")
        ) from None


def study_for(image: ReportImage) -> FhirImagingStudy:
    """Return a study to be contained in its report, whose patient is the report's."""
    mark = image.hr_mark
    return FhirImagingStudy(
        identifier=(Identifier(system=DICOM_UID, value=_OID + image.dicom_uid),),
        extension=(Extension(url=HR_MARK, value_string=mark),) if mark else None,
        status="available",
        modality=(_Modality(code=image.modality),) if image.modality else None,
        subject=FhirReference(display="报告的患者"),
    )


def as_concepts(study: Json) -> None:
    """Write the modalities of a study as R5 has them."""
    if "modality" in study:
        study["modality"] = [
            CodeableConcept.of(MODALITY, m["code"]).to_fhir() for m in study["modality"]
        ]
