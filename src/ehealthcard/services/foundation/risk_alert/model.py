"""What the machine speaks of."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Model, Moment
from ehealthcard.workflow import PRIVATE, Policy, Timeline

Span = Annotated[timedelta, Field(gt=timedelta())]
About = Literal["card", "terminal", "actor"]


class Level(Labelled):
    """How grave it is (风险等级); the colours of public warnings, inferred."""

    RED = "red", "红色（Ⅰ级）", "red (I)"
    ORANGE = "orange", "橙色（Ⅱ级）", "orange (II)"
    YELLOW = "yellow", "黄色（Ⅲ级）", "yellow (III)"
    BLUE = "blue", "蓝色（Ⅳ级）", "blue (IV)"


GRAVE = frozenset({Level.RED, Level.ORANGE})
"""What the desk may contain by itself."""


class Action(Model):
    """What was done (处置记录)."""

    text: Annotated[str, PRIVATE]
    by: str
    at: Moment


class Breach(Model):
    """Personal data leaked, was altered or lost (个人信息安全事件)."""

    kinds: tuple[str, ...] = Field(min_length=1)
    """Which kinds of data, cause and harm: the notice says so (PIPL art. 57)."""

    cause: Annotated[str, PRIVATE]
    harm: Annotated[str, PRIVATE]
    endangers_public: bool
    """State security or the public interest: the authority is told within 24 hours."""

    confirmed_by: str
    confirmed_at: Moment
    tell_by: Moment
    late: bool = False
    """Whether the term has passed without a notice to the authority."""

    authority_told: str | None = None
    """Number of the notice to the authority (报告编号)."""

    persons_told: str | None = None
    """Number of the notice to the persons, or ``None``."""

    exempt_because: str | None = None
    """Why the persons need not be told: no harm can come of it (PIPL art. 57)."""

    @property
    def is_told(self) -> bool:
        """Whether there is a record of everything that the law wants told."""
        persons = self.persons_told or self.exempt_because
        return bool(self.authority_told and persons)


class RiskAlertPolicy(Policy):
    """What changes with places and years; every number is inferred but the 24 hours."""

    red_within: Span = timedelta(minutes=30)
    orange_within: Span = timedelta(hours=2)
    yellow_within: Span = timedelta(hours=8)
    blue_within: Span = timedelta(days=1)
    """How long until somebody must have taken it over, and again until it is done."""

    tell_within: Span = timedelta(hours=24)
    """Until the authority knows of a breach that endangers the public."""

    tell_persons_within: Span = timedelta(days=3)
    """Until the notices of any other breach are out; "without delay" is the law's."""

    superiors: tuple[str, ...] = Field(
        default=("information-security-head", "hospital-director"), min_length=1
    )
    """Who is told of what nobody took over, one after the other."""

    most_records: Annotated[int, Field(ge=1)] = 50
    """How many records an alert names."""

    def within(self, level: Level) -> timedelta:
        """Return the time that a level leaves."""
        return {
            Level.RED: self.red_within,
            Level.ORANGE: self.orange_within,
            Level.YELLOW: self.yellow_within,
            Level.BLUE: self.blue_within,
        }[level]


POLICIES = Timeline(
    (RiskAlertPolicy(name="standard", effective_from=date(2022, 12, 1)),)
)


class RiskWarning(Model):
    """What the owner, a superior or the monitor is told; it names no person."""

    alert: str
    """Digest of rule and whom it is about."""

    rule: str
    about: About
    org: str | None
    level: Level | None
    to: str
    count: int
    at: Moment
    until: Moment | None
