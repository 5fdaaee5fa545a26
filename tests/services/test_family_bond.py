"""Who cares for whose card (家庭成员关系): every arrow, and who may go along it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ehealthcard.codesets import SHANGHAI, Kinship
from ehealthcard.errors import CardLostError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.access import AccessStanding, GrantScope
from ehealthcard.rules.calendar import age_on
from ehealthcard.rules.family import (
    EndReason,
    ProofKind,
    childhood_ends,
    minority_ends,
)
from ehealthcard.services.foundation.family_bond import (
    CarerGone,
    Caring,
    Dismiss,
    DismissalGround,
    Ended,
    GuardingChild,
    GuardingYouth,
    HandedOver,
    HandingOver,
    HolderGone,
    Provide,
    Revoke,
    TakeOver,
    TermPassed,
    TurnedEighteen,
    TurnedFourteen,
    Vacant,
    family_bond,
)
from ehealthcard.testing import WorkflowContract
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

from .families import (
    ACCEPT,
    ADULT,
    APP,
    ASK,
    ASK_GUARDIAN,
    CARING,
    CHANGE,
    CHILD,
    COMMANDS,
    DELEGATE,
    DELEGATE_ASKED,
    DESK,
    DISMISS,
    ENDED,
    ENTER,
    GUARD,
    GUARD_ADULT,
    GUARDIAN_ASKED,
    GUARDING_ADULT,
    GUARDING_CHILD,
    GUARDING_YOUTH,
    HANDED_OVER,
    HANDING_OVER,
    ON_PAPER,
    OTHER,
    PROVE,
    STATES,
    VACANT,
    WEEK,
    WINDOW,
    YEAR,
    YOUTH,
    when,
)
from .reports import DOCTOR, HOLDER, resident
from .reports import GUARDIAN as CARER

STRANGER = resident(OTHER)
HELD = (
    GUARDIAN_ASKED,
    DELEGATE_ASKED,
    GUARDING_CHILD,
    GUARDING_YOUTH,
    GUARDING_ADULT,
    CARING,
    HANDING_OVER,
)


def refused(code: str, state: Any, command: Any, by: Actor, facts: Any = ADULT) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, facts)
    assert code == caught.value.code


class TestContract(WorkflowContract):
    workflow = family_bond
    examples = STATES
    commands = COMMANDS
    facts = (CHILD, YOUTH, ADULT)
    roles = frozenset({"registrar", "family-desk"})


def test_a_window_enters_a_guardian_with_the_paper_that_shows_it() -> None:
    assert GUARDING_CHILD == when(None, GUARD, WINDOW, CHILD)
    assert GUARDING_YOUTH == when(None, GUARD, WINDOW, YOUTH)
    refused("FAMILY_NOT_A_MINOR", None, GUARD, WINDOW, ADULT)
    refused("FAMILY_NOT_CONCERNED", None, GUARD, APP, CHILD)
    refused("ROLE_REQUIRED", None, GUARD, DOCTOR, CHILD)


@pytest.mark.parametrize(
    ("kinship", "proof", "good"),
    [
        (Kinship.PARENT, ProofKind.HOUSEHOLD_BOOK, True),
        (Kinship.PARENT, ProofKind.MARRIAGE_CERTIFICATE, False),
        (Kinship.GRANDPARENT, ProofKind.HOUSEHOLD_BOOK, False),
        (Kinship.GRANDPARENT, ProofKind.APPOINTMENT, True),
        (Kinship.OTHER, ProofKind.COURT_ORDER, True),
        (Kinship.SPOUSE, ProofKind.COURT_ORDER, False),
    ],
)
def test_each_kind_of_relation_has_its_own_papers(
    kinship: Kinship, proof: ProofKind, *, good: bool
) -> None:
    asked = GUARD.model_copy(update={"kinship": kinship, "proof": proof})
    if good:
        assert proof is when(None, asked, WINDOW, CHILD).proof
    else:
        refused("FAMILY_PROOF_REFUSED", None, asked, WINDOW, CHILD)


def test_a_child_is_registered_with_its_guardian_and_proved_later() -> None:
    for facts, standing in ((CHILD, GUARDING_CHILD), (YOUTH, GUARDING_YOUTH)):
        entered = when(None, ENTER, DESK, facts)
        assert (ProofKind.STATED, None) == (entered.proof, entered.reference)
        seen = when(entered, PROVE, WINDOW, facts)
        assert (PROVE.proof, PROVE.reference) == (seen.proof, seen.reference)
        assert type(standing) is type(seen)
    waiting = CHILD.model_copy(update={"status": CardStatus.APPLIED})
    assert isinstance(when(None, ENTER, DESK, waiting), GuardingChild)
    refused("ROLE_REQUIRED", None, ENTER, WINDOW, CHILD)
    refused("FAMILY_NOT_CONCERNED", GUARDING_CHILD, PROVE, APP, CHILD)


def test_whoever_says_he_is_the_guardian_waits_for_a_window() -> None:
    asked = when(None, ASK_GUARDIAN, APP, CHILD)
    assert (APP.id, NOW + WEEK) == (asked.asked_by, asked.until)
    assert isinstance(when(asked, PROVE, WINDOW, CHILD), GuardingChild)
    assert isinstance(when(asked, PROVE, WINDOW, YOUTH), GuardingYouth)
    refused("FAMILY_NOT_A_MINOR", asked, PROVE, WINDOW, ADULT)
    refused("FAMILY_NOT_A_MINOR", None, ASK_GUARDIAN, APP, ADULT)
    refused("FAMILY_NOT_CONCERNED", None, ASK_GUARDIAN, STRANGER, CHILD)
    refused("FAMILY_NOT_CONCERNED", asked, PROVE, APP, CHILD)


def test_a_holder_lets_somebody_care_for_his_card() -> None:
    caring = when(None, DELEGATE, HOLDER)
    assert CARING == caring
    assert issubclass(type(caring), AccessStanding)
    assert (CARER, HOLDER.id) == (caring.delegate, caring.agreed_by)
    for by in (APP, STRANGER):
        refused("FAMILY_NOT_CONCERNED", None, DELEGATE, by)


def test_a_window_that_has_seen_the_holder_does_it_for_him() -> None:
    caring = when(None, ON_PAPER, WINDOW)
    assert (ProofKind.HOUSEHOLD_BOOK, WINDOW.id) == (caring.proof, caring.agreed_by)
    signed = ON_PAPER.model_copy(update={"proof": None})
    assert ProofKind.DELEGATION is when(None, signed, WINDOW).proof
    refused("FAMILY_HOLDER_NOT_SEEN", None, DELEGATE, WINDOW)
    wrong = ON_PAPER.model_copy(update={"proof": ProofKind.COURT_ORDER})
    refused("FAMILY_PROOF_REFUSED", None, wrong, WINDOW)


def test_for_a_minor_the_guardian_lets_somebody_and_not_past_the_18th_birthday() -> (
    None
):
    facts = YOUTH.model_copy(update={"guardians": (OTHER,)})
    assert when(None, DELEGATE, STRANGER, facts).by_guardian
    refused("FAMILY_NOT_CONCERNED", None, DELEGATE, HOLDER, facts)
    nearly = facts.model_copy(update={"age": 17, "born": date(2005, 1, 15)})
    late = DELEGATE.model_copy(update={"until": minority_ends(date(2005, 1, 15))})
    assert late.until == when(None, late, STRANGER, nearly).until
    later = late.model_copy(update={"until": late.until + datetime.resolution})
    refused("FAMILY_TERM_WRONG", None, later, STRANGER, nearly)


def test_a_term_ends_in_the_future_and_within_a_year() -> None:
    for until in (NOW, NOW + YEAR + datetime.resolution):
        wrong = DELEGATE.model_copy(update={"until": until})
        refused("FAMILY_TERM_WRONG", None, wrong, HOLDER)
        refused("FAMILY_TERM_WRONG", None, ASK.model_copy(update={"until": until}), APP)


def test_somebody_asks_and_the_holder_agrees() -> None:
    asked = when(None, ASK, APP)
    assert (NOW + YEAR, NOW + WEEK) == (asked.wanted_until, asked.until)
    caring = when(asked, ACCEPT, HOLDER)
    assert (CARING.scopes, HOLDER.id) == (caring.scopes, caring.agreed_by)
    seen = ACCEPT.model_copy(update={"holder_seen": True})
    assert ProofKind.DELEGATION is when(asked, seen, WINDOW).proof
    refused("FAMILY_HOLDER_NOT_SEEN", asked, ACCEPT, WINDOW)
    refused("FAMILY_NOT_CONCERNED", asked, ACCEPT, APP)
    assert isinstance(when(None, ASK, WINDOW), type(asked))


def test_a_guardian_agrees_for_a_minor_and_never_to_his_own_request() -> None:
    both = CHILD.model_copy(update={"guardians": (OTHER,)})
    assert when(DELEGATE_ASKED, ACCEPT, STRANGER, both).by_guardian
    refused("FAMILY_NOT_CONCERNED", DELEGATE_ASKED, ACCEPT, APP, both)


def test_a_delegation_is_changed_by_whoever_gave_it() -> None:
    changed = when(CARING, CHANGE, HOLDER)
    assert ((GrantScope.SHOW,), NOW + WEEK) == (changed.scopes, changed.until)
    assert changed.consent.version == "2"
    refused("FAMILY_NOT_CONCERNED", CARING, CHANGE, APP)


@pytest.mark.parametrize(
    ("state", "by", "reason"),
    [
        (GUARDIAN_ASKED, APP, EndReason.REVOKED),
        (GUARDIAN_ASKED, WINDOW, EndReason.REFUSED),
        (DELEGATE_ASKED, HOLDER, EndReason.REFUSED),
        (DELEGATE_ASKED, APP, EndReason.REVOKED),
        (CARING, APP, EndReason.REVOKED),
        (CARING, HOLDER, EndReason.REVOKED),
        (CARING, WINDOW, EndReason.REVOKED),
    ],
)
def test_either_side_ends_it_in_one_step(
    state: Any, by: Actor, reason: EndReason
) -> None:
    gone = when(state, Revoke(), by)
    assert (Ended, reason, CARER) == (type(gone), gone.reason, gone.former)
    refused("FAMILY_NOT_CONCERNED", state, Revoke(), STRANGER)


def test_a_court_order_names_an_adults_guardian() -> None:
    assert GUARDING_ADULT == when(None, GUARD_ADULT, WINDOW)
    refused("FAMILY_NOT_OF_AGE", None, GUARD_ADULT, WINDOW, CHILD)
    wrong = GUARD_ADULT.model_copy(update={"proof": ProofKind.HOUSEHOLD_BOOK})
    refused("FAMILY_PROOF_REFUSED", None, wrong, WINDOW)


@pytest.mark.parametrize("state", [GUARDING_CHILD, GUARDING_YOUTH, GUARDING_ADULT])
def test_nobody_who_needs_a_guardian_is_left_unnoticed(state: Any) -> None:
    gone = when(state, DISMISS, WINDOW, CHILD)
    assert (Vacant, EndReason.DISMISSED) == (type(gone), gone.reason)
    two = CHILD.model_copy(update={"guardians": (OTHER,)})
    assert isinstance(when(state, DISMISS, WINDOW, two), Ended)
    mistaken = Dismiss(ground=DismissalGround.MISTAKE)
    assert isinstance(when(state, mistaken, WINDOW, two), Ended)
    refused("FAMILY_GUARDIAN_STAYS", state, mistaken, WINDOW, CHILD)
    stated = state.model_copy(update={"proof": ProofKind.STATED})
    assert isinstance(when(stated, mistaken, WINDOW, CHILD), Vacant)
    bare = DISMISS.model_copy(update={"reference": None})
    refused("FAMILY_GUARDIAN_STAYS", state, bare, WINDOW, CHILD)
    refused("FAMILY_NOT_CONCERNED", state, DISMISS, APP, CHILD)
    lost = when(state, CarerGone(died=True), WINDOW)
    assert (Vacant, EndReason.CARER_DIED) == (type(lost), lost.reason)


def test_an_adult_who_recovers_needs_no_other_guardian() -> None:
    recovered = Dismiss(ground=DismissalGround.RECOVERED)
    assert isinstance(when(GUARDING_ADULT, recovered, WINDOW), Ended)


def test_a_vacancy_is_closed_by_a_window_or_on_the_18th_birthday() -> None:
    assert EndReason.PROVIDED is when(VACANT, Provide(note="n"), WINDOW).reason
    refused("FAMILY_NOT_CONCERNED", VACANT, Provide(note="n"), APP)
    assert EndReason.OF_AGE is when(VACANT, TurnedEighteen(), WINDOW).reason
    timer = family_bond.deadline(VACANT)
    assert timer is not None
    assert GUARDING_CHILD.minor_until == timer.last
    assert family_bond.deadline(VACANT.model_copy(update={"minor_until": None})) is None


def test_a_ward_grows_up_by_himself() -> None:
    state: Any = GUARDING_CHILD
    assert family_bond.policies is not None
    policy = family_bond.policies.packs[0]
    later = datetime(2034, 7, 1, tzinfo=SHANGHAI)
    steps = list(family_bond.elapse(state, later, policy, SUBJECT))
    assert [GuardingYouth, HandingOver] == [type(s) for s, _, _ in steps]
    assert [
        datetime(2030, 6, 15, tzinfo=SHANGHAI) - datetime.resolution,
        datetime(2034, 6, 15, tzinfo=SHANGHAI) - datetime.resolution,
    ] == [at for _, _, at in steps]
    much_later = later + timedelta(days=90)
    *_, (last, _, _) = family_bond.elapse(state, much_later, policy, SUBJECT)
    assert isinstance(last, Ended)
    assert EndReason.NOT_TAKEN is last.reason
    assert isinstance(when(GUARDING_CHILD, TurnedFourteen(), WINDOW), GuardingYouth)
    assert isinstance(when(GUARDING_YOUTH, TurnedEighteen(), WINDOW), HandingOver)


@pytest.mark.parametrize(
    "born", [date(2016, 6, 15), date(2016, 2, 29), date(2015, 12, 31)]
)
def test_a_birthday_is_the_same_moment_for_timers_and_for_ages(born: date) -> None:
    for years, ends in ((14, childhood_ends(born)), (18, minority_ends(born))):
        before, after = ends.date(), (ends + datetime.resolution).date()
        assert (years - 1, years) == (age_on(born, before), age_on(born, after))


def test_of_age_the_ward_takes_his_card_over() -> None:
    assert HANDED_OVER == when(HANDING_OVER, TakeOver(), HOLDER)
    seen = when(HANDING_OVER, TakeOver(holder_seen=True), WINDOW)
    assert (HandedOver, WINDOW.id) == (type(seen), seen.taken_by)
    refused("FAMILY_HOLDER_NOT_SEEN", HANDING_OVER, TakeOver(), WINDOW)
    refused("FAMILY_NOT_CONCERNED", HANDING_OVER, TakeOver(), APP)


def test_a_term_that_is_over_says_which() -> None:
    for state, reason in (
        (GUARDIAN_ASKED, EndReason.NOT_ANSWERED),
        (DELEGATE_ASKED, EndReason.NOT_ANSWERED),
        (CARING, EndReason.TERM),
        (HANDING_OVER, EndReason.NOT_TAKEN),
    ):
        timer = family_bond.deadline(state)
        assert timer is not None
        assert state.until == timer.last
        assert reason is when(state, TermPassed(), WINDOW).reason
    ordered = GUARDING_ADULT.model_copy(update={"until": NOW + YEAR})
    assert isinstance(when(ordered, TermPassed(), WINDOW), Vacant)
    assert family_bond.deadline(GUARDING_ADULT) is None


@pytest.mark.parametrize(
    "state", [GUARDIAN_ASKED, DELEGATE_ASKED, CARING, HANDING_OVER]
)
def test_a_card_stays_with_its_holder_when_the_carer_is_gone(state: Any) -> None:
    gone = when(state, CarerGone(died=False), WINDOW)
    assert (Ended, EndReason.CARER_GONE) == (type(gone), gone.reason)


@pytest.mark.parametrize("state", [*HELD, VACANT])
def test_everything_ends_with_the_holder(state: Any) -> None:
    gone = when(state, HolderGone(reason=EndReason.HOLDER_DIED), WINDOW)
    assert (Ended, EndReason.HOLDER_DIED) == (type(gone), gone.reason)
    assert family_bond.finals == {type(ENDED), type(HANDED_OVER)}


@pytest.mark.parametrize("state", HELD)
def test_whatever_takes_a_place_in_an_account_claims_it(state: Any) -> None:
    claims = {
        value.name
        for effect, value, _ in family_bond.bring_about(None, state)
        if effect.kind.__name__ == "Claim"
    }
    assert {f"account-slot:{CARER}:1", f"family-bond:{SUBJECT}:{CARER}"} == claims


def test_a_carer_has_a_card_is_of_age_and_is_somebody_else() -> None:
    for facts, code in (
        ({"carer": CardStatus.SUSPENDED}, "FAMILY_CARER_UNKNOWN"),
        ({"carer": None}, "FAMILY_CARER_UNKNOWN"),
        ({"carer_age": 17}, "FAMILY_CARER_TOO_YOUNG"),
        ({"most": None}, "FAMILY_NO_ACCOUNT"),
        ({"taken": (1, 2)}, "FAMILY_ACCOUNT_FULL"),
    ):
        refused(code, None, DELEGATE, HOLDER, ADULT.model_copy(update=facts))
    own = DELEGATE.model_copy(update={"carer": SUBJECT})
    refused("FAMILY_CARER_IS_HOLDER", None, own, HOLDER)
    lost = ADULT.model_copy(update={"status": CardStatus.SUSPENDED})
    with pytest.raises(CardLostError):
        when(None, DELEGATE, HOLDER, lost)


def test_the_first_free_place_is_taken() -> None:
    facts = ADULT.model_copy(update={"taken": (2,)})
    assert when(None, DELEGATE, HOLDER, facts).slot == 1
    facts = ADULT.model_copy(update={"taken": (1,)})
    caring = when(None, DELEGATE, HOLDER, facts)
    assert isinstance(caring, Caring)
    assert caring.slot == 2
