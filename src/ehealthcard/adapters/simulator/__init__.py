"""Stand-ins for systems that are not at hand, for demonstrations and tests.

Each is deterministic and can be told to fail. :class:`SimulatedHospital` is one
hospital behind the ports of a HIS, with a small module for each capability.
"""

from .billing import SimulatedBilling
from .code_issuers import SimulatedCodeIssuer
from .courier import SimulatedCourier
from .deliveries import SimulatedDeliveries
from .departments import DEPARTMENTS
from .emergency import SimulatedCentre, SimulatedRecords
from .encounters import SimulatedEncounters, SimulatedIndex, visit_of
from .faults import Faults
from .hospital import SimulatedHospital
from .inpatients import SimulatedInpatients
from .insurance import SimulatedInsurance
from .issuers import SimulatedCode, SimulatedIssuers, SimulatedNationalIndex
from .messenger import SimulatedMessenger
from .outpatient import SimulatedOutpatientRecords
from .payments import SimulatedPayments
from .people import document_of, name_of
from .real_name import (
    Flaw,
    OnRecord,
    Resident,
    SimulatedRegistry,
    population,
    registry_of,
)
from .residence import SimulatedResidence
from .results import SimulatedResults, blood_count
from .risk import SimulatedRisk
from .scheduling import SimulatedScheduling
from .shares import Shares

__all__ = [
    "DEPARTMENTS",
    "Faults",
    "Flaw",
    "OnRecord",
    "Resident",
    "Shares",
    "SimulatedBilling",
    "SimulatedCentre",
    "SimulatedCode",
    "SimulatedCodeIssuer",
    "SimulatedCourier",
    "SimulatedDeliveries",
    "SimulatedEncounters",
    "SimulatedHospital",
    "SimulatedIndex",
    "SimulatedInpatients",
    "SimulatedInsurance",
    "SimulatedIssuers",
    "SimulatedMessenger",
    "SimulatedNationalIndex",
    "SimulatedOutpatientRecords",
    "SimulatedPayments",
    "SimulatedRecords",
    "SimulatedRegistry",
    "SimulatedResidence",
    "SimulatedResults",
    "SimulatedRisk",
    "SimulatedScheduling",
    "blood_count",
    "document_of",
    "name_of",
    "population",
    "registry_of",
    "visit_of",
]
