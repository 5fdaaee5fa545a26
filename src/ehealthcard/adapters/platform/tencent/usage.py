"""Use reports, notices and devices at the open platform (用卡上报、通知、设备)."""

from typing import Any

from .wire import Answer, Filled, Sent


class ReportHisData(Sent):
    """A card was used (141, 199)."""

    qr_code_text: Filled
    time: Filled
    """``yyyy-MM-dd HH:mm:ss``, China's time."""

    hospital_code: Filled
    scene: Filled
    card_type: Filled
    card_channel: Filled
    sub_hospital_code: str | None = None
    service_id: str | None = None
    department: str | None = None
    """Needed for 0101011 and 0101012."""

    card_cost_types: str | None = None
    """Needed for 010105, 0101051 and 0101053."""

    id_card_number: str | None = None
    name: str | None = None


class Reported(Answer):
    """A report was taken; the members differ by version."""

    none: str | None = None
    result_code: int | None = None
    time: str | None = None


class ReportRealNamePatientData(Sent):
    """A card was used at another platform (237)."""

    patient_id: Filled
    time: Filled
    platform_id: Filled
    sub_hospital_code: str
    scene: Filled
    qr_code_text: str | None = None
    department: str | None = None
    card_type: str | None = None
    card_channel: str | None = None
    card_cost_types: str | None = None


class ReportScanQrCode(Sent):
    """A code was read by the hospital itself (294)."""

    qr_code_text: Filled
    time: Filled
    hospital_code: Filled
    hospital_name: str
    health_card_id: Filled
    scene: Filled
    department: str
    card_channel: Filled
    card_cost_types: str | None = None


class ReferralResultNotice(Sent):
    """What became of a referral (245)."""

    apply_no: Filled
    diagnostic_opinion: str
    handling_opinions: str
    begin_time: str
    end_time: str
    billing_doctor: str
    application_organization: str
    referral_doctor: str
    referral_institution: str
    referral_department: str
    check_status: int


class NoticeTaken(Answer):
    """A notice was taken."""

    result_code: int | None = None
    message: str | None = None


class UserCardInfo(Sent):
    """One use in a notice."""

    time: Filled
    department: str
    card_channel: str
    scene: str


class SendMedicalRecordNotice(Sent):
    """Push a notice about visits to a user (261)."""

    app_id: Filled
    open_id: Filled
    hospital_name: str
    health_card_id: Filled
    user_card_info_list: tuple[UserCardInfo, ...]
    union_id: str | None = None
    extend: str | None = None


class Extended(Answer):
    """An answer with nothing but an extension."""

    ext: str | None = None


class CheckAppointmentLimit(Sent):
    """Ask whether somebody may book (250, 防黄牛)."""

    open_id: Filled
    health_card_id: Filled
    client_ip: Filled


class AppointmentLimit(Answer):
    """Whether he may."""

    verify: bool
    risk_level: int | None = None
    toast: str | None = None


class CancelAppointmentLimit(Sent):
    """Tell that a booking was cancelled."""

    open_id: Filled
    health_card_id: Filled


class SsmGenQrCode(Sent):
    """Ask for a code that a user scans to authorise a kiosk (155)."""

    ssm_id: Filled
    notify_url: str | None = None


class SsmQrCode(Answer):
    """The kiosk's code."""

    image_content: Filled
    uid: Filled


class SsmQueryQrCodeResult(Sent):
    """Ask whether a user authorised the kiosk (156)."""

    uid: Filled


class SsmQrCodeResult(Answer):
    """Whether he did; 2 is yes."""

    status_code: int
    health_card_id: str | None = None


class ScanAuthorised(Answer):
    """The platform tells the hospital that a user authorised a kiosk (159)."""

    request_id: Filled
    hospital_id: Filled
    uid: str | None = None
    status_code: int | None = None
    health_card_id: str | None = None
    open_id: str | None = None
    union_id: str | None = None
    ext: Any = None
