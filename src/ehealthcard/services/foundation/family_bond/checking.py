"""Who may do it, and with which papers (权限与材料核验)."""

from collections.abc import Iterable
from datetime import date, datetime

from ehealthcard.codesets import Kinship
from ehealthcard.errors import Phrase
from ehealthcard.identity import CardStatus
from ehealthcard.rules.access import ADULT_FROM
from ehealthcard.rules.family import (
    FAMILY_WINDOW,
    ProofKind,
    minority_ends,
)
from ehealthcard.workflow import AnyContext, Context

from .commands import Opening
from .model import BondFacts, FamilyPolicy, Proofs
from .sentences import (
    ACCOUNT_FULL,
    CARER_IS_HOLDER,
    CARER_TOO_YOUNG,
    CARER_UNKNOWN,
    HOLDER_NOT_SEEN,
    NO_ACCOUNT,
    NOT_CONCERNED,
    PROOF_REFUSED,
    TERM_WRONG,
)

BondContext = Context[BondFacts, FamilyPolicy]


def slot_for(command: Opening, ctx: BondContext) -> int:
    """Return the first free place in the carer's account.

    Raises:
        RuleViolationError: Nobody can care for this card, or this account is full.

    """
    facts = ctx.facts
    if command.carer == ctx.subject or command.kinship is Kinship.SELF:
        raise CARER_IS_HOLDER.broken()
    if facts.carer is not CardStatus.ACTIVE:
        raise CARER_UNKNOWN.broken()
    years = ctx.policy.carer_from
    if facts.carer_age is None or facts.carer_age < years:
        raise CARER_TOO_YOUNG.broken(years=years)
    if facts.most is None:
        raise NO_ACCOUNT.broken()
    if len(facts.taken) + 1 >= facts.most:
        raise ACCOUNT_FULL.broken(most=facts.most)
    taken = set(facts.taken)
    return next(n for n in range(1, facts.most) if n not in taken)


def is_minor(facts: BondFacts) -> bool:
    """Whether the holder is below 18; who is unknown is not."""
    return facts.age is not None and facts.age < ADULT_FROM


def birth_date(facts: BondFacts) -> date:
    """Return when the holder was born; who has an age has a birth date."""
    assert facts.born is not None  # noqa: S101  # both are known, or neither
    return facts.born


def at_window(ctx: AnyContext) -> bool:
    """Whether a window acts, on paper or with people before it."""
    is_staff = not ctx.actor.roles.isdisjoint(FAMILY_WINDOW)
    return ctx.actor.holder is None and is_staff


def require_window(ctx: AnyContext) -> None:
    """Refuse everybody else; a resident leaves a trace.

    Raises:
        RuleViolationError: It is no window.

    """
    if ctx.actor.holder is not None:
        raise NOT_CONCERNED.broken()
    ctx.require(*FAMILY_WINDOW)


def decides(ctx: BondContext) -> bool:
    """Whether who acts is the adult holder himself, or a minor's guardian."""
    who = ctx.actor.holder
    if who is None:
        return False
    return who in ctx.facts.guardians if is_minor(ctx.facts) else who == ctx.subject


def require_word(ctx: BondContext, *, seen: bool) -> None:
    """Refuse unless the holder, or a minor's guardian, says so, here or on paper.

    Raises:
        RuleViolationError: It is somebody else, or a window that saw nobody.

    """
    if decides(ctx):
        return
    require_window(ctx)
    if not seen:
        raise HOLDER_NOT_SEEN.broken()


def require_proof(
    proof: ProofKind, kinship: Kinship, accepted: Iterable[Proofs]
) -> None:
    """Refuse a paper that does not show this relation.

    Raises:
        RuleViolationError: It does not, by the policy.

    """
    good = [p for row in accepted if kinship in row.kinships for p in row.accepted]
    if proof not in good:
        raise PROOF_REFUSED.broken(accepted=Phrase.listed(good))


def require_term(until: datetime, ctx: BondContext) -> None:
    """Refuse an end that is past, too far, or behind a minor's 18th birthday.

    Raises:
        RuleViolationError: It is one of these.

    """
    longest = ctx.policy.longest
    last = ctx.now + longest
    if is_minor(ctx.facts):
        last = min(last, minority_ends(birth_date(ctx.facts)))
    if not ctx.now < until <= last:
        raise TERM_WRONG.broken(days=longest.days)
