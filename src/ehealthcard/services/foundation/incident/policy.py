"""Clocks of the law, as data (法定时限).

What stands in the project's notes of the law is cited; the rest is recalled and says
so: read the original before you rely on it. A duty of a hospital's own is one more row.
"""

from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import Field

from ehealthcard.models import Model
from ehealthcard.workflow import Policy, Timeline

from .model import Addressee, Condition, Duty, Grade, IncidentFacts, Stage

Span = Annotated[timedelta, Field(gt=timedelta())]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERY = tuple(Grade)
LARGER_UP = (Grade.LARGER, Grade.MAJOR, Grade.EXTREME)


class DutyRule(Model):
    """Who must be told of which incidents, and by when."""

    to: Addressee
    stage: Stage = Stage.FIRST
    grades: tuple[Grade, ...] = EVERY
    when: tuple[Condition, ...] = ()
    """All of them must hold; none: always."""

    within: Span
    """Of a first notice from the moment it was known, of a summary from its end."""

    source: str

    def concerns(self, grade: Grade, facts: IncidentFacts) -> bool:
        """Return whether it holds of such an incident."""
        return grade in self.grades and set(self.when) <= facts.conditions


class Threshold(Model):
    """From how many persons on an incident is at least so grave."""

    persons: Annotated[int, Field(ge=1)]
    grade: Grade


class IncidentPolicy(Policy):
    """What changes with places and years."""

    duties: tuple[DutyRule, ...] = Field(min_length=1)
    thresholds: tuple[Threshold, ...] = ()
    assess_within: Span = timedelta(minutes=30)
    """Until somebody must have said how grave it is; inferred: half of the shortest
    clock that begins before that."""

    superiors: tuple[str, ...] = Field(
        default=("information-security-head", "hospital-director"), min_length=1
    )
    """Who is told of what is overdue, one after the other; the last one again."""

    def least(self, facts: IncidentFacts) -> Grade:
        """Return how grave such an incident is at least."""
        reached = [t.grade for t in self.thresholds if facts.persons >= t.persons]
        return max(reached, key=lambda g: g.rank, default=Grade.ORDINARY)

    def duties_of(
        self, grade: Grade, facts: IncidentFacts, stage: Stage, since: datetime
    ) -> tuple[Duty, ...]:
        """Return who must be told by when; the first clock for each counts."""
        found: dict[Addressee, Duty] = {}
        for rule in self.duties:
            if rule.stage is not stage or not rule.concerns(grade, facts):
                continue
            due, known = since + rule.within, found.get(rule.to)
            if known is None or due < known.due:
                found[rule.to] = Duty(
                    to=rule.to, stage=stage, due=due, source=rule.source
                )
        return tuple(found.values())


_A, _C = Addressee, Condition
PIPL = (
    DutyRule(
        to=_A.HEALTH,
        when=(_C.PERSONAL_DATA,),
        within=DAY,
        source="PIPL art. 57: at once; a day is inferred",
    ),
    DutyRule(
        to=_A.PERSONS,
        when=(_C.PERSONAL_DATA,),
        within=3 * DAY,
        source="PIPL art. 57: at once; three days are inferred",
    ),
)
REGULATION = (
    DutyRule(
        to=_A.HEALTH,
        when=(_C.ENDANGERS_PUBLIC,),
        within=DAY,
        source="Network data security regulation art. 10: 24 hours",
    ),
)
MEASURES = (
    DutyRule(
        to=_A.PROTECTION,
        grades=LARGER_UP,
        when=(_C.CRITICAL,),
        within=HOUR,
        source="Incident reporting measures 2025: 1 hour, recalled",
    ),
    DutyRule(
        to=_A.POLICE,
        grades=LARGER_UP,
        when=(_C.CRITICAL,),
        within=HOUR,
        source="Incident reporting measures 2025: 1 hour, recalled",
    ),
    DutyRule(
        to=_A.CYBERSPACE,
        grades=LARGER_UP,
        when=(_C.NOT_CRITICAL,),
        within=4 * HOUR,
        source="Incident reporting measures 2025: 4 hours, recalled",
    ),
    DutyRule(
        to=_A.POLICE,
        when=(_C.CRIME,),
        within=4 * HOUR,
        source="Incident reporting measures 2025, recalled; 4 hours are inferred",
    ),
    DutyRule(
        to=_A.CYBERSPACE,
        stage=Stage.SUMMARY,
        grades=LARGER_UP,
        when=(_C.NOT_CRITICAL,),
        within=30 * DAY,
        source="Incident reporting measures 2025: 30 days, recalled",
    ),
    DutyRule(
        to=_A.PROTECTION,
        stage=Stage.SUMMARY,
        grades=LARGER_UP,
        when=(_C.CRITICAL,),
        within=30 * DAY,
        source="Incident reporting measures 2025: 30 days, recalled",
    ),
)
THRESHOLDS = (
    Threshold(persons=1_000_000, grade=Grade.LARGER),
    Threshold(persons=10_000_000, grade=Grade.MAJOR),
    Threshold(persons=100_000_000, grade=Grade.EXTREME),
)
"""Of the measures' guide to grading, recalled."""

POLICIES = Timeline(
    (
        IncidentPolicy(
            name="pipl",
            effective_from=date(2021, 11, 1),
            effective_to=date(2024, 12, 31),
            duties=PIPL,
        ),
        IncidentPolicy(
            name="regulation-2025",
            effective_from=date(2025, 1, 1),
            effective_to=date(2025, 10, 31),
            duties=(*PIPL, *REGULATION),
        ),
        IncidentPolicy(
            name="measures-2025",
            effective_from=date(2025, 11, 1),
            duties=(*PIPL, *REGULATION, *MEASURES),
            thresholds=THRESHOLDS,
        ),
    )
)
