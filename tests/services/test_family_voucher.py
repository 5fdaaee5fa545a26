"""Family vouchers (家庭凭证): acting for a family member in inpatient matters."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.codesets import Kinship
from ehealthcard.errors import CardLostError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.declaring import Signature
from ehealthcard.services.family_voucher import (
    Ended,
    Extend,
    Give,
    Given,
    PatientGone,
    TakeBack,
    TakenBack,
    TermPassed,
    VoucherFacts,
    family_voucher,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Claim, Until

from .inpatients import ADULT, CHILD, GUARDIAN, SPOUSE, STRANGER, resident

UNTIL = NOW + timedelta(days=30)
GIVE = Give(delegate=SPOUSE, kinship=Kinship.SPOUSE, until=UNTIL, consent="v1")
FACTS = VoucherFacts(patient=ADULT, delegate=CardStatus.ACTIVE)
OF_CHILD = VoucherFacts(patient=CHILD, delegate=CardStatus.ACTIVE)
GIVEN = Given(
    card=SUBJECT,
    delegate=SPOUSE,
    kinship=Kinship.SPOUSE,
    by_guardian=False,
    until=UNTIL,
    consent=Signature(version="v1", accepted_at=NOW),
)
HOLDER = resident(SUBJECT)
EXTEND = Extend(until=NOW + timedelta(days=90), consent="v2")


def when(state: Any, command: Any, by: Any = HOLDER, facts: Any = FACTS) -> Any:
    return given(family_voucher, state, by=by, facts=facts).when(command)


def refused(code: str, state: Any, command: Any, by: Any, facts: Any = FACTS) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, facts)
    assert code == caught.value.code


class TestContract(WorkflowContract):
    workflow = family_voucher
    examples = (
        GIVEN,
        GIVEN.to(TakenBack, taken_back_by="x", taken_back_at=NOW),
        GIVEN.to(Ended),
    )
    commands = (GIVE, EXTEND, TakeBack(), TermPassed(), PatientGone())
    facts = (FACTS,)


def test_a_patient_gives_one_for_a_term() -> None:
    assert when(None, GIVE) == GIVEN
    refused("VOUCHER_NOT_TO_GIVE", None, GIVE, STRANGER)
    refused("VOUCHER_NOT_TO_GIVE", None, GIVE, resident(SPOUSE))
    long = GIVE.model_copy(update={"until": NOW + timedelta(days=365, seconds=1)})
    refused("VOUCHER_TERM_WRONG", None, long, HOLDER)
    refused("VOUCHER_TERM_WRONG", None, GIVE.model_copy(update={"until": NOW}), HOLDER)
    to_himself = GIVE.model_copy(update={"delegate": SUBJECT})
    refused("VOUCHER_HOLDER_UNKNOWN", None, to_himself, HOLDER)
    unknown = FACTS.model_copy(update={"delegate": None})
    refused("VOUCHER_HOLDER_UNKNOWN", None, GIVE, HOLDER, unknown)


def test_a_lost_card_gives_none_and_takes_back() -> None:
    lost = ADULT.model_copy(update={"status": CardStatus.SUSPENDED})
    facts = FACTS.model_copy(update={"patient": lost})
    with pytest.raises(CardLostError):
        when(None, GIVE, facts=facts)
    assert isinstance(when(GIVEN, TakeBack(), facts=facts), TakenBack)


def test_a_guardian_gives_one_for_a_child() -> None:
    by_guardian = when(None, GIVE, resident(GUARDIAN), OF_CHILD)
    assert by_guardian.by_guardian
    refused("VOUCHER_NOT_TO_GIVE", None, GIVE, HOLDER, OF_CHILD)


def test_it_is_taken_back_by_patient_guardian_or_who_holds_it() -> None:
    assert isinstance(when(GIVEN, TakeBack()), TakenBack)
    assert isinstance(when(GIVEN, TakeBack(), resident(SPOUSE)), TakenBack)
    guardian = when(GIVEN, TakeBack(), resident(GUARDIAN), OF_CHILD)
    assert isinstance(guardian, TakenBack)
    refused("VOUCHER_NOT_TO_GIVE", GIVEN, TakeBack(), STRANGER)
    grown = ADULT.model_copy(update={"guardian": GUARDIAN})
    facts = FACTS.model_copy(update={"patient": grown})
    refused("VOUCHER_NOT_TO_GIVE", GIVEN, TakeBack(), resident(GUARDIAN), facts)


def test_it_ends_with_its_term_and_with_the_patient() -> None:
    found = {e.call.__name__: v for e, v, _ in family_voucher.bring_about(None, GIVEN)}
    assert Until(UNTIL, TermPassed()) == found["term"]
    assert Claim(f"family-voucher:{SUBJECT}:{SPOUSE}") == found["one_each"]
    assert isinstance(when(GIVEN, TermPassed()), Ended)
    assert isinstance(when(GIVEN, PatientGone()), Ended)


def test_it_is_extended_by_who_may_give_it_with_a_consent_anew() -> None:
    signed = Signature(version="v2", accepted_at=NOW)
    changes = {"until": EXTEND.until, "consent": signed}
    assert when(GIVEN, EXTEND) == GIVEN.model_copy(update=changes)
    assert when(GIVEN, EXTEND, resident(GUARDIAN), OF_CHILD).by_guardian
    for by in (STRANGER, resident(SPOUSE)):
        refused("VOUCHER_NOT_TO_GIVE", GIVEN, EXTEND, by)
    for until in (NOW, NOW + timedelta(days=365, seconds=1)):
        wrong = EXTEND.model_copy(update={"until": until})
        refused("VOUCHER_TERM_WRONG", GIVEN, wrong, HOLDER)
    unknown = FACTS.model_copy(update={"delegate": CardStatus.SUSPENDED})
    refused("VOUCHER_HOLDER_UNKNOWN", GIVEN, EXTEND, HOLDER, unknown)
    lost = ADULT.model_copy(update={"status": CardStatus.SUSPENDED})
    with pytest.raises(CardLostError):
        when(GIVEN, EXTEND, facts=FACTS.model_copy(update={"patient": lost}))
