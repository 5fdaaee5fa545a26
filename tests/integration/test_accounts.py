"""Accounts and families on a desk (统一用户体系): memory, SQLite, once PostgreSQL."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import attrs
import pytest

from ehealthcard import Applicant, Card, Clockwork, Guardian, Ports, Suite
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.codesets import SHANGHAI, Kinship, Purpose
from ehealthcard.desk import PersonalData
from ehealthcard.errors import (
    AccessDeniedError,
    ClaimTakenError,
    NotAllowedError,
    RuleViolationError,
)
from ehealthcard.identity import CardStatus
from ehealthcard.monitor.verification import verify_audit
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.family import EndReason, ProofKind
from ehealthcard.rules.signals import PersonDied
from ehealthcard.services.foundation.account import (
    Close,
    Closed,
    Widen,
    account,
)
from ehealthcard.services.foundation.card import Cancel, ReportLost, card_life
from ehealthcard.services.foundation.consent import Give, Lapsed, consent
from ehealthcard.services.foundation.family_bond import (
    Accept,
    AskDelegation,
    AskGuardianship,
    Caring,
    Delegate,
    Dismiss,
    DismissalGround,
    Ended,
    Guard,
    GuardingChild,
    GuardingYouth,
    HandedOver,
    HandingOver,
    Prove,
    Revoke,
    Vacant,
    family_bond,
)
from ehealthcard.services.message_preference import message_preference
from ehealthcard.workflow import Actor
from tests.actors import AUDITOR
from tests.servers import fresh

from .conftest import WINDOW, House, build

BORN = date(2016, 6, 15)
SCOPES = (GrantScope.SHOW, GrantScope.RECORDS)


@attrs.define
class Home:
    """A mother and her child, registered at a window."""

    house: House
    mother: Card
    child: Card

    @classmethod
    def of(cls, house: House, born: date = BORN) -> "Home":
        mother = house.desk.register(
            Applicant(name_of(1), document_of(1, born=date(1985, 3, 1))), by=WINDOW
        )
        child = Applicant(
            name_of(2),
            document_of(2, born=born),
            guardian=Guardian(mother.id, Kinship.PARENT),
        )
        return cls(house, mother, house.desk.register(child, by=WINDOW))

    @property
    def desk(self) -> Any:
        return self.house.desk

    def person(self, seed: int, born: date = date(1960, 1, 1)) -> Card:
        who = Applicant(name_of(seed), document_of(seed, born=born))
        return self.house.desk.register(who, by=WINDOW)

    def bond(self) -> Any:
        (held,) = self.held(self.mother)
        return held.bond

    def held(self, card: Card) -> Any:
        found = self.house.desk.accounts.of(card, by=WINDOW)
        return found.held if found else ()

    def turn(self, moment: datetime) -> None:
        self.house.clock.now = moment
        Clockwork(self.house.desk).run_once()


def app(card: Card) -> Actor:
    return Actor(f"app-{card.subject[:6]}", {"resident"}, holder=card.subject)


def at(year: int, month: int = 6, day: int = 15, **more: Any) -> datetime:
    return datetime(year, month, day, tzinfo=SHANGHAI) + timedelta(**more)


def delegation(carer: Card, now: datetime, **more: Any) -> Delegate:
    return Delegate(
        carer=carer.subject,
        kinship=more.pop("kinship", Kinship.DAUGHTER),
        scopes=SCOPES,
        until=now + timedelta(days=100),
        consent="1",
        **more,
    )


def guard(carer: Card, proof: ProofKind = ProofKind.BIRTH_CERTIFICATE) -> Guard:
    return Guard(carer=carer.subject, kinship=Kinship.PARENT, proof=proof)


@pytest.fixture(params=["memory", "sqlite"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    storage: Any = MemoryStorage()
    if request.param == "sqlite":
        storage = SqlStorage.open(f"sqlite:///{tmp_path}/family.db")
    yield Home.of(build(storage, Suite.INTL))
    storage.close()


def test_a_child_is_registered_into_its_guardians_account(home: Home) -> None:
    (held,) = home.held(home.mother)
    assert home.child == held.card
    assert isinstance(held.bond.state, GuardingChild)
    assert ProofKind.STATED is held.bond.state.proof
    (mine,) = home.desk.accounts.carers_of(home.child, by=app(home.mother))
    assert held.bond == mine
    seen = home.desk.accounts.prove(
        mine, Prove(proof=ProofKind.BIRTH_CERTIFICATE, reference="R1"), by=WINDOW
    )
    assert ProofKind.BIRTH_CERTIFICATE is seen.state.proof


def test_an_act_for_another_names_both_in_event_and_trail(home: Home) -> None:
    mother = app(home.mother)
    asked = home.desk.start(
        consent,
        home.child,
        Give(purpose=Purpose.RESEARCH, scope=("laboratory",), version="1"),
        by=mother,
    )
    (given,) = home.desk.history(consent, asked, by=AUDITOR)
    assert (mother.id, home.mother.subject) == (given.actor, given.behind)
    assert home.child.subject == asked.subject
    event = home.desk.storage.last(asked.id)
    assert event is not None
    assert (home.child.subject, mother.id, home.mother.subject) == (
        event.subject,
        event.actor,
        event.behind,
    )
    own = home.desk.accounts.open(home.person(5), by=app(home.person(5)))
    (opened,) = home.desk.history(account, own, by=AUDITOR)
    assert opened.behind is None
    assert verify_audit(home.desk.storage, home.desk.keys.suite).flaw is None


def test_a_mother_shows_her_childs_code_and_nobody_else_does(home: Home) -> None:
    shown = home.desk.show(home.child.id, by=app(home.mother))
    assert shown.text.startswith("EHC1:")
    with pytest.raises(AccessDeniedError):
        home.desk.show(home.child.id, by=app(home.person(5)))
    lost = home.desk.case(card_life, home.mother.case, by=WINDOW)
    home.desk.execute(card_life, lost, ReportLost(reason="bus"), by=WINDOW)
    with pytest.raises(AccessDeniedError):  # whoever has her phone has nobody's code
        home.desk.show(home.child.id, by=app(home.mother))


def test_the_14th_birthday_ends_what_the_guardian_consented_to(home: Home) -> None:
    give = Give(purpose=Purpose.RESEARCH, scope=("laboratory",), version="1")
    given = home.desk.start(consent, home.child, give, by=app(home.mother))
    home.turn(at(2030) - timedelta(seconds=1))
    assert isinstance(home.bond().state, GuardingChild)
    home.turn(at(2030, seconds=1))
    assert isinstance(home.bond().state, GuardingYouth)
    assert isinstance(home.desk.case(consent, given.id, by=AUDITOR).state, Lapsed)
    home.desk.show(home.child.id, by=app(home.mother))
    anew = home.desk.start(consent, home.child, give, by=app(home.child))
    assert not anew.state.by_guardian


@pytest.mark.parametrize("ticks", [True, False])
def test_the_18th_birthday_ends_it_and_the_card_is_handed_over(
    home: Home, *, ticks: bool
) -> None:
    home.desk.show(home.child.id, by=app(home.mother))
    home.house.clock.now = at(2034)
    if ticks:
        Clockwork(home.desk).run_once()
    with pytest.raises(AccessDeniedError):
        home.desk.show(home.child.id, by=app(home.mother))
    with pytest.raises(AccessDeniedError):
        home.desk.all_cases(home.child, by=app(home.mother))
    home.turn(at(2034, minutes=1))
    (held,) = home.held(home.mother)
    assert (HandingOver, None) == (type(held.bond.state), held.masked)
    with pytest.raises(RuleViolationError):
        home.desk.accounts.hand_over(held.bond, by=app(home.mother))
    done = home.desk.accounts.hand_over(held.bond, by=app(home.child))
    assert isinstance(done.bond.state, HandedOver)
    assert done.account.subject == home.child.subject
    assert () == home.held(home.mother)
    history = home.desk.history(family_bond, done.bond, by=AUDITOR)
    assert ["Enter", "TurnedFourteen", "TurnedEighteen", "TakeOver"] == [
        step.command for step in history
    ]
    with pytest.raises(NotAllowedError):
        home.desk.accounts.hand_over(done.bond, by=app(home.child))


def test_nobody_takes_it_over_and_it_leaves_the_account_by_itself(home: Home) -> None:
    bond = home.bond()
    home.turn(at(2034, days=91))
    ended = home.desk.case(family_bond, bond.id, by=WINDOW).state
    assert (Ended, EndReason.NOT_TAKEN) == (type(ended), ended.reason)
    with pytest.raises(AccessDeniedError):
        home.desk.show(home.child.id, by=app(home.mother))
    home.desk.show(home.child.id, by=app(home.child))


def test_both_parents_act_and_one_takes_the_others_place(home: Home) -> None:
    father = home.person(3, date(1984, 1, 1))
    home.desk.accounts.link(home.child, guard(father), by=WINDOW)
    office, now = home.desk.office, home.house.clock.now
    assert (home.mother.subject, father.subject) == office.guardians(
        home.child.subject, now
    )
    give = Give(purpose=Purpose.RESEARCH, scope=("laboratory",), version="1")
    given = home.desk.start(consent, home.child, give, by=app(father))
    assert given.state.by_guardian
    home.desk.announce(PersonDied(card=home.mother.subject))
    holder = office.holder(home.child.subject, now)
    assert (father.subject, Kinship.PARENT) == (
        holder.guardian,
        holder.guardian_kinship,
    )
    home.desk.show(home.child.id, by=app(father))


def test_when_the_only_guardian_dies_somebody_is_told(home: Home) -> None:
    bond = home.bond()
    home.desk.announce(PersonDied(card=home.mother.subject))
    closed = home.desk.cases(account, home.mother, by=AUDITOR)[0].state
    assert isinstance(closed, Closed)
    vacant = home.desk.case(family_bond, bond.id, by=WINDOW).state
    assert (Vacant, EndReason.CARER_DIED) == (type(vacant), vacant.reason)
    assert [bond.id] == [c.id for c in home.desk.accounts.vacancies(by=WINDOW)]
    with pytest.raises(AccessDeniedError):
        home.desk.show(home.child.id, by=app(home.mother))
    assert home.desk.office.vault.person(home.child.subject).guardian is None
    father = home.person(3, date(1984, 1, 1))
    home.desk.accounts.link(home.child, guard(father), by=WINDOW)
    assert [] == home.desk.accounts.vacancies(by=WINDOW)
    home.desk.show(home.child.id, by=app(father))


def test_when_the_ward_dies_the_bond_ends_and_the_account_goes_on(home: Home) -> None:
    bond = home.bond()
    home.desk.announce(PersonDied(card=home.child.subject))
    ended = home.desk.case(family_bond, bond.id, by=WINDOW).state
    assert (Ended, EndReason.HOLDER_DIED) == (type(ended), ended.reason)
    found = home.desk.accounts.of(home.mother, by=app(home.mother))
    assert (home.mother, ()) == (found.own, found.held)
    assert home.desk.office.vault.person(home.child.subject).guardian is None


def test_a_daughter_asks_and_her_mother_agrees_from_her_own_phone(home: Home) -> None:
    grandmother, daughter = home.person(4), app(home.mother)
    wanted = AskDelegation(
        carer=home.mother.subject,
        kinship=Kinship.DAUGHTER,
        scopes=SCOPES,
        until=home.house.clock.now + timedelta(days=30),
    )
    asked = home.desk.accounts.link(grandmother, wanted, by=daughter)
    with pytest.raises(AccessDeniedError):
        home.desk.show(grandmother.id, by=daughter)
    with pytest.raises(RuleViolationError):
        home.desk.execute(family_bond, asked, Accept(consent="1"), by=daughter)
    home.desk.execute(family_bond, asked, Accept(consent="1"), by=app(grandmother))
    home.desk.show(grandmother.id, by=daughter)
    home.desk.all_cases(grandmother, by=daughter)
    home.house.clock.forward(days=30, seconds=1)
    with pytest.raises(AccessDeniedError):
        home.desk.show(grandmother.id, by=daughter)


def test_a_grandmother_without_a_phone_does_it_all_at_a_window(home: Home) -> None:
    grandmother, now = home.person(4), home.house.clock.now
    paper = delegation(home.mother, now, holder_seen=True)
    caring = home.desk.accounts.link(grandmother, paper, by=WINDOW)
    assert isinstance(caring.state, Caring)
    child = delegation(grandmother, now, kinship=Kinship.GRANDPARENT, holder_seen=True)
    home.desk.accounts.link(home.child, child, by=WINDOW)
    opened = home.desk.accounts.of(grandmother, by=WINDOW)
    assert [home.child] == [held.card for held in opened.held]
    home.desk.show(home.child.id, by=app(grandmother))
    stays = home.desk.execute(family_bond, caring, Revoke(), by=WINDOW)
    assert isinstance(stays.state, Ended)


def test_a_father_asks_for_his_child_and_a_window_looks_at_the_paper(
    home: Home,
) -> None:
    father = home.person(3, date(1984, 1, 1))
    wanted = AskGuardianship(carer=father.subject, kinship=Kinship.PARENT)
    asked = home.desk.accounts.link(home.child, wanted, by=app(father))
    with pytest.raises(AccessDeniedError):
        home.desk.show(home.child.id, by=app(father))
    home.desk.accounts.prove(asked, Prove(proof=ProofKind.HOUSEHOLD_BOOK), by=WINDOW)
    home.desk.show(home.child.id, by=app(father))


def test_an_account_is_never_over_its_limit_and_a_window_widens_it(home: Home) -> None:
    found = home.desk.accounts.of(home.mother, by=app(home.mother))
    tight = home.desk.execute(
        account, found.case, Widen(most=2, reason="trial"), by=WINDOW
    )
    grandmother = home.person(4)
    paper = delegation(home.mother, home.house.clock.now)
    with pytest.raises(RuleViolationError) as caught:
        home.desk.accounts.link(grandmother, paper, by=app(grandmother))
    assert "FAMILY_ACCOUNT_FULL" == caught.value.code
    sister = Applicant(
        name_of(6),
        document_of(6, born=BORN),
        guardian=Guardian(home.mother.id, Kinship.PARENT),
    )
    with pytest.raises(RuleViolationError) as caught:
        home.desk.register(sister, by=WINDOW)
    assert "FAMILY_ACCOUNT_FULL" == caught.value.code
    assert home.desk.find(sister.document, by=WINDOW) is None
    home.desk.execute(account, tight, Widen(most=4, reason="twins"), by=WINDOW)
    home.desk.register(sister, by=WINDOW)
    home.desk.accounts.link(grandmother, paper, by=app(grandmother))
    assert 3 == len(home.held(home.mother))


def test_two_people_have_one_bond(home: Home) -> None:
    with pytest.raises(ClaimTakenError):
        home.desk.accounts.link(home.child, guard(home.mother), by=WINDOW)


def test_a_guardian_does_not_close_the_account_and_a_delegate_does(home: Home) -> None:
    found = home.desk.accounts.of(home.mother, by=WINDOW)
    with pytest.raises(RuleViolationError):
        home.desk.execute(account, found.case, Close(), by=app(home.mother))
    old, young = home.person(4), home.person(5, date(1990, 1, 1))
    home.desk.accounts.open(young, by=app(young))
    paper = delegation(young, home.house.clock.now)
    caring = home.desk.accounts.link(old, paper, by=app(old))
    own = home.desk.accounts.of(young, by=app(young))
    home.desk.execute(account, own.case, Close(), by=app(young))
    ended = home.desk.case(family_bond, caring.id, by=WINDOW).state
    assert EndReason.CARER_GONE is ended.reason
    with pytest.raises(AccessDeniedError):
        home.desk.show(old.id, by=app(young))


def test_a_stated_guardian_goes_when_a_window_registers_another(home: Home) -> None:
    stranger, now = home.person(7, date(1990, 1, 1)), home.house.clock.now
    document = document_of(8, born=BORN)
    home.desk.register(
        Applicant(name_of(8), document, guardian=Guardian(stranger.id, Kinship.PARENT)),
        by=WINDOW,
    )
    card = home.desk.find(document, by=WINDOW)
    life = home.desk.case(card_life, card.case, by=WINDOW)
    home.desk.execute(card_life, life, Cancel(reason="wrong guardian"), by=WINDOW)
    assert () == home.held(stranger)
    again = Applicant(
        name_of(8), document, guardian=Guardian(home.mother.id, Kinship.PARENT)
    )
    home.desk.register(again, by=WINDOW)
    assert (home.mother.subject,) == home.desk.office.guardians(card.subject, now)


def test_a_strangers_word_puts_no_child_into_an_account(home: Home) -> None:
    desk = attrs.evolve(home.house.desk, ports=Ports())  # nobody checks a real name
    parent = Guardian(home.mother.id, Kinship.PARENT)
    for seed, by in ((8, app(home.person(7))), (9, app(home.mother))):
        who = Applicant(name_of(seed), document_of(seed, born=BORN), guardian=parent)
        assert CardStatus.APPLIED is desk.register(who, by=by).status
    of = [held.card.subject for held in home.held(home.mother)]
    assert home.child.subject == of[0]
    own = home.desk.find(document_of(9, born=BORN), by=WINDOW)
    assert own is not None
    assert [own.subject] == of[1:]


def test_a_dismissed_guardian_acts_no_more(home: Home) -> None:
    order = Dismiss(ground=DismissalGround.COURT, reference="2026-1")
    home.desk.execute(family_bond, home.bond(), order, by=WINDOW)
    with pytest.raises(AccessDeniedError):
        home.desk.show(home.child.id, by=app(home.mother))
    with pytest.raises(AccessDeniedError):
        home.desk.cases(message_preference, home.child, by=app(home.mother))


def test_the_copy_of_everything_says_who_cared_and_who_acted(home: Home) -> None:
    copy = PersonalData(home.desk).copy(home.child, by=app(home.mother))
    told = copy.data.decode()
    assert "family-bond" in told
    assert home.mother.subject in told


def test_a_stranger_hears_nothing_of_an_account(home: Home) -> None:
    stranger = app(home.person(5))
    with pytest.raises(AccessDeniedError):
        home.desk.accounts.of(home.mother, by=stranger)
    with pytest.raises(AccessDeniedError):
        home.desk.accounts.carers_of(home.child, by=stranger)
    with pytest.raises(AccessDeniedError):
        home.desk.accounts.vacancies(by=stranger)


def test_at_once_on_postgresql_the_last_place_is_taken_once(tmp_path: Path) -> None:
    with fresh("postgresql", tmp_path) as url:
        storage = SqlStorage.open(url)
        home = Home.of(build(storage, Suite.INTL))
        found = home.desk.accounts.of(home.mother, by=WINDOW)
        home.desk.execute(account, found.case, Widen(most=3, reason="r"), by=WINDOW)
        old = [home.person(n) for n in (4, 5, 6, 7)]
        barrier, made = Barrier(len(old)), list[str]()

        def link(card: Card) -> None:
            paper = delegation(home.mother, home.house.clock.now)
            barrier.wait()
            try:
                home.desk.accounts.link(card, paper, by=app(card))
                made.append("linked")
            except (RuleViolationError, ClaimTakenError) as error:
                made.append(error.code)

        threads = [Thread(target=link, args=(card,)) for card in old]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(old) == len(made)
        assert 1 == made.count("linked")
        assert 2 == len(home.held(home.mother))
        assert verify_audit(storage, home.desk.keys.suite).flaw is None
        storage.close()
