"""What the service speaks of."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.models import Moment
from ehealthcard.ports import Inquiry
from ehealthcard.ports.access import in_stead
from ehealthcard.rules.access import GrantScope, Grounds
from ehealthcard.rules.epidemiology import FEVER
from ehealthcard.rules.grading import CONSENSUS, Indicators, Level
from ehealthcard.rules.mews import YOUNGEST, Mews
from ehealthcard.rules.response import FOUR_LEVEL, ResponseProfile
from ehealthcard.rules.standing import DeclarationStanding
from ehealthcard.workflow import CARD, Facts, Model, Policy, Timeline

from .commands import BindPatient


class Grading(Model):
    """One grading; none is ever overwritten."""

    level: Level
    mews: Mews
    reasons: tuple[str, ...]
    cause: Literal["grade", "nurse", "vitals", "overdue"]
    by: str
    """Actor."""

    at: Moment
    note: str = ""


class TriagePolicy(Policy):
    """What changes with places and years."""

    response: ResponseProfile = FOUR_LEVEL
    indicators: Indicators | None = CONSENSUS
    """Recalled numbers as default data; ``None`` leaves the level to the nurse."""

    mews_from: int = YOUNGEST
    """Age from which the score and the adult thresholds apply."""

    fever: Decimal = FEVER
    symptoms_count: bool = False
    """Whether a respiratory symptom alone leads to isolation."""

    colours_count: bool = False
    """Whether health-risk colours are asked for and lead to isolation."""

    overdue_raises: bool = False
    """Whether a passed response time raises the level; the case hears of it anyway."""

    class_a_within: timedelta = timedelta(hours=2)
    """突发公共卫生事件应急条例 art. 20: two hours."""

    report_within: timedelta = timedelta(hours=24)
    """Other notifiable diseases; recalled, not re-read."""

    put_away_after: timedelta = timedelta(hours=24)
    """The project's own."""


POLICIES = Timeline(
    (
        TriagePolicy(
            name="2022-12",
            effective_from=date(2022, 12, 1),
            effective_to=date(2023, 1, 7),
            symptoms_count=True,
            colours_count=True,
        ),
        TriagePolicy(name="2023-01-08+", effective_from=date(2023, 1, 8)),
    )
)


class PatientFacts(Facts):
    """What the desk knows of a holder."""

    status: CardStatus | None
    age: int | None = None


class PrecheckFacts(Facts):
    """What the desk knows that speaks for isolation."""

    declared: bool
    attention: bool
    colour: str | None
    """``None``: not asked for, or no answer in time."""


class LeaveFacts(Facts):
    """What must be known of who says that the patient goes."""

    in_stead: Grounds | None = None
    """Why he may act in the patient's stead, if he may."""


class Isolation(Model):
    """What an isolated point is told."""

    card: str | None
    org: str
    route: str
    reasons: tuple[str, ...]


class Alarm(Model):
    """What the resuscitation room or the charge nurse is told."""

    org: str
    case_of: str | None
    level: str | None
    area: str | None
    protected: bool


class NotifiableReport(Model):
    """What the hospital's infection office must report; the form is theirs."""

    card: str | None
    org: str
    disease: str
    class_a: bool
    report_by: Moment


def patient_facts(ask: Inquiry) -> PatientFacts:
    """Look at the card of the patient, or of the one that staff name."""
    command = ask.command
    named = command.holder if isinstance(command, BindPatient) else None
    holder = ask.holder(named)
    return PatientFacts(status=holder and holder.status, age=holder and holder.age)


def leave_facts(ask: Inquiry) -> LeaveFacts:
    """Look at guardian and grants; of a case that was opened for somebody known."""
    known = getattr(ask.state, "holder", None) == ask.subject
    return LeaveFacts(in_stead=in_stead(ask, GrantScope.VISIT) if known else None)


def precheck_facts(ask: Inquiry) -> PrecheckFacts:
    """Look for a declaration in force and, where colours count, ask for the risk."""
    known: str | None = getattr(ask.state, "holder", None)
    found = [
        state
        for state in ask.related(CARD, known or ask.subject, "health-declaration")
        if isinstance(state, DeclarationStanding)
    ]
    return PrecheckFacts(
        declared=bool(found),
        attention=any(d.attention for d in found),
        colour=_colour(ask, known),
    )


def _colour(ask: Inquiry, known: str | None) -> str | None:
    policy, source = ask.policy, ask.ports.risk
    if not (isinstance(policy, TriagePolicy) and policy.colours_count and source):
        return None
    holder = ask.holder(SubjectId(known)) if known else None
    if holder is None:
        return None
    try:
        return source.reading(holder.card_id).colour
    except OutsideUnavailableError:
        return None
