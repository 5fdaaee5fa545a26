"""The codes of the national follow-up forms (随访服务记录表)."""

from ehealthcard.codesets import Labelled


class Disease(Labelled):
    """What is managed (慢病病种, guide §4.6.5)."""

    HYPERTENSION = "hypertension", "原发性高血压", "primary hypertension"
    DIABETES = "diabetes", "2型糖尿病", "type 2 diabetes"


class VisitMode(Labelled):
    """How the patient was seen (随访方式)."""

    CLINIC = "1", "门诊", "at the clinic"
    HOME = "2", "家庭", "at home"
    PHONE = "3", "电话", "by telephone"


class ControlClass(Labelled):
    """The outcome of a follow-up (此次随访分类); the higher one is the more severe."""

    SATISFIED = "1", "控制满意", "controlled"
    UNSATISFIED = "2", "控制不满意", "not controlled"
    ADVERSE = "3", "不良反应", "an adverse reaction"
    COMPLICATION = "4", "并发症", "a complication"


class ReferralReason(Labelled):
    """Why somebody is referred (转诊原因)."""

    TWICE_UNSATISFIED = "1", "连续两次控制不满意", "twice running not controlled"
    ADVERSE_HARD = "2", "药物不良反应难以控制", "an adverse reaction hard to control"
    NEW_COMPLICATION = "3", "出现新的并发症", "a new complication"
    AGGRAVATED = "4", "原有并发症加重", "a complication that grew worse"
    DANGER = "5", "危急情况", "danger"


class Complication(Labelled):
    """What became of complications since the last visit (并发症)."""

    NONE = "none", "无新发或加重", "none new or worse"
    NEW = "new", "新发", "new"
    AGGRAVATED = "aggravated", "加重", "worse"


class Adherence(Labelled):
    """How medicines are taken (服药依从性)."""

    REGULAR = "1", "规律", "regularly"
    INTERRUPTED = "2", "间断", "with interruptions"
    NOT = "3", "不服药", "not at all"


class Level(Labelled):
    """Light, medium, heavy: salt (摄盐情况)."""

    LIGHT = "1", "轻", "light"
    MEDIUM = "2", "中", "medium"
    HEAVY = "3", "重", "heavy"


class Standing(Labelled):
    """Good, fair, poor: state of mind (心理调整) and following advice (遵医行为)."""

    GOOD = "1", "良好", "good"
    FAIR = "2", "一般", "fair"
    POOR = "3", "差", "poor"


class LowSugar(Labelled):
    """Reactions of too little sugar in the blood (低血糖反应)."""

    NONE = "1", "无", "none"
    SOMETIMES = "2", "偶尔", "sometimes"
    OFTEN = "3", "频繁", "often"


class FootPulse(Labelled):
    """The pulse on the foot (足背动脉搏动)."""

    NORMAL = "1", "触及正常", "normal"
    WEAK_BOTH = "2", "减弱(双侧)", "weak on both sides"
    WEAK_LEFT = "3", "减弱(左侧)", "weak on the left"
    WEAK_RIGHT = "4", "减弱(右侧)", "weak on the right"
    GONE_BOTH = "5", "消失(双侧)", "gone on both sides"
    GONE_LEFT = "6", "消失(左侧)", "gone on the left"
    GONE_RIGHT = "7", "消失(右侧)", "gone on the right"


class PressureSymptom(Labelled):
    """Symptoms on the form of hypertension (症状)."""

    NONE = "1", "无症状", "none"
    HEADACHE = "2", "头痛头晕", "headache or dizziness"
    NAUSEA = "3", "恶心呕吐", "nausea or vomiting"
    EYES = "4", "眼花耳鸣", "blurred sight or ringing ears"
    BREATH = "5", "呼吸困难", "short of breath"
    CHEST = "6", "心悸胸闷", "palpitations or a tight chest"
    NOSEBLEED = "7", "鼻衄出血不止", "a nosebleed that does not stop"
    NUMB = "8", "四肢发麻", "numb limbs"
    LEGS = "9", "下肢水肿", "swollen legs"
    OTHER = "10", "其他", "other"


class SugarSymptom(Labelled):
    """Symptoms on the form of diabetes (症状)."""

    NONE = "1", "无症状", "none"
    DRINKING = "2", "多饮", "drinking much"
    EATING = "3", "多食", "eating much"
    URINE = "4", "多尿", "passing much urine"
    SIGHT = "5", "视力模糊", "blurred sight"
    INFECTION = "6", "感染", "infection"
    NUMB = "7", "手脚麻木", "numb hands or feet"
    LEGS = "8", "下肢浮肿", "swollen legs"
    WEIGHT = "9", "体重明显下降", "much lighter"


class DangerSign(Labelled):
    """What cannot wait (危急情况); the first ones are found by the numbers."""

    PRESSURE = "pressure", "血压危急", "blood pressure"
    GLUCOSE = "glucose", "血糖危急", "glucose"
    HEART_RATE = "heart-rate", "心率过快", "heart rate"
    FEVER = "fever", "体温过高", "temperature"
    PREGNANCY = "pregnancy", "妊娠或哺乳期", "pregnancy or lactation"
    UNMANAGEABLE = "unmanageable", "其他不能处理的疾病", "what cannot be treated here"
    CONSCIOUSNESS = "consciousness", "意识或行为改变", "changed consciousness"
    HEAD = "head", "剧烈头痛或头晕", "severe headache or dizziness"
    VOMITING = "vomiting", "恶心呕吐", "nausea or vomiting"
    SIGHT = "sight", "视物模糊", "blurred sight"
    SIGHT_LOST = "sight-lost", "视力骤降", "sudden loss of sight"
    EYE_PAIN = "eye-pain", "眼痛", "pain in the eye"
    PALPITATIONS = "palpitations", "心悸", "palpitations"
    CHEST = "chest", "胸闷", "a tight chest"
    CANNOT_LIE = "cannot-lie", "不能平卧", "cannot lie flat"
    ACETONE = "acetone", "呼气烂苹果味", "breath of acetone"
    SWEATING = "sweating", "出汗", "sweating"
    APPETITE = "appetite", "食欲减退", "no appetite"
    THIRST = "thirst", "多饮", "drinking much"
    URINE = "urine", "多尿", "passing much urine"
    ABDOMEN = "abdomen", "腹痛", "pain in the belly"
    DEEP_BREATH = "deep-breath", "深大呼吸", "deep breathing"
    FLUSHED = "flushed", "皮肤潮红", "flushed skin"


class EndReason(Labelled):
    """Why care ends (终止管理原因)."""

    DIED = "1", "死亡", "death"
    MOVED = "2", "迁出", "moved away"
    LOST = "3", "失访", "lost"
    REFUSED = "4", "拒绝", "refused"
    OTHER = "9", "其他", "other"
