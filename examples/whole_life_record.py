"""A health record from the day it is built to the day it ends (健康档案)."""

import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta

from ehealthcard import Actor, Applicant, Card, KeyRing, ServiceDesk, Suite
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.codesets import SHANGHAI
from ehealthcard.desk import HealthRecords, NewRecord
from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.chronic.codes import Disease
from ehealthcard.rules.health_records.base import (
    Allergy,
    BaseChange,
    BaseInfo,
    Past,
    PastIllness,
    Residency,
)
from ehealthcard.rules.health_records.code import parse
from ehealthcard.rules.health_records.codes import AllergyTo, Illness, ResidentKind
from ehealthcard.rules.reporting import (
    Flag,
    ReportContent,
    ReportItem,
    ReportKind,
    rendering_of,
)
from ehealthcard.rules.signals import PersonDied
from ehealthcard.services.access_grant import Grant, access_grant
from ehealthcard.services.chronic_care import Ended, Enrol, chronic_care
from ehealthcard.services.health_record import (
    Active,
    MoveOut,
    OpenToSelf,
    health_record,
)
from ehealthcard.services.record_correction import (
    Accept,
    RequestCorrection,
    Section,
    record_correction,
)
from ehealthcard.services.report import (
    Begin,
    Order,
    Release,
    TestGroup,
    Verify,
    report,
    sheet_of,
)
from ehealthcard.services.report_interpretation import Interpreted

WINDOW = Actor("window-3", {"registrar", "staff"}, org="C1")
KEEPER = Actor("keeper-1", {"public-health", "family-doctor"}, org="C1")
RECEIVER = Actor("keeper-2", {"public-health"}, org="C2")
HOME = Residency(
    kind=ResidentKind.REGISTERED, region="110101", since=date(2020, 5, 1), proof="P-1"
)
NEW_HOME = HOME.model_copy(update={"region": "330102", "since": date(2026, 3, 1)})
NEW = NewRecord(
    village="110101001001",
    org_name="东华门社区",
    residency=HOME,
    base=BaseInfo(
        allergies=(Allergy(to=AllergyTo.PENICILLIN),),
        past=Past(
            illnesses=(
                PastIllness(illness=Illness.DIABETES),
                PastIllness(illness=Illness.MENTAL),
            )
        ),
    ),
    consent="2026-1",
)
POTASSIUM = ReportItem(
    code="K", name="钾", result="5.9", reference="3.5-5.3", flag=Flag.HIGH
)


class Clock:
    """A clock that the story turns."""

    now = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        """Return the story's time."""
        return self.now


class Life:
    """A desk, a resident with a card, and a daughter with her own."""

    def __init__(self, database: str) -> None:
        self.desk = ServiceDesk(
            storage=SqlStorage.open(database),
            keys=KeyRing.generate(Suite.GM, issuer="330100000001"),
            clock=Clock(),
        )
        self.records = HealthRecords(self.desk)
        self.card, self.daughter = (
            self.desk.register(Applicant(name_of(n), document_of(n)), by=WINDOW)
            for n in (1, 2)
        )
        self.app, self.hers = app(self.card), app(self.daughter)


def app(card: Card) -> Actor:
    """Return a resident's app."""
    return Actor(f"app-{card.subject[:6]}", holder=card.subject)


def refusal(act: Callable[[], object]) -> str:
    """Return the code of the rule that forbids *act*."""
    try:
        act()
    except RuleViolationError as error:
        return error.code
    return "allowed"


def built(life: Life) -> None:
    """Build it and open it."""
    card, desk = life.card, life.desk
    case = life.records.build(card, NEW, by=KEEPER)
    code = parse(case.state.number)
    print(f"built: {code.county} {code.town} {code.unit} {code.serial:05d}")
    closed = refusal(lambda: life.records.read(card, by=life.app))
    print(f"before it is opened: {closed}")
    desk.execute(health_record, case, OpenToSelf(), by=life.app)


def shared(life: Life) -> None:
    """Let the daughter read, and show what she is not shown."""
    card, desk, records = life.card, life.desk, life.records
    print(f"daughter: {refusal(lambda: records.read(card, by=life.hers))}")
    until = desk.office.now + timedelta(days=90)
    grant = Grant(
        delegate=life.daughter.subject,
        scopes=(GrantScope.HEALTH_RECORD,),
        until=until,
        consent="1",
    )
    desk.start(access_grant, card, grant, by=life.app)
    info = records.read(card, by=life.hers).info
    names = ", ".join(i.illness.zh for i in info.base.past.illnesses)
    print(f"with a grant: {names}; left out: {info.left_out}")


def corrected(life: Life) -> None:
    """Have an entry put right."""
    card, desk = life.card, life.desk
    asked = RequestCorrection(
        section=Section.ALLERGIES, wrong="没有青霉素过敏", wanted="删除该项"
    )
    case = desk.start(record_correction, card, asked, by=life.app)
    yes = Accept(change=BaseChange(allergies=()))
    done = desk.execute(record_correction, case, yes, by=KEEPER)
    left = life.records.read(card, by=life.app).info.base.allergies
    print(f"correction: {type(done.state).__name__}, allergies left: {len(left)}")


def explained(life: Life) -> None:
    """Have a report explained that stays as it is."""
    card, desk = life.card, life.desk
    signer = Actor("signer-1", {"report-signer", "technician", "doctor"}, org="H1")
    order = Order(
        report="R-1",
        org="H1",
        org_name="一院",
        department="检验科",
        order="A-1",
        kind=ReportKind.LABORATORY,
        group=TestGroup.CHEMISTRY,
        test="电解质",
    )
    case = desk.start(report, card, order, by=signer)
    case = desk.execute(report, case, Begin(), by=signer)
    found = Verify(content=ReportContent(items=(POTASSIUM,)))
    case = desk.execute(report, case, found, by=signer)
    paper = rendering_of(sheet_of(case.state)).sha256  # type: ignore[arg-type]  # verified
    case = desk.execute(report, case, Release(paper=paper), by=signer)
    state = life.records.interpret(card, "H1:R-1", by=life.app).state
    if isinstance(state, Interpreted) and state.said:
        print(f"{state.said.mark}: {state.said.notes[0].text}")
    same = desk.case(report, case.id, by=WINDOW).version == case.version
    print(f"the report is as it was: {same}")


def ended(life: Life) -> None:
    """Move it, and let it end with all that hangs on it."""
    card, desk, records = life.card, life.desk, life.records
    care = Enrol(disease=Disease.DIABETES, org="C1", org_name="东华门社区", consent="1")
    ill = desk.start(chronic_care, card, care, by=KEEPER)
    case = records.of(card)
    if case is None:
        return
    go = MoveOut(to="C2", to_name="杭州社区", reason="随子女居住")
    desk.execute(health_record, case, go, by=life.app)
    there = records.take_over(card, "330102001101", NEW_HOME, by=RECEIVER)
    state = there.state
    if isinstance(state, Active) and state.content:
        old = state.content.previous[0].number
        print(f"moved: {state.number}, before it {old}")
    looks = records.readings(card, by=life.app)
    print("read by:", ", ".join(look.access.grounds.zh for look in looks))
    desk.announce(PersonDied(card=card.subject))
    newest = records.of(card)
    print(f"at the end: {type(newest.state).__name__ if newest else ''}")
    last = desk.case(chronic_care, ill.id, by=WINDOW).state
    print(f"chronic care: {last.reason.zh if isinstance(last, Ended) else 'open'}")


def tell(database: str) -> None:
    """Tell the story."""
    life = Life(database)
    for chapter in (built, shared, corrected, explained, ended):
        chapter(life)
    life.desk.storage.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        tell(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            tell(f"sqlite:///{folder}/records.db")
