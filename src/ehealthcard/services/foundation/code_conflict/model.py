"""States and commands of a conflict about a code."""

from typing import Annotated

from pydantic import Field

from ehealthcard.codes import Assurance
from ehealthcard.codesets import Labelled
from ehealthcard.models import PRIVATE, Moment
from ehealthcard.rules.code_desk import Name, Value
from ehealthcard.rules.links import CardLink, CodeConflictLink
from ehealthcard.workflow import Command, Notice, State


class Ruling(Labelled):
    """How a conflict was decided (裁定)."""

    HOLDER = "holder", "归原持有人", "the code stays with its holder"
    CLAIMANT = "claimant", "归申请人", "the code goes to who claimed it"
    NEITHER = "neither", "均不予绑定", "the code is taken from both"


class Contest(State):
    """What is known of every conflict."""

    card: CardLink
    """Who claims the code."""

    name: CodeConflictLink
    """The conflict's own name."""

    binding: str
    """The name of the binding that stands in the way."""

    kind: Name
    issuer: Name
    value: Value
    assurance: Assurance
    valid_until: Moment | None
    claimed_by: str
    claimed_at: Moment
    due_at: Moment | None = None
    """When a superior hears of it unless somebody acts."""

    escalations: int = 0


class Claimed(Contest):
    """Somebody claims a code that leads to another (已提出)."""


class UnderReview(Contest):
    """A reviewer looks into it; the code leads nowhere (核查中)."""

    reviewer: str
    taken_up_at: Moment


class Decided(Contest):
    """What every decision has."""

    decided_by: str
    decided_at: Moment
    reason: Annotated[str, PRIVATE]


class DecidedForHolder(Decided):
    """The code stays where it was (归原持有人)."""


class DecidedForClaimant(Decided):
    """The code goes to who claimed it (归申请人)."""


class DecidedForNeither(Decided):
    """The code leads to nobody (均不予绑定)."""


class Withdrawn(Contest):
    """The claim was taken back (已撤回)."""

    withdrawn_by: str
    withdrawn_at: Moment
    taken_up_at: Moment | None = None


class Lapsed(Contest):
    """The claimant's card was cancelled (已失效)."""

    lapsed_at: Moment
    taken_up_at: Moment | None = None


class RaiseClaim(Command):
    """Claim a code that leads to another (提出冲突); the desk does it."""

    name: Name
    binding: Name
    kind: Name
    issuer: Name
    value: Value
    assurance: Assurance
    valid_until: Moment | None = None


class TakeUp(Command):
    """Begin to look into it (受理)."""


class Decide(Command):
    """Say whose the code is (裁定)."""

    ruling: Ruling
    reason: Annotated[str, PRIVATE, Field(min_length=1, max_length=500)]


class Withdraw(Command):
    """Take the claim back (撤回)."""


class ClaimantEnded(Notice):
    """The claimant's card was cancelled."""


class ReviewLate(Notice):
    """Nobody has taken it up, or decided it, in time."""
