"""Random walks over bindings and merges of cards: never two cards for one live binding,
nothing resolves after it ended, and the history is complete."""

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
    CardMergedError,
    CodeBoundElsewhereError,
    CodeDisputedError,
    CodeNotBoundError,
    RuleViolationError,
)
from ehealthcard.identity import CardStatus
from ehealthcard.services.foundation.card_merge import (
    AskToPart,
    KeepTogether,
    card_merge,
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
MERGERS = tuple(Actor(f"merge-{n}", {"merge-reviewer", "staff"}) for n in (1, 2, 3))
PEOPLE, CODES = range(3), ("0001", "0002")
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
        st.tuples(st.just("merge"), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)),
        st.tuples(st.just("part"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("chain"), st.sampled_from(PEOPLE), st.sampled_from(CODES)),
    ),
    min_size=3,
    max_size=12,
)


@attrs.define
class Held:
    """What the walk believes of one code that somebody has."""

    who: int
    until: datetime | None
    name: int
    """Which binding it is: each new one has the next number."""

    disputed: bool = False
    brought: bool = False
    """Whether a merge, or its undoing, made the binding."""


@attrs.frozen
class Rest:
    """A card that rests in another."""

    into: int
    case: str
    brought: dict[str, int]
    """The codes that went over, and the bindings that they became."""


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
        self.merged: dict[int, Rest] = {}

    def code(self, text: str) -> RecognisedCode:
        return KINDS.read("medical-record", text)

    def bind(self, who: int, text: str, days: int | None) -> None:
        until = None if days is None else self.house.clock.now + timedelta(days)
        held, card = self.held.get(text), self.cards[who]
        if who in self.merged:
            kind: Any = CardMergedError
            act: Any = self.desk.codes.bind
            self.refused(kind, act, self.code(text), card, by=WINDOW)
            return
        bind: Any = self.desk.codes.bind
        more: dict[str, Any] = {"by": WINDOW, "valid_until": until}
        if held is None:
            bind(self.code(text), card, **more)
            self.begin(text, who, until)
        elif held.disputed:
            self.refused(CodeDisputedError, bind, self.code(text), card, **more)
        elif held.who == who:
            bind(self.code(text), card, **more)
            held.brought = held.brought and held.until == (until or held.until)
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
            self.begin(text, claimant, until)

    def begin(self, text: str, who: int, until: datetime | None) -> None:
        self.begun[who] += 1
        self.held[text] = Held(who, until, self.begun.total())

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
        mine = self.free(giver)
        assert len(mine) == len(moved)
        self.go_over(mine, taker)

    def free(self, who: int) -> list[str]:
        return [t for t, h in self.held.items() if h.who == who and not h.disputed]

    def go_over(self, texts: list[str], taker: int) -> dict[str, int]:
        """Give codes a new holder; return which bindings they are then."""
        for text in texts:
            self.begin(text, taker, self.held[text].until)
            self.held[text].brought = True
            self.moot(text)
        return {text: self.held[text].name for text in texts}

    def merge(self, giver: int, taker: int) -> None:
        merges, one, two = self.desk.merges, self.cards[taker], self.cards[giver]
        if giver == taker or {giver, taker} & self.merged.keys():
            kind: Any = RuleViolationError
            self.refused(kind, merges.propose, one, two, by=WINDOW)
            return
        case = merges.propose(one, two, by=WINDOW)
        for reviewer in MERGERS[:2]:
            case = merges.agree(case, by=reviewer)
        brought = self.go_over(self.free(giver), taker)
        assert len(brought) == len(case.state.moved)  # type: ignore[union-attr]
        self.merged[giver] = Rest(taker, case.id, brought)

    def part(self, giver: int) -> None:
        if giver not in self.merged:
            return
        rest = self.merged[giver]
        case = self.desk.case(card_merge, rest.case, by=AUDITOR)
        asked = self.desk.execute(card_merge, case, AskToPart(why="?"), by=MERGERS[0])
        if rest.into in self.merged:
            kind: Any = RuleViolationError
            self.refused(kind, self.desk.merges.part, asked, by=MERGERS[2])
            self.desk.execute(card_merge, asked, KeepTogether(), by=MERGERS[1])
            return
        self.desk.merges.part(asked, by=MERGERS[2])
        del self.merged[giver]
        back = [
            text
            for text in self.free(rest.into)
            if text in rest.brought
            and (self.held[text].brought or self.held[text].name == rest.brought[text])
        ]
        self.go_over(back, giver)

    def chain(self, who: int, text: str) -> None:
        """Merge a card into one that is merged itself, and undo both."""
        two, three = (who + 1) % len(PEOPLE), (who + 2) % len(PEOPLE)
        self.bind(who, text, None)
        for giver, taker in ((who, two), (two, three)):
            self.merge(giver, taker)
            self.holds()
        for giver in (who, two, who):
            self.part(giver)
            self.holds()

    def answering(self, who: int) -> int:
        """Return whose card answers for *who*'s."""
        while who in self.merged:
            who = self.merged[who].into
        return who

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
                answers = self.cards[self.answering(held.who)]
                assert answers == self.resolve(text)
        for who, card in enumerate(self.cards):
            mine = [h for h in self.held.values() if h.who == who]
            found = self.desk.codes.codes_of(card, by=WINDOW)
            assert len(mine) == len(found)
            status = self.desk.card(card.id, by=AUDITOR).status
            assert (who in self.merged) == (status is CardStatus.MERGED)

    def complete(self) -> None:
        """Nobody's bindings are missing, and no step of any of them."""
        for who, card in enumerate(self.cards):
            cases = self.desk.cases(code_binding, card, by=WINDOW, limit=100)
            whose = {p for p in PEOPLE if p == who or self.rests_in(p, who)}
            assert sum(self.begun[p] for p in whose) == len(cases)
            live = [c for c in cases if type(c.state) not in code_binding.finals]
            assert len([h for h in self.held.values() if h.who in whose]) == len(live)
            for case in cases:
                history = self.desk.history(code_binding, case, by=AUDITOR)
                assert history[0].command in {"Bind", "Awarded"}
                assert [h.version for h in history] == list(range(1, len(history) + 1))

    def rests_in(self, who: int, other: int) -> bool:
        while who in self.merged:
            who = self.merged[who].into
            if who == other:
                return True
        return False

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
