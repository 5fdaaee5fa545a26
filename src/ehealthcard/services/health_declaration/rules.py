"""The sentences in which this service says no."""

from ehealthcard.workflow import Rule

CONSENT_REQUIRED = Rule(
    "CONSENT_REQUIRED",
    "Health data needs the holder's separate consent; show the text and ask.",
    "处理健康信息须取得个人单独同意，请出示同意书并征得同意。",
)
RETENTION_APPLIES = Rule(
    "RETENTION_APPLIES",
    "A declaration that led to isolation must be kept; it cannot be withdrawn.",
    "已用于隔离分流的申报依规须保存，不能撤回。",
)
