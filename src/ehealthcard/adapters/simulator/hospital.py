"""One hospital that does not exist, behind every port (模拟医院)."""

import attrs

from .encounters import SimulatedEncounters
from .payments import SimulatedPayments
from .results import SimulatedResults
from .scheduling import SimulatedScheduling


@attrs.define
class SimulatedHospital:
    """All capabilities of one hospital, grown from one seed; each fails by itself.

    Args:
        org: Code of the institution.
        seed: The same seed gives the same departments, doctors and slots.

    """

    org: str
    seed: int = 1
    scheduling: SimulatedScheduling = attrs.field(init=False)
    payments: SimulatedPayments = attrs.field(factory=SimulatedPayments, init=False)
    results: SimulatedResults = attrs.field(factory=SimulatedResults, init=False)

    encounters: SimulatedEncounters = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.scheduling = SimulatedScheduling(self.org, self.seed)
        self.encounters = SimulatedEncounters(self.org)
