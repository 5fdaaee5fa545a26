"""The sentences in which care says no."""

from ehealthcard.workflow import Rule

CARE_OPEN = Rule(
    "CHRONIC_CARE_OPEN",
    "The resident is cared for already; go on in that case.",
    "该居民已在管，请在原管理档案中办理。",
)
GUARDIAN_AGREES = Rule(
    "CHRONIC_GUARDIAN_REQUIRED",
    "For somebody under 18 the guardian agrees; ask the guardian.",
    "未满十八周岁须由监护人知情同意。",
)
FORM_OTHER_DISEASE = Rule(
    "FORM_OTHER_DISEASE",
    "The form is for another disease; use this disease's form.",
    "随访表与管理病种不符，请使用对应的随访表。",
)
VISIT_ORDER = Rule(
    "VISIT_ORDER",
    "The visit is older than the last one, or than the care; visits come in order.",
    "随访日期早于上次随访或建档日期，请核对。",
)
VISIT_SAME_DAY = Rule(
    "VISIT_SAME_DAY",
    "A visit of this day is written down already.",
    "当日随访已登记，请勿重复登记。",
)
NO_REFERRAL = Rule(
    "NO_REFERRAL_OPEN",
    "No referral waits for its outcome.",
    "没有待登记结果的转诊。",
)
EXAM_ORDER = Rule(
    "EXAM_ORDER",
    "The examination is older than the last one, or than a year.",
    "体检日期早于上次体检或已超过一年，请核对。",
)
DEATH_DETAILS = Rule(
    "DEATH_DETAILS",
    "Give the day and the cause of death.",
    "请填写死亡日期和死因。",
)
LOSS_REASON = Rule(
    "LOSS_REASON",
    "Say why the patient is lost.",
    "请填写失访原因。",
)
