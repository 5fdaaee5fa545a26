"""Rehabilitation through the desk: logs, silence, alarms."""

from typing import Any

import pytest

from ehealthcard import Actor, Case, Clockwork, OutboxRelay
from ehealthcard.errors import ClaimTakenError, NotAllowedError
from ehealthcard.rules.signals import PersonDied
from ehealthcard.services.rehab_episode import rehab_episode
from ehealthcard.services.rehab_episode.commands import (
    Assess,
    BeginTraining,
    MakePlan,
    TakeOn,
)
from ehealthcard.services.rehab_episode.states import Died, Training
from tests.actors import AUDITOR
from tests.services.test_rehab_episode import BAD, DOCTOR, LOG, ONE, PLAN

from .conftest import House
from .test_signing import His


def training(house: House) -> Case[Any]:
    desk = house.desk
    case: Case[Any] = desk.start(rehab_episode, house.card(), TakeOn(), by=DOCTOR)
    for command in (Assess(scores=ONE), MakePlan(plan=PLAN), BeginTraining()):
        case = desk.execute(rehab_episode, case, command, by=DOCTOR)
    return case


def test_bad_values_and_silence_reach_the_doctor(house: House) -> None:
    desk, his = house.desk, His()
    holder = Actor("app", holder=house.card().subject)
    case = desk.execute(rehab_episode, training(house), BAD, by=holder)
    relay = OutboxRelay(desk, {"his": his})
    relay.run_once()
    assert ["rehab-note"] == his.kinds
    house.clock.forward(days=5)
    Clockwork(desk).run_once()
    relay.run_once()
    assert ["rehab-note"] * 2 == his.kinds
    case = desk.case(rehab_episode, case.id, by=AUDITOR)
    logged = desk.execute(rehab_episode, case, LOG, by=holder)
    assert isinstance(logged.state, Training)
    assert 0 == logged.state.skipped


def test_one_episode_at_a_time_and_none_after_death(house: House) -> None:
    case = training(house)
    with pytest.raises(ClaimTakenError):
        training(house)
    house.desk.announce(PersonDied(card=house.card().subject))
    found = house.desk.case(rehab_episode, case.id, by=AUDITOR)
    assert isinstance(found.state, Died)
    with pytest.raises(NotAllowedError):
        house.desk.execute(rehab_episode, found, LOG, by=DOCTOR)
