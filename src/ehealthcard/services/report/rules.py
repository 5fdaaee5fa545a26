"""The sentences in which this service says no."""

from ehealthcard.workflow import Rule

CONTENT_REQUIRED = Rule(
    "CONTENT_REQUIRED",
    "A report needs items, a conclusion or images; add what was found.",
    "报告内容为空，请填写检验项目、结论或影像。",
)
SAMPLE_TIMES_REVERSED = Rule(
    "SAMPLE_TIMES_REVERSED",
    "The sample's times are out of order or in the future; correct them.",
    "标本采集、接收时间顺序有误或晚于当前时间，请更正。",
)
SAME_SIGNER = Rule(
    "SAME_SIGNER",
    "The same person may not sign twice; let a second authorised person verify it.",
    "同一人不得重复审核，请由另一名有权人员审核。",
)
PERFORMER_MAY_NOT_SIGN = Rule(
    "PERFORMER_MAY_NOT_SIGN",
    "Who made the test may not verify it here; let somebody else do it.",
    "检验检查操作者不得审核本报告，请由其他有权人员审核。",
)
WITHHELD_CLASS = Rule(
    "WITHHELD_CLASS",
    "Reports of this class are handed over in person after a doctor has spoken; "
    "withhold it.",
    "该类报告须由医生告知后当面发放，请改为暂缓发布。",
)
IN_PERSON_ONLY = Rule(
    "IN_PERSON_ONLY",
    "This report is handed over in person only; ask the patient to come.",
    "该报告仅限当面领取，请本人或监护人到院领取。",
    traced=True,
)
CLINICIANS_ONLY = Rule(
    "CLINICIANS_ONLY",
    "The report is not released yet; only those who treat the patient may see it.",
    "报告尚未发布，仅限诊疗相关医务人员查阅。",
    traced=True,
)
NOT_ATTENDING = Rule(
    "NOT_ATTENDING",
    "Only those who ordered, made or verified this sensitive report may see it; the "
    "attempt is on record.",
    "该敏感报告仅限申请、操作或审核人员查阅；本次尝试已被记录。",
    traced=True,
)
RELEASE_DELAYED = Rule(
    "RELEASE_DELAYED",
    "The delay before release is not over; try again later.",
    "尚未到报告发布时间，请稍后再试。",
)
PAPER_UNKNOWN = Rule(
    "PAPER_UNKNOWN",
    "Nobody says what the printed report looks like; give the hash of its paper.",
    "无法取得纸质报告内容，请提供纸质报告的摘要值。",
)
RENDERING_DIFFERS = Rule(
    "RENDERING_DIFFERS",
    "The report online would differ from its paper; find out which of them is right.",
    "线上报告与纸质报告内容不一致，已阻止发布，请核对。",
)
DISCLOSURE_FIRST = Rule(
    "DISCLOSURE_FIRST",
    "A doctor speaks with the patient first; record that it was done.",
    "须先由医生告知患者，请登记告知后再发放。",
)
IDENTITY_NOT_CHECKED = Rule(
    "IDENTITY_NOT_CHECKED",
    "Check the document of whoever fetches the report first.",
    "请先核验领取人的身份证件。",
)
NO_GUARDIAN = Rule(
    "NO_GUARDIAN",
    "The holder has no guardian who could fetch it; hand it to the holder.",
    "持卡人没有可代领的监护人，请交付本人。",
)
NOTHING_CHANGED = Rule(
    "NOTHING_CHANGED",
    "The amended report says the same as the present one; there is nothing to amend.",
    "更正内容与现有报告一致，无需更正。",
)
OTHER_INSTITUTION = Rule(
    "OTHER_INSTITUTION",
    "The report is of another institution; ask there.",
    "该报告属于其他医疗机构，请由该机构办理。",
)
SIGNED_CONTENT = Rule(
    "SIGNED_CONTENT",
    "The first signature stands under other contents; send the report back instead.",
    "首位审核人已审核的内容不得更改，请退回后重新审核。",
)
