"""Errors of HL7 v2 messages."""

from .base import EHealthCardError

__all__ = [
    "Hl7Error",
    "MalformedHl7Error",
    "UnknownHl7KeyError",
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


class UnknownHl7KeyError(Hl7Error):
    """It names something that does not fit what is known here (标识不符)."""

    code = "HL7_UNKNOWN_KEY"
    status_hint = 409
    en = "The HL7 message does not fit what is known here: {what}."
    zh = "该 HL7 消息与本系统已知信息不符：{what}。"
