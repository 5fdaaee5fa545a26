"""Reports through the desk: who reads them, what is pushed, what is on record."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Card, Case, Clockwork, OutboxRelay, Ports, Suite
from ehealthcard.adapters.simulator import (
    SimulatedHospital,
    SimulatedMessenger,
    blood_count,
    document_of,
    name_of,
)
from ehealthcard.codesets import Kinship
from ehealthcard.desk import Notifier
from ehealthcard.desk.casework import Casework
from ehealthcard.errors import (
    AccessDeniedError,
    ClaimTakenError,
    NotAllowedError,
    OutsideUnavailableError,
    RuleViolationError,
    VersionConflictError,
)
from ehealthcard.identity import Applicant, Guardian
from ehealthcard.monitor import verify_audit
from ehealthcard.ports import Accepted, Message, Port, Storage
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.reporting import (
    Flag,
    ReportContent,
    ReportItem,
    ReportKind,
    rendering_of,
)
from ehealthcard.services.access_grant import Grant, Revoke, access_grant
from ehealthcard.services.critical_value import (
    Acknowledge,
    Acknowledged,
    Escalated,
    Handle,
    Handled,
    Voided,
    critical_value,
)
from ehealthcard.services.foundation.card import Cancel, card_life
from ehealthcard.services.foundation.refusal import refusal
from ehealthcard.services.message_preference import Grant as Welcome
from ehealthcard.services.message_preference import message_preference
from ehealthcard.services.notification import Recalled, notification
from ehealthcard.services.report import (
    Amend,
    Amended,
    Archived,
    Begin,
    Fault,
    Final,
    InProgress,
    Order,
    Release,
    Released,
    Retract,
    Retracted,
    Verify,
    View,
    report,
    sheet_of,
)
from tests.actors import AUDITOR

from .conftest import WINDOW, House, build

ORG = "H1"
DOCTOR = Actor("doctor-1", {"doctor"}, org=ORG)
NURSE = Actor("nurse-1", {"nurse"}, org=ORG)
TECHNICIAN = Actor("tech-1", {"technician"}, org=ORG)
SIGNER = Actor("signer-1", {"report-signer"}, org=ORG)
HIS = Actor("lis", {"his"}, org=ORG)
CONTENT = blood_count(3)
OTHER = blood_count(4)
CRITICAL = ReportContent(
    items=(ReportItem(code="K", name="钾", result="6.8", flag=Flag.CRITICAL_HIGH),)
)


class Monitor:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.kinds: list[str] = []

    def deliver(self, message: Message, /) -> Accepted:
        self.kinds.append(message.kind)
        return Accepted()


@attrs.define
class Ward:
    house: House
    hospital: SimulatedHospital
    phone: SimulatedMessenger
    monitor: Monitor = attrs.field(factory=Monitor)
    his: Monitor = attrs.field(factory=Monitor)

    def run(self) -> None:
        desk = self.house.desk
        ports: dict[str, Port] = {
            "notifier": Notifier(desk),
            "messenger": self.phone,
            "monitor": self.monitor,
            "his": self.his,
        }
        relay = OutboxRelay(desk, ports)
        for _ in range(4):
            relay.run_once()

    def do(self, case: Case[Any], command: Any, by: Actor) -> Case[Any]:
        return self.house.desk.execute(report, case, command, by=by)

    def final(
        self, card: Card, content: ReportContent = CONTENT, number: str = "R-1"
    ) -> Case[Any]:
        order = Order(
            report=number,
            org=ORG,
            org_name="一院",
            department="检验科",
            order="A-1",
            kind=ReportKind.LABORATORY,
            test="血常规",
        )
        case: Case[Any] = self.house.desk.start(report, card, order, by=DOCTOR)
        case = self.do(case, Begin(), TECHNICIAN)
        return self.do(case, Verify(content=content), SIGNER)

    def released(self, card: Card) -> Case[Any]:
        case = self.final(card)
        self.hospital.results.print_sheet(sheet_of(case.state))
        return self.do(case, Release(), HIS)

    def refusals(self, card: Card) -> list[Any]:
        found = self.house.desk.cases(refusal, card, by=WINDOW)
        return [(c.state.code, c.state.by, c.state.command) for c in found]


@pytest.fixture
def ward(storage: Storage) -> Ward:
    hospital = SimulatedHospital(ORG)
    house = build(storage, Suite.INTL)
    ports = Ports(results=hospital.results)
    house.desk = attrs.evolve(house.desk, ports=ports)
    return Ward(house, hospital, SimulatedMessenger(house.clock))


def resident(card: Card, *roles: str) -> Actor:
    return Actor("app", roles, holder=card.subject)


def welcome(ward: Ward, card: Card) -> None:
    ward.house.desk.start(
        message_preference, card, Welcome(consent="1"), by=resident(card)
    )


def test_a_report_is_released_pushed_and_read(ward: Ward) -> None:
    card = ward.house.card()
    welcome(ward, card)

    case = ward.released(card)
    ward.run()

    assert isinstance(case.state, Released)
    assert ["您在一院有一份报告可以查看，请点击登录后查看。"] == ward.phone.to(
        card.subject
    )
    seen = ward.do(case, View(), resident(card))
    assert CONTENT == seen.state.content
    assert 1 == seen.state.views
    happened = ward.house.desk.history(report, seen, by=AUDITOR)
    assert ("View", "app") == (happened[-1].command, happened[-1].actor)


def test_rp1_a_neighbours_attempt_is_refused_and_on_record(ward: Ward) -> None:
    card, neighbour = ward.house.card(1), ward.house.card(2)
    case = ward.released(card)
    who = Actor("app-2", holder=neighbour.subject)

    for _ in range(2):
        with pytest.raises(RuleViolationError, match="ACCESS_NOT_GRANTED"):
            ward.do(case, View(), who)

    assert [("ACCESS_NOT_GRANTED", "app-2", "View")] * 2 == ward.refusals(card)
    assert verify_audit(ward.house.desk.storage, Suite.INTL).flaw is None
    assert case.shown_to(AUDITOR) == ward.house.desk.case(report, case.id, by=AUDITOR)
    ward.run()
    assert ["refused-attempt"] * 2 == ward.monitor.kinds
    with pytest.raises(AccessDeniedError):
        ward.house.desk.cases(report, card, by=who)
    assert [] == ward.refusals(neighbour)
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        ward.do(case, Retract(fault=Fault.OTHER, reason="r"), who)
    assert 3 == len(ward.refusals(card))


def test_lists_tell_that_a_report_is_there_and_never_what_it_says(ward: Ward) -> None:
    card = ward.house.card()
    case = ward.final(card)
    desk = ward.house.desk
    lists: tuple[Any, ...] = (
        desk.cases(report, card, by=resident(card)),
        desk.all_cases(card, by=resident(card)),
        desk.cases(report, card, by=DOCTOR),
        desk.worklist(report, Final, by=DOCTOR),
    )
    for found in lists:
        (shown,) = [c for c in found if c.workflow == "report"]
        assert ("R-1", None) == (shown.state.report, shown.state.content)
    with pytest.raises(RuleViolationError, match="CLINICIANS_ONLY"):
        ward.do(lists[0][0], View(), resident(card))
    assert CONTENT == ward.do(case, View(), NURSE).state.content


def test_rp3_an_amendment_after_a_look_is_pushed_and_the_old_one_kept(
    ward: Ward,
) -> None:
    card = ward.house.card()
    welcome(ward, card)
    seen = ward.do(ward.released(card), View(), resident(card))
    newer = sheet_of(seen.state, OTHER, version=2, verifiers=("signer-1",))
    ward.hospital.results.print_sheet(newer)

    amended = ward.do(seen, Amend(content=OTHER, reason="校正"), SIGNER)
    ward.run()

    assert (Amended, 2) == (type(amended.state), amended.state.version)
    assert 2 == len(ward.phone.to(card.subject))
    past = Casework(ward.house.desk.office).history(report, amended.id)
    states = [h.state for h in past]
    kept = {(s.version, s.content) for s in states if isinstance(s, Released | Amended)}
    assert {(1, CONTENT), (2, OTHER)} == kept
    with pytest.raises(VersionConflictError):
        ward.do(seen, View(), resident(card))


def test_rp5_a_different_paper_blocks_the_release(ward: Ward) -> None:
    case = ward.final(ward.house.card())
    results = ward.hospital.results
    results.print_sheet(sheet_of(case.state, OTHER))

    for command in (
        Release(),
        Release(paper=rendering_of(sheet_of(case.state)).sha256),
        Release(paper=rendering_of(sheet_of(case.state, OTHER)).sm3),
    ):
        with pytest.raises(RuleViolationError, match="RENDERING_DIFFERS"):
            ward.do(case, command, HIS)
    results.print_sheet(sheet_of(case.state))
    results.faults.halves = True
    with pytest.raises(RuleViolationError, match="RENDERING_DIFFERS"):
        ward.do(case, Release(), HIS)
    results.faults.halves = False
    assert isinstance(ward.do(case, Release(), HIS).state, Released)


@pytest.mark.parametrize("switch", ["is_down", "is_slow"])
def test_a_silent_print_server_releases_nothing_but_a_known_hash(
    ward: Ward, switch: str
) -> None:
    case = ward.final(ward.house.card())
    setattr(ward.hospital.results.faults, switch, True)

    with pytest.raises(OutsideUnavailableError):
        ward.do(case, Release(), HIS)

    paper = rendering_of(sheet_of(case.state)).sm3
    assert isinstance(ward.do(case, Release(paper=paper), HIS).state, Released)


def test_a_parent_reads_a_childs_report_and_a_delegate_with_a_grant(
    ward: Ward,
) -> None:
    desk, parent, friend = ward.house.desk, ward.house.card(1), ward.house.card(2)
    born = (ward.house.clock.now - timedelta(days=365 * 5)).date()
    child = desk.register(
        Applicant(
            name_of(3),
            document_of(3, born=born),
            guardian=Guardian(parent.id, Kinship.PARENT),
        ),
        by=WINDOW,
    )
    case = ward.released(child)
    case = ward.do(case, View(), resident(parent))
    assert "guardian" == case.state.last_access.grounds
    with pytest.raises(RuleViolationError, match="ACCESS_NOT_GRANTED"):
        ward.do(case, View(), resident(friend))

    until = ward.house.clock.now + timedelta(days=30)
    command = Grant(
        delegate=friend.subject, scopes=(GrantScope.REPORTS,), until=until, consent="1"
    )
    granted = desk.start(access_grant, child, command, by=resident(parent))
    case = ward.do(case, View(), resident(friend))
    assert "delegate" == case.state.last_access.grounds
    with pytest.raises(ClaimTakenError):
        desk.start(access_grant, child, command, by=resident(parent))

    desk.execute(access_grant, granted, Revoke(), by=resident(parent))
    with pytest.raises(RuleViolationError, match="ACCESS_NOT_GRANTED"):
        ward.do(case, View(), resident(friend))
    again = desk.start(access_grant, child, command, by=resident(parent))
    ward.house.clock.now = until
    case = ward.do(case, View(), resident(friend))
    ward.house.clock.forward(seconds=1)
    with pytest.raises(RuleViolationError, match="ACCESS_NOT_GRANTED"):
        ward.do(case, View(), resident(friend))
    assert "Ended" == type(desk.case(access_grant, again.id, by=AUDITOR).state).__name__


def test_a_critical_value_is_a_case_of_its_own_for_each_report(ward: Ward) -> None:
    card, desk = ward.house.card(), ward.house.desk
    first = ward.final(card, CRITICAL, "R-1")
    ward.final(card, CRITICAL, "R-2")
    cases = desk.cases(critical_value, card, by=DOCTOR)
    assert 2 == len(cases)
    ward.run()
    assert ["critical-value", "critical-value"] == ward.his.kinds

    known = desk.execute(critical_value, cases[0], Acknowledge(), by=NURSE)
    done = Handle(handling="已用药")
    known = desk.execute(critical_value, known, done, by=DOCTOR)
    assert isinstance(known.state, Handled)
    ward.do(first, Retract(fault=Fault.WRONG_PATIENT, reason="label"), SIGNER)
    assert Voided is type(desk.case(critical_value, cases[1].id, by=AUDITOR).state)
    assert Handled is type(desk.case(critical_value, cases[0].id, by=AUDITOR).state)


def test_a_value_that_nobody_acknowledges_goes_up_by_the_clock(ward: Ward) -> None:
    card, desk = ward.house.card(), ward.house.desk
    ward.final(card, CRITICAL)
    (case,) = desk.cases(critical_value, card, by=DOCTOR)
    ward.house.clock.forward(minutes=10)
    Clockwork(desk).run_once()
    assert case == desk.case(critical_value, case.id, by=AUDITOR)

    ward.house.clock.forward(minutes=30)
    Clockwork(desk).run_once()
    ward.run()

    state = desk.case(critical_value, case.id, by=AUDITOR).state
    assert isinstance(state, Escalated)
    assert (2, "medical-affairs") == (state.level, state.told)
    escalated = ["critical-value-escalated", "critical-value-escalated"]
    assert ["critical-value", *escalated] == ward.his.kinds
    newest = desk.case(critical_value, case.id, by=AUDITOR)
    known = desk.execute(critical_value, newest, Acknowledge(), by=DOCTOR)
    assert isinstance(known.state, Acknowledged)


def test_a_late_report_is_marked_by_the_clock_once(ward: Ward) -> None:
    desk = ward.house.desk
    order = Order.from_data(
        {
            "report": "R-9",
            "org": ORG,
            "org_name": "一院",
            "department": "检验科",
            "order": "A-9",
            "kind": "laboratory",
            "group": "routine",
            "test": "尿常规",
        }
    )
    case: Case[Any] = desk.start(report, ward.house.card(), order, by=DOCTOR)
    ward.do(case, Begin(), TECHNICIAN)
    ward.house.clock.forward(minutes=30, seconds=1)
    assert desk.case(report, case.id, by=AUDITOR).state.overdue  # type: ignore[union-attr]  # it is begun

    for _ in range(2):
        Clockwork(desk).run_once()
        ward.run()

    assert ["report-late"] == ward.his.kinds
    assert InProgress is type(desk.case(report, case.id, by=AUDITOR).state)


def test_a_retracted_report_takes_its_message_back(ward: Ward) -> None:
    card = ward.house.card()
    welcome(ward, card)
    case = ward.released(card)
    ward.run()

    gone = ward.do(case, Retract(fault=Fault.WRONG_PATIENT, reason="label"), SIGNER)
    ward.run()

    assert isinstance(gone.state, Retracted)
    assert ["report-incident"] == ward.monitor.kinds
    assert 1 == len(ward.phone.corrections)
    (told,) = ward.house.desk.cases(notification, card, by=WINDOW)
    assert isinstance(told.state, Recalled)
    with pytest.raises(NotAllowedError):
        ward.do(gone, View(), resident(card))


def test_a_number_is_given_once_and_a_repeated_order_is_its_echo(ward: Ward) -> None:
    card, other = ward.house.card(1), ward.house.card(2)
    case = ward.final(card)
    with pytest.raises(ClaimTakenError):
        ward.final(other)
    desk, command = ward.house.desk, Begin()
    order = Order(
        report="R-7",
        org=ORG,
        org_name="一院",
        department="检验科",
        order="A-7",
        kind=ReportKind.LABORATORY,
        test="血常规",
    )
    one, two = (desk.start(report, card, order, by=DOCTOR, key="k-7") for _ in range(2))
    assert one == two
    begun, again = (
        desk.execute(report, one, command, by=TECHNICIAN, key="k-8") for _ in range(2)
    )
    assert begun == again
    assert case.id != one.id


def test_a_refusal_is_no_result_of_an_idempotency_key(ward: Ward) -> None:
    card, neighbour = ward.house.card(1), ward.house.card(2)
    case, desk = ward.released(card), ward.house.desk

    for _ in range(2):
        with pytest.raises(RuleViolationError, match="ACCESS_NOT_GRANTED"):
            desk.execute(report, case, View(), by=resident(neighbour), key="k")
    assert 2 == len(ward.refusals(card))
    seen = desk.execute(report, case, View(), by=resident(card), key="k2")
    assert seen == desk.execute(report, case, View(), by=resident(card), key="k2")


def test_a_refused_look_keeps_nobody_from_being_erased_and_a_kept_report_does(
    ward: Ward,
) -> None:
    desk, card, neighbour = ward.house.desk, ward.house.card(1), ward.house.card(2)
    case = ward.released(card)
    with pytest.raises(RuleViolationError):
        ward.do(case, View(), resident(neighbour))
    eraser = Actor("eraser-1", {"eraser", "registrar"})
    life = desk.case(card_life, card.case, by=AUDITOR)
    desk.execute(card_life, life, Cancel(reason="moved away"), by=eraser)
    with pytest.raises(RuleViolationError, match="ERASURE_OPEN_CASES"):
        desk.erase(card.id, by=eraser, reason="asked for it")

    ward.house.clock.forward(days=366 * 15)
    Clockwork(desk).run_once()

    archived = desk.case(report, case.id, by=AUDITOR)
    assert isinstance(archived.state, Archived)
    history = desk.history(report, archived, by=AUDITOR)
    assert {None} == {h.state for h in history[:-1]}
    stone = desk.erase(card.id, by=eraser, reason="asked for it")
    assert "asked for it" == stone.reason


def test_two_who_read_at_once_are_both_on_record(ward: Ward) -> None:
    card, desk = ward.house.card(), ward.house.desk
    case = ward.released(card)

    for by in (resident(card), NURSE):
        desk.execute(report, case, View(), by=by, on_newest=True)

    history = desk.history(report, case, by=AUDITOR)
    assert ["app", "nurse-1"] == [h.actor for h in history if h.command == "View"]


def test_lists_show_the_state_of_other_services_as_it_is(ward: Ward) -> None:
    card, desk = ward.house.card(), ward.house.desk
    welcome(ward, card)

    (shown,) = desk.cases(message_preference, card, by=resident(card))

    assert shown == desk.case(message_preference, shown.id, by=AUDITOR)
