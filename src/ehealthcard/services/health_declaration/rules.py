"""The sentences in which this service says no."""

from ehealthcard.workflow import Rule

CONSENT_REQUIRED = Rule(
    "CONSENT_REQUIRED",
    "Health data needs the holder's separate consent; show the text and ask.",
    "处理健康信息须取得个人单独同意，请出示同意书并征得同意。",
)
COMMITMENT_REQUIRED = Rule(
    "COMMITMENT_REQUIRED",
    "The commitment to answer truthfully was not accepted; show it and ask.",
    "尚未签署如实申报承诺书，请阅读并确认承诺书。",
)
ANSWER_REQUIRED = Rule(
    "ANSWER_REQUIRED",
    "Mandatory items have no answer: {items}; answer each, if only with none.",
    "必填项未填写：{items}，请逐项填写，没有请填无。",
)
PROXY_REASON_REQUIRED = Rule(
    "PROXY_REASON_REQUIRED",
    "Who declares for somebody else says why; add the reason.",
    "代他人申报须说明原因，请填写代申报原因。",
)
PROXY_KINSHIP_REQUIRED = Rule(
    "PROXY_KINSHIP_REQUIRED",
    "A family member says what relation it is; add the kinship.",
    "家人代申报须填写与本人的家庭关系。",
)
PROXY_IDENTITY_REQUIRED = Rule(
    "PROXY_IDENTITY_REQUIRED",
    "Who declares for somebody else gives name and document or phone; add them.",
    "代申报人须提供姓名及证件号码或联系电话，请补充。",
)
GUARDIAN_CONSENT_REQUIRED = Rule(
    "GUARDIAN_CONSENT_REQUIRED",
    "For a child under 14 the guardian declares; let the guardian do it.",
    "未满十四周岁须由监护人申报并同意，请由监护人办理。",
)
EXPOSURE_IN_FUTURE = Rule(
    "EXPOSURE_IN_FUTURE",
    "An exposure lies in the future; check its date.",
    "接触或旅居日期晚于今天，请核对日期。",
)
RETENTION_APPLIES = Rule(
    "RETENTION_APPLIES",
    "A declaration that led to isolation must be kept; it cannot be withdrawn.",
    "已用于隔离分流的申报依规须保存，不能撤回。",
)
