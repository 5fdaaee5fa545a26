"""Reconciliation with the insurance (医保对账, NHSA 3201 and 3202)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Self

from pydantic import Field

from ehealthcard.models import Day
from ehealthcard.workflow import Model

from .money import NOTHING, Money, total
from .splitting import Split


class Totals(Model):
    """What many settlements come to (对总账)."""

    medfee_sumamt: Money = NOTHING
    fund_pay_sumamt: Money = NOTHING
    acct_pay: Money = NOTHING
    fixmedins_setl_cnt: int = Field(default=0, ge=0)
    """How many settlements (定点医药机构结算笔数)."""

    @classmethod
    def of(cls, splits: Iterable[Split]) -> Self:
        """Return what *splits* come to."""
        found = tuple(splits)
        return cls(
            medfee_sumamt=total(s.total for s in found),
            fund_pay_sumamt=total(s.fund for s in found),
            acct_pay=total(s.account for s in found),
            fixmedins_setl_cnt=len(found),
        )


class StatementScope(Model):
    """Which settlements a statement is about."""

    institution: str
    insutype: str = Field(max_length=6)
    clr_type: str = Field(max_length=6)
    setl_optins: str = Field(default="", max_length=6)
    stmt_begndate: Day
    stmt_enddate: Day
    """Both days are included."""

    refd_setl_flag: str = Field(default="0", pattern="^[01]$")
    """Whether it is about reversed settlements (退费结算标志)."""


class StatementLine(Model):
    """One settlement, as the insurance has it (对明细账)."""

    setl_id: str
    medfee_sumamt: Money
    fund_pay_sumamt: Money
    acct_pay: Money

    def agrees_with(self, split: Split) -> bool:
        """Return whether it says what *split* says."""
        theirs: tuple[Decimal, ...] = (
            self.medfee_sumamt,
            self.fund_pay_sumamt,
            self.acct_pay,
        )
        return theirs == (split.total, split.fund, split.account)
