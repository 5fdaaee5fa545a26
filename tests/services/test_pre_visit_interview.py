"""Interview before the visit (诊前信息收集): PV1 to PV5 and what lies between."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.codesets import Kinship, Sex
from ehealthcard.errors import CardLostError, NotAllowedError, RuleViolationError
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.rules.calendar import add_months, day_of, end_of
from ehealthcard.rules.declaring import Declarant, Relation, Signature
from ehealthcard.rules.interview import (
    Advice,
    Allergy,
    AllergyRead,
    Lasted,
    Picture,
    Pictures,
    Raised,
    Span,
    Warned,
    Written,
)
from ehealthcard.rules.interview.report import version_of
from ehealthcard.rules.reviewing import Review
from ehealthcard.rules.visits import VisitStage
from ehealthcard.services.pre_visit_interview import (
    Acknowledge,
    Adopt,
    AdoptEdited,
    Answer,
    Back,
    BeginConsultation,
    Cancelled,
    Consent,
    DepartmentLeft,
    Discarded,
    Ended,
    Escalated,
    FileAgain,
    Filed,
    Filing,
    FilingRefused,
    GoOn,
    InProgress,
    InterviewPolicy,
    Invite,
    Invited,
    Missed,
    Open,
    Opening,
    Reject,
    Rejected,
    ReportReady,
    Respondent,
    RetentionEnded,
    Start,
    Submit,
    UnderReview,
    Unfilled,
    VisitBegun,
    VisitBooked,
    VisitDayPassed,
    VisitEnded,
    VisitMoved,
    VisitSuspended,
    Withdraw,
    Withdrawn,
    pre_visit_interview,
)
from ehealthcard.services.pre_visit_interview.model import POLICIES
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

from .interviews import LIST, VISIT, facts, gave, said

(POLICY,) = POLICIES.packs
DAY = timedelta(days=1)
GUARDIAN, OTHER = SubjectId("9" * 32), SubjectId("8" * 32)
ADULT, WOMAN = facts(), facts(sex=Sex.FEMALE)
CHILD = facts(age=5, guardian=GUARDIAN)
YOUTH = facts(age=16, guardian=GUARDIAN)
ELDER = facts(age=60)
DOCTOR = Actor("d1", {"doctor"}, org="H1")
COVER = Actor("d2", {"doctor"}, org="H1", department="03.01")
PATIENT = Actor("app", holder=SUBJECT)
STRANGER = Actor("app", holder=SubjectId("7" * 32))
FAMILY = Declarant(
    relation=Relation.FAMILY,
    kinship=Kinship.SON,
    name="某子",
    phone="13900000000",
    reason="看不清屏幕",
)
PARENT = Declarant(relation=Relation.GUARDIAN, kinship=Kinship.PARENT)
CALM = (said("complaint", "cough"), said("allergy", "none"))

INVITED = Invited(card=SUBJECT, appointment="a1", visit=VISIT, org_name="一院")
BEGUN = INVITED.to(
    InProgress,
    respondent=Respondent(declarant=Declarant()),
    consent=Consent(given=Signature(version="1", accepted_at=NOW), by="app"),
    bank=version_of(LIST),
    answers=(),
    shown="complaint",
    done=0,
    asked=5,
    missing=("complaint", "allergy"),
)


def when(state: Any, command: Any, known: Any = ADULT, **more: Any) -> Any:
    return given(pre_visit_interview, state, facts=known, **more).when(command)


def refused(state: Any, command: Any, known: Any = ADULT, **more: Any) -> str:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, known, **more)
    return str(caught.value.code)


def sent(before: Any, after: Any) -> dict[str, Any]:
    found = pre_visit_interview.bring_about(before, after)
    return {e.call.__name__: v for e, v, new in found if new}


FILLED = when(BEGUN, Answer(given=CALM))
PICTURED = when(
    FILLED,
    Answer(
        given=(gave("pictures", Pictures(pictures=(Picture(reference="s/1.jpg"),))),)
    ),
)
ESCALATED = when(
    BEGUN, Answer(given=(said("complaint", "pain"), said("crushing", "some")))
)
READY = when(FILLED, Submit())
REVIEW = when(READY, Open(), by=DOCTOR)
SEEN = when(REVIEW, VisitBegun())
ADOPTED = when(SEEN, Adopt(signature="ca:1"), by=DOCTOR)
EDITED = when(SEEN, AdoptEdited(text="咳嗽。", signature="ca:1"), by=DOCTOR)
REJECTED = when(SEEN, Reject(reason="与病情不符"), by=DOCTOR)
REFUSED = when(ADOPTED, FilingRefused(code="CLOSED"))
MISSED = when(INVITED, VisitBegun())
CANCELLED = when(PICTURED, VisitEnded())
WITHDRAWN = when(FILLED, Withdraw())
DISCARDED = when(REJECTED, RetentionEnded())
MOVED = VISIT.model_copy(update={"doctor": "d3"})
LIVE = (INVITED, FILLED, ESCALATED, READY, REVIEW)


def named(state: Any) -> str:
    return type(state).__name__


class TestContract(WorkflowContract):
    workflow = pre_visit_interview
    examples = (
        INVITED,
        BEGUN,
        PICTURED,
        ESCALATED,
        READY,
        REVIEW,
        ADOPTED,
        EDITED,
        REJECTED,
        MISSED,
        CANCELLED,
        WITHDRAWN,
        DISCARDED,
    )
    commands = (
        Invite(appointment="a1", org_name="一院"),
        Start(consent="1"),
        Start(),
        Answer(given=CALM),
        Answer(given=(said("complaint", "pain"), said("crushing", "some"))),
        Answer(given=(said("complaint", "cough"),)),
        Answer(given=(gave("words", Written(text="夜里重")),)),
        Back(),
        Submit(),
        Acknowledge(),
        GoOn(),
        Withdraw(),
        Open(),
        BeginConsultation(),
        Adopt(signature="ca:1"),
        AdoptEdited(text="咳嗽。", signature="ca:1"),
        Reject(reason="与病情不符"),
        FileAgain(),
        VisitBooked(visit=VISIT, org_name="一院"),
        VisitSuspended(),
        VisitMoved(visit=MOVED),
        DepartmentLeft(),
        VisitBegun(),
        VisitEnded(),
        VisitDayPassed(),
        Filed(reference="r-1"),
        FilingRefused(code="CLOSED"),
        RetentionEnded(),
    )
    facts = (ADULT, WOMAN, CHILD, ELDER, facts(questions=None))
    roles = frozenset({"doctor", "staff"})


@pytest.mark.parametrize("role", ["doctor", "nurse", "staff", "terminal", "system"])
def test_staff_and_machines_invite(role: str) -> None:
    invite = Invite(appointment="a1", org_name="一院")
    assert INVITED == when(None, invite, roles={role})


def test_the_patient_the_guardian_and_who_booked_invite_themselves() -> None:
    invite = Invite(appointment="a1", org_name="一院")
    booked = facts(visit=VISIT.model_copy(update={"booker": OTHER}), guardian=GUARDIAN)
    for holder in (SUBJECT, GUARDIAN, OTHER):
        by = Actor("app", holder=holder)
        assert isinstance(when(None, invite, booked, by=by), Invited)
    assert "ROLE_REQUIRED" == refused(None, invite, by=STRANGER)


@pytest.mark.parametrize(
    "stage", [s for s in VisitStage if s not in (VisitStage.BOOKED, VisitStage.ARRIVED)]
)
def test_only_a_confirmed_visit_before_its_consultation(stage: VisitStage) -> None:
    invite, known = Invite(appointment="a1", org_name="一院"), facts(stage=stage)

    assert "VISIT_NOT_CONFIRMED" == refused(None, invite, known, roles={"staff"})
    assert "VISIT_NOT_CONFIRMED" == refused(INVITED, Start(consent="1"), known)


def test_a_booking_invites_as_staff_would() -> None:
    assert INVITED == when(None, VisitBooked(visit=VISIT, org_name="一院"))


def told(found: dict[str, Any]) -> tuple[Any, Any]:
    """Return which messages are told and taken back."""
    push, back = found.get("push"), found.get("take_back")
    return push and push.payload.event, back and back.payload.event


def test_another_day_is_told_anew_and_the_old_one_taken_back() -> None:
    first = told(sent(None, INVITED))[0]
    later = VISIT.model_copy(update={"starts_at": VISIT.starts_at + DAY})
    moved = when(INVITED, VisitMoved(visit=later))
    second, back = told(sent(INVITED, moved))
    assert first == back != second
    assert SUBJECT not in second

    same_day = later.model_copy(update={"doctor": "d3"})
    again = when(moved, VisitMoved(visit=same_day))
    assert (None, None) == told(sent(moved, again))
    cancelled = when(again, VisitEnded())
    assert (None, second) == told(sent(again, cancelled))


@pytest.mark.parametrize("state", LIVE, ids=named)
def test_a_called_off_visit_lets_it_rest_until_there_is_another(state: Any) -> None:
    resting = when(state, VisitSuspended())

    assert type(state) is type(resting)
    first = told(sent(None, INVITED))[0]
    assert (None, first) == told(sent(state, resting))
    if named(state) != "ReportReady" and named(state) != "UnderReview":
        assert pre_visit_interview.deadline(resting) is None
    moved = when(resting, VisitMoved(visit=VISIT))
    assert (2, 1) == (moved.reminder.number, moved.reminder.taken_back)
    assert pre_visit_interview.deadline(moved) == pre_visit_interview.deadline(state)
    assert told(sent(resting, moved))[1] is None


def test_a_lost_card_neither_begins_nor_answers() -> None:
    lost = facts(status=CardStatus.SUSPENDED)
    for state, command in (
        (INVITED, Start(consent="1")),
        (BEGUN, Answer(given=CALM)),
        (FILLED, Submit()),
    ):
        with pytest.raises(CardLostError):
            when(state, command, lost)


def test_without_consent_nothing_is_asked() -> None:
    assert "CONSENT_REQUIRED" == refused(INVITED, Start())
    begun = when(INVITED, Start(consent="2026-1"), by=PATIENT)
    assert ("2026-1", "app") == (begun.consent.given.version, begun.consent.by)
    assert ("complaint", 0, 5) == (begun.shown, begun.done, begun.asked)


@pytest.mark.parametrize(
    ("known", "declarant", "holder", "code"),
    [
        (ADULT, Declarant(), SUBJECT, None),
        (ADULT, Declarant(), None, None),
        (ADULT, Declarant(), OTHER, "OTHER_PERSON"),
        (ADULT, FAMILY, OTHER, "PROXY_NOT_FOR_ADULTS"),
        (facts(age=59), FAMILY, OTHER, "PROXY_NOT_FOR_ADULTS"),
        (ELDER, FAMILY, OTHER, None),
        (
            ELDER,
            FAMILY.model_copy(update={"reason": None}),
            OTHER,
            "PROXY_REASON_REQUIRED",
        ),
        (facts(age=17), FAMILY, OTHER, None),
        (facts(age=18), FAMILY, OTHER, "PROXY_NOT_FOR_ADULTS"),
        (CHILD, Declarant(), SUBJECT, "GUARDIAN_CONSENT_REQUIRED"),
        (CHILD, FAMILY, OTHER, "GUARDIAN_CONSENT_REQUIRED"),
        (CHILD, PARENT, GUARDIAN, None),
        (CHILD, PARENT, OTHER, "GUARDIAN_CONSENT_REQUIRED"),
        (YOUTH, Declarant(), SUBJECT, None),
        (YOUTH, PARENT, OTHER, "GUARDIAN_CONSENT_REQUIRED"),
        (facts(guardian=GUARDIAN), PARENT, GUARDIAN, None),
        (ADULT, PARENT, OTHER, "PROXY_NOT_FOR_ADULTS"),
        (facts(age=None), FAMILY, OTHER, "PROXY_NOT_FOR_ADULTS"),
    ],
)
def test_the_patient_answers_or_the_proxy_of_a_minor_or_elder(
    known: Any, declarant: Declarant, holder: Any, code: str | None
) -> None:
    start = Start(consent="1", declarant=declarant)
    by = Actor("app", holder=holder)

    if code:
        assert code == refused(INVITED, start, known, by=by)
    else:
        assert isinstance(when(INVITED, start, known, by=by), InProgress)


def test_whom_the_holder_lets_declare_answers_for_an_adult_and_says_no_more() -> None:
    let, by = facts(stands_in=True), Actor("app", holder=OTHER)
    plainly = Declarant(relation=Relation.FAMILY)
    begun = when(INVITED, Start(consent="1", declarant=plainly), let, by=by)
    assert OTHER == begun.respondent.holder
    for declarant, code in (
        (Declarant(), "OTHER_PERSON"),
        (PARENT, "PROXY_NOT_FOR_ADULTS"),
    ):
        start = Start(consent="1", declarant=declarant)
        assert code == refused(INVITED, start, let, by=by)
    for command in (Answer(given=CALM), Withdraw()):
        assert when(BEGUN, command, let, by=STRANGER)
        assert "OTHER_PERSON" == refused(BEGUN, command, by=STRANGER)


def test_staff_write_down_what_an_adult_says_through_family() -> None:
    start = Start(consent="1", declarant=FAMILY)
    assert isinstance(when(INVITED, start, roles={"nurse"}), InProgress)


def test_who_began_goes_on_and_nobody_else() -> None:
    begun = when(
        INVITED,
        Start(consent="1", declarant=FAMILY),
        ELDER,
        by=Actor("app", holder=OTHER),
    )
    answer = Answer(given=CALM)
    for holder in (OTHER, SUBJECT, None):
        by = Actor("app", holder=holder)
        assert isinstance(when(begun, answer, ELDER, by=by), InProgress)
    for command in (answer, Back(), Submit(), Withdraw()):
        assert "OTHER_PERSON" == refused(begun, command, ELDER, by=STRANGER)
    child = Actor("app", holder=SUBJECT)
    assert "OTHER_PERSON" == refused(begun, answer, CHILD, by=child)
    guardian = Actor("app", holder=GUARDIAN)
    assert isinstance(when(begun, answer, CHILD, by=guardian), InProgress)


def test_pv1_without_an_answer_on_allergies_nothing_is_submitted() -> None:
    begun = when(BEGUN, Answer(given=(said("complaint", "cough"),)))

    with pytest.raises(RuleViolationError) as caught:
        when(begun, Submit())

    assert "ANSWER_REQUIRED" == caught.value.code
    assert {"items": "5 (allergy)"} == caught.value.facts
    passed = Answer(given=(gave("allergy", None),))
    assert "MANDATORY_PASSED_OVER" == refused(begun, passed)
    none = when(begun, Answer(given=(said("allergy", "none"),)))
    ready = when(none, Submit())
    assert ready.report.allergies.denies
    assert () == ready.report.allergies.said


@pytest.mark.parametrize("state", LIVE, ids=named)
@pytest.mark.parametrize("notice", [VisitEnded(), DepartmentLeft()], ids=named)
def test_pv3_a_cancelled_appointment_ends_it_and_the_answers_are_gone(
    state: Any, notice: Any
) -> None:
    ended = when(state, notice)

    assert isinstance(ended, Cancelled)
    why = Ended.NO_VISIT if isinstance(notice, VisitEnded) else Ended.DEPARTMENT
    assert why is ended.reason
    assert "forget" in sent(state, ended)
    assert b"cough" not in ended.to_json()
    assert "drop_pictures" not in sent(state, ended)


@pytest.mark.parametrize("state", [PICTURED, when(PICTURED, Submit())], ids=named)
def test_pictures_of_destroyed_answers_are_destroyed_too(state: Any) -> None:
    told = sent(state, when(state, VisitEnded()))["drop_pictures"]

    assert ("files", ("s/1.jpg",)) == (told.to, told.payload.references)


def test_pv2_the_record_and_the_patient_stand_side_by_side() -> None:
    recorded = (
        Allergy(allergen="penicillin", code="penicillin", reaction="shock"),
        Allergy(allergen="芒果"),
    )
    known = facts(recorded=recorded, read=AllergyRead.READ)
    told = Answer(
        given=(
            said("allergy", "some"),
            said("allergens", "penicillin", "pollen"),
            said("reaction", "rash"),
        )
    )
    report = when(when(FILLED, told), Submit(), known).report

    both = report.allergies
    assert recorded == both.recorded
    assert [("penicillin", "rash"), ("pollen", None)] == [
        (a.allergen, a.reaction) for a in both.said
    ]
    assert (("芒果",), ("pollen",)) == (both.only_recorded, both.only_said)
    assert (Warned.ALLERGY,) == report.warnings


HARMFUL = InterviewPolicy(
    name="x", effective_from=NOW.date(), harmful_in_pregnancy=("CT", "XR")
)
FILM = VISIT.model_copy(update={"examination": "CT-210"})


@pytest.mark.parametrize(
    ("known", "code", "item", "warned"),
    [
        (WOMAN, "unsure", "CT-210", (Warned.PREGNANCY_UNKNOWN,)),
        (WOMAN, "pregnant", "XR-1", (Warned.PREGNANT,)),
        (WOMAN, "not_pregnant", "CT-210", ()),
        (WOMAN, "unsure", "US-3", ()),
        (WOMAN, "unsure", None, ()),
        (ADULT, None, "CT-210", ()),
    ],
)
def test_pv4_an_examination_and_a_pregnancy_that_is_not_known(
    known: Any, code: str | None, item: str | None, warned: tuple[Warned, ...]
) -> None:
    visit = VISIT.model_copy(update={"examination": item})
    state = BEGUN.model_copy(update={"visit": visit})
    told = (*CALM, said("pregnancy", code)) if code else CALM
    filled = when(state, Answer(given=told), known)
    ready = when(filled, Submit(), known, policy=HARMFUL)

    assert warned == ready.report.warnings
    assert bool(warned) == ("warn_examination" in sent(filled, ready))


def test_a_changed_answer_drops_the_branches_it_led_to() -> None:
    pain = when(BEGUN, Answer(given=(said("complaint", "pain"),)))
    pain = when(pain, Answer(given=(said("crushing", "none"), said("allergy", "none"))))
    assert ["complaint", "crushing", "allergy"] == [a.question for a in pain.answers]

    cough = when(pain, Answer(given=(said("complaint", "cough"),)))

    assert ["complaint", "allergy"] == [a.question for a in cough.answers]
    again = when(cough, Answer(given=(said("complaint", "pain"),)))
    assert "crushing" in again.missing


def test_back_shows_the_question_before_and_keeps_its_answer() -> None:
    two = when(BEGUN, Answer(given=(said("complaint", "cough"),)))
    assert "since" == two.shown
    one = when(two, Back())

    assert ("complaint", two.answers) == (one.shown, one.answers)
    assert "FIRST_QUESTION" == refused(one, Back())
    changed = when(one, Answer(given=(said("complaint", "pain"),)))
    assert "since" == changed.shown


def test_what_is_passed_over_is_done_and_named_in_the_report() -> None:
    state = when(FILLED, Answer(given=(gave("since", None), gave("words", None))))
    assert (4, 5) == (state.done, state.asked)

    report = when(state, Submit()).report

    assert ("since", "words", "pictures") == report.missing
    assert report.complete


@pytest.mark.parametrize(
    "known",
    [
        facts(questions=None),
        facts(questions=LIST.model_copy(update={"fingerprint": "e" * 64})),
    ],
)
def test_another_list_than_that_of_the_start_is_refused(known: Any) -> None:
    assert "QUESTIONS_ALTERED" == refused(BEGUN, Answer(given=CALM), known)
    assert "QUESTIONS_ALTERED" == refused(FILLED, Submit(), known)


def test_a_silent_bank_or_none_for_the_department_is_said() -> None:
    silent = facts(questions=None, is_silent=True)
    assert "QUESTIONS_SILENT" == refused(INVITED, Start(consent="1"), silent)
    assert "QUESTIONS_SILENT" == refused(BEGUN, Submit(), silent)
    none = facts(questions=None)
    assert "NO_QUESTIONS" == refused(INVITED, Start(consent="1"), none)


def test_a_red_flag_advises_and_a_worse_one_advises_again() -> None:
    assert isinstance(ESCALATED, Escalated)
    assert [Advice.EARLIER] == [r.advice for r in ESCALATED.raised]
    told = sent(BEGUN, ESCALATED)["tell_flag"]
    assert (Advice.EARLIER, ("press",)) == (told.payload.advice, told.payload.flags)

    on = when(ESCALATED, GoOn())
    assert isinstance(on, InProgress)
    same = when(on, Answer(given=(said("allergy", "none"),)))
    assert isinstance(same, InProgress)
    worse = when(same, Answer(given=(said("sweating", "some"),)))
    assert isinstance(worse, Escalated)
    again = sent(same, worse)["tell_flag"].payload
    assert (Advice.EMERGENCY, ("press", "heart")) == (again.advice, again.flags)


def test_a_flag_that_was_taken_back_and_comes_again_stops_again() -> None:
    on = when(ESCALATED, GoOn())
    calm = when(on, Answer(given=(said("crushing", "none"),)))
    assert [False] == [r.stands for r in calm.raised]

    assert isinstance(when(calm, Answer(given=(said("crushing", "some"),))), Escalated)


def test_reading_the_advice_is_on_record() -> None:
    read = when(ESCALATED, Acknowledge(), now=NOW + timedelta(minutes=1))

    assert NOW + timedelta(minutes=1) == read.acknowledged_at
    for command in (Answer(given=CALM), Submit(), Back()):
        with pytest.raises(NotAllowedError):
            when(read, command)
    assert "OTHER_PERSON" == refused(ESCALATED, Acknowledge(), by=STRANGER)
    assert "OTHER_PERSON" == refused(ESCALATED, GoOn(), by=STRANGER)


@pytest.mark.parametrize(
    "command", [VisitBegun(), VisitDayPassed(), BeginConsultation()]
)
def test_what_there_is_of_an_escalated_one_reaches_the_doctor(command: Any) -> None:
    ready = when(ESCALATED, command, by=DOCTOR)

    assert isinstance(ready, ReportReady)
    assert not ready.report.complete
    assert ("press",) == tuple(r.flag for r in ready.report.flags)
    assert "部分填写" == sent(ESCALATED, ready)["announce"].payload.shown


@pytest.mark.parametrize("state", [INVITED, FILLED], ids=named)
@pytest.mark.parametrize(
    ("command", "why"),
    [
        (VisitBegun(), Unfilled.VISIT_BEGUN),
        (BeginConsultation(), Unfilled.VISIT_BEGUN),
        (VisitDayPassed(), Unfilled.DAY_PASSED),
    ],
)
def test_not_handed_in_is_missed_and_the_doctor_sees_so(
    state: Any, command: Any, why: Unfilled
) -> None:
    missed = when(state, command, by=DOCTOR)

    assert isinstance(missed, Missed)
    assert why is missed.reason
    assert {"tell_unfilled", "forget"} <= sent(state, missed).keys()
    assert "未填" == sent(state, missed)["tell_unfilled"].payload.shown
    assert b"cough" not in missed.to_json()


@pytest.mark.parametrize("state", [INVITED, BEGUN, ESCALATED], ids=named)
def test_it_is_asked_for_until_24_00_of_the_day_of_the_visit(state: Any) -> None:
    until = pre_visit_interview.deadline(state)

    assert until is not None
    assert end_of(day_of(VISIT.starts_at)) == until.last


@pytest.mark.parametrize("state", LIVE, ids=named)
def test_a_moved_visit_takes_it_along(state: Any) -> None:
    moved = when(state, VisitMoved(visit=MOVED))

    assert type(state) is type(moved)
    assert "d3" == moved.visit.doctor


def test_a_moved_visit_invites_anew_and_a_new_doctor_invites_nobody() -> None:
    later = VISIT.model_copy(update={"starts_at": VISIT.starts_at + timedelta(days=1)})

    assert "push" in sent(INVITED, when(INVITED, VisitMoved(visit=later)))
    assert "push" not in sent(INVITED, when(INVITED, VisitMoved(visit=MOVED)))


def test_the_invitation_tells_no_more_than_day_and_place() -> None:
    told = sent(None, INVITED)["push"]

    assert ("notifier", "message") == (told.to, told.kind)
    assert {"org": "一院", "day": "12月10日"} == told.payload.variables.shown()
    assert VISIT.starts_at == told.payload.expires_at


def test_pv5_the_doctor_of_the_visit_or_who_covers_opens() -> None:
    assert [False] == [o.covering for o in REVIEW.openings]
    covered = when(READY, Open(), by=COVER)
    assert [True] == [o.covering for o in covered.openings]
    both = when(covered, Open(), by=DOCTOR)
    assert ["d2", "d1"] == [o.by for o in both.openings]
    alone = POLICY.model_copy(update={"department_covers": False})
    assert "NOT_YOUR_PATIENT" == refused(READY, Open(), by=COVER, policy=alone)


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (Actor("d2", {"doctor"}, org="H1"), "NOT_YOUR_PATIENT"),
        (Actor("d2", {"doctor"}, department="03.02"), "NOT_YOUR_PATIENT"),
        (Actor("d1", {"doctor"}, org="H2"), "NOT_YOUR_PATIENT"),
        (Actor("d1", {"nurse"}, org="H1"), "ROLE_REQUIRED"),
    ],
)
def test_nobody_else_opens_begins_or_signs(actor: Actor, code: str) -> None:
    for state, command in (
        (READY, Open()),
        (REVIEW, Open()),
        (FILLED, BeginConsultation()),
        (ESCALATED, BeginConsultation()),
        (READY, BeginConsultation()),
        (SEEN, Adopt(signature="x")),
        (SEEN, AdoptEdited(text="x", signature="x")),
        (SEEN, Reject(reason="x")),
    ):
        assert code == refused(state, command, by=actor)


def test_a_department_slot_is_opened_by_any_doctor_of_it() -> None:
    visit = VISIT.model_copy(update={"doctor": None})
    ready = READY.model_copy(update={"visit": visit})

    assert isinstance(when(ready, Open(), by=COVER), UnderReview)
    assert "NOT_YOUR_PATIENT" == refused(ready, Open(), by=DOCTOR)


def test_only_who_opened_it_and_saw_the_patient_signs() -> None:
    for command in (Adopt(signature="x"), AdoptEdited(text="x", signature="x")):
        assert "EXAMINE_FIRST" == refused(REVIEW, command, by=DOCTOR)
        assert "OPENED_BY_OTHER" == refused(SEEN, command, by=COVER)
    assert isinstance(when(REVIEW, Reject(reason="x"), by=DOCTOR), Rejected)
    assert "OPENED_BY_OTHER" == refused(REVIEW, Reject(reason="x"), by=COVER)
    for begin in (VisitBegun(), BeginConsultation()):
        seen = when(READY, begin, by=DOCTOR)
        assert NOW == seen.seen_from
        assert seen == when(seen, begin, by=DOCTOR, now=NOW + timedelta(hours=1))
        assert NOW == when(REVIEW, begin, by=DOCTOR).seen_from


def test_only_a_signed_text_goes_to_the_record() -> None:
    adopted, edited = sent(SEEN, ADOPTED)["file"], sent(SEEN, EDITED)["file"]

    assert (READY.report.text, "d1", "ca:1", False) == (
        adopted.payload.text,
        adopted.payload.signed_by,
        adopted.payload.signature,
        adopted.payload.edited,
    )
    assert ("咳嗽。", True) == (edited.payload.text, edited.payload.edited)
    assert "未经临床审核" == edited.payload.bank.mark
    for state in (READY, REVIEW, SEEN, REJECTED, CANCELLED):
        assert "file" not in sent(None, state)


@pytest.mark.parametrize("state", [ADOPTED, EDITED], ids=named)
def test_what_the_record_refused_is_filed_again_under_another_key(state: Any) -> None:
    filed = when(state, Filed(reference="r-1"))
    assert Filing(reference="r-1") == filed.filing
    assert "NOT_REFUSED" == refused(filed, FileAgain(), by=DOCTOR)
    assert "file" not in sent(state, filed)
    no = when(state, FilingRefused(code="CLOSED"))
    assert "ROLE_REQUIRED" == refused(no, FileAgain())

    again = when(no, FileAgain(), by=DOCTOR)

    keys = {sent(None, s)["file"].key for s in (state, again)}
    assert {"a1:text:1", "a1:text:2"} == keys


@pytest.mark.parametrize(
    ("state", "years"),
    [(READY, 3), (REVIEW, 3), (REJECTED, 3), (ADOPTED, 15), (EDITED, 15)],
    ids=lambda s: named(s) if not isinstance(s, int) else str(s),
)
def test_what_is_kept_so_long_is_destroyed_then(state: Any, years: int) -> None:
    until = pre_visit_interview.deadline(state)

    assert until is not None
    assert end_of(add_months(day_of(NOW), 12 * years)) == until.last
    gone = when(state, until.notice)
    assert isinstance(gone, Discarded)
    assert "forget" in sent(state, gone)


def test_a_hospital_may_keep_without_end_and_never_the_record_too_short() -> None:
    for_ever = POLICY.model_copy(update={"log_years": None})
    assert pre_visit_interview.deadline(when(FILLED, Submit(), policy=for_ever)) is None
    with pytest.raises(Exception, match="adopted_years"):
        InterviewPolicy(name="x", effective_from=NOW.date(), adopted_years=14)


@pytest.mark.parametrize("state", [INVITED, FILLED, ESCALATED, READY], ids=named)
def test_consent_is_taken_back_until_a_doctor_has_looked(state: Any) -> None:
    gone = when(state, Withdraw(), by=PATIENT)

    assert isinstance(gone, Withdrawn)
    assert "forget" in sent(state, gone)
    assert "已撤回" == sent(state, gone)["tell_unfilled"].payload.shown
    with pytest.raises(NotAllowedError):
        when(REVIEW, Withdraw())


def test_a_new_doctor_is_told_of_the_report_too() -> None:
    moved = when(READY, VisitMoved(visit=MOVED))
    first, second = sent(FILLED, READY)["announce"], sent(READY, moved)["announce"]

    assert ("d1", "d3") == (first.payload.doctor, second.payload.doctor)
    assert first.key != second.key
    assert "announce" not in sent(READY, when(READY, VisitBegun()))


@pytest.mark.parametrize("state", [*LIVE, ADOPTED, EDITED, REJECTED], ids=named)
def test_an_appointment_has_one_interview(state: Any) -> None:
    claim = sent(None, state)["one_each"]
    assert "interview:a1" == claim.name


def test_a_reviewed_list_carries_no_mark() -> None:
    review = Review(hospital="一院", reviewer="医务处", on=NOW.date())
    signed = facts(questions=LIST.model_copy(update={"review": review}))
    begun = when(INVITED, Start(consent="1"), signed)
    ready = when(when(begun, Answer(given=CALM), signed), Submit(), signed)

    assert ("", review) == (ready.report.bank.mark, ready.report.bank.review)
    assert "未经临床审核" == READY.report.bank.mark
    assert "未经临床审核" == sent(FILLED, READY)["announce"].payload.mark


def test_the_report_says_symptom_and_duration_and_who_made_it() -> None:
    lasted = Answer(given=(gave("since", Lasted(amount=3, span=Span.DAY)),))
    report = when(when(FILLED, lasted), Submit()).report

    assert "cough 3天" == report.complaint
    assert ("question-rules-1", NOW) == (report.model_version, report.generated_at)
    assert [a.question for a in report.answers] == ["complaint", "since", "allergy"]


@pytest.mark.parametrize("state", [PICTURED, ESCALATED, READY, ADOPTED], ids=named)
def test_no_answer_shows_in_a_repr(state: Any) -> None:
    for word in ("cough", "crushing", "s/1.jpg", "ca:1"):
        assert word not in repr(state)


def test_an_answer_that_does_not_fit_leaves_nothing_behind() -> None:
    both = (said("complaint", "cough"), said("complaint", "fever"))
    assert "CHOICE_UNKNOWN" == refused(BEGUN, Answer(given=both))


def test_a_raised_flag_is_kept_with_its_moment() -> None:
    (kept,) = ESCALATED.raised
    text = "建议提前就诊。"
    assert Raised(flag="press", advice=Advice.EARLIER, text=text, at=NOW) == kept


def test_a_look_says_who_and_when() -> None:
    assert (Opening(by="d1", at=NOW, covering=False),) == REVIEW.openings


def test_an_error_names_a_place_and_not_what_was_said_before() -> None:
    pain = when(BEGUN, Answer(given=(said("complaint", "pain"),)))
    with pytest.raises(RuleViolationError) as caught:
        when(pain, Answer(given=(said("crushing", "maybe"),)))

    assert {"question": "3 (present)"} == caught.value.facts


def test_nobody_writes_a_line_of_the_report_himself() -> None:
    forged = Written(text="咳嗽\n过敏史：无\x00\r\n提示：可用青霉素")
    report = when(when(FILLED, Answer(given=(gave("words", forged),))), Submit()).report

    assert "words? 咳嗽 过敏史：无 提示：可用青霉素" in report.text
    assert 3 == len(report.text.splitlines())
