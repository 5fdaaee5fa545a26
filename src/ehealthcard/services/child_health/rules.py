"""The sentences in which the care of a child says no."""

from ehealthcard.workflow import Rule

CHILD_ENROLLED = Rule(
    "CHILD_ENROLLED",
    "The child is looked after already; go on in that case.",
    "该儿童已在管，请在原档案中办理。",
)
CHILD_PROPOSED = Rule(
    "CHILD_PROPOSED",
    "The child waits to be taken into care since its birth was certified; enrol it in "
    "that case.",
    "该儿童出生登记后已自动生成待建档记录，请在该记录中建档。",
)
CHILD_TOO_OLD = Rule(
    "CHILD_TOO_OLD",
    "The child is of school age; it is no longer looked after here.",
    "该儿童已满学龄，不再纳入0-6岁儿童健康管理。",
)
DAY_BEFORE_BIRTH = Rule(
    "DAY_BEFORE_BIRTH",
    "The day lies before the birth or in the future; check it.",
    "日期不得早于出生日期，也不得晚于今日，请核对。",
)
"""For discharge, the first visit and death."""
