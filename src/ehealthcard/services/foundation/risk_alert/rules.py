"""Why something may not be done."""

from ehealthcard.workflow import Rule

MONITOR = "system"
ANALYST = "risk-analyst"
"""Looks at alerts: assesses, warns, contains, dismisses, verifies (风险分析员)."""

OFFICER = "risk-officer"
"""Disposes of them (风险处置员)."""

NOT_OWNER = Rule(
    "RISK_NOT_OWNER",
    "The alert was handed to somebody else; only the owner may go on.",
    "该风险已指派他人，仅限处置负责人操作。",
)
ANOTHER_PERSON = Rule(
    "RISK_VERIFIER_IS_OWNER",
    "Whoever disposed of the alert does not verify it; ask another person.",
    "复核人不得为处置人，请由他人复核。",
)
NOTICE_MISSING = Rule(
    "RISK_NOTICE_MISSING",
    "The breach has no record of the notice to the authority and to the persons; "
    "record both, or why the persons need not be told.",
    "安全事件尚无向主管部门报告及告知个人的记录，请登记或说明免于告知的理由。",
)
NOTICE_EMPTY = Rule(
    "RISK_NOTICE_EMPTY",
    "Say who was told, or why nobody need be.",
    "请填写告知对象或免于告知的理由。",
)
NOT_GRAVE = Rule(
    "RISK_NOT_GRAVE",
    "The desk contains by itself only what is red or orange.",
    "系统仅可自动遏制红色、橙色等级的风险。",
)
CONTAINED_ALREADY = Rule(
    "RISK_CONTAINED_ALREADY", "It is contained already.", "该风险已采取遏制措施。"
)
