"""Where merged cards, families and accounts meet (合并、账户与监护)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Applicant, Card, Clockwork, Guardian, IdDocument, Suite
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.codesets import IdKind, Kinship, Purpose, Sex
from ehealthcard.desk import PersonalData, Shown
from ehealthcard.errors import (
    AccessDeniedError,
    CardCancelledError,
    CardMergedError,
    RuleViolationError,
)
from ehealthcard.identity import CardStatus
from ehealthcard.monitor.verification import verify_audit
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.real_name import Check
from ehealthcard.rules.signals import PersonDied
from ehealthcard.services.access_grant import Grant, access_grant
from ehealthcard.services.access_grant import Revoke as Withdrawing
from ehealthcard.services.family_voucher import Give as GiveVoucher
from ehealthcard.services.family_voucher import TakeBack, family_voucher
from ehealthcard.services.foundation.account import account
from ehealthcard.services.foundation.card import Cancel, card_life
from ehealthcard.services.foundation.card_merge import AskToPart, card_merge
from ehealthcard.services.foundation.consent import Give, Withdraw, consent
from ehealthcard.services.foundation.family_bond import (
    Dismiss,
    DismissalGround,
    Ended,
    HandedOver,
    HandingOver,
    Revoke,
    Vacant,
    family_bond,
)
from ehealthcard.services.foundation.real_name_doubt import Doubt, real_name_doubt
from ehealthcard.services.foundation.real_name_doubt import Ground as Why
from ehealthcard.services.inpatient_certificate import inpatient_certificate
from ehealthcard.services.senior_agent import AskAgent, DismissAgent, senior_agent
from tests.actors import AUDITOR

from .conftest import WINDOW, House, build
from .test_accounts import app, at, delegation, guard
from .test_inpatients import REGISTER, Hospital

REVIEW = tuple(Actor(f"merge-{n}", {"merge-reviewer", "staff"}) for n in (1, 2, 3))
ERASER = Actor("eraser-1", {"eraser"})
GROWN, BORN = date(1985, 3, 1), date(2016, 6, 15)


@attrs.define
class Two:
    """A house in which people may have two cards, by passport and by number."""

    house: House

    @property
    def desk(self) -> Any:
        return self.house.desk

    def numbered(self, seed: int, born: date, **more: Any) -> Card:
        who = Applicant(name_of(seed), document_of(seed, born=born), **more)
        return self.house.desk.register(who, by=WINDOW)

    def abroad(self, seed: int, born: date, **more: Any) -> Card:
        paper = IdDocument(IdKind.PASSPORT, f"E0000{seed:04d}")
        sex = Sex.FEMALE
        who = Applicant(name_of(seed), paper, birth_date=born, sex=sex, **more)
        return self.house.desk.register(who, by=WINDOW)

    def merge(self, kept: Card, gone: Card) -> Any:
        case = self.desk.merges.propose(kept, gone, by=WINDOW)
        for reviewer in REVIEW[:2]:
            case = self.desk.merges.agree(case, by=reviewer)
        return case

    def part(self, case: Any) -> None:
        said = AskToPart(why="twins")
        asked = self.desk.execute(card_merge, case, said, by=REVIEW[0])
        self.desk.merges.part(asked, by=REVIEW[2])

    def bonds(self, card: Card) -> list[Any]:
        found = self.desk.cases(family_bond, card, by=AUDITOR, limit=50)
        return [case.state for case in found]

    def status(self, card: Card) -> CardStatus:
        found: Card = self.desk.card(card.id, by=AUDITOR)
        return found.status


@pytest.fixture(params=["memory", "sqlite"])
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Two]:
    storage: Any = MemoryStorage()
    if request.param == "sqlite":
        storage = SqlStorage.open(f"sqlite:///{tmp_path}/two.db")
    yield Two(build(storage, Suite.INTL))
    storage.close()


def parent(card: Card) -> Guardian:
    return Guardian(card.id, Kinship.PARENT)


@attrs.define
class Mother:
    """A mother of two cards; her child was registered with the one that retires."""

    two: Two
    kept: Card
    gone: Card
    child: Card
    case: Any

    @classmethod
    def of(cls, two: Two) -> "Mother":
        gone, kept = two.abroad(1, GROWN), two.numbered(1, GROWN)
        child = two.numbered(2, BORN, guardian=parent(gone))
        return cls(two, kept, gone, child, two.merge(kept, gone))


def test_a_guardian_s_death_is_noticed_by_the_wards_of_her_retired_card(
    two: Two,
) -> None:
    mother = Mother.of(two)
    two.desk.announce(PersonDied(card=mother.kept.subject))

    (bond,) = two.bonds(mother.child)
    assert isinstance(bond, Vacant)
    assert two.status(mother.gone) is CardStatus.CANCELLED


def test_a_death_that_the_retired_card_hears_of_is_the_person_s(two: Two) -> None:
    mother = Mother.of(two)
    two.desk.announce(PersonDied(card=mother.gone.subject))
    found = {two.status(card) for card in (mother.kept, mother.gone)}
    assert {CardStatus.CANCELLED} == found


def test_a_guardian_whose_card_is_cancelled_leaves_no_ward_of_a_retired_one(
    two: Two,
) -> None:
    mother = Mother.of(two)
    cancel(two, mother.kept)

    (bond,) = two.bonds(mother.child)
    assert isinstance(bond, Vacant)


def test_the_account_of_the_card_that_stays_shows_what_the_other_held(
    two: Two,
) -> None:
    mother = Mother.of(two)
    me = app(mother.kept)
    found = two.desk.accounts.of(mother.kept, by=me)
    assert found is not None
    assert [mother.child] == [held.card for held in found.held]

    two.part(mother.case)
    assert two.desk.accounts.of(mother.kept, by=me) is None


def test_a_child_of_the_card_that_stays_comes_into_the_one_account_until_they_part(
    two: Two,
) -> None:
    mother = Mother.of(two)
    other = two.numbered(8, date(2020, 1, 1), guardian=parent(mother.kept))
    found = two.desk.accounts.of(mother.kept, by=app(mother.kept))
    assert found is not None
    assert mother.gone.subject == found.case.subject
    assert {other, mother.child} == {held.card for held in found.held}
    father = two.numbered(9, GROWN)
    bond = two.desk.accounts.link(mother.child, guard(father), by=WINDOW)
    assert mother.child.subject == bond.subject

    two.part(mother.case)
    two.desk.accounts.open(mother.kept, by=app(mother.kept))
    for card, child in ((mother.kept, other), (mother.gone, mother.child)):
        left = two.desk.accounts.of(card, by=app(card))
        assert left is not None
        assert [child] == [held.card for held in left.held]


def test_of_a_mother_s_two_bonds_one_may_end_and_the_last_may_not(two: Two) -> None:
    gone, kept = two.abroad(1, GROWN), two.numbered(1, GROWN)
    child = two.numbered(2, BORN, guardian=parent(gone))
    two.desk.accounts.link(child, guard(kept), by=WINDOW)
    two.merge(kept, gone)
    now, wish = two.house.clock.now, Dismiss(ground=DismissalGround.RECOVERED)
    first, last = two.desk.cases(family_bond, child, by=AUDITOR)

    ended = two.desk.execute(family_bond, first, wish, by=WINDOW)
    assert isinstance(ended.state, Ended)
    with pytest.raises(RuleViolationError, match="FAMILY_GUARDIAN_STAYS"):
        two.desk.execute(family_bond, last, wish, by=WINDOW)
    assert (kept.subject,) == two.desk.office.guardians(child.subject, now)


def test_a_child_that_is_registered_again_goes_over_to_the_newer_card(
    two: Two,
) -> None:
    mother = Mother.of(two)
    two.numbered(2, BORN, guardian=parent(mother.kept))
    cancel(two, mother.child)
    assert mother.child == two.numbered(2, BORN, guardian=parent(mother.kept))
    assert not two.desk.accounts.vacancies(by=WINDOW)
    assert (mother.kept.subject,) == two.desk.office.guardians(
        mother.child.subject, two.house.clock.now
    )


def cancel(two: Two, card: Card) -> None:
    case = two.desk.case(card_life, card.case, by=AUDITOR)
    two.desk.execute(card_life, case, Cancel(reason="moved"), by=WINDOW)


def test_the_last_guardian_whose_card_retired_is_not_dismissed_unnoticed(
    two: Two,
) -> None:
    mother = Mother.of(two)
    (bond,) = two.desk.cases(family_bond, mother.child, by=AUDITOR)
    order = Dismiss(ground=DismissalGround.COURT, reference="(2026)1")
    done = two.desk.execute(family_bond, bond, order, by=WINDOW)
    assert isinstance(done.state, Vacant)


def test_a_guardian_acts_for_the_ward_with_the_card_that_stays(two: Two) -> None:
    mother = Mother.of(two)
    give = Give(purpose=Purpose.RESEARCH, scope=("reports",), version="1")
    given = two.desk.start(consent, mother.child, give, by=app(mother.kept))
    assert given.state.by_guardian
    grandma = two.numbered(3, date(1960, 1, 1))
    two.desk.accounts.open(grandma, by=app(grandma))
    said = delegation(grandma, two.house.clock.now, kinship=Kinship.GRANDPARENT)
    with pytest.raises(RuleViolationError):
        two.desk.accounts.link(mother.child, said, by=app(grandma))
    two.desk.accounts.link(mother.child, said, by=app(mother.kept))


def ward(two: Two, born: date = BORN) -> tuple[Card, Card, Card]:
    """Return a mother, her child's newer card, and the one it was registered with."""
    mother = two.numbered(1, GROWN)
    gone = two.abroad(2, born, guardian=parent(mother))
    kept = two.numbered(2, born, guardian=parent(mother))
    return mother, kept, gone


def test_a_ward_s_guardian_is_the_guardian_by_whichever_of_the_two_cards(
    two: Two,
) -> None:
    mother, born = two.numbered(1, GROWN), date(2010, 6, 15)  # 15: needs none
    gone = two.abroad(2, born, guardian=parent(mother))
    kept = two.numbered(2, born)
    with pytest.raises(AccessDeniedError):
        two.desk.all_cases(kept, by=app(mother))

    merged = two.merge(kept, gone)

    assert two.desk.all_cases(kept, by=app(mother))
    two.desk.show(kept.id, by=app(mother))
    two.part(merged)
    with pytest.raises(AccessDeniedError):
        two.desk.all_cases(kept, by=app(mother))


def test_a_ward_takes_over_the_card_that_stays_with_both_bonds(two: Two) -> None:
    mother, kept, gone = ward(two)
    two.merge(kept, gone)
    two.house.clock.now = at(2034)
    Clockwork(two.desk).run_once()
    bonds = two.desk.cases(family_bond, kept, by=AUDITOR)
    assert 2 == len(bonds)
    for bond in bonds:
        assert isinstance(bond.state, HandingOver)
        done = two.desk.accounts.hand_over(bond, by=app(kept))
        assert isinstance(done.bond.state, HandedOver)
        assert kept.subject == done.account.subject
    assert not two.desk.accounts.of(mother, by=app(mother)).held


def test_the_holder_goes_on_with_what_he_began_with_the_retired_card(
    two: Two,
) -> None:
    gone, kept = two.abroad(1, GROWN), two.numbered(1, GROWN)
    give = Give(purpose=Purpose.RESEARCH, scope=("reports",), version="1")
    given = two.desk.start(consent, gone, give, by=app(gone))
    with pytest.raises(RuleViolationError):
        two.desk.execute(consent, given, Withdraw(), by=app(kept))

    merged = two.merge(kept, gone)
    two.part(merged)
    with pytest.raises(RuleViolationError):
        two.desk.execute(consent, given, Withdraw(), by=app(kept))
    two.merge(kept, gone)

    done = two.desk.execute(consent, given, Withdraw(), by=app(kept))
    assert "Withdrawn" == type(done.state).__name__


def test_who_is_doubted_acts_for_nobody_else(two: Two) -> None:
    mother = two.numbered(1, GROWN)
    child = two.numbered(2, BORN, guardian=parent(mother))
    assert two.desk.all_cases(child, by=app(mother))
    said = Doubt(ground=Why.TAKEN_OVER, reason="two faces")
    reviewer = Actor("review-1", {"real-name-reviewer"})
    two.desk.start(real_name_doubt, mother, said, by=reviewer)

    with pytest.raises(AccessDeniedError):
        two.desk.all_cases(child, by=app(mother))
    with pytest.raises(AccessDeniedError):
        two.desk.show(child.id, by=app(mother))
    assert two.desk.all_cases(mother, by=app(mother))


def test_nobody_is_registered_with_a_card_that_was_cancelled(two: Two) -> None:
    gone, kept = two.abroad(1, GROWN), two.numbered(1, GROWN)
    two.merge(kept, gone)
    cancel(two, kept)
    with pytest.raises(CardCancelledError):
        two.abroad(1, GROWN)
    assert kept == two.numbered(1, GROWN)
    assert kept == two.abroad(1, GROWN)


def test_a_death_ends_the_account_of_a_retired_card_as_well(two: Two) -> None:
    mother = Mother.of(two)
    two.desk.announce(PersonDied(card=mother.kept.subject))
    found = two.desk.cases(account, mother.kept, by=AUDITOR)
    assert {"Closed"} == {type(case.state).__name__ for case in found}


def test_a_guardian_is_named_by_either_of_her_cards(two: Two) -> None:
    mother = Mother.of(two)
    baby = two.numbered(7, date(2025, 1, 1), guardian=parent(mother.gone))
    assert two.desk.all_cases(baby, by=app(mother.kept))


def test_a_delegate_whose_card_retired_is_the_delegate_and_may_leave(two: Two) -> None:
    elder = two.numbered(3, date(1950, 1, 1))
    gone, kept = two.abroad(1, GROWN), two.numbered(1, GROWN)
    two.desk.accounts.open(gone, by=app(gone))
    said = delegation(gone, two.house.clock.now)
    bond = two.desk.accounts.link(elder, said, by=app(elder))
    with pytest.raises(AccessDeniedError):
        two.desk.all_cases(elder, by=app(kept))

    two.merge(kept, gone)

    assert two.desk.all_cases(elder, by=app(kept))
    assert two.desk.show(elder.id, by=app(kept)).text
    (held,) = two.desk.accounts.of(kept, by=app(kept)).held
    assert elder == held.card
    two.desk.execute(family_bond, bond, Revoke(), by=app(kept))
    with pytest.raises(AccessDeniedError):
        two.desk.all_cases(elder, by=app(kept))


def granting(to: str, until: datetime) -> Grant:
    scopes = (GrantScope.INPATIENT,)
    return Grant(delegate=to, scopes=scopes, until=until, consent="1")


def vouching(to: str, until: datetime) -> GiveVoucher:
    kin = Kinship.OTHER
    return GiveVoucher(delegate=to, kinship=kin, until=until, consent="1")


def asking(to: str, until: datetime) -> AskAgent:
    return AskAgent(agent=to, kinship=Kinship.OTHER, until=until, consent="1")


GIVEN_BACK: dict[str, tuple[Any, Any, Any]] = {
    "grant": (access_grant, granting, Withdrawing()),
    "voucher": (family_voucher, vouching, TakeBack()),
    "senior agent": (senior_agent, asking, DismissAgent()),
}


@pytest.mark.parametrize("kind", GIVEN_BACK)
def test_who_was_let_act_with_a_retired_card_gives_it_back_with_the_other(
    two: Two, kind: str
) -> None:
    workflow, made, back = GIVEN_BACK[kind]
    elder = two.numbered(3, date(1950, 1, 1))
    gone, kept = two.abroad(1, GROWN), two.numbered(1, GROWN)
    until = two.house.clock.now + timedelta(days=30)
    given = two.desk.start(workflow, elder, made(gone.subject, until), by=app(elder))
    with pytest.raises(RuleViolationError):
        two.desk.execute(workflow, given, back, by=app(kept))

    merged = two.merge(kept, gone)
    two.part(merged)
    with pytest.raises(RuleViolationError):
        two.desk.execute(workflow, given, back, by=app(kept))
    two.merge(kept, gone)
    done = two.desk.execute(workflow, given, back, by=app(kept))

    assert type(done.state) in workflow.finals
    *_, last = two.desk.history(workflow, done, by=AUDITOR)
    assert (elder.subject, kept.subject) == (done.subject, last.behind)


@pytest.mark.parametrize("kind", ["grant", "voucher"])
def test_who_was_let_act_with_a_retired_card_acts_with_the_other(
    two: Two, kind: str
) -> None:
    workflow, made, _ = GIVEN_BACK[kind]
    elder = two.numbered(3, date(1950, 1, 1))
    gone, kept = two.abroad(1, GROWN), two.numbered(1, GROWN)
    said = made(gone.subject, two.house.clock.now + timedelta(days=30))
    two.desk.start(workflow, elder, said, by=app(elder))
    case = Hospital(two.house).prescribe(elder)
    with pytest.raises(RuleViolationError, match="NO_FAMILY_VOUCHER"):
        two.desk.execute(inpatient_certificate, case, REGISTER, by=app(kept))
    two.merge(kept, gone)
    done = two.desk.execute(inpatient_certificate, case, REGISTER, by=app(kept))
    assert "Registered" == type(done.state).__name__


@pytest.mark.parametrize("kind", GIVEN_BACK)
def test_who_let_somebody_act_with_a_retired_card_takes_it_back_with_the_other(
    two: Two, kind: str
) -> None:
    workflow, made, back = GIVEN_BACK[kind]
    gone, kept = two.abroad(1, GROWN), two.numbered(1, GROWN)
    friend, until = two.numbered(3, GROWN), two.house.clock.now + timedelta(days=30)
    given = two.desk.start(workflow, gone, made(friend.subject, until), by=app(gone))
    two.merge(kept, gone)
    done = two.desk.execute(workflow, given, back, by=app(kept))
    assert type(done.state) in workflow.finals


def test_a_holder_who_shows_a_merged_card_hears_that_it_was_merged(two: Two) -> None:
    gone, kept = two.abroad(1, GROWN), two.numbered(1, GROWN)
    two.merge(kept, gone)
    with pytest.raises(CardMergedError):
        two.desk.show(gone.id, by=app(kept))
    with pytest.raises(AccessDeniedError):
        two.desk.show(gone.id, by=app(two.numbered(3, GROWN)))


def test_an_erased_guardian_leaves_a_ward_s_case_and_the_audit_whole(two: Two) -> None:
    mother = two.numbered(1, GROWN)
    child = two.numbered(2, BORN, guardian=parent(mother))
    give = Give(purpose=Purpose.RESEARCH, scope=("reports",), version="1")
    for card in (child, mother):
        two.desk.start(consent, card, give, by=app(mother))
    shown = Shown(document_of(1, born=GROWN), name_of(1))
    two.desk.real_name.prove(mother, shown, {Check.DOCUMENT_READ}, by=WINDOW)
    friend = two.numbered(3, GROWN)
    two.desk.accounts.open(friend, by=app(friend))
    said = delegation(friend, two.house.clock.now, kinship=Kinship.OTHER)
    two.desk.accounts.link(mother, said, by=app(mother))
    with pytest.raises(AccessDeniedError):
        two.desk.all_cases(child, by=app(friend))
    cancel(two, mother)

    two.desk.erase(mother.id, by=ERASER, reason="asked")

    (given,) = two.desk.cases(consent, child, by=AUDITOR)
    (event,) = two.desk.history(consent, given, by=AUDITOR)
    assert mother.subject == event.behind
    assert two.desk.accounts.vacancies(by=WINDOW)
    told = PersonalData(two.desk).copy(child, by=WINDOW)
    assert mother.subject.encode() in told.data
    assert verify_audit(two.desk.storage, Suite.INTL).flaw is None
    assert not two.desk.accounts.of(friend, by=app(friend)).held


def test_a_mother_and_her_child_are_two_people(two: Two) -> None:
    mother, born = two.numbered(1, GROWN), date(2009, 6, 15)
    child = two.abroad(2, born, guardian=parent(mother))
    for kept, gone in ((mother, child), (child, mother)):
        with pytest.raises(RuleViolationError, match="MERGE_ONE_FAMILY"):
            two.merge(kept, gone)
