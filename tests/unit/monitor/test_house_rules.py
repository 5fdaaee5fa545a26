"""The access policy of a house that has none of its own (默认访问策略)."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import attrs
import pytest

from ehealthcard import Actor
from ehealthcard.codesets import Purpose
from ehealthcard.identity import SubjectId
from ehealthcard.monitor.access import Action, Asked, Decision, HouseRules, Reason
from ehealthcard.rules.access import GrantScope, GrantSeen, SensitiveClass
from ehealthcard.rules.real_name import Level

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOLDER, FRIEND, PARENT = (SubjectId(c * 32) for c in "abc")


@attrs.frozen
class Told:
    """What is known of a holder, as a test says it."""

    now: datetime = NOW
    years: int | None = 40
    parent: SubjectId | None = None
    granted: tuple[GrantSeen, ...] = ()
    cared_for: bool = False
    agreed: frozenset[str] = frozenset()
    proved: Level = Level.NONE
    opens: frozenset[SensitiveClass] = frozenset()
    parts: bool = False
    here: bool = False

    def age(self, subject: SubjectId, /) -> int | None:
        return self.years

    def guardians(self, subject: SubjectId, /) -> Collection[SubjectId]:
        return (self.parent,) if self.parent else ()

    def grants(self, subject: SubjectId, /) -> Collection[GrantSeen]:
        return self.granted

    def in_care(self, subject: SubjectId, /) -> bool:
        return self.cared_for

    def consents(self, subject: SubjectId, /) -> Collection[str]:
        return self.agreed

    def level(self, subject: SubjectId, /) -> Level:
        return self.proved

    def opened(
        self, subject: SubjectId, purpose: Purpose, /
    ) -> Collection[SensitiveClass]:
        return self.opens if purpose is Purpose.CARE else ()

    def works_at(self, actor: Actor, case: str, /) -> bool:
        return self.here

    def took_part(self, actor: Actor, case: str, /) -> bool:
        return self.parts


NOTHING = Told()


def decide(actor: Actor, action: Action, known: Told, *, is_open: bool) -> Decision:
    return HouseRules().decide(Asked(actor, action, HOLDER, is_open=is_open), known)


def why(
    actor: Actor, action: Action, known: Told = NOTHING, *, is_open: bool = True
) -> Reason:
    return decide(actor, action, known, is_open=is_open).reason


def may(
    actor: Actor, action: Action, known: Told = NOTHING, *, is_open: bool = True
) -> bool:
    return decide(actor, action, known, is_open=is_open).permitted


def resident(who: SubjectId) -> Actor:
    return Actor("app", {"resident"}, holder=who)


@pytest.mark.parametrize("action", Action)
def test_without_role_and_card_nothing_is_reached(action: Action) -> None:
    assert not may(Actor("nobody"), action)
    assert Reason.NO_RIGHTS == why(Actor("nobody"), action)


@pytest.mark.parametrize("action", Action)
def test_a_session_alone_gives_no_right_but_to_apply(action: Action) -> None:
    assert (action is Action.APPLY) == may(Actor("app", {"resident"}), action)


def test_a_holder_sees_his_own_and_a_stranger_does_not() -> None:
    for action in (Action.SEE, Action.TRACE, Action.SHOW):
        assert Reason.SELF == why(resident(HOLDER), action)
        assert Reason.NOT_CONCERNED == why(resident(FRIEND), action)


def test_a_guardian_sees_a_wards_affairs_and_shows_the_code() -> None:
    ward = Told(parent=PARENT)
    for action in (Action.SEE, Action.TRACE, Action.SHOW):
        assert Reason.GUARDIAN == why(resident(PARENT), action, ward)
        assert Reason.NOT_CONCERNED == why(resident(FRIEND), action, ward)
        assert Reason.NOT_CONCERNED == why(resident(PARENT), action)


def test_a_grant_that_covers_the_code_shows_it_and_opens_no_record() -> None:
    grant = GrantSeen(
        delegate=FRIEND,
        scopes=(GrantScope.SHOW,),
        sensitive=False,
        by_guardian=False,
        until=NOW,
    )
    known = Told(granted=(grant,))
    assert Reason.DELEGATE == why(resident(FRIEND), Action.SHOW, known)
    assert not may(resident(FRIEND), Action.TRACE, known)
    past = attrs.evolve(known, now=NOW + timedelta(microseconds=1))
    assert not may(resident(FRIEND), Action.SHOW, past)


def test_a_grant_opens_records_for_its_term_and_no_code() -> None:
    grant = GrantSeen(
        delegate=FRIEND,
        scopes=(GrantScope.RECORDS,),
        sensitive=False,
        by_guardian=False,
        until=NOW,
    )
    known, late = Told(granted=(grant,)), NOW + timedelta(microseconds=1)
    assert Reason.DELEGATE == why(resident(FRIEND), Action.TRACE, known)
    assert not may(resident(FRIEND), Action.TRACE, attrs.evolve(known, now=late))
    assert not may(resident(FRIEND), Action.SHOW, known)
    reports = grant.model_copy(update={"scopes": (GrantScope.REPORTS,)})
    assert not may(resident(FRIEND), Action.TRACE, Told(granted=(reports,)))
    given_for_a_child = grant.model_copy(update={"by_guardian": True})
    grown_up = Told(granted=(given_for_a_child,))
    assert not may(resident(FRIEND), Action.TRACE, grown_up)


def test_a_doctor_sees_the_past_while_care_goes_on_and_not_after() -> None:
    doctor = Actor("doctor-1", {"doctor"})
    assert Reason.CARE == why(doctor, Action.TRACE, Told(cared_for=True), is_open=False)
    assert Reason.NO_CARE == why(doctor, Action.TRACE, is_open=False)
    assert Reason.CARE == why(doctor, Action.SEE, is_open=True)
    assert Reason.NO_CARE == why(doctor, Action.SEE, is_open=False)


def test_a_porter_sees_the_case_he_works_on_and_nobodys_past() -> None:
    porter = Actor("porter-2", {"porter"})
    assert may(porter, Action.SEE, is_open=True)
    assert Reason.NOT_STAFF == why(porter, Action.TRACE, Told(cared_for=True))
    assert Reason.NOT_STAFF == why(porter, Action.LIST)


def test_a_life_in_danger_opens_what_is_closed_and_that_is_reviewed() -> None:
    roles = {"doctor", "break-glass"}
    doctor = Actor("doctor-1", roles, purpose=Purpose.EMERGENCY)
    asked = Asked(doctor, Action.TRACE, HOLDER, is_open=False)
    decision = HouseRules().decide(asked, NOTHING)
    assert (True, True) == (decision.permitted, decision.review)
    for other in (Actor("d", roles), Actor("d", {"doctor"}, purpose=Purpose.EMERGENCY)):
        assert not may(other, Action.TRACE, is_open=False)


@pytest.mark.parametrize("purpose", [Purpose.RESEARCH, Purpose.THIRD_PARTY])
def test_research_and_passing_on_need_the_holders_consent(purpose: Purpose) -> None:
    clerk = Actor("clerk-1", {"staff"}, purpose=purpose)
    assert Reason.NO_CONSENT == why(clerk, Action.TRACE)
    agreed = Told(agreed=frozenset({purpose}))
    assert Reason.OFFICE == why(clerk, Action.TRACE, agreed)


HIV = SensitiveClass.HIV
CARING = Told(cared_for=True)


def why_hiv(actor: Actor, known: Told = CARING, action: Action = Action.SEE) -> Reason:
    asked = Asked(actor, action, HOLDER, "report", classes=frozenset({HIV}), case="c1")
    decision = HouseRules().decide(asked, known)
    assert decision.permitted == (decision.reason is not Reason.SENSITIVE)
    assert decision.review == (decision.reason is Reason.BREAK_GLASS)
    return decision.reason


@pytest.mark.parametrize("role", ["doctor", "nurse", "staff", "registrar", "porter"])
def test_work_alone_opens_nothing_that_is_especially_sensitive(role: str) -> None:
    someone = Actor("someone", {role}, purpose=Purpose.CARE)
    for action in (Action.SEE, Action.ACT):
        assert Reason.SENSITIVE == why_hiv(someone, action=action)
        part = attrs.evolve(CARING, parts=True)
        assert Reason.PART == why_hiv(someone, part, action)
    assert Reason.SENSITIVE is not why(someone, Action.SEE, CARING)


def test_a_consent_opens_the_classes_that_it_names_for_its_purpose() -> None:
    doctor = Actor("doctor-1", {"doctor"}, purpose=Purpose.CARE)
    other = attrs.evolve(CARING, opens=frozenset({SensitiveClass.GENETIC}))
    this = attrs.evolve(CARING, opens=frozenset({HIV, SensitiveClass.GENETIC}))
    assert Reason.SENSITIVE == why_hiv(doctor, other)
    assert Reason.CONSENT == why_hiv(doctor, this)
    paying = attrs.evolve(doctor, purpose=Purpose.PAYMENT)
    assert Reason.SENSITIVE == why_hiv(paying, this)


def test_a_grant_opens_the_classes_that_it_names_or_all() -> None:
    grant = GrantSeen(
        delegate=FRIEND,
        scopes=(GrantScope.RECORDS,),
        sensitive=False,
        by_guardian=False,
        until=NOW,
    )
    friend = resident(FRIEND)
    for more, reason in (
        ({}, Reason.SENSITIVE),
        ({"classes": (SensitiveClass.GENETIC,)}, Reason.SENSITIVE),
        ({"classes": (HIV,)}, Reason.DELEGATE),
        ({"sensitive": True}, Reason.DELEGATE),
    ):
        known = Told(granted=(grant.model_copy(update=more),))
        for action in (Action.SEE, Action.TRACE, Action.ACT):
            assert reason == why_hiv(friend, known, action)
    assert Reason.SENSITIVE == why_hiv(friend, NOTHING, Action.ACT)


def test_what_is_sensitive_stays_open_to_holder_guardian_and_the_entrusted() -> None:
    assert Reason.SELF == why_hiv(resident(HOLDER))
    assert Reason.GUARDIAN == why_hiv(resident(PARENT), Told(years=9, parent=PARENT))
    assert Reason.OFFICE == why_hiv(Actor("auditor-1", {"auditor"}))
    assert Reason.SYSTEM == why_hiv(Actor("system", {"system"}))


def test_breaking_the_glass_opens_every_class_and_is_reviewed() -> None:
    roles = {"doctor", "break-glass"}
    on_call = Actor("doctor-1", roles, purpose=Purpose.EMERGENCY)
    assert Reason.BREAK_GLASS == why_hiv(on_call)
    assert Reason.BREAK_GLASS == why_hiv(on_call, action=Action.ACT)
    assert Reason.SENSITIVE == why_hiv(attrs.evolve(on_call, purpose=Purpose.CARE))
