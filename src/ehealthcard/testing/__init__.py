"""Contract suites and sentences to test with (extra ``testing``).

Shipped with the package, so that an adapter or a service written elsewhere proves
itself with the same tests as those here.
"""

from .emergency import EmergencyCentreContract
from .guidance import AdvisorContract
from .replay import LimiterContract, ReplayContract
from .scheduling import SchedulingContract
from .storage import StorageContract
from .workflow import WorkflowContract, arrows, given

__all__ = [
    "AdvisorContract",
    "EmergencyCentreContract",
    "LimiterContract",
    "ReplayContract",
    "SchedulingContract",
    "StorageContract",
    "WorkflowContract",
    "arrows",
    "given",
]
