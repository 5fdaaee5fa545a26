"""A proof of who the holder is (实名核验)."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.real_name import (
    DEFAULT,
    Check,
    DoubtStanding,
    Level,
    Place,
    ProofStanding,
    Standing,
    best,
)
from ehealthcard.rules.signals import CardCancelled, RealNameProved
from ehealthcard.services.foundation.real_name import (
    REAL_NAME_DESK,
    CardEnded,
    Ended,
    Expired,
    InForce,
    ProofFacts,
    Prove,
    Replace,
    Replaced,
    TermEnded,
    on_cancelled,
    real_name,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT

FACE = Prove(
    place=Place.MOBILE,
    checks=(Check.FACE, Check.NAME_AND_NUMBER),
    method="simulated-registry",
    terminal="phone-1",
)
READ = Prove(
    place=Place.WINDOW, checks=(Check.DOCUMENT_READ,), method="document-reader"
)
IN_FORCE = InForce(
    card=SUBJECT,
    **dict(FACE),
    level=Level.PROVED,
    proved_by="tester",
    proved_at=NOW,
    until=NOW + timedelta(days=730),
)
CLEAR, DOUBTED = ProofFacts(doubted=False), ProofFacts(doubted=True)
DESK = {REAL_NAME_DESK}


class TestContract(WorkflowContract):
    workflow = real_name
    examples = (
        IN_FORCE,
        IN_FORCE.to(Replaced, replaced_at=NOW),
        IN_FORCE.to(Expired, expired_at=NOW),
        IN_FORCE.to(Ended, ended_at=NOW),
    )
    commands = (FACE, Replace(), TermEnded(), CardEnded())
    facts = (CLEAR, DOUBTED)
    roles = frozenset(DESK)


def when(state: Any, command: Any, facts: ProofFacts = CLEAR) -> Any:
    return given(real_name, state, roles=DESK, facts=facts).when(command)


@pytest.mark.parametrize(
    ("place", "checks", "level", "days"),
    [
        (Place.IMPORT, {Check.IMPORTED}, Level.IMPORTED, None),
        (Place.MOBILE, {Check.NAME_AND_NUMBER}, Level.CHECKED, None),
        (Place.MOBILE, {Check.NAME_AND_NUMBER, Check.FACE}, Level.PROVED, 730),
        (Place.MOBILE, {Check.NAME_AND_NUMBER, Check.BANK_CARD}, Level.PROVED, 730),
        (Place.KIOSK, {Check.DOCUMENT_READ}, Level.CHECKED, None),
        (Place.KIOSK, {Check.DOCUMENT_READ, Check.FACE}, Level.PROVED, None),
        (Place.WINDOW, {Check.DOCUMENT_SEEN}, Level.PROVED, None),
        (Place.WINDOW, {Check.DOCUMENT_READ, Check.DOCUMENT_SEEN}, Level.READ, None),
    ],
)
def test_channel_and_checks_give_a_level(
    place: Place, checks: set[Check], level: Level, days: int | None
) -> None:
    row = DEFAULT.row(place, checks)
    assert row is not None
    assert (level, days) == (row.level, row.days)


def test_what_the_table_does_not_name_gives_no_level() -> None:
    assert DEFAULT.row(Place.MOBILE, {Check.DOCUMENT_READ}) is None
    assert DEFAULT.row(Place.IMPORT, {Check.FACE}) is None
    assert DEFAULT.row(Place.MOBILE, {Check.FACE}) is None
    odd = READ.model_copy(update={"place": Place.MOBILE})
    with pytest.raises(RuleViolationError, match="REAL_NAME_CHECKS_NOT_ENOUGH"):
        when(None, odd)


def test_a_proof_holds_as_long_as_its_row_says() -> None:
    assert IN_FORCE == when(None, FACE)
    assert IN_FORCE.until == NOW + timedelta(days=730)
    assert when(None, READ).until is None
    values = [v for _, v, _ in real_name.bring_about(None, IN_FORCE)]
    assert RealNameProved(card=SUBJECT) in values
    assert real_name.deadline(IN_FORCE) is not None
    assert real_name.deadline(when(None, READ)) is None


@pytest.mark.parametrize(
    ("command", "target"),
    [(Replace(), Replaced), (TermEnded(), Expired), (CardEnded(), Ended)],
)
def test_a_proof_ends_in_one_of_three_ways(command: Any, target: type) -> None:
    assert isinstance(when(IN_FORCE, command), target)
    assert on_cancelled(CardCancelled(card=SUBJECT)) == CardEnded()


def test_nobody_but_the_desk_writes_proofs() -> None:
    for state, command in ((None, FACE), (IN_FORCE, Replace())):
        with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
            given(real_name, state, roles={"registrar"}, facts=CLEAR).when(command)


def test_a_doubted_card_takes_only_the_proof_that_clears_it() -> None:
    with pytest.raises(RuleViolationError, match="REAL_NAME_DOUBTED") as caught:
        when(None, FACE, DOUBTED)
    assert "读证" in caught.value.chinese
    assert when(None, READ, DOUBTED).level is Level.READ


def proof(level: Level, *, days: int = 0, until: int | None = None) -> ProofStanding:
    return ProofStanding(
        card=SUBJECT,
        level=level,
        place=Place.MOBILE,
        checks=(Check.FACE,),
        proved_at=NOW + timedelta(days=days),
        until=None if until is None else NOW + timedelta(days=until),
    )


def test_the_best_proof_says_how_well_somebody_is_known() -> None:
    assert best([]) == Standing()
    assert best([proof(Level.CHECKED), proof(Level.PROVED)]).level is Level.PROVED
    lasting = best([proof(Level.PROVED, days=5, until=9), proof(Level.PROVED)])
    assert lasting.until is None


def test_after_a_doubt_only_later_proofs_count() -> None:
    old, new = proof(Level.READ), proof(Level.READ, days=3)
    doubted = DoubtStanding(card=SUBJECT, counts_from=None)
    cleared = DoubtStanding(card=SUBJECT, counts_from=NOW + timedelta(days=3))
    assert best([old, new], doubted) == Standing(doubted=True)
    assert best([old], cleared) == Standing()
    assert best([old, new], cleared).level is Level.READ


def test_levels_rise_and_each_step_is_told() -> None:
    assert [Level.NONE, Level.IMPORTED, Level.CHECKED, Level.PROVED, Level.READ] == (
        sorted(Level, key=lambda level: level.rank)
    )
    assert [row.level for row in DEFAULT.steps(Level.READ)] == [Level.READ]
    (step,) = DEFAULT.steps(Level.READ)
    assert "窗口：读证" == step.said.zh
