"""A child is taken into care, lost, and found again (建档、失访)."""

from datetime import date, timedelta
from typing import TypeVar

from ehealthcard.errors import CardNotFoundError
from ehealthcard.rules.calendar import day_of, start_of
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.maternal.child_codes import Frailty
from ehealthcard.rules.maternal.following import lost_plan, tried, turned
from ehealthcard.rules.maternal.newborn import newborn_risks
from ehealthcard.rules.maternal.policy import MaternalPolicy
from ehealthcard.rules.maternal.standing import (
    CLINICIANS,
    ChildFacts,
    require_next,
    require_staff,
)
from ehealthcard.rules.schedule import (
    Plan,
    Visit,
    VisitStatus,
    child_visits,
    planned,
    school_age,
)
from ehealthcard.rules.schedule.plan import marked
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .commands import (
    BirthCertified,
    DayCame,
    Decline,
    Enrol,
    HolderDied,
    NoteNoContact,
    Resume,
    SchoolAgeCame,
)
from .ending import MOMENT
from .model import FrailCare, Unwanted
from .rules import CHILD_ENROLLED, CHILD_PROPOSED, CHILD_TOO_OLD, DAY_BEFORE_BIRTH
from .states import (
    Child,
    Enrolled,
    Frail,
    Lost,
    NotEnrolled,
    Proposed,
    Recovered,
    Referred,
)

Of = Context[ChildFacts, MaternalPolicy]
By = Context[None, MaternalPolicy]
ASK_WITHIN = timedelta(days=7)
"""A newborn is seen at home within a week; ours, as the day of discharge is unknown."""

A = TypeVar("A", Enrolled, Frail, Recovered, Referred)


def enrol(state: None, command: Enrol, ctx: Of) -> Enrolled | Frail:
    """Thirteen visits are planned; a newborn at risk is seen more often."""
    if ctx.facts.proposed:
        raise CHILD_PROPOSED.broken()
    return _enrolled(command, ctx)


def take_up(state: Proposed, command: Enrol, ctx: Of) -> Enrolled | Frail:
    """The guardian of a certified child has agreed; the same."""
    return _enrolled(command, ctx)


def propose(state: None, command: BirthCertified, ctx: By) -> Proposed:
    """Staff ask the family within a week; nobody is enrolled without a guardian."""
    return Proposed(
        card=ctx.subject,
        birth=command.born_on,
        certified_by=command.org,
        certified_by_name=command.org_name,
        enrol_by=start_of(day_of(ctx.now) + ASK_WITHIN + timedelta(days=1)) - MOMENT,
        closes_at=start_of(school_age(command.born_on)) - MOMENT,
    )


def call_in(state: Proposed, command: DayCame, ctx: By) -> Proposed:
    """Nobody has asked the family for a week; it stands out in the list."""
    return state.model_copy(update={"overdue": True})


def decline(state: Proposed, command: Decline, ctx: By) -> NotEnrolled:
    """The guardian does not want it (PIPL art. 29: a consent of its own)."""
    ctx.require(*CLINICIANS)
    return state.to(NotEnrolled, why=Unwanted.DECLINED, ended_at=ctx.now)


def outgrow(state: Proposed, command: SchoolAgeCame, ctx: By) -> NotEnrolled:
    """It is of school age and was never enrolled."""
    return state.to(NotEnrolled, why=Unwanted.TOO_OLD, ended_at=ctx.now)


def drop(state: Proposed, command: HolderDied, ctx: Context) -> NotEnrolled:
    """The child has died before."""
    return state.to(NotEnrolled, why=Unwanted.DIED, ended_at=ctx.now)


def _enrolled(command: Enrol, ctx: Of) -> Enrolled | Frail:
    require_staff(ctx, command.org)
    require_active(ctx.facts.status)
    if ctx.facts.enrolled:
        raise CHILD_ENROLLED.broken()
    birth, today = ctx.facts.birth, day_of(ctx.now)
    if birth is None:
        raise CardNotFoundError
    if today >= school_age(birth):
        raise CHILD_TOO_OLD.broken()
    risky = bool(newborn_risks(command.newborn))
    require_next(command.next_on, today, ctx.now, needed=risky)
    child = Child(
        card=ctx.subject,
        org=command.org,
        org_name=command.org_name,
        consent=Signature(version=command.consent, accepted_at=ctx.now),
        plan=_plan(command, birth, today),
        birth=birth,
        newborn=command.newborn,
        last_seen=command.visited_on,
        next_on=command.next_on,
        closes_at=start_of(school_age(birth)) - MOMENT,
    )
    child = turned(child, ctx.now)
    if risky:
        care = FrailCare(why=(Frailty.NEWBORN,), since=today)
        return child.to(Frail, frail=care)
    return child.to(Enrolled)


def pass_time(state: A, command: DayCame, ctx: By) -> A:
    """A window opens or ends, or a referral has been waited for too long."""
    return turned(state, ctx.now)


def fail_contact(state: Enrolled, command: NoteNoContact, ctx: By) -> Enrolled | Lost:
    """The third contact in vain makes a child lost."""
    return tried(state, ctx, ctx.policy) or _lost(state, ctx)


def fail_contact_frail(state: Frail, command: NoteNoContact, ctx: By) -> Frail | Lost:
    """The same for a frail child."""
    return tried(state, ctx, ctx.policy) or _lost(state, ctx)


def fail_contact_recovered(
    state: Recovered, command: NoteNoContact, ctx: By
) -> Recovered | Lost:
    """The same for a child that was frail."""
    return tried(state, ctx, ctx.policy) or _lost(state, ctx)


def fail_contact_referred(
    state: Referred, command: NoteNoContact, ctx: By
) -> Referred | Lost:
    """The same for a child that was referred."""
    return tried(state, ctx, ctx.policy) or _lost(state, ctx)


def resume(
    state: Lost, command: Resume, ctx: By
) -> Enrolled | Frail | Recovered | Referred:
    """It was found again; windows that ended meanwhile were lost."""
    require_staff(ctx, state.org)
    found = turned(state, ctx.now, VisitStatus.LOST)
    found = found.model_copy(update={"contacts": 0, "extra_due": None})
    if found.referral and found.referral.is_open:
        return found.to(Referred)
    return settled(found)


def settled(child: Child) -> Enrolled | Frail | Recovered:
    """Return where a child belongs that is not away."""
    if child.frail is None:
        return child.to(Enrolled)
    if child.frail.recovered_on is None:
        return child.to(Frail)
    return child.to(Recovered)


def _plan(command: Enrol, birth: date, today: date) -> Plan:
    for day in (command.discharged_on, command.visited_on):
        if day is not None and not birth <= day <= today:
            raise DAY_BEFORE_BIRTH.broken()
    plan = planned(child_visits(birth, command.discharged_on))
    if command.visited_on is None:
        return plan
    return marked(plan, Visit.NEWBORN_HOME, command.visited_on)


def _lost(state: Child, ctx: By) -> Lost:
    return state.to(Lost, plan=lost_plan(state), lost_at=ctx.now)
