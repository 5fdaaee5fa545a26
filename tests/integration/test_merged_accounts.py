"""Two accounts whose holder turned out to be one person (合并后的账户)."""

from datetime import date, timedelta
from typing import Any

import pytest

from ehealthcard import Applicant, Card, Suite
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Kinship, Sex
from ehealthcard.desk import Case
from ehealthcard.errors import ClaimTakenError, RuleViolationError
from ehealthcard.identity import Guardian
from ehealthcard.rules.access import GrantScope
from ehealthcard.services.foundation.account import (
    AccountPolicy,
    Close,
    Widen,
    account,
)
from ehealthcard.services.foundation.family_bond import Delegate, Revoke, family_bond
from ehealthcard.workflow import Timeline
from tests.actors import AUDITOR

from .conftest import STRICT, WINDOW, build
from .two_cards import Two, two

MOST = 4
TIGHT = STRICT | {
    "account": Timeline(
        (AccountPolicy(name="tight", effective_from=date(2020, 1, 1), most=MOST),)
    )
}


@pytest.fixture
def pair() -> Two:
    """Return somebody whose accounts hold four cards each, the own included."""
    return two(build(MemoryStorage(), Suite.INTL, policies=TIGHT))


def link(pair: Two, carer: Card, seed: int) -> Case[Any]:
    until = pair.house.clock.now + timedelta(days=90)
    asked = Delegate(
        carer=carer.subject,
        kinship=Kinship.OTHER,
        scopes=(GrantScope.SHOW,),
        until=until,
        consent="1",
        holder_seen=True,
    )
    found: Case[Any] = pair.desk.accounts.link(pair.house.card(seed), asked, by=WINDOW)
    return found


def revoke(pair: Two, bond: Case[Any]) -> None:
    newest = pair.desk.case(family_bond, bond.id, by=AUDITOR)
    pair.desk.execute(family_bond, newest, Revoke(), by=WINDOW)


def refused(pair: Two, carer: Card, seed: int) -> str:
    with pytest.raises(RuleViolationError) as caught:
        link(pair, carer, seed)
    code: str = caught.value.code
    return code


def test_what_both_accounts_hold_counts_against_one_limit(pair: Two) -> None:
    held = [
        link(pair, pair.gone, 5),
        link(pair, pair.gone, 6),
        link(pair, pair.kept, 7),
    ]
    case = pair.merge()
    assert refused(pair, pair.kept, 8) == "FAMILY_ACCOUNT_FULL"
    revoke(pair, held[0])
    link(pair, pair.kept, 8)
    assert refused(pair, pair.kept, 9) == "FAMILY_ACCOUNT_FULL"
    pair.part(case)
    link(pair, pair.kept, 9)
    link(pair, pair.gone, 10)


def test_an_account_that_is_over_the_limit_keeps_what_it_holds(pair: Two) -> None:
    for seed in (5, 6, 7):
        link(pair, pair.gone, seed)
    for seed in (8, 9, 10):
        link(pair, pair.kept, seed)
    pair.merge()
    found = pair.desk.accounts.of(pair.kept, by=pair.me())
    assert (len(found.held), found.most) == (6, MOST)
    assert refused(pair, pair.kept, 11) == "FAMILY_ACCOUNT_FULL"
    with pytest.raises(RuleViolationError) as caught:
        _widen(pair, found.case, 6)
    assert caught.value.code == "ACCOUNT_HOLDS_MORE"
    _widen(pair, found.case, 8)
    link(pair, pair.kept, 11)
    assert refused(pair, pair.kept, 12) == "FAMILY_ACCOUNT_FULL"


def test_a_limit_that_was_widened_for_the_retired_card_is_widened_anew(
    pair: Two,
) -> None:
    wide = pair.desk.accounts.open(pair.gone, by=WINDOW)
    _widen(pair, wide, 50)
    pair.desk.accounts.open(pair.kept, by=WINDOW)
    pair.merge()
    found = pair.desk.accounts.of(pair.kept, by=pair.me())
    assert found.most == MOST
    for seed in (5, 6, 7):
        link(pair, pair.kept, seed)
    assert refused(pair, pair.kept, 8) == "FAMILY_ACCOUNT_FULL"


def test_the_retired_card_s_account_serves_who_has_no_other(pair: Two) -> None:
    first = link(pair, pair.gone, 5)
    case = pair.merge()
    with pytest.raises(ClaimTakenError):
        pair.desk.accounts.open(pair.kept, by=pair.me())
    second = link(pair, pair.kept, 6)
    found = pair.desk.accounts.of(pair.kept, by=pair.me())
    assert found.case.subject == pair.gone.subject
    assert {first.id, second.id} == {one.bond.id for one in found.held}
    pair.part(case)
    assert pair.desk.accounts.of(pair.kept, by=pair.me()) is None
    assert pair.desk.accounts.open(pair.kept, by=pair.me()).state.most == MOST


def test_no_account_is_closed_while_the_other_one_holds_a_ward(pair: Two) -> None:
    ward = Applicant(
        "某宝",
        document_of(9, born=date(2020, 2, 1), sex=Sex.MALE),
        guardian=Guardian(pair.gone.id, Kinship.PARENT),
    )
    pair.desk.register(ward, by=WINDOW)
    own = pair.desk.accounts.open(pair.kept, by=pair.me())
    pair.merge()
    with pytest.raises(RuleViolationError) as caught:
        pair.desk.execute(account, own, Close(), by=pair.me())
    assert caught.value.code == "ACCOUNT_GUARDS"


def test_a_child_registered_after_the_merge_comes_into_the_one_account(
    pair: Two,
) -> None:
    for seed in (5, 6):
        link(pair, pair.gone, seed)
    pair.merge()
    child = Applicant(
        name_of(9),
        document_of(9, born=date(2020, 2, 1)),
        guardian=Guardian(pair.kept.id, Kinship.PARENT),
    )
    pair.desk.register(child, by=WINDOW)
    found = pair.desk.accounts.of(pair.kept, by=pair.me())
    assert (len(found.held), found.case.subject) == (3, pair.gone.subject)
    assert refused(pair, pair.kept, 7) == "FAMILY_ACCOUNT_FULL"


def _widen(pair: Two, case: Case[Any], most: int) -> None:
    said = Widen(most=most, reason="children's home")
    pair.desk.execute(account, case, said, by=WINDOW)
