"""A platform's messages, declared as data (声明式消息布局).

A hospital says of each kind of message that leaves the outbox what its platform calls
the service, what the payload's root is, and where each fact of the message stands. It
is for platforms whose layouts are known to the hospital and to nobody here, such as the
regional platform's appointments, referrals, contracts and reminders.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Self, cast
from xml.etree.ElementTree import Element  # only defusedxml parses

from pydantic import Field, model_validator

from ehealthcard.errors import HipMessageError, Phrase
from ehealthcard.models import Model

from .layouts import Kind, Known, Layout, Place, Row, Value

_NAME = r"[A-Za-z_][A-Za-z0-9_.-]{0,60}"
Named = Annotated[str, Field(pattern=f"^{_NAME}$")]
"""A name of an element or an attribute."""

Below = Annotated[str, Field(pattern=f"^{_NAME}(/{_NAME}){{0,20}}$")]
"""Names of elements, from the one above to the one that is meant."""

Domain = Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+){0,30}$")]
Fact = Annotated[
    str, Field(pattern=r"^(@key|@kind|@patient|[a-z_0-9]+(\.[a-z_0-9]+)*)$")
]
"""``@key``, ``@kind``, ``@patient`` (the number there), or a path into the message."""


class DeclaredPlace(Model):
    """Where one fact stands, or what always stands there."""

    at: Below
    leaf: Named = "value"
    oid: Domain | None = None
    fact: Fact | None = None
    says: str | None = Field(default=None, min_length=1, max_length=200)
    kind: Kind = Kind.TEXT
    codes: dict[str, str] = Field(default_factory=dict[str, str])
    """The platform's code for each of ours; any other value is refused."""

    needed: bool = True
    """Whether a message without the fact is refused; otherwise it is left out."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.fact is None) == (self.says is None):
            raise ValueError("either fact or says")
        if len(set(self.codes.values())) != len(self.codes):
            raise ValueError("one code for two")
        return self


class DeclaredAnswer(Model):
    """Where one fact stands in the answer, from the element below its root."""

    at: Below
    leaf: Named = "value"
    number: bool = False
    """Whether it is a whole number."""


class DeclaredMessage(Model):
    """What one kind of message becomes."""

    action: str = Field(min_length=1, max_length=100)
    root: Named
    act: tuple[Named, Named] = ("CACT", "EVN")
    """The control act's class and mood."""

    each: Below = "subject"
    places: tuple[DeclaredPlace, ...] = Field(min_length=1)
    """In the order of the platform's schema."""

    gives: dict[str, DeclaredAnswer] = Field(default_factory=dict[str, DeclaredAnswer])
    """Facts of the answer, such as ``number`` of a slot (序号)."""

    repeats: bool = False
    """Whether the platform knows an act again by the message's id."""

    asks: str | None = None
    """The kind whose outcome it asks about."""

    @property
    def layout(self) -> Layout:
        """Where everything stands; places are named by their number."""
        places = tuple(
            Place(str(n), p.at, p.leaf, p.oid, p.kind, Known.ASSUMED)
            for n, p in enumerate(self.places)
        )
        return Layout(self.each, self.act, places)

    def write(self, told: dict[str, Any]) -> str:
        """Return the control act that says *told*.

        Args:
            told: The message's payload as JSON has it, with ``@key`` and the like.

        Raises:
            HipMessageError: A fact is missing, or cannot be written as declared.

        """
        row: Row = {}
        for number, place in enumerate(self.places):
            value = place.says or _fact(told, place)
            if value is not None:
                row[str(number)] = _written(value, place)
        return self.layout.write(row)

    def read(self, root: Element) -> dict[str, str]:
        """Return the facts of a message by their names, in our codes.

        Raises:
            HipMessageError: Not one subject, a fact is missing, or a code is unknown.

        """
        rows = self.layout.read(root)
        if len(rows) != 1:
            raise HipMessageError(
                reason=Phrase(
                    "not one subject in one message", "一条消息须恰有一个主体"
                )
            )
        facts: dict[str, str] = {}
        for number, place in enumerate(self.places):
            value = rows[0].get(str(number))
            if place.says and value != place.says:
                raise HipMessageError(
                    reason=Phrase(
                        "something else where a constant stands", "固定值处为其他内容"
                    )
                )
            if place.fact and value is not None:
                facts[place.fact] = _ours(value, place)
            elif place.fact and place.needed:
                raise HipMessageError(
                    reason=Phrase("a fact that is not there", "缺少数据")
                )
        return facts

    def given(self, root: Element) -> dict[str, Any]:
        """Return the facts of an answer.

        Raises:
            HipMessageError: One is missing, or is no number.

        """
        return {name: _given(root, answer) for name, answer in self.gives.items()}


class DeclaredPlatform(Model):
    """All messages that a platform takes, by our kinds of messages."""

    name: str = Field(min_length=1, max_length=60)
    messages: dict[str, DeclaredMessage] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_plain(self) -> Self:
        meant = [(m.action, m.root) for m in self.messages.values()]
        if len(set(meant)) != len(meant):
            raise ValueError("one action and root for two kinds")
        asked = {m.asks for m in self.messages.values() if m.asks}
        if not asked <= self.messages.keys():
            raise ValueError("asks about a kind that is not declared")
        return self


def _fact(told: dict[str, Any], place: DeclaredPlace) -> str | None:
    """Return what the message says; ``None`` where it may be left out."""
    found: Any = told
    steps = [place.fact] if str(place.fact)[0] == "@" else str(place.fact).split(".")
    for step in steps:
        if isinstance(found, dict):
            found = cast("Mapping[str, Any]", found).get(str(step))
        elif isinstance(found, list) and str(step).isdecimal():
            several = cast("Sequence[Any]", found)
            found = several[int(str(step))] if int(str(step)) < len(several) else None
        else:
            found = None
    if isinstance(found, (dict, list)):
        raise HipMessageError(
            reason=Phrase("a fact that is more than one", "应为单值的数据出现多个")
        )
    if found is None or found == "":
        if place.needed:
            raise HipMessageError(
                reason=Phrase(
                    "a fact that the message does not have", "消息没有该项数据"
                )
            )
        return None
    return str(found).lower() if isinstance(found, bool) else str(found)


def _written(value: str, place: DeclaredPlace) -> Value:
    if place.codes:
        if value not in place.codes:
            raise HipMessageError(
                reason=Phrase("a code that is not declared", "代码未声明")
            )
        value = place.codes[value]
    try:
        if place.kind is Kind.DAY:
            return date.fromisoformat(value)
        if place.kind is Kind.MOMENT:
            return datetime.fromisoformat(value)
    except ValueError:
        raise HipMessageError(
            reason=Phrase(
                "no day or time where one is declared",
                "声明为日期或时间之处不是日期或时间",
            )
        ) from None
    return value


def _ours(value: Value, place: DeclaredPlace) -> str:
    if not isinstance(value, str):
        return value.isoformat()
    if not place.codes:
        return value
    ours = {theirs: our for our, theirs in place.codes.items()}
    if value not in ours:
        raise HipMessageError(
            reason=Phrase("a code that is not declared", "代码未声明")
        )
    return ours[value]


def _given(root: Element, answer: DeclaredAnswer) -> str | int:
    path = "/".join(f"{{*}}{step}" for step in answer.at.split("/"))
    said = [e.get(answer.leaf, "").strip() for e in root.findall(path)]
    words = next((word for word in said if word), "")
    if not words or (answer.number and not (words.isascii() and words.isdecimal())):
        raise HipMessageError(
            reason=Phrase(
                "an answer without what it is to give", "应答缺少应给出的内容"
            )
        )
    return int(words) if answer.number else words
