"""A delegate in the interview before a visit and in inpatient matters (代办人)."""

from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Applicant, Card, Ports, Suite
from ehealthcard.adapters.simulator import (
    SimulatedHospital,
    SimulatedOutpatientRecords,
    document_of,
    name_of,
)
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Kinship, Purpose
from ehealthcard.errors import AccessDeniedError, CardLostError, RuleViolationError
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.declaring import Declarant, Relation
from ehealthcard.rules.interview import Given
from ehealthcard.rules.vouchers import ActsAs
from ehealthcard.services.access_grant import Grant, Revoke, access_grant
from ehealthcard.services.appointment import Request, appointment
from ehealthcard.services.companion_pass import (
    AgreeTo,
    Apply,
    PendingWard,
    Revoked,
    Withdraw,
    companion_pass,
)
from ehealthcard.services.emergency_consent import Grant as Authorise
from ehealthcard.services.emergency_consent import emergency_consent
from ehealthcard.services.family_voucher import Give, family_voucher
from ehealthcard.services.foundation.card import ReportLost, card_life
from ehealthcard.services.foundation.consent import Give as Consent
from ehealthcard.services.foundation.consent import consent
from ehealthcard.services.foundation.family_bond import Delegate
from ehealthcard.services.inpatient_certificate import (
    Accept,
    Admit,
    BedReserved,
    Cancel,
    Cancelled,
    Decline,
    OfferBed,
    Queue,
    Registered,
    WaitingBed,
    inpatient_certificate,
)
from ehealthcard.services.pre_visit_interview import (
    Answer,
    Invite,
    ReportReady,
    Start,
    Submit,
    Withdrawn,
    pre_visit_interview,
)
from ehealthcard.services.pre_visit_interview import Withdraw as TakeConsentBack
from ehealthcard.workflow import Timeline
from tests.actors import AUDITOR

from .conftest import WINDOW, House, build
from .test_accounts import app
from .test_inpatients import COMPANION, DEPOSIT, NURSE, REGISTER, Hospital
from .test_interviewing import SAME, Clinic, Switchable, plain

FAMILY = Declarant(relation=Relation.FAMILY)


@attrs.define
class Pair:
    """A man in the middle of life, and his sister who sees to things."""

    house: House
    clinic: Clinic
    hospital: Hospital
    man: Card
    sister: Card

    @property
    def desk(self) -> Any:
        return self.house.desk

    def let(self, *scopes: GrantScope) -> Any:
        until = self.desk.clock() + timedelta(days=30)
        said = Grant(
            delegate=self.sister.subject, scopes=scopes, until=until, consent="1"
        )
        return self.desk.start(access_grant, self.man, said, by=app(self.man))

    def does(self, case: Any, command: Any) -> Any:
        workflow = self.desk.catalogue.named[case.workflow]
        now = self.desk.case(workflow, case.id, by=AUDITOR)
        return self.desk.execute(workflow, now, command, by=app(self.sister))

    def names_both(self, case: Any) -> bool:
        """Whether the last event names whose affair it is, and who did it for him."""
        workflow = self.desk.catalogue.named[case.workflow]
        *_, last = self.desk.history(workflow, case, by=AUDITOR)
        sister = app(self.sister)
        return (case.subject, last.actor, last.behind) == (
            self.man.subject,
            sister.id,
            self.sister.subject,
        )


@pytest.fixture
def pair() -> Pair:
    his, bank = SimulatedHospital("H1", seed=3), Switchable()
    records = SimulatedOutpatientRecords()
    policies = {n: Timeline((SAME,)) for n in ("appointment", "booking-penalty")}
    house = build(MemoryStorage(), Suite.INTL, policies=policies)
    ports = Ports(scheduling=his.scheduling, questions=bank, allergies=records)
    house.desk = attrs.evolve(house.desk, ports=ports)
    man, sister = (
        house.desk.register(
            Applicant(name_of(seed), document_of(seed, born=date(1985, 3, seed))),
            by=WINDOW,
        )
        for seed in (1, 2)
    )
    clinic = Clinic(house, his, bank, records)
    return Pair(house, clinic, Hospital(house), man, sister)


def booked(pair: Pair) -> Any:
    """Return an appointment of the man's, which he made himself."""
    wanted = pair.clinic.slots()[0]
    by = app(pair.man)
    case = pair.desk.start(appointment, pair.man, Request(slot=wanted.id), by=by)
    pair.clinic.run()
    return pair.clinic.visit(case)


def invited(pair: Pair) -> Any:
    name = booked(pair).state.visit.appointment
    said = Invite(appointment=name, org_name="市第一医院")
    return pair.desk.start(pre_visit_interview, pair.man, said, by=app(pair.sister))


def filled(pair: Pair, case: Any) -> Any:
    """Answer what is mandatory, as calmly as possible."""
    while case.state.missing:
        name, bank = case.state.missing[0], case.state.bank
        questions = pair.clinic.bank.version(bank.department, bank.version)
        assert questions is not None
        value = plain(questions.by_id[name])
        case = pair.does(case, Answer(given=(Given(question=name, value=value),)))
    return case


def test_whom_an_adult_lets_declare_sees_to_his_interview(pair: Pair) -> None:
    visit = booked(pair)
    name = visit.state.visit.appointment
    invite = Invite(appointment=name, org_name="市第一医院")
    pair.let(GrantScope.DECLARING)

    case = pair.desk.start(pre_visit_interview, pair.man, invite, by=app(pair.sister))
    case = pair.does(case, Start(consent="2026-1", declarant=FAMILY))
    assert pair.sister.subject == case.state.respondent.holder
    case = pair.does(filled(pair, case), Submit())

    assert isinstance(case.state, ReportReady)
    assert pair.names_both(case)
    seen = pair.desk.case(pre_visit_interview, case.id, by=app(pair.sister))
    assert case.id == seen.id
    done = pair.does(case, TakeConsentBack())
    assert isinstance(done.state, Withdrawn)


def test_another_grant_lets_nobody_into_an_interview(pair: Pair) -> None:
    grant = pair.let(GrantScope.BOOKING, GrantScope.INPATIENT)
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        invited(pair)
    visit = pair.clinic.visit(pair.desk.cases(appointment, pair.man, by=AUDITOR)[0])
    case = pair.clinic.desk.start(
        pre_visit_interview,
        pair.man,
        Invite(appointment=visit.state.visit.appointment, org_name="市第一医院"),
        by=app(pair.man),
    )
    said = FAMILY.model_copy(update={"reason": "busy", "kinship": Kinship.SIBLING})
    with pytest.raises(RuleViolationError, match="PROXY_NOT_FOR_ADULTS"):
        pair.does(case, Start(consent="2026-1", declarant=said))
    with pytest.raises(AccessDeniedError):
        pair.desk.case(pre_visit_interview, case.id, by=app(pair.sister))
    pair.desk.execute(access_grant, grant, Revoke(), by=app(pair.man))
    pair.let(GrantScope.DECLARING)
    mine = Declarant(relation=Relation.SELF)
    with pytest.raises(RuleViolationError, match="OTHER_PERSON"):
        pair.does(case, Start(consent="2026-1", declarant=mine))
    guardian = Declarant(relation=Relation.GUARDIAN, kinship=Kinship.SIBLING)
    with pytest.raises(RuleViolationError, match="PROXY_NOT_FOR_ADULTS"):
        pair.does(case, Start(consent="2026-1", declarant=guardian))


def test_a_delegate_goes_on_with_what_the_patient_began(pair: Pair) -> None:
    visit, me = booked(pair), app(pair.man)
    invite = Invite(appointment=visit.state.visit.appointment, org_name="市第一医院")
    case = pair.desk.start(pre_visit_interview, pair.man, invite, by=me)
    begin = Start(consent="2026-1")
    case = pair.desk.execute(pre_visit_interview, case, begin, by=me)
    with pytest.raises(RuleViolationError, match="OTHER_PERSON"):
        filled(pair, case)
    pair.let(GrantScope.DECLARING)
    assert not filled(pair, case).state.missing


def test_whom_the_patient_lets_see_to_the_stay_applies_and_answers_for_the_bed(
    pair: Pair,
) -> None:
    case = pair.hospital.prescribe(pair.man)
    other = pair.let(GrantScope.DECLARING, GrantScope.RECORDS)
    with pytest.raises(RuleViolationError, match="NO_FAMILY_VOUCHER"):
        pair.does(case, REGISTER)
    pair.desk.execute(access_grant, other, Revoke(), by=app(pair.man))
    pair.let(GrantScope.INPATIENT)

    seen = pair.desk.case(inpatient_certificate, case.id, by=app(pair.sister))
    registered = pair.does(seen, REGISTER)
    assert isinstance(registered.state, Registered)
    assert ActsAs.DELEGATE is registered.state.registered.acted_as
    assert pair.names_both(registered)
    pair.hospital.do(case, Queue(), NURSE)
    pair.hospital.do(case, OfferBed(bed="12"), NURSE)
    waits = pair.does(case, Decline())
    assert isinstance(waits.state, WaitingBed)
    pair.hospital.do(case, OfferBed(bed="14"), NURSE)
    kept = pair.does(case, Accept())
    assert isinstance(kept.state, BedReserved)
    gone = pair.does(case, Cancel(reason="at another hospital"))
    assert isinstance(gone.state, Cancelled)
    assert pair.names_both(gone)


def test_whose_card_a_sister_cares_for_she_may_see_to_the_stay(pair: Pair) -> None:
    said = Delegate(
        carer=pair.sister.subject,
        kinship=Kinship.SIBLING,
        scopes=(GrantScope.INPATIENT,),
        until=pair.desk.clock() + timedelta(days=30),
        consent="1",
    )
    pair.desk.accounts.open(pair.sister, by=app(pair.sister))
    pair.desk.accounts.link(pair.man, said, by=app(pair.man))
    registered = pair.does(pair.hospital.prescribe(pair.man), REGISTER)
    assert ActsAs.DELEGATE is registered.state.registered.acted_as


def test_a_delegate_with_a_lost_card_applies_for_nobody(pair: Pair) -> None:
    pair.let(GrantScope.INPATIENT)
    case = pair.hospital.prescribe(pair.man)
    life = pair.desk.case(card_life, pair.sister.case, by=AUDITOR)
    pair.desk.execute(card_life, life, ReportLost(reason="lost"), by=WINDOW)
    with pytest.raises(CardLostError):
        pair.does(case, REGISTER)


def test_a_delegate_consents_to_a_companion_and_sends_him_away(pair: Pair) -> None:
    case = pair.hospital.prescribe(pair.man)
    pair.hospital.do(case, REGISTER)
    paid: Any = {"identity_checked": True, "deposit": DEPOSIT}
    pair.hospital.do(case, Admit(number="Z-1", bed="12", **paid))
    friend = pair.house.card(5)
    ask = Apply(admission="H1:Z-1", companion=COMPANION)
    asked = pair.desk.start(companion_pass, friend, ask, by=app(friend))
    agree = AgreeTo(version="v1")
    with pytest.raises(RuleViolationError, match="PASS_CONSENT_NOT_YOURS"):
        pair.does(asked, agree)
    pair.let(GrantScope.INPATIENT)

    agreed = pair.does(asked, agree)

    assert isinstance(agreed.state, PendingWard)
    assert agreed.state.consent is not None
    assert ActsAs.DELEGATE is agreed.state.consent.acted_as
    *_, last = pair.desk.history(companion_pass, agreed, by=AUDITOR)
    assert (friend.subject, pair.sister.subject) == (agreed.subject, last.behind)
    gone = pair.does(asked, Withdraw())
    assert isinstance(gone.state, Revoked)
    assert "consent-withdrawn" == gone.state.reason


def test_no_grant_lets_a_delegate_authorise_or_hand_on(pair: Pair) -> None:
    pair.let(*GrantScope)
    until, friend = pair.desk.clock() + timedelta(days=9), pair.house.card(5)
    hands_on = Grant(
        delegate=friend.subject, scopes=(GrantScope.SHOW,), until=until, consent="1"
    )
    voucher = Give(
        delegate=friend.subject, kinship=Kinship.OTHER, until=until, consent="1"
    )
    study = Consent(purpose=Purpose.RESEARCH, scope=("reports",), version="1")
    authorise = Authorise(consent="1", phone="13900000001")
    for service, command, code in (
        (emergency_consent, authorise, "NOT_THE_HOLDER"),
        (consent, study, "CONSENT_NOT_ONES_OWN"),
        (access_grant, hands_on, "ACCESS_NOT_GRANTED"),
        (family_voucher, voucher, "VOUCHER_NOT_TO_GIVE"),
    ):
        with pytest.raises(RuleViolationError, match=code):
            pair.desk.start(service, pair.man, command, by=app(pair.sister))
