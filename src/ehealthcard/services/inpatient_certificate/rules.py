"""The sentences in which this service says no; never to an emergency."""

from ehealthcard.workflow import Rule

OTHER_HOSPITAL = Rule(
    "INPATIENT_OTHER_HOSPITAL",
    "The certificate is of another hospital; its own staff act.",
    "该住院证属于其他医院，请由该院工作人员办理。",
)
PATIENT_UNSEEN = Rule(
    "INPATIENT_PATIENT_UNSEEN",
    "A doctor issues only for a patient whom he has examined; confirm it.",
    "医师须亲自诊查患者后方可开具住院证，请确认。",
)
CERTIFICATE_OPEN = Rule(
    "CERTIFICATE_OPEN",
    "There is a certificate for this visit already; use or cancel that one.",
    "本次就诊已有有效住院证，请使用原证或先取消。",
)
ALREADY_INPATIENT = Rule(
    "ALREADY_INPATIENT",
    "The patient is an inpatient already; one stay ends before the next begins.",
    "患者目前已在院，不得重复办理住院。",
)
NO_VOUCHER = Rule(
    "NO_FAMILY_VOUCHER",
    "Only the patient, a minor's guardian or somebody with the patient's family "
    "voucher or grant for inpatient matters may do this; the attempt is on record.",
    "仅患者本人、未成年人的监护人、持有家庭凭证的家属或获授权办理住院的代办人可以办理；"
    "本次尝试已被记录。",
    traced=True,
)
PLANNED_IN_PAST = Rule(
    "ADMISSION_DAY_PASSED",
    "The planned day of admission lies in the past; give another.",
    "计划入院日期早于今天，请重新填写。",
)
WARD_MISSING = Rule(
    "WARD_MISSING",
    "Say for which ward and bed.",
    "请填写病区及床位。",
)
NOT_FIRST = Rule(
    "NOT_FIRST_IN_RANK",
    "Somebody else is first in the queue; offer him the bed, or say why not.",
    "该患者并非候床队列首位，请按顺序通知或填写理由。",
)
OTHER_BED = Rule(
    "OTHER_BED_RESERVED",
    "Another bed is reserved for the patient; admit there, or move the patient later.",
    "已为患者预留其他床位，请先按预留床位入院后再转床。",
)
IDENTITY_UNCHECKED = Rule(
    "INPATIENT_IDENTITY_UNCHECKED",
    "Compare the patient with the document and confirm it.",
    "请核对患者身份与证件并确认。",
)
DEPOSIT_MISSING = Rule(
    "DEPOSIT_MISSING",
    "The deposit is not paid and the patient is not exempt.",
    "尚未缴纳预交金，也未办理减免或担保。",
)
TEST_MISSING = Rule(
    "ADMISSION_TEST_MISSING",
    "The admission test is missing, not negative or too old.",
    "缺少入院检测阴性报告，或报告已超过有效时限。",
)
VOUCHER_UNSEEN = Rule(
    "INSURANCE_VOUCHER_UNSEEN",
    "An insured patient shows his own insurance voucher on admission.",
    "参保患者办理入院须出示本人医保凭证。",
)
LEAVE_TOO_LONG = Rule(
    "LEAVE_TOO_LONG",
    "A leave ends later than {hours} hours from now at most; discharge otherwise.",
    "请假时间最长 {hours} 小时且须晚于当前时间，超过请办理出院。",
)
AT_GATE = Rule(
    "INPATIENT_NOT_ON_LEAVE",
    "An inpatient goes out with a doctor's leave.",
    "住院患者外出须经医师批准请假。",
)
NOTHING_SUPPLIED = Rule(
    "NOTHING_SUPPLIED",
    "Say what is supplied: identity, deposit, exemption or test.",
    "请填写补充内容：身份核对、预交金、减免或检测报告。",
)
