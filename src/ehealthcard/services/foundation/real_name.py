"""A proof of who the holder is (实名核验).

One case is one proof: which checks, in which channel, at which terminal, by whom, and
what level they give by the policy of that day. It holds up to its last moment, until a
newer one of the same kind takes its place, and no longer than the card. How well the
holder is known is the best proof in force; what the registration itself proved counts
too and stands in the card's own case.

The desk opens these cases (``desk.real_name``), for it has asked the verifier; with a
role of its own (``real-name-desk``) which nobody else should be given.

The guide's §3 asks for a fitting 实名认证方案 in each channel; the machine is this
project's own.

Not built: telling the holder that a proof is about to end.
"""

from typing import Annotated

from pydantic import Field

from ehealthcard.errors import Phrase
from ehealthcard.models import Moment
from ehealthcard.ports import Inquiry
from ehealthcard.rules.real_name import (
    REAL_NAME_POLICIES,
    Check,
    DoubtStanding,
    Place,
    ProofStanding,
    RealNamePolicy,
    ends_at,
)
from ehealthcard.rules.signals import CardCancelled, RealNameProved
from ehealthcard.workflow import (
    CARD,
    Command,
    Context,
    Facts,
    Notice,
    Rule,
    State,
    Title,
    Until,
    Workflow,
)

REAL_NAME_DESK = "real-name-desk"
"""The role of the desk's own room: it has read the document or asked the verifier."""

CHECKS_NOT_ENOUGH = Rule(
    "REAL_NAME_CHECKS_NOT_ENOUGH",
    "These checks give no level in this channel; do one of those that are listed.",
    "该渠道不接受此核验方式，请按规定的方式核验。",
)
DOUBT_IS_OPEN = Rule(
    "REAL_NAME_DOUBTED",
    "Somebody doubts that this is the holder; a weaker check does not help: {step}.",
    "该卡实名存疑，须以更高方式重新核验：{step}。",
    traced=True,
)


class ProofFacts(Facts):
    """What must be known before a proof counts."""

    doubted: bool


def proof_facts(ask: Inquiry) -> ProofFacts:
    """Look whether somebody doubts that the holder is the holder."""
    found = ask.related(CARD, ask.subject, "real-name-doubt")
    doubts = [s for s in found if isinstance(s, DoubtStanding)]
    return ProofFacts(doubted=any(d.counts_from is None for d in doubts))


class Evidenced(State):
    """What is known of every proof."""

    place: Place
    checks: tuple[Check, ...]
    method: str
    """What the reader or the verifier calls its way of checking."""

    terminal: str | None
    proved_by: str
    proved_at: Moment


class InForce(Evidenced, ProofStanding):
    """It counts (有效)."""


class Replaced(Evidenced):
    """A newer proof of the same kind has taken its place (已更新)."""

    replaced_at: Moment


class Expired(Evidenced):
    """Its term is over (已到期)."""

    expired_at: Moment


class Ended(Evidenced):
    """The card ended (卡已注销)."""

    ended_at: Moment


class Prove(Command):
    """Write down what was checked; the desk does it (登记实名核验)."""

    place: Place
    checks: tuple[Check, ...]
    method: Annotated[str, Field(min_length=1, max_length=64)]
    terminal: Annotated[str, Field(min_length=1, max_length=64)] | None = None


class Replace(Command):
    """A newer proof of the same kind is there; the desk does it (更新实名核验)."""


class TermEnded(Notice):
    """The last moment of its term is over."""


class CardEnded(Notice):
    """The health card was cancelled."""


def prove(
    state: None, command: Prove, ctx: Context[ProofFacts, RealNamePolicy]
) -> InForce:
    """The policy says what level the checks give, and for how long."""
    ctx.require(REAL_NAME_DESK)
    row = ctx.policy.row(command.place, command.checks)
    if row is None:
        raise CHECKS_NOT_ENOUGH.broken()
    if ctx.facts.doubted and not row.level.reaches(ctx.policy.clears_doubt):
        steps = ctx.policy.steps(ctx.policy.clears_doubt)
        raise DOUBT_IS_OPEN.broken(step=Phrase.listed(s.said for s in steps))
    return InForce(
        card=ctx.subject,
        **dict(command),
        level=row.level,
        proved_by=ctx.actor.id,
        proved_at=ctx.now,
        until=ends_at(ctx.now, row.days),
    )


def replace(state: InForce, command: Replace, ctx: Context) -> Replaced:
    """A newer one of the same kind is there."""
    ctx.require(REAL_NAME_DESK)
    return state.to(Replaced, replaced_at=ctx.now)


def expire(state: InForce, command: TermEnded, ctx: Context) -> Expired:
    """It counted up to the last moment of its term."""
    return state.to(Expired, expired_at=ctx.now)


def end(state: InForce, command: CardEnded, ctx: Context) -> Ended:
    """Nobody proves the holder of a cancelled card."""
    return state.to(Ended, ended_at=ctx.now)


def term(state: InForce) -> Until[TermEnded] | None:
    """It counts up to its last moment, if it has one."""
    return Until(state.until, TermEnded()) if state.until else None


def proved(state: InForce) -> RealNameProved:
    """A doubt is answered: the rule has let only such a proof pass."""
    return RealNameProved(card=state.card)


def on_cancelled(signal: CardCancelled) -> CardEnded:
    """The health card was cancelled."""
    return CardEnded()


RealName = InForce | Replaced | Expired | Ended
RealNameCommand = Prove | Replace | TermEnded | CardEnded

real_name: Workflow[RealName, RealNameCommand] = Workflow(
    "real-name",
    Title("实名核验", "A proof of who the holder is"),
    transitions=(prove, replace, expire, end),
    effects=(term, proved),
    reactions=(on_cancelled,),
    sources=(proof_facts,),
    policies=REAL_NAME_POLICIES,
)
