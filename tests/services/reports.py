"""Reports in every state, for tests."""

from datetime import datetime, timedelta

from ehealthcard.codesets import SHANGHAI
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.rules.access import AccessFacts, GrantScope, GrantSeen
from ehealthcard.rules.reporting import (
    Flag,
    ReportContent,
    ReportItem,
    ReportKind,
    Sample,
    rendering_of,
)
from ehealthcard.services.report import (
    Amended,
    Amending,
    Archived,
    Cancelled,
    Correction,
    Fault,
    Final,
    HandedOut,
    InProgress,
    Order,
    Ordered,
    Preliminary,
    Recipient,
    Released,
    Retracted,
    Sensitivity,
    Signed,
    TestGroup,
    VerifiedOnce,
    Why,
    Withheld,
    sheet_of,
)
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

T0 = NOW
ORG = "330100000001"
GUARDIAN, DELEGATE, NEIGHBOUR = "9" * 32, "8" * 32, "7" * 32
STRONG = "strong-auth"
DOCTOR = Actor("doctor-1", {"doctor"}, org=ORG)
NURSE = Actor("nurse-1", {"nurse"}, org=ORG)
TECHNICIAN = Actor("tech-1", {"technician"}, org=ORG)
SIGNER = Actor("signer-1", {"report-signer"}, org=ORG)
OTHER_SIGNER = Actor("signer-2", {"report-signer"}, org=ORG)
HIS = Actor("lis", {"his"}, org=ORG)


def resident(subject: str, *roles: str) -> Actor:
    return Actor(f"app-{subject[0]}", roles, holder=SubjectId(subject))


HOLDER = resident(SUBJECT)
ADULT = AccessFacts(
    status=CardStatus.ACTIVE, age=40, guardian=None, viewer=CardStatus.ACTIVE
)
CHILD = ADULT.model_copy(update={"age": 5, "guardian": GUARDIAN})
GRANT = GrantSeen(
    delegate=DELEGATE,
    scopes=(GrantScope.REPORTS,),
    sensitive=False,
    by_guardian=False,
    until=T0,
)
SHARED = ADULT.model_copy(update={"grants": (GRANT,)})

POTASSIUM = ReportItem(
    code="K",
    name="钾",
    result="4.1",
    unit="mmol/L",
    reference="3.5-5.3",
    method="ISE",
    critical_range="<2.8 >6.2",
)
CONTENT = ReportContent(items=(POTASSIUM,), conclusion="未见异常")
HIGH = POTASSIUM.model_copy(update={"result": "6.8", "flag": Flag.CRITICAL_HIGH})
CRITICAL = ReportContent(items=(HIGH,))
OTHER = ReportContent(
    items=(POTASSIUM.model_copy(update={"result": "4.4"}),), conclusion="未见异常"
)
WESTERN = ReportItem(code="HIV-WB", name="HIV抗体确证", result="阴性")
CONFIRMED = ReportContent(items=(WESTERN,))

ORDER = Order(
    report="R-1",
    org=ORG,
    org_name="一院",
    department="检验科",
    order="A-1",
    kind=ReportKind.LABORATORY,
    group=TestGroup.CHEMISTRY,
    test="电解质",
)
ORDERED = Ordered(
    card=SUBJECT,
    reference=f"{ORG}:R-1",
    report="R-1",
    org=ORG,
    org_name="一院",
    department="检验科",
    order="A-1",
    kind=ReportKind.LABORATORY,
    group=TestGroup.CHEMISTRY,
    test="电解质",
    urgent=False,
    inpatient=False,
    sensitivity=None,
    ordered_by="doctor-1",
    ordered_at=T0,
)
SAMPLE = Sample(type="血清", collected_at=T0 - timedelta(minutes=5), received_at=T0)
STARTED = ORDERED.to(
    InProgress,
    sample=SAMPLE,
    performer="tech-1",
    begun_at=T0,
    due_by=T0 + timedelta(hours=6),
)
PRELIMINARY = STARTED.to(Preliminary, content=CONTENT)
FIRST = Signed(by="signer-1", at=T0)
ONCE = PRELIMINARY.to(VerifiedOnce, signatures=(FIRST,), kind=ReportKind.PATHOLOGY)
KEPT = datetime(2037, 12, 2, tzinfo=SHANGHAI)
FINAL = PRELIMINARY.to(
    Final,
    signatures=(FIRST,),
    verified_at=T0,
    file_by=None,
    kept_until=KEPT,
    release_from=T0,
)
TWICE = FINAL.model_copy(update={"kind": ReportKind.PATHOLOGY})
HIV = FINAL.model_copy(
    update={"sensitivity": Sensitivity.HIV_CONFIRMATION, "content": CONFIRMED}
)
WITHHELD = HIV.to(Withheld, why=Why.CLASS, withheld_by="signer-1")
SPOKEN = WITHHELD.model_copy(update={"disclosed": Signed(by="doctor-1", at=T0)})
HANDED_OUT = SPOKEN.to(
    HandedOut,
    rendering=rendering_of(sheet_of(HIV)),
    given_to=Recipient.HOLDER,
    given_by="nurse-1",
    given_at=T0,
)
RELEASED = FINAL.to(Released, rendering=rendering_of(sheet_of(FINAL)), released_at=T0)
CORRECTION = Correction(reason="校正", by="signer-1", at=T0)
AMENDED = RELEASED.to(Amended, version=2, content=OTHER, correction=CORRECTION)
PATHOLOGY = RELEASED.model_copy(update={"kind": ReportKind.PATHOLOGY})
AMENDING = PATHOLOGY.to(Amending, amended=OTHER, amendment=CORRECTION)
RETRACTED = RELEASED.to(
    Retracted,
    fault=Fault.WRONG_PATIENT,
    reason="wrong label",
    retracted_by="signer-1",
    retracted_at=T0,
    was_released=True,
)
ARCHIVED = RELEASED.to(Archived)
CANCELLED = ORDERED.to(Cancelled, reason="given up", cancelled_by="doctor-1")


def paper(state: Final | Withheld | Released | Amended) -> str:
    """Return the hash of the paper of a report as it is."""
    return rendering_of(sheet_of(state)).sha256


def newer_paper(state: Released | Amended | Amending, *by: str) -> str:
    """Return the hash of the paper of an amendment to OTHER."""
    sheet = sheet_of(state, OTHER, version=state.version + 1, verifiers=by)
    return rendering_of(sheet).sm3
