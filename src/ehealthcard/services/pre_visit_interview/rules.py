"""The sentences in which this service says no."""

from ehealthcard.workflow import Rule

VISIT_NOT_CONFIRMED = Rule(
    "VISIT_NOT_CONFIRMED",
    "There is no confirmed appointment of this name before its visit; book first, or "
    "take another.",
    "未找到已确认且尚未就诊的该预约，请先完成预约或核对预约。",
)
CONSENT_REQUIRED = Rule(
    "CONSENT_REQUIRED",
    "Consent to the use of health data was not given; show the text and ask. Care does "
    "not depend on it.",
    "尚未单独同意处理健康信息，请告知并征得同意，不同意不影响就诊。",
)
OTHER_PERSON = Rule(
    "OTHER_PERSON",
    "The interview is another person's; let the patient or the proxy answer.",
    "该预诊属于他人，请由患者本人或其代填人作答。",
)
PROXY_NOT_FOR_ADULTS = Rule(
    "PROXY_NOT_FOR_ADULTS",
    "Others answer only for minors and elders, or by the patient's grant to declare; "
    "let the patient answer or grant it, or let staff help.",
    "仅可为未成年人、老年人或凭本人的健康申报授权代填，请由患者本人填写、授权或由工作人员协助。",
)
QUESTIONS_SILENT = Rule(
    "QUESTIONS_SILENT",
    "The question bank gives no answer; try again, or tell the doctor in person.",
    "问题库无应答，请稍后重试或当面告知医生。",
)
NO_QUESTIONS = Rule(
    "NO_QUESTIONS",
    "There are no questions for this department; tell the doctor in person.",
    "该科室暂无预诊问题，请当面告知医生。",
)
QUESTIONS_ALTERED = Rule(
    "QUESTIONS_ALTERED",
    "The version that this interview began with is gone or was altered; restore it.",
    "本次预诊所用的题库版本缺失或已被改动，请恢复该版本。",
)
FIRST_QUESTION = Rule(
    "FIRST_QUESTION",
    "This is the first question; there is none before it.",
    "已是第一个问题。",
)
NOT_YOUR_PATIENT = Rule(
    "NOT_YOUR_PATIENT",
    "Only the doctor of the appointment or a colleague of the department opens it.",
    "仅限该预约的接诊医生或同科室代诊医生查看。",
)
OPENED_BY_OTHER = Rule(
    "OPENED_BY_OTHER",
    "Another doctor has opened the report; open it yourself before you decide.",
    "报告由其他医生打开，请先自行打开再处理。",
)
EXAMINE_FIRST = Rule(
    "EXAMINE_FIRST",
    "Nothing enters the record before the doctor has seen the patient; begin the "
    "consultation first.",
    "医师须亲自诊查后方可写入病历，请先开始就诊。",
)
NOT_REFUSED = Rule(
    "NOT_REFUSED",
    "The record did not refuse the text; there is nothing to file again.",
    "病历系统未拒收，无需重新提交。",
)
