"""What a recommended department has to offer: doctors with free slots, articles."""

from datetime import date, datetime

from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import Scheduling, Slot, SlotOffer, SlotStanding, VisitKind
from ehealthcard.rules.guidance import Department, GuidanceKnowledge, covers

from .model import ArticleOffer, Choice, DoctorOffer


def choice_of(
    scheduling: Scheduling | None,
    *,
    org: str,
    department: Department,
    days: tuple[date, date],
    now: datetime,
    most: int,
) -> Choice:
    """Return the doctors of *department* who have free slots, the soonest first."""
    named = Choice(department=department.code, name=department.name)
    if scheduling is None:
        return named.model_copy(update={"is_silent": True})
    try:
        offers = scheduling.slots(
            org=org, department=department.code, first=days[0], last=days[1]
        )
    except OutsideUnavailableError:
        return named.model_copy(update={"is_silent": True})
    return named.model_copy(update={"doctors": tuple(_doctors(offers, now))[:most]})


def articles_for(
    base: GuidanceKnowledge, department: str, symptoms: tuple[str, ...], most: int
) -> tuple[ArticleOffer, ...]:
    """Return articles of a department, those on a symptom that is there first."""
    fitting = [
        a for a in base.articles if any(covers(c, department) for c in a.departments)
    ]
    fitting.sort(key=lambda a: not set(a.symptoms) & set(symptoms))
    return tuple(ArticleOffer(id=a.id, title=a.title) for a in fitting[:most])


def _doctors(offers: list[SlotOffer], now: datetime) -> list[DoctorOffer]:
    free: dict[str, list[Slot]] = {}
    for offer in offers:
        slot = offer.slot
        is_free = offer.standing is SlotStanding.FREE and slot.starts_at > now
        is_visit = slot.kind is VisitKind.REGISTRATION and not slot.for_referral
        if is_free and is_visit and slot.doctor:
            free.setdefault(slot.doctor, []).append(slot)
    found = [_offer(sorted(s, key=lambda s: s.starts_at)) for s in free.values()]
    return sorted(found, key=lambda d: (d.starts_at, d.doctor))


def _offer(slots: list[Slot]) -> DoctorOffer:
    first = slots[0]
    return DoctorOffer(
        doctor=first.doctor or "",
        title=first.title,
        is_expert=first.is_expert,
        slot=first.id,
        starts_at=first.starts_at,
        free=len(slots),
    )
