"""Windows and thresholds of the risk rules, as data (风险策略)."""

from datetime import time, timedelta
from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.models import Model

Count = Annotated[int, Field(ge=1)]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class RiskPolicy(Model):
    """From when on something is a risk; every number is inferred and may be changed."""

    replay_grace: timedelta = MINUTE
    """How long the same code at the same terminal is a slip of the hand."""

    travel_speed: Annotated[float, Field(gt=0)] = 200.0
    """Kilometres an hour that nobody travels."""

    travel_distance: Annotated[float, Field(ge=0)] = 5.0
    """Kilometres below which nobody looks."""

    cards_span: timedelta = 5 * MINUTE
    cards_at_desk: Count = 20
    """So many different cards at a window, kiosk or desk are still usual."""

    cards_at_gate: Count = 150
    accounts_span: timedelta = DAY
    cards_of_account: Count = 6
    """So many different cards on one account are still a family."""

    failed_span: timedelta = 5 * MINUTE
    failed: Count = 10
    closed_span: timedelta = HOUR
    closed_grace: timedelta = 15 * MINUTE
    closed: Count = 3
    looks_span: timedelta = HOUR
    looks: Count = 30
    """So many strangers' records in the span are still usual."""

    known_for: timedelta = 12 * HOUR
    """How long after a scan its holder is known at an institution."""

    registrations_span: timedelta = 10 * MINUTE
    registrations: Count = 8
    quiet: timedelta = 10 * MINUTE
    """How long at least a rule is quiet about somebody whom it has found."""

    most_keys: Count = 300_000
    """How many holders, terminals or actors a table remembers."""


class Site(Model):
    """Where an institution lies (机构位置)."""

    org: str
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class Hours(Model):
    """When a place is open (开放时间); places that are not named are always open.

    A place that rests at noon has two.
    """

    org: str
    place: str | None = None
    """``None``: the whole institution, apart from places with hours of their own."""

    opens: time
    closes: time
    """Before *opens*: on the next day. The same as *opens*: it never closes."""


class Watched(Model):
    """Somebody whose records tempt (重点保护对象)."""

    subject: str
    why: Literal["colleague", "famous"]


class Surroundings(Model):
    """What the rules know of the world (环境数据)."""

    sites: tuple[Site, ...] = ()
    hours: tuple[Hours, ...] = ()
    watched: tuple[Watched, ...] = ()
