"""What a HIS wrote -> what it means; nothing is guessed (清洗)."""

import unicodedata
from datetime import UTC, datetime
from decimal import Decimal
from typing import cast

import attrs

from ehealthcard.codesets import SHANGHAI, Labelled


class Why(Labelled):
    """Why a row was set aside; a rule's code stands there else (搁置原因)."""

    CODE_UNKNOWN = "CODE_UNKNOWN", "代码未映射", "the mapping does not have this code"
    MISSING = "MISSING", "必填列为空", "the event cannot do without this column"
    TIME_UNREADABLE = "TIME_UNREADABLE", "时间无法解析", "it is no such time"
    TEXT_UNREADABLE = "TEXT_UNREADABLE", "字符集不符", "not in the declared encoding"
    AMOUNT_UNREADABLE = "AMOUNT_UNREADABLE", "金额无法解析", "it is no amount"
    CARD_UNREADABLE = "CARD_UNREADABLE", "卡号或证件无效", "no card ID or document"
    PATIENT_UNKNOWN = "PATIENT_UNKNOWN", "患者未建卡", "nobody here has this card"
    CASE_UNKNOWN = "CASE_UNKNOWN", "未找到对应业务", "there is nothing it belongs to"
    CASE_AMBIGUOUS = "CASE_AMBIGUOUS", "对应多项业务", "it may belong to several"
    ID_REUSED = "ID_REUSED", "编号重复使用", "the number is another patient's"
    NOT_ALLOWED = "NOT_ALLOWED", "当前状态不允许", "the case is not at that point"
    NOBODY_ACTS = "NOBODY_ACTS", "无处理程序", "nothing is set up for this event"


@attrs.frozen
class Unfit(Exception):  # noqa: N818  # it is no error of ours but a row's fate
    """A row cannot be used: why, and by which column."""

    why: Why
    column: str
    value: str = attrs.field(default="", repr=False)


def raw(value: object) -> bytes | None:
    """Return what the driver gave as bytes; ``None`` if it is anything else."""
    if isinstance(value, bytes | bytearray):
        return bytes(value)
    return (
        cast("memoryview", value).tobytes() if isinstance(value, memoryview) else None
    )


def text(value: object, column: str, charset: str, misread_as: str | None) -> str:
    """Return a value as text: decoded, full width to half width, without blanks around.

    Raises:
        Unfit: It is not in the declared encoding.

    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    try:
        if (told := raw(value)) is not None:
            value = told.decode(charset)
        elif isinstance(value, str) and misread_as:
            value = value.encode(misread_as).decode(charset)
    except UnicodeError:
        raise Unfit(Why.TEXT_UNREADABLE, column) from None
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    return unicodedata.normalize("NFKC", str(value)).strip(" \t\r\n\0")


def moment(value: object, written: str | None, column: str) -> datetime:
    """Return a moment; what has no zone is China's time.

    Raises:
        Unfit: It is none.

    """
    if isinstance(value, str) and written:
        try:
            value = datetime.strptime(value, written)  # noqa: DTZ007  # the zone is below
        except ValueError:
            raise Unfit(Why.TIME_UNREADABLE, column) from None
    if not isinstance(value, datetime):
        raise Unfit(Why.TIME_UNREADABLE, column)
    aware = value if value.tzinfo else value.replace(tzinfo=SHANGHAI)
    return aware.astimezone(UTC)
