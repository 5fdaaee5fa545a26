"""Where a bill may be before its money has moved for good."""

from typing import Annotated

from ehealthcard.models import Moment
from ehealthcard.ports import MessageId
from ehealthcard.rules.bills import Bill
from ehealthcard.rules.insured import Coverage
from ehealthcard.rules.links import CardLink, MaybeSecondLink
from ehealthcard.rules.payment_records import Records
from ehealthcard.rules.splitting import Split
from ehealthcard.workflow import PRIVATE, State

from .model import Misuse


class Billed(State):
    """What is known of every bill."""

    card: CardLink
    org_name: str
    bill: Bill
    opened_at: Moment
    treat_first: str | None = None
    """Why it may be paid after treatment: ``EMERGENCY`` or ``TREAT_FIRST``."""

    payments: Records = ()
    """Every order to the gateway, also of earlier versions; a refund points back."""

    upload: str | None = None
    """The name of the details that the insurance has (2204)."""

    psn_no: Annotated[str | None, PRIVATE] = None
    """Whose details they are, by the insurance's number."""

    splits: int = 0
    """How often the insurance was asked for a split."""

    refusal: str | None = None
    """Why the last thing that was asked for did not come about."""

    @property
    def key(self) -> str:
        """Names this version of this case's bill towards everybody outside."""
        return f"{self.bill.key}:{self.opened_at.timestamp():.6f}"

    @property
    def event(self) -> str:
        """Names it in messages to the patient, whatever its version."""
        return f"{self.bill.id}:{self.opened_at.timestamp():.6f}"

    def institutions(self) -> tuple[str, ...]:
        """Return whose bill it is."""
        return (self.bill.org,)


class Open(Billed):
    """To be paid; how, is not chosen yet (待缴费)."""

    misuse: Misuse | None = None
    """The last time that somebody else's credential was presented."""


class Splitting(Billed):
    """The insurance is asked for the split (预结算中)."""

    coverage: Coverage


class Chosen(Billed):
    """What is known once it is clear who pays what."""

    split: Split
    coverage: Coverage | None
    """``None``: everything in cash (自费)."""


class PreSettled(Chosen):
    """The parts are known; the cash part is to be paid (已预结算)."""


class Numbered(Chosen):
    """What is known once a number for the 2207 was chosen."""

    msgid: MessageId | None
    """``None`` where the insurance has no part in it."""

    second: MaybeSecondLink = None


class Charged(Numbered):
    """What is known of a payment that is under way."""

    charge: str
    """The key of the order that the bill waits for."""


class Paying(Charged):
    """One payment order is open (支付中)."""

    pay_until: Moment


class PayUnknown(Charged):
    """Not known to be paid: the gateway says what came of it and ends it (支付未知)."""


class CashPaid(Numbered):
    """The cash is there; the insurance settles (现金已付)."""


class InsUnknown(Numbered):
    """Nobody knows whether the insurance settled (医保结果未知)."""


class Reversing(Numbered):
    """The 2207 is undone by its number (冲正中)."""

    code: str
    """Why: the insurance's code, or ``SPLIT_CHANGED``."""


class Compensating(Numbered):
    """The insurance has not settled; the cash goes back (补偿中)."""

    code: str
    waits: str
    """The key of the refund."""


class Closed(Billed):
    """Paid elsewhere or withdrawn, before anything was settled (已关闭)."""

    reason: str
    """``PAID_ELSEWHERE``, ``WITHDRAWN``, ``CARD_CANCELLED`` or ``DIED``."""

    files_at: Moment
