"""Booked examinations on imaging machines: a worklist server, and what it tells of.

:class:`WorklistServer` answers the machines' questions; :class:`DeskExaminations` reads
from a desk what each slot's message means to them.
"""

from .booked import DeskExaminations, StationOf, StationsByDepartment
from .server import Caps, WorklistServer

__all__ = [
    "Caps",
    "DeskExaminations",
    "StationOf",
    "StationsByDepartment",
    "WorklistServer",
]
