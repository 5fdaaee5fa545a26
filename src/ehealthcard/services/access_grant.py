"""Letting somebody else look at one's reports and records (查阅授权).

A holder, or the guardian of a minor, lets one other person look in his stead, for a
term, with a consent of its own for what is especially sensitive (PIPL art. 29). It is
taken back in one step (PIPL art. 15), by the holder or by who was let in; it ends with
its term, with the holder's card and with the holder's life. What a guardian granted
ends when the holder is of age (:mod:`ehealthcard.rules.access`). It is extended with a
consent anew, for what it covers already; so is one that was given with a card which has
been merged into another since, by the holder with the card that stays.

The guide does not describe it; it is this project's own machine for what §4.3.6,
§4.3.7 and §4.6.1 need. The longest term is inferred.
"""

from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import Field

from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.models import Moment, only_added
from ehealthcard.ports import Inquiry
from ehealthcard.rules.access import (
    ACCESS_NOT_GRANTED,
    ADULT_FROM,
    AccessStanding,
    GrantScope,
    SensitiveClass,
)
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.signals import CardCancelled, PersonDied
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import (
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

DELEGATE_UNKNOWN = Rule(
    "DELEGATE_UNKNOWN",
    "Whoever is let in has an active health card of his own; register it first.",
    "被授权人须持有本人有效的电子健康卡，请先为其办理。",
)
DELEGATE_IS_HOLDER = Rule(
    "DELEGATE_IS_HOLDER",
    "The holder needs no grant for what is his own.",
    "本人查阅无需授权。",
)
TERM_WRONG = Rule(
    "GRANT_TERM_WRONG",
    "A grant ends in the future and within {days} days; choose such a day.",
    "授权截止时间须在{days}天以内且晚于当前时间，请重新选择。",
)


class GrantPolicy(Policy):
    """What changes with places and years; inferred."""

    longest: timedelta = timedelta(days=365)


POLICIES = Timeline((GrantPolicy(name="standard", effective_from=date(2022, 12, 1)),))


class GrantFacts(Facts):
    """What must be known of the holder and of who is let in."""

    status: CardStatus | None
    age: int | None
    guardian: str | None
    delegate: CardStatus | None
    """Of whoever is to be let in, or to be let in for longer."""

    by_court: bool = False
    """Whether the guardian is an adult's, by a court order."""

    answering: str | None = None
    """Who was let in, by the card that answers for his if that was merged."""


def grant_facts(ask: Inquiry) -> GrantFacts:
    """Look at both cards."""
    holder, command, state = ask.holder(), ask.command, ask.state
    other = same = None
    if isinstance(command, Grant):
        other = ask.holder(SubjectId(command.delegate))
    if isinstance(state, AccessStanding):
        same = ask.answering(SubjectId(state.delegate))
        other = ask.holder(same) if isinstance(command, Extend) else None
    return GrantFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        guardian=holder and holder.guardian,
        delegate=other and other.status,
        by_court=holder is not None and holder.by_court,
        answering=same,
    )


class Granted(AccessStanding):
    """Somebody may look (已授权)."""

    card: CardLink
    consent: Signature


class Revoked(State):
    """Taken back (已撤销)."""

    card: CardLink
    delegate: str
    revoked_by: str
    revoked_at: Moment


class Ended(State):
    """Over by itself (已到期)."""

    card: CardLink
    delegate: str
    until: Moment


class Grant(Command):
    """Let somebody look (授权)."""

    delegate: Annotated[str, Field(min_length=1)]
    """The subject of whoever is let in."""

    scopes: tuple[GrantScope, ...] = Field(min_length=1)
    sensitive: bool = False
    """Whether that includes what is especially sensitive, of whatever class."""

    classes: tuple[SensitiveClass, ...] = ()
    """The classes that it includes where it does not include all."""

    until: Moment
    """The last moment."""

    consent: str = Field(min_length=1)
    """Version of the text that was agreed to."""


class Extend(Command):
    """Let it hold until another moment (延期)."""

    until: Moment
    """The last moment, from now on within the longest term."""

    consent: str = Field(min_length=1)
    """Version of the text that was agreed to."""


class Revoke(Command):
    """Take it back (撤销授权)."""


class TermPassed(Notice):
    """The term is over."""


class HolderGone(Notice):
    """The holder's card was cancelled, or the holder has died."""


def grant(
    state: None, command: Grant, ctx: Context[GrantFacts, GrantPolicy]
) -> Granted:
    """The holder, or a minor's guardian, lets one person in for a term."""
    by_guardian = _by_guardian(ctx)
    require_active(ctx.facts.status)
    if command.delegate == ctx.subject:
        raise DELEGATE_IS_HOLDER.broken()
    _require_possible(command.until, ctx)
    return Granted(
        card=ctx.subject,
        delegate=command.delegate,
        scopes=command.scopes,
        sensitive=command.sensitive,
        by_guardian=by_guardian,
        until=command.until,
        classes=command.classes,
        consent=Signature(version=command.consent, accepted_at=ctx.now),
    )


def extend(
    state: Granted, command: Extend, ctx: Context[GrantFacts, GrantPolicy]
) -> Granted:
    """Who may grant agrees anew; it covers no more, and no other card, than before."""
    by_guardian = _by_guardian(ctx)
    require_active(ctx.facts.status)
    _require_possible(command.until, ctx)
    return state.model_copy(
        update={
            "by_guardian": by_guardian,
            "until": command.until,
            "consent": Signature(version=command.consent, accepted_at=ctx.now),
        }
    )


def revoke(
    state: Granted, command: Revoke, ctx: Context[GrantFacts, GrantPolicy]
) -> Revoked:
    """By the holder, the guardian or who was let in; at a lost card's holder's too."""
    facts, who = ctx.facts, ctx.actor.holder
    delegate = facts.answering or state.delegate
    if who is None or who not in (ctx.subject, facts.guardian, delegate):
        raise ACCESS_NOT_GRANTED.broken()
    return state.to(Revoked, revoked_by=ctx.actor.id, revoked_at=ctx.now)


def end(state: Granted, command: TermPassed | HolderGone, ctx: Context) -> Ended:
    """Its term is over, or the holder's card is."""
    return state.to(Ended)


def _by_guardian(ctx: Context[GrantFacts, GrantPolicy]) -> bool:
    """Return whether a guardian lets somebody; refuse all but him and the holder."""
    facts, who = ctx.facts, ctx.actor.holder
    guarded = facts.by_court or (facts.age is not None and facts.age < ADULT_FROM)
    by_guardian = guarded and who is not None and who == facts.guardian
    if who != ctx.subject and not by_guardian:
        raise ACCESS_NOT_GRANTED.broken()
    return by_guardian


def _require_possible(until: datetime, ctx: Context[GrantFacts, GrantPolicy]) -> None:
    """Refuse a delegate without an active card, and an end past or too far."""
    if ctx.facts.delegate is not CardStatus.ACTIVE:
        raise DELEGATE_UNKNOWN.broken()
    longest = ctx.policy.longest
    if not ctx.now < until <= ctx.now + longest:
        raise TERM_WRONG.broken(days=longest.days)


def term(state: Granted) -> Until[TermPassed]:
    """It holds up to its last moment."""
    return Until(state.until, TermPassed())


def one_each(state: Granted) -> Claim:
    """One grant for each person who is let in."""
    return Claim(f"access-grant:{state.card}:{state.delegate}")


def on_cancelled(signal: CardCancelled) -> HolderGone:
    """The holder's card was cancelled."""
    return HolderGone()


def on_died(signal: PersonDied) -> HolderGone:
    """The holder has died."""
    return HolderGone()


AccessGrant = Granted | Revoked | Ended
AccessGrantCommand = Grant | Extend | Revoke | TermPassed | HolderGone

access_grant: Workflow[AccessGrant, AccessGrantCommand] = Workflow(
    "access-grant",
    Title("查阅授权", "Letting others look", "4.3.7"),
    transitions=(grant, extend, revoke, end),
    effects=(term, one_each),
    reactions=(on_cancelled, on_died),
    sources=(grant_facts,),
    policies=POLICIES,
    version=6,
    upcasters=(
        only_added,  # grants may cover the health record now
        only_added,  # the showing of the code, and sensitive classes
        only_added,  # booking, declaring and paying
        only_added,  # inpatient matters
        only_added,  # triage, referrals, rehabilitation and the family doctor
    ),
)
