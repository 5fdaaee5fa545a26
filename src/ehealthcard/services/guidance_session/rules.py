"""The sentences in which this service says no; never to who needs help at once."""

from ehealthcard.workflow import Rule

CONSENT_REQUIRED = Rule(
    "CONSENT_REQUIRED",
    "Health data needs the holder's separate consent; show the text and ask.",
    "处理健康信息须取得个人单独同意，请出示同意书并征得同意。",
)
INSUFFICIENT_INPUT = Rule(
    "INSUFFICIENT_INPUT",
    "At least one symptom is needed; ask what is wrong.",
    "至少需要一项症状，请描述哪里不舒服。",
)
SYMPTOM_UNKNOWN = Rule(
    "SYMPTOM_UNKNOWN",
    "The knowledge base has no symptom of this name; choose from its list or use "
    "plain words.",
    "知识库中没有该症状编码，请从列表选择或直接用文字描述。",
)
OTHER_PERSON = Rule(
    "OTHER_PERSON",
    "The session belongs to another person; let the holder or the guardian do it.",
    "该导诊会话属于他人，请由本人或监护人操作。",
)
SCHEDULE_SILENT = Rule(
    "SCHEDULE_SILENT",
    "The hospital's schedule gives no answer; try again, or book at the window.",
    "医院号源系统无应答，请稍后重试或到人工窗口办理。",
)
SLOT_NOT_FREE = Rule(
    "SLOT_NOT_FREE",
    "The slot is not free; choose another.",
    "该号源不可预约，请另选。",
)
SLOT_ELSEWHERE = Rule(
    "SLOT_ELSEWHERE",
    "The slot is of a department that was not recommended; book it by itself.",
    "该号源不属于推荐科室，请直接预约挂号。",
)
BOOKING_OPEN = Rule(
    "BOOKING_OPEN",
    "The appointment is being opened; take the consent back once it is there.",
    "正在为您生成预约，请稍后再撤回同意。",
)
