"""How a contract moves."""

from datetime import datetime, timedelta
from hashlib import sha256

from ehealthcard.rules.access import ADULT_FROM
from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import AnyContext, Context

from .commands import (
    Accept,
    AnswerPassed,
    ChangeTeam,
    Decline,
    HolderDied,
    Perform,
    ReminderDue,
    Renew,
    Request,
    Terminate,
    TermPassed,
    Withdraw,
)
from .model import (
    ContractFacts,
    ContractPolicy,
    EndReason,
    OpenItem,
    Performed,
    Terms,
    number_of,
    team_of,
    term_end,
)
from .rules import (
    AGREEMENT_UNREAD,
    CONTRACT_EXISTS,
    CONTRACT_GUARDIAN_REQUIRED,
    CONTRACT_RESIDENT_ONLY,
    CONTRACT_TERM,
    ITEM_SPENT,
    ITEM_UNKNOWN,
    NOT_IN_RENEWAL,
    REASON_NOT_OWN,
    SAME_TEAM,
    TEAM_FULL,
    TEAM_OTHER,
    TEAM_OUT_OF_AREA,
)
from .states import Active, Declined, Expired, Lapsed, Pending, Terminated

TEAM = ("family-doctor", "doctor")
STAFF = (*TEAM, "nurse", "public-health", "registrar", "staff")
To = Context[ContractFacts, ContractPolicy]
By = Context[None, ContractPolicy]


def request(state: None, command: Request, ctx: To) -> Pending:
    """The resident or the guardian asks a team of the area; one at a time."""
    team, policy = command.team, ctx.policy
    by_guardian = _require_resident(ctx, team.org)
    require_active(ctx.facts.status)
    if not command.has_read:
        raise AGREEMENT_UNREAD.broken()
    if ctx.facts.has_contract:
        raise CONTRACT_EXISTS.broken()
    _require_term(command.months, policy)
    rule = policy.rule_of(team)
    served = rule is not None and (not rule.areas or command.contact.area in rule.areas)
    if policy.teams and not served:
        raise TEAM_OUT_OF_AREA.broken()
    seed = f"{ctx.subject}\0{ctx.now.timestamp():.6f}".encode()
    terms = Terms(
        number=number_of(team, ctx.now, sha256(seed).hexdigest()),
        team=team,
        contact=command.contact,
        populations=command.populations,
        packs=command.packs,
        months=command.months,
        auto_renew=command.auto_renew,
        duties=command.duties,
        signature=Signature(version=command.agreement, accepted_at=ctx.now),
        signed_by=ctx.actor.id,
        by_guardian=by_guardian,
        source=ctx.actor.channel.value,
    )
    last = day_of(ctx.now) + timedelta(days=policy.pending_days)
    return Pending(
        card=ctx.subject, team=team_of(team), terms=terms, answer_by=end_of(last)
    )


def accept(state: Pending, command: Accept, ctx: To) -> Active:
    """A doctor of the team signs, if it has a place; both have read the agreement."""
    _require_team(ctx, state.terms, *TEAM)
    if not command.has_read:
        raise AGREEMENT_UNREAD.broken()
    if ctx.facts.has_contract:
        raise CONTRACT_EXISTS.broken()
    rule = ctx.policy.rule_of(state.terms.team)
    if rule and rule.places is not None and ctx.facts.signed >= rule.places:
        raise TEAM_FULL.broken()
    begins = day_of(ctx.now)
    ends = term_end(begins, state.terms.months)
    version = state.terms.signature.version
    return state.to(
        Active,
        accepted_by=ctx.actor.id,
        counter_signature=Signature(version=version, accepted_at=ctx.now),
        begins=begins,
        ends=ends,
        remind_at=_reminder(end_of(ends), ctx.policy),
    )


def decline(state: Pending, command: Decline, ctx: Context) -> Declined:
    """The team says no, and why."""
    _require_team(ctx, state.terms, *TEAM)
    return state.to(Declined, reason=command.reason, by=ctx.actor.id)


def withdraw(state: Pending, command: Withdraw, ctx: To) -> Lapsed:
    """The resident, or who has his grant, takes back what nobody has signed yet."""
    if not ctx.facts.delegated:
        _require_resident(ctx, state.terms.team.org)
    return state.to(Lapsed, reason="WITHDRAWN")


def lapse(state: Pending, command: AnswerPassed | HolderDied, ctx: Context) -> Lapsed:
    """Nobody answered in 7 days (inferred), or the resident has died."""
    silent = isinstance(command, AnswerPassed)
    return state.to(Lapsed, reason="NO_ANSWER" if silent else "DIED")


def renew(state: Active, command: Renew, ctx: To) -> Active:
    """In the last 30 days (inferred) resident or team go on for another term."""
    _require_side(state, ctx)
    if not command.has_read:
        raise AGREEMENT_UNREAD.broken()
    _require_term(command.months, ctx.policy)
    if not _is_near(state, ctx):
        raise NOT_IN_RENEWAL.broken(days=ctx.policy.remind_days)
    return _renewed(state, command.months, ctx.policy)


def change_team(state: Active, command: ChangeTeam, ctx: To) -> Terminated:
    """At the end of the term, or at any time if the old team itself agrees (改签)."""
    is_team = _require_side(state, ctx)
    if command.team == state.terms.team.id:
        raise SAME_TEAM.broken()
    if not is_team and not _is_near(state, ctx):
        raise NOT_IN_RENEWAL.broken(days=ctx.policy.remind_days)
    return _terminated(state, EndReason.CHANGED, ctx)


def terminate(state: Active, command: Terminate, ctx: To) -> Terminated:
    """The resident by own wish, the team for any reason; what is open is closed."""
    is_team = _require_side(state, ctx)
    if not is_team and command.reason is not EndReason.OWN_WISH:
        raise REASON_NOT_OWN.broken()
    refund = command.refund and is_team
    ended = _terminated(state, command.reason, ctx)
    return ended.model_copy(update={"note": command.note, "refund": refund})


def die(state: Active, command: HolderDied, ctx: Context) -> Terminated:
    """The resident has died (03)."""
    return _terminated(state, EndReason.DIED, ctx)


def remind(state: Active, command: ReminderDue, ctx: Context) -> Active:
    """The resident hears that the end is near."""
    return state.model_copy(update={"reminded": True})


def end(state: Active, command: TermPassed, ctx: By) -> Active | Expired:
    """The term is over: it goes on by itself if that was agreed, or ends."""
    if state.terms.auto_renew:
        return _renewed(state, state.terms.months, ctx.policy)
    return state.to(Expired, left=_left(state))


def perform(state: Active, command: Perform, ctx: Context) -> Active:
    """The team gives a service of the packs, as often as was agreed."""
    _require_team(ctx, state.terms, *STAFF)
    left = {o.item: o.left for o in _open(state)}
    if command.item not in left:
        raise ITEM_UNKNOWN.broken()
    if not left[command.item]:
        raise ITEM_SPENT.broken()
    done = Performed(item=command.item, by=ctx.actor.id, at=ctx.now)
    return state.model_copy(update={"performed": (*state.performed, done)})


def _require_resident(ctx: To, org: str) -> bool:
    """Refuse who may not sign for party B; return whether a guardian does.

    Staff of the team's institution help those without a phone, with their signature
    on paper; the window stays open (guide, 引言). A grant signs nothing: whoever is
    bound for a year says so himself.
    """
    who, age = ctx.actor.holder, ctx.facts.age
    minor = age is not None and age < ADULT_FROM
    if who is None and not ctx.actor.roles.isdisjoint(STAFF):
        if ctx.actor.org != org:
            raise TEAM_OTHER.broken()
        if minor:
            raise CONTRACT_GUARDIAN_REQUIRED.broken()
        return False
    if who == ctx.subject:
        if minor:
            raise CONTRACT_GUARDIAN_REQUIRED.broken()
        return False
    guarded = minor or ctx.facts.by_court
    if not guarded or who is None or who != ctx.facts.guardian:
        raise CONTRACT_RESIDENT_ONLY.broken()
    require_active(ctx.facts.viewer)
    return True


def _require_team(ctx: AnyContext, terms: Terms, *roles: str) -> None:
    ctx.require(*roles)
    if ctx.actor.org != terms.team.org:
        raise TEAM_OTHER.broken()


def _require_side(state: Active, ctx: To) -> bool:
    """Refuse who is neither side; return whether it is the team."""
    if ctx.actor.holder is None:
        _require_team(ctx, state.terms, *STAFF)
        return True
    _require_resident(ctx, state.terms.team.org)
    return False


def _require_term(months: int, policy: ContractPolicy) -> None:
    least, most = policy.shortest_months, policy.longest_months
    if not least <= months <= most:
        raise CONTRACT_TERM.broken(least=least, most=most)


def _is_near(state: Active, ctx: To) -> bool:
    return ctx.now >= state.remind_at


def _reminder(ends: datetime, policy: ContractPolicy) -> datetime:
    return ends - timedelta(days=policy.remind_days)


def _renewed(state: Active, months: int, policy: ContractPolicy) -> Active:
    """Return the contract with another term, which begins behind the old one."""
    ends = term_end(state.ends, months)
    changes = {
        "terms": state.terms.model_copy(update={"months": months}),
        "begins": state.ends + timedelta(days=1),
        "ends": ends,
        "remind_at": _reminder(end_of(ends), policy),
        "reminded": False,
        "renewals": state.renewals + 1,
        "performed": (),
    }
    return state.model_copy(update=changes)


def _terminated(state: Active, reason: EndReason, ctx: AnyContext) -> Terminated:
    return state.to(
        Terminated,
        reason=reason,
        note=None,
        refund=False,
        left=_left(state),
        by=ctx.actor.id,
        ended_at=ctx.now,
    )


def _open(state: Active) -> tuple[OpenItem, ...]:
    given = [p.item for p in state.performed]
    agreed: dict[str, int] = {}
    for pack in state.terms.packs:
        for item in pack.items:
            agreed[item.code] = agreed.get(item.code, 0) + item.times
    return tuple(OpenItem(item=c, left=n - given.count(c)) for c, n in agreed.items())


def _left(state: Active) -> tuple[OpenItem, ...]:
    return tuple(o for o in _open(state) if o.left)
