"""Family doctor contracts through the desk: one at a time, term by term."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard import Actor, Case, Clockwork, OutboxRelay
from ehealthcard.errors import (
    ClaimTakenError,
    NotAllowedError,
    RuleViolationError,
    VersionConflictError,
)
from ehealthcard.ports import Accepted, Message
from ehealthcard.rules.signals import PersonDied
from ehealthcard.services.family_doctor_contract import (
    Accept,
    Active,
    ChangeTeam,
    EndReason,
    Expired,
    Perform,
    Renew,
    Request,
    Terminate,
    Terminated,
    family_doctor_contract,
)
from tests.actors import AUDITOR
from tests.services.contracts import DOCTOR, REQUEST, TEAM

from .conftest import WINDOW, House
from .test_booking import Mailbox

OTHER = REQUEST.model_copy(update={"team": TEAM.model_copy(update={"id": "T2"})})


class His:
    """Keeps the kinds of what it is told."""

    def __init__(self) -> None:
        self.kinds: list[str] = []

    def deliver(self, message: Message, /) -> Accepted:
        self.kinds.append(message.kind)
        return Accepted()


def ask(house: House, command: Request = REQUEST, seed: int = 1) -> Case[Any]:
    card = house.card(seed)
    holder = Actor("app", holder=card.subject)
    return house.desk.start(family_doctor_contract, card, command, by=holder)


def do(house: House, case: Case[Any], command: Any, by: Actor = DOCTOR) -> Case[Any]:
    desk = house.desk
    newest = desk.case(family_doctor_contract, case.id, by=AUDITOR)
    return desk.execute(family_doctor_contract, newest, command, by=by)


def signed(house: House, seed: int = 1) -> Case[Any]:
    return do(house, ask(house, seed=seed), Accept(has_read=True))


def test_cr1_through_the_desk(house: House) -> None:
    signed(house)
    with pytest.raises(RuleViolationError, match="CONTRACT_EXISTS"):
        ask(house, OTHER)
    assert isinstance(signed(house, seed=2).state, Active)


def test_two_teams_are_not_asked_at_once(house: House) -> None:
    ask(house)
    with pytest.raises((ClaimTakenError, RuleViolationError)):
        ask(house, OTHER)


def test_cr3_through_the_desk(house: House) -> None:
    with pytest.raises(RuleViolationError, match="CONTRACT_TERM"):
        ask(house, REQUEST.model_copy(update={"months": 6}))


def test_a_contract_is_reminded_of_and_ends_with_its_term(house: House) -> None:
    case, mail, his = signed(house), Mailbox(), His()
    relay = OutboxRelay(house.desk, {"his": his, "notifier": mail})
    relay.run_once()
    assert 1 == len(mail.wanted)
    house.clock.now = case.state.remind_at + timedelta(seconds=1)
    Clockwork(house.desk).run_once()
    relay.run_once()
    assert 2 == len(mail.wanted)
    house.clock.forward(days=31)
    Clockwork(house.desk).run_once()
    relay.run_once()
    state = house.desk.case(family_doctor_contract, case.id, by=AUDITOR).state
    assert isinstance(state, Expired)
    assert ["contract-tasks", "contract-closed"] == his.kinds
    assert isinstance(signed(house).state, Active)


def test_a_renewed_contract_has_new_tasks(house: House) -> None:
    case = do(house, signed(house), Perform(item="EX"))
    house.clock.now = case.state.remind_at + timedelta(days=1)
    case = do(house, case, Renew(months=24, has_read=True))
    his = His()
    relay = OutboxRelay(house.desk, {"his": his, "notifier": Mailbox()})
    for _ in range(4):
        relay.run_once()

    assert 2 == his.kinds.count("contract-tasks")
    assert do(house, case, Perform(item="EX")).state.performed


def test_another_team_is_signed_with_after_the_old_one(house: House) -> None:
    case = signed(house)
    card = house.card()
    holder = Actor("app", holder=card.subject)
    with pytest.raises(RuleViolationError, match="CONTRACT_NOT_IN_RENEWAL"):
        do(house, case, ChangeTeam(team="T2"), holder)
    assert EndReason.CHANGED is do(house, case, ChangeTeam(team="T2")).state.reason
    new = do(house, ask(house, OTHER), Accept(has_read=True))
    assert "T2" == new.state.terms.team.id
    found = house.desk.cases(family_doctor_contract, card, by=WINDOW)
    assert [Active, Terminated] == [type(c.state) for c in found]


def test_it_ends_with_the_resident(house: House) -> None:
    case = signed(house)
    house.desk.announce(PersonDied(card=house.card().subject))
    state = house.desk.case(family_doctor_contract, case.id, by=AUDITOR).state
    assert isinstance(state, Terminated)
    assert EndReason.DIED is state.reason
    with pytest.raises(NotAllowedError):
        do(house, case, Terminate(reason=EndReason.OTHER))


def test_an_old_version_is_told_so(house: House) -> None:
    case = signed(house)
    do(house, case, Perform(item="BP"))
    with pytest.raises(VersionConflictError):
        house.desk.execute(family_doctor_contract, case, Perform(item="BP"), by=DOCTOR)
