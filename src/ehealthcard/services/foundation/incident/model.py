"""What the machine speaks of: kinds, grades, whom the law wants told, by when.

Everything that goes into a notice is a value of a code set, so that no identity can.
"""

from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Model, Moment
from ehealthcard.workflow import PRIVATE

Said = Annotated[str, Field(min_length=1, max_length=2000), PRIVATE]
"""What somebody has written; it is kept sealed and stands in no notice."""

Number = Annotated[str, Field(pattern="^[0-9A-Za-z][0-9A-Za-z._/-]{0,63}$")]
Count = Annotated[int, Field(ge=0, lt=1 << 40)]


class Grade(Labelled):
    """How grave an incident is (事件等级); the four of the national scale, recalled."""

    ORDINARY = "ordinary", "一般", "ordinary (IV)"
    LARGER = "larger", "较大", "larger (III)"
    MAJOR = "major", "重大", "major (II)"
    EXTREME = "extreme", "特别重大", "extremely grave (I)"

    @property
    def rank(self) -> int:
        """0 for the least."""
        return list(Grade).index(self)


class Kind(Labelled):
    """What happened (事件类型)."""

    LEAKED = "leaked", "信息泄露", "data leaked"
    ALTERED = "altered", "信息被篡改", "data was altered"
    LOST = "lost", "信息丢失", "data was lost"
    SERVICE_DOWN = "service-down", "服务中断", "a service was down"
    MALWARE = "malware", "恶意程序", "malicious software"
    CLIENT_ALTERED = "client-altered", "客户端被仿冒或篡改", "a client was altered"


class DataKind(Labelled):
    """Which data (信息种类); the classes of GB/T 39725-2020 and what they hold."""

    IDENTITY = "identity", "身份与联系信息", "identity and contact data"
    HEALTH = "health", "健康状况与诊疗信息", "data on health and care"
    SENSITIVE = "sensitive", "特殊病种等高度敏感信息", "highly sensitive health data"
    PAYMENT = "payment", "医疗支付信息", "payment data"
    CODES = "codes", "电子健康卡ID与用卡记录", "card IDs and use-card records"
    CREDENTIALS = "credentials", "登录凭证", "sign-in credentials"


class Why(Labelled):
    """How it came about (事件原因)."""

    ATTACK = "attack", "外部攻击", "an attack from outside"
    INSIDER = "insider", "内部人员违规", "an insider's breach of duty"
    MISTAKE = "mistake", "操作失误", "a mistake"
    DEFECT = "defect", "系统或软件缺陷", "a defect of a system"
    SUPPLIER = "supplier", "合作方原因", "a partner's failure"
    DEVICE_LOST = "device-lost", "设备丢失或被盗", "a lost or stolen device"
    UNKNOWN = "unknown", "尚在调查", "still being looked into"


class Harm(Labelled):
    """What may come of it (可能造成的危害)."""

    FRAUD = "fraud", "可能被用于诈骗", "fraud"
    PRIVACY = "privacy", "个人隐私泄露", "loss of privacy"
    MISUSE = "misuse", "可能被冒用就医或结算", "care or payment in somebody's name"
    WRONG_CARE = "wrong-care", "可能影响诊疗", "wrong care"
    DELAY = "delay", "就医延误", "delayed care"


class Remedy(Labelled):
    """What was done about it (已采取的补救措施)."""

    CLOSED = "closed", "已封堵漏洞", "the gap was closed"
    BLOCKED = "blocked", "已停用相关账号或终端", "accounts or terminals were blocked"
    FROZEN = "frozen", "已冻结相关电子健康卡", "cards concerned were frozen"
    KEYS_CHANGED = "keys-changed", "已更换密钥", "keys were changed"
    RESTORED = "restored", "已恢复数据或服务", "data or service were restored"
    REPORTED = "reported", "已报案", "the police were told"


class Advice(Labelled):
    """What a holder can do (个人可以采取的措施)."""

    BEWARE = "beware", "警惕以就医为名的来电和短信", "beware of calls about your care"
    RENEW_CODE = "renew-code", "重新获取电子健康卡二维码", "get a new code"
    CHANGE_PASSWORD = "change-password", "修改登录密码", "change your password"
    CHECK_BILLS = "check-bills", "核对医疗费用账单", "check your bills"
    UPDATE_APP = "update-app", "从官方渠道更新客户端", "update the application"
    NOTHING = "nothing", "暂无需采取措施", "nothing for now"


class Addressee(Labelled):
    """Who is told (报告、告知对象)."""

    HEALTH = "health", "卫生健康主管部门", "the health authority"
    CYBERSPACE = "cyberspace", "省级网信部门", "the provincial cyberspace authority"
    PROTECTION = (
        "protection",
        "关键信息基础设施保护工作部门",
        "the protection department for critical infrastructure",
    )
    POLICE = "police", "公安机关", "the police"
    PERSONS = "persons", "受影响的个人", "the persons concerned"


class Stage(Labelled):
    """Which notice (报告阶段)."""

    FIRST = "first", "首次报告", "first notice"
    SUMMARY = "summary", "总结报告", "summary"


class Condition(Labelled):
    """When somebody must be told."""

    PERSONAL_DATA = "personal-data", "涉及个人信息", "personal data is concerned"
    ENDANGERS_PUBLIC = (
        "endangers-public",
        "危害国家安全、公共利益",
        "state security or the public interest is in danger",
    )
    CRITICAL = "critical", "关键信息基础设施", "critical infrastructure"
    NOT_CRITICAL = "not-critical", "非关键信息基础设施", "no critical infrastructure"
    CRIME = "crime", "涉嫌犯罪", "a crime is suspected"


class IncidentFacts(Model):
    """What is known, all of it in code values and numbers (事件要素)."""

    kinds: tuple[Kind, ...] = Field(min_length=1)
    data: tuple[DataKind, ...] = ()
    """Which personal data; empty where none is concerned."""

    persons: Count = 0
    """About how many people (涉及人数)."""

    why: Why = Why.UNKNOWN
    harms: tuple[Harm, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    advice: tuple[Advice, ...] = ()
    endangers_public: bool = False
    critical: bool = False
    """Whether a critical information infrastructure is hit (关键信息基础设施)."""

    crime: bool = False

    @property
    def conditions(self) -> frozenset[Condition]:
        """Which conditions hold."""
        held = {
            Condition.PERSONAL_DATA: bool(self.data),
            Condition.ENDANGERS_PUBLIC: self.endangers_public,
            Condition.CRITICAL: self.critical,
            Condition.NOT_CRITICAL: not self.critical,
            Condition.CRIME: self.crime,
        }
        return frozenset(condition for condition, holds in held.items() if holds)


class Duty(Model):
    """Somebody who must be told, by when, and whether that was done (报告义务)."""

    to: Addressee
    stage: Stage
    due: Moment
    """The last moment in time."""

    source: str
    """The rule; one that is not at hand says "recalled"."""

    number: str | None = None
    """Number of the notice that was given."""

    told_at: Moment | None = None
    told_by: str | None = None
    count: int | None = None
    """How many persons were told."""

    exempt: bool = False
    late: bool = False
    """Whether the term passed before it was done."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.told_at is None and not self.exempt


class IncidentWarning(Model):
    """What a superior is told of an overdue incident; it names no person."""

    incident: str
    org: str
    grade: Grade | None
    late: tuple[Addressee, ...]
    """Who was not told in time; nobody where it was not even assessed."""

    to: str
    at: Moment
