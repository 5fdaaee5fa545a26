"""A dialect as a declaration (方言声明): which calls, fields and codes it has.

Families of platforms differ in names, dates, codes and envelopes; what they ask and
answer is the same. A :class:`Dialect` says all but the envelope, and both sides, client
and server, are made from it.
"""

import base64
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

import attrs

from ehealthcard.codesets import SHANGHAI, IdKind, Labelled
from ehealthcard.errors import InvalidInputError

from .dictionaries import Dictionary, OneWay


class Act(Enum):
    """What is asked of a platform."""

    REGISTER = "register"
    FIND = "find"
    HOLDER = "holder"
    SHOW = "show"
    CHECK = "check"
    REPORT = "report"


Fields = Mapping[str, str]
"""Our names, and theirs.

``resident`` is the number of a resident identity card where it stands by itself.
``step.zh`` is the Chinese name of the step, and ``kind.nationality`` what the kind of
document is in a dictionary of that name: such names with a point are written only, for
the name before the point has the whole meaning.
"""


@attrs.frozen(eq=False)
class Dialect:
    """All of a dialect but its envelope; nothing has a default.

    Args:
        name: For messages.
        methods: What each call is named; a call that is not here does not exist.
        asks: The fields of each call's request.
        tells: The fields of each call's answer.
        constants: What the platform wants in a request besides, such as how a card was
            applied for (apply_type): the same in every call.
        codes: A dictionary for each of our fields that has one.
        day: How days are written, as :meth:`~datetime.date.strftime` has it.
        moment: How moments are written, in China's time.
        dynamic: How a dynamic code is asked for.
        static: How a static code is asked for.
        many: The name of the list in a report of many uses; ``None`` where each use is
            a call of its own.
        most: How many uses one report may have.

    """

    name: str
    methods: Mapping[Act, str]
    asks: Mapping[Act, Fields]
    tells: Mapping[Act, Fields]
    constants: Mapping[Act, Mapping[str, str]]
    codes: Mapping[str, Dictionary[Any] | OneWay]
    day: str
    moment: str
    dynamic: str
    static: str
    many: str | None
    most: int

    def act(self, method: str) -> Act | None:
        """Return what *method* asks for."""
        found = [act for act, name in self.methods.items() if name == method]
        return found[0] if found else None

    def ask(self, act: Act, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return a request's fields in the dialect."""
        return {**self._out(self.asks[act], values), **self.constants.get(act, {})}

    def asked(self, act: Act, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return a request's fields in our names.

        Raises:
            InvalidInputError: One has another form.
            DictionaryError: A code is not known.

        """
        return self._back(self.asks[act], fields)

    def tell(self, act: Act, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return an answer's fields in the dialect."""
        return self._out(self.tells[act], values)

    def told(self, act: Act, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return an answer's fields in our names; raises as :meth:`asked`."""
        return self._back(self.tells[act], fields)

    def _out(self, names: Fields, values: Mapping[str, Any]) -> dict[str, Any]:
        known = {"resident": _resident(values), **values}
        written = {
            theirs: self._written(ours, known.get(ours.partition(".")[0]))
            for ours, theirs in names.items()
        }
        return {name: value for name, value in written.items() if value is not None}

    def _written(self, name: str, value: Any) -> str | None:  # noqa: ANN401  # any field
        if value is None:
            return None
        if name in self.codes:
            return self.codes[name].out(value)
        if name == "static":
            return self.static if value else self.dynamic
        if name.endswith(".zh") and isinstance(value, Labelled):
            return value.zh
        return self._plain(value)

    def _plain(self, value: Any) -> str:  # noqa: ANN401  # any field
        if isinstance(value, bytes):
            return base64.b64encode(value).decode()
        if isinstance(value, datetime):
            return value.astimezone(SHANGHAI).strftime(self.moment)
        if isinstance(value, date):
            return value.strftime(self.day)
        return str(value)

    def _back(self, names: Fields, fields: Mapping[str, Any]) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for ours, theirs in names.items():
            value = fields.get(theirs)
            if value in (None, "") or "." in ours:
                continue
            if not isinstance(value, str):
                raise InvalidInputError(model=self.name, fields=theirs)
            read[ours] = self._read(ours, theirs, value)
        return self._with_resident(read, names)

    def _with_resident(self, read: dict[str, Any], names: Fields) -> dict[str, Any]:
        """Understand a number that stands by itself; it contradicts nothing."""
        number = read.pop("resident", None)
        if number is None:
            return read
        said = {"kind": IdKind.RESIDENT_ID, "number": number}
        if any(read.get(name, value) != value for name, value in said.items()):
            raise InvalidInputError(model=self.name, fields=names["resident"])
        return {**read, **said}

    def _read(self, ours: str, theirs: str, value: str) -> Any:  # noqa: ANN401  # any field
        codes = self.codes.get(ours)
        if isinstance(codes, Dictionary):
            return codes.back(value)
        readers: dict[str, Callable[[str], Any]] = {
            "birth_date": lambda text: datetime.strptime(text, self.day).date(),  # noqa: DTZ007  # a day
            "at": lambda text: datetime.strptime(text, self.moment).replace(
                tzinfo=SHANGHAI
            ),
            "static": self._is_static,
            "picture": lambda text: base64.b64decode(text, validate=True),
        }
        try:
            return readers[ours](value) if ours in readers else value
        except ValueError:
            raise InvalidInputError(model=self.name, fields=theirs) from None

    def _is_static(self, text: str) -> bool:
        if text not in (self.static, self.dynamic):
            raise ValueError
        return text == self.static


def _resident(values: Mapping[str, Any]) -> str | None:
    is_resident = values.get("kind") == IdKind.RESIDENT_ID
    return values.get("number") if is_resident else None
