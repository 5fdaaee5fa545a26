"""Consent to more than care (个人信息处理同意, PIPL)."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.codesets import Purpose
from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.holders import HolderGone
from ehealthcard.services.foundation.consent import (
    ConsentFacts,
    Give,
    GiveAnew,
    Given,
    Lapsed,
    Outgrown,
    TermPassed,
    Withdraw,
    Withdrawn,
    consent,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

from .reports import DOCTOR, GUARDIAN, HOLDER, resident

ADULT = ConsentFacts(age=40, guardian=None)
CHILD = ConsentFacts(age=13, guardian=GUARDIAN)
UNTIL = NOW + timedelta(days=30)
GIVE = Give(
    purpose=Purpose.RESEARCH, scope=("laboratory",), version="2026-1", until=UNTIL
)
GIVEN = Given(
    card=SUBJECT,
    purpose=Purpose.RESEARCH,
    scope=("laboratory",),
    until=UNTIL,
    text=Signature(version="2026-1", accepted_at=NOW),
    given_by=HOLDER.id,
    by_guardian=False,
)
ANEW = GiveAnew(scope=("laboratory", "images"), version="2026-2")


def when(state: Any, command: Any, by: Actor, facts: Any = ADULT) -> Any:
    return given(consent, state, by=by, facts=facts).when(command)


def refused(code: str, state: Any, command: Any, by: Actor, facts: Any = ADULT) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, facts)
    assert code == caught.value.code


class TestContract(WorkflowContract):
    workflow = consent
    examples = (
        GIVEN,
        GIVEN.to(Withdrawn, withdrawn_by=HOLDER.id, withdrawn_at=NOW),
        GIVEN.to(Lapsed),
    )
    commands = (GIVE, ANEW, Withdraw(), Outgrown(), TermPassed(), HolderGone())
    facts = (ADULT,)


def test_what_was_given_in_one_step_is_taken_back_in_one_step() -> None:
    assert GIVEN == when(None, GIVE, HOLDER)
    assert isinstance(when(GIVEN, Withdraw(), HOLDER), Withdrawn)


def test_nobody_else_consents_and_for_a_child_under_14_only_the_guardian() -> None:
    for by in (DOCTOR, resident(GUARDIAN)):
        refused("CONSENT_NOT_ONES_OWN", None, GIVE, by)
    assert when(None, GIVE, resident(GUARDIAN), CHILD).by_guardian
    refused("CONSENT_NOT_ONES_OWN", None, GIVE, HOLDER, CHILD)
    fourteen = ConsentFacts(age=14, guardian=GUARDIAN)
    assert not when(None, GIVE, HOLDER, fourteen).by_guardian


def test_care_asks_for_no_consent_of_its_own() -> None:
    care = GIVE.model_copy(update={"purpose": Purpose.CARE})
    refused("CONSENT_NEEDS_NONE", None, care, HOLDER)


def test_a_newer_text_takes_the_place_of_the_older_one() -> None:
    after = when(GIVEN, ANEW, HOLDER)
    assert ("2026-2", None) == (after.text.version, after.until)


def test_a_consent_cannot_end_before_it_begins() -> None:
    over = GIVE.model_copy(update={"until": NOW})
    refused("CONSENT_TERM_WRONG", None, over, HOLDER)
    refused("CONSENT_TERM_WRONG", GIVEN, ANEW.model_copy(update={"until": NOW}), HOLDER)


def test_what_a_guardian_consented_to_ends_when_the_ward_is_14() -> None:
    by_guardian = GIVEN.model_copy(update={"by_guardian": True})
    assert by_guardian.to(Lapsed) == when(by_guardian, Outgrown(), HOLDER)
    assert GIVEN == when(GIVEN, Outgrown(), HOLDER)
