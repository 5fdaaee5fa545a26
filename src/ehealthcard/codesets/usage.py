"""Code sets of the use-card record (用卡记录), as six public integrations agree."""

from .labelled import Labelled


class CardStep(Labelled):
    """The step of care at which a card is used (用卡环节，诊疗环节代码).

    Vendors disagree about the second-level codes 0101052, 0101053, 0101081 and
    0101082, so only the agreed first level stands here; records keep any text.
    """

    OTHER = "000000", "其他", "other"
    REGISTRATION = "010101", "挂号", "registration"
    DIAGNOSIS = "010102", "诊断", "diagnosis"
    DISPENSING = "010103", "取药", "dispensing"
    EXAMINATION = "010104", "检查", "examination"
    PAYMENT = "010105", "收费", "payment"
    PRESCRIBING = "010106", "开方", "prescribing"
    OPERATION = "010107", "手术", "operation"
    REPORT = "010108", "报告", "report"
    INPATIENT = "010109", "住院", "inpatient care"


class Channel(Labelled):
    """Where a card is used (用卡渠道代码)."""

    WINDOW = "0100", "人工窗口", "staffed window"
    KIOSK = "0200", "自助机", "kiosk"
    DOCTOR_DESK = "0300", "医生工作台", "doctor's desk"
    SERVICE_ACCOUNT = "0401", "服务号", "service account"
    MINI_PROGRAM = "0402", "小程序", "mini program"
    OTHER = "9900", "其他", "other"


class Purpose(Labelled):
    """What somebody looks at data for (处理目的, PIPL art. 6); our own division."""

    UNSTATED = "unstated", "未说明", "not stated"
    CARE = "care", "诊疗", "care"
    SELF_SERVICE = "self-service", "本人或家属自助", "the holder's own use"
    PAYMENT = "payment", "结算", "payment"
    EMERGENCY = "emergency", "急救", "saving a life"
    PUBLIC_HEALTH = "public-health", "公共卫生", "public health"
    OVERSIGHT = "oversight", "监管审计", "oversight"
    RESEARCH = "research", "科研教学", "research and teaching"
    THIRD_PARTY = "third-party", "向第三方提供", "passing on to others"


class CostType(Labelled):
    """Who pays (用卡费别代码)."""

    SELF = "0100", "自费", "paid by oneself"
    INSURED = "0200", "医保", "insured"
    PUBLIC = "0300", "公费", "at public expense"
    OTHER = "0000", "其他", "other"


class Carrier(Labelled):
    """What was used at the terminal (卡类型代码 of the use report)."""

    DOCUMENT = "01", "证件或实体卡", "document or physical card"
    ELECTRONIC = "11", "电子健康卡", "electronic health card"


class TerminalType(Labelled):
    """What kind of terminal read a card (刷卡终端类型代码)."""

    WINDOW = "01", "人工窗口", "staffed window"
    SELF_SERVICE = "02", "自助终端", "terminal without staff"
    OTHER = "99", "其他", "other"
