"""Contract suites and sentences to test with (extra ``testing``).

Shipped with the package, so that an adapter or a service written elsewhere proves
itself with the same tests as those here.
"""

from .billing import BillingContract
from .documents import DocumentsContract
from .emergency import EmergencyCentreContract
from .encounters import EncountersContract
from .guidance import AdvisorContract
from .insurance import InsuranceContract, InsuredPatient
from .messenger import MessengerContract
from .patient_index import PatientIndexContract
from .payments import PaymentContract
from .questions import AllergyRecordsContract, QuestionBankContract
from .replay import LimiterContract, ReplayContract
from .residence import ResidenceContract
from .results import ResultsContract
from .risk import RiskContract
from .scheduling import SchedulingContract
from .storage import StorageContract
from .workflow import WorkflowContract, arrows, given

__all__ = [
    "AdvisorContract",
    "AllergyRecordsContract",
    "BillingContract",
    "DocumentsContract",
    "EmergencyCentreContract",
    "EncountersContract",
    "InsuranceContract",
    "InsuredPatient",
    "LimiterContract",
    "MessengerContract",
    "PatientIndexContract",
    "PaymentContract",
    "QuestionBankContract",
    "ReplayContract",
    "ResidenceContract",
    "ResultsContract",
    "RiskContract",
    "SchedulingContract",
    "StorageContract",
    "WorkflowContract",
    "arrows",
    "given",
]
