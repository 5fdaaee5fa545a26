"""The number of a senior card in the map of many codes (老年证号映射)."""

from typing import Any

from ehealthcard.rules.signals import CardCancelled, SeniorCodeBound, SeniorCodeVoided
from ehealthcard.services.foundation.senior_code import (
    CardEnded,
    Closed,
    Leading,
    NumberBound,
    NumberVoided,
    Void,
    senior_code,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import KnownBy

NUMBER: dict[str, Any] = {"issuer": "O1", "number": "sd-000001", "edition": 1}
BOUND = NumberBound(**NUMBER)
LEADING = Leading(card=SUBJECT, **NUMBER, since=NOW)
VOID = LEADING.to(Void, void_at=NOW)
CLOSED = Closed(card=SUBJECT, closed_at=NOW)


class TestContract(WorkflowContract):
    workflow = senior_code
    examples = (LEADING, VOID, CLOSED)
    commands = (BOUND, NumberVoided(), CardEnded())


def when(state: Any, command: Any) -> Any:
    return given(senior_code, state).when(command)


def found_by(state: Any) -> list[Any]:
    return [value for _, value, _ in senior_code.bring_about(None, state)]


def test_a_number_in_force_leads_to_the_holder_in_its_one_spelling() -> None:
    assert LEADING == when(None, BOUND)
    assert [KnownBy("senior-card", "O1", "SD-000001", NOW)] == found_by(LEADING)


def test_a_number_that_is_void_leads_nowhere_until_the_next_copy() -> None:
    assert VOID == when(LEADING, NumberVoided())
    assert [] == found_by(VOID)
    second = BOUND.model_copy(update={"edition": 2})
    assert 2 == when(VOID, second).edition
    assert found_by(LEADING) == found_by(when(LEADING, second))


def test_it_ends_with_the_health_card() -> None:
    assert CLOSED == when(LEADING, CardEnded())
    assert CLOSED == when(VOID, CardEnded())
    assert [] == found_by(CLOSED)


def test_it_hears_the_senior_card_and_the_health_card() -> None:
    heard = {r.signal: r.call for r in senior_code.hears}

    assert BOUND == heard[SeniorCodeBound](SeniorCodeBound(card=SUBJECT, **NUMBER))
    voided = SeniorCodeVoided(card=SUBJECT, **NUMBER)
    assert NumberVoided() == heard[SeniorCodeVoided](voided)
    assert CardEnded() == heard[CardCancelled](CardCancelled(card=SUBJECT))
