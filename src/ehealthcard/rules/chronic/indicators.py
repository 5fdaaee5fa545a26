"""How well a place cares (考核指标): managed as it should be, and under control.

The two rates of the specification were recalled: managed by the rules of all who are
managed, and controlled at the last visit of the year of all who are managed. Whoever
was not seen in the year counts as not controlled. Nothing is refused by them.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from ehealthcard.models import Day, Model
from ehealthcard.workflow import PRIVATE

from .codes import VisitMode

VISITS_A_YEAR = 4
"""Face to face (HTN-3, DM-11)."""

FACE_TO_FACE = (VisitMode.CLINIC, VisitMode.HOME)


class VisitNote(Model):
    """A visit, as far as it is counted."""

    on: Day
    mode: VisitMode
    satisfied: Annotated[bool, PRIVATE]


Visits = tuple[VisitNote, ...]


def in_year(visits: Visits, year: int) -> Visits:
    """Return the visits of a calendar year, oldest first."""
    return tuple(sorted((v for v in visits if v.on.year == year), key=_day))


def face_to_face(visits: Visits, year: int) -> int:
    """Return how many visits of the year were face to face (面对面随访)."""
    return sum(v.mode in FACE_TO_FACE for v in in_year(visits, year))


def is_managed(visits: Visits, year: int) -> bool:
    """Whether there were four such visits (规范管理)."""
    return face_to_face(visits, year) >= VISITS_A_YEAR


def is_controlled(visits: Visits, year: int) -> bool:
    """Whether the last visit of the year was below the target (达标)."""
    found = in_year(visits, year)
    return bool(found) and found[-1].satisfied


def managed_rate(patients: Iterable[Visits], year: int) -> Decimal | None:
    """Return the per cent managed by the rules; ``None`` of nobody (规范管理率)."""
    return _rate([is_managed(p, year) for p in patients])


def control_rate(patients: Iterable[Visits], year: int) -> Decimal | None:
    """Return the per cent under control (控制率); ``None`` of nobody."""
    return _rate([is_controlled(p, year) for p in patients])


def _rate(held: list[bool]) -> Decimal | None:
    if not held:
        return None
    share = Decimal(100 * sum(held)) / len(held)
    return share.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _day(visit: VisitNote) -> str:
    return visit.on.isoformat()
