"""Where each fact stands in a payload (载荷布局): one table to write and to read by.

``Known.SEEN`` marks places that code or templates of vendors show; ``RECALLED`` those
known from memory of HL7 V3; ``ASSUMED`` those set by analogy, to be compared with the
platform's own samples before use. A place is changed by ``attrs.evolve``.
"""

from datetime import date, datetime
from enum import Enum
from xml.etree.ElementTree import Element  # only defusedxml parses

import attrs

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import HipMessageError, Phrase

from .fixed import fixed_of
from .xml import node

Value = str | date | datetime
Row = dict[str, Value]
"""Facts by their names; whoever lacks one leaves it out."""


class Known(Enum):
    """Where a place is known from."""

    SEEN = "seen"
    RECALLED = "recalled"
    ASSUMED = "assumed"


class Kind(Enum):
    """What is written there."""

    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"


@attrs.frozen
class Place:
    """Where one fact stands.

    Args:
        name: The fact.
        path: Element names below the layout's subject; the last one is its own.
        leaf: The attribute.
        oid: The identifier's or code's domain, where there is one.
        kind: What is written there.
        known: Where it is known from.

    """

    name: str
    path: str
    leaf: str = "value"
    oid: str | None = None
    kind: Kind = Kind.TEXT
    known: Known = Known.SEEN


@attrs.frozen
class Layout:
    """All places of a payload.

    Args:
        each: The path of the element that stands once for each subject.
        act: The control act's codes.
        places: What stands in it, in the order of the schema.

    """

    each: str
    act: tuple[str, str]
    places: tuple[Place, ...]

    def write(self, row: Row) -> str:
        """Return the control act with one subject in it.

        Raises:
            HipMessageError: A fact without a place, or of another kind.

        """
        if not row.keys() <= {place.name for place in self.places}:
            raise HipMessageError(
                reason=Phrase("a fact that has no place in it", "数据在消息中没有位置")
            )
        tree = _Tree("controlActProcess")
        subject = tree.below(self.each)
        for place in self.places:
            if place.name in row:
                subject.put(place, _written(place, row[place.name]))
        class_code, mood = self.act
        return tree.xml({"classCode": class_code, "moodCode": mood})

    def read(self, root: Element) -> list[Row]:
        """Return what stands in a payload, a row for each subject.

        Raises:
            HipMessageError: A date or time that is none.

        """
        path = _any(f"controlActProcess/{self.each}")
        return [self._row(subject) for subject in root.findall(path)]

    def _row(self, subject: Element) -> Row:
        found = ((place, _found(subject, place)) for place in self.places)
        return {place.name: _read(place, words) for place, words in found if words}


def _any(path: str) -> str:
    return "/".join(f"{{*}}{step}" for step in path.split("/"))


def _found(subject: Element, place: Place) -> str | None:
    domain = "root" if place.leaf == "extension" else "codeSystem"
    paths = [place.path]
    if place.path.endswith("/item"):
        paths.append(place.path.removesuffix("/item"))  # an II without its set
    for path in paths:
        for element in subject.findall(_any(path)):
            given = element.get(domain)
            is_code = place.leaf == "code" and given is None
            is_it = place.oid is None or given == place.oid or is_code
            if is_it and (words := element.get(place.leaf)):
                return words.strip()
    return None


def _written(place: Place, value: Value) -> str:
    wanted = {Kind.TEXT: str, Kind.DAY: date, Kind.MOMENT: datetime}[place.kind]
    if type(value) is not wanted:
        raise HipMessageError(reason=Phrase("a fact of another kind", "数据类型不符"))
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise HipMessageError(
                reason=Phrase("a time without its zone", "时间缺少时区")
            )
        return f"{value.astimezone(SHANGHAI):%Y%m%d%H%M%S}"
    return f"{value:%Y%m%d}" if isinstance(value, date) else value


def _read(place: Place, words: str) -> Value:
    try:
        if place.kind is Kind.MOMENT:
            padded = words[:14].ljust(14, "0")
            return datetime.strptime(padded, "%Y%m%d%H%M%S").replace(tzinfo=SHANGHAI)
        if place.kind is Kind.DAY:
            return (
                datetime.strptime(words[:8], "%Y%m%d").replace(tzinfo=SHANGHAI).date()
            )
    except ValueError:
        raise HipMessageError(
            reason=Phrase(
                "no day or time where one stands", "应为日期或时间之处不是日期或时间"
            )
        ) from None
    return words


@attrs.define
class _Tree:
    """An element in the making; steps of a path are shared, its end seldom is."""

    name: str
    parent: str = ""
    attributes: dict[str, str] = attrs.field(factory=dict[str, str])
    inside: list["_Tree"] = attrs.field(factory=list["_Tree"])

    def below(self, path: str) -> "_Tree":
        here = self
        for step in path.split("/"):
            known = [child for child in here.inside if child.name == step]
            here = known[-1] if known else here.add(step)
        return here

    def add(self, name: str) -> "_Tree":
        made = _Tree(name, self.name, fixed_of(self.name, name))
        self.inside.append(made)
        return made

    def latest(self, name: str, place: Place) -> "_Tree | None":
        """Return an end that has other attributes of the same fact, such as a term."""
        named = [child for child in self.inside if child.name == name]
        taken = {"root", "codeSystem", "extension", "code", "value", place.leaf}
        if not named or place.oid or taken & named[-1].attributes.keys():
            return None
        return named[-1]

    def put(self, place: Place, words: str) -> None:
        above, _, last = place.path.rpartition("/")
        domain = "root" if place.leaf == "extension" else "codeSystem"
        over = self.below(above) if above else self
        end = over.latest(last, place) or over.add(last)
        if place.oid:
            end.attributes[domain] = place.oid
        end.attributes[place.leaf] = words

    def xml(self, attributes: dict[str, str] | None = None) -> str:
        inside = [child.xml() for child in self.inside]
        return node(self.name, attributes or self.attributes, *inside)
