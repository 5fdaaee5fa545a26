"""What several steps must hold."""

from typing import Annotated

from ehealthcard.errors import OutsideUnavailableError, Phrase
from ehealthcard.identity import CardStatus
from ehealthcard.ports import DeliveryRecord, Inquiry
from ehealthcard.rules.access import ACCESS_NOT_GRANTED
from ehealthcard.rules.birth.blanks import BlankLot
from ehealthcard.rules.birth.evidence import Evidence, Requirement
from ehealthcard.rules.birth.names import misnamed
from ehealthcard.rules.birth.numbers import Edition
from ehealthcard.workflow import PRIVATE, AnyContext, Context, Facts

from .commands import Apply, Match, Print
from .model import Agent, Capacity, Paper, Parent
from .packs import BirthPolicy
from .rules import (
    AUTHORITY_REQUIRED,
    NAME_REFUSED,
    OTHER_INSTITUTION,
    PARTY_ONLY,
    PROOF_REQUIRED,
)
from .states import Submitted

CLERK = "birth-clerk"
"""Who takes applications and prints (签发人员)."""

REVIEWER = "birth-reviewer"
"""Who checks what will be printed (审核人员); two of them do."""

AUTHORITY = "birth-authority"
"""The health authority of the county (卫生健康主管部门)."""

POLICE = "police"
"""The household register (公安户籍部门)."""

COURIER = "courier"


class BirthFacts(Facts):
    """What must be known of the mother and of the delivery."""

    status: CardStatus | None
    record: Annotated[DeliveryRecord | None, PRIVATE] = None
    matched: bool = False
    """Whether the delivery is recorded under the mother's card."""

    silent: bool = False
    """Whether the delivery room did not answer."""


class PrintFacts(Facts):
    """What must be known of a blank."""

    edition: Edition | None
    """``None`` where the number is in no lot of the institution."""


By = Context[BirthFacts, BirthPolicy]


def birth_facts(ask: Inquiry) -> BirthFacts:
    """Look at the mother's card and into the delivery record.

    Nothing is looked up for somebody whom it does not concern.
    """
    holder, rooms = ask.holder(), ask.ports.deliveries
    status = holder and holder.status
    wanted = _delivery(ask)
    if wanted is None or ask.actor.holder not in (None, ask.subject):
        return BirthFacts(status=status)
    if rooms is None:
        return BirthFacts(status=status, silent=True)
    try:
        record = rooms.record(*wanted)
    except OutsideUnavailableError:
        if isinstance(ask.command, Match):
            raise
        return BirthFacts(status=status, silent=True)
    named = record.mother if record is not None else None
    matched = holder is not None and named == holder.card_id
    return BirthFacts(status=status, record=record, matched=matched)


def print_facts(ask: Inquiry) -> PrintFacts:
    """Look at the lots of the institution that prints."""
    command, org = ask.command, ask.actor.org
    if not isinstance(command, Print) or org is None:
        return PrintFacts(edition=None)
    lots = [
        lot
        for lot in list(ask.related("birth-blanks", org, "birth-blanks"))
        if isinstance(lot, BlankLot) and lot.has(command.number)
    ]
    return PrintFacts(edition=lots[0].edition if lots else None)


def require_institution(ctx: AnyContext, org: str, *roles: str) -> None:
    """Refuse who does not work, in one of *roles*, at the institution *org*.

    Raises:
        RuleViolationError: He does not.

    """
    ctx.require(*roles)
    if ctx.actor.org != org:
        raise OTHER_INSTITUTION.broken()


def require_party(ctx: AnyContext, org: str) -> None:
    """Refuse who is neither the mother nor a clerk of the institution.

    Raises:
        RuleViolationError: He is neither; a resident's attempt is on record.

    """
    if ctx.actor.holder is None:
        require_institution(ctx, org, CLERK)
    elif ctx.actor.holder != ctx.subject:
        raise ACCESS_NOT_GRANTED.broken()


def require_signed(ctx: AnyContext, org: str, signature: str | None) -> None:
    """Refuse who is neither the mother nor a clerk with a signature in hand.

    Raises:
        RuleViolationError: He is neither.

    """
    require_party(ctx, org)
    if ctx.actor.holder is None and not (signature or "").strip():
        raise PARTY_ONLY.broken()


def capacity_of(ctx: AnyContext, command: Apply) -> Capacity:
    """Return as what somebody applies.

    Raises:
        RuleViolationError: He may not.

    """
    require_party(ctx, command.org)
    if ctx.actor.holder is not None or command.mother_present:
        return Capacity.MOTHER
    if has(command.papers, Evidence.MOTHER_DIED):
        return Capacity.FATHER
    if not _authorised(command.agent):
        raise AUTHORITY_REQUIRED.broken()
    return Capacity.AGENT


def has(papers: tuple[Paper, ...], *kinds: Evidence) -> bool:
    """Whether one of *kinds* was shown."""
    return any(paper.kind in kinds for paper in papers)


def require_papers(papers: tuple[Paper, ...], *kinds: Evidence) -> None:
    """Refuse unless all of *kinds* were shown.

    Raises:
        RuleViolationError: One is missing.

    """
    lacking = [kind for kind in kinds if not has(papers, kind)]
    if lacking:
        raise PROOF_REQUIRED.broken(papers=Phrase.listed(lacking))


def require_spelling(name: str, mother: Parent, father: Parent | None) -> None:
    """Refuse a name of other than standard characters.

    Raises:
        RuleViolationError: It is one.

    """
    flaws = misnamed(
        name, mother.name, father.name if father else None, other_surname=True
    )
    if flaws:
        raise NAME_REFUSED.broken(flaws=", ".join(flaws))


def without(needs: tuple[Requirement, ...], papers: tuple[Paper, ...]) -> bool:
    """Whether something of *needs* is not met by *papers*."""
    return not all(has(papers, *need.any_of) for need in needs)


def _authorised(agent: Agent | None) -> bool:
    return agent is not None and bool((agent.authority or "").strip())


def _delivery(ask: Inquiry) -> tuple[str, str] | None:
    """Return which record is wanted: institution and number."""
    command, state = ask.command, ask.state
    asked = command if isinstance(command, Apply) else state
    if not isinstance(asked, Apply | Submitted) or asked.delivery is None:
        return None
    return asked.org, asked.delivery
