"""The codes of the forms for mothers (孕产妇健康管理记录表).

Digits are those of the form, as the county system has them; words are codes of the
project's own.
"""

from ehealthcard.codesets import Labelled


class RiskColour(Labelled):
    """How dangerous a pregnancy is (妊娠风险分级, recalled)."""

    GREEN = "green", "绿色(低风险)", "low"
    YELLOW = "yellow", "黄色(一般风险)", "some"
    ORANGE = "orange", "橙色(较高风险)", "raised"
    RED = "red", "红色(高风险)", "high"
    PURPLE = "purple", "紫色(传染病)", "an infectious disease; beside another colour"


class Finding(Labelled):
    """Whether something was found (分类)."""

    NORMAL = "1", "未见异常", "nothing abnormal"
    ABNORMAL = "2", "异常", "something abnormal"


class Guidance(Labelled):
    """What was talked about (保健指导); the form's list goes on behind 09."""

    HYGIENE = "01", "个人卫生", "personal hygiene"
    MIND = "02", "心理", "state of mind"
    FOOD = "03", "膳食营养", "food"
    HARM = "04", "避免致畸因素", "what may harm the child"
    SCREENING = "05", "产前筛查告知", "antenatal screening"
    EXERCISE = "06", "运动", "exercise"
    SELF_CARE = "07", "自我监测", "watching oneself"
    BIRTH = "08", "分娩准备", "preparing for birth"
    NURSING = "09", "母乳喂养", "nursing"


class Grade(Labelled):
    """How much of it: protein in the urine (尿蛋白), oedema (水肿)."""

    NONE = "-", "阴性", "none"
    TRACE = "±", "可疑", "a trace"
    ONE = "+", "+", "some"
    TWO = "++", "++", "more"
    THREE = "+++", "+++", "much"
    FOUR = "++++", "++++", "very much"


class BirthMode(Labelled):
    """How a child was born (分娩方式)."""

    NATURAL = "1", "顺产", "naturally"
    VACUUM = "2", "胎头吸引", "by vacuum"
    FORCEPS = "3", "产钳", "with forceps"
    CAESAREAN = "4", "剖宫产", "by caesarean section"
    MULTIPLE = "5", "双多胎", "one of several"
    BREECH = "6", "臀位", "breech"
    OTHER = "7", "其他", "otherwise"


class Lochia(Labelled):
    """The colour of the lochia (恶露)."""

    RED = "1", "红", "red"
    PALE = "2", "淡红", "pale red"
    WHITE = "3", "白", "white"


class Recovery(Labelled):
    """What the check behind a birth finds (产后42天分类)."""

    RECOVERED = "1", "已恢复", "recovered"
    NOT_RECOVERED = "2", "未恢复", "not recovered"


class Handling(Labelled):
    """What follows (处理)."""

    CLOSED = "1", "结案", "closed"
    REFERRED = "2", "转诊", "referred"


class ReferralOutcome(Labelled):
    """What became of a referral (转诊结局); the codes are the project's own."""

    RETURNED = "returned", "已转回", "came back"
    STAYING = "staying", "上级机构继续治疗", "is treated there"
    NOT_SEEN = "not-seen", "未就诊", "did not go"


class Loss(Labelled):
    """How a pregnancy ended without a birth (妊娠终止)."""

    MISCARRIED = "miscarried", "自然流产", "miscarried"
    TERMINATED = "terminated", "终止妊娠", "terminated"
