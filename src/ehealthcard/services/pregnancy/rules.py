"""The sentences in which the care of a pregnancy says no."""

from ehealthcard.workflow import Rule

PREGNANCY_OPEN = Rule(
    "PREGNANCY_OPEN",
    "A pregnancy is looked after already; go on in that case.",
    "已有在管的孕产期档案，请在原档案中办理。",
)
PREGNANCY_SEX = Rule(
    "PREGNANCY_SEX",
    "The card is a man's; check whose it is.",
    "持卡人登记性别为男性，请核对。",
)
LMP_IMPLAUSIBLE = Rule(
    "LMP_IMPLAUSIBLE",
    "The last menstruation lies in the future, or too long ago; check the day.",
    "末次月经日期晚于今日或距今过久，请核对。",
)
MIDWIFERY_LICENCE = Rule(
    "MIDWIFERY_LICENCE",
    "From the second visit on she is seen where midwifery is licensed; send her there.",
    "第2至5次产前检查须在有助产资质的机构进行，请督促前往。",
)
WATCH_NOT_YOURS = Rule(
    "WATCH_NOT_YOURS",
    "Only she herself writes down what she finds; the attempt is on record.",
    "仅孕妇本人可登记自我监测；本次尝试已被记录。",
    traced=True,
)
BIRTH_TOO_EARLY = Rule(
    "BIRTH_TOO_EARLY",
    "Before {weeks} weeks there is no birth; write down how the pregnancy ended.",
    "孕周不足 {weeks} 周，请按流产或终止妊娠登记。",
)
BIRTH_IN_FUTURE = Rule(
    "BIRTH_IN_FUTURE",
    "The day lies in the future; give the day on which it happened.",
    "日期不能晚于今日，请填写实际日期。",
)
DISCHARGE_ORDER = Rule(
    "DISCHARGE_ORDER",
    "Discharge is not before the birth and not in the future.",
    "出院日期不得早于分娩日期，也不得晚于今日。",
)
CHECK_TOO_EARLY = Rule(
    "CHECK_TOO_EARLY",
    "The check is due from {day} on; until then visit her at home.",
    "产后健康检查应在 {day} 及以后进行，此前请做产后访视。",
)
CHECK_REFERRAL = Rule(
    "CHECK_REFERRAL",
    "Who has not recovered is referred; give reason and institution.",
    "未恢复者须转诊，请填写转诊原因和机构。",
)
