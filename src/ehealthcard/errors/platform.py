"""What goes wrong between a hospital and a card platform (卡管平台接口)."""

import re
from collections.abc import Callable
from typing import Any

from .base import EHealthCardError, Fact
from .storage import OutsideError

__all__ = [
    "DictionaryError",
    "PlatformAnswerError",
    "PlatformLacksError",
    "PlatformRefusedError",
    "PlatformRequestError",
    "PlatformSettingError",
    "PlatformUnclearError",
]

_HARMLESS = re.compile(r"[A-Za-z0-9_.\-]{1,64}", re.ASCII)


class PlatformSettingError(EHealthCardError):
    """A setting of a platform is missing or contradicts another."""

    code = "PLATFORM_SETTING"
    status_hint = 500
    en = "Setting {setting} of platform {platform}: {flaw}; correct it."
    zh = "平台 {platform} 的配置项 {setting} 有误（{flaw}），请更正。"


class DictionaryError(EHealthCardError):
    """A value has no counterpart in the other side's dictionary.

    Nothing is put in its place; the value is not repeated, for it may be anything.
    """

    code = "DICTIONARY_LACKS"
    status_hint = 422
    en = "Dictionary {dictionary} has no counterpart {direction}; add it or ask."
    zh = "字典 {dictionary} 缺少对照（{direction}），请补充对照或向对方核实。"


class PlatformLacksError(OutsideError):
    """The dialect has no such call."""

    code = "PLATFORM_LACKS"
    status_hint = 501
    en = "Platform {platform} has no call for {act}; use another way."
    zh = "平台 {platform} 不提供 {act} 接口，请改用其他方式。"


class PlatformRefusedError(OutsideError):
    """The platform answered, and said no.

    Its facts are ``platform``, ``operation``, ``result`` (the raw code) and
    ``request``, the id by which the platform finds the call.
    """

    code = "PLATFORM_REFUSED"
    status_hint = 502
    en = (
        "Platform {platform} refused {operation} with code {result}, request"
        " {request}; look the code up in its documentation."
    )
    zh = (
        "平台 {platform} 拒绝 {operation}，返回码 {result}，"
        "请求号 {request}，请查阅其文档。"
    )

    message: str = ""
    """What it said, as it said it: for whoever looks into the matter.

    It may hold anything, so no sentence and no repr repeats it.
    """

    def __init__(self, **facts: Fact) -> None:
        super().__init__(**{name: _harmless(fact) for name, fact in facts.items()})

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return _refused, (self.message, self.facts)


class PlatformAnswerError(OutsideError):
    """What the platform answered has not the agreed form."""

    code = "PLATFORM_ANSWER"
    en = "Platform {platform} answered {operation} in another form: {flaw}."
    zh = "平台 {platform} 对 {operation} 的应答格式不符：{flaw}。"


class PlatformUnclearError(OutsideError):
    """A call that changes something got no answer: it may or may not have been done."""

    code = "PLATFORM_UNCLEAR"
    status_hint = 504
    en = "Platform {platform} did not answer {operation}; ask it whether it was done."
    zh = "平台 {platform} 未应答 {operation}，结果不明，请先查询是否已办理。"


class PlatformRequestError(EHealthCardError):
    """A request to our own platform interface is not taken."""

    code = "PLATFORM_REQUEST"
    en = "The request was not taken: {flaw}."
    zh = "请求未受理：{flaw}。"


def _harmless(fact: Fact) -> str:
    """Return a code or an id; whatever has another form is not repeated."""
    text = str(fact)
    return text if _HARMLESS.fullmatch(text) else "?"


def _refused(message: str, facts: dict[str, Fact]) -> PlatformRefusedError:
    error = PlatformRefusedError(**facts)
    error.message = message
    return error
