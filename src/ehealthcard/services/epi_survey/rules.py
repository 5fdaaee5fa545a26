"""The sentences in which this service says no; never to a patient who needs care."""

from ehealthcard.workflow import Rule

VISIT_DAY_PASSED = Rule(
    "VISIT_DAY_PASSED",
    "The day of the visit lies in the past; give the day on which the patient comes.",
    "就诊日期已过，请填写患者实际就诊日期。",
)
NO_DECLARATION = Rule(
    "NO_DECLARATION",
    "No health declaration is in force; fill in the survey.",
    "没有有效的健康申报可沿用，请填写流行病学调查。",
)
CONSULTATION_BEGUN = Rule(
    "CONSULTATION_BEGUN",
    "The consultation has begun; tell the doctor what has changed.",
    "就诊已开始，不能再修改，请当面告知医生。",
)
