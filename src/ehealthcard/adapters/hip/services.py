"""The services of a hospital platform (WS/T 846.2-846.11): names and interactions.

The names are those that the code of several vendors agrees on; so are the S-codes and
the interactions, which one vendor's public table of services gives for all of them. The
standard itself could not be read in the original.
"""

from enum import StrEnum

import attrs


class HipService(StrEnum):
    """A service by its standard name, which is the usual ``action``."""

    PERSON_REGISTER = "PatientInfoRegister"
    PERSON_UPDATE = "PatientInfoUpdate"
    PERSON_MERGE = "PatientInfoMerge"
    PERSON_QUERY = "PatientInfoQuery"
    CARD_ADD = "EncounterCardInfoAdd"
    CARD_UPDATE = "EncounterCardInfoUpdate"
    CARD_QUERY = "EncounterCardInfoQuery"
    SCHEDULE_ADD = "SourceAndScheduleInfoAdd"
    SCHEDULE_UPDATE = "SourceAndScheduleInfoUpdate"
    SCHEDULE_QUERY = "SourceAndScheduleInfoQuery"
    OUTPATIENT_ADD = "OutPatientInfoAdd"
    OUTPATIENT_UPDATE = "OutPatientInfoUpdate"
    OUTPATIENT_QUERY = "OutPatientInfoQuery"
    INPATIENT_ADD = "InPatientInfoAdd"
    INPATIENT_UPDATE = "InPatientInfoUpdate"
    INPATIENT_QUERY = "InPatientInfoQuery"
    TRANSFER_ADD = "TransferInfoAdd"
    TRANSFER_UPDATE = "TransferInfoUpdate"
    DISCHARGE_ADD = "DischargeInfoAdd"
    DISCHARGE_UPDATE = "DischargeInfoUpdate"
    DISCHARGE_QUERY = "DischargeInfoQuery"
    ORDER_ADD = "OrderInfoAdd"
    ORDER_UPDATE = "OrderInfoUpdate"
    ORDER_QUERY = "OrderInfoQuery"
    TEST_ADD = "ExamAppInfoAdd"
    TEST_UPDATE = "ExamAppInfoUpdate"
    TEST_QUERY = "ExamAppInfoQuery"
    EXAMINATION_ADD = "CheckAppInfoAdd"
    EXAMINATION_UPDATE = "CheckAppInfoUpdate"
    EXAMINATION_QUERY = "CheckAppInfoQuery"
    APPOINTMENT_ADD = "OutPatientAppointStatusInfoAdd"
    APPOINTMENT_UPDATE = "OutPatientAppointStatusInfoUpdate"
    APPOINTMENT_QUERY = "OutPatientAppointStatusInfoQuery"
    ORDER_STATUS_UPDATE = "OrderFillerStatusInfoUpdate"

    @property
    def facts(self) -> "Interaction":
        """Its title, code and interaction."""
        return _FACTS[self]


@attrs.frozen
class Interaction:
    """What belongs to a service.

    Args:
        code: What vendors call it that count their services (S0001 and on).
        root: The interaction, which is the payload's root element.
        part: The part of WS/T 846.
        title: Its title (服务名称).
        answer: The interaction of a query's answer, where it is known.

    """

    code: str
    root: str
    part: int
    title: str
    answer: str = ""

    @property
    def is_query(self) -> bool:
        """Whether it only asks."""
        return self.title.endswith("查询服务")


S = HipService
PERSONS = "PRPA_IN201306UV02"
VISITS = "PRPA_IN900350UV"
ACTS = "QUMT_IN020040UV01"
_FACTS = {
    S.PERSON_REGISTER: Interaction("S0001", "PRPA_IN201311UV02", 2, "个人信息注册服务"),
    S.PERSON_UPDATE: Interaction("S0002", "PRPA_IN201314UV02", 2, "个人信息更新服务"),
    S.PERSON_MERGE: Interaction("S0003", "PRPA_IN201304UV02", 2, "个人信息合并服务"),
    S.PERSON_QUERY: Interaction(
        "S0004", "PRPA_IN201305UV02", 2, "个人信息查询服务", PERSONS
    ),
    S.CARD_ADD: Interaction("S0017", "PRPA_IN201311UV02", 7, "就诊卡信息新增服务"),
    S.CARD_UPDATE: Interaction("S0018", "PRPA_IN201314UV02", 7, "就诊卡信息更新服务"),
    S.CARD_QUERY: Interaction(
        "S0019", "PRPA_IN201305UV02", 7, "就诊卡信息查询服务", PERSONS
    ),
    S.SCHEDULE_ADD: Interaction("S0020", "PRSC_IN030101UV", 10, "号源排班信息新增服务"),
    S.SCHEDULE_UPDATE: Interaction(
        "S0021", "PRSC_IN030102UV", 10, "号源排班信息更新服务"
    ),
    S.SCHEDULE_QUERY: Interaction(
        "S0022", "PRSC_IN100000UV", 10, "号源排班信息查询服务"
    ),
    S.OUTPATIENT_ADD: Interaction(
        "S0023", "PRPA_IN400001UV", 7, "门诊挂号信息新增服务"
    ),
    S.OUTPATIENT_UPDATE: Interaction(
        "S0024", "PRPA_IN400002UV", 7, "门诊挂号信息更新服务"
    ),
    S.OUTPATIENT_QUERY: Interaction(
        "S0025", "PRPA_IN900300UV", 7, "门诊挂号信息查询服务", VISITS
    ),
    S.INPATIENT_ADD: Interaction("S0026", "PRPA_IN400001UV", 7, "住院就诊信息登记服务"),
    S.INPATIENT_UPDATE: Interaction(
        "S0027", "PRPA_IN400002UV", 7, "住院就诊信息更新服务"
    ),
    S.INPATIENT_QUERY: Interaction(
        "S0028", "PRPA_IN900300UV", 7, "住院就诊信息查询服务", VISITS
    ),
    S.TRANSFER_ADD: Interaction("S0029", "PRPA_IN302011UV", 7, "住院转科信息新增服务"),
    S.TRANSFER_UPDATE: Interaction(
        "S0030", "PRPA_IN302012UV", 7, "住院转科信息更新服务"
    ),
    S.DISCHARGE_ADD: Interaction("S0032", "PRPA_IN400003UV", 7, "出院登记信息新增服务"),
    S.DISCHARGE_UPDATE: Interaction(
        "S0033", "PRPA_IN400002UV", 7, "出院登记信息更新服务"
    ),
    S.DISCHARGE_QUERY: Interaction(
        "S0034", "PRPA_IN900300UV", 7, "出院登记信息查询服务", VISITS
    ),
    S.ORDER_ADD: Interaction("S0035", "POOR_IN200901UV", 8, "医嘱信息新增服务"),
    S.ORDER_UPDATE: Interaction("S0036", "POOR_IN200902UV", 8, "医嘱信息更新服务"),
    S.ORDER_QUERY: Interaction("S0037", "QUMT_IN020030PL", 8, "医嘱信息查询服务", ACTS),
    S.TEST_ADD: Interaction("S0038", "POOR_IN200901UV", 9, "检验申请信息新增服务"),
    S.TEST_UPDATE: Interaction("S0039", "POOR_IN200902UV", 9, "检验申请信息更新服务"),
    S.TEST_QUERY: Interaction(
        "S0040", "QUMT_IN020030PL", 9, "检验申请信息查询服务", ACTS
    ),
    S.EXAMINATION_ADD: Interaction(
        "S0041", "POOR_IN200901UV", 9, "检查申请信息新增服务"
    ),
    S.EXAMINATION_UPDATE: Interaction(
        "S0042", "POOR_IN200902UV", 9, "检查申请信息更新服务"
    ),
    S.EXAMINATION_QUERY: Interaction(
        "S0043", "QUMT_IN020030UV01", 9, "检查申请信息查询服务", ACTS
    ),
    S.APPOINTMENT_ADD: Interaction(
        "S0053", "PRPA_IN410001UV", 10, "门诊预约状态信息新增服务"
    ),
    S.APPOINTMENT_UPDATE: Interaction(
        "S0054", "PRPA_IN410002UV", 10, "门诊预约状态信息更新服务"
    ),
    S.APPOINTMENT_QUERY: Interaction(
        "S0055", "PRPA_IN900300UV", 10, "门诊预约状态信息查询服务"
    ),
    S.ORDER_STATUS_UPDATE: Interaction(
        "S0059", "POOR_IN200901UV", 11, "医嘱执行状态信息更新服务"
    ),
}
