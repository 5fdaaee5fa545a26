"""Health records (健康档案, guide §4.6.1): HR1, HR3, and what lies between."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import CardLostError, NotAllowedError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.ports import ResidenceReading
from ehealthcard.rules.access import Grounds
from ehealthcard.rules.health_records.base import BaseChange
from ehealthcard.rules.health_records.codes import CancelReason, Illness
from ehealthcard.rules.health_records.standing import MergeProof
from ehealthcard.rules.signals import (
    HealthRecordCancelled,
    HealthRecordMoved,
    HealthRecordOwnerDied,
)
from ehealthcard.services.health_record import (
    Active,
    Cancel,
    Cancelled,
    CloseToSelf,
    ConfirmMove,
    Corrected,
    HolderDied,
    Merge,
    Merged,
    MovedIn,
    MovedOut,
    MoveLapsed,
    MoveOut,
    Moving,
    OpenToSelf,
    OwnerDied,
    Read,
    RecordPolicy,
    Restore,
    ReturnMove,
    TermPassed,
    Unmerge,
    Update,
    health_record,
    page_of,
)
from ehealthcard.testing import WorkflowContract
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor, Claim, Erase, Signal, Tell, Until

from . import records as r
from .records import ACTIVE, BUILD, CLOSED, HOLDER, KEEPER, MOVING, resident, when

MOVE = MoveOut(to=r.ELSEWHERE, to_name="新区中心", reason="搬家")
CONFIRM = ConfirmMove(number="33010200110100007", residency=r.AWAY, doctor="doctor-5")
RETURN = ReturnMove(reason="不在本辖区")
LOST = Cancel(reason=CancelReason.LOST, note="三次未联系上")
MERGE = Merge(into=r.OTHER_FILE, proof=MergeProof.DOCUMENTS)
MOVED_IN = MovedIn(
    card=SUBJECT,
    file=r.NUMBER,
    number="33010200110100007",
    org=r.ELSEWHERE,
    org_name="新区中心",
    is_open=True,
    content=r.CONTENT,
)
MICRO = timedelta(microseconds=1)


def refused(code: str, state: Any, command: Any, **more: Any) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, **more)
    assert code == caught.value.code


def follows(before: Any, after: Any, kind: type) -> list[Any]:
    found = health_record.bring_about(before, after)
    return [v for _, v, new in found if new and isinstance(v, kind)]


class TestContract(WorkflowContract):
    workflow = health_record
    examples = (
        ACTIVE.model_copy(update={"refused": when(MOVING, MoveLapsed()).refused}),
        MOVING,
        r.MOVED_OUT,
        r.CANCELLED,
        r.ARCHIVED,
        r.MERGED,
    )
    commands = (
        BUILD,
        Update(change=r.CHANGE),
        OpenToSelf(),
        CloseToSelf(),
        Read(),
        MOVE,
        CONFIRM,
        RETURN,
        LOST,
        Restore(reason="误注销"),
        MERGE,
        Unmerge(reason="误合并"),
        MOVED_IN,
        Corrected(change=r.CHANGE),
        MoveLapsed(),
        TermPassed(),
        HolderDied(),
        OwnerDied(),
    )
    facts = (r.ADULT, r.READS, r.BUILDS, r.MERGES)
    roles = frozenset({"public-health"})


def test_a_record_is_built_by_the_institution_that_keeps_it() -> None:
    assert CLOSED == when(None, BUILD)
    refused("RECORD_OTHER_KEEPER", None, BUILD, by=Actor("x", {"public-health"}))
    refused("ROLE_REQUIRED", None, BUILD, by=Actor("x", {"nurse"}, org=r.ORG))


@pytest.mark.parametrize(
    ("since", "day", "is_long"),
    [
        (date(2022, 6, 1), (2022, 11, 30), False),
        (date(2022, 6, 1), (2022, 12, 1), True),
        (date(2022, 8, 31), (2023, 2, 27), False),
        (date(2022, 8, 31), (2023, 2, 28), True),  # no 31st: the month's last day
    ],
)
def test_a_record_is_for_who_has_lived_there_six_months(
    since: date, day: tuple[int, int, int], *, is_long: bool
) -> None:
    home = r.HOME.model_copy(update={"since": since})
    new = BUILD.model_copy(update={"residency": home})
    now = datetime(*day, tzinfo=SHANGHAI)

    if is_long:
        assert isinstance(when(None, new, now=now), Active)
    else:
        refused("RECORD_RESIDENCE_TOO_SHORT", None, new, now=now)


@pytest.mark.parametrize(
    ("living", "since", "speaks"),
    [
        (None, None, True),  # registered there and nowhere else
        ("110101", date(2022, 5, 1), True),
        ("110101", date(2022, 7, 1), False),
        ("110102", date(2022, 5, 1), False),
    ],
)
def test_without_a_paper_the_registers_must_speak_for_the_home(
    living: str | None, since: date | None, *, speaks: bool
) -> None:
    home = r.HOME.model_copy(update={"proof": None})
    new = BUILD.model_copy(update={"residency": home})
    reading = ResidenceReading(
        registered_in="110101", living_in=living, living_since=since
    )
    facts = r.BUILDS.model_copy(update={"reading": reading})

    refused("RECORD_RESIDENCE_UNPROVED", None, new)
    if speaks:
        assert isinstance(when(None, new, facts=facts), Active)
    else:
        refused("RECORD_RESIDENCE_UNPROVED", None, new, facts=facts)


def test_everybody_has_one_record() -> None:
    known = r.BUILDS.model_copy(update={"exists": True})
    refused("RECORD_EXISTS", None, BUILD, facts=known)
    names = {c.name for c in follows(None, ACTIVE, Claim)}
    assert {f"health-record:{SUBJECT}", f"health-record-number:{r.NUMBER}"} == names


def test_a_minor_s_guardian_and_an_active_card_are_needed() -> None:
    child = r.BUILDS.model_copy(update={"age": 17})
    refused("RECORD_GUARDIAN_REQUIRED", None, BUILD, facts=child)
    agreed = BUILD.model_copy(update={"by_guardian": True})
    assert CLOSED == when(None, agreed, facts=child)
    lost = r.BUILDS.model_copy(update={"status": CardStatus.SUSPENDED})
    with pytest.raises(CardLostError):
        when(None, BUILD, facts=lost)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("1101010010010000", "RECORD_CODE_FORM"),
        ("11010100110000001", "RECORD_CODE_UNIT"),  # HR1: segment "100"
        ("11010200100100001", "RECORD_OTHER_REGION"),  # another county than the home
    ],
)
def test_hr1_a_record_has_a_number_of_its_place(number: str, code: str) -> None:
    refused(code, None, BUILD.model_copy(update={"number": number}))


def test_a_province_builds_for_its_own_residents() -> None:
    own = RecordPolicy(name="zj", effective_from=date(2022, 1, 1), region="330000")
    refused("RECORD_OTHER_REGION", None, BUILD, policy=own)


def test_the_keeper_writes_in_it_and_nobody_else() -> None:
    got = when(ACTIVE, Update(change=r.CHANGE))
    assert () == got.content.base.allergies
    assert r.BASE.blood == got.content.base.blood
    head = r.HEAD.model_copy(update={"grid": "G-7"})
    assert head == when(MOVING, Update(head=head)).content.head
    refused("RECORD_OTHER_KEEPER", ACTIVE, Update(change=r.CHANGE), by=r.RECEIVER)
    same = Update(change=BaseChange(blood=r.BASE.blood))
    refused("RECORD_NOTHING_CHANGED", ACTIVE, same)


def test_a_correction_is_written_wherever_the_record_is() -> None:
    for state in (ACTIVE, MOVING):
        assert () == when(state, Corrected(change=r.CHANGE)).content.base.allergies


def test_the_resident_opens_and_closes_it() -> None:
    assert ACTIVE == when(CLOSED, OpenToSelf(), HOLDER)
    assert CLOSED == when(ACTIVE, CloseToSelf(), HOLDER)
    assert not when(MOVING, CloseToSelf(), HOLDER).is_open
    assert when(
        CLOSED.to(Moving, **dict(MOVING) | {"is_open": False}), OpenToSelf(), HOLDER
    ).is_open
    refused("RECORD_OPEN_ALREADY", ACTIVE, OpenToSelf(), by=HOLDER)
    for who in (KEEPER, resident(r.NEIGHBOUR), resident(r.DELEGATE)):
        refused("ACCESS_NOT_GRANTED", CLOSED, OpenToSelf(), by=who, facts=r.SHARED)
    parent = resident(r.GUARDIAN)
    assert when(CLOSED, OpenToSelf(), parent, facts=r.CHILD).is_open
    grown = r.CHILD.model_copy(update={"age": 18})
    refused("ACCESS_NOT_GRANTED", CLOSED, OpenToSelf(), by=parent, facts=grown)


def looks(access: Any = r.ADULT, **more: Any) -> Any:
    return r.READS.model_copy(update={"access": access} | more)


@pytest.mark.parametrize(
    ("by", "facts", "grounds"),
    [
        (HOLDER, looks(), Grounds.SELF),
        (resident(r.GUARDIAN), looks(r.CHILD), Grounds.GUARDIAN),
        (resident(r.DELEGATE), looks(r.SHARED), Grounds.DELEGATE),
        (KEEPER, looks(), Grounds.CLINICIAN),
        (Actor("doctor-1", {"doctor"}, org=r.ORG), looks(), Grounds.CLINICIAN),
        (r.DOCTOR, looks(contracted=True), Grounds.CLINICIAN),
        (r.DOCTOR, looks(present=True), Grounds.CLINICIAN),
    ],
)
def test_who_reads_is_on_record_with_the_grounds(
    by: Actor, facts: Any, grounds: Grounds
) -> None:
    for state in (ACTIVE, MOVING):
        got = when(state, Read(), by, facts=facts)

        assert grounds is got.last_reading.access.grounds
        assert (by.id, 1) == (got.last_reading.access.by, got.readings)
        assert r.NUMBER in got.last_reading.access.watermark
        assert state.content == got.content


@pytest.mark.parametrize(
    ("by", "facts"),
    [
        (resident(r.NEIGHBOUR), looks(r.SHARED)),
        (resident(r.GUARDIAN), looks(r.CHILD.model_copy(update={"age": 18}))),
        (r.DOCTOR, looks()),
        (Actor("doctor-2", {"doctor"}, org=r.ORG), looks()),
        (Actor("clerk", {"registrar"}, org="H1"), looks(present=True)),
        (Actor("doctor-9", {"doctor"}), looks(present=True)),
    ],
)
def test_nobody_else_reads(by: Actor, facts: Any) -> None:
    refused("ACCESS_NOT_GRANTED", ACTIVE, Read(), by=by, facts=facts)


def test_a_grant_ends_at_its_last_moment() -> None:
    friend = resident(r.DELEGATE)
    assert 1 == when(ACTIVE, Read(), friend, facts=looks(r.SHARED)).readings
    later = {"facts": looks(r.SHARED), "now": NOW + MICRO}
    refused("ACCESS_NOT_GRANTED", ACTIVE, Read(), by=friend, **later)


def test_a_grant_for_reports_is_none_for_the_record() -> None:
    grant = r.GRANT.model_copy(update={"scopes": ("reports", "records")})
    only = r.ADULT.model_copy(update={"grants": (grant,)})
    friend = resident(r.DELEGATE)
    refused("ACCESS_NOT_GRANTED", ACTIVE, Read(), by=friend, facts=looks(only))


def test_what_is_closed_is_closed_to_resident_and_family_and_not_to_care() -> None:
    for by in (HOLDER, resident(r.DELEGATE)):
        refused("RECORD_NOT_OPEN", CLOSED, Read(), by=by, facts=looks(r.SHARED))
    assert 1 == when(CLOSED, Read(), KEEPER).readings


def test_a_lost_card_reads_nothing_online() -> None:
    lost = r.ADULT.model_copy(update={"status": CardStatus.SUSPENDED})
    with pytest.raises(CardLostError):
        when(ACTIVE, Read(), HOLDER, facts=looks(lost))


def test_the_sensitive_is_shown_where_it_was_asked_for_with_a_second_proof() -> None:
    plain = page_of(when(ACTIVE, Read(), HOLDER)).info
    illnesses = [i.illness for i in plain.base.past.illnesses]
    assert [Illness.HYPERTENSION] == illnesses
    assert 7 == plain.left_out
    assert r.BASE.past.operations == plain.base.past.operations
    assert () == plain.base.past.transfusions
    assert r.BASE.contact == plain.base.contact
    assert ("", 1, 1) == (
        plain.base.genetic,
        len(plain.base.family),
        len(plain.base.disabilities),
    )

    asked = Read(sensitive=True)
    refused("STEP_UP_REQUIRED", ACTIVE, asked, by=HOLDER)
    refused("STEP_UP_REQUIRED", ACTIVE, asked, by=KEEPER)
    proved = resident(SUBJECT, r.STRONG)
    whole = page_of(when(ACTIVE, asked, proved)).info
    assert (r.BASE, 0) == (whole.base, whole.left_out)


def test_the_family_sees_the_sensitive_by_a_grant_that_says_so() -> None:
    asked, friend = Read(sensitive=True), resident(r.DELEGATE, r.STRONG)
    refused("ACCESS_NOT_GRANTED", ACTIVE, asked, by=friend, facts=looks(r.SHARED))
    wide = r.GRANT.model_copy(update={"sensitive": True})
    facts = looks(r.ADULT.model_copy(update={"grants": (wide,)}))
    assert when(ACTIVE, asked, friend, facts=facts).last_reading.sensitive


def test_a_page_shows_nothing_that_nobody_has_looked_at() -> None:
    with pytest.raises(RuleViolationError):
        page_of(ACTIVE)
    listed = ACTIVE.shown_to(HOLDER)
    assert listed.content is None


def test_a_merged_record_is_read_with_the_other_one() -> None:
    seen = when(ACTIVE, Read(), KEEPER)
    inside = r.MERGED.model_copy(
        update={"file": r.OTHER_FILE, "number": r.OTHER_FILE, "into": r.NUMBER}
    )
    foreign = r.MERGED

    (page,) = page_of(seen, (inside, foreign)).absorbed
    assert r.OTHER_FILE == page.number
    assert 7 == page.info.left_out


def test_a_move_waits_for_the_receiver() -> None:
    for by in (KEEPER, HOLDER):
        got = when(ACTIVE, MOVE, by)
        assert MOVING.answer_by == got.answer_by
        (told,) = follows(ACTIVE, got, Tell)
        assert "health-record-move" == told.kind
    refused("RECORD_MOVE_TO_SELF", ACTIVE, MOVE.model_copy(update={"to": r.ORG}))
    refused("RECORD_OTHER_KEEPER", ACTIVE, MOVE, by=r.RECEIVER)
    refused("ACCESS_NOT_GRANTED", ACTIVE, MOVE, by=resident(r.NEIGHBOUR))
    refused("RECORD_NOT_RECEIVER", MOVING, CONFIRM)
    refused("RECORD_NOT_RECEIVER", MOVING, RETURN)


def test_a_confirmed_record_goes_on_at_the_new_place_with_all_that_is_in_it() -> None:
    got = when(MOVING, CONFIRM, r.RECEIVER)

    assert isinstance(got, MovedOut)
    (signal,) = follows(MOVING, got, HealthRecordMoved)
    new = when(None, MovedIn(**dict(signal)))
    assert (r.NUMBER, "33010200110100007", r.ELSEWHERE) == (
        new.file,
        new.number,
        new.org,
    )
    assert new.is_open
    assert ("330102001101", r.NUMBER[:12]) == (new.village, new.first_village)
    assert (r.BASE, r.AWAY) == (new.content.base, new.content.residency)
    assert "doctor-5" == new.content.head.doctor
    (old,) = new.content.previous
    assert (r.NUMBER, r.ORG) == (old.number, old.org)
    names = {c.name for c in follows(None, got, Claim)}
    assert {f"health-record-number:{r.NUMBER}"} == names


def test_within_a_village_the_number_may_move_along() -> None:
    command = ConfirmMove(number=r.NUMBER, residency=r.HOME)
    got = when(MOVING, command, r.RECEIVER)
    assert [] == follows(None, got, Claim)


def test_a_move_is_confirmed_for_a_home_that_is_there() -> None:
    ahead = r.AWAY.model_copy(update={"since": date(2022, 12, 2)})
    later = CONFIRM.model_copy(update={"residency": ahead})
    refused("RECORD_HOME_AHEAD", MOVING, later, by=r.RECEIVER)
    other = CONFIRM.model_copy(update={"residency": r.HOME})
    refused("RECORD_OTHER_REGION", MOVING, other, by=r.RECEIVER)


def test_a_returned_or_unanswered_move_leaves_all_as_it_was() -> None:
    returned = when(MOVING, RETURN, r.RECEIVER)
    assert RETURN.reason == returned.refused.reason
    silent = when(MOVING, MoveLapsed())
    assert silent.refused.reason is None
    for state in (returned, silent):
        assert ACTIVE == state.model_copy(update={"refused": None})
        assert "health-record-returned" in {
            t.kind for t in follows(MOVING, state, Tell)
        }


@pytest.mark.parametrize("state", [ACTIVE, MOVING])
@pytest.mark.parametrize("reason", list(CancelReason))
def test_a_record_is_cancelled_for_a_reason(state: Any, reason: CancelReason) -> None:
    got = when(state, Cancel(reason=reason, note="有说明"))

    assert isinstance(got, Cancelled)
    assert ACTIVE.content == got.content
    (signal,) = follows(state, got, Signal)
    assert HealthRecordCancelled(card=SUBJECT, reason=reason) == signal


def test_the_codes_are_those_of_the_forms() -> None:
    assert ["1", "2", "3", "4", "9"] == [c.value for c in CancelReason]


def test_hr3_a_death_cancels_the_record_by_itself() -> None:
    for state in (ACTIVE, MOVING):
        for notice in (HolderDied(), OwnerDied()):
            got = when(state, notice)
            assert CancelReason.DIED is got.reason
            (signal,) = follows(state, got, Signal)
            assert CancelReason.DIED is signal.reason


def test_a_resident_may_refuse_to_have_one_and_say_no_more() -> None:
    refusal = Cancel(reason=CancelReason.REFUSED)
    assert CancelReason.REFUSED is when(ACTIVE, refusal, HOLDER).reason
    for reason in set(CancelReason) - {CancelReason.REFUSED}:
        wrong = Cancel(reason=reason, note="有说明")
        refused("RECORD_OWN_WISH_ONLY", ACTIVE, wrong, by=HOLDER)
    refused("ACCESS_NOT_GRANTED", ACTIVE, refusal, by=resident(r.NEIGHBOUR))
    refused("RECORD_OTHER_KEEPER", ACTIVE, refusal, by=r.RECEIVER)


def test_loss_and_other_reasons_are_explained_and_a_death_has_happened() -> None:
    for reason in (CancelReason.LOST, CancelReason.OTHER):
        refused("RECORD_REASON_DETAILS", ACTIVE, Cancel(reason=reason, note=" "))
    ahead = Cancel(reason=CancelReason.DIED, died_on=date(2022, 12, 2))
    refused("VISIT_IN_FUTURE", ACTIVE, ahead)


def test_a_wrong_cancellation_is_undone_and_nothing_is_lost() -> None:
    assert ACTIVE == when(r.CANCELLED, Restore(reason="误注销"))
    refused("RECORD_OTHER_KEEPER", r.CANCELLED, Restore(reason="误注销"), by=r.RECEIVER)
    with pytest.raises(NotAllowedError):
        when(r.CANCELLED, Read())


def test_a_cancelled_record_is_kept_for_its_term_and_then_erased() -> None:
    gone = when(ACTIVE, LOST)
    assert r.CANCELLED == gone
    (timer,) = [
        v for _, v, _ in health_record.bring_about(None, gone) if isinstance(v, Until)
    ]
    assert datetime(2037, 12, 2, tzinfo=SHANGHAI) == timer.last
    old = when(gone, TermPassed())
    assert r.ARCHIVED == old
    assert [Erase()] == follows(gone, old, Erase)
    names = {c.name for c in follows(None, old, Claim)}
    assert {f"health-record-number:{r.NUMBER}"} == names


def test_two_records_of_one_person_become_one_and_two_again() -> None:
    got = when(ACTIVE, MERGE)
    assert r.MERGED == got
    assert ACTIVE == when(got, Unmerge(reason="误合并"))
    refused("RECORD_OTHER_KEEPER", got, Unmerge(reason="误合并"), by=r.RECEIVER)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("RECORD_MERGE_TARGET", {"into": None}),
        ("RECORD_MERGE_DIFFERS", {"same_birth": False}),
        ("RECORD_MERGE_DIFFERS", {"same_sex": False}),
        ("RECORD_MERGE_CHAIN", {"is_target": True}),
    ],
)
def test_only_what_may_be_one_person_is_merged(
    code: str, change: dict[str, Any]
) -> None:
    refused(code, ACTIVE, MERGE, facts=r.MERGES.model_copy(update=change))


def test_a_record_is_not_merged_into_itself() -> None:
    mine = MERGE.model_copy(update={"into": r.NUMBER})
    refused("RECORD_MERGE_ITSELF", ACTIVE, mine)


def test_a_death_told_of_a_merged_record_s_card_reaches_the_other_record() -> None:
    got = when(r.MERGED, HolderDied())
    assert isinstance(got, Merged)
    assert [HealthRecordOwnerDied(file=r.OTHER_FILE)] == follows(r.MERGED, got, Signal)
    assert got == when(got, HolderDied(), now=NOW + timedelta(days=1))


def test_a_repr_tells_nothing_of_a_record() -> None:
    for state in (ACTIVE, MOVING, r.CANCELLED, r.MERGED):
        assert "某人" not in repr(state)
        assert "MENTAL" not in repr(state)
    assert "某人" not in repr(BUILD)
