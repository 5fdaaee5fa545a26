"""A year with high blood pressure (高血压管理一年).

Screened on three days, confirmed, taken into care; four follow-ups and a fifth that is
an emergency, each on the day that the one before decided; one referral to the hospital
and back, with its two papers printed. Clock and clockwork make the year pass: what is
due comes due by itself, and the phone is told. Everybody is made up.

Run it: ``python examples/chronic_year.py [DATABASE]``. The database is one of
SQLAlchemy's URLs; without it a SQLite file in a folder of its own is used and removed.
"""

from datetime import date, timedelta
from typing import Any

from _story import Stage, name, told_on

from ehealthcard import Actor, Card, Case
from ehealthcard.adapters.documents import PdfDocuments
from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.calendar import start_of
from ehealthcard.rules.chronic.codes import Disease, VisitMode
from ehealthcard.rules.chronic.forms import HypertensionForm, ReferralTo
from ehealthcard.rules.chronic.measures import BloodPressure
from ehealthcard.rules.referring import BloodPressureFindings, Direction, Indication
from ehealthcard.services import chronic_care as care
from ehealthcard.services import chronic_screening as screening
from ehealthcard.services import referral as referring
from ehealthcard.services import referral_follow_up as following
from ehealthcard.services.message_preference import Grant, message_preference

HOME, HOSPITAL = "C1", "H1"
NURSE = Actor("nurse-7", {"nurse"}, org=HOME)
GP = Actor("gp-1", {"family-doctor", "doctor", "staff"}, org=HOME)
SPECIALIST = Actor("doctor-9", {"doctor"}, org=HOSPITAL)
DOOR = Actor("nurse-9", {"nurse"}, org=HOSPITAL)
TARGET = referring.Target(org=HOSPITAL, org_name="一院", department="03.03")
CARE, REFERRAL = care.chronic_care, referring.referral


def pressure(systolic: int, diastolic: int) -> BloodPressure:
    """Return a reading in mmHg."""
    return BloodPressure(systolic=systolic, diastolic=diastolic)


def screened(stage: Stage, card: Card) -> Case[Any]:
    """Raised on three days, confirmed at the hospital, taken into care."""
    workflow = screening.chronic_screening

    def measured(systolic: int, diastolic: int) -> screening.PressureScreening:
        return screening.PressureScreening(pressure=pressure(systolic, diastolic))

    first = screening.Screen(org=HOME, org_name="城东社区", measured=measured(150, 95))
    case: Case[Any] = stage.desk.start(workflow, card, first, by=NURSE)
    for _ in range(2):
        stage.turn(days=1)
        again = screening.Repeat(measured=measured(146, 92))
        case = stage.do(workflow, case, again, NURSE)
    print("screened on three days:", name(case.state))
    found = screening.ReportDiagnosis(
        result=screening.Diagnosis.CONFIRMED, org=HOSPITAL
    )
    stage.do(workflow, case, found, SPECIALIST)
    (opened,) = stage.desk.cases(CARE, card, by=GP)
    enrol = care.Enrol(
        disease=Disease.HYPERTENSION, org=HOME, org_name="城东社区", consent="2026-1"
    )
    enrolled = stage.do(CARE, opened, enrol, GP)
    print("in care:", name(enrolled.state))
    return enrolled


def visited(
    stage: Stage,
    case: Case[Any],
    reading: tuple[int, int],
    referral: ReferralTo | None = None,
) -> None:
    """On the day that the last visit decided, one more."""
    state: Any = stage.now(CARE, case)
    nine = start_of(state.due_on) + timedelta(hours=9)
    stage.clock.now = max(stage.clock.now, nine)
    stage.settle()
    before = name(stage.now(CARE, case))
    form = HypertensionForm(
        mode=VisitMode.CLINIC, pressure=pressure(*reading), referral=referral
    )
    done: Case[Any] = stage.do(CARE, case, care.Record(form=form), GP)
    day = stage.clock.now.date()
    print(f"{day} {before} -> {name(done.state)}, next {done.state.due_on}")


def form_of(findings: BloodPressureFindings | None = None) -> referring.FormDraft:
    """Return what the family doctor writes."""
    reasons = () if findings else (Indication.LOST_CONTROL,)
    return referring.FormDraft(
        direction=Direction.UP,
        target=TARGET,
        diagnosis="I10",
        impression="原发性高血压",
        history="连续两次随访血压未达标",
        indications=reasons,
        findings=findings,
        phone="057100000000",
    )


def referred(stage: Stage, card: Card) -> None:
    """There and back, and the two papers."""
    consent = referring.Consent(version="2026-1")
    ask = referring.Initiate(condition="血压控制不满意", consent=consent)
    case: Case[Any] = stage.desk.start(REFERRAL, card, ask, by=GP)
    case = stage.do(REFERRAL, case, referring.Approve(form=form_of()), GP)
    paper = referring.referral_page(case.state.form)
    bed = referring.Arrangement(phone="057111111111", bed="3", ward="W-3")
    for command, by in (
        (referring.Send(), GP),
        (referring.Accept(arrangement=bed), SPECIALIST),
        (referring.Arrive(), DOOR),
    ):
        case = stage.do(REFERRAL, case, command, by)
    print("referral:", name(case.state))
    stage.turn(days=5)
    back = referring.ReturnForm(
        diagnosis="原发性高血压2级",
        results="心电图正常",
        treatment="调整药物",
        plan="每日一次，两周后复测",
        rehabilitation="低盐、步行",
        grounds=(Indication.STABLE, Indication.PLAN_CLEAR),
        phone="057111111111",
    )
    case = stage.do(REFERRAL, case, referring.ReferBack(form=back), SPECIALIST)
    pages = (paper, referring.return_page(case.state.back, case.state.number))
    for page in pages:
        made = PdfDocuments().make(page, watermark="城东社区")
        print("printed:", page.title, made.media_type, made.pages, "page")
    for step in (referring.AcceptBack(), referring.Close()):
        case = stage.do(REFERRAL, case, step, GP)
    print("referral:", name(case.state))


def asked_after(stage: Stage, card: Card) -> None:
    """Fourteen days after the form the home institution asks (2周内主动随访)."""
    workflow = following.referral_follow_up
    due = stage.desk.due(until=stage.clock.now + timedelta(days=14), org=HOME, by=GP)
    print("due here:", *(f"{d.at.date()} {d.title.zh}" for d in due.cases))
    (case,) = stage.desk.cases(workflow, card, by=GP)
    record = following.Record(outcome=following.Outcome.RETURNED)
    print("asked after:", name(stage.do(workflow, case, record, GP).state))


def in_danger(stage: Stage, card: Card) -> None:
    """An emergency, which the hospital cannot refuse."""
    consent = referring.Consent(version="2026-1")
    ask = referring.Initiate(condition="血压危急", consent=consent)
    case: Case[Any] = stage.desk.start(REFERRAL, card, ask, by=GP)
    findings = BloodPressureFindings(systolic=200, diastolic=115, vomiting=True)
    approve = referring.Approve(form=form_of(findings))
    case = stage.do(REFERRAL, case, approve, GP)
    print("by what was found:", case.state.form.urgency.zh)
    case = stage.do(REFERRAL, case, referring.Send(), GP)
    try:
        stage.do(REFERRAL, case, referring.Refuse(reason="满床"), SPECIALIST)
    except RuleViolationError as error:
        print("refused:", error.code)
    case = stage.do(REFERRAL, case, referring.Arrive(), DOOR)
    done = referring.Finish(result="急诊降压，病情稳定")
    print("emergency:", name(stage.do(REFERRAL, case, done, SPECIALIST).state))


def tell(database: str) -> None:
    """Tell the story."""
    stage = Stage(database)
    card = stage.person(1, born=date(1968, 5, 4))
    stage.desk.start(
        message_preference, card, Grant(consent="2026-1"), by=stage.app(card)
    )
    case = screened(stage, card)
    to = ReferralTo(org=HOSPITAL, department="心内科")
    visited(stage, case, (132, 84))
    visited(stage, case, (148, 92))
    visited(stage, case, (152, 94), referral=to)
    referred(stage, card)
    returned = care.NoteOutcome(outcome=care.Outcome.RETURNED)
    stage.do(CARE, case, returned, GP)
    visited(stage, case, (136, 86))
    asked_after(stage, card)
    visited(stage, case, (200, 115), referral=to)
    in_danger(stage, card)
    print("the phone was told", len(stage.phone.to(card.subject)), "times")
    health = stage.desk.health()
    print(f"undelivered {health.undelivered}, dead letters {health.dead_letters}")
    stage.desk.storage.close()


if __name__ == "__main__":
    told_on(tell)
