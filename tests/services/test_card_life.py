"""The card's own life (电子健康卡生命周期)."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.errors import NotAllowedError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.signals import CardCancelled, CardRestored, CardSuspended
from ehealthcard.services.foundation.card import (
    Activate,
    Active,
    Applied,
    Apply,
    Cancel,
    Cancelled,
    Died,
    Erased,
    EraseHolder,
    Freeze,
    IssueTemporary,
    Merged,
    ReportLost,
    Restore,
    Retire,
    Return,
    Reveal,
    Suspended,
    Temporary,
    TermEnded,
    Thaw,
    Verified,
    VerifyRealName,
    card_life,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT

REGISTRAR = {"registrar"}
APPLIED = Applied(card=SUBJECT, channel="0100", applied_at=NOW)
VERIFIED = APPLIED.to(Verified, verified_by="tester", method="document-at-window")
ACTIVE = VERIFIED.to(Active, active_since=NOW)
SUSPENDED = ACTIVE.to(Suspended, reason="lost on the bus")
CANCELLED = APPLIED.to(Cancelled, reason="moved abroad")
ERASED = Erased(erased_at=NOW)
TEMPORARY = APPLIED.to(Temporary, until=NOW + timedelta(days=1))
MERGED = ACTIVE.to(Merged, merged_at=NOW)
MERGED_LOST = SUSPENDED.to(Merged, merged_at=NOW, lost="lost on the bus")
LIVE = [APPLIED, VERIFIED, ACTIVE, SUSPENDED]


class TestContract(WorkflowContract):
    workflow = card_life
    examples = (
        APPLIED,
        VERIFIED,
        ACTIVE,
        SUSPENDED,
        MERGED,
        TEMPORARY,
        CANCELLED,
        ERASED,
    )
    commands = (
        Apply(channel="0100"),
        VerifyRealName(method="document-at-window"),
        Activate(),
        ReportLost(reason="lost on the bus"),
        Restore(),
        Cancel(reason="moved abroad"),
        Reveal(reason="court order"),
        Died(),
        IssueTemporary(channel="0100", until=NOW + timedelta(days=1)),
        TermEnded(),
        EraseHolder(),
        Freeze(),
        Thaw(),
        Retire(),
        Return(),
    )
    roles = frozenset({"registrar", "revealer", "eraser"})


def signals(before: Any, after: Any) -> list[Any]:
    return [v for _, v, new in card_life.bring_about(before, after) if new]


def test_the_states_are_those_of_a_card() -> None:
    assert {s.value for s in CardStatus} == set(card_life.states)


def test_a_card_is_applied_for_verified_and_active() -> None:
    applied = given(card_life).when(Apply(channel="0100"))
    verified = given(card_life, applied, roles=REGISTRAR).when(
        VerifyRealName(method="document-at-window")
    )
    active = given(card_life, verified, roles={"verifier"}).when(Activate())

    assert [APPLIED, VERIFIED, ACTIVE] == [applied, verified, active]
    assert signals(VERIFIED, ACTIVE) == []


@pytest.mark.parametrize(
    ("state", "command"),
    [
        (APPLIED, VerifyRealName(method="m")),
        (VERIFIED, Activate()),
        (SUSPENDED, Restore()),
        (ACTIVE, Cancel(reason="r")),
        (ACTIVE, Reveal(reason="r")),
    ],
)
def test_each_step_needs_somebody_who_may(state: Any, command: Any) -> None:
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        given(card_life, state).when(command)


def test_anybody_may_report_a_loss_and_a_registrar_restores() -> None:
    lost = given(card_life, ACTIVE).when(ReportLost(reason="lost on the bus"))
    later = NOW + timedelta(days=1)
    found = given(card_life, SUSPENDED, roles=REGISTRAR, now=later).when(Restore())

    assert lost == SUSPENDED
    assert ACTIVE.model_copy(update={"restored_at": later}) == found
    assert signals(ACTIVE, lost) == [CardSuspended(card=SUBJECT)]
    assert signals(SUSPENDED, found) == [CardRestored(card=SUBJECT)]


@pytest.mark.parametrize("state", [*LIVE, TEMPORARY])
def test_a_card_is_cancelled_from_wherever_it_is(state: Any) -> None:
    found = given(card_life, state, roles=REGISTRAR).when(Cancel(reason="moved abroad"))

    assert found == CANCELLED
    assert signals(state, found) == [CardCancelled(card=SUBJECT)]


@pytest.mark.parametrize("state", LIVE)
def test_a_card_ends_with_its_holder(state: Any) -> None:
    found = given(card_life, state).when(Died())

    assert CANCELLED.model_copy(update={"reason": "died"}) == found


def test_a_cancelled_card_is_applied_for_again() -> None:
    assert given(card_life, CANCELLED).when(Apply(channel="0100")) == APPLIED


def test_a_temporary_card_is_given_for_a_term() -> None:
    command = IssueTemporary(channel="0100", until=NOW + timedelta(days=1))

    issued = given(card_life, roles=REGISTRAR).when(command)
    ended = given(card_life, issued).when(TermEnded())

    assert issued == TEMPORARY
    assert CANCELLED.model_copy(update={"reason": "term-ended"}) == ended
    last = NOW + timedelta(days=1)
    assert not list(card_life.elapse(TEMPORARY, last, None, SUBJECT))
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        given(card_life).when(command)


def test_every_reveal_is_counted_with_its_reason() -> None:
    found = given(card_life, ACTIVE, roles={"revealer"}).when(Reveal(reason="court"))

    known = {"reveals": 1, "last_reveal_reason": "court"}
    assert ACTIVE.model_copy(update=known) == found


def test_a_lost_card_is_not_lost_twice() -> None:
    with pytest.raises(NotAllowedError):
        given(card_life, SUSPENDED).when(ReportLost(reason="again"))


def test_the_holder_of_a_cancelled_card_is_erased_by_who_may() -> None:
    erased = given(card_life, CANCELLED, roles={"eraser"}).when(EraseHolder())

    assert ERASED == erased
    for roles, state in ((REGISTRAR, CANCELLED), ({"eraser"}, ACTIVE)):
        with pytest.raises((RuleViolationError, NotAllowedError)):
            given(card_life, state, roles=roles).when(EraseHolder())


def test_a_frozen_card_waits_for_its_alert() -> None:
    frozen = given(card_life, ACTIVE).when(Freeze())
    assert [CardSuspended(card=SUBJECT)] == signals(ACTIVE, frozen)
    with pytest.raises(RuleViolationError, match="CARD_FROZEN"):
        given(card_life, frozen, roles=REGISTRAR).when(Restore())

    thawed = given(card_life, frozen).when(Thaw())
    assert ACTIVE.model_copy(update={"restored_at": NOW}) == thawed
    assert [CardRestored(card=SUBJECT)] == signals(frozen, thawed)


def test_a_frozen_card_that_was_lost_stays_blocked_when_the_risk_is_gone() -> None:
    frozen = given(card_life, ACTIVE).when(Freeze())
    lost = given(card_life, frozen).when(ReportLost(reason="lost on the bus"))

    assert SUSPENDED == lost
    assert lost == given(card_life, lost).when(Thaw())
    assert ACTIVE.model_copy(update={"restored_at": NOW}) == given(
        card_life, lost, roles=REGISTRAR
    ).when(Restore())


def test_a_card_retires_in_favour_of_another_and_comes_back_as_it_was() -> None:
    assert MERGED == given(card_life, ACTIVE).when(Retire())
    assert ACTIVE == given(card_life, MERGED).when(Return())
    assert MERGED_LOST == given(card_life, SUSPENDED).when(Retire())
    assert SUSPENDED == given(card_life, MERGED_LOST).when(Return())


def test_what_is_open_for_a_retired_card_goes_on() -> None:
    assert [] == signals(ACTIVE, MERGED)
    assert [] == signals(SUSPENDED, MERGED_LOST)


def test_nothing_but_a_parting_or_a_death_moves_a_retired_card() -> None:
    assert set(card_life.allows(MERGED)) == {Return, Died}
    assert isinstance(given(card_life, MERGED).when(Died()), Cancelled)
    for command in (ReportLost(reason="bus"), Cancel(reason="moved"), Freeze()):
        with pytest.raises(NotAllowedError):
            given(card_life, MERGED, roles=REGISTRAR).when(command)
