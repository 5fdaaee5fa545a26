"""One hospital that does not exist, behind every port (模拟医院)."""

from datetime import UTC, datetime

import attrs

from ehealthcard.ports import Clock

from .billing import SimulatedBilling
from .encounters import SimulatedEncounters
from .inpatients import SimulatedInpatients
from .insurance import SimulatedInsurance
from .payments import SimulatedPayments
from .results import SimulatedResults
from .scheduling import SimulatedScheduling


def _system_clock() -> datetime:
    return datetime.now(UTC)


@attrs.define
class SimulatedHospital:
    """All capabilities of one hospital, grown from one seed; each fails by itself.

    Args:
        org: Code of the institution.
        seed: The same seed gives the same departments, doctors and slots.
        clock: Who tells the time of a settlement.

    """

    org: str
    seed: int = 1
    clock: Clock = _system_clock
    scheduling: SimulatedScheduling = attrs.field(init=False)
    payments: SimulatedPayments = attrs.field(factory=SimulatedPayments, init=False)
    results: SimulatedResults = attrs.field(factory=SimulatedResults, init=False)
    encounters: SimulatedEncounters = attrs.field(init=False)
    billing: SimulatedBilling = attrs.field(factory=SimulatedBilling, init=False)
    insurance: SimulatedInsurance = attrs.field(init=False)
    inpatients: SimulatedInpatients = attrs.field(
        factory=SimulatedInpatients, init=False
    )

    def __attrs_post_init__(self) -> None:
        self.scheduling = SimulatedScheduling(self.org, self.seed)
        self.encounters = SimulatedEncounters(self.org)
        self.insurance = SimulatedInsurance(self.clock)
