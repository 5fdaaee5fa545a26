"""Seals over the use-card records (用卡记录封存)."""

import pytest

from ehealthcard.errors import RuleViolationError
from ehealthcard.services.foundation.use_seal import (
    Begin,
    Begun,
    Seal,
    Sealed,
    use_seal,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW
from ehealthcard.workflow import SYSTEM, Actor

BEGIN = Begin(after="0")
SEAL = Seal(before="1", count=3, digest="a" * 64)
BEGUN = Begun(after="0", begun_at=NOW)
SEALED = Sealed(after="0", before="1", count=3, digest="a" * 64, sealed_at=NOW)


class TestContract(WorkflowContract):
    workflow = use_seal
    examples = (BEGUN, SEALED)
    commands = (BEGIN, SEAL)
    roles = frozenset({"system"})


def test_a_span_begins_where_the_one_before_ended() -> None:
    first = given(use_seal, given(use_seal, by=SYSTEM).when(BEGIN), by=SYSTEM)
    sealed = first.when(SEAL)
    again = SEAL.model_copy(update={"before": "2"})

    assert SEALED == sealed
    later = given(use_seal, sealed, by=SYSTEM).when(again)
    assert isinstance(later, Sealed)
    assert ("1", "2") == (later.after, later.before)
    with pytest.raises(RuleViolationError, match="USE_SEAL_SPAN_EMPTY"):
        given(use_seal, sealed, by=SYSTEM).when(SEAL)


def test_only_the_desk_itself_seals() -> None:
    for state, command in ((None, BEGIN), (BEGUN, SEAL)):
        with pytest.raises(RuleViolationError):
            given(use_seal, state, by=Actor("auditor-1", {"auditor"})).when(command)
