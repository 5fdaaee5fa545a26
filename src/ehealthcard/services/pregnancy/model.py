"""What the service speaks of."""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import Day, Model, Moment
from ehealthcard.rules.maternal.forms import AntenatalForm, PostpartumForm, WatchForm
from ehealthcard.rules.maternal.newborn import Newborn
from ehealthcard.rules.schedule import Gestation, Visit
from ehealthcard.workflow import PRIVATE


class AntenatalSeen(Model):
    """A visit before the birth, as it was written down (产前随访)."""

    on: Day
    visit: Visit | None
    """Which of the five; ``None`` for one besides them."""

    gestation: Annotated[Gestation, PRIVATE]
    form: Annotated[AntenatalForm, PRIVATE]
    by: str


class Watched(Model):
    """What she found herself (自我监测)."""

    at: Moment
    form: Annotated[WatchForm, PRIVATE]


class PostpartumSeen(Model):
    """A visit at home behind the birth (产后访视)."""

    on: Day
    form: Annotated[PostpartumForm, PRIVATE]
    by: str


class Delivery(Model):
    """The birth (分娩)."""

    on: Day
    gestation: Annotated[Gestation, PRIVATE]
    org: str
    """Where."""

    children: Annotated[tuple[Newborn, ...], Field(min_length=1, max_length=8), PRIVATE]


class MotherDischarged(Model):
    """What the institution at home is told: mother and child come home."""

    card: str
    org: str
    discharged_on: Day
    visit_by: Day
    """The last day of the home visit (出院后一周内)."""

    newborns: int
    """Children who are alive."""

    at_risk: int
    """How many of them are newborns at risk, who are seen more often."""


class BirthUnknown(Model):
    """The child should have been born; the institution asks (追踪分娩结局)."""

    card: str
    org: str
    due_on: Day
