"""Random walks over families: an account is never over its limit, nobody acts by a bond
that is over, and no bond is lost, whatever people, time and death do."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ehealthcard import Applicant, Card, Clockwork, Guardian, Suite
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Kinship
from ehealthcard.errors import EHealthCardError
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.calendar import age_on, day_of
from ehealthcard.rules.family import ProofKind, minority_ends
from ehealthcard.rules.signals import PersonDied
from ehealthcard.services.foundation.account import AccountPolicy
from ehealthcard.services.foundation.family_bond import (
    Accept,
    AskDelegation,
    Delegate,
    Guard,
    HandingOver,
    Revoke,
    Vacant,
    family_bond,
)
from ehealthcard.workflow import Actor, Policy, Timeline
from tests.actors import AUDITOR

from .conftest import STRICT, WINDOW, build

MOST = 3
TIGHT: dict[str, Timeline[Policy]] = STRICT | {
    "account": Timeline(
        (AccountPolicy(name="tight", effective_from=date(2020, 1, 1), most=MOST),)
    )
}
BORN = (
    date(1985, 3, 1),
    date(1984, 1, 1),
    date(1960, 1, 1),
    date(2013, 9, 1),
    date(2009, 4, 1),
)
ADULTS, MINORS = range(3), range(3, 5)
ANYBODY = st.integers(0, len(BORN) - 1)
CARERS = st.sampled_from(ADULTS)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("delegate"), ANYBODY, CARERS, st.sampled_from([5, 90])),
        st.tuples(st.just("ask"), ANYBODY, CARERS, st.booleans()),
        st.tuples(st.just("guard"), st.sampled_from(MINORS), CARERS),
        st.tuples(st.just("revoke"), ANYBODY, CARERS, st.booleans()),
        st.tuples(st.just("hand_over"), st.sampled_from(MINORS), CARERS),
        st.tuples(st.just("wait"), st.sampled_from([3, 30, 500]), st.booleans()),
        st.tuples(st.just("die"), ANYBODY),
    ),
    min_size=4,
    max_size=14,
)


@attrs.define
class Bond:
    """What the walk believes of a bond that stands."""

    kind: str
    until: datetime


class Walk:
    """A desk, and beside it what should be true of it."""

    def __init__(self) -> None:
        self.house = build(MemoryStorage(), Suite.INTL, policies=TIGHT)
        self.desk = self.house.desk
        self.cards = list[Card]()
        self.bonds = dict[tuple[int, int], Bond]()
        self.dead = set[int]()
        self.begun: Counter[int] = Counter()
        """How many bonds each person's card has had."""
        for number, born in enumerate(BORN):
            guardian = None
            if number in MINORS:
                guardian = Guardian(self.cards[0].id, Kinship.PARENT)
            self.cards.append(self.person(number, born, guardian))
            if guardian:
                self.begin(number, 0, Bond("guard", minority_ends(born)))

    def person(self, number: int, born: date, guardian: Guardian | None) -> Card:
        document = document_of(number + 1, born=born)
        who = Applicant(name_of(number + 1), document, guardian=guardian)
        return self.desk.register(who, by=WINDOW)

    def begin(self, ward: int, carer: int, bond: Bond) -> None:
        self.bonds[ward, carer] = bond
        self.begun[ward] += 1

    def app(self, number: int) -> Actor:
        return Actor(f"app-{number}", {"resident"}, holder=self.cards[number].subject)

    @property
    def now(self) -> datetime:
        return self.house.clock.now

    def is_minor(self, number: int) -> bool:
        return age_on(BORN[number], day_of(self.now)) < 18

    def could(self, ward: int, carer: int) -> bool:
        """Whether there is anything against a bond between these two."""
        full = sum(c == carer for _, c in self.bonds) >= MOST - 1
        alive = not {ward, carer} & self.dead
        return alive and ward != carer and not full and (ward, carer) not in self.bonds

    def attempt(self, expected: bool, act: Callable[[], Any]) -> Any:  # noqa: FBT001  # predicted
        """Do it, and compare with what the walk believes."""
        made = None
        with suppress(EHealthCardError):
            made = act()
        assert expected == (made is not None)
        return made

    def delegate(self, ward: int, carer: int, days: int) -> None:
        until = self.now + timedelta(days)
        if self.is_minor(ward):
            until = min(until, minority_ends(BORN[ward]))
        command = Delegate(
            carer=self.cards[carer].subject,
            kinship=Kinship.OTHER,
            scopes=(GrantScope.SHOW,),
            until=until,
            consent="1",
            holder_seen=True,
        )
        link = self.desk.accounts.link
        made = self.attempt(
            self.could(ward, carer),
            lambda: link(self.cards[ward], command, by=WINDOW),
        )
        if made:
            self.begin(ward, carer, Bond("care", until))

    def ask(self, ward: int, carer: int, agrees: bool) -> None:  # noqa: FBT001  # drawn
        if self.is_minor(ward):
            return
        until = self.now + timedelta(60)
        command = AskDelegation(
            carer=self.cards[carer].subject,
            kinship=Kinship.OTHER,
            scopes=(GrantScope.SHOW,),
            until=until,
        )
        accounts, card = self.desk.accounts, self.cards[ward]
        made = self.attempt(
            self.could(ward, carer),
            lambda: accounts.link(card, command, by=self.app(carer)),
        )
        if made:
            self.begin(ward, carer, Bond("asked", self.now + timedelta(7)))
            if agrees:
                accept, by = Accept(consent="1"), self.app(ward)
                self.desk.execute(family_bond, made, accept, by=by)
                self.bonds[ward, carer] = Bond("care", until)

    def guard(self, ward: int, carer: int) -> None:
        command = Guard(
            carer=self.cards[carer].subject,
            kinship=Kinship.PARENT,
            proof=ProofKind.BIRTH_CERTIFICATE,
        )
        link = self.desk.accounts.link
        made = self.attempt(
            self.is_minor(ward) and self.could(ward, carer),
            lambda: link(self.cards[ward], command, by=WINDOW),
        )
        if made:
            self.begin(ward, carer, Bond("guard", minority_ends(BORN[ward])))

    def revoke(self, ward: int, carer: int, by_carer: bool) -> None:  # noqa: FBT001  # drawn
        bond = self.bonds.get((ward, carer))
        if bond is None:
            return
        by = self.app(carer) if by_carer else WINDOW
        case = self.case(ward, carer)
        made = self.attempt(
            bond.kind in ("care", "asked"),
            lambda: self.desk.execute(family_bond, case, Revoke(), by=by),
        )
        if made:
            del self.bonds[ward, carer]

    def hand_over(self, ward: int, carer: int) -> None:
        bond = self.bonds.get((ward, carer))
        if bond is None:
            return
        case = self.case(ward, carer)
        made = self.attempt(
            bond.kind == "handing",
            lambda: self.desk.accounts.hand_over(case, by=self.app(ward)),
        )
        if made:
            assert made.account.subject == self.cards[ward].subject
            del self.bonds[ward, carer]

    def wait(self, days: int, ticks: bool) -> None:  # noqa: FBT001  # drawn
        self.house.clock.forward(days=days, seconds=1)
        if ticks:
            Clockwork(self.desk).run_once()
        for pair, bond in list(self.bonds.items()):
            if bond.until < self.now:
                del self.bonds[pair]
                left = minority_ends(BORN[pair[0]]) + timedelta(90)
                if bond.kind == "guard" and self.now <= left:
                    self.bonds[pair] = Bond("handing", left)

    def die(self, number: int) -> None:
        if number in self.dead:
            return
        self.dead.add(number)
        self.desk.announce(PersonDied(card=self.cards[number].subject))
        for pair in [p for p in self.bonds if number in p]:
            del self.bonds[pair]

    def case(self, ward: int, carer: int) -> Any:
        found = self.desk.accounts.carers_of(self.cards[ward], by=WINDOW)
        who = self.cards[carer].subject
        return next(c for c in found if getattr(c.state, "carer", "") == who)

    def holds(self) -> None:
        """Compare the desk with what should be true."""
        for carer, card in enumerate(self.cards):
            mine = {w for w, c in self.bonds if c == carer}
            found = self.desk.accounts.of(card, by=WINDOW)
            held = found.held if found else ()
            assert {self.cards[w].id for w in mine} == {h.card.id for h in held}
            assert len(held) + 1 <= MOST
        for ward in range(len(BORN)):
            for who in ADULTS:
                if ward != who:
                    self.acts(ward, who)

    def acts(self, ward: int, who: int) -> None:
        """Whoever may show another's code does it by a bond that stands, or not."""
        bond = self.bonds.get((ward, who))
        shown = None
        with suppress(EHealthCardError):
            shown = self.desk.show(self.cards[ward].id, by=self.app(who))
        assert (bond is not None and bond.kind in ("guard", "care")) == bool(shown)

    def complete(self) -> None:
        """No bond is missing and no step of any; who has no guardian is listed."""
        for number, card in enumerate(self.cards):
            cases = self.desk.cases(family_bond, card, by=AUDITOR, limit=100)
            assert self.begun[number] == len(cases)
            live = [c for c in cases if type(c.state) not in family_bond.finals]
            standing = [c for c in live if not isinstance(c.state, Vacant)]
            assert len([p for p in self.bonds if p[0] == number]) == len(standing)
            for case in cases:
                history = self.desk.history(family_bond, case, by=AUDITOR)
                assert [h.version for h in history] == list(range(1, len(history) + 1))
            guards = [
                b for p, b in self.bonds.items() if p[0] == number and b.kind == "guard"
            ]
            alone = number in MINORS and self.is_minor(number) and not guards
            if alone and number not in self.dead:
                assert any(isinstance(c.state, Vacant) for c in live)
            over = [c for c in live if isinstance(c.state, HandingOver)]
            assert not (over and self.is_minor(number))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(STEPS)
def test_families_hold_together_whatever_happens(steps: list[tuple[Any, ...]]) -> None:
    walk = Walk()
    for name, *arguments in steps:
        getattr(walk, name)(*arguments)
        walk.holds()
    walk.complete()
