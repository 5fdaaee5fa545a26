"""All calls of the open platform (接口清单): where, with what, and what comes back.

From the most complete public client, written from the platform's own pages in 2026; a
call without a service number comes from an older one. ``cancelAppointmentLimit`` has
the path that the client gives it, the same as the check's.
"""

from typing import Any, Generic, TypeVar

import attrs

from . import cards, codes, persons, usage
from .wire import Answer, Sent

Q = TypeVar("Q", bound=Sent)
A = TypeVar("A", bound=Answer)

AUTH = "/rest/auth/HealthCard/HealthOpenAuth/AuthObj/"
OPEN = "/rest/auth/HealthCard/HealthOpenPlatform/ISVOpenObj/"
SERVER = "/rest/auth/TXHealthCard/EHealthCardServer/ISVOpenObj/"
LIMITS = "/rest/auth/HealthCard/VaccinationOpenServer/OpenVaccinationObj/"


@attrs.frozen
class Operation(Generic[Q, A]):
    """One call."""

    name: str
    request: type[Q]
    answer: type[A]
    reads: bool = attrs.field(default=False, kw_only=True)
    """It changes nothing, so it may be repeated when its answer was lost."""

    related: bool = attrs.field(default=False, kw_only=True)
    """It needs relateAppId and relateOpenId."""

    at: str = attrs.field(default=OPEN, kw_only=True)

    @property
    def path(self) -> str:
        """Where it is sent."""
        return self.at + self.name


GET_APP_TOKEN = Operation("getAppToken", cards.GetAppToken, cards.AppToken, at=AUTH)
REGISTER = Operation(
    "registerHealthCard", cards.RegisterHealthCard, cards.RegisteredHealthCard
)
REGISTER_BATCH = Operation(
    "registerBatchHealthCard", cards.RegisterBatch, cards.RegisteredBatch
)
BY_HEALTH_CODE = Operation(
    "getHealthCardByHealthCode", cards.ByHealthCode, cards.CardFound, related=True
)
BY_QR_CODE = Operation(
    "getHealthCardByQRCode", cards.ByQrCode, cards.CardFound, reads=True
)
BY_ID = Operation(
    "getHealthCardByHealthCardId",
    cards.ByHealthCardId,
    cards.CardFound,
    reads=True,
    at=SERVER,
)
DYNAMIC_QR_CODE = Operation(
    "getDynamicQRCode",
    codes.GetDynamicQrCode,
    codes.DynamicQrCode,
    reads=True,
    related=True,
)
VERIFY_QR_CODE = Operation("verifyQRCode", codes.VerifyQrCode, codes.VerifiedQrCode)
BIND_RELATION = Operation("bindCardRelation", codes.BindCardRelation, codes.Done)
BIND_UNION_ID = Operation("bindUnionId", codes.BindUnionId, codes.UnionIdBound)
ORDER_ID = Operation("getOrderIdByOutAppId", codes.GetOrderId, codes.OrderId)
UPDATE_CARD_ID = Operation(
    "updateHealthCardId", codes.UpdateHealthCardId, codes.UpdatedHealthCardId
)
OCR = Operation("ocrInfo", codes.OcrInfo, codes.OcrRead, reads=True)
REPORT_HIS_DATA = Operation("reportHISData", usage.ReportHisData, usage.Reported)
REPORT_REAL_NAME = Operation(
    "reportRealNamePatientData", usage.ReportRealNamePatientData, usage.Reported
)
REPORT_SCAN = Operation("reportScanQRCode", usage.ReportScanQrCode, usage.Reported)
REFERRAL_NOTICE = Operation(
    "referralResultNotice", usage.ReferralResultNotice, usage.NoticeTaken
)
RECORD_NOTICE = Operation(
    "sendMedicalRecordNotice", usage.SendMedicalRecordNotice, usage.Extended
)
CHECK_LIMIT = Operation(
    "checkAppointmentLimit",
    usage.CheckAppointmentLimit,
    usage.AppointmentLimit,
    reads=True,
    at=LIMITS,
)
CANCEL_LIMIT = Operation(
    "checkAppointmentLimit", usage.CancelAppointmentLimit, usage.Extended, at=LIMITS
)
SSM_QR_CODE = Operation("ssmGenQrCode", usage.SsmGenQrCode, usage.SsmQrCode)
SSM_RESULT = Operation(
    "ssmQueryQrCodeResult",
    usage.SsmQueryQrCodeResult,
    usage.SsmQrCodeResult,
    reads=True,
)
REGISTER_ORDER = Operation("registerOrder", persons.RegisterOrder, codes.OrderId)
FACE_IDENTITY = Operation(
    "verifyFaceIdentity", persons.VerifyFaceIdentity, persons.FaceIdentity
)
UNIFORM_ORDER = Operation(
    "registerUniformVerifyOrder",
    persons.RegisterUniformVerifyOrder,
    persons.UniformVerifyOrder,
    related=True,
)
UNIFORM_RESULT = Operation(
    "checkUniformVerifyResult",
    persons.CheckUniformVerifyResult,
    persons.UniformVerifyResult,
    reads=True,
    related=True,
    at=SERVER,
)
ORDER_INFO = Operation(
    "getOrderInfoByOrderId", persons.GetOrderInfo, persons.OrderInfo, reads=True
)
REAL_PERSON_ORDER = Operation(
    "registerRealPersonAuthOrder",
    persons.RegisterRealPersonAuthOrder,
    persons.VerifyOrderId,
)
PRE_FILL = Operation(
    "registerHealthCardPreFill", persons.RegisterPreFill, persons.PreFilled
)
PRE_AUTH = Operation(
    "registerHealthCardPreAuth", persons.RegisterPreAuth, persons.PreAuthorised
)
REG_INFO = Operation(
    "getRegInfoByCode",
    persons.GetRegInfo,
    persons.RegInfo,
    reads=True,
    related=True,
)
PATIENT_FORM = Operation(
    "getPatientsHealthCard",
    persons.GetPatientsHealthCard,
    persons.PatientCard,
    reads=True,
)
SAVE_PATIENT = Operation("savePatients", persons.SavePatients, persons.PatientsSaved)
SAVE_SCAN_FIELD = Operation(
    "saveScanQrField", persons.SaveScanQrField, persons.ScanQrField
)
CITY_SUPPORT = Operation(
    "getThirdPartyPlatformInfo",
    persons.GetThirdPartyPlatformInfo,
    persons.ThirdPartyPlatformInfo,
    reads=True,
)
REAL_NAME_PATIENT = Operation(
    "verifyRealNamePatient",
    persons.VerifyRealNamePatient,
    persons.RealNamePatient,
    reads=True,
)
OPERATIONS: tuple[Operation[Any, Any], ...] = (
    GET_APP_TOKEN,
    REGISTER,
    REGISTER_BATCH,
    BY_HEALTH_CODE,
    BY_QR_CODE,
    BY_ID,
    DYNAMIC_QR_CODE,
    VERIFY_QR_CODE,
    BIND_RELATION,
    BIND_UNION_ID,
    ORDER_ID,
    UPDATE_CARD_ID,
    OCR,
    REPORT_HIS_DATA,
    REPORT_REAL_NAME,
    REPORT_SCAN,
    REFERRAL_NOTICE,
    RECORD_NOTICE,
    CHECK_LIMIT,
    CANCEL_LIMIT,
    SSM_QR_CODE,
    SSM_RESULT,
    REGISTER_ORDER,
    FACE_IDENTITY,
    UNIFORM_ORDER,
    UNIFORM_RESULT,
    ORDER_INFO,
    REAL_PERSON_ORDER,
    PRE_FILL,
    PRE_AUTH,
    REG_INFO,
    PATIENT_FORM,
    SAVE_PATIENT,
    SAVE_SCAN_FIELD,
    CITY_SUPPORT,
    REAL_NAME_PATIENT,
)
