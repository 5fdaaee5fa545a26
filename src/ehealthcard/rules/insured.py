"""What the insurance says of a settlement (医保结算, NHSA 2206 and 2207).

Names and lengths are the interface's own. The four identities are standard accounting
(inferred); a part that a region does not report is ``None`` and counts as nothing.
"""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Day, Moment
from ehealthcard.workflow import PRIVATE, Model

from .money import Money, total
from .splitting import SPLIT_MISMATCH, Split

Part = Money | None


def _text(longest: int) -> object:
    return Field(max_length=longest)


class CredentialKind(Labelled):
    """By what the insured is known (就诊凭证类型, mdtrt_cert_type)."""

    TOKEN = "01", "电子凭证令牌", "token of the electronic credential"
    ID_CARD = "02", "身份证号", "resident identity number"
    SOCIAL_CARD = "03", "社会保障卡号", "social security card number"


class Credential(Model):
    """What is presented (医保凭证)."""

    kind: CredentialKind = CredentialKind.TOKEN
    value: Annotated[str, PRIVATE, Field(min_length=1, max_length=50)]


class Coverage(Model):
    """Who is insured, as the insurance told when the credential was shown (1101)."""

    credential: Annotated[Credential, PRIVATE]
    psn_no: Annotated[str, PRIVATE, _text(30)]
    insutype: Annotated[str, _text(6)]
    """险种类型."""

    clr_type: Annotated[str, _text(6)] = "11"
    """清算类别; 11 outpatient, as regions use it."""

    clr_optins: Annotated[str, _text(6)] = ""
    """清算经办机构."""


class Amounts(Model):
    """The amounts of 2206 and 2207, each 16,2."""

    medfee_sumamt: Money
    fulamt_ownpay_amt: Part = None
    overlmt_selfpay: Part = None
    preselfpay_amt: Part = None
    inscp_scp_amt: Part = None
    act_pay_dedc: Part = None
    hifp_pay: Part = None
    pool_prop_selfpay: Annotated[
        Decimal | None, Field(ge=0, max_digits=5, decimal_places=4)
    ] = None
    """A proportion: 5,4."""

    cvlserv_pay: Part = None
    hifes_pay: Part = None
    hifmi_pay: Part = None
    hifob_pay: Part = None
    maf_pay: Part = None
    oth_pay: Part = None
    fund_pay_sumamt: Money
    psn_part_amt: Money
    acct_pay: Money
    psn_cash_pay: Money
    hosp_part_amt: Money
    balc: Annotated[Part, PRIVATE] = None
    """Balance of the personal account (账户余额)."""

    acct_mulaid_pay: Part = None
    """Of the account of a family member (个人账户共济支付)."""

    @property
    def split(self) -> Split:
        """The five amounts that the bill is split into."""
        return Split(
            total=self.medfee_sumamt,
            fund=self.fund_pay_sumamt,
            hospital=self.hosp_part_amt,
            account=self.acct_pay,
            cash=self.psn_cash_pay,
        )

    def imbalance(self, of: Decimal) -> str | None:
        """Return the identity that does not hold for a bill *of* so much, if any."""
        scope = (
            self.fulamt_ownpay_amt,
            self.overlmt_selfpay,
            self.preselfpay_amt,
            self.inscp_scp_amt,
        )
        funds = (
            self.hifp_pay,
            self.cvlserv_pay,
            self.hifes_pay,
            self.hifmi_pay,
            self.hifob_pay,
            self.maf_pay,
            self.oth_pay,
        )
        if self.psn_part_amt != self.acct_pay + self.psn_cash_pay:
            return "psn_part_amt"
        if not _makes(self.medfee_sumamt, scope):
            return "medfee_sumamt"
        if not _makes(self.fund_pay_sumamt, funds):
            return "fund_pay_sumamt"
        return self.split.imbalance(of)

    def require_balanced(self, of: Decimal) -> Split:
        """Return the split, if all identities hold for a bill *of* so much.

        Raises:
            RuleViolationError: One does not (``SPLIT_MISMATCH``).

        """
        if wrong := self.imbalance(of):
            raise SPLIT_MISMATCH.broken(names=wrong)
        return self.split


class InsuredPerson(Model):
    """The person in the answer to 2207; it goes to the HIS's invoice and no further."""

    psn_name: Annotated[str, PRIVATE, _text(50)]
    psn_cert_type: Annotated[str, _text(6)]
    certno: Annotated[str, PRIVATE, _text(50)]
    gend: Annotated[str, PRIVATE, _text(6)]
    naty: Annotated[str | None, PRIVATE, _text(3)] = None
    brdy: Annotated[Day | None, PRIVATE] = None
    age: Annotated[
        Decimal | None, PRIVATE, Field(ge=0, max_digits=4, decimal_places=1)
    ] = None


class InsuranceSettlement(Amounts):
    """The answer to 2207 (结算信息, setlinfo)."""

    mdtrt_id: Annotated[str, _text(30)]
    setl_id: Annotated[str, Field(min_length=1, max_length=30)]
    psn_no: Annotated[str, PRIVATE, _text(30)]
    person: Annotated[InsuredPerson | None, PRIVATE] = None
    insutype: Annotated[str, _text(6)]
    psn_type: Annotated[str | None, _text(6)] = None
    cvlserv_flag: Annotated[str | None, _text(3)] = None
    setl_time: Moment
    mdtrt_cert_type: CredentialKind
    med_type: Annotated[str, _text(6)] = "11"
    medins_setl_id: Annotated[str | None, _text(30)] = None
    """The message number of the 2207 (医药机构结算ID)."""

    clr_optins: Annotated[str, _text(6)] = ""
    clr_way: Annotated[str | None, _text(6)] = None
    clr_type: Annotated[str, _text(6)] = "11"


def _makes(whole: Decimal, parts: tuple[Decimal | None, ...]) -> bool:
    told = [p for p in parts if p is not None]
    return not told or total(told) == whole
