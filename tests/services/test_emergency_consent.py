"""Emergency authorisation (急救授权): given, changed, taken back, ended."""

from typing import Any

import pytest

from ehealthcard.errors import CardLostError, NotAllowedError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.emergency import Contact, Scope
from ehealthcard.services.emergency_consent import (
    CardEnded,
    ConsentFacts,
    Grant,
    Granted,
    HolderDied,
    Revoke,
    Revoked,
    Update,
    emergency_consent,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

HOLDER = Actor("app", holder=SUBJECT)
GUARDIAN = "8" * 32
ADULT = ConsentFacts(status=CardStatus.ACTIVE, age=40, guardian=None)
CHILD = ConsentFacts(status=CardStatus.ACTIVE, age=13, guardian=GUARDIAN)
LOST = ConsentFacts(status=CardStatus.SUSPENDED, age=40, guardian=None)
MOTHER = Contact(name="某某", relation="母亲", phone="13900000009")
GRANT = Grant(consent="2026-1", phone="13900000001", line="l1", contacts=(MOTHER,))
GRANTED = Granted(
    card=SUBJECT,
    line="l1",
    phone="13900000001",
    consent="2026-1",
    scope=tuple(Scope),
    contacts=(MOTHER,),
    version=1,
    granted_at=NOW,
    by="app",
)
REVOKED = Revoked(card=SUBJECT, version=1, reason="revoked", revoked_at=NOW)


class TestContract(WorkflowContract):
    workflow = emergency_consent
    examples = (GRANTED, REVOKED)
    commands = (GRANT, Update(), Revoke(), CardEnded(), HolderDied())
    facts = (ADULT, CHILD, LOST)
    roles = frozenset({"staff"})


def when(state: Any, command: Any, facts: ConsentFacts = ADULT, **more: Any) -> Any:
    more.setdefault("by", HOLDER)
    return given(emergency_consent, state, facts=facts, **more).when(command)


def test_one_key_authorises_and_authorises_again() -> None:
    assert when(None, GRANT) == GRANTED
    assert GRANTED.model_copy(update={"version": 2}) == when(REVOKED, GRANT)


def test_scope_contacts_and_number_change_and_the_version_rises() -> None:
    scope = (Scope.BASICS, Scope.RECORD)

    narrowed = when(GRANTED, Update(scope=scope, contacts=()))
    moved = when(GRANTED, Update(phone="13900000002", line="l2"))

    assert (narrowed.scope, narrowed.contacts, narrowed.version) == (scope, (), 2)
    assert (narrowed.phone, narrowed.line) == (GRANTED.phone, "l1")
    assert (moved.phone, moved.line) == ("13900000002", "l2")
    assert when(GRANTED, Update(phone="13900000002")).line is None
    assert when(GRANTED, Update(line="l9")).line == "l1"


def test_it_is_taken_back_as_easily_and_ends_with_card_and_holder() -> None:
    reasons = {when(GRANTED, c).reason for c in (Revoke(), CardEnded(), HolderDied())}

    assert reasons == {"revoked", "card-cancelled", "died"}
    assert when(GRANTED, Revoke()) == REVOKED
    with pytest.raises(NotAllowedError):
        when(REVOKED, Revoke())


@pytest.mark.parametrize("consent", ["", " "])
def test_without_the_separate_consent_there_is_none(consent: str) -> None:
    with pytest.raises(RuleViolationError, match="CONSENT_REQUIRED"):
        when(None, GRANT.model_copy(update={"consent": consent}))


def test_a_lost_card_authorises_nothing_new_and_may_be_revoked() -> None:
    with pytest.raises(CardLostError):
        when(None, GRANT, LOST)
    assert when(GRANTED, Revoke(), LOST) == REVOKED


def test_for_a_child_below_14_the_guardian_authorises() -> None:
    guardian = Actor("app", holder=GUARDIAN)  # type: ignore[arg-type]  # a SubjectId

    assert isinstance(when(None, GRANT, CHILD, by=guardian), Granted)
    with pytest.raises(RuleViolationError, match="GUARDIAN_CONSENT_REQUIRED"):
        when(None, GRANT, CHILD)
    grown = CHILD.model_copy(update={"age": 14})
    assert isinstance(when(None, GRANT, grown), Granted)


@pytest.mark.parametrize("command", [Update(), Revoke()])
def test_nobody_else_changes_it(command: Any) -> None:
    stranger = Actor("app", holder="9" * 32)  # type: ignore[arg-type]  # a SubjectId

    for by in (stranger, Actor("app", {"app"}), Actor("d", {"dispatcher"})):
        with pytest.raises(RuleViolationError, match="NOT_THE_HOLDER"):
            when(GRANTED, command, by=by)
    assert when(GRANTED, command, by=Actor("w", {"staff"}))
