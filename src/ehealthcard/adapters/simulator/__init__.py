"""Stand-ins for systems that are not at hand, for demonstrations and tests.

Each is deterministic and can be told to fail. :class:`SimulatedHospital` is one
hospital behind the ports of a HIS, with a small module for each capability.
"""

from .billing import SimulatedBilling
from .departments import DEPARTMENTS
from .emergency import SimulatedCentre, SimulatedRecords
from .faults import Faults
from .hospital import SimulatedHospital
from .insurance import SimulatedInsurance
from .messenger import SimulatedMessenger
from .payments import SimulatedPayments
from .people import SimulatedRegistry, document_of, name_of
from .risk import SimulatedRisk
from .scheduling import SimulatedScheduling
from .shares import Shares

__all__ = [
    "DEPARTMENTS",
    "Faults",
    "Shares",
    "SimulatedBilling",
    "SimulatedCentre",
    "SimulatedHospital",
    "SimulatedInsurance",
    "SimulatedMessenger",
    "SimulatedPayments",
    "SimulatedRecords",
    "SimulatedRegistry",
    "SimulatedRisk",
    "SimulatedScheduling",
    "document_of",
    "name_of",
]
