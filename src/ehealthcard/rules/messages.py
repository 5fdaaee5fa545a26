"""What residents are told, in words that give nothing away (信息推送, guide §4.3.5).

A message says that something is there, when and where; never what was found. It is put
together from a template and a few typed variables, none of which can hold a diagnosis
or a result (minimal content, inferred from GB/T 39725-2020).
"""

import re
from datetime import datetime
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import SHANGHAI, Labelled
from ehealthcard.models import Day, Moment
from ehealthcard.workflow import Model, Rule

from .links import CardLink

CLINICAL_CONTENT = Rule(
    "CLINICAL_CONTENT",
    "A message may not tell of a disease, a result or a value; say where to look.",
    "消息不得包含疾病名称、检查结果或数值，请仅提示查看入口。",
)
VARIABLE_MISSING = Rule(
    "VARIABLE_MISSING",
    "The template needs values that are missing: {names}; give them.",
    "模板变量缺失：{names}，请补充。",
)
UNKNOWN_VARIABLE = Rule(
    "UNKNOWN_VARIABLE",
    "A template knows only these variables: {names}; use them.",
    "模板仅可使用以下变量：{names}。",
)

_SENSITIVE = re.compile(
    "HIV|AIDS|HBV|HCV|HPV|TPPA|艾滋|梅毒|淋病|性病|乙肝|丙肝|结核|肝炎|癌|肿瘤|瘤|白血病|"
    "精神|心理|抑郁|焦虑|癫痫|戒毒|毒瘾|流产|引产|妊娠|怀孕|不孕|不育|遗传|基因|诊断|阳性|阴性|"
    "偏高|偏低|升高|降低|异常|危急值|病危|diagnos|positive|negative|cancer|tumou?r",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\d\s*(?:[mµμnpuk]?mol|[mµμnpuk]?g/|m?IU|U/|mmHg|kPa|℃|°C|%|％|×\s*10|\^|次/分|bpm)"
    r"|\d+\.\d+|[<>＜＞≤≥]\s*\d",
    re.IGNORECASE,
)


class MessageKind(Labelled):
    """What a message is about; the first seven are the guide's."""

    REGISTRATION = "registration", "挂号", "a booking"
    SURVEY = "survey", "流调", "the epidemiological survey"
    CHECK_IN = "check-in", "报到", "check-in"
    PAYMENT = "payment", "缴费", "a bill"
    REPORT = "report", "查报告", "a report"
    MEDICINE = "medicine", "取药", "medicine to fetch"
    FOLLOW_UP = "follow-up", "随访", "a follow-up"
    INTERVIEW = "interview", "预诊", "the interview before a visit"
    SUSPENSION = "suspension", "停诊改约", "a suspended or moved clinic"
    CALLING = "calling", "候诊叫号", "being called in"
    REFUND = "refund", "退费", "a refund"
    BED = "bed", "住院床位", "a bed"
    PASS_ENDING = "pass-ending", "陪护证到期", "a companion pass that ends"
    REFERRAL = "referral", "转诊结果", "a referral"
    CHRONIC_DUE = "chronic-due", "慢病随访到期", "a chronic-care visit that is due"
    CHILD_DUE = "child-due", "母子健康到期", "a mother-and-child visit that is due"
    CERTIFICATE = "certificate", "证件办结", "a certificate that is ready"
    SAFETY = "safety", "安全提醒", "the safety of the card"


class Variables(Model):
    """All that a text may be filled with."""

    org: str | None = Field(default=None, max_length=40)
    """Name of the institution."""

    department: str | None = Field(default=None, max_length=20)
    place: str | None = Field(default=None, max_length=40)
    day: Day | None = None
    at: Moment | None = None
    number: Annotated[str | None, Field(pattern=r"^[A-Z]?[0-9]{1,4}$")] = None
    """A number in a queue."""

    def shown(self) -> dict[str, str]:
        """Return the values that are given, as they stand in a text."""
        found = {k: v for k, v in dict(self).items() if v is not None}
        return {name: _shown(value) for name, value in found.items()}


class DeepLink(Model):
    """Where a tap on the message leads: a case of a service."""

    workflow: str
    case: str


class MessageWanted(Model):
    """What a service asks the messenger for."""

    card: CardLink
    """The subject whom it concerns."""

    kind: MessageKind
    event: str = Field(min_length=1, max_length=64)
    """What has happened, by a name of its own; one message is sent of it."""

    variables: Variables = Variables()
    link: DeepLink | None = None
    expires_at: Moment | None = None


class MessageRecalled(Model):
    """What a message told of is no longer so (撤回)."""

    event: str = Field(min_length=1, max_length=64)


def require_plain(text: str) -> None:
    """Refuse a text that tells of a disease, a result or a value.

    Raises:
        RuleViolationError: It does.

    """
    if not is_plain(text):
        raise CLINICAL_CONTENT.broken()


def is_plain(text: str) -> bool:
    """Whether *text* tells of no disease, result or value."""
    return not (_SENSITIVE.search(text) or _MEASURED.search(text))


def placeholders(text: str) -> frozenset[str]:
    """Return the names in braces of a template."""
    return frozenset(re.findall(r"\{(\w+)\}", text))


def fill(text: str, variables: Variables) -> str:
    """Return *text* with its placeholders filled in.

    Raises:
        RuleViolationError: A value is missing, or what comes out is not plain.

    """
    values = variables.shown()
    missing = placeholders(text) - values.keys()
    if missing:
        raise VARIABLE_MISSING.broken(names=", ".join(sorted(missing)))
    filled = re.sub(r"\{(\w+)\}", lambda found: values[found[1]], text)
    require_plain(filled)
    return filled


def _shown(value: object) -> str:
    """Return a moment or a day as a Chinese reader writes it."""
    if isinstance(value, datetime):
        local = value.astimezone(SHANGHAI)
        return f"{local.month}月{local.day}日{local:%H:%M}"
    month, day = getattr(value, "month", None), getattr(value, "day", None)
    return f"{month}月{day}日" if month and day else str(value)
