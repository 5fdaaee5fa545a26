"""Who is doubted acts for nobody else, in whatever service (实名存疑的代办人)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Applicant, Card, Guardian, Ports, Suite
from ehealthcard.adapters.simulator import (
    SimulatedCentre,
    SimulatedRecords,
    document_of,
    name_of,
)
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Kinship, Purpose
from ehealthcard.desk import Shown
from ehealthcard.errors import CardLostError, RuleViolationError
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.declaring import Declarant, Relation
from ehealthcard.rules.real_name import Check
from ehealthcard.services import access_grant as letting
from ehealthcard.services import emergency_consent as emergency
from ehealthcard.services import family_voucher as vouchers
from ehealthcard.services.companion_pass import (
    AgreeTo,
    Apply,
    PendingWard,
    companion_pass,
)
from ehealthcard.services.emergency_call import (
    Dial,
    InfoUnavailable,
    emergency_call,
)
from ehealthcard.services.foundation.card import ReportLost, Restore, card_life
from ehealthcard.services.foundation.consent import Give, consent
from ehealthcard.services.foundation.real_name_doubt import (
    Dismiss,
    Doubt,
    Ground,
    real_name_doubt,
)
from ehealthcard.services.foundation.refusal import refusal
from ehealthcard.services.foundation.rights_request import (
    Request,
    Right,
    rights_request,
)
from ehealthcard.services.health_declaration import health_declaration
from ehealthcard.services.inpatient_certificate import (
    Admit,
    inpatient_certificate,
)
from tests.actors import AUDITOR

from .conftest import START, WINDOW, House, build
from .test_accounts import app, delegation, guard
from .test_inpatients import COMPANION, DEPOSIT, NURSE, REGISTER, Hospital
from .visits import submit

REVIEW = tuple(Actor(f"review-{n}", {"real-name-reviewer"}) for n in (1, 2))
GROWN, BORN = date(1985, 3, 1), date(2016, 6, 15)
PARENT = Declarant(relation=Relation.GUARDIAN, kinship=Kinship.PARENT)
RESEARCH = Give(purpose=Purpose.RESEARCH, scope=("reports",), version="1")
IN_A_MONTH = START + timedelta(days=30)


@attrs.define
class Family:
    """A mother, her child, her own father who lets her act, and a neighbour."""

    house: House
    mother: Card
    child: Card
    father: Card
    friend: Card

    @property
    def desk(self) -> Any:
        return self.house.desk

    def doubt(self) -> Any:
        said = Doubt(ground=Ground.TAKEN_OVER, reason="two faces")
        return self.desk.start(real_name_doubt, self.mother, said, by=REVIEW[0])

    def start(self, service: Any, whose: Card, command: Any) -> Any:
        return self.desk.start(service, whose, command, by=app(self.mother))


def person(house: House, seed: int, born: date = GROWN, **more: Any) -> Card:
    who = Applicant(name_of(seed), document_of(seed, born=born), **more)
    return house.desk.register(who, by=WINDOW)


@pytest.fixture
def family() -> Family:
    house = build(MemoryStorage(), Suite.INTL)
    centre, records = SimulatedCentre(("3301",)), SimulatedRecords()
    ports = Ports(emergency=centre, emergency_records=records)
    house.desk = attrs.evolve(house.desk, ports=ports)
    mother = person(house, 1)
    parent = Guardian(mother.id, Kinship.PARENT)
    child = person(house, 2, BORN, guardian=parent)
    father, friend = person(house, 3), person(house, 4)
    house.desk.accounts.open(friend, by=app(friend))
    return Family(house, mother, child, father, friend)


def grant(to: Card, *scopes: GrantScope) -> Any:
    return letting.Grant(
        delegate=to.subject, scopes=scopes, until=IN_A_MONTH, consent="1"
    )


def voucher(to: Card) -> Any:
    kin = Kinship.DAUGHTER
    return vouchers.Give(
        delegate=to.subject, kinship=kin, until=IN_A_MONTH, consent="1"
    )


def declares(family: Family) -> Any:
    said = submit().model_copy(update={"declarant": PARENT})
    return family.start(health_declaration, family.child, said)


def authorises(family: Family) -> Any:
    said = emergency.Grant(consent="1", phone="13900000001")
    return family.start(emergency.emergency_consent, family.child, said)


def consents(family: Family) -> Any:
    return family.start(consent, family.child, RESEARCH)


def lets_somebody_look(family: Family) -> Any:
    said = grant(family.friend, GrantScope.RECORDS)
    return family.start(letting.access_grant, family.child, said)


def gives_a_voucher(family: Family) -> Any:
    said = voucher(family.friend)
    return family.start(vouchers.family_voucher, family.child, said)


def asks_for_a_copy(family: Family) -> Any:
    said = Request(right=Right.COPY)
    return family.start(rights_request, family.child, said)


def lets_somebody_care(family: Family) -> Any:
    said = delegation(family.friend, START, kinship=Kinship.OTHER)
    return family.desk.accounts.link(family.child, said, by=app(family.mother))


AS_GUARDIAN = (
    declares,
    authorises,
    consents,
    lets_somebody_look,
    gives_a_voucher,
    asks_for_a_copy,
    lets_somebody_care,
)


@pytest.mark.parametrize("act", AS_GUARDIAN)
def test_a_guardian_who_is_doubted_acts_for_no_ward_until_proved_at_a_window(
    family: Family, act: Callable[[Family], Any]
) -> None:
    family.doubt()

    with pytest.raises(RuleViolationError, match="CARER_DOUBTED") as caught:
        act(family)
    assert "window" in caught.value.en
    assert "到窗口重新核验" in caught.value.zh
    noted = family.desk.cases(refusal, family.child, by=AUDITOR)
    assert ["CARER_DOUBTED"] == [case.state.code for case in noted]

    family.house.clock.forward(minutes=5)
    shown = Shown(document_of(1, born=GROWN), name_of(1))
    family.desk.real_name.prove(family.mother, shown, {Check.DOCUMENT_READ}, by=WINDOW)
    done = act(family)
    (first, *_) = family.desk.history(
        family.desk.catalogue.named[done.workflow], done, by=AUDITOR
    )
    assert (family.child.subject, family.mother.subject) == (
        done.subject,
        first.behind,
    )


def test_an_unfounded_doubt_leaves_the_guardian_what_she_was(family: Family) -> None:
    doubt = family.doubt()
    with pytest.raises(RuleViolationError, match="CARER_DOUBTED"):
        consents(family)
    family.desk.execute(real_name_doubt, doubt, Dismiss(why="genuine"), by=REVIEW[1])
    assert consents(family).state.by_guardian


def test_who_is_doubted_goes_on_with_what_is_his_own(family: Family) -> None:
    family.doubt()
    given = family.start(consent, family.mother, RESEARCH)
    assert not given.state.by_guardian
    let = grant(family.father, GrantScope.RECORDS)
    assert family.start(letting.access_grant, family.mother, let)


def test_a_guardian_whose_card_is_lost_acts_for_no_ward_until_it_is_found(
    family: Family,
) -> None:
    life = family.desk.case(card_life, family.mother.case, by=AUDITOR)
    lost = family.desk.execute(card_life, life, ReportLost(reason="bus"), by=WINDOW)
    with pytest.raises(CardLostError):
        consents(family)
    family.desk.execute(card_life, lost, Restore(), by=WINDOW)
    assert consents(family).state.by_guardian


def test_another_guardian_of_the_child_is_not_doubted_with_her(family: Family) -> None:
    family.desk.accounts.link(family.child, guard(family.father), by=WINDOW)
    family.doubt()
    with pytest.raises(RuleViolationError, match="CARER_DOUBTED"):
        consents(family)
    by = app(family.father)
    given = family.desk.start(consent, family.child, RESEARCH, by=by)
    assert given.state.by_guardian


@pytest.mark.parametrize("how", ["grant", "voucher"])
def test_whom_somebody_lets_act_does_not_while_he_is_doubted(
    family: Family, how: str
) -> None:
    said: Any = grant(family.mother, GrantScope.INPATIENT)
    service: Any = letting.access_grant
    if how == "voucher":
        said, service = voucher(family.mother), vouchers.family_voucher
    given = family.desk.start(service, family.father, said, by=app(family.father))
    case = Hospital(family.house).prescribe(family.father)
    family.doubt()

    with pytest.raises(RuleViolationError, match="CARER_DOUBTED"):
        family.desk.execute(
            inpatient_certificate, case, REGISTER, by=app(family.mother)
        )
    back: Any = letting.Revoke() if how == "grant" else vouchers.TakeBack()
    done = family.desk.execute(service, given, back, by=app(family.mother))
    assert isinstance(done.state, letting.Revoked | vouchers.TakenBack)


def test_a_doubt_keeps_nobody_from_calling_an_ambulance(family: Family) -> None:
    family.doubt()
    said = Dial(org="E1", phone="13900000001", patient="self")
    called = family.start(emergency_call, family.child, said)
    assert isinstance(called.state, InfoUnavailable)


def test_a_doubted_mother_consents_to_no_companion_of_her_child(
    family: Family,
) -> None:
    hospital = Hospital(family.house)
    stay = hospital.prescribe(family.child)
    hospital.do(stay, REGISTER)
    paid: Any = {"identity_checked": True, "deposit": DEPOSIT}
    hospital.do(stay, Admit(number="Z-9", bed="12", **paid))
    ask = Apply(admission="H1:Z-9", companion=COMPANION)
    family.doubt()
    with pytest.raises(RuleViolationError, match="CARER_DOUBTED"):
        family.start(companion_pass, family.mother, ask)
    waits = family.desk.start(companion_pass, family.mother, ask, by=NURSE)
    with pytest.raises(RuleViolationError, match="CARER_DOUBTED"):
        family.desk.execute(
            companion_pass, waits, AgreeTo(version="v1"), by=app(family.mother)
        )
    agreed = family.desk.execute(companion_pass, waits, AgreeTo(version="v1"), by=NURSE)
    assert isinstance(agreed.state, PendingWard)
