"""A desk as a service of the hospital platform (平台服务端, extras ``soap``, ``asgi``).

It takes persons (registered, changed, dead), discharges, and queries of persons and
encounter cards, and refuses everything else with AE.

Not built: merges of persons, which have no layout; admissions and transfers, as a stay
is opened by its own service; subscriptions; WS-Security.
"""

from .app import PATH, Admits, Receives, bearer_of, hip_app
from .events import ENDS, READ_BY, HipEvents
from .receiver import HipReceiver, Takes
from .region import SimulatedRegion
from .simulated import TAKEN, SimulatedPlatform
from .wsdl import wsdl_of

__all__ = [
    "ENDS",
    "PATH",
    "READ_BY",
    "TAKEN",
    "Admits",
    "HipEvents",
    "HipReceiver",
    "Receives",
    "SimulatedPlatform",
    "SimulatedRegion",
    "Takes",
    "bearer_of",
    "hip_app",
    "wsdl_of",
]
