"""A folder of worklist files, as Orthanc and DCMTK serve them (工作列表文件夹)."""

import os
from collections.abc import Sequence
from datetime import date, tzinfo
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import attrs

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import InvalidInputError, OutsideUnavailableError
from ehealthcard.extras import needs
from ehealthcard.ports import ScheduledExamination

with needs("dicom"):
    from pydicom import (
        dcmread,  # pyright: ignore[reportUnknownVariableType]  # its path-like has no type
        dcmwrite,  # pyright: ignore[reportUnknownVariableType]  # the same
    )
    from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
    from pydicom.errors import InvalidDicomError
    from pydicom.uid import UID, ExplicitVRLittleEndian

from .entries import Charset, entry_for, examination_in
from .numbers import WORKLIST_FIND, study_uid

LOCK = "lockfile"
"""DCMTK's ``wlmscpfs`` serves no folder without one; Orthanc passes it by."""


@attrs.frozen
class WorklistFolder:
    """See :class:`ehealthcard.ports.Worklist`.

    One file for each examination, ``DIGEST.wl``; its name tells nobody. A file is
    written under another name and then renamed, so that no reader meets half of one.
    The files hold names and numbers in the clear: give the folder to the server's
    account alone.

    Args:
        path: The folder; made if need be. For ``wlmscpfs`` it is named after the AE
            title that machines call.
        charset: How text is written. Orthanc must be told ``"DefaultEncoding": "Utf8"``
            for the first, ``"Chinese"`` for the other.
        zone: The institution's.

    """

    path: Path
    charset: Charset = "ISO_IR 192"
    zone: tzinfo = SHANGHAI

    def put(self, examination: ScheduledExamination, /) -> None:
        """See :class:`ehealthcard.ports.Worklist`."""
        entry = entry_for(examination, charset=self.charset, zone=self.zone)
        try:
            self.path.mkdir(mode=0o750, parents=True, exist_ok=True)
            (self.path / LOCK).touch(mode=0o660, exist_ok=True)
            self._write(self._file(examination.study), entry)
        except OSError:
            raise OutsideUnavailableError from None

    def drop(self, study: str, /) -> None:
        """See :class:`ehealthcard.ports.Worklist`."""
        try:
            self._file(study).unlink(missing_ok=True)
        except OSError:
            raise OutsideUnavailableError from None

    def scheduled(
        self, *, first: date | None = None, last: date | None = None
    ) -> Sequence[ScheduledExamination]:
        """See :class:`ehealthcard.ports.Worklist`.

        A file that another program has put there and that lacks something is passed by.
        """
        try:
            files = list(self.path.glob("*.wl"))
        except OSError:
            raise OutsideUnavailableError from None
        read = [found for file in files if (found := self._read(file))]
        inside = [e for e in read if _within(self._day(e), first, last)]
        return sorted(inside, key=lambda e: (e.starts_at, e.study))

    def prune(self, before: date) -> int:
        """Take off what was due before a day; return how many.

        Raises:
            OutsideUnavailableError: One could not be taken off.

        """
        over = [e for e in self.scheduled() if self._day(e) < before]
        for examination in over:
            self.drop(examination.study)
        return len(over)

    def _day(self, examination: ScheduledExamination) -> date:
        return examination.starts_at.astimezone(self.zone).date()

    def _file(self, study: str) -> Path:
        return self.path / f"{sha256(study.encode()).hexdigest()[:32]}.wl"

    def _write(self, file: Path, entry: Dataset) -> None:
        beside = file.with_name(f".{file.stem}.{uuid4().hex}.part")
        meta = FileMetaDataset()
        meta.MediaStorageSOPClassUID = UID(WORKLIST_FIND)
        meta.MediaStorageSOPInstanceUID = UID(study_uid(entry.StudyInstanceUID))
        meta.TransferSyntaxUID = ExplicitVRLittleEndian
        made = FileDataset(str(beside), entry, file_meta=meta, preamble=bytes(128))
        try:
            with beside.open("xb") as out:
                dcmwrite(out, made, enforce_file_format=True)
                out.flush()
                os.fsync(out.fileno())
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)

    def _read(self, file: Path) -> ScheduledExamination | None:
        try:
            return examination_in(dcmread(file), zone=self.zone)
        except FileNotFoundError:
            return None  # dropped meanwhile
        except (InvalidDicomError, InvalidInputError):
            return None
        except OSError:
            raise OutsideUnavailableError from None


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)
