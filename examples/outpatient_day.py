"""A patient's day, from the first worry to the record of it (门诊一日).

Guided and booked at home; declared, scanned in, interviewed, surveyed and triaged in
the morning; treated, billed with the insurance, told; the report read and the record
taken along. Everybody is made up, and the hospital is simulated.

Run it: ``python examples/outpatient_day.py [DATABASE]``. The database is one of
SQLAlchemy's URLs, such as ``postgresql+psycopg://user@host/name``; without it a SQLite
file in a folder of its own is used and removed.
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from _hospital import NAME, ORG, WINDOW, Day

from ehealthcard import Actor, Clockwork, Entrance, Terminal
from ehealthcard.adapters.simulator import blood_count, visit_of
from ehealthcard.desk import VisitRecords
from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.bills import Bill, BillItem
from ehealthcard.rules.guidance import Intake
from ehealthcard.rules.interview import Chosen, Given, Lasted, Number, Span, Written
from ehealthcard.rules.interview import Kind as Asked
from ehealthcard.rules.reporting import ReportKind
from ehealthcard.rules.vitals import Vitals
from ehealthcard.services import appointment as booking
from ehealthcard.services import epi_survey as survey
from ehealthcard.services import guidance_session as guiding
from ehealthcard.services import health_declaration as declaring
from ehealthcard.services import pre_visit_interview as interviewing
from ehealthcard.services import report as reporting
from ehealthcard.services import settlement as settling
from ehealthcard.services import triage as triaging
from ehealthcard.services.visit_record_query import Ask, Ready

NURSE = Actor("nurse-1", {"triage", "nurse"}, org=ORG)
LAB = Actor("tech-1", {"technician"}, org=ORG)
SIGNER = Actor("signer-1", {"report-signer"}, org=ORG)
HIS = Actor("his", {"his"}, org=ORG)
GATE = Terminal("gate-1", {"terminal"}, org=ORG, place="East gate")
WELL = declaring.Answers(temperature=Decimal("36.6"), symptoms=(), exposures=())


def guided(day: Day) -> str:
    """In the evening at home: a few words, a department, a slot; return the visit."""
    start = guiding.Start(org=ORG, consent="2026-1")
    name = day.begin(guiding.guidance_session, start)
    words = Intake(words="咳嗽三个星期了，早上有黄痰，没有发烧")
    day.do(guiding.guidance_session, name, guiding.Answer(told=words))
    case = day.do(guiding.guidance_session, name, guiding.Finish())
    if not isinstance(case.state, guiding.Recommended):
        raise SystemExit("no department was found")
    best = case.state.departments[0].choice
    print(f"guided to {best.name}, {case.state.rationale.knowledge}")
    slot = best.doctors[0].slot
    case = day.do(guiding.guidance_session, name, guiding.Book(slot=slot))
    if not isinstance(case.state, guiding.Converted) or not case.state.appointment:
        raise SystemExit("no appointment was opened")
    visit = day.desk.case(booking.appointment, case.state.appointment, by=WINDOW)
    print(f"booked and paid: {type(visit.state).__name__}")
    return visit.id


def interviewed(day: Day) -> str:
    """Still at home, as the booking invited her to: the questions of the department."""
    workflow = interviewing.pre_visit_interview
    name = day.newest(workflow)
    case = day.do(workflow, name, interviewing.Start(consent="2026-1"))
    while isinstance(case.state, interviewing.InProgress) and case.state.missing:
        question = case.state.missing[0]
        given = Given(question=question, value=calm(day, case.state, question))
        case = day.do(workflow, name, interviewing.Answer(given=(given,)))
    case = day.do(workflow, name, interviewing.Submit())
    print(f"interviewed: {type(case.state).__name__}")
    return name


def calm(day: Day, state: interviewing.InProgress, name: str) -> Any:  # noqa: ANN401  # any answer
    """Return the harmless answer to a question."""
    version = day.bank.version(state.bank.department, state.bank.version)
    question = version.by_id[name] if version else None
    if question is None:
        raise SystemExit("the questions are gone")
    codes = list(question.by_code)
    answers: dict[Asked, Callable[[], Any]] = {
        Asked.SINGLE: lambda: Chosen(codes=("none" if "none" in codes else codes[0],)),
        Asked.MULTIPLE: lambda: Chosen(
            codes=("none" if "none" in codes else codes[0],)
        ),
        Asked.DURATION: lambda: Lasted(amount=3, span=Span.WEEK),
        Asked.NUMBER: lambda: Number(number=question.at_least or Decimal(0)),
    }
    return answers.get(question.kind, lambda: Written(text="无"))()


def arrived(day: Day) -> None:
    """In the morning: a declaration, the gate, the survey, the triage desk."""
    submit = declaring.Submit(answers=WELL, consent="2026-1", commitment="2026-1")
    day.begin(declaring.health_declaration, submit)
    code = day.desk.show(day.card.id, by=day.app).text
    entered = Entrance(day.desk, GATE).enter(code, temperature=36.6)
    print(f"declared and scanned in: {type(entered.state).__name__}")

    name = day.newest(survey.epi_survey)
    day.do(survey.epi_survey, name, survey.ReuseDeclaration())
    case = day.do(survey.epi_survey, name, survey.Review(), by=NURSE)
    print(f"survey, answers taken over: {type(case.state).__name__}")

    arrive = triaging.Arrive(org=ORG, complaint="咳嗽")
    name = day.begin(triaging.triage, arrive, by=NURSE)
    vitals = Vitals.from_data({"temperature": "36.6", "heart_rate": 76, "spo2": 98})
    day.do(triaging.triage, name, triaging.Precheck(vitals=vitals), by=NURSE)
    seen = day.do(triaging.triage, name, triaging.RouteOn(), by=NURSE)
    print(f"triage: {type(seen.state).__name__}")


def treated(day: Day, visit: str, interview: str) -> None:
    """With the doctor, who has read the interview and makes it his text."""
    slot = day.desk.case(booking.appointment, visit, by=WINDOW).state.booking.slot
    doctor = Actor(slot.doctor or "", {"doctor"}, org=ORG, department=slot.department)
    day.do(booking.appointment, visit, booking.CheckIn())
    workflow = interviewing.pre_visit_interview
    day.do(workflow, interview, interviewing.Open(), by=doctor)
    day.do(booking.appointment, visit, booking.Call(), by=WINDOW)
    adopt = interviewing.Adopt(signature="ca:20260303")
    case = day.do(workflow, interview, adopt, by=doctor)
    print(
        f"interview: {type(case.state).__name__}, {len(day.records.texts)} text filed"
    )


def paid(day: Day) -> None:
    """The bill of a blood count and a medicine, split with the insurance."""
    items = tuple(
        BillItem(id=f"item-{n}", amount=Decimal(a))
        for n, a in enumerate(("150.00", "50.00"), 1)
    )
    bill = Bill(id="B-1", org=ORG, version=1, encounter="visit-1", items=items)
    day.hospital.billing.add(day.card.subject, bill)
    credential = day.hospital.insurance.enrol(day.card.subject, Decimal("30.00"))
    publish = settling.Publish(bill=bill, org_name=NAME)
    name = day.begin(settling.settlement, publish, by=HIS)
    choose = settling.ChooseInsurance(credential=credential)
    case = day.do(settling.settlement, name, choose)
    try:
        wrong = settling.Pay(version=1, amount=Decimal("49.99"))
        day.do(settling.settlement, name, wrong)
    except RuleViolationError as error:
        print(f"a fen too little: {error.code}")
    if isinstance(case.state, settling.PreSettled):
        split = case.state.split
        print(f"fund {split.fund}, account {split.account}, cash {split.cash}")
        pay = settling.Pay(version=1, amount=split.cash)
        case = day.do(settling.settlement, name, pay)
    print(f"paid: {type(case.state).__name__}")


def reported(day: Day) -> None:
    """The blood count: released, told, read."""
    order = reporting.Order(
        report="R-1",
        org=ORG,
        org_name=NAME,
        department="检验科",
        order="A-1",
        kind=ReportKind.LABORATORY,
        group=reporting.TestGroup.ROUTINE,
        test="血常规",
    )
    doctor = Actor("doctor-1", {"doctor"}, org=ORG)
    name = day.begin(reporting.report, order, by=doctor)
    day.do(reporting.report, name, reporting.Begin(), by=LAB)
    verify = reporting.Verify(content=blood_count(1))
    drafted = day.desk.case(reporting.report, name, by=SIGNER)
    final = day.desk.execute(reporting.report, drafted, verify, by=SIGNER).state
    if isinstance(final, reporting.Final):
        day.hospital.results.print_sheet(reporting.sheet_of(final))
    day.do(reporting.report, name, reporting.Release(), by=HIS)
    case = day.do(reporting.report, name, reporting.View())
    if isinstance(case.state, reporting.Released):
        print(f"report read: {case.state.views} view")
    for text in day.phone.to(day.card.subject):
        print(f"  told: {text}")


def looked_back(day: Day) -> None:
    """In the evening: the record of the visit, as a sealed file."""
    today = day.clock.now.date()
    day.index.link(day.card.subject, ORG, "P1")
    visit, records = visit_of(ORG, "P1", today, 1)
    day.hospital.encounters.add(visit, *records)
    office = VisitRecords(day.desk)
    ask = Ask(first=date(2026, 1, 1), last=today, purpose="self")
    query = office.ask(day.card, ask, by=day.app)
    if isinstance(query.state, Ready):
        taken = office.take_along(query, by=day.app)
        print(f"record: {len(query.state.records)} entries, {taken.media_type}")


def tell(database: str) -> None:
    """Tell the story."""
    day = Day(database)
    visit = guided(day)
    interview = interviewed(day)
    starts_at = day.desk.case(
        booking.appointment, visit, by=WINDOW
    ).state.booking.slot.starts_at
    day.clock.now = starts_at - timedelta(minutes=20)
    Clockwork(day.desk).run_once()
    day.deliver()
    arrived(day)
    day.clock.now = starts_at
    treated(day, visit, interview)
    paid(day)
    day.clock.now += timedelta(hours=1)
    reported(day)
    day.clock.now = day.clock.now.replace(hour=19)
    looked_back(day)
    health = day.desk.health()
    print(f"undelivered {health.undelivered}, dead letters {health.dead_letters}")
    day.desk.storage.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        tell(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            tell(f"sqlite:///{folder}/day.db")
