"""Stand-ins for systems that are not at hand, for demonstrations and tests.

Each is deterministic and can be told to fail. :class:`SimulatedHospital` is one
hospital behind the ports of a HIS, with a small module for each capability.
"""

from .departments import DEPARTMENTS
from .faults import Faults
from .hospital import SimulatedHospital
from .payments import SimulatedPayments
from .people import SimulatedRegistry, document_of, name_of
from .risk import SimulatedRisk
from .scheduling import SimulatedScheduling

__all__ = [
    "DEPARTMENTS",
    "Faults",
    "SimulatedHospital",
    "SimulatedPayments",
    "SimulatedRegistry",
    "SimulatedRisk",
    "SimulatedScheduling",
    "document_of",
    "name_of",
]
