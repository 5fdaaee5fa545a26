"""What the service speaks of."""

from datetime import date

from pydantic import Field

from ehealthcard.models import Model, Moment
from ehealthcard.rules.access import Access
from ehealthcard.rules.calendar import add_months
from ehealthcard.rules.health_records.base import Residency
from ehealthcard.rules.health_records.code import RecordNumber
from ehealthcard.rules.regions import NATION, Region
from ehealthcard.workflow import Policy, Timeline


class RecordPolicy(Policy):
    """What changes with places and years."""

    region: Region = NATION
    """The area whose residents get records here; wider areas end in zeros."""

    resident_months: int = Field(default=6, ge=0)
    """How long somebody has lived there (EHR17), registered there or not."""

    move_days: int = Field(default=30, ge=1)
    """Days in which the receiving institution answers, closed; inferred."""

    keep_years: int = Field(default=15, ge=1)
    """Years for which a cancelled record is kept, as outpatients' records are (MR-13);
    that the same term holds is recalled."""

    def settled(self, residency: Residency, day: date) -> bool:
        """Whether somebody has lived there long enough on *day*, the last included."""
        return add_months(residency.since, self.resident_months) <= day


POLICIES = Timeline((RecordPolicy(name="standard", effective_from=date(2022, 12, 1)),))


class Reading(Model):
    """One look at a record, and how far it went (调阅记录)."""

    access: Access
    sensitive: bool
    """Whether what is especially sensitive was shown, too."""


class Move(Model):
    """Where a record is to go (迁移申请)."""

    to: str
    """The institution."""

    to_name: str
    reason: str
    asked_by: str
    asked_at: Moment


class MoveRefused(Model):
    """A move that came to nothing (迁移退回)."""

    to: str
    reason: str | None
    """``None`` where nobody answered in time."""

    at: Moment


class MoveReturned(Model):
    """What the keeper is told of a move that came to nothing."""

    card: str
    file: str
    org: str
    refused: MoveRefused


class MoveWanted(Model):
    """What the receiving institution is told: who comes, nothing of the contents."""

    card: str
    file: str
    number: RecordNumber
    org: str
    to: str
    answer_by: Moment


class NumberGiven(Model):
    """What the HIS of the keeper is told of a record that it keeps from now on."""

    card: str
    file: str
    number: RecordNumber
    org: str
