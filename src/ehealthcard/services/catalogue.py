"""All services (服务目录), in the guide's order."""

import attrs

from ehealthcard.workflow import Catalogue

from .access_grant import access_grant
from .admission_scan import admission_scan
from .appointment import appointment
from .birth_blanks import birth_blanks
from .birth_certificate import birth_certificate
from .birth_void import birth_void
from .booking_penalty import booking_penalty
from .child_health import child_health
from .chronic_care import chronic_care
from .chronic_screening import chronic_screening
from .companion_pass import companion_pass
from .critical_value import critical_value
from .emergency_call import emergency_call
from .emergency_consent import emergency_consent
from .epi_survey import epi_survey
from .family_doctor_contract import family_doctor_contract
from .family_voucher import family_voucher
from .foundation.account import account
from .foundation.broken_glass import broken_glass
from .foundation.card import card_life
from .foundation.card_merge import card_merge
from .foundation.client_app import client_app
from .foundation.code_binding import code_binding
from .foundation.code_conflict import code_conflict
from .foundation.consent import consent
from .foundation.family_bond import family_bond
from .foundation.gate_log import gate_log
from .foundation.incident import incident
from .foundation.real_name import real_name
from .foundation.real_name_doubt import real_name_doubt
from .foundation.refusal import refusal
from .foundation.rights_request import rights_request
from .foundation.risk_alert import risk_alert
from .foundation.senior_code import senior_code
from .foundation.terminal import terminal
from .foundation.use_seal import use_seal
from .guidance_session import guidance_session
from .health_declaration import health_declaration
from .health_record import health_record
from .inpatient_certificate import inpatient_certificate
from .insurance_suspension import insurance_suspension
from .message_preference import message_preference
from .mutual_recognition import mutual_recognition
from .notification import notification
from .pre_visit_interview import pre_visit_interview
from .pregnancy import pregnancy
from .record_correction import record_correction
from .record_seal import record_seal
from .referral import referral
from .referral_follow_up import referral_follow_up
from .rehab_episode import rehab_episode
from .report import report
from .report_interpretation import report_interpretation
from .senior_agent import senior_agent
from .senior_card import senior_card
from .settlement import settlement
from .triage import triage
from .visit_record_query import visit_record_query

CATALOGUE = Catalogue(
    (
        card_life,
        refusal,
        broken_glass,
        consent,
        account,
        family_bond,
        rights_request,
        code_binding,
        code_conflict,
        senior_code,
        terminal,
        use_seal,
        risk_alert,
        real_name,
        real_name_doubt,
        card_merge,
        client_app,
        incident,
        gate_log,
        health_declaration,
        admission_scan,
        emergency_consent,
        emergency_call,
        guidance_session,
        appointment,
        booking_penalty,
        pre_visit_interview,
        triage,
        epi_survey,
        settlement,
        insurance_suspension,
        notification,
        message_preference,
        report,
        critical_value,
        visit_record_query,
        access_grant,
        record_seal,
        mutual_recognition,
        health_record,
        record_correction,
        report_interpretation,
        birth_certificate,
        birth_blanks,
        birth_void,
        pregnancy,
        child_health,
        senior_card,
        senior_agent,
        chronic_screening,
        chronic_care,
        companion_pass,
        inpatient_certificate,
        family_voucher,
        referral,
        referral_follow_up,
        family_doctor_contract,
        rehab_episode,
    )
)
"""What a desk runs unless it is told otherwise."""


@attrs.frozen
class GuideService:
    """A service of the guide, whether or not it is built."""

    section: str
    zh: str
    en: str

    @property
    def workflows(self) -> tuple[str, ...]:
        """The machines that run it; none where it is not built."""
        found = CATALOGUE.workflows
        return tuple(w.name for w in found if w.title.section == self.section)


GUIDE = tuple(
    GuideService(*row)
    for row in (
        ("4.1.1", "健康申报", "Health declaration"),
        ("4.1.2", "扫码入院", "Entering by scan"),
        ("4.1.3", "急救服务", "Emergency service"),
        ("4.2.1", "智能导诊", "Guidance"),
        ("4.2.2", "预约诊疗", "Appointments"),
        ("4.3.1", "诊前信息收集", "Pre-visit interview"),
        ("4.3.2", "预检分诊", "Triage"),
        ("4.3.3", "流行病学调查", "Epidemiological survey"),
        ("4.3.4", "便民结算", "Settlement"),
        ("4.3.5", "信息推送", "Notifications"),
        ("4.3.6", "报告查询", "Reports"),
        ("4.3.7", "就医记录查询", "Visit records"),
        ("4.4.1", "电子陪护证", "Companion pass"),
        ("4.4.2", "电子住院证", "Inpatient certificate"),
        ("4.5.1", "双向转诊", "Referral"),
        ("4.5.2", "报告互认", "Mutual recognition of reports"),
        ("4.6.1", "健康档案应用", "Health record"),
        ("4.6.2", "出生医学证明办理", "Birth certificate"),
        ("4.6.3", "母子健康服务", "Maternal and child health"),
        ("4.6.4", "老年证办理", "Senior card"),
        ("4.6.5", "慢病管理", "Chronic care"),
        ("4.6.6", "社区康复", "Community rehabilitation"),
    )
)
"""The 22 services of the guide's chapter 4."""
