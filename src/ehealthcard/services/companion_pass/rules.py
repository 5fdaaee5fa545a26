"""The sentences in which this service says no."""

from ehealthcard.workflow import Rule

OTHER_HOSPITAL = Rule(
    "PASS_OTHER_HOSPITAL",
    "The pass is of another hospital; its own ward decides.",
    "该陪护证属于其他医院，请由该院病区办理。",
)
NOT_CONCERNED = Rule(
    "PASS_NOT_CONCERNED",
    "Only the companion, the patient, who acts for the patient, or the ward may do "
    "this; the attempt is on record.",
    "仅陪护人、患者本人及其代办人或病区工作人员可以办理；本次尝试已被记录。",
    traced=True,
)
CONSENT_NOT_YOURS = Rule(
    "PASS_CONSENT_NOT_YOURS",
    "The patient consents, a minor's guardian, a holder of the family voucher or of a "
    "grant for inpatient matters, or the ward on paper; the attempt is on record.",
    "须由患者本人、未成年人监护人、家庭凭证持有人或获授权办理住院的代办人同意，"
    "或由病区凭纸质同意书登记；本次尝试已被记录。",
    traced=True,
)
CONSENT_MISSING = Rule(
    "PASS_CONSENT_MISSING",
    "The patient has not consented to this companion yet; ask for it.",
    "患者尚未同意该陪护人，请先取得同意。",
)
CHECK_FAILED = Rule(
    "PASS_CHECK_FAILED",
    "The companion cannot be let in now ({reasons}); ask the ward what is missing.",
    "当前不符合陪护条件（{reasons}），请咨询病区。",
)
OWN_PASS = Rule(
    "PASS_OWN_APPROVAL",
    "Nobody decides on his own pass; ask a colleague.",
    "不得审批本人的陪护证，请由其他工作人员办理。",
)
ORDER_MISSING = Rule(
    "COMPANION_ORDER_MISSING",
    "This hospital lets companions in on a doctor's order; name the doctor.",
    "本院须有医师开具的陪护医嘱，请填写开具医师。",
)
NOT_EMERGENCY = Rule(
    "PASS_NOT_EMERGENCY",
    "A temporary pass is for a patient who came in as an emergency; approve this one.",
    "临时陪护证仅适用于急诊入院患者，请按正常流程审批。",
)
INSIDE_ALREADY = Rule(
    "PASS_INSIDE_ALREADY",
    "By the log the companion is inside; scan out first, or look who carries the card.",
    "通行记录显示陪护人已在病区内，请先登记离开或核对持证人。",
)
NOT_INSIDE = Rule(
    "PASS_NOT_INSIDE",
    "By the log the companion is not inside.",
    "通行记录显示陪护人不在病区内。",
)
OTHER_WARD = Rule(
    "PASS_OTHER_WARD",
    "The pass is for another ward.",
    "该陪护证不适用于本病区。",
)
CURFEW = Rule(
    "PASS_CURFEW",
    "Nobody comes in at this hour; the ward may open.",
    "当前为限制出入时段，请联系病区。",
)
CLEARING_TEST = Rule(
    "PASS_CLEARING_TEST",
    "A doctor clears a fever or symptom, or a new negative test does.",
    "发热或有症状者须经医师排除，或提供新的阴性检测报告。",
)
NO_SUCCESSOR = Rule(
    "PASS_NO_SUCCESSOR",
    "The new companion has not applied in the stead of this one; let him apply first.",
    "新陪护人尚未提交更换申请，请先由其申请。",
)
NO_WARD_PASS = Rule(
    "NO_WARD_PASS",
    "No pass for this ward goes with this card; ask the ward.",
    "该健康卡没有本病区的有效陪护证或住院证，请联系病区。",
)
