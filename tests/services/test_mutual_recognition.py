"""Mutual recognition (报告互认, guide §4.5.2): MR1 to MR7, and what lies between."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ehealthcard.errors import CardError, InvalidInputError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.access import Grounds
from ehealthcard.rules.reporting import ReportKind
from ehealthcard.services.mutual_recognition import (
    SIX,
    Confirm,
    Doubt,
    Expired,
    Fail,
    HolderGone,
    ListedItem,
    Obstacle,
    Offence,
    Offered,
    OfferFacts,
    PendingVerify,
    Place,
    Recognise,
    Recognised,
    RecognitionPolicy,
    Reorder,
    Reordered,
    Result,
    RevokeAuthorisation,
    SourceGone,
    TermPassed,
    View,
    Viewed,
    Why,
    Withdrawn,
    duplicates,
    mutual_recognition,
    obstacle_of,
    savings,
)
from ehealthcard.testing import WorkflowContract
from ehealthcard.testing.workflow import NOW
from ehealthcard.workflow import Tell

from . import recognitions as r
from .recognitions import CARE, FACTS, OFFER, OFFERED, PENDING, VIEWED, when
from .reports import (
    ADULT,
    CHILD,
    DELEGATE,
    GUARDIAN,
    HOLDER,
    NEIGHBOUR,
    SHARED,
    resident,
)

LOOK = View(encounter="E-1")
DOUBT = Doubt(reason="不符")
OPEN = (PENDING, OFFERED, VIEWED)
POLICY = RecognitionPolicy(name="p", effective_from=date(2022, 3, 1))


def refused(code: str, state: Any, command: Any, **more: Any) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, **more)
    assert code == caught.value.code


def policy(**more: Any) -> RecognitionPolicy:
    return POLICY.model_copy(update=more)


class TestContract(WorkflowContract):
    workflow = mutual_recognition
    examples = (
        *OPEN,
        r.RECOGNISED,
        r.SETTLED,
        r.REORDERED,
        r.WITHDRAWN,
        r.FAKE,
        r.REVOKED,
        r.EXPIRED,
    )
    commands = (
        OFFER,
        r.UPLOAD,
        Confirm(),
        Fail(offences=(Offence.PATIENT,)),
        LOOK,
        r.RECOGNISE,
        r.REORDER,
        DOUBT,
        RevokeAuthorisation(),
        TermPassed(),
        HolderGone(),
        SourceGone(),
    )
    facts = (FACTS, CARE)
    roles = frozenset({"doctor", "report-verifier"})


def test_mr1_before_a_transfusion_it_is_examined_again() -> None:
    got = when(VIEWED, r.REORDER)

    assert r.REORDERED == got
    assert "3" == got.why
    assert "输血" not in repr(got)


@pytest.mark.parametrize(
    ("org", "obstacle"),
    [
        ("12110105MB0000000X", Obstacle.OUT_OF_SCOPE),
        ("12110102MB0000000X", None),
        ("H1", Obstacle.PLACE_UNKNOWN),
    ],
)
def test_mr3_a_mark_holds_in_its_district_and_not_in_the_next(
    org: str, obstacle: Obstacle | None
) -> None:
    item = r.GROUP.model_copy(update={"hr_mark": "北京市西城区HR"})
    shown = VIEWED.model_copy(
        update={"receiver": org, "result": Result(items=(item,)), "codes": ("ABO",)}
    )

    assert obstacle is obstacle_of(shown, POLICY, NOW)


def test_mr5_an_emergency_waits_for_nothing() -> None:
    command = Reorder(why=Why.EMERGENCY)

    for state in (OFFERED, VIEWED):
        for by in (r.DOCTOR, r.COLLEAGUE):
            got = when(state, command, by)
            assert (Reordered, "4") == (type(got), got.why)
    refused("RECOGNITION_VIEW_FIRST", OFFERED, r.REORDER)


def test_mr7_a_second_order_without_a_reason_is_blocked() -> None:
    for state in (OFFERED, VIEWED):
        refused("REASON_REQUIRED", state, Reorder(explanation="再查"))


@pytest.mark.parametrize("why", SIX)
def test_each_of_the_six_cases_lets_examine_again_and_is_explained(why: Why) -> None:
    command = Reorder(why=why, explanation="已说明")

    assert why is when(VIEWED, command).why
    if why is not Why.EMERGENCY:
        bare = Reorder(why=why)
        refused("RECOGNITION_EXPLANATION_REQUIRED", VIEWED, bare)
    with pytest.raises(InvalidInputError):
        Reorder(why=why, explanation=" ")


def test_a_regions_own_reasons_are_off_until_it_names_them() -> None:
    command = Reorder(why=Why.ASKED_FOR, explanation="已说明")

    refused("RECOGNITION_REASON_NOT_HERE", VIEWED, command)
    local = policy(local_reasons=(Why.ASKED_FOR,))
    assert isinstance(when(VIEWED, command, policy=local), Reordered)


def test_what_cannot_be_recognised_is_examined_again_and_says_why() -> None:
    command = Reorder(why=Why.NOT_RECOGNISABLE, explanation="无互认标识")
    refused("RECOGNITION_POSSIBLE", VIEWED, command)
    plain = r.GROUP.model_copy(update={"hr_mark": None})
    bare = VIEWED.model_copy(update={"result": Result(items=(plain,))})

    assert Obstacle.NO_MARK is when(bare, command).obstacle
    refused("RECOGNITION_NOT_RECOGNISABLE", bare, r.RECOGNISE)


def test_a_result_is_recognised_and_the_order_is_dropped() -> None:
    got = when(VIEWED, r.RECOGNISE)

    assert r.RECOGNISED == got
    found = mutual_recognition.bring_about(VIEWED, got)
    (told,) = [v for _, v, new in found if new and isinstance(v, Tell)]
    assert ("his", "order-suppressed") == (told.to, told.kind)
    without = Recognise(saved=Decimal(0))
    quiet = mutual_recognition.bring_about(VIEWED, when(VIEWED, without))
    assert not [v for _, v, _ in quiet if isinstance(v, Tell)]
    with pytest.raises(InvalidInputError):
        Recognise(saved=Decimal(-1))
    applying = Recognise(saved=Decimal(0), applying=(Why.FAST,))
    refused("RECOGNITION_CASE_APPLIES", VIEWED, applying)


@pytest.mark.parametrize(
    ("change", "pack", "obstacle"),
    [
        ({"kind": ReportKind.PATHOLOGY}, {}, Obstacle.KIND),
        ({}, {"listed": (ListedItem(code="ABO"),)}, Obstacle.NOT_LISTED),
        ({}, {"listed": (ListedItem(code="ABO"), ListedItem(code="PLT"))}, None),
        ({"result": Result(items=(r.GROUP,), images=(r.CT,))}, {}, None),
        ({"receiver": "H1"}, {"places": (Place(org="H1", region="110108"),)}, None),
        ({"receiver": "H1"}, {}, Obstacle.PLACE_UNKNOWN),
    ],
)
def test_kind_list_mark_and_place_decide(
    change: dict[str, Any], pack: dict[str, Any], obstacle: Obstacle | None
) -> None:
    shown = VIEWED.model_copy(update=change)

    assert obstacle is obstacle_of(shown, policy(**pack), NOW)


def test_a_result_is_fresh_up_to_its_last_moment_by_item_or_for_all() -> None:
    days = timedelta(days=10)
    listed = (ListedItem(code="ABO"), ListedItem(code="PLT", max_age=days))
    by_item = policy(listed=listed, max_age=timedelta(days=90))
    for pack in (by_item, policy(max_age=days)):
        assert obstacle_of(VIEWED, pack, NOW + days) is None
        late = NOW + days + timedelta(microseconds=1)
        assert Obstacle.TOO_OLD is obstacle_of(VIEWED, pack, late)
    assert obstacle_of(VIEWED, POLICY, NOW + timedelta(days=999)) is None


def test_a_report_is_shown_by_who_may_read_it() -> None:
    assert OFFERED == when(None, OFFER, HOLDER, facts=FACTS)
    guardian = when(None, OFFER, resident(GUARDIAN), facts=r.access(CHILD))
    assert Grounds.GUARDIAN is guardian.grounds
    delegate = when(None, OFFER, resident(DELEGATE), facts=r.access(SHARED))
    assert Grounds.DELEGATE is delegate.grounds
    for by in (resident(NEIGHBOUR), r.DOCTOR):
        refused("ACCESS_NOT_GRANTED", None, OFFER, by=by, facts=FACTS)
    lost = r.access(ADULT.model_copy(update={"status": CardStatus.SUSPENDED}))
    for command, by in ((OFFER, HOLDER), (r.UPLOAD, r.STRONG)):
        with pytest.raises(CardError):
            when(None, command, by, facts=lost)


def test_a_report_is_shown_in_part_and_never_an_unknown_part() -> None:
    part = OFFER.model_copy(update={"items": ("PLT",)})
    got = when(None, part, HOLDER, facts=FACTS)
    assert (("PLT",), Result(items=(r.PLATELETS,))) == (got.codes, got.result)
    wrong = OFFER.model_copy(update={"items": ("PLT", "HGB")})
    refused("RECOGNITION_ITEM_UNKNOWN", None, wrong, by=HOLDER, facts=FACTS)
    none = OfferFacts(access=ADULT)
    refused("RECOGNITION_REPORT_UNKNOWN", None, OFFER, by=HOLDER, facts=none)
    own = OFFER.model_copy(update={"receiver": r.HOME})
    refused("RECOGNITION_OWN_REPORT", None, own, by=HOLDER, facts=FACTS)


@pytest.mark.parametrize("days", [0, 30.1])
def test_an_authorisation_ends_within_thirty_days(days: float) -> None:
    until = NOW + timedelta(days=days)
    for command, by in ((OFFER, HOLDER), (r.UPLOAD, r.STRONG)):
        wrong = command.model_copy(update={"until": until})
        refused("RECOGNITION_TERM", None, wrong, by=by, facts=FACTS)
    last = OFFER.model_copy(update={"until": NOW + timedelta(days=30)})
    assert isinstance(when(None, last, HOLDER, facts=FACTS), Offered)


def test_an_upload_is_checked_before_anybody_sees_it() -> None:
    got = when(None, r.UPLOAD, r.STRONG, facts=OfferFacts(access=ADULT))
    assert isinstance(got, PendingVerify)
    refused("STEP_UP_REQUIRED", None, r.UPLOAD, by=HOLDER, facts=FACTS)
    assert when(PENDING, Confirm(), r.CHECKER) == PENDING.to(Offered)
    fake = when(PENDING, Fail(offences=(Offence.SIGNATURE,)), r.CHECKER)
    assert r.FAKE == fake
    found = [v for _, v, _ in mutual_recognition.bring_about(PENDING, fake)]
    assert ["fake-report"] == [v.kind for v in found if isinstance(v, Tell)]
    for command in (Confirm(), Fail(offences=(Offence.SIGNATURE,))):
        refused("ROLE_REQUIRED", PENDING, command)


def test_an_altered_upload_or_one_of_the_future_is_refused() -> None:
    changed = r.SHEET.model_copy(update={"test": "血型复查"})
    altered = r.UPLOAD.model_copy(update={"sheet": changed})
    refused("RECOGNITION_UPLOAD_ALTERED", None, altered, by=r.STRONG, facts=FACTS)
    future = r.UPLOAD.model_copy(update={"made_at": NOW + timedelta(seconds=1)})
    refused("RECOGNITION_UPLOAD_TIMES", None, future, by=r.STRONG, facts=FACTS)
    own = r.UPLOAD.model_copy(update={"receiver": r.HOME})
    refused("RECOGNITION_OWN_REPORT", None, own, by=r.STRONG, facts=FACTS)


def test_only_a_doctor_who_treats_the_patient_there_looks() -> None:
    got = when(OFFERED, LOOK)
    assert isinstance(got, Viewed)
    assert (1, r.DOCTOR.id) == (got.views, got.last_access.by)
    again = when(got, LOOK, r.COLLEAGUE)
    assert (2, r.COLLEAGUE.id) == (again.views, again.last_access.by)
    refused("RECOGNITION_NOT_SHOWN_HERE", OFFERED, LOOK, by=r.FAR)
    refused("ROLE_REQUIRED", OFFERED, LOOK, by=HOLDER)
    gone = CARE.model_copy(update={"treated": False})
    refused("RECOGNITION_NO_ENCOUNTER", OFFERED, LOOK, facts=gone)
    unknown = CARE.model_copy(update={"treated": None})
    assert isinstance(when(OFFERED, LOOK, facts=unknown), Viewed)
    secret = OFFERED.model_copy(update={"sensitive": True})
    refused("STEP_UP_REQUIRED", secret, LOOK)


def test_who_decides_has_looked_himself_at_the_newest() -> None:
    for command in (r.RECOGNISE, r.REORDER):
        refused("RECOGNITION_VIEW_FIRST", VIEWED, command, by=r.COLLEAGUE)
        refused("RECOGNITION_NOT_SHOWN_HERE", VIEWED, command, by=r.FAR)
    item = r.GROUP.model_copy(update={"result": "A"})
    newer = r.SEEN.model_copy(update={"version": 2, "result": Result(items=(item,))})
    amended = CARE.model_copy(update={"report": newer})
    refused("RECOGNITION_AMENDED", VIEWED, r.RECOGNISE, facts=amended)
    seen = when(VIEWED, LOOK, facts=amended)
    assert (2, ("ABO",), (item,)) == (seen.version, seen.codes, seen.result.items)
    assert isinstance(when(seen, r.RECOGNISE, facts=amended), Recognised)


def test_a_recognition_is_doubted_by_a_doctor_there_or_the_patient() -> None:
    for by in (r.DOCTOR, r.COLLEAGUE, HOLDER):
        got = when(r.RECOGNISED, DOUBT, by, facts=FACTS)
        assert isinstance(got, Withdrawn)
        found = [v for _, v, _ in mutual_recognition.bring_about(r.RECOGNISED, got)]
        assert ["order-needed"] == [v.kind for v in found if isinstance(v, Tell)]
    refused("RECOGNITION_NOT_SHOWN_HERE", r.RECOGNISED, DOUBT, by=r.FAR, facts=FACTS)
    stranger = resident(NEIGHBOUR)
    refused("ACCESS_NOT_GRANTED", r.RECOGNISED, DOUBT, by=stranger, facts=FACTS)


@pytest.mark.parametrize("state", OPEN)
def test_an_authorisation_is_taken_back_and_what_was_shown_erased(state: Any) -> None:
    got = when(state, RevokeAuthorisation(), HOLDER, facts=FACTS)

    effects = [e.kind.__name__ for e, _, _ in mutual_recognition.bring_about(None, got)]
    assert ["Erase"] == effects
    stranger = resident(NEIGHBOUR)
    wish = RevokeAuthorisation()
    refused("ACCESS_NOT_GRANTED", state, wish, by=stranger, facts=FACTS)


@pytest.mark.parametrize("state", OPEN)
def test_it_ends_with_term_report_and_card(state: Any) -> None:
    for why in (TermPassed(), HolderGone(), SourceGone()):
        assert isinstance(when(state, why), Expired)
    timer = mutual_recognition.deadline(state)
    assert timer is not None
    assert r.UNTIL == timer.last


def test_a_report_that_is_taken_back_takes_its_recognition_with_it() -> None:
    got = when(r.RECOGNISED, SourceGone())

    assert isinstance(got, Withdrawn)
    assert r.SETTLED == when(r.RECOGNISED, HolderGone())


def test_savings_count_what_still_holds() -> None:
    far = r.RECOGNISED.model_copy(update={"receiver": "H9", "saved": Decimal(100)})
    states = (OFFERED, r.RECOGNISED, r.SETTLED, far, r.WITHDRAWN, r.REORDERED)

    here = savings(states, receiver=r.AWAY)

    assert (2, 4, Decimal("71.00")) == (here.recognised, here.items, here.saved)
    assert (1, [("3", 1)]) == (
        here.withdrawn,
        [(x.why, x.times) for x in here.reordered],
    )
    assert Decimal("171.00") == savings(states).saved
    assert Decimal(0) == savings(()).saved


def test_an_order_screen_learns_what_is_there() -> None:
    found = duplicates((OFFERED, r.WITHDRAWN), ("PLT", "X"), receiver=r.AWAY)
    assert (OFFERED.reference,) == found
    assert () == duplicates((OFFERED,), ("X",), receiver=r.AWAY)
    assert () == duplicates((OFFERED,), ("PLT",), receiver=r.HOME)


def test_lists_tell_that_it_is_there_and_never_what_it_says() -> None:
    shown = VIEWED.shown_to(r.DOCTOR)

    assert (None, ("ABO", "PLT")) == (shown.result, shown.codes)
    secret = VIEWED.model_copy(update={"sensitive": True})
    assert () == secret.shown_to(r.DOCTOR).codes
    assert "210" not in repr(VIEWED)
