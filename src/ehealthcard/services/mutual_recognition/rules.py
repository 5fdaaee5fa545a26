"""The sentences in which this service says no."""

from ehealthcard.workflow import Rule

REPORT_UNKNOWN = Rule(
    "RECOGNITION_REPORT_UNKNOWN",
    "There is no such released report of this holder here; upload it instead.",
    "本平台没有持卡人的该份已发布报告，可改为上传。",
)
ITEM_UNKNOWN = Rule(
    "RECOGNITION_ITEM_UNKNOWN",
    "The report has no such item; name items that it has.",
    "报告中没有所选项目，请核对。",
)
TERM_WRONG = Rule(
    "RECOGNITION_TERM",
    "An authorisation ends in the future and within {days} days; choose such a day.",
    "授权截止时间须晚于当前时间且在{days}天以内。",
)
UPLOAD_ALTERED = Rule(
    "RECOGNITION_UPLOAD_ALTERED",
    "The uploaded report is not the one that was signed; take it from its source anew.",
    "上传内容与签发摘要不一致，请重新获取报告后上传。",
)
UPLOAD_TIMES = Rule(
    "RECOGNITION_UPLOAD_TIMES",
    "The uploaded report is of the future, or its times are out of order.",
    "上传报告的时间有误，请核对。",
)
NOT_SHOWN_HERE = Rule(
    "RECOGNITION_NOT_SHOWN_HERE",
    "The patient has not shown this report to this institution; the attempt is on "
    "record.",
    "患者未授权本机构查阅该报告；本次尝试已被记录。",
    traced=True,
)
NO_ENCOUNTER = Rule(
    "RECOGNITION_NO_ENCOUNTER",
    "Only who is treating the patient now may look; the attempt is on record.",
    "仅限患者就诊期间的接诊医生查阅；本次尝试已被记录。",
    traced=True,
)
OWN_REPORT = Rule(
    "RECOGNITION_OWN_REPORT",
    "The report is of this very institution; there is nothing to recognise.",
    "该报告由本机构出具，无需互认。",
)
NOT_RECOGNISABLE = Rule(
    "RECOGNITION_NOT_RECOGNISABLE",
    "The result is not open to recognition here ({obstacle}); examine again.",
    "该结果不符合互认条件（{obstacle}），可重新检查检验。",
)
CASE_APPLIES = Rule(
    "RECOGNITION_CASE_APPLIES",
    "One of the six cases applies; examine again and say which.",
    "存在可重新检查检验的情形，请选择相应原因重新开单。",
)
REASON_REQUIRED = Rule(
    "REASON_REQUIRED",
    "There is a result that can be recognised; say why it is examined again.",
    "已有可互认的检查检验结果，重复开单须填写原因。",
)
REASON_NOT_HERE = Rule(
    "RECOGNITION_REASON_NOT_HERE",
    "That is no reason in this region; choose one that is.",
    "本地区不适用该原因，请另选。",
)
RECOGNISABLE = Rule(
    "RECOGNITION_POSSIBLE",
    "The result is open to recognition here; choose the reason that applies.",
    "该结果符合互认条件，请选择实际适用的原因。",
)
EXPLANATION_REQUIRED = Rule(
    "RECOGNITION_EXPLANATION_REQUIRED",
    "The patient is told why it is examined again; write down what was said.",
    "不予互认须向患者说明，请填写说明内容。",
)
VIEW_FIRST = Rule(
    "RECOGNITION_VIEW_FIRST",
    "Look at the result before examining again; only an emergency does not wait.",
    "请先调阅已有结果；仅急诊急救可直接重新检查检验。",
)
AMENDED = Rule(
    "RECOGNITION_AMENDED",
    "The report was amended meanwhile; look at it again before deciding.",
    "该报告已更正，请重新调阅后再作决定。",
)
