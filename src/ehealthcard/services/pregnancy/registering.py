"""Somebody expecting is taken into care, lost, and found again (建册、失访)."""

from datetime import timedelta
from typing import TypeVar

from ehealthcard.codesets import Sex
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.maternal.following import lost_plan, tried, turned
from ehealthcard.rules.maternal.indicators import MotherNote
from ehealthcard.rules.maternal.policy import MaternalPolicy
from ehealthcard.rules.maternal.standing import (
    MaternalFacts,
    require_consent,
    require_staff,
)
from ehealthcard.rules.schedule import VisitStatus, antenatal, planned
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .commands import DayCame, NoteNoContact, Register, Resume
from .planning import is_high, with_overdue
from .rules import LMP_IMPLAUSIBLE, PREGNANCY_OPEN, PREGNANCY_SEX
from .states import (
    Delivered,
    HighRisk,
    Lost,
    Managed,
    Mother,
    Postpartum,
    Referred,
    Registered,
)

Of = Context[MaternalFacts, MaternalPolicy]
By = Context[None, MaternalPolicy]
E = TypeVar("E", Registered, Managed, HighRisk)
B = TypeVar("B", Delivered, Postpartum, Referred)


def register(state: None, command: Register, ctx: Of) -> Registered:
    """Handbook and plan: five visits before the birth; earlier windows are missed."""
    require_staff(ctx, command.org)
    facts, today = ctx.facts, day_of(ctx.now)
    require_active(facts.status)
    require_consent(facts.age, by_guardian=command.by_guardian)
    if facts.sex is Sex.MALE:
        raise PREGNANCY_SEX.broken()
    if facts.expecting:
        raise PREGNANCY_OPEN.broken()
    birth_by = command.lmp + timedelta(days=ctx.policy.overdue_days)
    if not command.lmp <= today <= birth_by:
        raise LMP_IMPLAUSIBLE.broken()
    booked = Registered(
        card=ctx.subject,
        org=command.org,
        org_name=command.org_name,
        consent=Signature(version=command.consent, accepted_at=ctx.now),
        plan=planned(antenatal(command.lmp)),
        note=MotherNote(lmp=command.lmp, booked_on=today),
        handbook=command.handbook,
        birth_by=birth_by,
    )
    return turned(booked, ctx.now)


def pass_time(state: E, command: DayCame, ctx: By) -> E:
    """A window opens or ends, a referral or a birth has been waited for too long."""
    return with_overdue(turned(state, ctx.now), ctx.now)


def pass_time_after(state: B, command: DayCame, ctx: By) -> B:
    """The same behind the birth."""
    return turned(state, ctx.now)


def fail_contact(
    state: Registered, command: NoteNoContact, ctx: By
) -> Registered | Lost:
    """The third contact in vain makes her lost."""
    return tried(state, ctx, ctx.policy) or _lost(state, ctx)


def fail_contact_managed(
    state: Managed, command: NoteNoContact, ctx: By
) -> Managed | Lost:
    """The same for somebody who was seen."""
    return tried(state, ctx, ctx.policy) or _lost(state, ctx)


def fail_contact_high(
    state: HighRisk, command: NoteNoContact, ctx: By
) -> HighRisk | Lost:
    """The same for somebody at high risk."""
    return tried(state, ctx, ctx.policy) or _lost(state, ctx)


def fail_contact_after(
    state: Postpartum, command: NoteNoContact, ctx: By
) -> Postpartum | Lost:
    """The same behind the birth."""
    return tried(state, ctx, ctx.policy) or _lost(state, ctx)


def resume(
    state: Lost, command: Resume, ctx: By
) -> Registered | Managed | HighRisk | Postpartum:
    """She was found again; windows that ended meanwhile were lost."""
    require_staff(ctx, state.org)
    found = turned(state, ctx.now, VisitStatus.LOST)
    found = found.model_copy(update={"extra_due": None})
    if found.delivery is not None:
        return found.to(Postpartum, contacts=0)
    found = with_overdue(found, ctx.now)
    if found.antenatal is None:
        return found.to(Registered, contacts=0)
    if is_high(found.colours, ctx.policy):
        return found.to(HighRisk, contacts=0)
    return found.to(Managed, contacts=0)


def _lost(state: Mother, ctx: By) -> Lost:
    return state.to(Lost, plan=lost_plan(state), lost_at=ctx.now)
