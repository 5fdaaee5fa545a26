"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import Day
from ehealthcard.rules.maternal.child_codes import Frailty
from ehealthcard.rules.maternal.child_forms import ChildForm
from ehealthcard.rules.maternal.codes import ReferralOutcome
from ehealthcard.rules.maternal.newborn import Newborn
from ehealthcard.workflow import PRIVATE, Command, Notice


class Enrol(Command):
    """Take a child into care (建立儿童健康档案)."""

    org: str = Field(min_length=1, max_length=22)
    org_name: str = Field(min_length=1, max_length=40)
    consent: str = Field(min_length=1)
    """Version of the text that the guardian has agreed to (监护人知情同意)."""

    newborn: Annotated[Newborn, PRIVATE] = Newborn()
    discharged_on: Day | None = None
    """When it came home; the day of birth if that is not known."""

    visited_on: Day | None = None
    """When it was seen at home before it had a card of its own."""

    next_on: Day | None = None
    """The next visit; required for a newborn at risk."""


class Decline(Command):
    """Say that the guardian does not want it (监护人不同意建档)."""


class Record(Command):
    """Write a visit down (登记儿童健康检查)."""

    form: Annotated[ChildForm, PRIVATE]


class MarkFrail(Command):
    """See a child more often (纳入体弱儿管理)."""

    why: Annotated[tuple[Frailty, ...], Field(min_length=1), PRIVATE]
    next_on: Day


class MarkRecovered(Command):
    """Say that a child is frail no longer (体弱儿转归)."""


class NoteReferral(Command):
    """Say what became of a referral (登记转诊结果)."""

    outcome: Annotated[ReferralOutcome, PRIVATE]


class NoteNoContact(Command):
    """Say that the family could not be reached (未联系上)."""


class Resume(Command):
    """Go on with a child that was found again (重新联系上)."""


class MoveOut(Command):
    """Say that another institution looks after the child (迁出)."""

    to_org: str | None = Field(default=None, min_length=1, max_length=22)


class NoteDeath(Command):
    """Say that the child has died (登记死亡)."""

    died_on: Annotated[Day, PRIVATE]
    cause: Annotated[str, Field(min_length=1, max_length=400), PRIVATE]


class DayCame(Notice):
    """A window opens or ends, or something has waited long enough."""


class SchoolAgeCame(Notice):
    """The child is 78 months old."""


class HolderDied(Notice):
    """The child has died, it was said elsewhere."""


class BirthCertified(Notice):
    """The birth is certified, and the child holds a card."""

    born_on: Annotated[Day, PRIVATE]
    org: str
    org_name: str
