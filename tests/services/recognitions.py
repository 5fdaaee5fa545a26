"""Reports that are shown to others, in every state, for tests."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from ehealthcard.identity import SubjectId
from ehealthcard.rules.access import Access, AccessFacts, Grounds
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.reporting import (
    ReportContent,
    ReportImage,
    ReportItem,
    ReportKind,
    ReportSheet,
    rendering_of,
)
from ehealthcard.services.mutual_recognition import (
    CareFacts,
    Expired,
    Offence,
    Offer,
    Offered,
    OfferFacts,
    PendingVerify,
    Recognise,
    Recognised,
    RejectedFake,
    Reorder,
    Reordered,
    ReportSeen,
    Result,
    Revoked,
    Settled,
    Source,
    Upload,
    Viewed,
    Why,
    Withdrawn,
    mutual_recognition,
)
from ehealthcard.testing import given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

from .reports import ADULT, HOLDER

HOME = "12110105MB0000000X"
"""Whose report it is: in 朝阳."""

AWAY = "12110102MB0000000X"
"""Where it is shown: in 西城."""

DOCTOR = Actor("doctor-5", {"doctor"}, org=AWAY)
COLLEAGUE = Actor("doctor-6", {"doctor"}, org=AWAY)
FAR = Actor("doctor-9", {"doctor"}, org="12370102MB0000000X")
CHECKER = Actor("checker", {"report-verifier"})
STRONG = Actor(HOLDER.id, {"strong-auth"}, holder=SubjectId(SUBJECT))

UNTIL = NOW + timedelta(days=7)
GROUP = ReportItem(code="ABO", name="ABO血型", result="O", hr_mark="全国HR")
PLATELETS = ReportItem(code="PLT", name="血小板计数", result="210", hr_mark="北京市HR")
RESULT = Result(items=(GROUP, PLATELETS))
CT = ReportImage(dicom_uid="1.2.3", modality="CT", hr_mark="全国HR")
SHEET = ReportSheet(
    report="R-1",
    version=1,
    kind=ReportKind.LABORATORY,
    org_name="一院",
    department="检验科",
    order="A-1",
    test="血型",
    content=ReportContent(items=(GROUP, PLATELETS), conclusion="未见异常"),
    sample=None,
    performer="tech-1",
    verifiers=("signer-1",),
)
DIGEST = rendering_of(SHEET)
SEEN = ReportSeen(
    report="R-1",
    org=HOME,
    org_name="一院",
    kind=ReportKind.LABORATORY,
    version=1,
    made_at=NOW,
    sha256=DIGEST.sha256,
    sensitive=False,
    result=RESULT,
)
FACTS = OfferFacts(access=ADULT, report=SEEN)
CARE = CareFacts(treated=True, report=SEEN)

OFFER = Offer(reference=f"{HOME}:R-1", receiver=AWAY, until=UNTIL, consent="1")
UPLOAD = Upload(
    org=HOME,
    sheet=SHEET,
    made_at=NOW,
    digest=DIGEST.sm3,
    receiver=AWAY,
    until=UNTIL,
    consent="1",
)
RECOGNISE = Recognise(order="O-7", saved=Decimal("35.50"))
REORDER = Reorder(why=Why.MAJOR, explanation="输血前须复查")

OFFERED = Offered(
    card=SUBJECT,
    reference=f"{HOME}:R-1",
    report="R-1",
    org=HOME,
    org_name="一院",
    kind=ReportKind.LABORATORY,
    version=1,
    made_at=NOW,
    sha256=DIGEST.sha256,
    codes=("ABO", "PLT"),
    result=RESULT,
    sensitive=False,
    source=Source.PLATFORM,
    receiver=AWAY,
    until=UNTIL,
    consent=Signature(version="1", accepted_at=NOW),
    grounds=Grounds.SELF,
    offered_by=HOLDER.id,
    offered_at=NOW,
)
PENDING = OFFERED.to(PendingVerify, source=Source.UPLOAD, sensitive=True)
LOOK = Access(
    at=NOW, by=DOCTOR.id, grounds=Grounds.CLINICIAN, action="view", watermark="W"
)
VIEWED = OFFERED.to(Viewed, encounter="E-1", last_access=LOOK, views=1)
RECOGNISED = VIEWED.to(
    Recognised,
    order="O-7",
    saved=Decimal("35.50"),
    recognised_by=DOCTOR.id,
    recognised_at=NOW,
)
SETTLED = RECOGNISED.to(Settled)
REORDERED = VIEWED.to(
    Reordered,
    why=Why.MAJOR,
    obstacle=None,
    explanation="输血前须复查",
    order=None,
    reordered_by=DOCTOR.id,
    reordered_at=NOW,
)
WITHDRAWN = RECOGNISED.to(
    Withdrawn, reason="不符", withdrawn_by=DOCTOR.id, withdrawn_at=NOW
)
FAKE = PENDING.to(
    RejectedFake,
    offences=(Offence.SIGNATURE,),
    rejected_by=CHECKER.id,
    rejected_at=NOW,
)
REVOKED = OFFERED.to(Revoked, revoked_by=HOLDER.id, revoked_at=NOW)
EXPIRED = OFFERED.to(Expired, expired_at=NOW)


def access(facts: AccessFacts) -> OfferFacts:
    return OfferFacts(access=facts, report=SEEN)


def when(state: Any, command: Any, by: Actor = DOCTOR, **more: Any) -> Any:
    known: dict[str, Any] = {"facts": CARE} | more
    return given(mutual_recognition, state, by=by, **known).when(command)
