"""What happens: time passes, a port answers. ``answers`` is the key it answers."""

from typing import Annotated

from ehealthcard.rules.insured import Amounts, InsuranceSettlement
from ehealthcard.rules.statements import StatementLine
from ehealthcard.workflow import PRIVATE, Notice


class SplitKnown(Notice):
    """The insurance said who pays what (2206)."""

    answers: str
    amounts: Annotated[Amounts, PRIVATE]


class SplitRefused(Notice):
    """The insurance will not say, or gave no answer while somebody waited."""

    answers: str
    code: str


class Paid(Notice):
    """The gateway has the money."""

    answers: str
    reference: str | None = None


class PayFailed(Notice):
    """No money moves any more under this key."""

    answers: str
    code: str


class PayUnclear(Notice):
    """Nobody knows whether the money came."""

    answers: str


class PayTimeEnded(Notice):
    """The time to pay is over."""


class InsSettled(Notice):
    """The insurance has settled (2207)."""

    answers: str
    result: Annotated[InsuranceSettlement, PRIVATE]


class InsRefused(Notice):
    """The insurance has not settled, and will not."""

    answers: str
    code: str


class InsUnclear(Notice):
    """Nobody knows whether the insurance has settled."""

    answers: str


class InsAbsent(Notice):
    """The insurance knows nothing of it."""

    answers: str
    code: str


class Flushed(Notice):
    """The message has no effect any more (2601)."""

    answers: str


class FlushRefused(Notice):
    """The insurance would not undo it."""

    answers: str
    code: str


class HisPosted(Notice):
    """The HIS has written it down."""

    answers: str
    invoice: str | None = None


class PostRefused(Notice):
    """The HIS would not write it down."""

    answers: str
    code: str


class PostOverdue(Notice):
    """The HIS was silent for too long."""


class PostAgain(Notice):
    """It is time to post again."""


class ItemsWithdrawn(Notice):
    """The HIS keeps the items from being carried out."""

    answers: str


class WithdrawRefused(Notice):
    """The HIS does not: something was carried out after all."""

    answers: str
    code: str


class Reversed(Notice):
    """The whole settlement is taken back (2208)."""

    answers: str


class ReverseRefused(Notice):
    """The insurance would not take it back."""

    answers: str
    code: str


class CashReturned(Notice):
    """Money is back where it came from."""

    answers: str
    reference: str | None = None


class ReturnRefused(Notice):
    """The gateway would not give money back."""

    answers: str
    code: str


class DetailKnown(Notice):
    """The insurance showed this settlement (3202)."""

    answers: str
    line: StatementLine


class DetailMissing(Notice):
    """The insurance has no such settlement (3202)."""

    answers: str
    code: str


class TimeToFile(Notice):
    """Nothing more is to come."""


class CardEnded(Notice):
    """The holder's card was cancelled."""


class Died(Notice):
    """The holder has died."""
