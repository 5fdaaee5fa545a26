"""A visit, its window, and what it is for (访视时间窗)."""

from ehealthcard.codesets import Labelled
from ehealthcard.models import Day, Model


class Visit(Labelled):
    """Which visit; the codes are the project's own."""

    ANTENATAL_1 = "a1", "第1次产前检查", "the first antenatal visit"
    ANTENATAL_2 = "a2", "第2次产前检查", "the second antenatal visit"
    ANTENATAL_3 = "a3", "第3次产前检查", "the third antenatal visit"
    ANTENATAL_4 = "a4", "第4次产前检查", "the fourth antenatal visit"
    ANTENATAL_5 = "a5", "第5次产前检查", "the fifth antenatal visit"
    POSTPARTUM_HOME = "p1", "产后访视", "the home visit behind a birth"
    POSTPARTUM_CHECK = "p42", "产后42天健康检查", "the check 42 days behind a birth"
    NEWBORN_HOME = "newborn", "新生儿家庭访视", "the home visit to a newborn"
    FULL_MONTH = "28d", "满月健康管理", "the visit at a full month"
    MONTHS_3 = "3m", "3月龄", "at 3 months"
    MONTHS_6 = "6m", "6月龄", "at 6 months"
    MONTHS_8 = "8m", "8月龄", "at 8 months"
    MONTHS_12 = "12m", "12月龄", "at 12 months"
    MONTHS_18 = "18m", "18月龄", "at 18 months"
    MONTHS_24 = "24m", "24月龄", "at 24 months"
    MONTHS_30 = "30m", "30月龄", "at 30 months"
    MONTHS_36 = "36m", "36月龄", "at 36 months"
    YEARS_4 = "4y", "4岁", "at 4 years"
    YEARS_5 = "5y", "5岁", "at 5 years"
    YEARS_6 = "6y", "6岁", "at 6 years"


class Reason(Labelled):
    """What a visit is for, and what belongs to it (服务内容)."""

    HANDBOOK = "handbook", "建立《母子健康手册》并首次检查", "handbook and first check"
    CHECK = "check", "健康检查", "a check"
    LICENSED = "licensed", "在有助产资质的机构检查", "where midwifery is licensed"
    HOME = "home", "出院后一周内上门访视", "at home within a week of discharge"
    RECOVERY = "recovery", "产后恢复情况检查", "whether the mother has recovered"
    HEPATITIS_B = "hepatitis-b", "接种乙肝疫苗第二剂时", "with the second dose"
    BLOOD = "blood", "血常规(血红蛋白)", "haemoglobin"
    HEARING = "hearing", "听力筛查", "hearing (recalled)"


class Setting(Labelled):
    """Where a child is looked after (管理方式)."""

    FAMILY = "family", "0-3岁家庭管理", "with the family, up to three years"
    NURSERY = "nursery", "3-6岁托幼机构管理", "with the nursery, from three to six"


class Window(Model):
    """One visit of a schedule: both days belong to it."""

    visit: Visit
    opens_on: Day
    closes_on: Day
    reasons: tuple[Reason, ...]
    setting: Setting | None = None
    """For a child."""
