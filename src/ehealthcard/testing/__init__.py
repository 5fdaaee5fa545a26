"""Contract suites and sentences to test with (extra ``testing``).

Shipped with the package, so that an adapter or a service written elsewhere proves
itself with the same tests as those here.
"""

from ehealthcard.extras import needs

with needs("testing"):
    from . import asserts as asserts  # before all others
    from .billing import BillingContract
    from .workflow import WorkflowContract, arrows, given

from .code_issuers import CodeIssuerContract
from .courier import CourierContract
from .deliveries import DeliveriesContract
from .demographics import DemographicSearchContract
from .documents import DocumentsContract
from .emergency import EmergencyCentreContract
from .encounters import EncountersContract
from .guidance import AdvisorContract
from .imaging import WorklistContract
from .inpatients import InpatientsContract
from .insurance import InsuranceContract, InsuredPatient
from .issuers import AskedIssuer, IssuerGatewayContract, NationalIndexContract
from .messenger import MessengerContract
from .patient_index import PatientIndexContract
from .payments import PaymentContract
from .questions import AllergyRecordsContract, QuestionBankContract
from .real_name import RealNameVerifierContract
from .regional import RegionContract
from .replay import LimiterContract, ReplayContract
from .residence import ResidenceContract
from .results import ResultsContract
from .risk import RiskContract
from .scheduling import SchedulingContract
from .storage import StorageContract

__all__ = [
    "AdvisorContract",
    "AllergyRecordsContract",
    "AskedIssuer",
    "BillingContract",
    "CodeIssuerContract",
    "CourierContract",
    "DeliveriesContract",
    "DemographicSearchContract",
    "DocumentsContract",
    "EmergencyCentreContract",
    "EncountersContract",
    "InpatientsContract",
    "InsuranceContract",
    "InsuredPatient",
    "IssuerGatewayContract",
    "LimiterContract",
    "MessengerContract",
    "NationalIndexContract",
    "PatientIndexContract",
    "PaymentContract",
    "QuestionBankContract",
    "RealNameVerifierContract",
    "RegionContract",
    "ReplayContract",
    "ResidenceContract",
    "ResultsContract",
    "RiskContract",
    "SchedulingContract",
    "StorageContract",
    "WorkflowContract",
    "WorklistContract",
    "arrows",
    "given",
]
