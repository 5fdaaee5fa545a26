"""What several steps must hold."""

from datetime import date
from typing import Annotated

from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.models import Day, Moment
from ehealthcard.ports import Inquiry, ResidenceReading
from ehealthcard.rules.access import ACCESS_NOT_GRANTED
from ehealthcard.rules.regions import NATION, covers, is_known
from ehealthcard.rules.standing import SeniorAgentStanding, require_active
from ehealthcard.workflow import (
    CARD,
    PRIVATE,
    Actor,
    AnyContext,
    Context,
    Facts,
)

from .commands import Apply, AutoVerify, Present
from .model import Capacity, Living, Residence, SeniorPolicy
from .rules import (
    AUTHORITY_REQUIRED,
    OTHER_ISSUER,
    OTHER_REGION,
    REGION_UNKNOWN,
    RESIDENCE_PROOF_REQUIRED,
    RESIDENCE_TOO_SHORT,
)
from .states import Held

OFFICE = "senior-office"
"""The office that gives senior cards out (老龄部门、民政窗口)."""

WINDOW = (OFFICE, "registrar", "staff")
PROVIDERS = ("benefit-provider", "staff", "triage", "registrar", "terminal")
"""Who lets the holder have a benefit: a bus, a park, a hospital."""


class SeniorFacts(Facts):
    """What must be known of the holder, and of who acts."""

    status: CardStatus | None
    birth: Annotated[Day | None, PRIVATE]
    guardian: str | None
    is_agent: bool = False
    """Whether the actor was asked to act, and his card is active."""

    exists: bool = False
    """Whether there is another open case of a senior card."""

    reading: Annotated[ResidenceReading | None, PRIVATE] = None


class ScanFacts(Facts):
    """What must be known before a benefit is given."""

    status: CardStatus | None
    scanned: str | None = None
    """Whose code was scanned, if it was good."""

    scanned_at: Moment | None = None
    scanned_for: str | None = None
    """The institution at which it was scanned."""


By = Context[SeniorFacts, SeniorPolicy]


def senior_facts(ask: Inquiry) -> SeniorFacts:
    """Look at the cards of the holder and of who acts, and into the registers."""
    holder, agent = ask.holder(), _is_agent(ask)
    others = ask.related(CARD, ask.subject, "senior-card")
    return SeniorFacts(
        status=holder and holder.status,
        birth=holder and holder.birth_date,
        guardian=holder and holder.guardian,
        is_agent=agent,
        exists=ask.state is None and any(True for _ in others),
        reading=_reading(ask, is_agent=agent),
    )


def scan_facts(ask: Inquiry) -> ScanFacts:
    """Look at the holder's card and at the scan."""
    holder, command = ask.holder(), ask.command
    wanted = command.use if isinstance(command, Present) else None
    use = ask.use(wanted) if wanted else None
    if use is None or use.outcome != "OK":
        return ScanFacts(status=holder and holder.status)
    return ScanFacts(
        status=holder and holder.status,
        scanned=use.subject,
        scanned_at=use.at,
        scanned_for=use.org,
    )


def capacity_of(ctx: By, *, vouched: bool) -> Capacity:
    """Return as what the actor acts.

    Raises:
        RuleViolationError: He may not; a resident's attempt is on record.
        CardError: The holder's card is not active.

    """
    capacity = _capacity(ctx.actor, ctx.subject, ctx.facts)
    if capacity is None:
        if ctx.actor.holder is not None:
            raise ACCESS_NOT_GRANTED.broken()
        ctx.require(*WINDOW)
        if not vouched:
            raise AUTHORITY_REQUIRED.broken()
    require_active(ctx.facts.status)
    return capacity or Capacity.WINDOW


def require_party(ctx: By) -> None:
    """Refuse who is neither the holder, nor acts for him, nor works at a window."""
    if _capacity(ctx.actor, ctx.subject, ctx.facts) is None:
        if ctx.actor.holder is not None:
            raise ACCESS_NOT_GRANTED.broken()
        ctx.require(*WINDOW)


def require_issuer(ctx: AnyContext, state: Held) -> None:
    """Refuse all but the office that gave it out."""
    ctx.require(OFFICE)
    if state.issuer and ctx.actor.org not in (None, state.issuer):
        raise OTHER_ISSUER.broken()


def require_residence(residence: Residence, policy: SeniorPolicy, day: date) -> None:
    """Refuse a home that is elsewhere, or too new.

    Raises:
        RuleViolationError: It is; the rule says which.

    """
    require_known(residence.region)
    if not covers(policy.region, residence.region):
        raise OTHER_REGION.broken()
    if residence.ground is Living.RESIDENT and not (
        residence.since and (residence.proof or "").strip()
    ):
        raise RESIDENCE_PROOF_REQUIRED.broken()
    if not policy.settled(residence, day):
        raise RESIDENCE_TOO_SHORT.broken(months=policy.resident_months)


def require_known(region: str) -> None:
    """Refuse a code that is no place.

    Raises:
        RuleViolationError: It is none.

    """
    if region == NATION or not is_known(region):
        raise REGION_UNKNOWN.broken()


def agrees(
    residence: Residence,
    reading: ResidenceReading | None,
    policy: SeniorPolicy,
    day: date,
) -> bool:
    """Whether the registers say by themselves that the holder belongs here."""
    if reading is None:
        return False
    if residence.ground is Living.LOCAL:
        return covers(policy.region, reading.registered_in) and (
            covers(residence.region, reading.registered_in)
        )
    found = residence.model_copy(update={"since": reading.living_since})
    here = reading.living_in
    return (
        here is not None
        and covers(residence.region, here)
        and policy.settled(found, day)
    )


def _capacity(actor: Actor, subject: str, facts: SeniorFacts) -> Capacity | None:
    """Return as what somebody acts for himself or another; ``None`` for staff."""
    if actor.holder is None:
        return None
    if actor.holder == subject:
        return Capacity.HOLDER
    if actor.holder == facts.guardian:
        return Capacity.GUARDIAN
    return Capacity.AGENT if facts.is_agent else None


def _is_agent(ask: Inquiry) -> bool:
    who = ask.actor.holder
    if who is None or who == ask.subject:
        return False
    asked = any(
        isinstance(s, SeniorAgentStanding)
        and ask.standing_in(SubjectId(s.agent)) == who
        and ask.now <= s.until
        for s in ask.given(ask.subject, "senior-agent")
    )
    own = ask.holder(who) if asked else None
    return own is not None and own.status is CardStatus.ACTIVE


def _reading(ask: Inquiry, *, is_agent: bool) -> ResidenceReading | None:
    """Ask the registers; an application does without them, a look-up does not.

    Nothing is looked up for somebody whom it does not concern.
    """
    registry, holder = ask.ports.residence, ask.holder()
    if registry is None or holder is None or not _looks_up(ask.command):
        return None
    concerned = (None, ask.subject, holder.guardian)
    if ask.actor.holder not in concerned and not is_agent:
        return None
    try:
        return registry.reading(holder.card_id)
    except OutsideUnavailableError:
        if isinstance(ask.command, AutoVerify):
            raise
        return None


def _looks_up(command: object) -> bool:
    return isinstance(command, Apply | AutoVerify)
