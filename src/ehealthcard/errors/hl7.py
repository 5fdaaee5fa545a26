"""Errors of HL7 v2 messages."""

from .base import EHealthCardError

__all__ = [
    "Hl7Error",
    "MalformedHl7Error",
    "OverlongHl7Error",
]


class Hl7Error(EHealthCardError):
    """An HL7 message cannot be used."""

    code = "HL7"
    en = "The HL7 message cannot be used."
    zh = "该 HL7 消息无法处理。"


class MalformedHl7Error(Hl7Error):
    """It is not HL7 v2 in ER7 (格式错误)."""

    code = "HL7_MALFORMED"
    en = "This is not an HL7 version 2 message: {what}."
    zh = "该内容不是合格的 HL7 v2 消息：{what}。"


class OverlongHl7Error(Hl7Error):
    """It is longer than this side accepts (消息过长)."""

    code = "HL7_TOO_LONG"
    status_hint = 413
    en = "The HL7 message is longer than {limit} bytes."
    zh = "该 HL7 消息超过 {limit} 字节。"
