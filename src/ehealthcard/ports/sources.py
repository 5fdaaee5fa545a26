"""What the desk asks others while somebody waits: answers or none, never writes."""

from collections.abc import Mapping
from typing import Protocol

import attrs

from ehealthcard.identity import Card, CardId
from ehealthcard.models import Model, Moment

from .billing import Billing
from .code_issuers import CodeIssuer
from .deliveries import Deliveries
from .demographics import DemographicSearch
from .documents import Documents
from .emergency import EmergencyCentre, EmergencyRecords
from .encounters import Institution, PatientIndex
from .guidance import GuidanceDesk
from .insurance import InsuranceGateway
from .questions import AllergyRecords, QuestionBank
from .real_name import RealNameVerifier
from .replay import Limiter
from .residence import ResidenceRegistry
from .results import Results
from .scheduling import Scheduling


class RiskReading(Model):
    """What a risk source says of a holder (健康风险等级)."""

    colour: str
    """``GREEN``, ``YELLOW`` or ``RED``; any other word is left to a person."""

    source: str
    at: Moment


class RiskSource(Protocol):
    """Whoever knows health-risk levels, such as a regional platform."""

    def reading(self, card_id: CardId, /) -> RiskReading:
        """Return the holder's present level.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...


@attrs.frozen
class SecondFactor:
    """Something that shows that the holder is there, besides a static code.

    Args:
        kind: ``password``, ``sms`` or another word that the verifier knows.
        value: What was typed in.

    """

    kind: str
    value: str = attrs.field(repr=False)


class SecondFactorVerifier(Protocol):
    """Whoever checks passwords or SMS codes (静态码第二因素)."""

    def holds(self, card: Card, factor: SecondFactor, /) -> bool:
        """Return whether *factor* belongs to the card's holder now.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...


@attrs.frozen
class Ports:
    """What is plugged into a desk; what is missing, the desk does without."""

    risk: RiskSource | None = None
    real_name: RealNameVerifier | None = None
    second_factor: SecondFactorVerifier | None = None
    second_factor_limiter: Limiter | None = None
    """Bounds the guesses at one holder's password, SMS code or document."""

    terminal_limiter: Limiter | None = None
    """Bounds the scans of one terminal."""

    actor_limiter: Limiter | None = None
    """Bounds the registrations of one actor."""

    document_limiter: Limiter | None = None
    """Bounds the registrations of one document."""

    card_limiter: Limiter | None = None
    """Bounds the scans of one holder's codes, at whatever terminals."""

    guess_limiter: Limiter | None = None
    """Bounds the numbers that one terminal or actor tries: a code to be resolved that
    is no proof by itself, or a document whose card is to be found."""

    emergency: EmergencyCentre | None = None
    emergency_records: EmergencyRecords | None = None
    scheduling: Scheduling | None = None
    questions: QuestionBank | None = None
    allergies: AllergyRecords | None = None
    results: Results | None = None
    institutions: tuple[Institution, ...] = ()
    """Who is asked for visit records."""

    patients: PatientIndex | None = None
    documents: Documents | None = None
    billing: Billing | None = None
    insurance: InsuranceGateway | None = None
    guidance: GuidanceDesk | None = None
    residence: ResidenceRegistry | None = None
    deliveries: Deliveries | None = None
    code_issuers: Mapping[str, CodeIssuer] = attrs.field(factory=dict[str, CodeIssuer])
    """Who is asked about codes, by the name of their kind."""

    people: DemographicSearch | None = None
