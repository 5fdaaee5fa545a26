"""Why something may not be done."""

from ehealthcard.workflow import Rule

OFFICER = "incident-officer"
"""Opens, assesses, reports and concludes (安全事件处置员)."""

AUDITOR = "auditor"

IN_FUTURE = Rule(
    "INCIDENT_IN_FUTURE",
    "That moment is still to come, or lies before the incident; check the time.",
    "所填时间晚于当前或早于事件发现时间，请核对。",
)
GRADE_TOO_LOW = Rule(
    "INCIDENT_GRADE_TOO_LOW",
    "So many persons make it graver, or it was graded higher before; raise the grade.",
    "所涉人数对应更高等级，或低于原定等级，请提高等级。",
)
NO_DUTY = Rule(
    "INCIDENT_NO_DUTY",
    "No notice to this addressee is open; look at the list of duties.",
    "对该对象没有待办的报告或告知义务，请查看义务清单。",
)
NO_EXEMPTION = Rule(
    "INCIDENT_NO_EXEMPTION",
    "Say what was done against harm before the persons are left untold.",
    "未登记有效补救措施，不得免于告知个人。",
)
COUNT_MISSING = Rule(
    "INCIDENT_COUNT_MISSING",
    "Say how many persons were told.",
    "请填写已告知的人数。",
)
SUMMARY_MISSING = Rule(
    "INCIDENT_SUMMARY_MISSING",
    "The summary was not handed in yet; record it first.",
    "总结报告尚未报送，请先登记。",
)
ANOTHER_CLOSES = Rule(
    "INCIDENT_CLOSER_IS_OFFICER",
    "Whoever concluded the incident does not close it; ask another person.",
    "处置人不得自行结案，请由他人办理。",
)
PERSONS_TOLD = Rule(
    "INCIDENT_PERSONS_TOLD",
    "The persons were told already; see the notice on record.",
    "已告知受影响的个人，请查看告知记录。",
)
