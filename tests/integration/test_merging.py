"""Two cards of one person become one, and two again (一人两卡合并与拆分)."""

from datetime import date
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Applicant, Card, IdDocument, IdKind, Suite, Tier
from ehealthcard.adapters.index import PeopleIndex
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Kinship, Sex
from ehealthcard.desk import Shown, StaffPresence
from ehealthcard.errors import (
    AccessDeniedError,
    CardMergedError,
    ClaimTakenError,
    CodeNotBoundError,
    NotAllowedError,
    RuleViolationError,
    VersionConflictError,
)
from ehealthcard.identity import CardStatus, Guardian
from ehealthcard.qr.bundle import open_bundle
from ehealthcard.rules.real_name import Check
from ehealthcard.services.foundation.card import Cancel, ReportLost, card_life
from ehealthcard.services.foundation.card_merge import (
    AskToPart,
    Ground,
    KeepTogether,
    MergePolicy,
    Parted,
    Reject,
    card_merge,
)
from ehealthcard.services.foundation.code_binding import code_binding
from ehealthcard.services.foundation.real_name_doubt import Doubt, real_name_doubt
from ehealthcard.services.foundation.real_name_doubt import Ground as Why
from ehealthcard.services.health_declaration import health_declaration
from ehealthcard.workflow import Timeline
from tests.actors import AUDITOR

from .conftest import GATE, STRICT, WINDOW, House, applicant, build
from .two_cards import KINDS, PASSPORT, REVIEW, Two, two
from .visits import submit

REFUSING = MergePolicy(
    name="strict", effective_from=date(2020, 1, 1), retired_codes="refuse"
)


@pytest.fixture
def pair() -> Two:
    return two(build(MemoryStorage(), Suite.INTL, kinds=KINDS))


def test_two_cards_become_one_with_their_codes_and_are_taken_apart_again(
    storage: Any,
) -> None:
    pair = two(build(storage, Suite.INTL, kinds=KINDS))
    desk, code = pair.desk, KINDS.read("medical-record", "0001")
    own = KINDS.read("medical-record", "0002")
    desk.codes.bind(code, pair.gone, by=WINDOW)
    desk.codes.bind(own, pair.kept, by=WINDOW)
    old = desk.start(health_declaration, pair.gone, submit(), by=WINDOW)
    shown = desk.show(pair.gone.id, by=WINDOW).text
    again = desk.show(pair.gone.id, by=WINDOW).text

    case = pair.merge()

    assert pair.now(pair.gone).status is CardStatus.MERGED
    assert (pair.kept, pair.kept) == (pair.resolve("0001"), pair.resolve("0002"))
    assert desk.scan(shown, by=GATE).card == pair.kept
    assert desk.find(PASSPORT, by=WINDOW) == pair.kept
    assert desk.merges.retired(pair.kept, by=AUDITOR) == (pair.now(pair.gone),)
    assert desk.merges.answering(pair.gone, by=WINDOW) == pair.kept
    found = desk.all_cases(pair.kept, by=AUDITOR, limit=50)
    assert {old.id, case.id, pair.gone.case, pair.kept.case} <= {c.id for c in found}
    with pytest.raises(CardMergedError):
        desk.show(pair.gone.id, by=WINDOW)

    parted = pair.part(case)

    assert isinstance(parted.state, Parted)
    assert pair.now(pair.gone) == pair.gone
    assert (pair.gone, pair.kept) == (pair.resolve("0001"), pair.resolve("0002"))
    assert desk.scan(again, by=GATE).card == pair.gone
    assert desk.find(PASSPORT, by=WINDOW) == pair.gone
    mine = {c.id for c in desk.all_cases(pair.kept, by=AUDITOR, limit=50)}
    assert old.id not in mine
    steps = desk.history(card_life, _life(pair, pair.gone), by=AUDITOR)
    assert [s.command for s in steps][-2:] == ["Retire", "Return"]
    bound = desk.cases(code_binding, pair.gone, by=AUDITOR)
    assert [type(c.state).__name__ for c in bound] == ["Bound", "Unbound"]


def _life(pair: Two, card: Card) -> Any:
    return pair.desk.case(card_life, card.case, by=AUDITOR)


def test_a_place_may_refuse_codes_of_retired_cards() -> None:
    policies = {**STRICT, "card-merge": Timeline((REFUSING,))}
    house = build(MemoryStorage(), Suite.INTL, kinds=KINDS, policies=policies)
    pair = two(house)
    shown = pair.desk.show(pair.gone.id, by=WINDOW).text
    pair.merge()
    with pytest.raises(CardMergedError) as caught:
        pair.desk.scan(shown, by=GATE)
    assert "合并" in caught.value.chinese
    use = pair.desk.uses(pair.gone, by=AUDITOR)[0]
    assert use.outcome == "CARD_MERGED"


@pytest.mark.parametrize("tier", [Tier.MAC, Tier.STATIC, Tier.NATIONAL])
def test_every_kind_of_code_of_a_retired_card_leads_to_the_other(
    tier: Tier,
) -> None:
    pair = two(build(MemoryStorage(), Suite.GM, kinds=KINDS))
    text = pair.desk.show(pair.gone.id, by=WINDOW, tier=tier).text
    pair.merge()
    proof = StaffPresence("n-1") if tier is Tier.STATIC else None
    assert pair.desk.scan(text, by=GATE, second_factor=proof).card == pair.kept
    if tier is Tier.STATIC:
        scan = pair.desk.scan(text, by=GATE, second_factor=PASSPORT)
        assert scan.card == pair.kept


def test_gates_refuse_a_retired_card_for_they_do_not_know_the_other(pair: Two) -> None:
    pair.merge()
    keys = pair.desk.keys.public().trust
    bundle = open_bundle(pair.desk.trust_bundle(by=WINDOW), keys)
    assert pair.gone.id.prefix in bundle.cards_added
    assert pair.kept.id.prefix not in bundle.cards_added


def test_who_registers_again_with_either_document_gets_the_card_that_stays(
    pair: Two,
) -> None:
    pair.merge()
    abroad = Applicant(name_of(1), PASSPORT, birth_date=document_of(1).birth_date)
    assert pair.desk.register(abroad, by=WINDOW) == pair.kept
    assert pair.desk.register(applicant(1), by=WINDOW) == pair.kept


def test_the_holder_sees_the_past_of_both_cards(pair: Two) -> None:
    old = pair.desk.start(health_declaration, pair.gone, submit(), by=WINDOW)
    me = Actor("app", {"resident"}, holder=pair.kept.subject)
    with pytest.raises(AccessDeniedError):
        pair.desk.case(health_declaration, old.id, by=me)
    pair.merge()
    assert pair.desk.case(health_declaration, old.id, by=me).id == old.id
    assert pair.desk.history(health_declaration, old, by=me)
    page, seen = pair.desk.all_cases(pair.kept, by=me, limit=2), list[str]()
    while page:
        seen += [c.id for c in page]
        page = pair.desk.all_cases(pair.kept, by=me, limit=2, before=seen[-1])
    assert seen == sorted(set(seen), reverse=True)
    assert old.id in seen
    stranger = pair.house.card(5)
    other = Actor("app-5", {"resident"}, holder=stranger.subject)
    with pytest.raises(AccessDeniedError):
        pair.desk.case(health_declaration, old.id, by=other)


def test_a_document_of_either_kind_proves_the_card_that_stays(pair: Two) -> None:
    pair.merge()
    for document in (PASSPORT, document_of(1)):
        shown = Shown(document, name_of(1))
        checks = {Check.DOCUMENT_READ}
        pair.desk.real_name.prove(pair.kept, shown, checks, by=WINDOW)


def test_nothing_is_bound_to_a_retired_card(pair: Two) -> None:
    pair.merge()
    code = KINDS.read("medical-record", "0003")
    with pytest.raises(CardMergedError):
        pair.desk.codes.bind(code, pair.gone, by=WINDOW)
    with pytest.raises(CodeNotBoundError):
        pair.resolve("0003")


def test_a_lost_card_comes_back_lost(pair: Two) -> None:
    pair.desk.execute(
        card_life, _life(pair, pair.gone), ReportLost(reason="bus"), by=WINDOW
    )
    case = pair.merge()
    pair.part(case)
    assert pair.now(pair.gone).status is CardStatus.SUSPENDED


def test_only_cards_in_use_are_merged(pair: Two) -> None:
    desk = pair.desk
    with pytest.raises(RuleViolationError, match="MERGE_ITSELF"):
        desk.merges.propose(pair.kept, pair.kept, by=WINDOW)
    case = desk.merges.propose(pair.kept, pair.gone, by=WINDOW)
    with pytest.raises(ClaimTakenError):
        desk.merges.propose(pair.gone, pair.kept, by=WINDOW)
    case = desk.merges.agree(case, by=REVIEW[0])
    desk.execute(card_life, _life(pair, pair.kept), ReportLost(reason="bus"), by=WINDOW)
    with pytest.raises(RuleViolationError, match="MERGE_CARD_NOT_IN_USE"):
        desk.merges.agree(case, by=REVIEW[1])
    desk.execute(card_life, _life(pair, pair.gone), Cancel(reason="moved"), by=WINDOW)
    lapsed = desk.case(card_merge, case.id, by=AUDITOR)
    assert type(lapsed.state).__name__ == "Lapsed"
    with pytest.raises(RuleViolationError, match="MERGE_CARD_NOT_IN_USE"):
        desk.merges.propose(pair.kept, pair.gone, by=WINDOW)


def test_doubted_cards_wait(pair: Two) -> None:
    said = Doubt(ground=Why.BORROWED, reason="two faces")
    reviewer = Actor("review-1", {"real-name-reviewer"})
    pair.desk.start(real_name_doubt, pair.gone, said, by=reviewer)
    with pytest.raises(RuleViolationError, match="MERGE_CARD_DOUBTED"):
        pair.merge()
    assert pair.now(pair.gone).status is CardStatus.ACTIVE


def test_a_step_on_old_news_moves_nothing(pair: Two) -> None:
    desk = pair.desk
    case = desk.merges.propose(pair.kept, pair.gone, by=WINDOW)
    second = desk.merges.agree(case, by=REVIEW[0])
    with pytest.raises(VersionConflictError):
        desk.merges.agree(case, by=REVIEW[1])
    merged = desk.merges.agree(second, by=REVIEW[1])
    for stale in (second, merged):
        with pytest.raises((VersionConflictError, NotAllowedError)):
            desk.merges.part(stale, by=REVIEW[2])
    with pytest.raises(NotAllowedError):
        desk.merges.agree(merged, by=REVIEW[2])
    assert pair.now(pair.gone).status is CardStatus.MERGED


def test_a_refused_step_moves_no_code(pair: Two) -> None:
    desk = pair.desk
    desk.codes.bind(KINDS.read("medical-record", "0001"), pair.gone, by=WINDOW)
    case = desk.merges.propose(pair.kept, pair.gone, by=WINDOW)
    case = desk.merges.agree(case, by=REVIEW[0])
    with pytest.raises(RuleViolationError, match="MERGE_ANOTHER_REVIEWER"):
        desk.merges.agree(case, by=REVIEW[0])
    assert pair.resolve("0001") == pair.gone
    assert len(desk.cases(code_binding, pair.gone, by=AUDITOR)) == 1


def test_a_merge_that_was_merged_itself_is_undone_from_the_last(pair: Two) -> None:
    desk, third = pair.desk, pair.house.card(2)
    desk.codes.bind(KINDS.read("medical-record", "0001"), pair.gone, by=WINDOW)
    first = pair.merge()
    later = Two(pair.house, third, pair.kept)
    second = later.merge()
    assert pair.resolve("0001") == third
    assert desk.find(PASSPORT, by=WINDOW) == third
    assert set(desk.merges.retired(third, by=AUDITOR)) == {
        pair.now(pair.kept),
        pair.now(pair.gone),
    }
    with pytest.raises(RuleViolationError, match="MERGE_LATER_FIRST"):
        pair.part(first)
    later.part(second)
    assert pair.resolve("0001") == pair.kept
    first = desk.case(card_merge, first.id, by=AUDITOR)
    desk.merges.part(first, by=REVIEW[2])
    assert pair.resolve("0001") == pair.gone


def test_one_person_has_so_many_cards_at_most() -> None:
    few = MergePolicy(name="few", effective_from=date(2020, 1, 1), most_cards=3)
    policies = {**STRICT, "card-merge": Timeline((few,))}
    pair = two(build(MemoryStorage(), Suite.INTL, kinds=KINDS, policies=policies))
    third, fourth = pair.house.card(2), pair.house.card(3)
    late = pair.desk.merges.propose(fourth, pair.kept, by=WINDOW)
    late = pair.desk.merges.agree(late, by=REVIEW[0])
    pair.merge()
    Two(pair.house, pair.kept, third).merge()
    with pytest.raises(RuleViolationError, match="MERGE_TOO_MANY_CARDS") as caught:
        pair.desk.merges.propose(pair.kept, fourth, by=WINDOW)
    assert "3" in caught.value.chinese

    with pytest.raises(RuleViolationError, match="MERGE_TOO_MANY_CARDS"):
        pair.desk.merges.agree(late, by=REVIEW[1])

    assert 3 == len(pair.desk.office.everybody(pair.kept.subject))
    assert pair.now(pair.kept).status is CardStatus.ACTIVE


def test_a_reviewer_may_keep_them_together(pair: Two) -> None:
    case = pair.merge()
    case = pair.desk.execute(card_merge, case, AskToPart(why="?"), by=REVIEW[0])
    pair.desk.execute(card_merge, case, KeepTogether(), by=REVIEW[1])
    assert pair.now(pair.gone).status is CardStatus.MERGED


def test_what_was_bound_since_stays_with_the_card_that_stayed(pair: Two) -> None:
    case = pair.merge()
    pair.desk.codes.bind(KINDS.read("medical-record", "0004"), pair.kept, by=WINDOW)
    pair.part(case)
    assert pair.resolve("0004") == pair.kept


def test_a_survivor_is_not_erased_while_another_card_rests_in_it(pair: Two) -> None:
    case = pair.merge()
    desk, eraser = pair.desk, Actor("eraser-1", {"eraser"})
    desk.execute(card_life, _life(pair, pair.kept), Cancel(reason="moved"), by=WINDOW)
    with pytest.raises(RuleViolationError, match="card-merge"):
        desk.erase(pair.kept.id, by=eraser, reason="asked")
    pair.part(case)
    desk.erase(pair.kept.id, by=eraser, reason="asked")


def indexed(house: House) -> House:
    index = PeopleIndex()
    index.put(house.desk.people.roll(by=Actor("index-1", {"index-keeper"})))
    ports = attrs.evolve(house.desk.ports, people=index)
    house.desk = attrs.evolve(house.desk, ports=ports)
    return house


def test_who_looks_alike_is_found_and_the_better_document_stays(pair: Two) -> None:
    pair.house.card(2)
    desk = indexed(pair.house).desk
    for card in (pair.kept, pair.gone):
        (found,) = desk.merges.find(card, by=WINDOW)
        assert (found.survivor, found.retired) == (pair.kept, pair.gone)
        assert (found.ground, found.score, found.differs) == (Ground.LIKENESS, 1.0, ())
    (case,) = desk.merges.propose_found(pair.gone, by=WINDOW)
    assert case.subject == pair.kept.subject
    assert desk.merges.find(pair.gone, by=WINDOW) == ()
    desk.execute(card_merge, case, Reject(why="twins"), by=REVIEW[0])
    assert desk.merges.find(pair.kept, by=WINDOW) == ()


def test_one_number_under_two_kinds_is_found_without_an_index(pair: Two) -> None:
    house, whole = pair.house, document_of(3, born=date(1960, 5, 5)).number
    card = house.desk.register(
        Applicant(name_of(3), IdDocument("01", whole)), by=WINDOW
    )
    for number in (whole, whole[:6] + whole[8:17]):
        register = IdDocument(IdKind.HOUSEHOLD_REGISTER, number)
        asked = Applicant(name_of(3), register, birth_date=date(1960, 5, 5))
        other = house.desk.register(asked, by=WINDOW)
        found = house.desk.merges.find(other, by=WINDOW)
        assert [(d.survivor, d.ground) for d in found][:1] == [(card, Ground.NUMBER)]
    assert len(house.desk.merges.find(card, by=WINDOW)) == 2


def test_15_and_18_digits_never_were_two_cards(pair: Two) -> None:
    number = document_of(1).number
    old = Applicant(name_of(1), IdDocument("01", number[:6] + number[8:17]))
    assert pair.desk.register(old, by=WINDOW) == pair.kept


def test_a_newborn_s_certificate_and_later_id_are_one_child(pair: Two) -> None:
    house, born = pair.house, date(2026, 2, 1)
    guardian = Guardian(pair.kept.id, Kinship.PARENT)
    paper = IdDocument(IdKind.BIRTH_CERTIFICATE, "Z990000001")
    first = house.desk.register(
        Applicant("某宝", paper, birth_date=born, sex=Sex.MALE, guardian=guardian),
        by=WINDOW,
    )
    numbered = document_of(9, born=born, sex=Sex.MALE)
    later = house.desk.register(
        Applicant("某宝", numbered, guardian=guardian), by=WINDOW
    )
    (found,) = indexed(house).desk.merges.find(later, by=WINDOW)
    assert (found.survivor, found.retired) == (later, first)
    child = Two(house, later, first)
    child.merge()
    assert house.desk.find(paper, by=WINDOW) == later


def test_a_guardian_of_a_retired_card_is_the_guardian_still(pair: Two) -> None:
    born = date(2020, 2, 1)
    child = pair.house.desk.register(
        Applicant(
            "某宝",
            document_of(9, born=born),
            guardian=Guardian(pair.gone.id, Kinship.PARENT),
        ),
        by=WINDOW,
    )
    parent = Actor("app", {"resident"}, holder=pair.kept.subject)
    with pytest.raises(AccessDeniedError):
        pair.desk.all_cases(child, by=parent)
    case = pair.merge()
    assert pair.desk.all_cases(child, by=parent)
    pair.part(case)
    with pytest.raises(AccessDeniedError):
        pair.desk.all_cases(child, by=parent)


def test_what_contradicts_it_stands_before_the_reviewers(pair: Two) -> None:
    other = pair.house.card(2)
    case = pair.desk.merges.propose(pair.kept, other, by=WINDOW)
    assert "birth_date" in case.state.differs
