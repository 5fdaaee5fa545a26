"""How a bond begins (建立关系)."""

from typing import Any

from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.family import (
    FAMILY_DESK,
    ProofKind,
    childhood_ends,
    minority_ends,
)
from ehealthcard.rules.standing import require_active

from .checking import (
    BondContext,
    at_window,
    birth_date,
    decides,
    is_minor,
    require_proof,
    require_term,
    require_window,
    require_word,
    slot_for,
)
from .commands import (
    Accept,
    AskDelegation,
    AskGuardianship,
    Change,
    Delegate,
    Enter,
    Guard,
    GuardAdult,
    Opening,
    Prove,
)
from .sentences import NOT_A_MINOR, NOT_CONCERNED, NOT_OF_AGE
from .states import (
    Caring,
    DelegateAsked,
    GuardianAsked,
    GuardingAdult,
    GuardingChild,
    GuardingYouth,
)


def ask_guardianship(
    state: None, command: AskGuardianship, ctx: BondContext
) -> GuardianAsked:
    """Whoever says that he is a minor's guardian asks from his phone."""
    _require_carer(command, ctx)
    begun = _begun(command, ctx)
    if not is_minor(ctx.facts):
        raise NOT_A_MINOR.broken()
    return GuardianAsked(**begun, until=ctx.now + ctx.policy.answer_within)


def ask_delegation(
    state: None, command: AskDelegation, ctx: BondContext
) -> DelegateAsked:
    """Whoever wants to care for somebody's card asks him."""
    _require_carer(command, ctx)
    begun = _begun(command, ctx)
    require_term(command.until, ctx)
    return DelegateAsked(
        **begun,
        scopes=command.scopes,
        wanted_until=command.until,
        until=min(command.until, ctx.now + ctx.policy.answer_within),
    )


def delegate(state: None, command: Delegate, ctx: BondContext) -> Caring:
    """The holder, or a minor's guardian, lets somebody: online or before a window."""
    require_word(ctx, seen=command.holder_seen)
    begun = _begun(command, ctx)
    require_term(command.until, ctx)
    if at_window(ctx):
        proof = command.proof or ProofKind.DELEGATION
        require_proof(proof, command.kinship, ctx.policy.delegates)
    else:
        proof = None
    return Caring(
        **begun,
        delegate=command.carer,
        scopes=command.scopes,
        sensitive=command.sensitive,
        by_guardian=is_minor(ctx.facts),
        until=command.until,
        consent=Signature(version=command.consent, accepted_at=ctx.now),
        agreed_by=ctx.actor.id,
        proof=proof,
        reference=command.reference if proof else None,
    )


def guard(
    state: None, command: Guard, ctx: BondContext
) -> GuardingChild | GuardingYouth:
    """A window has seen who the guardian is, and the paper that shows it."""
    require_window(ctx)
    require_proof(command.proof, command.kinship, ctx.policy.guardians)
    return _guarding(_begun(command, ctx), command.proof, command.reference, ctx)


def enter(
    state: None, command: Enter, ctx: BondContext
) -> GuardingChild | GuardingYouth:
    """A child was registered with a guardian; the paper may be seen later."""
    ctx.require(FAMILY_DESK)
    return _guarding(_begun(command, ctx), ProofKind.STATED, None, ctx)


def guard_adult(state: None, command: GuardAdult, ctx: BondContext) -> GuardingAdult:
    """A window has seen the court order that names an adult's guardian."""
    require_window(ctx)
    require_proof(command.proof, command.kinship, ctx.policy.adults_guardians)
    begun = _begun(command, ctx)
    if is_minor(ctx.facts):
        raise NOT_OF_AGE.broken()
    return GuardingAdult(
        **begun,
        proof=command.proof,
        reference=command.reference,
        proved_by=ctx.actor.id,
        since=ctx.now,
        until=command.until,
    )


def prove(
    state: GuardianAsked, command: Prove, ctx: BondContext
) -> GuardingChild | GuardingYouth:
    """A window has seen the paper; the guardianship stands."""
    require_window(ctx)
    require_proof(command.proof, state.kinship, ctx.policy.guardians)
    begun = {
        name: getattr(state, name)
        for name in ("card", "carer", "kinship", "slot", "asked_by", "asked_at")
    }
    return _guarding(begun, command.proof, command.reference, ctx)


def prove_child(
    state: GuardingChild, command: Prove, ctx: BondContext
) -> GuardingChild:
    """What was stated when the child was registered is shown by a paper now."""
    require_window(ctx)
    require_proof(command.proof, state.kinship, ctx.policy.guardians)
    return state.model_copy(update=_seen(command, ctx))


def prove_youth(
    state: GuardingYouth, command: Prove, ctx: BondContext
) -> GuardingYouth:
    """The same for a ward of 14 to 17."""
    require_window(ctx)
    require_proof(command.proof, state.kinship, ctx.policy.guardians)
    return state.model_copy(update=_seen(command, ctx))


def accept(state: DelegateAsked, command: Accept, ctx: BondContext) -> Caring:
    """The holder, or a minor's guardian, agrees."""
    require_word(ctx, seen=command.holder_seen)
    require_term(state.wanted_until, ctx)
    return state.to(
        Caring,
        delegate=state.carer,
        sensitive=False,
        by_guardian=is_minor(ctx.facts),
        until=state.wanted_until,
        consent=Signature(version=command.consent, accepted_at=ctx.now),
        agreed_by=ctx.actor.id,
        proof=None if decides(ctx) else ProofKind.DELEGATION,
        reference=None,
    )


def change(state: Caring, command: Change, ctx: BondContext) -> Caring:
    """The holder agrees to other scopes or to another end."""
    require_word(ctx, seen=command.holder_seen)
    require_term(command.until, ctx)
    return state.to(
        Caring,
        scopes=command.scopes,
        sensitive=command.sensitive,
        by_guardian=is_minor(ctx.facts),
        until=command.until,
        consent=Signature(version=command.consent, accepted_at=ctx.now),
        agreed_by=ctx.actor.id,
    )


def _require_carer(command: Opening, ctx: BondContext) -> None:
    """Nobody asks in another's name, but a window writes down what it is told."""
    if ctx.actor.holder != command.carer and not at_window(ctx):
        raise NOT_CONCERNED.broken()


def _begun(command: Opening, ctx: BondContext) -> dict[str, Any]:
    """Return what every bond has; a child that is being registered waits for nobody."""
    if not isinstance(command, Enter):
        require_active(ctx.facts.status)
    return {
        "card": ctx.subject,
        "carer": command.carer,
        "kinship": command.kinship,
        "slot": slot_for(command, ctx),
        "asked_by": ctx.actor.id,
        "asked_at": ctx.now,
    }


def _guarding(
    begun: dict[str, Any], proof: ProofKind, reference: str | None, ctx: BondContext
) -> GuardingChild | GuardingYouth:
    """Return the guardianship of the holder's age now."""
    if not is_minor(ctx.facts):
        raise NOT_A_MINOR.broken()
    born = birth_date(ctx.facts)
    child_until = childhood_ends(born)
    target = GuardingChild if ctx.now <= child_until else GuardingYouth
    return target(
        **begun,
        proof=proof,
        reference=reference,
        proved_by=ctx.actor.id,
        since=ctx.now,
        child_until=child_until,
        minor_until=minority_ends(born),
    )


def _seen(command: Prove, ctx: BondContext) -> dict[str, Any]:
    seen = {"proof": command.proof, "reference": command.reference}
    return {**seen, "proved_by": ctx.actor.id}
