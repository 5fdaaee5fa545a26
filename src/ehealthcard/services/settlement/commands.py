"""What is asked."""

from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.rules.bills import Bill
from ehealthcard.rules.insured import Credential
from ehealthcard.rules.money import Money
from ehealthcard.rules.payment_records import PayTerminal
from ehealthcard.rules.splitting import Split
from ehealthcard.rules.statements import StatementScope, Totals
from ehealthcard.workflow import PRIVATE, Command


class Publish(Command):
    """Show a bill to its patient (推送待缴账单)."""

    bill: Bill
    org_name: str = Field(min_length=1, max_length=40)
    """What the patient knows the institution by."""

    emergency: bool = False
    """Treat first, pay later, whatever the policy says (先救治后付费)."""


class ChangeItems(Command):
    """The HIS has recalculated (账单变更); repeated, it is stale."""

    bill: Bill
    """The newer version of the same bill."""


class Close(Command):
    """Take an unpaid bill back: paid at the window, or withdrawn (关闭账单)."""

    reason: Literal["PAID_ELSEWHERE", "WITHDRAWN"]


class ChooseInsurance(Command):
    """Settle with the insurance (医保结算)."""

    credential: Annotated[Credential, PRIVATE]


class ChooseSelf(Command):
    """Pay everything in cash (自费结算)."""


class Pay(Command):
    """Pay the cash part (支付)."""

    version: int = Field(ge=1)
    """The version of the bill that was looked at."""

    amount: Money
    """The cash part that was looked at."""

    account: Money | None = None
    """The part from the personal account that was looked at; unsaid, it is taken as
    the split has it."""

    method: str | None = Field(default=None, max_length=20)
    """By what is paid (支付方式), as the gateway calls it."""

    terminal: PayTerminal = PayTerminal()


class MarkPosted(Command):
    """It was posted in the HIS by hand (人工入账)."""

    invoice: str | None = None


class RequestRefund(Command):
    """Ask for money back, for all items or some (退费申请)."""

    items: tuple[str, ...] = Field(min_length=1)
    reason: str = Field(min_length=1, max_length=200)


class ApproveRefund(Command):
    """Let it go back, as the department that would carry it out (科室审批)."""


class DeclineRefund(Command):
    """Do not let it go back (驳回退费)."""

    reason: str = Field(min_length=1, max_length=200)


class MarkRefunded(Command):
    """It was brought to its end by hand (人工处理完毕)."""

    note: str = Field(min_length=1, max_length=200)
    split: Split | None = None
    """Where items remain: who pays what of them now."""


class Reconcile(Command):
    """Compare a day's totals with the insurance's (对总账, 3201)."""

    scope: StatementScope
    ours: Totals
    theirs: Totals


class FixDiscrepancy(Command):
    """The difference was looked into and set right (差异处理)."""

    note: str = Field(min_length=1, max_length=200)
