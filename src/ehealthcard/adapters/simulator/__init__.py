"""Stand-ins for systems that are not at hand, for demonstrations and tests.

Each is deterministic and can be told to fail.
"""

from .emergency import SimulatedCentre, SimulatedRecords
from .messenger import SimulatedMessenger
from .people import SimulatedRegistry, document_of, name_of
from .risk import SimulatedRisk

__all__ = [
    "SimulatedCentre",
    "SimulatedMessenger",
    "SimulatedRecords",
    "SimulatedRegistry",
    "SimulatedRisk",
    "document_of",
    "name_of",
]
