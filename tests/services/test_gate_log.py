"""What gates decided offline, as the desk has taken it (闸机离线判定)."""

import pytest

from ehealthcard.errors import RuleViolationError
from ehealthcard.services.foundation.gate_log import Begin, Begun, Kept, Take, gate_log
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW
from ehealthcard.workflow import SYSTEM, Actor

BEGIN = Begin(journal="a" * 32, org="H1", number="G-1", head="0" * 64)
TAKE = Take(
    first=1,
    last=3,
    head="1" * 64,
    accepted=1,
    limited=1,
    denied=1,
    skipped=2,
    late=1,
)
BEGUN = Begun(
    journal="a" * 32,
    terminal="H1:G-1",
    org="H1",
    number="G-1",
    serial=0,
    head="0" * 64,
    taken_at=NOW,
)
KEPT = BEGUN.to(Kept, serial=3, head="1" * 64, denied=3)


class TestContract(WorkflowContract):
    workflow = gate_log
    examples = (BEGUN, KEPT)
    commands = (BEGIN, TAKE)
    roles = frozenset({"system"})


def test_decisions_are_taken_in_order_and_counted() -> None:
    begun = given(gate_log, by=SYSTEM).when(BEGIN)
    assert BEGUN == begun

    taken = given(gate_log, begun, by=SYSTEM).when(TAKE)
    more = TAKE.model_copy(update={"first": 4, "last": 4, "head": "2" * 64})
    last = given(gate_log, taken, by=SYSTEM).when(more)

    assert isinstance(last, Kept)
    assert (4, "2" * 64, 2, 2, 2, 4, 2) == (
        last.serial,
        last.head,
        last.accepted,
        last.limited,
        last.denied,
        last.skipped,
        last.late,
    )


@pytest.mark.parametrize(("first", "last"), [(1, 1), (3, 4), (2, 1)])
def test_a_gap_and_a_repetition_are_no_continuation(first: int, last: int) -> None:
    one = TAKE.model_copy(update={"last": 1})
    state = given(gate_log, BEGUN, by=SYSTEM).when(one)
    wrong = TAKE.model_copy(update={"first": first, "last": last})

    with pytest.raises(RuleViolationError, match="GATE_LOG_OUT_OF_ORDER"):
        given(gate_log, state, by=SYSTEM).when(wrong)


def test_only_the_desk_itself_takes() -> None:
    for state, command in ((None, BEGIN), (BEGUN, TAKE)):
        with pytest.raises(RuleViolationError):
            given(gate_log, state, by=Actor("a", {"terminal-keeper"})).when(command)
