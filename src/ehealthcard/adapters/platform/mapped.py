"""A card platform from a declared dialect and its envelope (声明式方言客户端)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

import attrs

from ehealthcard.codesets import SHANGHAI, IdKind
from ehealthcard.errors import (
    InvalidInputError,
    Phrase,
    PlatformAnswerError,
    PlatformLacksError,
)
from ehealthcard.ports import (
    CardApplication,
    CardHolder,
    Clock,
    CodeCheck,
    CodeWish,
    PlatformCard,
    PlatformCode,
    PlatformPerson,
    UseReport,
)

from . import flaws
from .dialect import Act, Dialect
from .transport import Transport
from .wires import JSON_ONE_PATH, Wire


class Envelope(Protocol):
    """How a client wraps a request and unwraps the answer."""

    def sealed(self, method: str, fields: Mapping[str, Any], at: datetime, /) -> bytes:
        """Return the request's body, signed and sealed."""
        ...

    def opened(self, method: str, answer: bytes, /) -> dict[str, Any]:
        """Return the fields of an answer.

        Raises:
            PlatformRefusedError: It says no.
            PlatformAnswerError: It has another form.

        """
        ...


CARD = ("card_id", "text", "master_index")
READS = frozenset({Act.FIND, Act.HOLDER, Act.SHOW})
"""Calls that may be repeated when their answer was lost."""


@attrs.frozen(eq=False)
class MappedPlatform:
    """A :class:`~ehealthcard.ports.CardPlatform`.

    Args:
        dialect: What it says.
        envelope: How it wraps that.
        transport: Where the platform is.
        path: The one path of its interface, or what its paths begin with.
        clock: What time it is.
        wire: How bodies travel.

    """

    dialect: Dialect
    envelope: Envelope
    transport: Transport
    path: str
    clock: Clock
    wire: Wire = JSON_ONE_PATH

    def register(self, application: CardApplication, /) -> PlatformCard:
        """See :class:`ehealthcard.ports.CardPlatform`."""
        values = {**dict(application), **dict(application.person)}
        told = self._call(Act.REGISTER, values)
        return self._card(Act.REGISTER, told)

    def find(self, kind: IdKind, number: str, /) -> CardHolder:
        """See :class:`ehealthcard.ports.CardPlatform`."""
        told = self._call(Act.FIND, {"kind": kind, "number": number})
        return self._holder(Act.FIND, told)

    def holder(self, card_id: str, /) -> CardHolder:
        """See :class:`ehealthcard.ports.CardPlatform`."""
        told = self._call(Act.HOLDER, {"card_id": card_id})
        return self._holder(Act.HOLDER, {"card_id": card_id, **told})

    def holder_of_text(self, text: str, /) -> CardHolder:
        """No such call: a check of a code is a use of it."""
        del text
        raise PlatformLacksError(platform=self.dialect.name, act="holder_of_text")

    def holder_of_health_code(self, code: str, /) -> CardHolder:
        """No such call."""
        del code
        raise PlatformLacksError(platform=self.dialect.name, act="health_code")

    def show(self, wish: CodeWish, /) -> PlatformCode:
        """See :class:`ehealthcard.ports.CardPlatform`.

        Some dialects ask by the document, which must then be in the wish.
        """
        asks = self.dialect.asks.get(Act.SHOW, {})
        if "card_id" not in asks and not (wish.kind and wish.number):
            self._method(Act.SHOW)
            raise PlatformLacksError(
                platform=self.dialect.name,
                act=Phrase("show without a document", "无证件出示"),
            )
        told = self._call(Act.SHOW, dict(wish))
        try:
            return PlatformCode.from_data(told)
        except InvalidInputError as error:
            raise self._wrong(Act.SHOW, error) from None

    def check(self, check: CodeCheck, /) -> CardHolder:
        """See :class:`ehealthcard.ports.CardPlatform`."""
        return self._holder(Act.CHECK, self._call(Act.CHECK, dict(check)))

    def report(self, reports: Iterable[UseReport], /) -> None:
        """See :class:`ehealthcard.ports.CardPlatform`.

        Where many go in one call, all must be of the day on which they are sent.
        """
        told = [dict(report) for report in reports]
        dialect = self.dialect
        if dialect.many is None:
            for values in told:
                self._call(Act.REPORT, values)
            return
        today = self.clock().astimezone(SHANGHAI).date()
        if any(one["at"].astimezone(SHANGHAI).date() != today for one in told):
            raise PlatformLacksError(
                platform=dialect.name, act=Phrase("another day's uses", "他日用卡数据")
            )
        self._method(Act.REPORT)
        for at in range(0, len(told), dialect.most):
            some = told[at : at + dialect.most]
            records = [dialect.ask(Act.REPORT, values) for values in some]
            self._send(Act.REPORT, {dialect.many: records})

    def _call(self, act: Act, values: Mapping[str, Any]) -> dict[str, Any]:
        self._method(act)
        told = self._send(act, self.dialect.ask(act, values))
        try:
            return self.dialect.told(act, told)
        except InvalidInputError as error:
            raise self._wrong(act, error) from None

    def _send(self, act: Act, fields: Mapping[str, Any]) -> dict[str, Any]:
        method = self._method(act)
        body = self.envelope.sealed(method, fields, self.clock())
        answer = self.transport.post(
            self.wire.place(self.path, method),
            body,
            operation=method,
            repeatable=act in READS,
            content_type=self.wire.content_type,
            more=self.wire.headers,
        )
        return self.envelope.opened(method, answer)

    def _method(self, act: Act) -> str:
        method = self.dialect.methods.get(act)
        if method is None:
            raise PlatformLacksError(platform=self.dialect.name, act=act.value)
        return method

    def _card(self, act: Act, told: Mapping[str, Any]) -> PlatformCard:
        try:
            return PlatformCard.from_data({k: told[k] for k in CARD if k in told})
        except InvalidInputError as error:
            raise self._wrong(act, error) from None

    def _holder(self, act: Act, told: Mapping[str, Any]) -> CardHolder:
        names = PlatformPerson.model_fields
        try:
            person = PlatformPerson.from_data({k: told[k] for k in names if k in told})
        except InvalidInputError as error:
            raise self._wrong(act, error) from None
        return CardHolder(person=person, card=self._card(act, told))

    def _wrong(self, act: Act, error: InvalidInputError) -> PlatformAnswerError:
        flaw = flaws.misstated(Phrase.of(error.facts["fields"]))
        return PlatformAnswerError(
            platform=self.dialect.name, operation=act.value, flaw=flaw
        )
