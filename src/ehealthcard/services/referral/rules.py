"""What a referral's rules say when they say no."""

from ehealthcard.workflow import Rule

REFERRAL_PATIENT_ONLY = Rule(
    "REFERRAL_PATIENT_ONLY",
    "Only the patient, the guardian or staff of the institution may do this; a grant "
    "lets somebody ask for a referral, and call it off unless it is an emergency.",
    "仅患者本人、监护人或本机构工作人员可以办理；受托人仅可代为申请及撤回非急诊转诊。",
    traced=True,
)
REFERRAL_CONSENT_OWN = Rule(
    "REFERRAL_CONSENT_OWN",
    "Who applies by a grant leaves the consent out: the patient gives it himself.",
    "受托人代为申请时不得代签知情同意，须由患者本人另行同意。",
)
REFERRAL_DELEGATE_RELATION = Rule(
    "REFERRAL_DELEGATE_RELATION",
    "Who applies by a grant says that he is family or a friend.",
    "受托人申请须如实填写为家人或朋友。",
)
REFERRAL_GUARDIAN_REQUIRED = Rule(
    "REFERRAL_GUARDIAN_REQUIRED",
    "For a child under 14 the guardian applies and consents.",
    "未满十四周岁须由监护人申请并同意。",
)
REFERRAL_OTHER_INSTITUTION = Rule(
    "REFERRAL_OTHER_INSTITUTION",
    "This step belongs to another institution; its own staff take it.",
    "该环节属于其他医疗机构，请由该机构人员办理。",
)
REFERRAL_CONSENT_REQUIRED = Rule(
    "REFERRAL_CONSENT_REQUIRED",
    "The patient has not consented to the referral; only an emergency needs none.",
    "患者尚未同意转诊；仅急诊可以不经同意。",
)
REFERRAL_SENSITIVE_CONSENT = Rule(
    "REFERRAL_SENSITIVE_CONSENT",
    "The consent does not cover what is especially sensitive; ask, or leave it out.",
    "同意范围不含特别敏感信息，请单独征得同意或删除该内容。",
)
TARGET_IS_ORIGIN = Rule(
    "TARGET_IS_ORIGIN",
    "An institution does not refer to itself; choose another.",
    "不能转诊至本机构，请选择其他机构。",
)
TARGET_OUT_OF_NETWORK = Rule(
    "TARGET_OUT_OF_NETWORK",
    "The institution or department takes no referrals here; choose one that does.",
    "该机构或科室不在转诊协作网内，请另选。",
)
INDICATION_REQUIRED = Rule(
    "INDICATION_REQUIRED",
    "Nothing speaks for a referral in this direction; add the indication.",
    "缺少该方向的转诊指征，请补充。",
)
INDICATION_UNEXPLAINED = Rule(
    "INDICATION_UNEXPLAINED",
    "An indication called other needs a reason in words.",
    "选择其他指征时须填写具体原因。",
)
NOT_READY_FOR_PRIMARY_CARE = Rule(
    "NOT_READY_FOR_PRIMARY_CARE",
    "The way down needs a stable patient and a clear plan, and no emergency.",
    "下转须病情稳定、治疗方案明确且无急危情况。",
)
RECORD_COPY_REQUIRED = Rule(
    "RECORD_COPY_REQUIRED",
    "An infectious patient is transferred with a copy of the record; add it.",
    "传染病患者转诊须随附病历复印件，请补充。",
)
REFERRAL_DUPLICATE = Rule(
    "REFERRAL_DUPLICATE",
    "The patient was referred for this less than {days} days ago; use that one.",
    "患者{days}天内已因同一疾病转诊，请使用已有转诊单。",
)
PREVIOUS_UNKNOWN = Rule(
    "PREVIOUS_UNKNOWN",
    "The referral that this one goes on from is not in this institution's care.",
    "所续转的转诊单不在本机构接诊中。",
)
SAME_DOCTOR = Rule(
    "REFERRAL_SAME_DOCTOR",
    "Who wrote the draft does not approve it; let another doctor review it.",
    "起草人不得自行审核，请由其他医生审核。",
)
EMERGENCY_NOT_REFUSED = Rule(
    "EMERGENCY_NOT_REFUSED",
    "An emergency is not refused; take the patient in.",
    "急危重症患者不得拒收，请立即接诊。",
)
CAPACITY_FULL = Rule(
    "CAPACITY_FULL",
    "The department has no place for another referred patient; refuse or wait.",
    "该科室接收转诊已满，请拒收或等待。",
)
ARRANGEMENT_REQUIRED = Rule(
    "ARRANGEMENT_REQUIRED",
    "Say when to come: an appointment, a slot or a bed.",
    "请填写预约时间、号源或床位。",
)
REFERRAL_SLOT_UNFIT = Rule(
    "REFERRAL_SLOT_UNFIT",
    "The slot is not free or is not the receiving department's; choose another.",
    "该号源不可用或不属于转入科室，请另选。",
)
REFERRAL_SCHEDULE_SILENT = Rule(
    "REFERRAL_SCHEDULE_SILENT",
    "The schedule gives no answer; send without a slot or try again.",
    "号源系统暂无应答，可不带号源发送或稍后重试。",
)
REFERRAL_ARRIVAL_EARLY = Rule(
    "REFERRAL_ARRIVAL_EARLY",
    "The referral was not accepted yet; only an emergency comes before that.",
    "转诊尚未被接收，仅急诊可直接到院。",
)
REFERRAL_OTHER_CARD = Rule(
    "REFERRAL_OTHER_CARD",
    "The scan is of another card, another institution or too old; scan again.",
    "扫码记录与患者或机构不符，请重新扫码。",
)
FORM_OWED = Rule(
    "REFERRAL_FORM_OWED",
    "The form of this emergency is still owed; write it first.",
    "急诊转诊单尚未补齐，请先补充。",
)
FORM_NOT_OWED = Rule(
    "REFERRAL_FORM_NOT_OWED",
    "The referral has its form already.",
    "该转诊已有转诊单。",
)
