"""What a request to a declared dialect's server does (服务端受理)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from ehealthcard.adapters.platform.dialect import Act, Dialect
from ehealthcard.adapters.strict_json import as_list, as_object
from ehealthcard.codesets import CardStep, Channel, TerminalType
from ehealthcard.errors import InvalidInputError, Phrase, PlatformRequestError
from ehealthcard.ports import (
    CardApplication,
    CardHolder,
    CardPlatform,
    CodeCheck,
    CodeWish,
    PlatformPerson,
    UseReport,
)


class Caller(Protocol):
    """A hospital that may call."""

    @property
    def dialect(self) -> Dialect:
        """What it says."""
        ...

    @property
    def platform(self) -> CardPlatform:
        """What its calls reach."""
        ...

    @property
    def channel(self) -> Channel:
        """Through which channel it works."""
        ...

    @property
    def org(self) -> str:
        """What the hospital is called."""
        ...


def carried_out(
    caller: Caller, method: str, fields: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """Do what was asked, and return the answer's fields.

    Raises:
        EHealthCardError: It was not done.

    """
    dialect = caller.dialect
    act = dialect.act(method)
    if act is None:
        raise PlatformRequestError(flaw=Phrase("no such method", "没有此接口"))
    if act is Act.REPORT:
        _report(caller, fields, now)
        return {}
    values = _values(caller, dialect.asked(act, fields), now)
    return dialect.tell(act, _told(act, caller.platform, values))


def _values(caller: Caller, asked: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return what was asked, with what the caller's dialect leaves unsaid."""
    return {"at": now, "channel": caller.channel, "org": caller.org, **asked}


def _report(caller: Caller, fields: Mapping[str, Any], now: datetime) -> None:
    dialect = caller.dialect
    many = dialect.many
    records = as_list(fields.get(many)) if many else [fields]
    if records is None or len(records) > dialect.most:
        raise InvalidInputError(model=dialect.name, fields=str(many))
    reports: list[UseReport] = []
    for one in records:
        record = as_object(one)
        if record is None:
            raise InvalidInputError(model=dialect.name, fields=str(many))
        values = _values(caller, dialect.asked(Act.REPORT, record), now)
        reports.append(UseReport.from_data(values))
    caller.platform.report(reports)


def _told(act: Act, platform: CardPlatform, values: dict[str, Any]) -> dict[str, Any]:
    match act:
        case Act.REGISTER:
            person = PlatformPerson.from_data(_of(PlatformPerson, values))
            asked = {**_of(CardApplication, values), "person": person}
            asked.setdefault("key", "-")
            return dict(platform.register(CardApplication.from_data(asked)))
        case Act.SHOW:
            if "card_id" not in values:
                values["card_id"] = _found(platform, values).card.card_id
            asked = {"key": "-", **_of(CodeWish, values)}
            return dict(platform.show(CodeWish.from_data(asked)))
        case Act.CHECK:
            values.setdefault("terminal_type", TerminalType.OTHER)
            values.setdefault("step", CardStep.OTHER)
            values.setdefault("terminal", "-")
            check = CodeCheck.from_data(_of(CodeCheck, values))
            return _holder(platform.check(check))
        case _:
            return _holder(_found(platform, values))


def _found(platform: CardPlatform, values: Mapping[str, Any]) -> CardHolder:
    if "card_id" in values:
        return platform.holder(values["card_id"])
    if "kind" in values and "number" in values:
        return platform.find(values["kind"], values["number"])
    raise InvalidInputError(
        model=Phrase("query", "查询"), fields=Phrase("card or document", "卡或证件")
    )


def _holder(found: CardHolder) -> dict[str, Any]:
    return {**dict(found.person), **dict(found.card)}


def _of(model: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in model.model_fields if name in values}
