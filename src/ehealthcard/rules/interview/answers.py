"""What somebody may answer (答案), a form for each kind of question."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Day
from ehealthcard.workflow import PRIVATE, Model

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""The name of a question, a choice or a red flag."""


class Span(Labelled):
    """In what a duration is counted (时长单位)."""

    HOUR = "hour", "小时", "hours"
    DAY = "day", "天", "days"
    WEEK = "week", "周", "weeks"
    MONTH = "month", "个月", "months"
    YEAR = "year", "年", "years"

    @property
    def hours(self) -> int:
        """How many hours it is about; a month is counted as 30 days, a year as 365."""
        return _HOURS[self]


_HOURS = {
    Span.HOUR: 1,
    Span.DAY: 24,
    Span.WEEK: 7 * 24,
    Span.MONTH: 30 * 24,
    Span.YEAR: 365 * 24,
}


class Chosen(Model):
    """One or several choices, by code; "none" is a choice and is said (单选、多选)."""

    codes: Annotated[tuple[str, ...], Field(min_length=1, max_length=40), PRIVATE]


class Number(Model):
    """A number, in the unit of its question (数值)."""

    number: Annotated[Decimal, PRIVATE]


class OnDay(Model):
    """A day (日期)."""

    day: Annotated[Day, PRIVATE]


class Lasted(Model):
    """How long (时长)."""

    amount: Annotated[int, Field(ge=0, le=9999), PRIVATE]
    span: Annotated[Span, PRIVATE]

    @property
    def days(self) -> Decimal:
        """About how many days."""
        return Decimal(self.amount * self.span.hours) / 24


class Written(Model):
    """Words of one's own (文本)."""

    text: Annotated[str, Field(max_length=4000), PRIVATE]


class Picture(Model):
    """Where a picture is kept, never the picture itself (图片引用)."""

    reference: Annotated[str, Field(max_length=200), PRIVATE]
    """Its name in the hospital's own file store."""

    digest: Annotated[str | None, Field(pattern=r"^[0-9a-f]{64}$"), PRIVATE] = None
    """SM3 or SHA-256 of the file, so that another one is noticed."""


class Pictures(Model):
    """One or several pictures (图片)."""

    pictures: Annotated[tuple[Picture, ...], Field(min_length=1, max_length=20)]


Value = Chosen | Number | OnDay | Lasted | Written | Pictures


class Given(Model):
    """An answer to a question; no value means that it was passed over (跳过)."""

    question: Code
    value: Annotated[Value | None, PRIVATE]
