"""What was let with a card that has retired since is extended (延期)."""

from datetime import timedelta

import pytest

from ehealthcard import Suite
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Kinship
from ehealthcard.errors import AccessDeniedError, CardMergedError, RuleViolationError
from ehealthcard.rules.access import GrantScope
from ehealthcard.services.access_grant import Extend, Grant, access_grant
from ehealthcard.services.family_voucher import Extend as Prolong
from ehealthcard.services.family_voucher import Give, family_voucher
from ehealthcard.services.foundation.family_bond import Change, Delegate, family_bond
from ehealthcard.services.health_declaration import health_declaration

from .conftest import WINDOW, build
from .two_cards import Two, two
from .visits import submit


@pytest.fixture
def pair() -> Two:
    return two(build(MemoryStorage(), Suite.INTL))


@pytest.mark.parametrize("whose", ["holder", "delegate"])
def test_what_hangs_on_a_retired_card_is_extended(pair: Two, whose: str) -> None:
    desk, clock, friend = pair.desk, pair.house.clock, pair.house.card(5)
    mine = whose == "holder"
    holder, delegate = (pair.gone, friend) if mine else (friend, pair.gone)
    given = Grant(
        delegate=delegate.subject,
        scopes=(GrantScope.RECORDS,),
        until=clock.now + timedelta(days=30),
        consent="1",
    )
    let = desk.start(access_grant, holder, given, by=pair.me(holder))
    past = desk.start(health_declaration, holder, submit(), by=WINDOW)
    pair.merge()
    stays, comes = (pair.kept, friend) if mine else (friend, pair.kept)
    more = Extend(until=clock.now + timedelta(days=90), consent="2")
    with pytest.raises(RuleViolationError, match="ACCESS_NOT_GRANTED"):
        desk.execute(access_grant, let, more, by=pair.me(comes))
    longer = desk.execute(access_grant, let, more, by=pair.me(stays))
    clock.forward(days=60)
    assert longer.state.until == more.until
    assert past.id in {c.id for c in desk.all_cases(holder, by=pair.me(comes))}
    if mine:
        with pytest.raises(AccessDeniedError):
            desk.all_cases(pair.kept, by=pair.me(comes))
    clock.forward(days=31)
    with pytest.raises(AccessDeniedError):
        desk.all_cases(holder, by=pair.me(comes))


def test_who_comes_with_the_retired_card_extends_nothing(pair: Two) -> None:
    given = Grant(
        delegate=pair.house.card(5).subject,
        scopes=(GrantScope.RECORDS,),
        until=pair.house.clock.now + timedelta(days=30),
        consent="1",
    )
    let = pair.desk.start(access_grant, pair.gone, given, by=pair.me(pair.gone))
    pair.merge()
    more = Extend(until=pair.house.clock.now + timedelta(days=90), consent="2")
    with pytest.raises(CardMergedError):
        pair.desk.execute(access_grant, let, more, by=pair.me(pair.gone))


def test_a_bond_on_a_retired_card_is_extended(pair: Two) -> None:
    desk, clock, friend = pair.desk, pair.house.clock, pair.house.card(5)
    desk.accounts.open(friend, by=pair.me(friend))
    said = Delegate(
        carer=friend.subject,
        kinship=Kinship.OTHER,
        scopes=(GrantScope.RECORDS,),
        until=clock.now + timedelta(days=30),
        consent="1",
    )
    bond = desk.accounts.link(pair.gone, said, by=pair.me(pair.gone))
    past = desk.start(health_declaration, pair.gone, submit(), by=WINDOW)
    pair.merge()
    more = Change(scopes=said.scopes, until=clock.now + timedelta(days=90), consent="2")
    desk.execute(family_bond, bond, more, by=pair.me())
    clock.forward(days=60)
    assert past.id in {c.id for c in desk.all_cases(pair.gone, by=pair.me(friend))}


@pytest.mark.parametrize("whose", ["patient", "delegate"])
def test_a_voucher_on_a_retired_card_is_extended(pair: Two, whose: str) -> None:
    desk, clock, friend = pair.desk, pair.house.clock, pair.house.card(5)
    mine = whose == "patient"
    patient, delegate = (pair.gone, friend) if mine else (friend, pair.gone)
    given = Give(
        delegate=delegate.subject,
        kinship=Kinship.OTHER,
        until=clock.now + timedelta(days=30),
        consent="1",
    )
    let = desk.start(family_voucher, patient, given, by=pair.me(patient))
    pair.merge()
    stays, comes = (pair.kept, friend) if mine else (friend, pair.kept)
    more = Prolong(until=clock.now + timedelta(days=90), consent="2")
    with pytest.raises(RuleViolationError, match="VOUCHER_NOT_TO_GIVE"):
        desk.execute(family_voucher, let, more, by=pair.me(comes))
    longer = desk.execute(family_voucher, let, more, by=pair.me(stays))
    assert longer.state.until == more.until
    assert longer.subject == patient.subject
