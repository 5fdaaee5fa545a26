"""The sentences in which screening says no."""

from ehealthcard.workflow import Rule

SCREENING_AGE = Rule(
    "SCREENING_AGE",
    "Screening is for residents from {age} years on; measure without it.",
    "慢性病筛查面向 {age} 岁及以上居民。",
)
ALREADY_MANAGED = Rule(
    "ALREADY_MANAGED",
    "The resident is cared for already; write it down as a follow-up.",
    "该居民已纳入慢病管理，请按随访登记。",
)
SCREENING_OPEN = Rule(
    "SCREENING_OPEN",
    "A raised reading is being followed up; write this one down there.",
    "该病种筛查正在复查或转诊确诊，请在原筛查中登记。",
)
OTHER_DISEASE = Rule(
    "SCREENING_OTHER_DISEASE",
    "This screening is for another disease; open one of its own.",
    "测量项目与本次筛查病种不符，请另行筛查。",
)
READING_ORDER = Rule(
    "READING_ORDER",
    "This reading is older than the last one; readings come in order.",
    "测量日期早于上次测量，请按时间顺序登记。",
)
DIAGNOSIS_ORDER = Rule(
    "DIAGNOSIS_ORDER",
    "The diagnosis is older than the first reading, or in the future; check its day.",
    "诊断日期不得早于首次测量日期，也不得晚于今日，请核对。",
)
NOTHING_MEASURED = Rule(
    "NOTHING_MEASURED",
    "There is no value; measure the glucose.",
    "未填写血糖测量值，请测量并填写。",
)
SCREENING_NOTE = Rule(
    "SCREENING_NOTE",
    "Say why the screening ends.",
    "请填写终止筛查的原因。",
)
