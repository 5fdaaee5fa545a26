"""The codes of the forms for children (儿童健康管理记录表).

Digits are those of the form, as the county system has them; words are codes of the
project's own.
"""

from ehealthcard.codesets import Labelled


class HearingScreen(Labelled):
    """Hearing of a newborn (新生儿听力筛查)."""

    PASSED = "1", "通过", "passed"
    FAILED = "2", "未通过", "not passed"
    NOT_DONE = "3", "未筛查", "not done"
    UNKNOWN = "4", "不详", "not known"


class MetabolicScreen(Labelled):
    """Diseases of a newborn that were looked for (新生儿疾病筛查)."""

    HYPOTHYROIDISM = "1", "甲低", "hypothyroidism"
    PKU = "2", "苯丙酮尿症", "phenylketonuria"
    OTHER = "3", "其他", "other"


class Development(Labelled):
    """Whether a child is as far as it should be (发育评估)."""

    PASSED = "1", "通过", "passed"
    FAILED = "2", "未过", "not passed"


class Fontanelle(Labelled):
    """The anterior fontanelle (前囟)."""

    CLOSED = "closed", "闭合", "closed"
    OPEN = "open", "未闭", "open"


class Hearing(Labelled):
    """Hearing at a visit (听力)."""

    PASSED = "1", "通过", "passed"
    FAILED = "2", "未过", "not passed"


class RicketsSign(Labelled):
    """Signs of rickets (可疑佝偻病体征, recalled)."""

    SWEATING = "sweating", "多汗", "sweating"
    RESTLESS = "restless", "烦躁、夜惊", "restless"
    SKULL = "skull", "颅骨软化", "a soft skull"
    BEADS = "beads", "肋串珠", "beads on the ribs"
    HARRISON = "harrison", "肋软骨沟", "a groove along the ribs"
    CHEST = "chest", "鸡胸", "a keeled chest"
    WRISTS = "wrists", "手(足)镯征", "thick wrists or ankles"
    LEGS = "legs", "O/X型腿", "bowed legs or knock knees"


class NewbornRisk(Labelled):
    """Why a newborn is seen more often (高危新生儿, BSOFT)."""

    PRETERM = "preterm", "早产(<37周)", "born before 37 weeks"
    LIGHT = "light", "低出生体重(<2500g)", "lighter than 2500 g"
    JAUNDICE = "jaundice", "病理性黄疸", "jaundice that is a disease"
    ASPHYXIA = "asphyxia", "窒息(Apgar<7)", "asphyxia, Apgar below 7"
    INJURY = "injury", "产伤", "an injury at birth"
    HIE = "hie", "缺氧缺血性脑病", "brain without oxygen"
    BLEEDING = "bleeding", "颅内出血", "bleeding in the skull"
    PALSY = "palsy", "脑瘫", "cerebral palsy"
    CONVULSION = "convulsion", "惊厥", "convulsions"
    INFECTION = "infection", "中枢神经系统感染", "an infection of the brain"
    INTENSIVE_CARE = "nicu", "NICU超过24小时", "more than 24 h in intensive care"
    FAMILY_DEAF = "family-deaf", "耳聋家族史", "deafness in the family"
    TORCH = "torch", "宫内感染(TORCH)", "an infection before birth"
    DEFECT = "defect", "出生缺陷", "a defect at birth"
    OTOTOXIC = "ototoxic", "使用耳毒性药物", "medicine that harms hearing"
    GENETIC = "genetic", "遗传病史", "a hereditary disease"
    MULTIPLE = "multiple", "多胎", "one of several"


class Frailty(Labelled):
    """Why a child is looked after as frail (体弱儿); codes are the project's own."""

    NEWBORN = "newborn", "高危新生儿", "a newborn at risk"
    UNDERWEIGHT = "underweight", "营养不良", "undernourished"
    ANAEMIA = "anaemia", "贫血", "anaemic"
    RICKETS = "rickets", "佝偻病", "rickets"
    OBESE = "obese", "肥胖", "obese"
    DEVELOPMENT = "development", "发育偏异", "behind in development"
    OTHER = "other", "其他", "other"
