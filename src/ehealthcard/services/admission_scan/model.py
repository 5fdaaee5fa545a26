"""What the service speaks of."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import CardStatus
from ehealthcard.models import Moment
from ehealthcard.ports import Inquiry, RiskReading
from ehealthcard.rules.epidemiology import FEVER
from ehealthcard.rules.standing import DeclarationStanding
from ehealthcard.workflow import CARD, PRIVATE, Facts, Model, Policy, Timeline

from .commands import BindIdentity, Identify, IdentifyManually, RejectCode


class AdmissionPolicy(Policy):
    """What changes with places and years."""

    declaration_required: bool = False
    colours_count: bool = False
    """Whether health-risk colours are asked for and divert."""

    fever: Decimal = FEVER
    rescan_within: timedelta = timedelta(seconds=30)
    """A second scan within this time is the same entry."""

    use_within: timedelta = timedelta(seconds=120)
    """How old the scan may be that an identification rests on."""


POLICIES = Timeline(
    (
        AdmissionPolicy(
            name="2022-12",
            effective_from=date(2022, 12, 1),
            effective_to=date(2023, 1, 7),
            declaration_required=True,
            colours_count=True,
        ),
        AdmissionPolicy(name="2023-01-08+", effective_from=date(2023, 1, 8)),
    )
)


class UseFacts(Facts):
    """What the desk knows of the scan that a command speaks of."""

    outcome: str | None
    """``OK`` or why it was refused; ``None``: there was no such scan."""

    subject: str | None = None
    terminal: str | None = None
    at: Moment | None = None


class IdentityFacts(Facts):
    """What the desk knows of the holder that staff name."""

    status: CardStatus | None


class AdmissionFacts(Facts):
    """What must be known to let somebody in."""

    declared: bool
    attention: bool
    risk: RiskReading | None
    """``None``: not asked for, or no answer in time."""


class Assessment(Model):
    """What a decision at the entrance rested on (评估依据)."""

    at: Moment
    declared: bool
    """Whether a health declaration was in force."""

    temperature: Annotated[Decimal | None, PRIVATE] = None
    risk: RiskReading | None = None
    """What the risk source said; nothing where colours do not count."""


class Diversion(Model):
    """What the isolated point or fever clinic is told."""

    card: str
    org: str
    place: str
    route: str
    reasons: tuple[str, ...]


class RefusedScan(Model):
    """What the monitor is told."""

    reason: str
    org: str
    place: str


def use_facts(ask: Inquiry) -> UseFacts:
    """Look up the desk's own record of the scan."""
    command = ask.command
    if not isinstance(command, Identify | RejectCode):
        return UseFacts(outcome=None)
    record = ask.use(command.use)
    if record is None:
        return UseFacts(outcome=None)
    return UseFacts(
        outcome=record.outcome,
        subject=record.subject,
        terminal=record.terminal,
        at=record.at,
    )


def identity_facts(ask: Inquiry) -> IdentityFacts:
    """Look up the card of the holder that staff name."""
    command = ask.command
    if not isinstance(command, IdentifyManually | BindIdentity):
        return IdentityFacts(status=None)
    holder = ask.holder(command.holder)
    return IdentityFacts(status=holder and holder.status)


def admission_facts(ask: Inquiry) -> AdmissionFacts:
    """Look for a declaration in force and, where colours count, ask for the risk."""
    known: str | None = getattr(ask.state, "holder", None)
    subject = known or ask.subject
    found = [
        state
        for state in ask.related(CARD, subject, "health-declaration")
        if isinstance(state, DeclarationStanding)
    ]
    return AdmissionFacts(
        declared=bool(found),
        attention=any(d.attention for d in found),
        risk=_risk(ask),
    )


def _risk(ask: Inquiry) -> RiskReading | None:
    policy, source = ask.policy, ask.ports.risk
    if not (isinstance(policy, AdmissionPolicy) and policy.colours_count and source):
        return None
    holder = ask.holder(getattr(ask.state, "holder", None))
    if holder is None:
        return None
    try:
        return source.reading(holder.card_id)
    except OutsideUnavailableError:
        return None
