"""Mutual recognition through the desk: shown, looked at, decided, on every storage."""

from datetime import timedelta
from decimal import Decimal
from threading import Event
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Card, Case, Clockwork, OutboxRelay, Suite
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.errors import (
    CardLostError,
    ClaimTakenError,
    NotAllowedError,
    OutsideUnavailableError,
    RuleViolationError,
    VersionConflictError,
)
from ehealthcard.ports import Accepted, Institution, Message, Storage
from ehealthcard.rules.encounters import RecordsFound, RecordsWanted, Setting, Visit
from ehealthcard.rules.reporting import (
    ReportContent,
    ReportItem,
    ReportKind,
    ReportSheet,
    rendering_of,
)
from ehealthcard.rules.signals import PersonDied
from ehealthcard.services.foundation.card import ReportLost, card_life
from ehealthcard.services.foundation.refusal import refusal
from ehealthcard.services.mutual_recognition import (
    Confirm,
    Expired,
    Fail,
    Obstacle,
    Offence,
    Offer,
    Offered,
    Recognise,
    Recognised,
    RejectedFake,
    Reorder,
    Reordered,
    RevokeAuthorisation,
    Revoked,
    Settled,
    Upload,
    View,
    Viewed,
    Why,
    Withdrawn,
    duplicates,
    mutual_recognition,
    savings,
)
from ehealthcard.services.report import (
    Amend,
    Begin,
    Fault,
    Order,
    Release,
    Retract,
    Verify,
    report,
    sheet_of,
)
from tests.actors import AUDITOR

from .conftest import WINDOW, House, build

HOME, AWAY = "12110105MB0000000X", "12110102MB0000000X"
DOCTOR = Actor("doctor-5", {"doctor"}, org=AWAY)
FAR = Actor("doctor-9", {"doctor"}, org="12370102MB0000000X")
CHECKER = Actor("checker", {"report-verifier"})
AUTHOR = Actor("doctor-1", {"doctor", "report-signer", "technician"}, org=HOME)
HIS = Actor("lis", {"his"}, org=HOME)
LOOK = View(encounter="E-1")
RECOGNISE = Recognise(order="O-7", saved=Decimal("35.50"))


class Told:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.kinds: list[str] = []

    def deliver(self, message: Message, /) -> Accepted:
        self.kinds.append(message.kind)
        return Accepted()


def resident(card: Card, *roles: str) -> Actor:
    return Actor("app", roles, holder=card.subject)


def content(mark: str | None = "全国HR", result: str = "O") -> ReportContent:
    item = ReportItem(code="ABO", name="ABO血型", result=result, hr_mark=mark)
    return ReportContent(items=(item,), conclusion="未见异常")


@attrs.define
class Region:
    house: House
    home: SimulatedHospital
    away: SimulatedHospital
    told: Told = attrs.field(factory=Told)

    def released(self, card: Card, found: ReportContent | None = None) -> Case[Any]:
        order = Order(
            report="R-1",
            org=HOME,
            org_name="一院",
            department="检验科",
            order="A-1",
            kind=ReportKind.LABORATORY,
            test="血型",
        )
        desk = self.house.desk
        case: Case[Any] = desk.start(report, card, order, by=AUTHOR)
        case = desk.execute(report, case, Begin(), by=AUTHOR)
        written = Verify(content=found or content())
        case = desk.execute(report, case, written, by=AUTHOR)
        self.home.results.print_sheet(sheet_of(case.state))
        return desk.execute(report, case, Release(), by=HIS)

    def offer(self, **more: Any) -> Offer:
        until = self.house.clock.now + timedelta(days=7)
        given: dict[str, Any] = {"receiver": AWAY, "until": until, "consent": "1"}
        return Offer(reference=f"{HOME}:R-1", **given | more)

    def offered(self, card: Card, found: ReportContent | None = None) -> Case[Any]:
        self.released(card, found)
        return self.start(card, self.offer())

    def start(self, card: Card, command: Any, *roles: str) -> Case[Any]:
        who = resident(card, *roles)
        return self.house.desk.start(mutual_recognition, card, command, by=who)

    def do(self, case: Case[Any], command: Any, by: Actor = DOCTOR) -> Case[Any]:
        return self.house.desk.execute(mutual_recognition, case, command, by=by)

    def now(self, case: Case[Any]) -> Any:
        return self.house.desk.case(mutual_recognition, case.id, by=AUDITOR).state

    def admit(
        self, card: Card, *, ended: bool = False, patient: str | None = None
    ) -> None:
        """Open a visit at the receiving hospital, or one that is over."""
        now = self.house.clock.now
        visit = Visit(
            id="E-1",
            org=AWAY,
            patient=patient or card.subject,
            setting=Setting.OUTPATIENT,
            department="内科",
            started_at=now - timedelta(minutes=30),
            ended_at=now - timedelta(minutes=1) if ended else None,
        )
        self.away.encounters.add(visit)

    def run(self) -> None:
        ports = {"his": self.told, "monitor": self.told, "notifier": self.told}
        for _ in range(2):
            OutboxRelay(self.house.desk, ports).run_once()


@pytest.fixture
def region(storage: Storage) -> Region:
    house = build(storage, Suite.INTL)
    home, away = SimulatedHospital(HOME), SimulatedHospital(AWAY)
    ports = attrs.evolve(house.desk.ports, results=home.results)
    house.desk = attrs.evolve(house.desk, ports=ports)
    return Region(house, home, away)


def connect(region: Region) -> None:
    """Plug the receiving hospital's records in."""
    place = Institution(AWAY, "二院", region.away.encounters)
    desk = region.house.desk
    ports = attrs.evolve(desk.ports, institutions=(place,))
    region.house.desk = attrs.evolve(desk, ports=ports)


class Silent:
    """Records that nobody gets to see while the test lasts."""

    def __init__(self) -> None:
        self.end = Event()

    def records(self, wanted: RecordsWanted, /) -> RecordsFound:
        self.end.wait(60)
        return RecordsFound(total=len(wanted.patients))


def test_a_silent_hospital_keeps_its_doctor_waiting_for_its_time_only(
    region: Region,
) -> None:
    case, silent = region.offered(region.house.card()), Silent()
    place = Institution(AWAY, "二院", silent, timedelta(milliseconds=20))
    ports = attrs.evolve(region.house.desk.ports, institutions=(place,))
    region.house.desk = attrs.evolve(region.house.desk, ports=ports)

    with pytest.raises(OutsideUnavailableError):
        region.do(case, LOOK)
    silent.end.set()


def test_a_result_is_shown_looked_at_and_recognised(region: Region) -> None:
    card, desk = region.house.card(), region.house.desk
    case = region.offered(card)
    assert isinstance(case.state, Offered)

    shown = desk.cases(mutual_recognition, card, by=DOCTOR)
    assert [None] == [getattr(c.state, "result", 0) for c in shown]
    states = [c.state for c in shown]
    assert (f"{HOME}:R-1",) == duplicates(states, ("ABO",), receiver=AWAY)
    case = region.do(case, LOOK)
    assert "O" == case.state.result.items[0].result
    assert "未见异常" not in case.state.to_json().decode()
    done = region.do(case, RECOGNISE)
    region.run()

    assert isinstance(done.state, Recognised)
    assert "order-suppressed" in region.told.kinds
    assert Decimal("35.50") == savings([done.state], receiver=AWAY).saved
    with pytest.raises(VersionConflictError):
        region.do(case, RECOGNISE)


def test_mr3_a_district_mark_does_not_hold_in_the_next(region: Region) -> None:
    case = region.offered(region.house.card(), content("北京市朝阳区HR"))
    case = region.do(case, LOOK)

    with pytest.raises(RuleViolationError, match="RECOGNITION_NOT_RECOGNISABLE"):
        region.do(case, RECOGNISE)
    why = Reorder(why=Why.NOT_RECOGNISABLE, explanation="区域不含本院")
    assert Obstacle.OUT_OF_SCOPE is region.do(case, why).state.obstacle


def test_mr3_it_holds_in_its_own(region: Region) -> None:
    case = region.offered(region.house.card(), content("北京市西城区HR"))

    done = region.do(region.do(case, LOOK), RECOGNISE)

    assert isinstance(done.state, Recognised)


def test_mr5_and_mr7_reasons_are_asked_for_and_an_emergency_is_not_held_up(
    region: Region,
) -> None:
    case = region.offered(region.house.card())
    with pytest.raises(RuleViolationError, match="REASON_REQUIRED"):
        region.do(case, Reorder())

    done = region.do(case, Reorder(why=Why.EMERGENCY))

    assert isinstance(done.state, Reordered)
    with pytest.raises(NotAllowedError):
        region.do(done, LOOK)


def test_only_the_institution_it_is_shown_to_looks_and_refusals_stay(
    region: Region,
) -> None:
    card = region.house.card()
    case = region.offered(card)

    with pytest.raises(RuleViolationError, match="RECOGNITION_NOT_SHOWN_HERE"):
        region.do(case, LOOK, FAR)
    (noted,) = region.house.desk.cases(refusal, card, by=WINDOW)
    assert "RECOGNITION_NOT_SHOWN_HERE" == noted.state.code
    other = region.house.card(2)
    with pytest.raises(RuleViolationError, match="ACCESS_NOT_GRANTED"):
        region.house.desk.start(
            mutual_recognition, card, region.offer(), by=resident(other)
        )
    with pytest.raises(RuleViolationError, match="REPORT_UNKNOWN"):
        region.start(other, region.offer())


def test_the_same_report_is_shown_once_at_a_time(region: Region) -> None:
    card = region.house.card()
    case = region.offered(card)
    with pytest.raises(ClaimTakenError):
        region.start(card, region.offer())

    gone = region.do(case, RevokeAuthorisation(), resident(card))

    assert isinstance(gone.state, Revoked)
    history = region.house.desk.history(mutual_recognition, gone, by=AUDITOR)
    assert [None] == [h.state for h in history[:-1]]
    assert isinstance(region.start(card, region.offer()).state, Offered)


def test_an_authorisation_holds_to_its_last_moment(region: Region) -> None:
    case = region.offered(region.house.card())
    region.house.clock.now = case.state.until
    assert isinstance(region.now(case), Offered)

    region.house.clock.forward(seconds=1)
    assert isinstance(region.now(case), Expired)
    with pytest.raises((NotAllowedError, VersionConflictError)):
        region.do(case, LOOK)
    Clockwork(region.house.desk).run_once()
    history = region.house.desk.history(mutual_recognition, case, by=AUDITOR)
    assert "TermPassed" == history[-1].command


def test_the_visit_is_asked_of_the_his_where_it_is_connected(region: Region) -> None:
    connect(region)
    card = region.house.card()
    case = region.offered(card)
    with pytest.raises(RuleViolationError, match="RECOGNITION_NO_ENCOUNTER"):
        region.do(case, LOOK)
    region.away.encounters.faults.is_down = True
    with pytest.raises(OutsideUnavailableError):
        region.do(case, LOOK)
    assert isinstance(region.now(case), Offered)

    assert isinstance(region.do(case, Reorder(why=Why.EMERGENCY)).state, Reordered)


@pytest.mark.parametrize("ended", [False, True])
def test_a_visit_that_is_over_opens_nothing(region: Region, *, ended: bool) -> None:
    connect(region)
    card = region.house.card()
    case = region.offered(card)
    region.admit(card, ended=ended)

    if ended:
        with pytest.raises(RuleViolationError, match="RECOGNITION_NO_ENCOUNTER"):
            region.do(case, LOOK)
    else:
        assert isinstance(region.do(case, LOOK).state, Viewed)


def test_somebody_elses_visit_opens_nothing(region: Region) -> None:
    connect(region)
    card = region.house.card()
    case = region.offered(card)
    region.admit(card, patient="P-9")

    with pytest.raises(RuleViolationError, match="RECOGNITION_NO_ENCOUNTER"):
        region.do(case, LOOK)


def test_an_amended_report_is_looked_at_anew(region: Region) -> None:
    card, desk = region.house.card(), region.house.desk
    made = region.released(card)
    case = region.do(region.start(card, region.offer()), LOOK)
    newer = content(result="A")
    sheet = sheet_of(made.state, newer, version=2, verifiers=(AUTHOR.id,))
    region.home.results.print_sheet(sheet)
    desk.execute(report, made, Amend(content=newer, reason="校正"), by=AUTHOR)

    with pytest.raises(RuleViolationError, match="RECOGNITION_AMENDED"):
        region.do(case, RECOGNISE)
    case = region.do(case, LOOK)
    assert "A" == case.state.result.items[0].result
    assert isinstance(region.do(case, RECOGNISE).state, Recognised)


def test_a_retracted_report_takes_what_rests_on_it(region: Region) -> None:
    card, desk = region.house.card(), region.house.desk
    made = region.released(card)
    done = region.do(region.do(region.start(card, region.offer()), LOOK), RECOGNISE)
    waiting = region.start(card, region.offer())

    desk.execute(report, made, Retract(fault=Fault.OTHER, reason="label"), by=AUTHOR)
    region.run()

    assert isinstance(region.now(done), Withdrawn)
    assert isinstance(region.now(waiting), Expired)
    assert "order-needed" in region.told.kinds


def test_an_upload_is_believed_after_its_check_and_a_false_one_is_told(
    region: Region,
) -> None:
    card = region.house.card()
    sheet = ReportSheet(
        report="X-1",
        version=1,
        kind=ReportKind.LABORATORY,
        org_name="外院",
        department="检验科",
        order="A-1",
        test="血型",
        content=content(),
        sample=None,
        performer="t",
        verifiers=("s",),
    )
    command = Upload(
        org="12370102MB0000000X",
        sheet=sheet,
        made_at=region.house.clock.now,
        digest=rendering_of(sheet).sm3,
        receiver=AWAY,
        until=region.house.clock.now + timedelta(days=1),
        consent="1",
    )
    with pytest.raises(RuleViolationError, match="STEP_UP_REQUIRED"):
        region.start(card, command)
    case = region.start(card, command, "strong-auth")
    with pytest.raises(NotAllowedError):
        region.do(case, LOOK)
    strong = attrs.evolve(DOCTOR, roles={"doctor", "strong-auth"})
    good = region.do(region.do(case, Confirm(), CHECKER), LOOK, strong)
    assert isinstance(region.do(good, RECOGNISE, strong).state, Recognised)

    again = region.start(card, command, "strong-auth")
    fake = region.do(again, Fail(offences=(Offence.PATIENT,)), CHECKER)
    region.run()
    assert isinstance(fake.state, RejectedFake)
    assert "fake-report" in region.told.kinds


def test_a_lost_card_shows_nothing_new_and_hides_nothing_from_care(
    region: Region,
) -> None:
    card, desk = region.house.card(), region.house.desk
    case = region.offered(card)
    (life,) = desk.cases(card_life, card, by=WINDOW)
    desk.execute(card_life, life, ReportLost(reason="bus"), by=WINDOW)

    with pytest.raises(CardLostError):
        region.start(card, region.offer(receiver="12370102MB0000000X"))
    assert isinstance(region.do(case, LOOK).state, Viewed)


def test_with_the_holder_it_ends_and_what_was_saved_stays(region: Region) -> None:
    card = region.house.card()
    done = region.do(region.do(region.offered(card), LOOK), RECOGNISE)
    waiting = region.start(card, region.offer())

    for _ in range(2):
        region.house.desk.announce(PersonDied(card=card.subject))

    assert isinstance(region.now(done), Settled)
    assert isinstance(region.now(waiting), Expired)
    assert 1 == savings([region.now(done), region.now(waiting)]).recognised
