"""How a simulated insurance splits a bill (模拟医保分担)."""

from decimal import Decimal

import attrs

from ehealthcard.rules.insured import Amounts
from ehealthcard.rules.money import NOTHING, rounded


@attrs.define
class Shares:
    """Proportions of one insurance; rounded half up, and what is left is the patient's.

    Args:
        fund: What the fund bears.
        hospital: What the hospital bears.
        own: What the catalogue does not cover at all (全自费).

    """

    fund: Decimal = Decimal("0.6")
    hospital: Decimal = NOTHING
    own: Decimal = NOTHING

    def amounts(self, total: Decimal, balance: Decimal) -> Amounts:
        """Return the amounts for a bill of *total*, with so much on the account."""
        fund, hospital = rounded(total * self.fund), rounded(total * self.hospital)
        own = rounded(total * self.own)
        person = total - fund - hospital
        account = min(balance, person)
        return Amounts(
            medfee_sumamt=total,
            fulamt_ownpay_amt=own,
            overlmt_selfpay=NOTHING,
            preselfpay_amt=NOTHING,
            inscp_scp_amt=total - own,
            act_pay_dedc=NOTHING,
            hifp_pay=fund,
            pool_prop_selfpay=self.fund.quantize(Decimal("0.0001")),
            cvlserv_pay=NOTHING,
            hifes_pay=NOTHING,
            hifmi_pay=NOTHING,
            hifob_pay=NOTHING,
            maf_pay=NOTHING,
            oth_pay=NOTHING,
            fund_pay_sumamt=fund,
            psn_part_amt=person,
            acct_pay=account,
            psn_cash_pay=person - account,
            hosp_part_amt=hospital,
            balc=balance - account,
            acct_mulaid_pay=NOTHING,
        )
