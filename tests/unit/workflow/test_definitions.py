"""What is wrong with a definition is said at import time, in words."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, TypeVar

import pytest

from ehealthcard.errors import DefinitionError, NotAllowedError, StoredDataError
from ehealthcard.identity import SubjectId
from ehealthcard.workflow import (
    AnyContext,
    Catalogue,
    Claim,
    Command,
    Context,
    Facts,
    Link,
    Notice,
    Policy,
    Query,
    Signal,
    State,
    Tell,
    Title,
    Until,
    Workflow,
    cascades,
    links,
    mermaid,
    restore,
    transition_table,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ME = SubjectId("1" * 32)
CTX: AnyContext = AnyContext(NOW, None, None, None, ME)  # type: ignore[arg-type]  # no rule here looks at the actor


class Opened(State):
    """Open."""


class Closed(State):
    """Closed."""


class Rung(Signal):
    """It rang."""

    card: Annotated[str, Link("card")]


class Open(Command):
    """Open it."""


class Close(Command):
    """Close it."""


class Heard(Notice):
    """Somebody heard."""


class Weather(Facts):
    """The weather."""


class Pack(Policy):
    """A pack."""


S = TypeVar("S", Opened, Closed)
D = TypeVar("D", Opened, Closed)


def start(state: None, command: Open, ctx: Context) -> Opened:
    """Open it."""
    return Opened()


def close(state: Opened, command: Close, ctx: Context) -> Closed:
    """Close it."""
    return Closed()


def hear(state: Opened, command: Heard, ctx: Context) -> Opened:
    """Hear it."""
    return state


def hear_with_facts(
    state: Opened, command: Heard, ctx: Context[Weather, None]
) -> Opened:
    """Hear it in the rain."""
    return state


def start_twice(state: None, command: Open, ctx: Context) -> Closed:
    """Open it otherwise."""
    return Closed()


def from_nowhere(state: Closed, command: Close, ctx: Context) -> Closed:
    """Close what is closed."""
    return state


def with_policy(state: None, command: Open, ctx: Context[None, Pack]) -> Opened:
    """Open it by the book."""
    return Opened()


def in_rain(state: None, command: Open, ctx: Context[Weather, None]) -> Opened:
    """Open it if it does not rain."""
    return Opened()


def odd_names(before: None, command: Open, ctx: Context) -> Opened:
    """Have other parameters."""
    return Opened()


def odd_context(state: None, command: Open, ctx: int) -> Opened:
    """Have no context."""
    return Opened()


def changes_kind(state: S, command: Close, ctx: Context) -> D:  # type: ignore[type-var]  # the point
    """Say two things."""
    raise AssertionError


def ring(state: Opened) -> Rung:
    """Ring."""
    return Rung(card="x")


def expire(state: Closed) -> Until[Heard]:
    """End something that does not take it."""
    return Until(NOW, Heard())


def no_effect(state: Opened) -> int:
    """Return a number."""
    return 1


def on_rung(signal: Rung) -> Heard:
    """Hear the ringing."""
    return Heard()


def look(ask: Any) -> Weather:
    """Look out of the window."""
    return Weather()


def no_facts(ask: Any) -> int:
    """Return a number."""
    return 1


def make(*transitions: Any, **more: Any) -> Workflow[Any, Any]:
    return Workflow("w", Title("试", "Trial"), transitions, **more)


@pytest.mark.parametrize(
    ("transitions", "more", "said"),
    [
        ((start, hear_with_facts), {"reactions": (on_rung,)}, "may not need facts"),
        ((start, hear), {}, "nobody sends Heard"),
        ((start,), {"reactions": (on_rung,)}, "no arrow takes Heard"),
        ((start, start_twice), {}, "both handle Open in a new case"),
        ((start, from_nowhere), {}, "Closed is unreachable"),
        ((with_policy,), {}, "needs policies="),
        ((odd_names,), {}, "write it with"),
        ((odd_context,), {}, "ctx must be a Context"),
        ((start, changes_kind), {}, "state and target differ"),
        ((start,), {"effects": (no_effect,)}, "returns no effect"),
        ((start, close), {"effects": (expire,)}, "no arrow takes Heard"),
        (
            (start, close, hear),
            {"effects": (expire,)},
            "Closed cannot take Heard",
        ),
        ((start,), {"sources": (look,)}, "no rule asks for Weather"),
        ((in_rain,), {"sources": (no_facts,)}, "returns no facts"),
    ],
)
def test_a_contradiction_is_named(
    transitions: tuple[Any, ...], more: dict[str, Any], said: str
) -> None:
    with pytest.raises(DefinitionError, match=said):
        make(*transitions, **more)


def test_an_effect_belongs_to_a_state_of_the_machine() -> None:
    def tell(state: Closed) -> Claim:
        """Claim something."""
        return Claim("x")

    with pytest.raises(DefinitionError, match="Closed is no state"):
        make(start, effects=(tell,))


def test_a_link_inside_a_union_would_not_be_seen() -> None:
    class Loose(State):
        card: Annotated[str, Link("card")] | None

    def loosen(state: None, command: Open, ctx: Context) -> Loose:
        """Open it loosely."""
        return Loose(card=None)

    loosen.__annotations__["return"] = Loose
    with pytest.raises(DefinitionError, match="put Link around the whole type"):
        make(loosen)


def test_a_field_may_link_to_several_cases() -> None:
    class Tied(State):
        cards: Annotated[tuple[str, ...], Link("card")]
        other: Annotated[str | None, Link("bed")] = None

    assert {("card", "a"), ("card", "b")} == links(Tied(cards=("a", "b")))


def test_names_are_unique_in_a_catalogue() -> None:
    with pytest.raises(DefinitionError, match="share a name"):
        Catalogue((make(start), make(start)))


def test_a_signal_that_is_heard_is_sent_by_somebody() -> None:
    with pytest.raises(DefinitionError, match="Nobody sends Rung"):
        Catalogue((make(start, hear, reactions=(on_rung,)),))


def test_signals_do_not_go_round() -> None:
    with pytest.raises(DefinitionError, match="comes back to itself"):
        Catalogue((make(start, hear, effects=(ring,), reactions=(on_rung,)),))


def test_a_signal_finds_cases_by_one_link() -> None:
    class Lost(Signal):
        external = True
        ward: Annotated[str, Link("ward")]

    class Vague(Signal):
        external = True

    def on_lost(signal: Lost) -> Heard:
        """Hear of it."""
        return Heard()

    def on_vague(signal: Vague) -> Heard:
        """Hear of something."""
        return Heard()

    on_lost.__annotations__["signal"] = Lost
    on_vague.__annotations__["signal"] = Vague
    with pytest.raises(DefinitionError, match="Lost cannot find Opened"):
        Catalogue((make(start, hear, reactions=(on_lost,)),))
    with pytest.raises(DefinitionError, match="needs exactly one link"):
        Catalogue((make(start, hear, reactions=(on_vague,)),))


def test_an_unknown_pair_is_refused_with_both_names() -> None:
    workflow = make(start, close)

    with pytest.raises(NotAllowedError, match="w: Close is not possible in a new case"):
        workflow.decide(None, Close(), CTX)
    with pytest.raises(NotAllowedError, match="w: Open is not possible in Opened"):
        workflow.decide(Opened(), Open(), CTX)
    assert workflow.allows(None) == (Open,)
    assert workflow.allows(Closed()) == ()
    assert workflow.finals == {Closed}


def test_time_that_stands_still_is_noticed() -> None:
    def for_ever(state: Opened) -> Until[Heard]:
        """Never end."""
        return Until(NOW, Heard())

    workflow = make(start, hear, effects=(for_ever,))
    later = NOW + timedelta(seconds=1)
    with pytest.raises(DefinitionError, match="time stands still in Opened"):
        list(workflow.elapse(Opened(), later, None, ME))


def test_what_was_stored_by_other_code_is_not_guessed_at() -> None:
    workflow = make(start)

    for state, data in (("Gone", b"{}"), ("Opened", b'{"x":1}'), ("Opened", b"\xff")):
        with pytest.raises(StoredDataError):
            restore(workflow, state, data)


def test_a_notice_that_asks_for_it_is_told_which_message_it_answers() -> None:
    class Answered(Notice):
        """It says which."""

        answers: str
        number: int = 0

    def ask(state: Opened) -> Query[Answered, Heard]:
        """Ask somebody."""
        return Query("his", "k", "key-1", Opened())

    def hear_both(state: Opened, command: Answered | Heard, ctx: Context) -> Opened:
        """Hear it."""
        return state

    workflow = make(start, hear_both, effects=(ask,))
    (effect,) = workflow.consequences

    assert Answered(answers="key-1", number=4) == effect.notice(
        0, {"number": 4}, "key-1"
    )
    assert Heard() == effect.notice(1, {}, "key-1")
    forged = effect.notice(0, {"answers": "another"}, "key-1")
    assert Answered(answers="key-1") == forged


def test_the_picture_shows_time_signals_messages_and_claims() -> None:
    def told(state: Opened) -> Tell:
        """Tell somebody."""
        return Tell("his", "k", "k", Opened())

    def claimed(state: Opened) -> Claim | None:
        """Hold something."""
        return None

    def ends(state: Opened) -> Until[Heard]:
        """End by itself."""
        return Until(NOW, Heard())

    workflow = make(start, hear, close, effects=(told, claimed, ends, ring))
    picture, table = mermaid(workflow), transition_table(workflow)

    for line in (
        "[*] --> Opened: Open",
        "Opened --> Opened: Heard ⏱",
        "Closed --> [*]",
        "✉ told",
        "🔒 claimed",
        "⏱ ends",
        "» Rung",
    ):
        assert line in picture
    assert "| Opened | Close | Closed | Close it. |" in table
    assert "| Opened | Until | Heard | End by itself. |" in table
    listener: Workflow[Any, Any] = Workflow(
        "listener", Title("听", "Listener"), (start, hear), reactions=(on_rung,)
    )
    assert "w -- Rung → Heard --> listener" in cascades(Catalogue((workflow, listener)))
