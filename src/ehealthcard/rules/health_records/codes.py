"""Codes of the national form of base information (个人基本信息表).

Payers are as a HIS in production codes them. The rest is recalled from the form in
国家基本公共卫生服务规范 (third edition) and was not re-read; an empty list stands for
the form's "none" (无).
"""

from ehealthcard.codesets import Labelled


class CancelReason(Labelled):
    """Why a record is cancelled (档案注销原因), as a HIS in production codes it."""

    DIED = "1", "死亡", "death"
    MOVED = "2", "迁出", "moved away"
    LOST = "3", "失访", "lost"
    REFUSED = "4", "拒绝", "refused"
    OTHER = "9", "其他", "other"


class ResidentKind(Labelled):
    """Whether somebody is registered where he lives (常住类型)."""

    REGISTERED = "1", "户籍", "registered there"
    UNREGISTERED = "2", "非户籍", "lives there without being registered"


class BloodGroup(Labelled):
    """ABO group (血型)."""

    A = "1", "A型", "A"
    B = "2", "B型", "B"
    O = "3", "O型", "O"  # noqa: E741  # the group's name
    AB = "4", "AB型", "AB"
    UNKNOWN = "5", "不详", "unknown"


class Rhesus(Labelled):
    """Rh factor (RH)."""

    NEGATIVE = "1", "阴性", "negative"
    POSITIVE = "2", "阳性", "positive"
    UNKNOWN = "3", "不详", "unknown"


class Education(Labelled):
    """Highest education (文化程度)."""

    GRADUATE = "1", "研究生", "graduate"
    UNIVERSITY = "2", "大学本科", "university"
    COLLEGE = "3", "大学专科和专科学校", "college"
    SECONDARY_VOCATIONAL = "4", "中等专业学校", "secondary vocational"
    TECHNICAL = "5", "技工学校", "technical"
    HIGH = "6", "高中", "senior secondary"
    JUNIOR = "7", "初中", "junior secondary"
    PRIMARY = "8", "小学", "primary"
    NONE = "9", "文盲或半文盲", "none"
    UNKNOWN = "10", "不详", "unknown"


class Occupation(Labelled):
    """Occupation (职业)."""

    LEADING = "0", "国家机关、党群组织、企业、事业单位负责人", "in charge"
    PROFESSIONAL = "1", "专业技术人员", "professional or technical"
    CLERICAL = "2", "办事人员和有关人员", "clerical"
    SERVICE = "3", "商业、服务业人员", "trade or service"
    FARMING = "4", "农、林、牧、渔、水利业生产人员", "farming"
    PRODUCTION = "5", "生产、运输设备操作人员及有关人员", "production or transport"
    MILITARY = "6", "军人", "military"
    OTHER = "7", "不便分类的其他从业人员", "other"
    NONE = "8", "无职业", "none"


class Marriage(Labelled):
    """Marital status (婚姻状况), as the form numbers it."""

    UNMARRIED = "1", "未婚", "unmarried"
    MARRIED = "2", "已婚", "married"
    WIDOWED = "3", "丧偶", "widowed"
    DIVORCED = "4", "离婚", "divorced"
    UNSTATED = "5", "未说明的婚姻状况", "not stated"


class Payer(Labelled):
    """Who pays for care (医疗费用支付方式, CV07.10)."""

    EMPLOYEES = "01", "城镇职工基本医疗保险", "employees' insurance"
    RESIDENTS = "02", "城乡居民基本医疗保险", "residents' insurance"
    RURAL = "03", "新型农村合作医疗", "rural cooperative scheme"
    RELIEF = "04", "贫困救助", "relief"
    COMMERCIAL = "05", "商业医疗保险", "commercial insurance"
    PUBLIC = "06", "全公费", "public funds"
    SELF = "07", "全自费", "the patient"
    SOCIAL = "08", "其他社会保险", "other social insurance"
    OTHER = "99", "其他", "other"


class AllergyTo(Labelled):
    """What medicine somebody is allergic to (药物过敏史)."""

    PENICILLIN = "2", "青霉素", "penicillin"
    SULFONAMIDE = "3", "磺胺", "sulfonamides"
    STREPTOMYCIN = "4", "链霉素", "streptomycin"
    OTHER = "5", "其他", "other"


class Exposure(Labelled):
    """What somebody was exposed to (暴露史)."""

    CHEMICAL = "2", "化学品", "chemicals"
    POISON = "3", "毒物", "poisons"
    RADIATION = "4", "射线", "radiation"


class Illness(Labelled):
    """Diseases of the past (既往史: 疾病)."""

    HYPERTENSION = "2", "高血压", "hypertension"
    DIABETES = "3", "糖尿病", "diabetes"
    CORONARY = "4", "冠心病", "coronary heart disease"
    COPD = "5", "慢性阻塞性肺疾病", "chronic obstructive pulmonary disease"
    CANCER = "6", "恶性肿瘤", "cancer"
    STROKE = "7", "脑卒中", "stroke"
    MENTAL = "8", "严重精神障碍", "severe mental disorder"
    TUBERCULOSIS = "9", "结核病", "tuberculosis"
    HEPATITIS = "10", "肝炎", "hepatitis"
    NOTIFIABLE = "11", "其他法定传染病", "another notifiable disease"
    OCCUPATIONAL = "12", "职业病", "occupational disease"
    OTHER = "13", "其他", "other"


class FamilyIllness(Labelled):
    """Diseases in the family (家族史)."""

    HYPERTENSION = "2", "高血压", "hypertension"
    DIABETES = "3", "糖尿病", "diabetes"
    CORONARY = "4", "冠心病", "coronary heart disease"
    COPD = "5", "慢性阻塞性肺疾病", "chronic obstructive pulmonary disease"
    CANCER = "6", "恶性肿瘤", "cancer"
    STROKE = "7", "脑卒中", "stroke"
    MENTAL = "8", "严重精神障碍", "severe mental disorder"
    TUBERCULOSIS = "9", "结核病", "tuberculosis"
    HEPATITIS = "10", "肝炎", "hepatitis"
    MALFORMATION = "11", "先天畸形", "malformation at birth"
    OTHER = "12", "其他", "other"


class Disability(Labelled):
    """Disabilities (残疾情况)."""

    SIGHT = "2", "视力残疾", "sight"
    HEARING = "3", "听力残疾", "hearing"
    SPEECH = "4", "言语残疾", "speech"
    BODY = "5", "肢体残疾", "body"
    INTELLECT = "6", "智力残疾", "intellect"
    MENTAL = "7", "精神残疾", "mental"
    OTHER = "8", "其他残疾", "other"


class Smoking(Labelled):
    """Smoking (吸烟状况)."""

    NEVER = "1", "从不吸烟", "never"
    STOPPED = "2", "已戒烟", "stopped"
    SMOKES = "3", "吸烟", "smokes"


class Drinking(Labelled):
    """How often alcohol is drunk (饮酒频率)."""

    NEVER = "1", "从不", "never"
    SOMETIMES = "2", "偶尔", "sometimes"
    OFTEN = "3", "经常", "often"
    DAILY = "4", "每天", "every day"


class Exercise(Labelled):
    """How often somebody exercises (锻炼频率)."""

    DAILY = "1", "每天", "every day"
    WEEKLY = "2", "每周一次以上", "more than once a week"
    SOMETIMES = "3", "偶尔", "sometimes"
    NEVER = "4", "不锻炼", "never"


class Kitchen(Labelled):
    """How a kitchen is aired (厨房排风设施)."""

    NONE = "1", "无", "not"
    HOOD = "2", "油烟机", "a hood"
    FAN = "3", "换气扇", "a fan"
    CHIMNEY = "4", "烟囱", "a chimney"


class Fuel(Labelled):
    """What a household cooks with (燃料类型)."""

    BOTTLED_GAS = "1", "液化气", "bottled gas"
    COAL = "2", "煤", "coal"
    NATURAL_GAS = "3", "天然气", "natural gas"
    BIOGAS = "4", "沼气", "biogas"
    WOOD = "5", "柴火", "wood"
    OTHER = "6", "其他", "other"


class Water(Labelled):
    """What a household drinks (饮水)."""

    TAP = "1", "自来水", "tap water"
    FILTERED = "2", "经净化过滤的水", "filtered water"
    WELL = "3", "井水", "well water"
    RIVER = "4", "河湖水", "river or lake water"
    POND = "5", "塘水", "pond water"
    OTHER = "6", "其他", "other"


class Toilet(Labelled):
    """What toilet a household has (厕所)."""

    SANITARY = "1", "卫生厕所", "sanitary"
    TANK = "2", "一格或二格粪池式", "a tank"
    STOOL = "3", "马桶", "a close-stool"
    OPEN = "4", "露天粪坑", "an open pit"
    SIMPLE = "5", "简易棚厕", "a simple shed"


class Pen(Labelled):
    """Where a household keeps animals (禽畜栏)."""

    NONE = "1", "无", "nowhere"
    APART = "2", "单设", "apart"
    INDOORS = "3", "室内", "indoors"
    OUTDOORS = "4", "室外", "outdoors"
