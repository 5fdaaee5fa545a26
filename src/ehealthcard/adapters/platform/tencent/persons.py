"""Patients and their verification at the open platform (建档、实人认证)."""

from typing import Annotated

from pydantic import Field

from .cards import ChildInfo, ClientInfo
from .wire import Answer, Filled, Sent


class RegisterOrder(Sent):
    """Begin a face check (144)."""

    name: Filled
    id_card_number: Filled
    access_token: str | None = None


class VerifyFaceIdentity(Sent):
    """End a face check (103)."""

    order_id: Filled
    verify_result: Filled


class FaceIdentity(Answer):
    """What a face check found."""

    status: bool | None = None
    result: bool
    health_card_id: str | None = None


class RegisterUniformVerifyOrder(Sent):
    """Begin a check of a real person (169)."""

    card_type: Filled
    id_card: Filled
    name: Filled
    wechat_code: Filled
    scene: Filled
    use_card_type: Filled
    verify_success_redirect_url: Filled
    verify_fail_redirect_url: Filled
    face_url: Filled
    ecard_no: str | None = None
    department: str | None = None
    card_cost_types: str | None = None
    ncidas_url: str | None = None
    domain_channel: int | None = None


class UniformVerifyOrder(Answer):
    """Where the user goes to be checked."""

    verify_url: str | None = None
    verify_order_id: Filled
    protect_state: int | None = None


class CheckUniformVerifyResult(Sent):
    """Ask what a check found (170)."""

    verify_order_id: Filled
    verify_result: Filled
    """The registerOrderId of the redirect."""


class UniformVerifyResult(Answer):
    """What a check found."""

    suc: bool
    verify_type: int | None = None
    ext: str | None = None
    proxy_verify_name: str | None = None
    proxy_verify_card_type: str | None = None
    proxy_verify_id_card: str | None = None
    proxy_verify_expired_time: str | None = None
    health_card_id: str | None = None


class GetOrderInfo(Sent):
    """Ask who is to be checked (303)."""

    order_id: Filled
    verify_type: int


class OrderInfo(Answer):
    """Who is to be checked."""

    id_card: str
    card_type: str
    name: str


class RegisterRealPersonAuthOrder(Sent):
    """Tell what the hospital's own check found (304)."""

    wechat_code: Filled
    id_card: Filled
    card_type: Filled
    name: Filled
    result: Filled
    verify_type: int
    order_id: str | None = None
    ext_info: dict[str, str] | None = None


class VerifyOrderId(Answer):
    """The order of a check."""

    verify_order_id: Filled


class RegisterPreFill(Sent):
    """Send a form ahead of the user (310)."""

    name: Filled
    gender: Filled
    nation: Filled
    birthday: Filled
    id_number: Filled
    id_type: Filled
    phone1: str
    auth_code: Filled
    success_redirect_url: Filled
    fail_redirect_url: Filled
    verify_fail_redirect_url: Filled
    face_url: Filled
    address: str | None = None
    phone2: str | None = None
    relation: str | None = None
    child_info: ChildInfo | None = None
    client_info: ClientInfo | None = None
    ext: str | None = None
    ncidas_url: str | None = None
    domain_channel: int | None = None


class PreFilled(Answer):
    """Where the user goes."""

    verify_url: Filled


class RegisterPreAuth(Sent):
    """Ask a user to let the hospital register him (312)."""

    wechat_code: Filled
    success_redirect_url: Filled
    fail_redirect_url: Filled
    user_form_page_url: Filled
    face_url: Filled
    verify_fail_redirect_url: Filled
    patient_type: int | None = None
    """0 new, 1 old."""

    ncidas_url: str | None = None
    domain_channel: int | None = None


class PreAuthorised(Answer):
    """Where the user goes."""

    bind_card_url: Filled


class GetRegInfo(Sent):
    """Ask for a form that the card manager did not take (287)."""

    code: Filled


class RegInfo(Answer):
    """A form."""

    name: str
    gender: str | None = None
    nation: str | None = None
    birthday: str | None = None
    id_number: str
    id_type: str
    address: str | None = None
    phone1: str | None = None
    phone2: str | None = None
    patid: str | None = None
    ext: str | None = None
    child_info: ChildInfo | None = None
    is_self: bool | None = None
    verify_status: bool | None = None


class GetPatientsHealthCard(Sent):
    """Ask for a patient's form (290)."""

    patient_code: Filled


class PatientCard(Answer):
    """A patient's form."""

    name: str
    id_number: str
    id_type: str
    birthday: str | None = None
    nation: str | None = None
    nationality: str | None = None
    relation: str | None = None
    phone1: str | None = None
    address: str | None = None
    gender: str | None = None
    patid: str | None = None
    multiplebirths: str | None = None
    parity: str | None = None
    guardian_info: str | None = None
    e_contact_info: str | None = None
    ext: str | None = None


class SavePatients(Sent):
    """Save a patient's form (291)."""

    card: PatientCard
    code: Filled
    incorrect_info: tuple[str, ...] | None = None


class PatientsSaved(Answer):
    """A form was saved."""

    code: str
    msg: str | None = None
    patient_code: str | None = None
    health_card_id: str | None = None
    ext: str | None = None


class SaveScanQrField(Sent):
    """Save what a code on paper will say (293)."""

    health_card_id: Filled
    register_card_num: str | None = None
    register_id: str | None = None
    outpatient_num: str | None = None
    register_qr_code: str | None = None
    register_bar_code: str | None = None
    caregiver_name: str | None = None
    caregiver_phone: str | None = None
    caregiver_card_number: str | None = None
    visit_code_first: str | None = None


class ScanQrField(Answer):
    """The name of what was saved."""

    field_code: Filled


class GetThirdPartyPlatformInfo(Sent):
    """Ask whether a city's platform is supported (235)."""

    city_code: Filled
    platform_id: Filled


class ThirdPartyPlatformInfo(Answer):
    """Whether it is."""

    admin_id: str | None = None
    hospital_id: str | None = None
    support_status: int


class VerifyRealNamePatient(Sent):
    """Ask whether somebody is a real-name patient (236)."""

    user_name: Filled
    id_card: Filled
    platform_id: Filled


class RealNamePatient(Answer):
    """Whether he is."""

    passed: Annotated[int, Field(alias="pass")]
    patient_id: str | None = None
