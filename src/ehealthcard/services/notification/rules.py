"""The sentences in which this service says no."""

from ehealthcard.workflow import Rule

TEMPLATE_MISSING = Rule(
    "TEMPLATE_MISSING",
    "There is no template for {kind}; add one to the policy.",
    "缺少消息模板：{kind}，请在策略中补充。",
)
OTHER_HOLDER = Rule(
    "OTHER_HOLDER",
    "The message is about another holder than this case; start it with that card.",
    "消息对象与办件持卡人不一致，请使用对应的电子健康卡。",
)
