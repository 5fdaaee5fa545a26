"""The sentences in which this service says no."""

from ehealthcard.rules.declaring import GUARDIAN_CONSENT_REQUIRED
from ehealthcard.rules.message_ids import MESSAGE_IDS_SPENT
from ehealthcard.rules.splitting import SPLIT_MISMATCH
from ehealthcard.workflow import Rule

BILLING_SILENT = Rule(
    "BILLING_SILENT",
    "The hospital's billing gives no answer; try again, or go to the window.",
    "医院收费系统无应答，请稍后重试或到人工窗口办理。",
)
BILL_UNKNOWN = Rule(
    "BILL_UNKNOWN",
    "The hospital knows no such bill; look at the unpaid bills again.",
    "医院无此账单，请重新查询待缴费用。",
)
BILL_OTHER_PERSON = Rule(
    "BILL_OTHER_PERSON",
    "The bill belongs to another person; publish it for that person.",
    "该账单属于他人，请核对患者身份。",
)
BILL_STALE = Rule(
    "BILL_STALE",
    "The bill has changed since; look at its items again.",
    "账单明细已变更，请刷新后重试。",
)
BILL_PAID = Rule(
    "BILL_PAID",
    "The hospital does not expect a payment for this bill; it was paid or withdrawn.",
    "该账单已缴费或已撤销，无需支付。",
)
NOTHING_DUE = Rule(
    "NOTHING_DUE",
    "The bill comes to nothing; there is nothing to pay.",
    "账单金额为零，无需支付。",
)
OTHER_PERSON = Rule(
    "OTHER_PERSON",
    "The bill belongs to another person; let the patient or the guardian do it.",
    "该账单属于他人，请由本人或监护人办理。",
)
CREDENTIAL_INVALID = Rule(
    "CREDENTIAL_INVALID",
    "The insurance does not accept this credential; show a fresh one or pay in cash.",
    "医保凭证无效，请重新出示或选择自费。",
)
NOT_COVERED = Rule(
    "NOT_COVERED",
    "The insurance does not pay for this person now; pay in cash.",
    "当前参保状态不可结算，请选择自费或咨询医保部门。",
)
INSURANCE_SILENT = Rule(
    "INSURANCE_SILENT",
    "The insurance gives no answer; try again, or pay in cash.",
    "医保系统无应答，请稍后重试或选择自费。",
)
INSURANCE_SUSPENDED = Rule(
    "INSURANCE_SUSPENDED",
    "Online settlement with the insurance is suspended until {until}; pay in cash and "
    "ask the insurance office.",
    "医保联网结算已暂停至 {until}，请先自费结算并咨询医保部门。",
)
BILL_NOT_POSTED = Rule(
    "BILL_NOT_POSTED",
    "The hospital has not written the payment down yet; wait for it.",
    "缴费尚未入账，请稍后再试。",
)
ITEM_UNKNOWN = Rule(
    "ITEM_UNKNOWN",
    "The bill has no such items, or one was named twice; look at it again.",
    "账单中无此项目或项目重复，请核对。",
)
ITEM_EXECUTED = Rule(
    "ITEM_EXECUTED",
    "What was carried out or dispensed is not refunded; ask the department.",
    "项目已执行或药品已发放，不能退费，请咨询科室。",
)
SELF_APPROVAL = Rule(
    "SELF_APPROVAL",
    "Who asked for a refund does not approve it; let another person.",
    "退费申请人不能自行审批，请由他人审批。",
)
NOT_INSURED = Rule(
    "NOT_INSURED",
    "The bill was not settled with the insurance; there is nothing to reconcile.",
    "该账单未经医保结算，无需对账。",
)
STATEMENT_OTHER = Rule(
    "STATEMENT_OTHER",
    "The statement is about other settlements; choose the one of its day and kind.",
    "对账范围不含该笔结算，请核对日期与险种。",
)
DETAIL_PENDING = Rule(
    "DETAIL_PENDING",
    "The insurance has not shown this settlement yet; wait for its detail.",
    "对账明细尚未返回，请稍后处理。",
)

__all__ = [
    "BILLING_SILENT",
    "BILL_NOT_POSTED",
    "BILL_OTHER_PERSON",
    "BILL_PAID",
    "BILL_STALE",
    "BILL_UNKNOWN",
    "CREDENTIAL_INVALID",
    "DETAIL_PENDING",
    "GUARDIAN_CONSENT_REQUIRED",
    "INSURANCE_SILENT",
    "INSURANCE_SUSPENDED",
    "ITEM_EXECUTED",
    "ITEM_UNKNOWN",
    "MESSAGE_IDS_SPENT",
    "NOTHING_DUE",
    "NOT_COVERED",
    "NOT_INSURED",
    "OTHER_PERSON",
    "SELF_APPROVAL",
    "SPLIT_MISMATCH",
    "STATEMENT_OTHER",
]
