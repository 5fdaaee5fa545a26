"""Health declaration (健康申报): vectors HD1 to HD9 and every sentence between them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ehealthcard.codesets import SHANGHAI, Kinship
from ehealthcard.errors import (
    CardCancelledError,
    CardLostError,
    CardNotActiveError,
    CardNotFoundError,
    NotAllowedError,
    RuleViolationError,
)
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.rules.epidemiology import Exposure, ExposureKind, Symptom
from ehealthcard.services.health_declaration import (
    Answers,
    Create,
    DayPassed,
    Declarant,
    DeclarationFacts,
    Discard,
    Discarded,
    Draft,
    DraftOld,
    Escalate,
    Expired,
    NucleicTest,
    Relation,
    Replaced,
    RiskSeen,
    Save,
    Signature,
    Submit,
    Superseded,
    Use,
    Used,
    ValidAttention,
    ValidClear,
    Visit,
    Void,
    Voided,
    Withdraw,
    Withdrawn,
    health_declaration,
)
from ehealthcard.services.health_declaration.model import POLICIES
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

T0 = NOW  # 2022-12-01T08:00:00+08:00, as the vectors have it
OLD_PACK, NEW_PACK = POLICIES.packs
WELL = Answers(temperature=Decimal("36.5"), symptoms=(), exposures=())
ADULT = DeclarationFacts(status=CardStatus.ACTIVE, age=40, guardian=None)
CHILD = DeclarationFacts(status=CardStatus.ACTIVE, age=5, guardian="9" * 32)
DAY = timedelta(hours=24)
SIGNED = Signature(version="1", accepted_at=T0)
USE = Use(org="H1", place="east", channel="0100", at=T0)
FRIEND = Declarant(relation=Relation.FRIEND, name="某友", phone="13900000000")

DRAFT = Draft(
    card=SUBJECT,
    declarant=Declarant(),
    visit=Visit(org="H1"),
    answers=Answers(),
    consent=SIGNED,
    discard_after=T0 + timedelta(days=7),
)
CLEAR = ValidClear(
    card=SUBJECT,
    declarant=Declarant(),
    visit=Visit(),
    answers=WELL,
    consent=SIGNED,
    commitment=SIGNED,
    submitted_at=T0,
    valid_until=T0 + DAY,
    channel="9900",
)
ATTENTION = CLEAR.to(ValidAttention, attention=True, reasons=("FEVER",))
EXPIRED = Expired(submitted_at=T0, attention=False, uses=())
SUPERSEDED = Superseded(submitted_at=T0, attention=False, uses=())


def submit(answers: Answers = WELL, **more: Any) -> Submit:
    return Submit(answers=answers, consent="1", commitment="1", **more)


def answered(**changes: Any) -> Answers:
    return WELL.model_copy(update=changes)


def declared(answers: Answers, *, now: datetime = T0, policy: Any = OLD_PACK) -> Any:
    start = given(health_declaration, facts=ADULT, now=now, policy=policy)
    return start.when(submit(answers))


class TestContract(WorkflowContract):
    workflow = health_declaration
    examples = (
        DRAFT,
        CLEAR,
        ATTENTION,
        EXPIRED,
        SUPERSEDED,
        Withdrawn(reason="not coming"),
        Voided(card=SUBJECT, reason="false", voided_by="nurse"),
        Discarded(),
    )
    commands = (
        Create(consent="1"),
        Save(answers=WELL),
        submit(),
        submit(answered(temperature=Decimal("38.0"))),
        Submit(answers=Answers(), consent="1", commitment="1"),
        submit(declarant=FRIEND),
        Discard(),
        Escalate(reason="fever at gate"),
        Withdraw(reason="not coming"),
        Void(reason="false"),
        DraftOld(),
        DayPassed(),
        Replaced(newer=T0),
        Used(use=USE),
        RiskSeen(reasons=("RISK_RED",)),
    )
    facts = (ADULT, CHILD, ADULT.model_copy(update={"status": CardStatus.SUSPENDED}))
    roles = frozenset({"staff"})


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (DAY - timedelta(seconds=1), ValidClear),
        (DAY, ValidClear),
        (DAY + timedelta(seconds=1), Expired),
    ],
    ids=["HD1", "HD2", "HD3"],
)
def test_a_declaration_holds_for_24_hours_and_no_second_more(
    after: timedelta, state: type
) -> None:
    valid = declared(WELL)
    steps = list(health_declaration.elapse(valid, T0 + after, OLD_PACK, SUBJECT))

    assert state is type(steps[-1][0] if steps else valid)


def test_time_ends_a_declaration_and_keeps_what_it_was_used_for() -> None:
    used = CLEAR.model_copy(update={"uses": (USE,)})

    expired = given(health_declaration, used).when(DayPassed())

    assert Expired(submitted_at=T0, attention=False, uses=(USE,)) == expired
    again = given(health_declaration, ATTENTION).when(DayPassed())
    assert again == Expired(submitted_at=T0, attention=True, uses=())


@pytest.mark.parametrize(
    ("degrees", "state"),
    [("37.2", ValidClear), ("37.3", ValidAttention), (37.3, ValidAttention)],
    ids=["HD4", "HD5", "HD5 as a float"],
)
def test_a_fever_begins_at_37_3(degrees: Any, state: type) -> None:
    found = declared(Answers(temperature=degrees, symptoms=(), exposures=()))

    assert state is type(found)


@pytest.mark.parametrize(
    ("days", "state"),
    [(13, ValidAttention), (14, ValidAttention), (15, ValidClear)],
    ids=["HD6", "HD7", "HD7 one day more"],
)
def test_an_exposure_counts_for_14_days_both_ends_included(
    days: int, state: type
) -> None:
    travel = Exposure(
        kind=ExposureKind.E1, last_on=date(2022, 12, 1) - timedelta(days=days)
    )

    assert state is type(declared(answered(exposures=(travel,))))


@pytest.mark.parametrize(("cases", "state"), [(1, ValidClear), (2, ValidAttention)])
def test_a_cluster_needs_two_cases(cases: int, state: type) -> None:
    cluster = Exposure(kind=ExposureKind.E4, last_on=date(2022, 11, 30), cases=cases)

    assert state is type(declared(answered(exposures=(cluster,))))


@pytest.mark.parametrize("symptom", list(Symptom))
def test_any_one_symptom_calls_for_attention(symptom: Symptom) -> None:
    found = declared(answered(symptoms=(symptom,)))

    assert found.reasons == (f"SYMPTOM_{symptom.value}",)


def test_a_positive_nucleic_test_calls_for_attention_while_the_pack_says_so() -> None:
    test = NucleicTest(result="positive", sampled_at=T0)
    new_year = datetime(2023, 1, 8, tzinfo=SHANGHAI)

    assert declared(answered(nucleic=test)).reasons == ("NUCLEIC_POSITIVE",)
    later = declared(answered(nucleic=test), now=new_year, policy=NEW_PACK)
    assert isinstance(later, ValidClear)


def test_exposures_no_longer_count_since_2023_01_08_but_fevers_do() -> None:
    new_year = datetime(2023, 1, 8, tzinfo=SHANGHAI)
    contact = Exposure(kind=ExposureKind.E2, last_on=date(2023, 1, 7))

    exposed = declared(answered(exposures=(contact,)), now=new_year, policy=NEW_PACK)
    feverish = declared(
        answered(temperature=Decimal("37.3")), now=new_year, policy=NEW_PACK
    )

    assert isinstance(exposed, ValidClear)
    assert feverish.reasons == ("FEVER",)


def test_the_packs_meet_on_2023_01_08() -> None:
    assert POLICIES.at(date(2023, 1, 7)).name == "2022-12"
    assert POLICIES.at(date(2023, 1, 8)).name == "2023-01-08+"
    assert POLICIES.at(date(2026, 1, 1)).name == "2023-01-08+"


def test_an_exposure_of_tomorrow_is_a_typing_error() -> None:
    tomorrow = Exposure(kind=ExposureKind.E1, last_on=date(2022, 12, 2))

    with pytest.raises(RuleViolationError, match="EXPOSURE_IN_FUTURE"):
        declared(answered(exposures=(tomorrow,)))


def test_a_declaration_of_late_evening_serves_the_next_day() -> None:
    evening = datetime(2022, 12, 1, 23, 59, tzinfo=SHANGHAI)

    assert declared(WELL, now=evening).valid_until == evening + DAY


@pytest.mark.parametrize("item", ["temperature", "symptoms", "exposures"])
def test_nothing_to_report_must_be_said(item: str) -> None:
    with pytest.raises(RuleViolationError, match=f"ANSWER_REQUIRED.*{item}"):
        declared(answered(**{item: None}))


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (Submit(answers=WELL, commitment="1"), "CONSENT_REQUIRED"),
        (Submit(answers=WELL, consent="1"), "COMMITMENT_REQUIRED"),
    ],
)
def test_consent_and_commitment_are_given_each(command: Submit, rule: str) -> None:
    with pytest.raises(RuleViolationError, match=rule):
        given(health_declaration, facts=ADULT).when(command)


@pytest.mark.parametrize(
    ("declarant", "rule"),
    [
        (FRIEND, "PROXY_REASON_REQUIRED"),
        (FRIEND.model_copy(update={"reason": "  "}), "PROXY_REASON_REQUIRED"),
        (Declarant(relation=Relation.FAMILY), "PROXY_REASON_REQUIRED"),
        (
            Declarant(relation=Relation.FAMILY, reason="no phone"),
            "PROXY_KINSHIP_REQUIRED",
        ),
        (
            Declarant(relation=Relation.FRIEND, reason="no phone", name="某友"),
            "PROXY_IDENTITY_REQUIRED",
        ),
    ],
    ids=["HD9", "blank", "family too", "kinship", "identity"],
)
def test_a_proxy_says_why_and_who(declarant: Declarant, rule: str) -> None:
    with pytest.raises(RuleViolationError, match=rule):
        given(health_declaration, facts=ADULT).when(submit(declarant=declarant))


@pytest.mark.parametrize(
    "declarant",
    [
        FRIEND.model_copy(update={"reason": "no phone"}),
        Declarant(
            relation=Relation.FAMILY,
            kinship=Kinship.DAUGHTER,
            reason="old age",
            name="某女",
            document="1",
        ),
    ],
)
def test_family_and_friends_may_declare(declarant: Declarant) -> None:
    found = given(health_declaration, facts=ADULT).when(submit(declarant=declarant))

    assert declarant == found.declarant  # type: ignore[union-attr]  # it is valid


def test_a_proxy_who_is_logged_in_is_known() -> None:
    friend = Actor("app", holder=SubjectId("8" * 32))
    declarant = Declarant(relation=Relation.FRIEND, reason="no phone")

    found = given(health_declaration, facts=ADULT, by=friend).when(
        submit(declarant=declarant)
    )

    assert isinstance(found, ValidClear)


@pytest.mark.parametrize("relation", [Relation.SELF, Relation.FAMILY, Relation.FRIEND])
def test_for_a_child_below_14_only_the_guardian_declares(relation: Relation) -> None:
    child = submit(declarant=Declarant(relation=relation, reason="r", name="n"))

    with pytest.raises(RuleViolationError, match="GUARDIAN_CONSENT_REQUIRED"):
        given(health_declaration, facts=CHILD).when(child)


def test_the_registered_guardian_declares_and_nobody_else_as_guardian() -> None:
    command = submit(declarant=Declarant(relation=Relation.GUARDIAN))
    guardian = Actor("app", holder=SubjectId("9" * 32))
    stranger = Actor("app", holder=SubjectId("7" * 32))

    found = given(health_declaration, facts=CHILD, by=guardian).when(command)
    assert isinstance(found, ValidClear)
    with pytest.raises(RuleViolationError, match="GUARDIAN_CONSENT_REQUIRED"):
        given(health_declaration, facts=CHILD, by=stranger).when(command)


def test_at_14_one_declares_oneself() -> None:
    teenager = CHILD.model_copy(update={"age": 14})

    found = given(health_declaration, facts=teenager).when(submit())
    assert isinstance(found, ValidClear)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (CardStatus.SUSPENDED, CardLostError),
        (CardStatus.CANCELLED, CardCancelledError),
        (CardStatus.APPLIED, CardNotActiveError),
        (None, CardNotFoundError),
    ],
)
def test_declaring_needs_an_active_card(
    status: CardStatus | None, error: type[Exception]
) -> None:
    facts = ADULT.model_copy(update={"status": status})

    with pytest.raises(error):
        given(health_declaration, facts=facts).when(submit())


def test_a_draft_is_begun_saved_and_submitted() -> None:
    draft = given(health_declaration, facts=ADULT).when(
        Create(consent="1", visit=Visit(org="H1"))
    )
    assert draft == DRAFT
    saved = given(health_declaration, draft).when(Save(answers=WELL))
    assert saved == DRAFT.model_copy(update={"answers": WELL})

    valid = given(health_declaration, saved, facts=ADULT).when(
        Submit(answers=WELL, commitment="1")
    )

    assert valid == CLEAR.model_copy(update={"visit": Visit(org="H1")})


def test_a_feverish_draft_calls_for_attention() -> None:
    hot = answered(temperature=Decimal("39.0"))

    found = given(health_declaration, DRAFT, facts=ADULT).when(submit(hot))

    assert isinstance(found, ValidAttention)


def test_a_draft_is_thrown_away_by_hand_or_after_seven_days() -> None:
    assert given(health_declaration, DRAFT).when(Discard()) == Discarded()
    assert given(health_declaration, DRAFT).when(DraftOld()) == Discarded()
    week = T0 + timedelta(days=7)
    assert not list(health_declaration.elapse(DRAFT, week, OLD_PACK, SUBJECT))
    late = week + timedelta(microseconds=1)
    assert list(health_declaration.elapse(DRAFT, late, OLD_PACK, SUBJECT))


@pytest.mark.parametrize("state", [CLEAR, ATTENTION])
def test_a_declaration_is_used_again_and_again(state: ValidClear) -> None:
    once = given(health_declaration, state).when(Used(use=USE))
    twice = given(health_declaration, once).when(Used(use=USE))

    assert state.model_copy(update={"uses": (USE, USE)}) == twice


def test_a_fever_at_the_gate_changes_the_result_and_not_the_end() -> None:
    found = given(health_declaration, CLEAR, roles={"terminal"}).when(
        Escalate(reason="FEVER", temperature=Decimal("37.3"))
    )

    assert found == ATTENTION
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        given(health_declaration, CLEAR).when(Escalate(reason="FEVER"))


def test_a_diversion_calls_for_attention_and_is_kept_in_the_old_pack() -> None:
    seen = RiskSeen(reasons=("RISK_RED",))

    first = given(health_declaration, CLEAR).when(seen)
    more = given(health_declaration, ATTENTION, policy=NEW_PACK).when(seen)
    same = given(health_declaration, first).when(seen)

    kept = {"reasons": ("RISK_RED",), "kept": True}
    assert ATTENTION.model_copy(update=kept) == first == same
    assert ATTENTION.model_copy(update={"reasons": ("FEVER", "RISK_RED")}) == more


@pytest.mark.parametrize(
    ("state", "then"),
    [
        (CLEAR, SUPERSEDED),
        (ATTENTION, SUPERSEDED.model_copy(update={"attention": True})),
    ],
)
def test_a_newer_declaration_takes_its_place(
    state: ValidClear, then: Superseded
) -> None:
    assert then == given(health_declaration, state).when(Replaced(newer=T0))


@pytest.mark.parametrize("state", [CLEAR, ATTENTION])
def test_the_holder_takes_it_back_and_nothing_is_left_of_the_answers(
    state: ValidClear,
) -> None:
    found = given(health_declaration, state).when(Withdraw(reason="not coming"))

    assert found == Withdrawn(reason="not coming")
    effects = [
        e.kind.__name__ for e, _, _ in health_declaration.bring_about(state, found)
    ]
    assert effects == ["Erase"]


def test_what_led_to_isolation_cannot_be_taken_back() -> None:
    kept = ATTENTION.model_copy(update={"kept": True})

    with pytest.raises(RuleViolationError, match="RETENTION_APPLIES"):
        given(health_declaration, kept).when(Withdraw(reason="not coming"))


@pytest.mark.parametrize("state", [DRAFT, CLEAR, ATTENTION])
def test_staff_void_a_false_declaration(state: Any) -> None:
    found = given(health_declaration, state, roles={"staff"}).when(Void(reason="false"))

    assert found == Voided(card=SUBJECT, reason="false", voided_by="tester")
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        given(health_declaration, state).when(Void(reason="false"))


@pytest.mark.parametrize("state", [EXPIRED, SUPERSEDED, Withdrawn(reason="r")])
def test_what_is_over_cannot_be_withdrawn(state: Any) -> None:
    with pytest.raises(NotAllowedError):
        given(health_declaration, state).when(Withdraw(reason="not coming"))


def test_the_fever_clinic_hears_once_and_no_answers() -> None:
    told = {
        e.call.__name__: v
        for e, v, new in health_declaration.bring_about(CLEAR, ATTENTION)
        if new
    }
    assert set(told) == {"tell_fever_clinic"}
    payload = told["tell_fever_clinic"].payload
    assert set(type(payload).model_fields) == {"card", "org", "reasons"}
    used = ATTENTION.model_copy(update={"uses": (USE,)})
    again = [new for _, _, new in health_declaration.bring_about(ATTENTION, used)]
    assert not any(again)
