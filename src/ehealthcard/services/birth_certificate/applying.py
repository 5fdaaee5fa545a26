"""How a certificate is asked for, and what has to be proved."""

from datetime import timedelta
from typing import Any, TypeVar

import attrs

from ehealthcard.identity import CardStatus
from ehealthcard.rules.birth.evidence import Circumstances, required
from ehealthcard.rules.birth.newborn import Newborn, Place, implausible
from ehealthcard.rules.birth.windows import FIRST_BIRTH
from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .checks import (
    By,
    capacity_of,
    require_party,
    require_spelling,
    without,
)
from .commands import Apply, Correct, EvidenceTimePassed, Match, Supplement, Withdraw
from .model import Capacity
from .rules import (
    CLERK_TRANSCRIBES,
    DELIVERY_UNKNOWN,
    IMPLAUSIBLE,
    MOTHER_IN_PERSON,
    NOT_BORN_YET,
    NOT_LIVE_BORN,
    OTHER_INSTITUTION,
    TOO_EARLY,
)
from .states import (
    Approved,
    Asked,
    Checked,
    Closed,
    NeedEvidence,
    Submitted,
    UnderReview,
    Withdrawn,
)

S = TypeVar("S", Submitted, NeedEvidence, UnderReview)


@attrs.frozen
class Birth:
    """A birth, from the record or from a clerk."""

    newborn: Newborn
    place: Place
    midwife: str
    matched: bool
    vouched: bool


def apply(
    state: None, command: Apply, ctx: By
) -> Submitted | NeedEvidence | UnderReview:
    """The mother, or who acts for her, asks for one child's certificate."""
    capacity = capacity_of(ctx, command)
    _require_card(ctx, capacity)
    if command.name is not None:
        require_spelling(command.name, command.mother, command.father)
    if (
        ctx.policy.no_father_in_person
        and command.father is None
        and capacity is Capacity.AGENT
    ):
        raise MOTHER_IN_PERSON.broken()
    submitted = Submitted(
        card=ctx.subject,
        org=command.org,
        org_name=command.org_name,
        delivery=command.delivery,
        child=command.child,
        name=command.name,
        mother=command.mother,
        father=command.father,
        papers=command.papers,
        capacity=capacity,
        agent=command.agent,
        consent=Signature(version=command.consent, accepted_at=ctx.now),
        applied_by=ctx.actor.id,
        applied_at=ctx.now,
    )
    birth = _recorded(submitted, ctx) or _stated(command, ctx)
    if birth is not None:
        return _judged(submitted, birth, ctx)
    if command.delivery is None or not ctx.facts.silent:
        raise DELIVERY_UNKNOWN.broken()
    return submitted


def match(state: Submitted, command: Match, ctx: By) -> NeedEvidence | UnderReview:
    """The delivery record is read: who the mother is, or what must be proved."""
    require_party(ctx, state.org)
    birth = _recorded(state, ctx)
    if birth is None:
        raise DELIVERY_UNKNOWN.broken()
    return _judged(state, birth, ctx)


def supplement(
    state: NeedEvidence, command: Supplement, ctx: Context
) -> NeedEvidence | UnderReview:
    """What was missing is shown, or a part of it."""
    require_party(ctx, state.org)
    papers = (*state.papers, *command.papers)
    if without(state.needs, papers):
        return state.to(NeedEvidence, papers=papers)
    return state.to(UnderReview, papers=papers)


def lapse(state: NeedEvidence, command: EvidenceTimePassed, ctx: Context) -> Closed:
    """Nothing came in time; somebody may apply anew."""
    return Closed(card=ctx.subject, org=state.org, closed_at=ctx.now)


def correct(state: S, command: Correct, ctx: Context) -> S:
    """Name or parents are put right, or the name is added."""
    return state.to(type(state), **_corrections(state, command, ctx))


def take_up_again(
    state: Checked | Approved, command: Correct, ctx: Context
) -> UnderReview:
    """What was found right already is changed, and looked at anew."""
    return state.to(UnderReview, **_corrections(state, command, ctx))


def withdraw(
    state: Submitted | NeedEvidence | UnderReview | Checked | Approved,
    command: Withdraw,
    ctx: Context,
) -> Withdrawn:
    """Who applied takes it back; what was said is erased (PIPL art. 15, 47)."""
    require_party(ctx, state.org)
    return Withdrawn(card=ctx.subject, org=state.org, withdrawn_at=ctx.now)


def _require_card(ctx: By, capacity: Capacity) -> None:
    """Refuse a card that is not active, except a dead mother's."""
    died = capacity is Capacity.FATHER and ctx.facts.status is CardStatus.CANCELLED
    if not died:
        require_active(ctx.facts.status)


def _recorded(asked: Submitted, ctx: By) -> Birth | None:
    record = ctx.facts.record
    if record is None:
        return None
    children = [c for c in record.newborns if c.order == asked.child]
    if not children:
        raise DELIVERY_UNKNOWN.broken()
    return Birth(
        children[0], record.place, record.midwife, ctx.facts.matched, vouched=False
    )


def _stated(command: Apply, ctx: By) -> Birth | None:
    stated = command.stated
    if stated is None:
        return None
    if ctx.actor.holder is not None:
        raise CLERK_TRANSCRIBES.broken()
    if stated.newborn.order != command.child:
        raise DELIVERY_UNKNOWN.broken()
    return Birth(
        stated.newborn, stated.place, stated.midwife, matched=False, vouched=True
    )


def _judged(asked: Submitted, birth: Birth, ctx: By) -> NeedEvidence | UnderReview:
    """Return what follows from a birth: all that is asked for, or a review."""
    _require_right(asked, birth, ctx)
    seen = Circumstances(
        place=birth.place,
        matched=birth.matched,
        vouched=birth.vouched,
        father=asked.father is not None,
        mother_died=asked.capacity is Capacity.FATHER,
    )
    born_on = day_of(birth.newborn.born_at)
    needs = required(seen, ctx.policy.lateness(born_on, day_of(asked.applied_at)))
    known = {
        "newborn": birth.newborn,
        "place": birth.place,
        "midwife": birth.midwife,
        "matched": birth.matched,
        "needs": needs,
    }
    if not without(needs, asked.papers):
        return asked.to(UnderReview, **known)
    days = timedelta(days=ctx.policy.supplement_days)
    until = end_of(day_of(ctx.now) + days)
    return asked.to(NeedEvidence, **known, until=until)


def _require_right(asked: Asked, birth: Birth, ctx: By) -> None:
    child = birth.newborn
    if not child.live:
        raise NOT_LIVE_BORN.broken()
    if child.born_at > ctx.now:
        raise NOT_BORN_YET.broken()
    if day_of(child.born_at) < FIRST_BIRTH:
        raise TOO_EARLY.broken()
    if wrong := implausible(child, ctx.policy.bounds):
        raise IMPLAUSIBLE.broken(fields=", ".join(wrong))
    homes = ctx.policy.home_institutions
    at_home = birth.place in (Place.HOME, Place.OTHER)
    if at_home and homes and asked.org not in homes:
        raise OTHER_INSTITUTION.broken()


def _corrections(state: Asked, command: Correct, ctx: Context) -> dict[str, Any]:
    """Return the fields that change; the father stays named once he is."""
    require_party(ctx, state.org)
    name = command.name or state.name
    mother, father = command.mother or state.mother, command.father or state.father
    if name is not None:
        require_spelling(name, mother, father)
    return {"name": name, "mother": mother, "father": father}
