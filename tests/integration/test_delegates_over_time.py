"""A delegate at triage, in referrals, in rehabilitation and with the family doctor."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Applicant, Card, OutboxRelay, Suite
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Kinship
from ehealthcard.errors import AccessDeniedError, CardLostError, RuleViolationError
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.chronic.codes import Disease
from ehealthcard.rules.chronic.codes import EndReason as CareEnd
from ehealthcard.rules.declaring import Declarant, Relation
from ehealthcard.rules.family import ProofKind
from ehealthcard.rules.grading import Judgement, Level
from ehealthcard.rules.messages import MessageKind
from ehealthcard.services.access_grant import Grant, Revoke, access_grant
from ehealthcard.services.chronic_care import End, Enrol, chronic_care
from ehealthcard.services.family_doctor_contract import (
    Accept,
    EndReason,
    Lapsed,
    Terminate,
    family_doctor_contract,
)
from ehealthcard.services.family_doctor_contract import Withdraw as TakeBack
from ehealthcard.services.foundation.card import ReportLost, card_life
from ehealthcard.services.foundation.family_bond import Delegate, GuardAdult
from ehealthcard.services.foundation.real_name_doubt import (
    Doubt,
    Ground,
    real_name_doubt,
)
from ehealthcard.services.referral import (
    AcceptReview,
    Agree,
    Approve,
    Consent,
    DeclineTarget,
    Issued,
    Withdraw,
    Withdrawn,
    referral,
)
from ehealthcard.services.rehab_episode import rehab_episode
from ehealthcard.services.rehab_episode.commands import (
    Assess,
    BeginTraining,
    MakePlan,
    TakeOn,
)
from ehealthcard.services.triage import (
    Arrive,
    Grade,
    Leave,
    LeftUnseen,
    Precheck,
    RouteOn,
    triage,
)
from tests.actors import AUDITOR
from tests.services.contracts import DOCTOR as TEAM_DOCTOR
from tests.services.contracts import REQUEST
from tests.services.referrals import APPLY, CONSENT, FORM, GP, URGENT
from tests.services.test_rehab_episode import LOG, PLAN, TWO

from .conftest import WINDOW, House, build
from .test_accounts import app
from .test_booking import Mailbox
from .test_triage import NURSE, WELL

REVIEWER = Actor("review-1", {"real-name-reviewer"})
BY_FAMILY = Declarant(relation=Relation.FAMILY)
ASK = APPLY.model_copy(update={"consent": None, "declarant": BY_FAMILY})
THERAPIST = Actor("gp-1", {"family-doctor"}, org="C1")
NEW = (GrantScope.VISIT, GrantScope.REFERRAL, GrantScope.CARE)


@attrs.define
class Pair:
    """A man, and his sister who sees to things."""

    house: House
    man: Card
    sister: Card

    @property
    def desk(self) -> Any:
        return self.house.desk

    def let(self, *scopes: GrantScope, days: int = 30, sensitive: bool = False) -> Any:
        until = self.desk.clock() + timedelta(days=days)
        said = Grant(
            delegate=self.sister.subject,
            scopes=scopes,
            until=until,
            consent="1",
            sensitive=sensitive,
        )
        return self.desk.start(access_grant, self.man, said, by=app(self.man))

    def begin(self, service: Any, command: Any, by: Actor | None = None) -> Any:
        return self.desk.start(service, self.man, command, by=by or app(self.sister))

    def does(self, case: Any, command: Any, by: Actor | None = None) -> Any:
        workflow = self.desk.catalogue.named[case.workflow]
        now = self.desk.case(workflow, case.id, by=AUDITOR)
        return self.desk.execute(workflow, now, command, by=by or app(self.sister))

    def names_both(self, case: Any) -> bool:
        """Whether the last event names whose affair it is, and who did it for him."""
        workflow = self.desk.catalogue.named[case.workflow]
        *_, last = self.desk.history(workflow, case, by=AUDITOR)
        return (case.subject, last.actor, last.behind) == (
            self.man.subject,
            app(self.sister).id,
            self.sister.subject,
        )


@pytest.fixture
def pair() -> Pair:
    house = build(MemoryStorage(), Suite.INTL)
    man, sister = (
        house.desk.register(
            Applicant(name_of(seed), document_of(seed, born=date(1985, 3, seed))),
            by=WINDOW,
        )
        for seed in (1, 2)
    )
    return Pair(house, man, sister)


def in_clinic(pair: Pair) -> Any:
    case = pair.begin(triage, Arrive(org="H1"), app(pair.man))
    pair.does(case, Precheck(vitals=WELL), NURSE)
    return pair.does(case, RouteOn(department="03.01"), NURSE)


def in_training(pair: Pair) -> Any:
    case = pair.begin(rehab_episode, TakeOn(), THERAPIST)
    for step in (Assess(scores=TWO), MakePlan(plan=PLAN), BeginTraining()):
        case = pair.does(case, step, THERAPIST)
    return case


def requested(pair: Pair) -> Any:
    return pair.begin(family_doctor_contract, REQUEST, app(pair.man))


def applied(pair: Pair) -> Any:
    return pair.begin(referral, APPLY, app(pair.man))


def leaves(pair: Pair) -> Any:
    return pair.does(in_clinic(pair), Leave())


def logs(pair: Pair) -> Any:
    return pair.does(in_training(pair), LOG)


def takes_back(pair: Pair) -> Any:
    return pair.does(requested(pair), TakeBack())


def asks(pair: Pair) -> Any:
    return pair.begin(referral, ASK)


def calls_off(pair: Pair) -> Any:
    return pair.does(applied(pair), Withdraw())


RIGHTS = (
    (leaves, GrantScope.VISIT, "ROLE_REQUIRED"),
    (asks, GrantScope.REFERRAL, "REFERRAL_PATIENT_ONLY"),
    (calls_off, GrantScope.REFERRAL, "REFERRAL_PATIENT_ONLY"),
    (logs, GrantScope.CARE, "REHAB_PATIENT_ONLY"),
    (takes_back, GrantScope.CARE, "CONTRACT_RESIDENT_ONLY"),
)
Act = Callable[[Pair], Any]


@pytest.mark.parametrize(("act", "scope", "code"), RIGHTS)
def test_a_scope_is_enough_and_both_are_named(
    pair: Pair, act: Act, scope: GrantScope, code: str
) -> None:
    del code
    pair.let(scope)
    assert pair.names_both(act(pair))


@pytest.mark.parametrize(("act", "scope", "code"), RIGHTS)
def test_without_the_scope_it_is_refused_whatever_else_was_let(
    pair: Pair, act: Act, scope: GrantScope, code: str
) -> None:
    pair.let(*(other for other in GrantScope if other is not scope))
    with pytest.raises(RuleViolationError) as caught:
        act(pair)
    assert code == caught.value.code


@pytest.mark.parametrize(("act", "scope", "code"), RIGHTS)
def test_behind_its_last_moment_it_is_refused(
    pair: Pair, act: Act, scope: GrantScope, code: str
) -> None:
    pair.let(scope, days=1)
    pair.house.clock.forward(days=1, seconds=1)
    with pytest.raises(RuleViolationError, match=code):
        act(pair)


@pytest.mark.parametrize(("act", "scope", "code"), RIGHTS)
def test_who_is_doubted_does_nothing_by_it(
    pair: Pair, act: Act, scope: GrantScope, code: str
) -> None:
    del code
    pair.let(scope)
    said = Doubt(ground=Ground.TAKEN_OVER, reason="two faces")
    pair.desk.start(real_name_doubt, pair.sister, said, by=REVIEWER)
    with pytest.raises(RuleViolationError, match="CARER_DOUBTED"):
        act(pair)


@pytest.mark.parametrize(("act", "scope", "code"), RIGHTS)
def test_who_has_lost_his_card_does_nothing_by_it(
    pair: Pair, act: Act, scope: GrantScope, code: str
) -> None:
    del code
    pair.let(scope)
    life = pair.desk.case(card_life, pair.sister.case, by=AUDITOR)
    pair.desk.execute(card_life, life, ReportLost(reason="lost"), by=WINDOW)
    with pytest.raises(CardLostError):
        act(pair)


@pytest.mark.parametrize(
    ("opened", "scope"),
    [
        (in_clinic, GrantScope.VISIT),
        (applied, GrantScope.REFERRAL),
        (in_training, GrantScope.CARE),
        (requested, GrantScope.CARE),
    ],
)
def test_who_does_something_in_a_service_sees_that_case_and_no_other(
    pair: Pair, opened: Act, scope: GrantScope
) -> None:
    case, sister = opened(pair), app(pair.sister)
    workflow = pair.desk.catalogue.named[case.workflow]
    others = (s for s in GrantScope if s not in {scope, GrantScope.RECORDS})
    grant = pair.let(*others)
    with pytest.raises(AccessDeniedError):
        pair.desk.case(workflow, case.id, by=sister)
    pair.desk.execute(access_grant, grant, Revoke(), by=app(pair.man))
    pair.let(scope)
    assert case.id == pair.desk.case(workflow, case.id, by=sister).id
    with pytest.raises(AccessDeniedError):
        pair.desk.history(workflow, case, by=sister)


def test_a_bond_opens_what_a_grant_does(pair: Pair) -> None:
    said = Delegate(
        carer=pair.sister.subject,
        kinship=Kinship.SIBLING,
        scopes=NEW,
        until=pair.desk.clock() + timedelta(days=30),
        consent="1",
    )
    pair.desk.accounts.open(pair.sister, by=app(pair.sister))
    pair.desk.accounts.link(pair.man, said, by=app(pair.man))
    for act in (leaves, asks, logs, takes_back):
        assert pair.names_both(act(pair))


def test_the_patient_agrees_to_the_referral_that_was_asked_for(pair: Pair) -> None:
    pair.let(GrantScope.REFERRAL)
    case = asks(pair)
    mail = Mailbox()
    OutboxRelay(pair.desk, {"notifier": mail}).run_once()
    assert [MessageKind.REFERRAL] == [one.kind for one in mail.wanted]
    pair.does(case, AcceptReview(), GP)
    with pytest.raises(RuleViolationError, match="REFERRAL_CONSENT_REQUIRED"):
        pair.does(case, Approve(form=FORM), GP)
    with pytest.raises(RuleViolationError, match="REFERRAL_PATIENT_ONLY"):
        pair.does(case, Agree(consent=CONSENT))
    pair.does(case, Agree(consent=CONSENT), app(pair.man))
    issued = pair.does(case, Approve(form=FORM), GP)
    assert isinstance(issued.state, Issued)
    with pytest.raises(RuleViolationError, match="REFERRAL_PATIENT_ONLY"):
        pair.does(case, DeclineTarget(reason="far"))
    assert isinstance(pair.does(case, Withdraw()).state, Withdrawn)


@pytest.mark.parametrize("scope", [GrantScope.REFERRAL, GrantScope.RECORDS], ids=str)
def test_a_sensitive_history_is_seen_by_a_grant_that_says_so(
    pair: Pair, scope: GrantScope
) -> None:
    plain = pair.let(scope)
    told = FORM.model_copy(update={"sensitive_history": "made-up"})
    wide = APPLY.model_copy(update={"consent": Consent(version="1", sensitive=True)})
    case = pair.begin(referral, wide, app(pair.man))
    pair.does(case, AcceptReview(), GP)
    pair.does(case, Approve(form=told), GP)

    def seen(by: Actor) -> Any:
        return pair.desk.case(referral, case.id, by=by).state.form.sensitive_history

    assert [seen(app(pair.man)), seen(GP)] == ["made-up"] * 2
    assert seen(app(pair.sister)) is None
    if scope is GrantScope.RECORDS:
        happened = pair.desk.history(referral, case, by=app(pair.sister))
        (listed,) = pair.desk.cases(referral, pair.man, by=app(pair.sister))
        shown = [listed.state, *(one.state for one in happened)]
        assert "made-up" not in str([s.form for s in shown if hasattr(s, "form")])
    pair.desk.execute(access_grant, plain, Revoke(), by=app(pair.man))
    pair.let(scope, sensitive=True)
    assert seen(app(pair.sister)) == "made-up"


def test_no_delegate_calls_off_an_emergency(pair: Pair) -> None:
    pair.let(*GrantScope)
    case = applied(pair)
    pair.does(case, AcceptReview(), GP)
    pair.does(case, Approve(form=URGENT), GP)
    with pytest.raises(RuleViolationError, match="REFERRAL_PATIENT_ONLY"):
        pair.does(case, Withdraw())


def test_no_delegate_takes_somebody_out_of_the_emergency_queue(pair: Pair) -> None:
    pair.let(*GrantScope)
    case = pair.begin(triage, Arrive(org="H1"), app(pair.man))
    pair.does(case, Precheck(vitals=WELL), NURSE)
    pair.does(case, RouteOn(emergency=True), NURSE)
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        pair.does(case, Leave())
    pair.does(case, Grade(vitals=WELL, judgement=Judgement(level=Level.III)), NURSE)
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        pair.does(case, Leave())
    gone = pair.does(case, Leave(), app(pair.man))
    assert isinstance(gone.state, LeftUnseen)


def test_no_grant_signs_a_contract_ends_one_or_refuses_care(pair: Pair) -> None:
    pair.let(*GrantScope)
    refused = "CONTRACT_RESIDENT_ONLY"
    with pytest.raises(RuleViolationError, match=refused):
        pair.begin(family_doctor_contract, REQUEST)
    case = requested(pair)
    pair.does(case, Accept(has_read=True), TEAM_DOCTOR)
    with pytest.raises(RuleViolationError, match=refused):
        pair.does(case, Terminate(reason=EndReason.OWN_WISH))
    care = pair.begin(
        chronic_care,
        Enrol(disease=Disease.HYPERTENSION, org="C1", org_name="社区中心", consent="1"),
        GP,
    )
    with pytest.raises(RuleViolationError, match="REFUSAL_NOT_YOURS"):
        pair.does(care, End(reason=CareEnd.REFUSED))


def test_an_adult_s_guardian_by_a_court_order_acts_in_all_of_them(pair: Pair) -> None:
    order = GuardAdult(
        carer=pair.sister.subject,
        kinship=Kinship.SIBLING,
        proof=ProofKind.COURT_ORDER,
        reference="(2026)民特1号",
    )
    pair.desk.accounts.open(pair.sister, by=app(pair.sister))
    pair.desk.accounts.link(pair.man, order, by=WINDOW)
    signed = pair.begin(family_doctor_contract, REQUEST)
    assert signed.state.terms.by_guardian
    assert isinstance(pair.does(signed, TakeBack()).state, Lapsed)
    for act in (leaves, logs, calls_off):
        assert pair.names_both(act(pair))


@pytest.mark.parametrize("act", [calls_off, takes_back])
def test_the_holder_is_told_what_was_called_off_for_him(pair: Pair, act: Act) -> None:
    pair.let(*NEW)
    act(pair)
    mail = Mailbox()
    OutboxRelay(pair.desk, {"notifier": mail}).run_once()
    assert [pair.man.subject] == [one.card for one in mail.wanted]
