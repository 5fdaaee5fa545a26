"""Senior cards (老年证, guide §4.6.4): EL1 to EL7, and what lies between."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import CardError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.ports import ResidenceReading
from ehealthcard.rules.signals import SeniorCodeBound, SeniorCodeVoided
from ehealthcard.services.senior_card import (
    SHANDONG,
    ZHEJIANG,
    Active,
    Approve,
    Approved,
    AskPapers,
    AutoVerify,
    Benefit,
    BirthdayCame,
    Cancelled,
    Capacity,
    Ending,
    GiveUp,
    HealthCardEnded,
    HealthCardFound,
    HealthCardRests,
    HolderDied,
    Issue,
    Lost,
    MoveOut,
    NeedPapers,
    Paper,
    Present,
    Refusal,
    Reissue,
    Reject,
    ReportDeath,
    ReportLost,
    Resting,
    Revoke,
    Submitted,
    SupplyPapers,
    Update,
    Withdraw,
    Withdrawn,
    face_of,
    senior_card,
)
from ehealthcard.testing import WorkflowContract
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Claim, Signal

from . import seniors as s
from .seniors import ACTIVE, APPLY, FACTS, HERE, KNOWN, SCANNED, SINCE, when

ISSUE = Issue(number="SD-000001", issuer_name="历下区老龄办")
SCAN = Present(benefit=Benefit.PRIORITY_CARE, use="U-1")
READ = Present(benefit=Benefit.PRIORITY_CARE, number="SD-000001", edition=1)
ASK = AskPapers(missing=(Paper.PHOTO,), reason="照片不清")
REJECT = Reject(reason=Refusal.RESIDENCE, explanation="不足六个月")
MOVE = MoveOut(to="110102")
REVOKE = Revoke(reason="false papers")
APPLICATIONS = (s.SUBMITTED, s.NEED_PAPERS, s.APPROVED)
GIVEN_OUT = (ACTIVE, s.RESTING, s.LOST)


def refused(code: str, state: Any, command: Any, **more: Any) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, **more)
    assert code == caught.value.code


class TestContract(WorkflowContract):
    workflow = senior_card
    examples = (
        *APPLICATIONS,
        *GIVEN_OUT,
        s.REJECTED,
        s.WITHDRAWN,
        s.CANCELLED,
        s.TRANSFERRED,
        s.REVOKED,
    )
    commands = (
        APPLY,
        AutoVerify(),
        Approve(),
        ASK,
        SupplyPapers(photo=s.PHOTO),
        REJECT,
        Withdraw(),
        ISSUE,
        READ,
        ReportLost(),
        Reissue(),
        Update(residence=HERE),
        ReportDeath(),
        GiveUp(),
        MOVE,
        REVOKE,
        BirthdayCame(),
        HealthCardRests(),
        HealthCardFound(),
        HealthCardEnded(),
        HolderDied(),
    )
    facts = (FACTS, KNOWN, SCANNED)
    roles = frozenset({"senior-office", "staff"})


@pytest.mark.parametrize(
    ("birth", "day"),
    [
        (date(1963, 2, 28), (2023, 2, 28)),  # EL1
        (date(1964, 2, 29), (2024, 2, 29)),
        (date(1963, 3, 1), (2023, 3, 1)),
    ],
)
def test_el1_sixty_years_are_completed_on_the_birthday(
    birth: date, day: tuple[int, int, int]
) -> None:
    first = s.at(*day)
    facts = s.born(birth)

    refused(
        "SENIOR_TOO_YOUNG",
        None,
        APPLY,
        by=s.HOLDER,
        facts=facts,
        now=first - timedelta(microseconds=1),
    )
    got = when(None, APPLY, s.HOLDER, facts=facts, now=first)
    assert isinstance(got, Submitted)


@pytest.mark.parametrize(
    ("since", "day", "is_long"),
    [
        (date(2022, 6, 1), (2022, 11, 30), False),  # EL3: 5 months and 29 days
        (date(2022, 6, 1), (2022, 12, 1), True),  # EL3: 6 months
        (date(2022, 8, 31), (2023, 2, 27), False),
        (date(2022, 8, 31), (2023, 2, 28), True),  # no 31st: the month's last day
        (date(2023, 1, 1), (2022, 12, 1), False),
    ],
)
def test_el3_who_is_not_registered_has_lived_there_six_months(
    since: date, day: tuple[int, int, int], *, is_long: bool
) -> None:
    home = SINCE.model_copy(update={"since": since})
    command = APPLY.model_copy(update={"residence": home})
    now = s.at(*day)

    if is_long:
        assert isinstance(when(None, command, s.HOLDER, now=now), Submitted)
    else:
        refused("SENIOR_RESIDENCE_TOO_SHORT", None, command, by=s.HOLDER, now=now)


def test_el5_there_is_one_at_a_time() -> None:
    facts = FACTS.model_copy(update={"exists": True})

    refused("SENIOR_CARD_EXISTS", None, APPLY, by=s.HOLDER, facts=facts)
    for state in (*APPLICATIONS, *GIVEN_OUT):
        claims = [v for _, v, _ in senior_card.bring_about(None, state)]
        assert Claim(f"senior-card:{SUBJECT}") in claims


def test_el7_a_child_applies_only_if_it_was_asked_to() -> None:
    child = s.resident(s.CHILD)

    refused("ACCESS_NOT_GRANTED", None, APPLY, by=child)
    asked = FACTS.model_copy(update={"is_agent": True})
    assert Capacity.AGENT is when(None, APPLY, child, facts=asked).capacity


def test_a_guardian_and_a_window_apply_in_the_holders_stead() -> None:
    guarded = FACTS.model_copy(update={"guardian": s.GUARDIAN})
    got = when(None, APPLY, s.resident(s.GUARDIAN), facts=guarded)
    assert Capacity.GUARDIAN is got.capacity
    assert Capacity.WINDOW is when(None, APPLY, s.WINDOW).capacity

    alone = APPLY.model_copy(update={"holder_present": False})
    refused("SENIOR_AUTHORITY_REQUIRED", None, alone, by=s.WINDOW)
    signed = alone.model_copy(update={"agent": s.PAPER_AGENT})
    got = when(None, signed, s.WINDOW)
    assert s.PAPER_AGENT == got.agent
    assert "赵子甲" not in repr(got)
    refused("ROLE_REQUIRED", None, APPLY, by=s.BUS)


@pytest.mark.parametrize(
    "status",
    [CardStatus.SUSPENDED, CardStatus.CANCELLED, CardStatus.APPLIED, None],
)
def test_the_health_card_is_active(status: CardStatus | None) -> None:
    facts = FACTS.model_copy(update={"status": status})
    for state, command, by in (
        (None, APPLY, s.HOLDER),
        (s.APPROVED, ISSUE, s.OFFICE),
        (s.LOST, Reissue(), s.OFFICE),
        (ACTIVE, Update(photo=s.OTHER_PHOTO), s.HOLDER),
    ):
        with pytest.raises(CardError):
            when(state, command, by, facts=facts)
    shown = SCANNED.model_copy(update={"status": status})
    with pytest.raises(CardError):
        when(ACTIVE, SCAN, s.BUS, facts=shown)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"region": "330102"}, "SENIOR_OTHER_REGION"),
        ({"region": "000000"}, "SENIOR_REGION_UNKNOWN"),
        ({"region": "990102"}, "SENIOR_REGION_UNKNOWN"),
        ({"since": None}, "SENIOR_RESIDENCE_PROOF"),
        ({"proof": " "}, "SENIOR_RESIDENCE_PROOF"),
    ],
)
def test_the_home_is_one_of_this_region(change: dict[str, Any], code: str) -> None:
    home = SINCE.model_copy(update=change)
    command = APPLY.model_copy(update={"residence": home})

    refused(code, None, command, by=s.HOLDER, policy=SHANDONG)


def test_where_the_registers_agree_it_is_right_at_once() -> None:
    bare = APPLY.model_copy(update={"photo": None})

    got = when(None, bare, s.HOLDER, facts=KNOWN)

    assert isinstance(got, Approved)
    assert ("registry", s.PHOTO) == (got.approved_by, got.photo)
    since = ResidenceReading(
        registered_in="410102",
        living_in="370102",
        living_since=date(2022, 6, 1),
        photo=s.PHOTO,
    )
    lived = KNOWN.model_copy(update={"reading": since})
    resident = bare.model_copy(update={"residence": SINCE})
    assert isinstance(when(None, resident, s.HOLDER, facts=lived), Approved)
    late = since.model_copy(update={"living_since": date(2022, 6, 2)})
    lately = KNOWN.model_copy(update={"reading": late})
    assert isinstance(when(None, resident, s.HOLDER, facts=lately), Submitted)
    assert isinstance(when(None, bare, s.HOLDER, facts=lived), Submitted)


def test_a_no_of_the_registers_asks_for_papers_and_turns_nobody_down() -> None:
    for state in (s.SUBMITTED, s.NEED_PAPERS):
        assert isinstance(when(state, AutoVerify(), s.HOLDER, facts=KNOWN), Approved)
        got = when(state, AutoVerify(), s.OFFICE)
        assert isinstance(got, NeedPapers)
        assert (Paper.RESIDENCE,) == got.missing
    bare = s.SUBMITTED.model_copy(update={"photo": None})
    reading = s.READING.model_copy(update={"photo": None})
    known = KNOWN.model_copy(update={"reading": reading})
    got = when(bare, AutoVerify(), s.HOLDER, facts=known)
    assert (Paper.PHOTO,) == got.missing


def test_the_office_approves_asks_and_rejects_with_a_reason() -> None:
    waiting: tuple[Any, ...] = (s.SUBMITTED, s.NEED_PAPERS)
    for state in waiting:
        assert isinstance(when(state, Approve()), Approved)
        bare = state.model_copy(update={"photo": None})
        refused("SENIOR_PHOTO_REQUIRED", bare, Approve())
        assert s.PHOTO == when(bare, Approve(photo=s.PHOTO)).photo
    for application in APPLICATIONS:
        assert (Paper.PHOTO,) == when(application, ASK).missing
        assert s.REJECTED == when(application, REJECT)
        for command in (ASK, REJECT):
            refused("ROLE_REQUIRED", application, command, by=s.HOLDER)
    refused("ROLE_REQUIRED", s.SUBMITTED, Approve(), by=s.WINDOW)
    assert "不足" not in repr(s.REJECTED)


def test_missing_papers_are_brought_by_who_may_apply() -> None:
    command = SupplyPapers(residence=SINCE, photo=s.OTHER_PHOTO)
    got = when(s.NEED_PAPERS, command, s.HOLDER)
    assert isinstance(got, Submitted)
    assert (SINCE, s.OTHER_PHOTO) == (got.residence, got.photo)
    refused("ACCESS_NOT_GRANTED", s.NEED_PAPERS, command, by=s.resident(s.STRANGER))
    far = SupplyPapers(residence=HERE.model_copy(update={"region": "330102"}))
    refused("SENIOR_OTHER_REGION", s.NEED_PAPERS, far, by=s.HOLDER, policy=SHANDONG)


@pytest.mark.parametrize("state", APPLICATIONS)
def test_an_application_is_taken_back_and_erased(state: Any) -> None:
    got = when(state, Withdraw(), s.HOLDER)

    assert isinstance(got, Withdrawn)
    effects = [e.kind.__name__ for e, _, _ in senior_card.bring_about(state, got)]
    assert ["Erase"] == effects
    refused("ACCESS_NOT_GRANTED", state, Withdraw(), by=s.resident(s.STRANGER))


def test_the_office_gives_out_a_number_of_its_form_and_the_tier_of_the_day() -> None:
    assert when(s.APPROVED, ISSUE) == ACTIVE
    bad = ISSUE.model_copy(update={"number": "七号"})
    refused("SENIOR_NUMBER_FORM", s.APPROVED, bad)
    refused("ROLE_REQUIRED", s.APPROVED, ISSUE, by=s.HOLDER)
    young = s.born(date(1963, 6, 1))
    refused("SENIOR_TOO_YOUNG", s.APPROVED, ISSUE, facts=young)


@pytest.mark.parametrize(
    ("pack", "birth", "tiers"),
    [
        (s.PACK, date(1962, 1, 1), [60, 65, 70, 80, 90, 100]),
        (SHANDONG, date(1962, 1, 1), [60, 65, 70, 80]),
        (ZHEJIANG, date(1920, 2, 29), [100]),
    ],
)
def test_birthdays_lead_through_the_tiers_of_the_policy(
    pack: Any, birth: date, tiers: list[int]
) -> None:
    state = when(s.APPROVED, ISSUE, facts=s.born(birth), policy=pack)
    seen = [state.tier_from]
    far = datetime(2090, 1, 1, tzinfo=SHANGHAI)
    for after, _, _ in senior_card.elapse(state, far, pack, SUBJECT):
        seen.append(after.tier_from)  # type: ignore[union-attr]  # it stays active
    assert tiers == seen


@pytest.mark.parametrize(
    ("birth", "first"),
    [(date(1958, 2, 28), (2023, 2, 28)), (date(1960, 2, 29), (2025, 2, 28))],
)
def test_a_tier_begins_with_the_first_moment_of_the_birthday(
    birth: date, first: tuple[int, int, int]
) -> None:
    state = when(s.APPROVED, ISSUE, facts=s.born(birth))
    assert 60 == state.tier_from
    midnight = s.at(*first)
    before = midnight - timedelta(microseconds=1)
    assert not list(senior_card.elapse(state, before, s.PACK, SUBJECT))
    ((got, _, _),) = senior_card.elapse(state, midnight, s.PACK, SUBJECT)
    assert isinstance(got, Active)
    assert (65, date(*first)) == (got.tier_from, got.tier_since)
    assert Benefit.CHECK_UP in got.tier.benefits


@pytest.mark.parametrize("state", GIVEN_OUT)
def test_a_tier_is_reached_also_by_a_card_that_rests_or_is_lost(state: Any) -> None:
    got = when(state, BirthdayCame(), now=s.at(2032, 6, 1))

    assert (type(state), 80, 1) == (type(got), got.tier_from, got.edition)
    assert Benefit.ALLOWANCE in got.tier.benefits
    last = got.model_copy(update={"next_tier_on": None})
    assert last == when(last, BirthdayCame())
    assert senior_card.deadline(last) is None


@pytest.mark.parametrize("way", [SCAN, READ])
def test_it_is_shown_for_a_benefit_of_its_tier(way: Present) -> None:
    got = when(ACTIVE, way, s.BUS, facts=SCANNED)

    assert (1, Benefit.PRIORITY_CARE) == (got.uses, got.recent[0].benefit)
    bus = way.model_copy(update={"benefit": Benefit.BUS_FREE})
    refused("SENIOR_NOT_ENTITLED", ACTIVE, bus, by=s.BUS, facts=SCANNED)
    refused("ROLE_REQUIRED", ACTIVE, way, by=s.HOLDER, facts=SCANNED)


def test_provinces_give_what_is_theirs() -> None:
    for age, halves, free in ((60, True, False), (69, True, False), (70, False, True)):
        birth = date(2022 - age, 12, 1)
        card = when(s.APPROVED, ISSUE, facts=s.born(birth), policy=SHANDONG)
        assert halves is (Benefit.PARK_HALF in card.tier.benefits)
        assert free is (Benefit.PARK_FREE in card.tier.benefits)
        assert (age >= 65) is (Benefit.BUS_FREE in card.tier.benefits)
    old = when(s.APPROVED, ISSUE, facts=s.born(date(1922, 12, 1)), policy=ZHEJIANG)
    assert Benefit.CENTENARIAN in old.tier.benefits


@pytest.mark.parametrize(
    "change",
    [
        {"scanned": s.STRANGER},
        {"scanned": None},
        {"scanned_at": None},
        {"scanned_for": "H9"},
        {"scanned_at": NOW - timedelta(minutes=10, seconds=1)},
        {"scanned_at": NOW + timedelta(seconds=1)},
    ],
)
def test_only_a_fresh_scan_of_the_holder_here_counts(change: dict[str, Any]) -> None:
    facts = SCANNED.model_copy(update=change)

    refused("SENIOR_CODE_NOT_SHOWN", ACTIVE, SCAN, by=s.BUS, facts=facts)


def test_a_scan_counts_to_its_last_moment_and_once() -> None:
    last = SCANNED.model_copy(update={"scanned_at": NOW - timedelta(minutes=10)})
    got = when(ACTIVE, SCAN, s.BUS, facts=last)
    refused("SENIOR_SCAN_USED", got, SCAN, by=s.BUS, facts=SCANNED)
    other = SCAN.model_copy(update={"use": "U-2"})
    got = when(got, other, s.BUS, facts=SCANNED)
    refused("SENIOR_SCAN_USED", got, SCAN, by=s.BUS, facts=SCANNED)
    assert 2 == got.uses


def test_a_copy_that_was_replaced_is_void() -> None:
    newer = when(when(ACTIVE, ReportLost(), s.HOLDER), Reissue())

    assert isinstance(newer, Active)
    assert (2, ACTIVE.number) == (newer.edition, newer.number)
    refused("SENIOR_OLD_EDITION", newer, READ, by=s.BUS, facts=SCANNED)
    wrong = READ.model_copy(update={"number": "SD-9"})
    refused("SENIOR_CODE_NOT_SHOWN", newer, wrong, by=s.BUS, facts=SCANNED)
    bare = READ.model_copy(update={"edition": None})
    refused("SENIOR_CODE_NOT_SHOWN", newer, bare, by=s.BUS, facts=SCANNED)
    assert 2 == when(ACTIVE, Reissue()).edition
    for state in (ACTIVE, s.LOST):
        refused("SENIOR_OTHER_ISSUER", state, Reissue(), by=s.ELSEWHERE)
        refused("ROLE_REQUIRED", state, Reissue(), by=s.HOLDER)


@pytest.mark.parametrize("state", [ACTIVE, s.RESTING])
def test_a_loss_is_reported_by_who_it_concerns(state: Any) -> None:
    for by in (s.HOLDER, s.WINDOW):
        assert isinstance(when(state, ReportLost(), by), Lost)
    asked = FACTS.model_copy(update={"is_agent": True})
    got = when(state, ReportLost(), s.resident(s.CHILD), facts=asked)
    assert isinstance(got, Lost)
    refused("ACCESS_NOT_GRANTED", state, ReportLost(), by=s.resident(s.STRANGER))


def test_home_and_photo_are_corrected_and_the_tier_follows_the_birth_date() -> None:
    home = HERE.model_copy(update={"region": "370203"})
    got = when(ACTIVE, Update(residence=home, photo=s.OTHER_PHOTO), s.HOLDER)
    assert (home, s.OTHER_PHOTO, 70) == (got.residence, got.photo, got.tier_from)
    older = when(ACTIVE, Update(), s.HOLDER, facts=s.born(date(1942, 12, 1)))
    assert (80, date(1942, 12, 1)) == (older.tier_from, older.birth)
    young = s.born(date(1972, 12, 1))
    refused("SENIOR_TOO_YOUNG", ACTIVE, Update(), by=s.HOLDER, facts=young)
    far = Update(residence=HERE.model_copy(update={"region": "330102"}))
    refused("SENIOR_MOVED_AWAY", ACTIVE, far, by=s.HOLDER, policy=SHANDONG)
    refused("ACCESS_NOT_GRANTED", ACTIVE, far, by=s.resident(s.STRANGER))


def test_it_rests_while_the_health_card_is_lost() -> None:
    resting = when(ACTIVE, HealthCardRests())

    assert isinstance(resting, Resting)
    assert when(resting, HealthCardFound()) == ACTIVE
    assert face_of(resting) is None


@pytest.mark.parametrize("state", [*APPLICATIONS, *GIVEN_OUT])
def test_it_ends_with_its_holder_and_with_the_health_card(state: Any) -> None:
    number = getattr(state, "number", None)
    for command, reason in (
        (HolderDied(), Ending.DIED),
        (ReportDeath(), Ending.DIED),
        (HealthCardEnded(), Ending.CARD_ENDED),
    ):
        got = when(state, command)
        assert (Cancelled, reason, number) == (type(got), got.reason, got.number)
    refused("ROLE_REQUIRED", state, ReportDeath(), by=s.HOLDER)


@pytest.mark.parametrize("state", GIVEN_OUT)
def test_it_is_given_up_moved_out_and_revoked(state: Any) -> None:
    assert Ending.GIVEN_UP is when(state, GiveUp(), s.HOLDER).reason
    refused("ACCESS_NOT_GRANTED", state, GiveUp(), by=s.resident(s.STRANGER))
    assert s.TRANSFERRED == when(state, MOVE, policy=SHANDONG)
    refused("SENIOR_STILL_HERE", state, MoveOut(to="370203"), policy=SHANDONG)
    refused("SENIOR_REGION_UNKNOWN", state, MoveOut(to="990203"), policy=SHANDONG)
    assert "370203" == when(state, MoveOut(to="370203")).to_region
    refused("SENIOR_STILL_HERE", state, MoveOut(to="370102"))
    assert s.REVOKED == when(state, REVOKE)
    for command in (MOVE, REVOKE):
        refused("SENIOR_OTHER_ISSUER", state, command, by=s.ELSEWHERE)
        refused("ROLE_REQUIRED", state, command, by=s.HOLDER)


def told(before: Any, after: Any) -> list[Any]:
    found = senior_card.bring_about(before, after)
    return [v for _, v, new in found if new and isinstance(v, Signal)]


def test_who_keeps_codes_together_hears_of_each_edition() -> None:
    bound: dict[str, Any] = {
        "card": SUBJECT,
        "issuer": ACTIVE.issuer,
        "number": "SD-000001",
        "edition": 1,
    }
    assert [SeniorCodeBound(**bound)] == told(s.APPROVED, ACTIVE)
    assert [] == told(ACTIVE, when(ACTIVE, READ, s.BUS, facts=SCANNED))
    assert [SeniorCodeVoided(**bound)] == told(ACTIVE, s.LOST)
    assert [SeniorCodeVoided(**bound)] == told(ACTIVE, s.CANCELLED)
    assert [] == told(s.LOST, s.CANCELLED)
    assert [] == told(s.APPROVED, when(s.APPROVED, HolderDied()))


def test_the_card_is_called_up_with_what_stands_on_it() -> None:
    face = face_of(ACTIVE)

    assert face is not None
    assert ("SD-000001", 70, date(2022, 12, 1), "长期有效") == (
        face.number,
        face.tier_from,
        face.issued_on,
        face.term,
    )
    assert face_of(s.APPROVED) is None
    assert "1952" not in repr(ACTIVE)
