"""Sealing a record in a dispute (病历封存, DSP art. 24).

Patient and institution seal a record together; it is opened by both together, never by
one of them alone. After three years in which nobody has raised a claim it may be
opened without them. While it is sealed, visit records show that it is there and nothing
of what is in it. The institution keeps the sealed original; this machine keeps who
sealed and who opened.

The guide does not describe it; it is this project's own machine for what §4.3.7 needs.
That a raised claim keeps the record sealed until both open it is how art. 24 was read;
its text was seen in a collection of laws, not in print.
"""

from datetime import date

from pydantic import Field

from ehealthcard.models import Model, Moment
from ehealthcard.ports.access import access_facts
from ehealthcard.rules.access import (
    ACCESS_NOT_GRANTED,
    AccessFacts,
    GrantScope,
    resident_grounds,
)
from ehealthcard.rules.calendar import add_months, day_of, end_of
from ehealthcard.rules.encounters import SealStanding
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.signals import RecordSealed
from ehealthcard.workflow import (
    AnyContext,
    Claim,
    Command,
    Context,
    Notice,
    Policy,
    Rule,
    State,
    Timeline,
    Title,
    Until,
    Workflow,
)

AFFAIRS = "medical-affairs"
"""The office of an institution that seals and opens (医务部门)."""

PATIENT_NOT_PRESENT = Rule(
    "PATIENT_NOT_PRESENT",
    "A record is sealed in the presence of the patient or who acts for him.",
    "封存病历须患者或其代理人在场。",
)
SEAL_OTHER_INSTITUTION = Rule(
    "SEAL_OTHER_INSTITUTION",
    "The record is of another institution; its own medical affairs office acts.",
    "该病历属于其他医疗机构，请由该机构医务部门办理。",
)
SIDE_SIGNED = Rule(
    "SEAL_SIDE_SIGNED",
    "This side has signed already; the other one is still missing.",
    "该方已签字，尚缺另一方签字。",
)
SAME_PERSON = Rule(
    "SEAL_SAME_PERSON",
    "One person cannot sign for both sides.",
    "同一人不得代表双方签字。",
)


class SealPolicy(Policy):
    """What changes with places and years."""

    open_after_months: int = Field(default=36, ge=1)
    """Months without a claim after which it opens by itself (DSP art. 24)."""


POLICIES = Timeline((SealPolicy(name="standard", effective_from=date(2022, 12, 1)),))


class SideSigned(Model):
    """A signature for one side."""

    by: str
    at: Moment


class Sealed(SealStanding):
    """Sealed by both (已封存)."""

    card: CardLink
    reason: str
    sealed_by: str
    sealed_at: Moment
    opens_after: Moment
    claimed: bool = False
    """Whether somebody has raised a claim; then it does not open by itself."""

    patient: SideSigned | None = None
    """Who has signed for the patient that it may be opened."""

    institution: SideSigned | None = None


class Opened(State):
    """Open again (已启封)."""

    card: CardLink
    org: str
    record: str
    sealed_at: Moment
    opened_at: Moment
    by_both: bool
    """``False`` where the term had passed without a claim."""


class Seal(Command):
    """Seal it, both being present (封存)."""

    org: str = Field(min_length=1)
    record: str = Field(min_length=1)
    """The number of a record, or of a visit with all that belongs to it."""

    reason: str = Field(min_length=1)
    patient_present: bool
    """Whether the patient or who acts for him is there and has signed."""


class RaiseClaim(Command):
    """Demand a solution of the dispute (提出解决要求)."""


class SignOpening(Command):
    """Agree, for one's side, that it is opened (同意启封)."""


class TermPassed(Notice):
    """Nobody has raised a claim in three years."""


Of = Context[AccessFacts, SealPolicy]


def seal(state: None, command: Seal, ctx: Context[None, SealPolicy]) -> Sealed:
    """The institution's office seals it in the patient's presence."""
    _require_office(ctx, command.org)
    if not command.patient_present:
        raise PATIENT_NOT_PRESENT.broken()
    last = add_months(day_of(ctx.now), ctx.policy.open_after_months)
    return Sealed(
        card=ctx.subject,
        org=command.org,
        record=command.record,
        reason=command.reason,
        sealed_by=ctx.actor.id,
        sealed_at=ctx.now,
        opens_after=end_of(last),
    )


def raise_claim(state: Sealed, command: RaiseClaim, ctx: Of) -> Sealed:
    """Either side demands a solution: it stays sealed until both open it."""
    _side(state, ctx)
    return state.model_copy(update={"claimed": True})


def sign_opening(state: Sealed, command: SignOpening, ctx: Of) -> Sealed | Opened:
    """One side signs, then the other; with both signatures it is open."""
    side = _side(state, ctx)
    if getattr(state, side) is not None:
        raise SIDE_SIGNED.broken()
    first = state.patient or state.institution
    if first is None:
        signed = SideSigned(by=ctx.actor.id, at=ctx.now)
        return state.model_copy(update={side: signed})
    if first.by == ctx.actor.id:
        raise SAME_PERSON.broken()
    return state.to(Opened, opened_at=ctx.now, by_both=True)


def open_by_time(state: Sealed, command: TermPassed, ctx: Context) -> Opened:
    """Three years without a claim."""
    return state.to(Opened, opened_at=ctx.now, by_both=False)


def term(state: Sealed) -> Until[TermPassed] | None:
    """It opens by itself, unless somebody has raised a claim."""
    return None if state.claimed else Until(state.opens_after, TermPassed())


def one_each(state: Sealed) -> Claim:
    """A record is sealed once at a time."""
    return Claim(f"record-seal:{state.org}:{state.record}")


def close_answers(state: Sealed) -> RecordSealed:
    """Answers that somebody holds just now are wiped."""
    return RecordSealed(card=state.card)


def _side(state: Sealed, ctx: Of) -> str:
    """Return for which side the actor acts."""
    if AFFAIRS in ctx.actor.roles:
        _require_office(ctx, state.org)
        return "institution"
    scope = GrantScope.RECORDS
    if resident_grounds(ctx.actor, ctx.subject, ctx.facts, scope, ctx.now) is None:
        raise ACCESS_NOT_GRANTED.broken()
    return "patient"


def _require_office(ctx: AnyContext, org: str) -> None:
    ctx.require(AFFAIRS)
    if ctx.actor.org != org:
        raise SEAL_OTHER_INSTITUTION.broken()


RecordSeal = Sealed | Opened
RecordSealCommand = Seal | RaiseClaim | SignOpening | TermPassed

record_seal: Workflow[RecordSeal, RecordSealCommand] = Workflow(
    "record-seal",
    Title("病历封存", "Sealed records", "4.3.7"),
    transitions=(seal, raise_claim, sign_opening, open_by_time),
    effects=(term, one_each, close_answers),
    sources=(access_facts,),
    policies=POLICIES,
)
