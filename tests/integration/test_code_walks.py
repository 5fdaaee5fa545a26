"""Random walks over bindings: never two cards for one live binding, nothing resolves
after it ended, and the history is complete."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ehealthcard import Card, Clockwork, Suite
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codes import SHIPPED, RecognisedCode, medical_record
from ehealthcard.desk import move_codes
from ehealthcard.errors import (
    CodeBoundElsewhereError,
    CodeDisputedError,
    CodeNotBoundError,
)
from ehealthcard.services.foundation.code_binding import code_binding
from ehealthcard.services.foundation.code_conflict import (
    Decide,
    Ruling,
    TakeUp,
    Withdraw,
    code_conflict,
)
from ehealthcard.workflow import Actor
from tests.actors import AUDITOR

from .conftest import GATE, WINDOW, build

KINDS = SHIPPED.plus(medical_record("H1", r"[0-9]{4}"))
REVIEWER = Actor("review-1", {"code-reviewer", "staff"})
PEOPLE, CODES = range(2), ("0001", "0002")
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("bind"),
            st.sampled_from(PEOPLE),
            st.sampled_from(CODES),
            st.sampled_from([None, 1, 5]),
        ),
        st.tuples(st.just("unbind"), st.sampled_from(PEOPLE), st.sampled_from(CODES)),
        st.tuples(st.just("wait"), st.sampled_from([1, 3, 10]), st.booleans()),
        st.tuples(st.just("review"), st.sampled_from(CODES)),
        st.tuples(st.just("decide"), st.sampled_from(CODES), st.sampled_from(Ruling)),
        st.tuples(
            st.just("clash"),
            st.sampled_from(CODES),
            st.sampled_from([None, 1, 5]),
            st.sampled_from(Ruling),
        ),
        st.tuples(st.just("withdraw"), st.sampled_from(CODES)),
        st.tuples(st.just("move"), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)),
    ),
    min_size=3,
    max_size=12,
)


@attrs.define
class Held:
    """What the walk believes of one code that somebody has."""

    who: int
    until: datetime | None
    disputed: bool = False


class Walk:
    """A desk, and beside it what should be true of it."""

    def __init__(self) -> None:
        self.house = build(MemoryStorage(), Suite.INTL, kinds=KINDS)
        self.desk = self.house.desk
        self.cards = [self.house.card(seed + 1) for seed in PEOPLE]
        self.held: dict[str, Held] = {}
        self.open: dict[str, tuple[str, int, datetime | None]] = {}
        """Of each code its open conflict, who claims it and until when."""
        self.begun: Counter[int] = Counter()
        """How many bindings each person has had."""

    def code(self, text: str) -> RecognisedCode:
        return KINDS.read("medical-record", text)

    def bind(self, who: int, text: str, days: int | None) -> None:
        until = None if days is None else self.house.clock.now + timedelta(days)
        held, card = self.held.get(text), self.cards[who]
        bind: Any = self.desk.codes.bind
        more: dict[str, Any] = {"by": WINDOW, "valid_until": until}
        if held is None:
            bind(self.code(text), card, **more)
            self.held[text] = Held(who, until)
            self.begun[who] += 1
        elif held.disputed:
            self.refused(CodeDisputedError, bind, self.code(text), card, **more)
        elif held.who == who:
            bind(self.code(text), card, **more)
            held.until = until or held.until
        elif text in self.open:
            self.refused(CodeDisputedError, bind, self.code(text), card, **more)
        else:
            error = self.refused(
                CodeBoundElsewhereError, bind, self.code(text), card, **more
            )
            self.open[text] = (str(error.facts["conflict"]), who, until)

    def unbind(self, who: int, text: str) -> None:
        held, unbind = self.held.get(text), self.desk.codes.unbind
        if held is None or held.who != who:
            kind: Any = CodeNotBoundError
            self.refused(kind, unbind, self.code(text), self.cards[who], by=WINDOW)
        elif held.disputed:
            self.refused(
                CodeDisputedError, unbind, self.code(text), self.cards[who], by=WINDOW
            )
        else:
            unbind(self.code(text), self.cards[who], by=WINDOW)
            del self.held[text]
            self.moot(text)

    def wait(self, days: int, ticks: bool) -> None:  # noqa: FBT001  # drawn
        self.house.clock.forward(days=days, seconds=1)
        if ticks:
            Clockwork(self.desk).run_once()
        now = self.house.clock.now
        for text, held in list(self.held.items()):
            if held.until is not None and held.until < now:
                del self.held[text]
                self.moot(text)

    def review(self, text: str) -> None:
        if text in self.open and not self.held[text].disputed:
            self.conflict(text, TakeUp())
            self.held[text].disputed = True

    def decide(self, text: str, ruling: Ruling) -> None:
        if text not in self.open or not self.held[text].disputed:
            return
        _, claimant, until = self.open[text]
        if until is not None and until < self.house.clock.now:
            ruling = Ruling.NEITHER
        self.conflict(text, Decide(ruling=ruling, reason="seen"))
        del self.open[text]
        if ruling is Ruling.HOLDER:
            self.held[text].disputed = False
            return
        del self.held[text]
        if ruling is Ruling.CLAIMANT:
            self.held[text] = Held(claimant, until)
            self.begun[claimant] += 1

    def clash(self, text: str, days: int | None, ruling: Ruling) -> None:
        """Let everybody have it, and look into who is right."""
        for who in PEOPLE:
            self.bind(who, text, days)
        self.review(text)
        self.holds()
        self.decide(text, ruling)

    def withdraw(self, text: str) -> None:
        if text in self.open:
            self.conflict(text, Withdraw())
            del self.open[text]
            self.held[text].disputed = False

    def move(self, giver: int, taker: int) -> None:
        if giver == taker:
            return
        moved = self.desk.office.atomically(
            lambda: move_codes(
                self.desk.office.work(),
                self.cards[giver].subject,
                self.cards[taker].subject,
                by=WINDOW,
            )
        )
        mine = [t for t, h in self.held.items() if h.who == giver and not h.disputed]
        assert len(mine) == len(moved)
        for text in mine:
            self.held[text].who = taker
            self.begun[taker] += 1
            self.moot(text)

    def moot(self, text: str) -> None:
        """Close a conflict over a binding that is gone."""
        if text in self.open:
            self.conflict(text, Withdraw())
            del self.open[text]

    def conflict(self, text: str, command: Any) -> None:
        case = self.desk.case(code_conflict, self.open[text][0], by=AUDITOR)
        self.desk.execute(code_conflict, case, command, by=REVIEWER)

    def refused(self, kind: Any, act: Any, *args: Any, **more: Any) -> Any:
        try:
            act(*args, **more)
        except kind as error:
            return error
        raise AssertionError(f"{kind.__name__} expected")

    def holds(self) -> None:
        """Compare the desk with what should be true."""
        for text in CODES:
            held = self.held.get(text)
            if held is None or held.disputed:
                kind = CodeDisputedError if held else CodeNotBoundError
                self.refused(kind, self.resolve, text)
            else:
                assert self.cards[held.who] == self.resolve(text)
        for who, card in enumerate(self.cards):
            mine = [h for h in self.held.values() if h.who == who]
            found = self.desk.codes.codes_of(card, by=WINDOW)
            assert len(mine) == len(found)

    def complete(self) -> None:
        """Nobody's bindings are missing, and no step of any of them."""
        for who, card in enumerate(self.cards):
            cases = self.desk.cases(code_binding, card, by=WINDOW, limit=100)
            assert self.begun[who] == len(cases)
            live = [c for c in cases if type(c.state) not in code_binding.finals]
            assert len([h for h in self.held.values() if h.who == who]) == len(live)
            for case in cases:
                history = self.desk.history(code_binding, case, by=AUDITOR)
                assert history[0].command in {"Bind", "Awarded"}
                assert [h.version for h in history] == list(range(1, len(history) + 1))

    def resolve(self, text: str) -> Card:
        return self.desk.codes.resolve(self.code(text), by=GATE)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])  # shared
@given(STEPS)
def test_a_code_leads_to_one_person_or_to_nobody_whatever_happens(
    steps: list[tuple[Any, ...]],
) -> None:
    walk = Walk()
    for name, *arguments in steps:
        getattr(walk, name)(*arguments)
        walk.holds()
    walk.complete()
