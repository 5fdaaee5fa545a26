"""The texts that are sent; each says where to look and nothing of what is there."""

from pydantic import field_validator

from ehealthcard.rules.messages import (
    UNKNOWN_VARIABLE,
    MessageKind,
    Variables,
    placeholders,
    require_plain,
)
from ehealthcard.workflow import Model


class Template(Model):
    """One text (消息模板); what it may be filled with are :class:`Variables`.

    Raises:
        RuleViolationError: It names a disease, a result or a value
            (``CLINICAL_CONTENT``), or a variable that does not exist
            (``UNKNOWN_VARIABLE``).

    """

    name: str
    kind: MessageKind
    text: str

    @field_validator("text")
    @classmethod
    def _harmless(cls, text: str) -> str:
        require_plain(text)
        if placeholders(text) - Variables.model_fields.keys():
            raise UNKNOWN_VARIABLE.broken(names=", ".join(Variables.model_fields))
        return text


_TEXTS = {
    MessageKind.REGISTRATION: "您已预约{day}在{org}就诊，请按时到院。",
    MessageKind.SURVEY: "您将于{day}到{org}就诊，请在就诊前填写流行病学调查。",
    MessageKind.CHECK_IN: "您已到达{org}，请报到后候诊。",
    MessageKind.PAYMENT: "您在{org}有待缴费用，请点击查看。",
    MessageKind.REPORT: "您在{org}有一份报告可以查看，请点击登录后查看。",
    MessageKind.MEDICINE: "您在{org}的药品已备好，请到{place}领取。",
    MessageKind.FOLLOW_UP: "{org}提醒您：您有一次随访，请点击查看。",
    MessageKind.INTERVIEW: "您将于{day}到{org}就诊，请在就诊前完成诊前信息收集。",
    MessageKind.SUSPENSION: "{org}提醒您：{day}的门诊安排有变动，请点击查看。",
    MessageKind.CALLING: "请{number}号到{place}就诊。",
    MessageKind.REFUND: "{org}已受理您的退费，请点击查看。",
    MessageKind.BED: "{org}提醒您：您的住院安排有更新，请点击查看。",
    MessageKind.PASS_ENDING: "您的陪护证将于{day}到期，请点击查看。",
    MessageKind.REFERRAL: "{org}提醒您：您的转诊有新进展，请点击查看。",
    MessageKind.CHRONIC_DUE: "{org}提醒您：您的健康随访时间已到，请点击预约。",
    MessageKind.CHILD_DUE: "{org}提醒您：健康检查时间已到，请点击预约。",
    MessageKind.CERTIFICATE: "您申请的证件已办结，请到{org}领取或点击查看。",
    MessageKind.SAFETY: "您的电子健康卡有一条安全提醒，请点击查看。",
}
TEMPLATES = tuple(
    Template(name=f"{kind.value}-1", kind=kind, text=text)
    for kind, text in _TEXTS.items()
)
"""One for each kind; a hospital's own go into its policy."""
