"""Who pays what of a bill (费用分担), and whether it adds up.

Standard accounting identities (inferred): the whole is what fund, hospital and patient
bear, and the patient's part is what comes from the personal account and in cash.
"""

from decimal import Decimal
from typing import Self

from ehealthcard.workflow import Model, Rule

from .money import NOTHING, Money

SPLIT_MISMATCH = Rule(
    "SPLIT_MISMATCH",
    "The amounts do not add up ({names}); ask for the split again.",
    "费用分担金额不平（{names}），请重新预结算。",
)


class Split(Model):
    """The parts of a bill."""

    total: Money
    """医疗费总额 (medfee_sumamt)."""

    fund: Money = NOTHING
    """基金支付总额 (fund_pay_sumamt)."""

    hospital: Money = NOTHING
    """医院负担金额 (hosp_part_amt)."""

    account: Money = NOTHING
    """个人账户支出 (acct_pay)."""

    cash: Money
    """个人现金支出 (psn_cash_pay)."""

    @property
    def person(self) -> Decimal:
        """个人负担总金额 (psn_part_amt)."""
        return self.account + self.cash

    def imbalance(self, of: Decimal) -> str | None:
        """Return the identity that does not hold for a bill *of* so much, if any."""
        if self.total != of:
            return "total"
        whole = self.fund + self.hospital + self.person
        return None if whole == self.total else "total = fund + hospital + person"

    def require_balanced(self, of: Decimal) -> Self:
        """Return it, if its parts make up the whole of a bill *of* so much.

        Raises:
            RuleViolationError: They do not (``SPLIT_MISMATCH``).

        """
        if wrong := self.imbalance(of):
            raise SPLIT_MISMATCH.broken(names=wrong)
        return self


def all_cash(amount: Decimal) -> Split:
    """Return the split of who pays everything himself (自费)."""
    return Split(total=amount, cash=amount)
