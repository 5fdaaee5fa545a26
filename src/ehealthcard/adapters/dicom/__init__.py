"""Booked examinations for imaging machines (DICOM Modality Worklist), extra ``dicom``.

:func:`entry_for` makes the entry of one examination; :class:`WorklistFolder` keeps
entries as files for Orthanc or DCMTK, and :class:`WorklistPort` keeps it up to date
from the outbox.
"""

from .entries import Charset, entry_for, examination_in
from .folder import WorklistFolder
from .matching import answer_to, matches
from .names import name_in, person_name
from .numbers import ECHO, WORKLIST_FIND, short_number, study_uid
from .port import Examined, WorklistPort

__all__ = [
    "ECHO",
    "WORKLIST_FIND",
    "Charset",
    "Examined",
    "WorklistFolder",
    "WorklistPort",
    "answer_to",
    "entry_for",
    "examination_in",
    "matches",
    "name_in",
    "person_name",
    "short_number",
    "study_uid",
]
