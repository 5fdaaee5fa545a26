"""What the service speaks of."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from ehealthcard.identity import CardStatus
from ehealthcard.models import Moment
from ehealthcard.ports import HisBill, Insured
from ehealthcard.rules.bills import Bill
from ehealthcard.workflow import PRIVATE, Facts, Model, Policy, Timeline


class SettlementPolicy(Policy):
    """What changes with hospitals and years."""

    pay_within: timedelta = timedelta(minutes=15)
    """How long a payment order stays open; the project's own number."""

    treat_first: bool = False
    """Whether every bill may be paid after treatment (先诊疗后付费)."""

    alone_from_age: int = Field(default=14, ge=0)
    """Whole years; the guardian acts for younger holders (inferred, PIPL art. 31)."""

    post_within: timedelta = timedelta(minutes=10)
    """How long the HIS may be silent before somebody is told."""

    post_wait: timedelta = timedelta(minutes=5)
    """How long after a refusal it is posted again."""

    post_tries: int = Field(default=3, ge=1)
    """Refusals before a person posts it."""

    files_after: timedelta = timedelta(days=365)
    """How long a finished bill can be refunded or get a late answer; then it is filed.

    The project's own number.
    """


POLICIES = Timeline(
    (SettlementPolicy(name="standard", effective_from=date(2022, 12, 1)),)
)


class BillFacts(Facts):
    """What must be known of the holder, and of the bill in the HIS."""

    status: CardStatus | None
    age: int | None
    guardian: str | None
    stands_in: bool = False
    """Whether who acts may pay in the holder's stead."""

    is_asked: bool = True
    """Whether a HIS is plugged in; without one, staff answer for what they publish."""

    is_silent: bool = False
    """Whether the HIS could not be asked."""

    at_his: HisBill | None = None
    """The bill as the HIS has it now; ``None``: it knows none of this name."""

    taken: tuple[str, ...] = ()
    """Message numbers of this very second."""


class CoverageFacts(Facts):
    """What must be known to settle with the insurance."""

    status: CardStatus | None
    age: int | None
    guardian: str | None
    stands_in: bool = False
    """Whether who acts may pay in the holder's stead."""

    is_silent: bool = False
    """Whether the insurance could not be asked, or none is plugged in."""

    insured: Annotated[Insured | None, PRIVATE] = None
    """Whose credential it is; ``None``: it is not valid."""

    suspended_until: Moment | None = None
    """The last moment of a suspension of online settlement (YB-41)."""


class Posting(Model):
    """How far the HIS knows of it (入账)."""

    attempt: int = 1
    until: Moment
    """How long the HIS may be silent."""

    posted_at: Moment | None = None
    invoice: str | None = None
    """电子票据号."""

    by: str | None = None
    """Who posted it by hand."""


class RefundPlan(Model):
    """What is to go back (退费申请)."""

    key: str
    items: tuple[str, ...] = Field(min_length=1)
    reason: str
    asked_by: str
    asked_at: Moment
    back_to: str
    """The state that it came from, and goes back to if it comes to nothing."""

    approved_by: str | None = None
    reverse_id: str | None = None
    """Message number of the 2208."""

    settle_id: str | None = None
    """Message number of the 2207 for what remains."""

    remaining: Bill | None = None
    """What remains, as the next version; ``None``: nothing."""


class Misuse(Model):
    """Somebody else's insurance credential was presented (冒用医保凭证)."""

    at: Moment
    by: str
    attempt: int
    """1 for the first on this bill."""


class MisuseReport(Model):
    """What the monitor is told; nothing of the credential (YB-15, 17)."""

    card: str
    org: str
    bill: str
    found_at: Moment
    by: str
