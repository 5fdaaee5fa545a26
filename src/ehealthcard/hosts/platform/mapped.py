"""Our own card manager behind a declared dialect (声明式方言服务端).

Families A and B, over a desk or any other platform: the same envelope, digest, fields
and codes that their clients speak. A request is good near its time. The envelopes have
no number that is used once, and every call may be repeated without harm: a registration
gives the same card, a report counts once, a dynamic code is good once, and what a query
answers is encrypted for the hospital. With the cipher ``NONE``, TLS must hide it.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol

import attrs
from starlette.applications import Starlette

from ehealthcard.adapters.platform.dialect import Act, Dialect
from ehealthcard.adapters.strict_json import (
    UnreadableJsonError,
    as_list,
    as_object,
    parse_object,
)
from ehealthcard.codesets import CardStep, Channel, TerminalType
from ehealthcard.errors import (
    EHealthCardError,
    InvalidInputError,
    PlatformRequestError,
)
from ehealthcard.ports import (
    CardApplication,
    CardHolder,
    CardPlatform,
    Clock,
    CodeCheck,
    CodeWish,
    PlatformPerson,
    UseReport,
)

from .replies import Reply, platform_app


class ServerEnvelope(Protocol):
    """How a server unwraps a request and wraps its answer."""

    def asked(self, found: Mapping[str, Any], /) -> tuple[str, dict[str, Any], int]:
        """Return method, fields and the moment in milliseconds."""
        ...

    def answered(self, fields: Mapping[str, Any], /) -> dict[str, Any]:
        """Return an answer."""
        ...

    def refused(self, said: str, /) -> dict[str, Any]:
        """Return a refusal."""
        ...


@attrs.frozen(eq=False)
class MappedApp:
    """A hospital that may call.

    Args:
        app_id: Its application, as its requests name it.
        envelope: How it wraps what it says.
        dialect: What it says.
        platform: What its calls reach.
        channel: Through which channel it works.
        org: What the hospital is called.

    """

    app_id: str
    envelope: ServerEnvelope
    dialect: Dialect
    platform: CardPlatform
    channel: Channel
    org: str


@attrs.frozen(eq=False)
class MappedServer:
    """Answers one path.

    Args:
        path: Where.
        app_names: How a request may name its application: ``app_id``, ``appId``.
        apps: Who may call.
        clock: What time it is.
        window: How far a request may be from the clock.

    """

    path: str
    app_names: Sequence[str]
    apps: Sequence[MappedApp]
    clock: Clock
    window: timedelta

    def app(self) -> Starlette:
        """Return the ASGI application."""
        return platform_app({self.path: self.answer}, description=self._described())

    def answer(self, body: bytes) -> Reply:
        """Answer one request; whatever it is, the answer has the envelope."""
        try:
            found = parse_object(body)
        except UnreadableJsonError:
            return Reply({"code": "-", "msg": "no JSON object"}, 400)
        app = self._caller(found)
        if app is None:
            return Reply({"code": "-", "msg": "the application is not known"}, 403)
        try:
            method, fields, moment = app.envelope.asked(found)
            self._admit(moment)
            return Reply(app.envelope.answered(self._carried_out(app, method, fields)))
        except InvalidInputError as error:
            said = f"{error.code}: {error.facts['fields']}"
            return Reply(app.envelope.refused(said))
        except EHealthCardError as error:
            return Reply(app.envelope.refused(f"{error.code}: {error.chinese}"))

    def _caller(self, found: Mapping[str, Any]) -> MappedApp | None:
        named = [found[name] for name in self.app_names if name in found]
        known = [app for app in self.apps if [app.app_id] == named]
        return known[0] if known else None

    def _admit(self, moment: int) -> None:
        now = self.clock()
        if abs(moment / 1000 - now.timestamp()) > self.window.total_seconds():
            raise PlatformRequestError(flaw="the timestamp is too far from our clock")

    def _carried_out(
        self, app: MappedApp, method: str, fields: Mapping[str, Any]
    ) -> dict[str, Any]:
        dialect = app.dialect
        act = dialect.act(method)
        if act is None:
            raise PlatformRequestError(flaw="no such method")
        if act is Act.REPORT:
            self._report(app, fields)
            return {}
        values = self._values(app, dialect.asked(act, fields))
        return dialect.tell(act, _told(act, app.platform, values))

    def _values(self, app: MappedApp, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was asked, with what the caller's dialect leaves unsaid."""
        return {"at": self.clock(), "channel": app.channel, "org": app.org, **asked}

    def _report(self, app: MappedApp, fields: Mapping[str, Any]) -> None:
        many = app.dialect.many
        records = as_list(fields.get(many)) if many else [fields]
        if records is None or len(records) > app.dialect.most:
            raise InvalidInputError(model=app.dialect.name, fields=str(many))
        reports: list[UseReport] = []
        for one in records:
            record = as_object(one)
            if record is None:
                raise InvalidInputError(model=app.dialect.name, fields=str(many))
            values = self._values(app, app.dialect.asked(Act.REPORT, record))
            reports.append(UseReport.from_data(values))
        app.platform.report(reports)

    def _described(self) -> dict[str, Any]:
        answer = {"content": {"application/json": {"schema": {"type": "object"}}}}
        return {
            "openapi": "3.0.3",
            "info": {"title": "卡管平台接口", "version": "1"},
            "paths": {
                self.path: {
                    "post": {
                        "requestBody": {"required": True, **answer},
                        "responses": {
                            "200": {"description": "the envelope", **answer},
                            "400": {"description": "no such JSON", **answer},
                            "403": {"description": "nobody we know", **answer},
                            "413": {"description": "too long"},
                        },
                    }
                }
            },
        }


def _told(act: Act, platform: CardPlatform, values: dict[str, Any]) -> dict[str, Any]:
    match act:
        case Act.REGISTER:
            person = PlatformPerson.from_data(_of(PlatformPerson, values))
            asked = {**_of(CardApplication, values), "person": person}
            asked.setdefault("key", "-")
            return dict(platform.register(CardApplication.from_data(asked)))
        case Act.SHOW:
            asked = {"key": "-", **_of(CodeWish, values)}
            return dict(platform.show(CodeWish.from_data(asked)))
        case Act.CHECK:
            values.setdefault("terminal_type", TerminalType.OTHER)
            values.setdefault("step", CardStep.OTHER)
            check = CodeCheck.from_data(_of(CodeCheck, values))
            return _holder(platform.check(check))
        case _:
            return _holder(_found(platform, values))


def _found(platform: CardPlatform, values: Mapping[str, Any]) -> CardHolder:
    if "card_id" in values:
        return platform.holder(values["card_id"])
    if "kind" in values and "number" in values:
        return platform.find(values["kind"], values["number"])
    raise InvalidInputError(model="query", fields="card or document")


def _holder(found: CardHolder) -> dict[str, Any]:
    return {**dict(found.person), **dict(found.card)}


def _of(model: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in model.model_fields if name in values}
