"""The number of a senior card in the map of many codes (老年证号与健康卡关联).

The senior card's own machine says when its number is in force and when it is not; this
one keeps the number leading to the health card exactly as long. There is one case for
each holder. It keeps the newest number and edition; the edition is no part of what is
looked up, so that a replaced copy under the same number still leads to its holder:
whoever grants a benefit checks the edition (``senior-card``).

In the picture a key marks where the holder is found by the number.

Sources: guide §4.6.4; that the two are related is read from it, how is the project's.

Not built: numbers of other places' senior cards; these are bound like any other code
(kind ``senior-card``), and where somebody has bound one before its office issues it to
another holder, the issuing is refused until the conflict is decided.
"""

from typing import Annotated

from ehealthcard.models import PRIVATE, Moment
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.signals import CardCancelled, SeniorCodeBound, SeniorCodeVoided
from ehealthcard.workflow import (
    Context,
    KnownBy,
    Notice,
    State,
    Title,
    Workflow,
)

KIND = "senior-card"
"""The kind of code that the numbers are."""


class Numbered(State):
    """What is known of the number."""

    card: CardLink
    issuer: str
    number: Annotated[str, PRIVATE]
    edition: int
    since: Moment


class Leading(Numbered):
    """The number leads to the health card (有效)."""


class Void(Numbered):
    """The number leads nowhere (失效)."""

    void_at: Moment


class Closed(State):
    """The health card was cancelled (已终止)."""

    card: CardLink
    closed_at: Moment


class NumberBound(Notice):
    """An edition of the senior card is in force."""

    issuer: str
    number: Annotated[str, PRIVATE]
    edition: int


class NumberVoided(Notice):
    """It is not, or no longer."""


class CardEnded(Notice):
    """The health card was cancelled."""


def lead(state: Leading | Void | None, command: NumberBound, ctx: Context) -> Leading:
    """A card or copy that is in force leads to its holder."""
    return Leading(card=ctx.subject, **dict(command), since=ctx.now)


def void(state: Leading, command: NumberVoided, ctx: Context) -> Void:
    """A senior card that is lost, rests or has ended leads nowhere."""
    return state.to(Void, void_at=ctx.now)


def close(state: Leading | Void, command: CardEnded, ctx: Context) -> Closed:
    """Nothing leads to a cancelled card."""
    return Closed(card=state.card, closed_at=ctx.now)


def known(state: Leading) -> KnownBy:
    """The holder is found by the number, and nobody else can have it."""
    number = state.number.replace(" ", "").upper()
    return KnownBy(KIND, state.issuer, number, state.since)


def on_bound(signal: SeniorCodeBound) -> NumberBound:
    """The senior card came into force."""
    return NumberBound(
        issuer=signal.issuer, number=signal.number, edition=signal.edition
    )


def on_voided(signal: SeniorCodeVoided) -> NumberVoided:
    """The senior card no longer holds."""
    return NumberVoided()


def on_cancelled(signal: CardCancelled) -> CardEnded:
    """The health card was cancelled."""
    return CardEnded()


SeniorCode = Leading | Void | Closed
SeniorCodeCommand = NumberBound | NumberVoided | CardEnded

senior_code: Workflow[SeniorCode, SeniorCodeCommand] = Workflow(
    "senior-code",
    Title("老年证号映射", "The number of a senior card"),
    transitions=(lead, void, close),
    effects=(known,),
    reactions=(on_bound, on_voided, on_cancelled),
)
