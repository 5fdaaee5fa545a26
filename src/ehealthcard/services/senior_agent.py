"""Letting somebody see to one's senior card (老年证代办授权, guide §4.6.4).

Children apply for their parents: the guide's client lets an account help the elderly
(帮助老年人), and nobody acts for an adult without being asked to (民法典 art. 161). The
holder asks, online or at a window where somebody looks at him; he takes it back in one
step (PIPL art. 15). It ends with its term, with the holder's card and with his life.

The guide does not describe it; this is the project's own machine. The longest term is
inferred. Not built: a power of attorney that a notary has drawn up.
"""

from datetime import date, timedelta

from pydantic import Field

from ehealthcard.codesets import Kinship
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.models import Moment
from ehealthcard.ports import Inquiry
from ehealthcard.rules.access import ACCESS_NOT_GRANTED
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.holders import HolderGone, on_cancelled, on_died
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.standing import SeniorAgentStanding, require_active
from ehealthcard.workflow import (
    AnyContext,
    Claim,
    Command,
    Context,
    Facts,
    Notice,
    Policy,
    Rule,
    State,
    Timeline,
    Title,
    Until,
    Workflow,
)

WINDOW = ("registrar", "staff", "senior-office")
AGENT_UNKNOWN = Rule(
    "SENIOR_AGENT_UNKNOWN",
    "An agent has an active health card of his own; register it first.",
    "代办人须持有本人有效的电子健康卡，请先为其办理。",
)
AGENT_IS_HOLDER = Rule(
    "SENIOR_AGENT_IS_HOLDER",
    "The holder needs no agent who is himself.",
    "代办人不得为本人。",
)
AGENT_TERM_WRONG = Rule(
    "SENIOR_AGENT_TERM",
    "An agent is asked for a time that ends in the future and within {days} days.",
    "代办授权截止时间须晚于当前时间且在{days}天以内。",
)
HOLDER_NOT_SEEN = Rule(
    "SENIOR_HOLDER_NOT_SEEN",
    "At a window the holder is there or has signed on paper; say that it was so.",
    "窗口办理授权须本人到场或有本人签署的委托书，请确认。",
)


class SeniorAgentPolicy(Policy):
    """What changes with places and years; inferred."""

    longest: timedelta = timedelta(days=365)


POLICIES = Timeline(
    (SeniorAgentPolicy(name="standard", effective_from=date(2022, 12, 1)),)
)


class AgentFacts(Facts):
    """What must be known of the holder and of the agent."""

    status: CardStatus | None
    agent: CardStatus | None
    answering: str | None = None
    """The agent, by the card that answers for his if that was merged."""


def agent_facts(ask: Inquiry) -> AgentFacts:
    """Look at both cards."""
    holder, command, state = ask.holder(), ask.command, ask.state
    other = same = None
    if isinstance(command, AskAgent):
        other = ask.holder(SubjectId(command.agent))
    if isinstance(state, SeniorAgentStanding):
        same = ask.answering(SubjectId(state.agent))
    return AgentFacts(
        status=holder and holder.status,
        agent=other and other.status,
        answering=same,
    )


class AgentAsked(SeniorAgentStanding):
    """Somebody may act (已授权代办)."""

    card: CardLink
    kinship: Kinship
    witness: str | None
    """Who saw the holder or his signature, at a window."""

    consent: Signature


class AgentDismissed(State):
    """Taken back (已撤销代办)."""

    card: CardLink
    agent: str
    dismissed_by: str
    dismissed_at: Moment


class AgentEnded(State):
    """Over by itself (代办授权已到期)."""

    card: CardLink
    agent: str
    until: Moment


class AskAgent(Command):
    """Ask somebody to act (授权代办)."""

    agent: str = Field(min_length=1)
    """The subject of the agent."""

    kinship: Kinship
    """What the agent is to the holder (GB/T 4761)."""

    until: Moment
    """The last moment."""

    consent: str = Field(min_length=1)
    """Version of the text that was agreed to."""

    holder_seen: bool = False
    """At a window: whether the holder, or his signature, was looked at."""


class DismissAgent(Command):
    """Take it back (撤销代办)."""


class TermPassed(Notice):
    """The term is over."""


def ask_agent(
    state: None, command: AskAgent, ctx: Context[AgentFacts, SeniorAgentPolicy]
) -> AgentAsked:
    """The holder asks online, or at a window that has seen him."""
    if ctx.actor.holder != ctx.subject:
        _require_window(ctx)
        if not command.holder_seen:
            raise HOLDER_NOT_SEEN.broken()
    require_active(ctx.facts.status)
    if command.agent == ctx.subject:
        raise AGENT_IS_HOLDER.broken()
    if ctx.facts.agent is not CardStatus.ACTIVE:
        raise AGENT_UNKNOWN.broken()
    longest = ctx.policy.longest
    if not ctx.now < command.until <= ctx.now + longest:
        raise AGENT_TERM_WRONG.broken(days=longest.days)
    return AgentAsked(
        card=ctx.subject,
        agent=command.agent,
        kinship=command.kinship,
        until=command.until,
        witness=None if ctx.actor.holder == ctx.subject else ctx.actor.id,
        consent=Signature(version=command.consent, accepted_at=ctx.now),
    )


def dismiss_agent(
    state: AgentAsked, command: DismissAgent, ctx: Context[AgentFacts, None]
) -> AgentDismissed:
    """The holder takes it back, the agent gives it up, or a window does it for them."""
    agent = ctx.facts.answering or state.agent
    if ctx.actor.holder not in (ctx.subject, agent):
        _require_window(ctx)
    return state.to(AgentDismissed, dismissed_by=ctx.actor.id, dismissed_at=ctx.now)


def end(
    state: AgentAsked, command: TermPassed | HolderGone, ctx: Context
) -> AgentEnded:
    """Its term is over, or the holder's card is."""
    return state.to(AgentEnded)


def term(state: AgentAsked) -> Until[TermPassed]:
    """It holds up to its last moment."""
    return Until(state.until, TermPassed())


def one_each(state: AgentAsked) -> Claim:
    """Each agent is asked once."""
    return Claim(f"senior-agent:{state.card}:{state.agent}")


def _require_window(ctx: AnyContext) -> None:
    """Refuse a resident who is somebody else, and leave a trace of it."""
    if ctx.actor.holder is not None:
        raise ACCESS_NOT_GRANTED.broken()
    ctx.require(*WINDOW)


SeniorAgent = AgentAsked | AgentDismissed | AgentEnded
SeniorAgentCommand = AskAgent | DismissAgent | TermPassed | HolderGone

senior_agent: Workflow[SeniorAgent, SeniorAgentCommand] = Workflow(
    "senior-agent",
    Title("老年证代办授权", "Agents for senior cards", "4.6.4"),
    transitions=(ask_agent, dismiss_agent, end),
    effects=(term, one_each),
    reactions=(on_cancelled, on_died),
    sources=(agent_facts,),
    policies=POLICIES,
)
