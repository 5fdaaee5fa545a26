"""When somebody is referred, and how urgently (转诊指征, guide §4.5.1).

The lists for hypertension are those of county programmes (基层高血压防治); the text was
read in copies, not in print. No national code set was found: the codes are the
project's own. "Young" has no age in the text, so a doctor says it.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Moment
from ehealthcard.workflow import PRIVATE, Model, State

from .links import ReferralLink

ARM_DIFFERENCE = 20
"""mmHg between both arms from which it is an indication, itself included."""

SEVERE_SYSTOLIC, SEVERE_DIASTOLIC = 180, 110
MONTHS_NOT_AT_TARGET = 2
"""Regular drugs for 2-3 months without reaching the target: from 2 on."""


class Direction(Labelled):
    """Which way (转诊方向)."""

    UP = "up", "上转", "to a hospital of a higher level"
    DOWN = "down", "下转", "back to primary care"


class Urgency(Labelled):
    """How urgent (轻重缓急)."""

    EMERGENCY = "emergency", "急", "an emergency: it cannot be refused"
    ROUTINE = "routine", "缓", "anything else"


class BusinessKind(Labelled):
    """What is wanted there (业务类型), as a HIS in production codes it."""

    REGISTRATION = "0", "挂号", "a registration"
    OUTPATIENT = "1", "门诊", "outpatient care"
    INPATIENT = "2", "住院", "a bed"


class VisitType(Labelled):
    """How the patient comes (就诊类型), as a HIS in production codes it."""

    EMERGENCY = "1", "急诊", "emergency"
    OUTPATIENT = "2", "门诊", "outpatient"
    INPATIENT = "3", "住院", "inpatient"
    OTHER = "9", "其他", "other"


class Payer(Labelled):
    """Who pays (支付方式), as a HIS in production codes it."""

    SELF = "0", "自费", "the patient"
    INSURANCE = "2", "医保", "the insurance"


class Indication(Labelled):
    """Why somebody is referred (转诊指征)."""

    SEVERE_OR_ORGAN = "I01", "病情重或靶器官损害", "severe, or target organs damaged"
    YOUNG_GRADE_3 = "I02", "年轻且血压3级", "young with grade 3"
    PREGNANT = "I03", "妊娠或哺乳期", "pregnant or breast-feeding"
    PAROXYSMAL = "I04", "阵发性升高伴心悸多汗", "in attacks, with tachycardia, sweating"
    VASCULAR = "I05", "血管杂音或脉搏不对称", "a bruit, or pulses that differ"
    ARMS_DIFFER = "I06", "双上肢收缩压差≥20mmHg", "arms differ by 20 mmHg or more"
    LOW_POTASSIUM = "I07", "低血钾未能纠正", "low potassium, not corrected"
    RENAL = "I08", "肾脏肿块或萎缩", "a renal mass or atrophy"
    WHITE_COAT = "I09", "疑似白大衣高血压", "suspected white-coat hypertension"
    INITIAL_OTHER = "I10", "初诊其他情况", "another reason at the first visit"
    NOT_AT_TARGET = "F01", "规律用药2-3个月未达标", "2-3 months of drugs, not at target"
    LOST_CONTROL = "F02", "控制平稳后再度失控", "well controlled, then not"
    FLUCTUATES = "F03", "血压波动大", "large fluctuation"
    NEW_DAMAGE = "F04", "新发严重病症或靶器官损害", "new severe illness or damage"
    ADVERSE_REACTION = "F05", "不明原因不良反应", "an unexplained adverse reaction"
    UNCONSCIOUS = "E01", "意识丧失或模糊", "unconscious or confused"
    CRISIS = "E02", "≥180/110伴剧烈头痛呕吐或突发言语肢体障碍", "180/110 with deficits"
    CHEST_OR_BACK_PAIN = (
        "E03",
        "血压升高伴持续胸背痛",
        "with lasting chest or back pain",
    )
    HEART_FAILURE = "E04", "血压升高伴下肢水肿呼吸困难", "with oedema or dyspnoea"
    CORONARY = "E05", "疑似急性冠脉综合征", "suspected acute coronary syndrome"
    OTHER_EMERGENCY = "E09", "其他急危重症", "another emergency"
    BEYOND_ABILITY = "G01", "超出本机构诊疗能力", "beyond the institution's ability"
    INFECTIOUS = "G02", "传染病转诊", "an infectious disease"
    OTHER = "G09", "其他转诊原因", "another reason"
    DIAGNOSIS_CLEAR = "D01", "诊断明确", "the diagnosis is clear"
    PLAN_CLEAR = "D02", "治疗方案明确", "the plan is clear for primary care"
    STABLE = "D03", "病情稳定", "stable"
    COMPLICATIONS_STABLE = "D04", "并发症稳定", "complications treated and stable"

    @property
    def is_emergency(self) -> bool:
        """Whether it makes the referral one."""
        return self.value.startswith("E")

    @property
    def direction(self) -> Direction:
        """Which way it speaks for."""
        return Direction.DOWN if self.value.startswith("D") else Direction.UP


UNEXPLAINED = (Indication.INITIAL_OTHER, Indication.OTHER, Indication.OTHER_EMERGENCY)
"""Those that say nothing without words of their own."""

READY_FOR_PRIMARY_CARE = (Indication.STABLE, Indication.PLAN_CLEAR)
"""What a way down needs (病情稳定、治疗方案明确)."""

Pressure = Annotated[int | None, Field(ge=0, le=350), PRIVATE]
Sign = Annotated[bool, PRIVATE]


class BloodPressureFindings(Model):
    """What was found of somebody with high blood pressure (高血压转诊评估)."""

    systolic: Pressure = None
    """mmHg."""

    diastolic: Pressure = None
    """mmHg."""

    arm_difference: Pressure = None
    """mmHg of systolic pressure between both arms (双上肢收缩压差)."""

    months_on_drugs: Annotated[int | None, Field(ge=0), PRIVATE] = None
    """Months of regular drugs without reaching the target; ``None``: at target."""

    organ_damage: Sign = False
    young: Sign = False
    """Whether the doctor calls the patient young; the text names no age."""

    pregnant_or_nursing: Sign = False
    paroxysmal: Sign = False
    """In attacks, with tachycardia and sweating."""

    bruit_or_unequal_pulses: Sign = False
    low_potassium_uncorrected: Sign = False
    renal_mass_or_atrophy: Sign = False
    white_coat_suspected: Sign = False
    lost_control: Sign = False
    fluctuates: Sign = False
    new_damage: Sign = False
    adverse_reaction: Sign = False
    unconscious: Sign = False
    severe_headache: Sign = False
    vomiting: Sign = False
    sudden_deficit: Sign = False
    """Of speech or of a limb."""

    chest_or_back_pain: Sign = False
    """Lasting, while the pressure is up."""

    oedema_or_dyspnoea: Sign = False
    """Of the legs; cannot lie flat; while the pressure is up."""

    coronary_suspected: Sign = False
    """To the nearest hospital that can do PCI."""

    @property
    def is_severe(self) -> bool:
        """Whether the pressure is 180 or 110 and above (3级)."""
        systolic, diastolic = self.systolic or 0, self.diastolic or 0
        return systolic >= SEVERE_SYSTOLIC or diastolic >= SEVERE_DIASTOLIC


def indications_of(found: BloodPressureFindings) -> tuple[Indication, ...]:
    """Return what the findings are indications of, in the order of the lists."""
    return tuple(indication for indication, holds in _judged(found) if holds)


def _judged(found: BloodPressureFindings) -> Iterator[tuple[Indication, bool]]:
    alarm = found.severe_headache or found.vomiting or found.sudden_deficit
    months = found.months_on_drugs or 0
    yield Indication.SEVERE_OR_ORGAN, found.organ_damage
    yield Indication.YOUNG_GRADE_3, found.young and found.is_severe
    yield Indication.PREGNANT, found.pregnant_or_nursing
    yield Indication.PAROXYSMAL, found.paroxysmal
    yield Indication.VASCULAR, found.bruit_or_unequal_pulses
    yield Indication.ARMS_DIFFER, (found.arm_difference or 0) >= ARM_DIFFERENCE
    yield Indication.LOW_POTASSIUM, found.low_potassium_uncorrected
    yield Indication.RENAL, found.renal_mass_or_atrophy
    yield Indication.WHITE_COAT, found.white_coat_suspected
    yield Indication.NOT_AT_TARGET, months >= MONTHS_NOT_AT_TARGET
    yield Indication.LOST_CONTROL, found.lost_control
    yield Indication.FLUCTUATES, found.fluctuates
    yield Indication.NEW_DAMAGE, found.new_damage
    yield Indication.ADVERSE_REACTION, found.adverse_reaction
    yield Indication.UNCONSCIOUS, found.unconscious
    yield Indication.CRISIS, found.is_severe and alarm
    yield Indication.CHEST_OR_BACK_PAIN, found.chest_or_back_pain
    yield Indication.HEART_FAILURE, found.oedema_or_dyspnoea
    yield Indication.CORONARY, found.coronary_suspected


class ReferralRemembered(State):
    """A referral that somebody will ask about (待随访转诊)."""

    referral: ReferralLink
    illness: str
    """A digest of patient and diagnosis."""

    issued_at: Moment
    dropped: bool = False
    """Whether it led to no care."""
