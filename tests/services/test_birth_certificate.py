"""Birth certificates (出生医学证明, guide §4.6.2): BC1 to BC9, and more."""

from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import CardError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.birth.evidence import Evidence
from ehealthcard.rules.birth.newborn import Place
from ehealthcard.rules.birth.numbers import Edition
from ehealthcard.rules.calendar import add_months
from ehealthcard.rules.signals import BirthNumberVoided, NewbornCertified
from ehealthcard.services.birth_certificate import (
    BOZHOU,
    POLICIES,
    ZHEJIANG,
    Agent,
    Approve,
    AskReissue,
    AskReplacement,
    BirthPolicy,
    Capacity,
    Check,
    Checked,
    Closed,
    Confirm,
    Correct,
    Delivered,
    EvidenceTimePassed,
    GrantRenewal,
    Issued,
    Mail,
    Match,
    NeedEvidence,
    NoteDelivered,
    NoteReturned,
    ParcelRefused,
    ParcelTaken,
    Part,
    PickUp,
    Print,
    PrintFacts,
    RefuseRenewal,
    Registered,
    RegisterHousehold,
    Reject,
    RejectReason,
    RenewalAsked,
    RenewalGranted,
    ReplaceCause,
    Revoke,
    RevokeCause,
    Submitted,
    Supplement,
    UnderReview,
    Withdraw,
    birth_certificate,
    licence_of,
    page_of,
    void_licences,
)
from ehealthcard.testing import WorkflowContract
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Claim, Order, Signal, Tell

from . import births as b
from .births import APPLY, CLERK, MOTHER, REVIEWER, paper, when

PRINT = Print(number="W330000002")
REPLACE = AskReplacement(cause=ReplaceCause.CUT, original_returned=True)
REISSUE = AskReissue(papers=(b.LOST,))
REGISTER = RegisterHousehold(station="P330102", registered_on=date(2022, 12, 1))
REVOKE = Revoke(cause=RevokeCause.FRAUD, explanation="冒名")
REJECT = Reject(reason=RejectReason.FALSE, explanation="材料虚假")
RENAME = Correct(name="钱小宝")


def refused(code: str, state: Any, command: Any, *who: Any, **more: Any) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, *who, **more)
    assert code == caught.value.code


def changed(**more: Any) -> Any:
    return APPLY.model_copy(update=more)


def said(before: Any, after: Any, kind: type) -> list[Any]:
    found = birth_certificate.bring_about(before, after)
    return [v for _, v, new in found if new and isinstance(v, kind)]


class TestContract(WorkflowContract):
    workflow = birth_certificate
    examples = (
        b.SUBMITTED,
        b.NEED_EVIDENCE,
        b.UNDER_REVIEW,
        b.CHECKED,
        b.APPROVED,
        b.CONFIRMED,
        b.REJECTED,
        b.CLOSED,
        b.WITHDRAWN,
        *b.LIVE,
        b.REVOKED,
    )
    commands = (
        APPLY,
        Match(),
        Supplement(papers=(b.DNA,)),
        RENAME,
        Check(),
        Approve(),
        REJECT,
        Withdraw(),
        Confirm(signed="S-1"),
        PRINT,
        Mail(to=b.ADDRESS),
        PickUp(receiver="赵一"),
        NoteDelivered(receiver="赵一"),
        NoteReturned(reason="nobody there"),
        REGISTER,
        REPLACE,
        REISSUE,
        GrantRenewal(),
        RefuseRenewal(reason="it can be read"),
        REVOKE,
        EvidenceTimePassed(),
        ParcelTaken(tracking="EM1"),
        ParcelRefused(code="NO_SUCH_PLACE"),
    )
    facts = (b.FACTS, b.UNMATCHED, b.SILENT, b.BLANK)
    roles = frozenset({"birth-clerk", "birth-reviewer", "birth-authority"})


def test_a_mother_whose_delivery_is_recorded_is_reviewed_at_once() -> None:
    got = when(None, APPLY, MOTHER)

    assert isinstance(got, UnderReview)
    assert (True, (), b.CHILD) == (got.matched, got.needs, got.newborn)


def test_another_identity_is_proved_by_the_police_or_by_dna() -> None:
    got = when(None, APPLY, facts=b.UNMATCHED)

    assert isinstance(got, NeedEvidence)
    assert (b.MISMATCH,) == got.needs
    for kind in (Evidence.DNA, Evidence.POLICE_PROOF):
        proved = when(got, Supplement(papers=(paper(kind),)))
        assert isinstance(proved, UnderReview)
    lost = when(got, Supplement(papers=(b.LOST,)), MOTHER)
    assert isinstance(lost, NeedEvidence)
    at_once = changed(papers=(b.DNA,))
    assert isinstance(when(None, at_once, facts=b.UNMATCHED), UnderReview)


def test_missing_papers_are_waited_for_sixty_days() -> None:
    got = when(None, APPLY, facts=b.UNMATCHED)

    assert datetime(2023, 1, 31, tzinfo=SHANGHAI) == got.until
    assert b.NEED_EVIDENCE.until == got.until
    assert b.CLOSED == when(got, EvidenceTimePassed())
    timer = birth_certificate.deadline(got)
    assert timer is not None
    assert got.until == timer.last
    ended = birth_certificate.elapse(
        got, got.until + timedelta(microseconds=1), None, SUBJECT
    )
    assert [Closed] == [type(state) for state, _, _ in ended]


def test_a_silent_delivery_room_is_asked_again() -> None:
    waiting = when(None, APPLY, MOTHER, facts=b.SILENT)

    assert isinstance(waiting, Submitted)
    assert isinstance(when(waiting, Match()), UnderReview)
    assert isinstance(when(waiting, Match(), facts=b.UNMATCHED), NeedEvidence)
    refused("BIRTH_DELIVERY_UNKNOWN", waiting, Match(), facts=b.NOTHING)


@pytest.mark.parametrize("child", [3, 9])
def test_a_child_that_is_not_recorded_has_no_certificate(child: int) -> None:
    refused("BIRTH_DELIVERY_UNKNOWN", None, changed(child=child))
    refused("BIRTH_DELIVERY_UNKNOWN", None, APPLY, facts=b.NOTHING)


def test_a_clerk_transcribes_where_no_record_can_be_read() -> None:
    by_hand = changed(delivery=None, stated=b.STATED)

    got = when(None, by_hand, facts=b.NOTHING)
    assert isinstance(got, UnderReview)
    assert not got.matched
    refused("BIRTH_CLERK_TRANSCRIBES", None, by_hand, MOTHER, facts=b.NOTHING)
    other = changed(delivery=None, stated=b.STATED, child=2)
    refused("BIRTH_DELIVERY_UNKNOWN", None, other, facts=b.NOTHING)


def test_a_birth_at_home_asks_for_a_declaration_and_dna() -> None:
    home = b.STATED.model_copy(update={"place": Place.HOME})
    at_home = changed(delivery=None, stated=home)
    got = when(None, at_home, facts=b.NOTHING)

    asked = [need.any_of for need in got.needs]
    assert [(Evidence.KINSHIP,), (Evidence.DNA,)] == asked
    half = when(got, Supplement(papers=(b.DNA,)))
    assert isinstance(half, NeedEvidence)
    whole = when(half, Supplement(papers=(paper(Evidence.KINSHIP),)))
    assert isinstance(whole, UnderReview)
    named = BirthPolicy(
        name="n", effective_from=date(2020, 1, 1), home_institutions=("H2",)
    )
    more = {"facts": b.NOTHING, "policy": named}
    refused("BIRTH_OTHER_INSTITUTION", None, at_home, **more)


@pytest.mark.parametrize(
    ("policy", "day", "asked"),
    [
        (ZHEJIANG, 30, ()),  # BC3
        (ZHEJIANG, 31, (Evidence.EXPLANATION,)),  # BC3
        (ZHEJIANG, 365, (Evidence.EXPLANATION,)),
        (ZHEJIANG, 366, (Evidence.EXPLANATION, Evidence.DNA)),  # BC3: 1 y + 1 d
        (BOZHOU, 30, ()),
        (BOZHOU, 31, (Evidence.DNA,)),
        (BOZHOU, 366, (Evidence.DNA,)),
        (POLICIES.packs[0], 30, ()),
        (POLICIES.packs[0], 31, (Evidence.EXPLANATION,)),
    ],
)
def test_bc3_late_applications_ask_for_more(
    policy: BirthPolicy, day: int, asked: tuple[Evidence, ...]
) -> None:
    birth = datetime(2022, 11, 15, 23, 59, tzinfo=SHANGHAI)
    last = datetime(2022, 11, 16, tzinfo=SHANGHAI) + timedelta(days=day)
    now = last - timedelta(microseconds=1)  # the last moment of that day

    got = when(None, APPLY, facts=b.born(birth), policy=policy, now=now)

    assert asked == tuple(e for need in got.needs for e in need.any_of)
    assert bool(asked) is isinstance(got, NeedEvidence)


def test_bc3_a_year_ends_on_its_corresponding_day() -> None:
    leap = date(2024, 2, 29)
    late = [need.any_of[0] for need in ZHEJIANG.lateness(leap, date(2025, 2, 28))]
    after = [need.any_of[0] for need in ZHEJIANG.lateness(leap, date(2025, 3, 1))]

    assert date(2025, 2, 28) == add_months(leap, 12)
    assert [Evidence.EXPLANATION] == late
    assert [Evidence.EXPLANATION, Evidence.DNA] == after


@pytest.mark.parametrize("authority", [None, "  "])
def test_bc5_an_agent_without_the_mother_s_authority_is_refused(
    authority: str | None,
) -> None:
    nobody = b.AGENT.model_copy(update={"authority": authority})
    assert isinstance(nobody, Agent)

    for agent in (nobody, None):
        command = changed(agent=agent, mother_present=False)
        refused("BIRTH_AUTHORITY_REQUIRED", None, command)
    with_it = changed(agent=b.AGENT, mother_present=False)
    assert Capacity.AGENT is when(None, with_it).capacity


def test_nobody_else_s_app_applies_and_the_attempt_is_on_record() -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(None, APPLY, b.STRANGER)

    assert ("ACCESS_NOT_GRANTED", True) == (
        caught.value.code,
        caught.value.rule.traced,
    )


def test_a_dead_mother_s_husband_applies_with_proof() -> None:
    died = changed(papers=(paper(Evidence.MOTHER_DIED),), mother_present=False)
    gone = b.FACTS.model_copy(update={"status": CardStatus.CANCELLED})

    assert Capacity.FATHER is when(None, died, facts=gone).capacity
    with pytest.raises(CardError):
        when(None, APPLY, facts=gone)


def test_an_unknown_father_is_declared_by_the_mother_in_some_places_herself() -> None:
    alone = changed(father=None)
    got = when(None, alone)

    assert "NO_FATHER" == got.needs[0].reason
    declared = changed(father=None, papers=(paper(Evidence.NO_FATHER),))
    assert isinstance(when(None, declared), UnderReview)
    by_agent = changed(father=None, agent=b.AGENT, mother_present=False)
    assert isinstance(when(None, by_agent), NeedEvidence)
    refused("BIRTH_MOTHER_IN_PERSON", None, by_agent, policy=BOZHOU)


def test_only_who_delivered_certifies() -> None:
    refused("BIRTH_OTHER_INSTITUTION", None, APPLY, b.ELSEWHERE)
    refused("BIRTH_OTHER_INSTITUTION", b.UNDER_REVIEW, Check(), b.ELSEWHERE)
    refused("BIRTH_OTHER_INSTITUTION", b.CONFIRMED, PRINT, b.ELSEWHERE, facts=b.BLANK)


def test_a_child_that_was_born_dead_has_none() -> None:
    refused("BIRTH_NOT_LIVE", None, APPLY, facts=b.born(b.BORN, live=False))


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (datetime(1995, 12, 31, 23, 59, tzinfo=SHANGHAI), "BIRTH_BEFORE_1996"),
        (NOW + timedelta(minutes=1), "BIRTH_IN_FUTURE"),
    ],
)
def test_a_birth_is_not_too_long_ago_and_not_to_come(
    moment: datetime, code: str
) -> None:
    refused(code, None, APPLY, facts=b.born(moment))
    first = datetime(1996, 1, 1, tzinfo=SHANGHAI)
    assert isinstance(when(None, APPLY, facts=b.born(first)), NeedEvidence)


@pytest.mark.parametrize(
    "wrong", [{"weight": 45}, {"weight": 12_000}, {"weeks": 80}, {"length": 5}]
)
def test_bc9_what_cannot_be_is_a_sign_of_forgery(wrong: dict[str, int]) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(None, APPLY, facts=b.born(b.BORN, **wrong))

    assert "BIRTH_IMPLAUSIBLE" == caught.value.code
    assert next(iter(wrong)) in caught.value.english
    assert str(next(iter(wrong.values()))) not in str(caught.value)


@pytest.mark.parametrize("name", ["赵Bao", "赵小2", "赵", "赵·", "趙小寶"])
def test_a_name_has_standard_characters_only(name: str) -> None:
    refused("BIRTH_NAME", None, changed(name=name))


def test_a_surname_is_a_parent_s_unless_it_is_found_lawful() -> None:
    other = b.UNDER_REVIEW.model_copy(update={"name": "孙小宝"})

    refused("BIRTH_SURNAME", other, Check(), REVIEWER)
    assert isinstance(when(other, Check(other_surname=True), REVIEWER), Checked)
    fathers = b.UNDER_REVIEW.model_copy(update={"name": "钱小宝"})
    assert isinstance(when(fathers, Check(), REVIEWER), Checked)


def test_a_name_may_follow_but_not_be_missing() -> None:
    unnamed = when(None, changed(name=None))

    refused("BIRTH_NAME_MISSING", unnamed, Check(), REVIEWER)
    named = when(unnamed, RENAME, MOTHER)
    assert "钱小宝" == named.name
    for state in (b.SUBMITTED, b.NEED_EVIDENCE):
        assert "钱小宝" == when(state, RENAME).name
    refused("BIRTH_NAME", unnamed, Correct(name="A宝"))


def test_two_persons_check_and_the_mother_confirms() -> None:
    checked = when(b.UNDER_REVIEW, Check(), REVIEWER)
    refused("BIRTH_SAME_PERSON", checked, Approve(), REVIEWER)
    approved = when(checked, Approve(), b.SECOND)

    assert b.APPROVED == approved
    assert b.CONFIRMED == when(approved, Confirm(), MOTHER)
    refused("ACCESS_NOT_GRANTED", approved, Confirm(), b.STRANGER)
    refused("BIRTH_PARTY_ONLY", approved, Confirm())
    assert CLERK.id == when(approved, Confirm(signed="S-1")).confirmed_by


@pytest.mark.parametrize("state", [b.CHECKED, b.APPROVED])
def test_what_is_changed_after_a_check_is_checked_anew(state: Any) -> None:
    got = when(state, RENAME, MOTHER)

    assert isinstance(got, UnderReview)
    assert "钱小宝" == got.name


@pytest.mark.parametrize("state", [b.UNDER_REVIEW, b.CHECKED])
def test_the_institution_turns_it_down_with_a_reason(state: Any) -> None:
    assert b.REJECTED == when(state, REJECT, REVIEWER)


@pytest.mark.parametrize(
    "state",
    [b.SUBMITTED, b.NEED_EVIDENCE, b.UNDER_REVIEW, b.CHECKED, b.APPROVED],
)
def test_an_application_can_be_taken_back(state: Any) -> None:
    assert b.WITHDRAWN == when(state, Withdraw(), MOTHER)


def test_it_is_printed_on_a_blank_of_the_institution() -> None:
    got = when(b.CONFIRMED, PRINT, facts=b.BLANK)

    assert ("W330000002", Edition.SIXTH, tuple(Part), None) == (
        got.number,
        got.edition,
        got.parts,
        got.licence,
    )
    nowhere = PrintFacts(edition=None)
    refused("BIRTH_BLANK_NOT_HERE", b.CONFIRMED, PRINT, facts=nowhere)


@pytest.mark.parametrize("number", ["x320101001", "X32010100", "XX20101001"])
def test_bc1_a_number_has_its_form(number: str) -> None:
    refused("BIRTH_NUMBER_FORM", b.CONFIRMED, Print(number=number), facts=b.BLANK)
    right = when(b.CONFIRMED, Print(number="X320101001"), facts=b.BLANK)
    assert ("LETTER_YEAR",) == right.warnings  # X is 2023, and it is 2022


@pytest.mark.parametrize(
    ("day", "edition"),
    [(date(2023, 3, 31), Edition.SIXTH), (date(2023, 4, 1), Edition.SEVENTH)],
)
def test_the_sixth_edition_ends_on_31_march_2023(day: date, edition: Edition) -> None:
    now = datetime.combine(day, NOW.timetz())
    right, other = PrintFacts(edition=edition), set(Edition) - {edition}
    got = when(b.CONFIRMED, PRINT, facts=right, now=now)

    assert edition is got.edition
    wrong = PrintFacts(edition=other.pop())
    refused("BIRTH_EDITION", b.CONFIRMED, PRINT, facts=wrong, now=now)


def test_bc7_twins_have_two_cases_and_two_numbers() -> None:
    one, two = (when(None, changed(child=n)) for n in (1, 2))
    printed = [b.CONFIRMED.to(Issued, **{**dict(b.ISSUED), "child": 1})]
    printed += [printed[0].model_copy(update={"child": 2, "number": "W330000009"})]

    names = [{c.name for c in said(None, x, Claim)} for x in (one, two)]
    assert not names[0] & names[1]
    claims = [{c.name for c in said(None, x, Claim)} for x in printed]
    assert "birth-number:W330000001" in claims[0]
    assert not claims[0] & claims[1]


def test_it_is_mailed_and_comes_back_and_is_mailed_again() -> None:
    posting = when(b.ISSUED, Mail(to=b.ADDRESS), MOTHER)
    assert b.POSTING == posting
    (order,) = said(b.ISSUED, posting, Order)
    assert "W330000001:1" == order.key
    on_its_way = when(posting, ParcelTaken(tracking="EM1"))
    assert b.IN_TRANSIT == on_its_way
    back = when(on_its_way, NoteReturned(reason="nobody there"), b.COURIER)
    assert b.RETURNED == back
    again = when(back, Mail(to=b.ADDRESS))
    (order,) = said(back, again, Order)
    assert "W330000001:2" == order.key
    refused(
        "BIRTH_OTHER_INSTITUTION", on_its_way, NoteDelivered(receiver="x"), b.ELSEWHERE
    )
    got = when(on_its_way, NoteDelivered(receiver="赵一"), b.COURIER)
    assert b.DELIVERED == got


def test_a_parcel_that_is_not_taken_waits_and_nothing_is_said_twice() -> None:
    back = when(b.POSTING, ParcelRefused(code="NO_SUCH_PLACE"))

    assert isinstance(back, Issued)
    assert "NO_SUCH_PLACE" == back.mail_refused
    assert [] == said(b.POSTING, back, Tell)
    assert [] == said(b.POSTING, back, Signal)


@pytest.mark.parametrize("state", [b.ISSUED, b.RETURNED])
def test_it_is_picked_up_by_the_mother_or_with_her_authority(state: Any) -> None:
    assert isinstance(when(state, PickUp(receiver="赵一")), Delivered)
    refused("BIRTH_PICK_UP_AUTHORITY", state, PickUp(receiver="孙三"))
    with_it = PickUp(receiver="孙三", authority="W-2")
    assert "孙三" == when(state, with_it).received_by


def test_a_widower_picks_it_up_himself() -> None:
    state = b.ISSUED.model_copy(update={"capacity": Capacity.FATHER})

    assert isinstance(when(state, PickUp(receiver="钱二")), Delivered)


@pytest.mark.parametrize("state", [b.ISSUED, b.DELIVERED])
def test_the_police_take_the_counterfoil_and_child_health_begins(state: Any) -> None:
    got = when(state, REGISTER, b.POLICE)

    assert isinstance(got, Registered)
    assert b.HOUSEHOLD == got.household
    expected = NewbornCertified(
        card=SUBJECT,
        certificate="W330000001",
        child=1,
        sex="2",
        born_on=date(2022, 11, 15),
        org=b.ORG,
        org_name=b.NAME,
    )
    assert [expected] == said(state, got, Signal)
    refused("ROLE_REQUIRED", state, REGISTER, REVIEWER)
    assert isinstance(when(state, REGISTER), Registered)
    refused("BIRTH_OTHER_INSTITUTION", state, REGISTER, b.ELSEWHERE)


@pytest.mark.parametrize("day", [date(2022, 11, 14), date(2022, 12, 2)])
def test_the_household_day_lies_between_birth_and_today(day: date) -> None:
    wrong = REGISTER.model_copy(update={"registered_on": day})

    refused("BIRTH_HOUSEHOLD_DAY", b.DELIVERED, wrong, b.POLICE)


@pytest.mark.parametrize("state", [b.DELIVERED, b.REGISTERED])
def test_it_is_replaced_against_the_old_one(state: Any) -> None:
    asked = when(state, REPLACE, MOTHER)

    assert isinstance(asked, RenewalAsked)
    kept = REPLACE.model_copy(update={"original_returned": False})
    refused("BIRTH_ORIGINAL_REQUIRED", state, kept)
    granted = when(asked, GrantRenewal(), REVIEWER)
    printed = when(granted, PRINT, facts=b.BLANK)
    assert ("W330000002", (b.PAST,)) == (printed.number, printed.past)
    signals = said(granted, printed, Signal)
    voided = BirthNumberVoided(
        card=SUBJECT,
        number="W330000001",
        org=b.ORG,
        reason="replaced",
        by=CLERK.id,
    )
    assert [voided] == signals


def test_only_causes_of_the_place_and_dna_for_another_parent() -> None:
    strict = ZHEJIANG.model_copy(update={"replace_causes": (ReplaceCause.POLICE,)})
    refused("BIRTH_REPLACE_CAUSE", b.DELIVERED, REPLACE, policy=strict)
    other = AskReplacement(
        cause=ReplaceCause.PARENT_CHANGE, original_returned=True, father=b.PARENT
    )
    refused("BIRTH_PROOF_REQUIRED", b.DELIVERED, other)
    proved = other.model_copy(update={"papers": (b.DNA,)})
    asked = when(b.DELIVERED, proved)
    assert b.FATHER == asked.father
    assert b.PARENT == when(asked, GrantRenewal(), REVIEWER).father


def test_an_issuer_s_error_is_corrected_within_reason() -> None:
    def fixed(**wrong: Any) -> AskReplacement:
        child = b.CHILD.model_copy(update=wrong)
        return AskReplacement(
            cause=ReplaceCause.ISSUER_ERROR,
            original_returned=True,
            newborn=child,
            name="赵大宝",
        )

    asked = when(b.DELIVERED, fixed(weight=3300))
    granted = when(asked, GrantRenewal(), REVIEWER)
    assert (3300, "赵大宝") == (granted.newborn.weight, granted.name)
    for wrong in ({"weight": 45}, {"order": 2}, {"live": False}):
        refused("BIRTH_IMPLAUSIBLE", b.DELIVERED, fixed(**wrong))


@pytest.mark.parametrize(
    ("state", "parts"),
    [
        (b.DELIVERED, tuple(Part)),
        (b.IN_TRANSIT, tuple(Part)),
        (b.REGISTERED, (Part.MAIN, Part.STUB)),
    ],
)
def test_a_lost_one_is_issued_anew_by_the_county(
    state: Any, parts: tuple[Part, ...]
) -> None:
    asked = when(state, REISSUE)
    refused("ROLE_REQUIRED", asked, GrantRenewal(), REVIEWER)
    granted = when(asked, GrantRenewal(), b.AUTHORITY)
    printed = when(granted, PRINT, facts=b.BLANK)

    assert isinstance(granted, RenewalGranted)
    assert parts == printed.parts
    assert "reissued" == printed.past[-1].reason
    assert (state.name, state.newborn) == (printed.name, printed.newborn)
    refused("BIRTH_PROOF_REQUIRED", state, AskReissue(papers=(b.DNA,)))


def test_a_child_is_registered_once_whatever_becomes_of_the_paper() -> None:
    printed = when(b.REISSUE_GRANTED, PRINT, facts=b.BLANK)

    assert [BirthNumberVoided] == [
        type(s) for s in said(b.REISSUE_GRANTED, printed, Signal)
    ]
    refused("BIRTH_HOUSEHOLD_DONE", printed, REGISTER, b.POLICE)


@pytest.mark.parametrize("state", [b.DELIVERED, b.REGISTERED, b.IN_TRANSIT])
def test_a_renewal_that_is_refused_leaves_it_as_it_was(state: Any) -> None:
    asked = when(state, REISSUE)

    assert state == when(asked, RefuseRenewal(reason="found"), b.AUTHORITY).model_copy(
        update={"papers": state.papers}
    )
    same = attrs.evolve(b.AUTHORITY, id=CLERK.id)
    refused("BIRTH_SAME_PERSON", asked, RefuseRenewal(reason="x"), same)


@pytest.mark.parametrize("state", b.LIVE)
def test_the_authority_revokes_and_the_police_hear_of_it(state: Any) -> None:
    got = when(state, REVOKE, b.AUTHORITY)

    assert (state.household is not None) is got.registered
    assert {"police", "birth-registry", "monitor"} == {
        t.to for t in said(state, got, Tell)
    }
    assert "birth-number:W330000001" in {c.name for c in said(None, got, Claim)}
    refused("ROLE_REQUIRED", state, REVOKE, CLERK)


def test_an_electronic_licence_has_an_identifier_and_a_page() -> None:
    coded = ZHEJIANG.model_copy(update={"licence_type": b.TYPE})
    with_code = Print(number="W330000002", issuer_code=b.CODE)
    got = when(b.CONFIRMED, with_code, facts=b.BLANK, policy=coded)

    licence = licence_of(got)
    assert licence is not None
    assert f"1.2.156.3005.2.{b.TYPE}.{b.CODE}.W330000002.001." in licence.identifier
    rows = {row[0]: row[1] for row in page_of(licence).tables[0].rows}
    assert ("赵小宝", "W330000002") == (rows["新生儿姓名"], rows["出生医学证明编号"])
    assert licence_of(b.ISSUED) is None
    assert licence_of(b.CONFIRMED) is None
    asked = when(got.to(Delivered), REISSUE)
    assert licence_of(asked) is None
    granted = when(asked, GrantRenewal(), b.AUTHORITY)
    anew = when(granted, PRINT, facts=b.BLANK, policy=coded)
    assert (licence.identifier,) == void_licences(anew)
    assert () == void_licences(b.CONFIRMED)


def test_nothing_private_shows_in_a_repr() -> None:
    shown = repr((b.DELIVERED, b.APPLY, b.FACTS, b.POSTING))

    for private in ("赵一", "赵小宝", "X-1", "3250", "13900000000", "某市"):
        assert private not in shown
