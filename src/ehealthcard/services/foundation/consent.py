"""Consent to more than care itself (个人信息处理同意).

One case for each purpose: given for a stated scope under a version of a text, until a
day or until it is withdrawn, which takes one step (PIPL art. 14, 15). A newer text asks
anew (art. 14); the older consent holds until the answer. For a child under 14 the
guardian consents (art. 31); such a consent ends when the ward is 14, who is asked then
(inferred). Who does not consent is served all the same (art. 16): no
service asks for one of these; the access policy does, for purposes beyond care.

What the law makes a hospital do needs none (art. 13), so care, payment and public
health have no consent here, except to what is especially sensitive: its classes are
named, and the access policy keeps them closed without (art. 29). What was given and
withdrawn stays on record.
"""

from pydantic import Field

from ehealthcard.codesets import Purpose
from ehealthcard.models import Moment, only_added
from ehealthcard.ports import Inquiry
from ehealthcard.rules.access import SensitiveClass
from ehealthcard.rules.consents import ConsentStanding
from ehealthcard.rules.declaring import GUARDED_BELOW, Signature
from ehealthcard.rules.holders import HolderGone, on_cancelled, on_died
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.signals import ChildhoodEnded
from ehealthcard.workflow import (
    Claim,
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

ON_CONSENT = frozenset({Purpose.RESEARCH, Purpose.THIRD_PARTY})
FOR_CLASSES = frozenset({Purpose.CARE, Purpose.PUBLIC_HEALTH})
"""Purposes that need none, unless for what is especially sensitive (PIPL art. 29)."""

NOT_ONES_OWN = Rule(
    "CONSENT_NOT_ONES_OWN",
    "Only the holder consents, and for a child under 14 the guardian; let them do it.",
    "须由本人作出同意；未满十四周岁的由监护人作出。",
    traced=True,
)
NEEDS_NONE = Rule(
    "CONSENT_NEEDS_NONE",
    "This purpose needs no consent of its own; do not ask for one.",
    "该目的无须单独取得同意，请勿要求授权。",
)
PAST_TERM = Rule(
    "CONSENT_TERM_WRONG",
    "A consent ends in the future or not at all; choose another day.",
    "同意的截止时间须晚于当前时间，请重新选择。",
)


class ConsentFacts(Facts):
    """What must be known of who consents."""

    age: int | None
    guardian: str | None


def consent_facts(ask: Inquiry) -> ConsentFacts:
    """Look at the holder's age and guardian."""
    holder = ask.holder()
    return ConsentFacts(age=holder and holder.age, guardian=holder and holder.guardian)


class Given(ConsentStanding):
    """In force (已同意)."""

    card: CardLink
    text: Signature
    given_by: str
    by_guardian: bool


class Withdrawn(State):
    """Taken back; what was done before stays lawful (已撤回, PIPL art. 15)."""

    card: CardLink
    purpose: Purpose
    text: Signature
    withdrawn_by: str
    withdrawn_at: Moment


class Lapsed(State):
    """Over by itself (已失效)."""

    card: CardLink
    purpose: Purpose
    text: Signature


class Give(Command):
    """Consent (同意)."""

    purpose: Purpose
    scope: tuple[str, ...] = Field(min_length=1)
    version: str = Field(min_length=1)
    """Of the text that was shown."""

    until: Moment | None = None
    classes: tuple[SensitiveClass, ...] = ()
    """Which especially sensitive classes it opens as well (PIPL art. 29)."""


class GiveAnew(Command):
    """Consent to a newer text (重新同意)."""

    scope: tuple[str, ...] = Field(min_length=1)
    version: str = Field(min_length=1)
    until: Moment | None = None
    classes: tuple[SensitiveClass, ...] = ()
    """Which especially sensitive classes it opens as well (PIPL art. 29)."""


class Withdraw(Command):
    """Take it back (撤回同意)."""


class TermPassed(Notice):
    """The term is over."""


class Outgrown(Notice):
    """The ward is 14 and decides himself."""


def give(state: None, command: Give, ctx: Context[ConsentFacts, None]) -> Given:
    """The holder consents to one purpose; for a child under 14 the guardian does."""
    special = command.purpose in FOR_CLASSES and command.classes
    if command.purpose not in ON_CONSENT and not special:
        raise NEEDS_NONE.broken()
    by_guardian = _require_own(ctx)
    _require_term(command.until, ctx)
    return Given(
        card=ctx.subject,
        purpose=command.purpose,
        scope=command.scope,
        until=command.until,
        classes=command.classes,
        text=Signature(version=command.version, accepted_at=ctx.now),
        given_by=ctx.actor.id,
        by_guardian=by_guardian,
    )


def give_anew(
    state: Given, command: GiveAnew, ctx: Context[ConsentFacts, None]
) -> Given:
    """A newer text, or another scope, takes the place of the older one."""
    by_guardian = _require_own(ctx)
    _require_term(command.until, ctx)
    return state.to(
        Given,
        scope=command.scope,
        until=command.until,
        classes=command.classes,
        text=Signature(version=command.version, accepted_at=ctx.now),
        given_by=ctx.actor.id,
        by_guardian=by_guardian,
    )


def withdraw(
    state: Given, command: Withdraw, ctx: Context[ConsentFacts, None]
) -> Withdrawn:
    """As easily as it was given: one step, no reason asked."""
    _require_own(ctx)
    return state.to(Withdrawn, withdrawn_by=ctx.actor.id, withdrawn_at=ctx.now)


def lapse(state: Given, command: TermPassed | HolderGone, ctx: Context) -> Lapsed:
    """Its term is over, or the holder's card is."""
    return state.to(Lapsed)


def outgrow(state: Given, command: Outgrown, ctx: Context) -> Given | Lapsed:
    """What a guardian consented to ends; what the ward said himself stays."""
    return state.to(Lapsed) if state.by_guardian else state


def term(state: Given) -> Until[TermPassed] | None:
    """It holds up to its last moment, if it has one."""
    return Until(state.until, TermPassed()) if state.until else None


def one_each(state: Given) -> Claim:
    """One consent for each purpose."""
    return Claim(f"consent:{state.card}:{state.purpose}")


def on_grown(signal: ChildhoodEnded) -> Outgrown:
    """The ward is 14."""
    return Outgrown()


def _require_own(ctx: Context[ConsentFacts, None]) -> bool:
    """Return whether the guardian acts; refuse everybody else but the holder."""
    facts, who = ctx.facts, ctx.actor.holder
    child = facts.age is not None and facts.age < GUARDED_BELOW
    if who is not None and who == (facts.guardian if child else ctx.subject):
        return child
    raise NOT_ONES_OWN.broken()


def _require_term(until: Moment | None, ctx: Context[ConsentFacts, None]) -> None:
    if until is not None and until <= ctx.now:
        raise PAST_TERM.broken()


Consent = Given | Withdrawn | Lapsed
ConsentCommand = Give | GiveAnew | Withdraw | Outgrown | TermPassed | HolderGone

consent: Workflow[Consent, ConsentCommand] = Workflow(
    "consent",
    Title("个人信息处理同意", "Consent to more than care"),
    transitions=(give, give_anew, withdraw, outgrow, lapse),
    effects=(term, one_each),
    reactions=(on_grown, on_cancelled, on_died),
    sources=(consent_facts,),
    version=2,
    upcasters=(only_added,),  # it may open sensitive classes
)
