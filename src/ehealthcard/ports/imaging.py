"""The list of examinations that an imaging machine works off (影像检查工作列表)."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Protocol

from pydantic import Field

from ehealthcard.codesets import Sex
from ehealthcard.models import PRIVATE, Day, Model, Moment

Short = Annotated[str, Field(pattern=r"^[^\\\x00-\x1f]{1,16}$")]
"""What DICOM calls a short string (SH): 16 characters, no backslash (PS3.5 §6.2)."""

Title = Annotated[str, Field(pattern=r"^[!-\[\]-~](?:[!-\[\]-~ ]{0,14}[!-\[\]-~])?$")]
"""An application entity's title (AE): 16 characters of ASCII, no backslash."""

Uid = Annotated[str, Field(pattern=r"^[0-9.]{1,64}$")]
"""A unique identifier (UI, PS3.5 §9.1)."""

Words = Annotated[str, Field(pattern=r"^[^\\\x00-\x1f]{1,64}$")]
"""What DICOM calls a long string (LO): 64 characters, no backslash."""


class Station(Model):
    """The machine that carries examinations out (检查设备)."""

    modality: Annotated[str, Field(pattern=r"^[A-Z0-9_ ]{1,16}$")]
    """DICOM's code (PS3.3 §C.7.3.1.1.1), such as ``CT``, ``MR``, ``DX`` or ``US``."""

    ae_title: Title
    """By which the machine asks for its own list."""

    name: Short | None = None
    location: Short | None = None


class ImagedPatient(Model):
    """Whom the machine is to image; the machine shows it, so it is in the clear."""

    number: Annotated[Words, PRIVATE]
    """Patient ID: the hospital's patient number, or else the subject."""

    issuer: Words | None = None
    """Who gave the number out."""

    name: Annotated[str, Field(min_length=1, max_length=60), PRIVATE]
    birth_date: Annotated[Day | None, PRIVATE] = None
    sex: Sex = Sex.UNKNOWN


class ScheduledExamination(Model):
    """A booked examination as the machine is told of it (已预约检查)."""

    study: Uid
    """Study Instance UID: the same for one booking however often it is told."""

    step: Short
    """Scheduled Procedure Step ID."""

    accession: Short
    """检查号: the order's number where it is short enough."""

    patient: ImagedPatient
    station: Station
    starts_at: Moment
    item: Words
    """The item's code in the HIS (项目代码)."""

    description: Words
    """What it is called (检查项目)."""

    body_part: Words | None = None
    with_contrast: bool = False
    is_there: bool = False
    """Whether the patient has checked in (已报到)."""


class Worklist(Protocol):
    """Where machines find what they are to do."""

    def put(self, examination: ScheduledExamination, /) -> None:
        """Write an examination down, or what has changed of it, by its ``study``.

        Raises:
            OutsideUnavailableError: It could not be written.

        """
        ...

    def drop(self, study: str, /) -> None:
        """Take one off; what is not there is gone already.

        Raises:
            OutsideUnavailableError: It could not be taken off.

        """
        ...

    def scheduled(
        self, *, first: date | None = None, last: date | None = None
    ) -> Sequence[ScheduledExamination]:
        """Return what is on the list, by time; of *first* to *last*, both included.

        Raises:
            OutsideUnavailableError: It could not be read.

        """
        ...
