"""Senior cards through the desk: a life with one, on every storage."""

from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Applicant, Card, Case, Clockwork, OutboxRelay, Suite
from ehealthcard.adapters.simulator import (
    SimulatedMessenger,
    SimulatedResidence,
    document_of,
    name_of,
)
from ehealthcard.codesets import Kinship
from ehealthcard.desk import Notifier
from ehealthcard.errors import (
    CardLostError,
    ClaimTakenError,
    CodeHolderMismatchError,
    CodeNotBoundError,
    OutsideUnavailableError,
    RuleViolationError,
    VersionConflictError,
)
from ehealthcard.ports import ResidenceReading, Storage
from ehealthcard.rules.signals import PersonDied
from ehealthcard.services.foundation.card import Cancel, ReportLost, Restore, card_life
from ehealthcard.services.foundation.refusal import refusal
from ehealthcard.services.message_preference import Grant as Welcome
from ehealthcard.services.message_preference import message_preference
from ehealthcard.services.senior_agent import AskAgent, DismissAgent, senior_agent
from ehealthcard.services.senior_card import (
    Active,
    Apply,
    Approve,
    Approved,
    AutoVerify,
    Benefit,
    Cancelled,
    Ending,
    Issue,
    Living,
    Present,
    Reissue,
    Residence,
    Resting,
    Submitted,
    senior_card,
)
from ehealthcard.services.senior_card import ReportLost as LoseSenior
from tests.actors import AUDITOR

from .conftest import GATE, WINDOW, House, build

OFFICE = Actor("office-1", {"senior-office"}, org="O1")
BUS = Actor("bus-1", {"benefit-provider"}, org="BUS")
HERE = Residence(ground=Living.LOCAL, region="370102")
APPLY = Apply(residence=HERE, photo="a" * 64, consent="1")
ISSUE = Issue(number="SD-000001", issuer_name="老龄办")


def resident(card: Card) -> Actor:
    return Actor(f"app-{card.subject[:4]}", holder=card.subject)


@attrs.define
class Town:
    house: House
    registry: SimulatedResidence

    def elder(self, years: int, seed: int = 1, days: int = 0) -> Card:
        """Register somebody whose birthday was *days* ago."""
        today = self.house.clock.now.date()
        born = date(today.year - years, today.month, today.day) - timedelta(days=days)
        person = Applicant(name_of(seed), document_of(seed, born=born))
        return self.house.desk.register(person, by=WINDOW)

    def know(self, card: Card) -> None:
        self.registry.register(card.id, ResidenceReading(registered_in="370102"))

    def do(self, case: Case[Any], command: Any, by: Actor) -> Case[Any]:
        return self.house.desk.execute(senior_card, case, command, by=by)

    def start(self, card: Card, by: Actor | None = None, **more: Any) -> Case[Any]:
        who = by or resident(card)
        return self.house.desk.start(senior_card, card, APPLY, by=who, **more)

    def active(self, card: Card) -> Case[Any]:
        self.know(card)
        return self.do(self.start(card), ISSUE, OFFICE)

    def now(self, case: Case[Any]) -> Any:
        return self.house.desk.case(senior_card, case.id, by=AUDITOR).state


@pytest.fixture
def town(storage: Storage) -> Town:
    house, registry = build(storage, Suite.INTL), SimulatedResidence()
    ports = attrs.evolve(house.desk.ports, residence=registry)
    house.desk = attrs.evolve(house.desk, ports=ports)
    return Town(house, registry)


def test_the_registers_agree_and_the_card_is_there_at_once(town: Town) -> None:
    card, phone = town.elder(70), SimulatedMessenger(town.house.clock)
    desk = town.house.desk
    desk.start(message_preference, card, Welcome(consent="1"), by=resident(card))
    town.know(card)

    case = town.start(card, key="k-1")
    assert isinstance(case.state, Approved)
    assert case == town.start(card, key="k-1")
    case = town.do(case, ISSUE, OFFICE)

    assert isinstance(case.state, Active)
    assert 70 == case.state.tier_from
    relay = OutboxRelay(desk, {"notifier": Notifier(desk), "messenger": phone})
    for _ in range(3):
        relay.run_once()
    assert ["您申请的证件已办结，请到老龄办领取或点击查看。"] == phone.to(card.subject)
    with pytest.raises(RuleViolationError, match="SENIOR_CARD_EXISTS"):  # EL5
        town.start(card)


def test_a_number_is_given_once(town: Town) -> None:
    town.active(town.elder(70, 1))
    other = town.elder(71, 2)
    town.know(other)
    case = town.start(other)

    with pytest.raises(ClaimTakenError):
        town.do(case, ISSUE, OFFICE)
    more = ISSUE.model_copy(update={"number": "SD-000002"})
    assert isinstance(town.do(case, more, OFFICE).state, Active)
    with pytest.raises(VersionConflictError):
        town.do(case, more, OFFICE)


@pytest.mark.parametrize("switch", ["is_down", "is_slow"])
def test_silent_registers_leave_it_to_the_office(town: Town, switch: str) -> None:
    card = town.elder(60)
    town.know(card)
    setattr(town.registry.faults, switch, True)

    case = town.start(card)
    assert isinstance(case.state, Submitted)
    with pytest.raises(OutsideUnavailableError):
        town.do(case, AutoVerify(), resident(card))
    assert isinstance(town.do(case, Approve(), OFFICE).state, Approved)
    setattr(town.registry.faults, switch, False)
    other = town.elder(61, 2)
    waiting = town.start(other)
    town.know(other)
    got = town.do(waiting, AutoVerify(), OFFICE)
    assert "registry" == got.state.approved_by


def test_el1_the_day_before_the_birthday_is_too_early(town: Town) -> None:
    card = town.elder(60, days=-1)

    with pytest.raises(RuleViolationError, match="SENIOR_TOO_YOUNG"):
        town.start(card)
    town.house.clock.forward(hours=15)
    assert isinstance(town.start(card).state, Submitted)


def test_el7_a_child_acts_with_a_grant_and_as_long_as_it_holds(town: Town) -> None:
    desk, parent, child = town.house.desk, town.elder(70, 1), town.elder(40, 2)
    who = resident(child)
    with pytest.raises(RuleViolationError, match="ACCESS_NOT_GRANTED"):
        town.start(parent, who)
    assert 1 == len(desk.cases(refusal, parent, by=WINDOW))

    ask = AskAgent(
        agent=child.subject,
        kinship=Kinship.SON,
        until=town.house.clock.now + timedelta(days=1),
        consent="1",
    )
    asked = desk.start(senior_agent, parent, ask, by=resident(parent))
    with pytest.raises(ClaimTakenError):
        desk.start(senior_agent, parent, ask, by=resident(parent))
    case = town.start(parent, who)
    assert "agent" == case.state.capacity
    case = town.do(town.do(case, Approve(), OFFICE), ISSUE, OFFICE)
    desk.execute(senior_agent, asked, DismissAgent(), by=who)
    with pytest.raises(RuleViolationError, match="ACCESS_NOT_GRANTED"):
        town.do(case, LoseSenior(), who)


def test_a_grant_ends_after_its_last_moment(town: Town) -> None:
    desk, parent, child = town.house.desk, town.elder(70, 1), town.elder(40, 2)
    ask = AskAgent(
        agent=child.subject,
        kinship=Kinship.SON,
        until=town.house.clock.now + timedelta(hours=1),
        consent="1",
    )
    desk.start(senior_agent, parent, ask, by=resident(parent))
    town.house.clock.forward(hours=1, seconds=1)
    with pytest.raises(RuleViolationError, match="ACCESS_NOT_GRANTED"):
        town.start(parent, resident(child))
    other = town.elder(72, 3)
    ask = ask.model_copy(update={"until": town.house.clock.now + timedelta(hours=1)})
    desk.start(senior_agent, other, ask, by=resident(other))
    town.house.clock.forward(hours=1)
    assert isinstance(town.start(other, resident(child)).state, Submitted)


def test_the_clock_leads_to_the_next_tier_at_midnight(town: Town) -> None:
    case = town.active(town.elder(65, days=-1))
    assert 60 == case.state.tier_from
    town.house.clock.forward(hours=14, minutes=59, seconds=59)
    assert 60 == town.now(case).tier_from

    town.house.clock.forward(seconds=1)
    assert 65 == town.now(case).tier_from
    for _ in range(2):
        Clockwork(town.house.desk).run_once()
    happened = town.house.desk.history(senior_card, case, by=AUDITOR)
    assert ["BirthdayCame"] == [h.command for h in happened[2:]]


def test_a_benefit_rests_on_a_scan_of_the_holder_here(town: Town) -> None:
    house, card = town.house, town.elder(65)
    case = town.active(card)
    text = house.desk.show(card.id, by=resident(card)).text
    scan = house.desk.scan(text, by=GATE)
    show = Present(benefit=Benefit.CHECK_UP, use=scan.record)
    clinic = Actor("nurse-1", {"staff"}, org=GATE.org)

    with pytest.raises(RuleViolationError, match="SENIOR_CODE_NOT_SHOWN"):
        town.do(case, show, BUS)
    case = town.do(case, show, clinic)
    assert 1 == case.state.uses
    with pytest.raises(RuleViolationError, match="SENIOR_SCAN_USED"):
        town.do(case, show, clinic)


def test_it_rests_and_is_replaced_with_the_health_card(town: Town) -> None:
    desk, card = town.house.desk, town.elder(70)
    case = town.active(card)
    (life,) = desk.cases(card_life, card, by=WINDOW)
    life = desk.execute(card_life, life, ReportLost(reason="bus"), by=WINDOW)
    assert isinstance(town.now(case), Resting)
    lost = town.do(
        desk.case(senior_card, case.id, by=AUDITOR), LoseSenior(), resident(card)
    )
    with pytest.raises(CardLostError):
        town.do(lost, Reissue(), OFFICE)
    desk.execute(card_life, life, Restore(), by=WINDOW)

    again = town.do(desk.case(senior_card, case.id, by=AUDITOR), Reissue(), OFFICE)

    assert (2, "SD-000001") == (again.state.edition, again.state.number)


def test_cx1_it_ends_with_its_holder_and_once(town: Town) -> None:
    card = town.elder(70)
    case = town.active(card)

    town.house.desk.announce(PersonDied(card=card.subject))
    first = town.house.desk.history(senior_card, case, by=AUDITOR)
    town.house.desk.announce(PersonDied(card=card.subject))

    state = town.now(case)
    assert isinstance(state, Cancelled)
    assert Ending.DIED is state.reason
    assert len(first) == len(town.house.desk.history(senior_card, case, by=AUDITOR))


def test_after_the_health_card_is_back_a_new_one_is_applied_for(town: Town) -> None:
    desk, card = town.house.desk, town.elder(70)
    case = town.active(card)
    (life,) = desk.cases(card_life, card, by=WINDOW)
    desk.execute(card_life, life, Cancel(reason="wish"), by=WINDOW)
    assert isinstance(town.now(case), Cancelled)
    with pytest.raises(Exception, match="CARD_CANCELLED"):
        town.start(card)

    back = town.elder(70)
    again = town.start(back)
    with pytest.raises(ClaimTakenError):
        town.do(again, ISSUE, OFFICE)


def test_a_number_leads_to_the_card_as_long_as_it_is_in_force(town: Town) -> None:
    desk, card = town.house.desk, town.elder(70)
    case = town.active(card)
    code = desk.codes.kinds.read("senior-card", "sd-000001", issuer="O1")

    def leads() -> bool:
        try:
            return card == desk.codes.resolve(code, by=GATE)
        except CodeNotBoundError:
            return False

    assert leads()
    (bound,) = desk.codes.codes_of(card, by=WINDOW)
    assert ("senior-card", "O1", "service") == (bound.kind, bound.issuer, bound.source)
    with pytest.raises(CodeHolderMismatchError):
        desk.codes.bind(code, town.elder(71, seed=2), by=WINDOW)
    with pytest.raises(CodeNotBoundError):
        desk.codes.unbind(code, card, by=WINDOW)
    case = town.do(case, LoseSenior(), resident(card))
    assert not leads()
    case = town.do(case, Reissue(), OFFICE)
    assert leads()
    town.do(case, Reissue(), OFFICE)
    assert leads()
    life = desk.case(card_life, card.case, by=AUDITOR)
    desk.execute(card_life, life, Cancel(reason="moved"), by=WINDOW)
    assert not leads()
    desk.erase(card.id, by=Actor("officer-1", {"eraser"}), reason="asked for")
