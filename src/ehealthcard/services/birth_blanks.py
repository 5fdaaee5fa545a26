"""Blank birth certificates (空白出生医学证明登记, guide §4.6.2).

The authority allots numbers to an institution: a lot of one series, no number in two
lots at once. The institution prints from its own lots only; a lot can be taken back and
allotted elsewhere. That a number is used once is not decided here: certificates and
void numbers claim theirs.

Inferred: the guide does not speak of blanks; a register of blanks, and of void ones, is
common practice. Not built: counting what is left of a lot; a lot on its way from the
province to the county.
"""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import Moment
from ehealthcard.ports import Inquiry
from ehealthcard.rules.birth.blanks import MOST, BlankLot
from ehealthcard.rules.birth.numbers import Edition, Series, read_number
from ehealthcard.workflow import (
    Command,
    Context,
    Facts,
    Rule,
    State,
    Title,
    Workflow,
)

AUTHORITY = "birth-authority"
"""The health authority of the county (卫生健康主管部门)."""

Serial = Annotated[int, Field(ge=0, le=999_999)]
Reason = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]

LOT_FORM = Rule(
    "BIRTH_LOT_FORM",
    "A lot is at most {most} numbers of a known province, the first one first.",
    "批次号段有误：每批不超过{most}个号码，起号不大于止号，省份代码须存在。",
)
LOT_TAKEN = Rule(
    "BIRTH_LOT_TAKEN",
    "Some of these numbers are allotted already; check the range.",
    "号段与已分配批次重叠，请核对。",
)


class Allotted(BlankLot):
    """With an institution (已分配)."""

    allotted_by: str
    allotted_at: Moment


class TakenBack(State):
    """Taken back; its numbers can be allotted again (已收回)."""

    org: str
    series: Series
    first: Serial
    last: Serial
    edition: Edition
    reason: str
    taken_by: str
    taken_at: Moment


class Allot(Command):
    """Give an institution blanks (分配空白证)."""

    org: str = Field(min_length=1)
    series: Series
    first: Serial
    last: Serial
    edition: Edition


class TakeBack(Command):
    """Take a lot back (收回)."""

    reason: Reason


class LotFacts(Facts):
    """What must be known before a lot is allotted."""

    overlaps: bool


def lot_facts(ask: Inquiry) -> LotFacts:
    """Look at the other lots of the series."""
    command = ask.command
    if not isinstance(command, Allot):
        return LotFacts(overlaps=True)
    lots = ask.related("birth-series", command.series, "birth-blanks")
    return LotFacts(
        overlaps=any(
            isinstance(lot, BlankLot) and lot.meets(command.first, command.last)
            for lot in list(lots)
        )
    )


def allot(state: None, command: Allot, ctx: Context[LotFacts, None]) -> Allotted:
    """The authority gives an institution numbers that nobody else has."""
    ctx.require(AUTHORITY)
    size = command.last - command.first + 1
    known = read_number(f"{command.series}{command.first:06d}")
    if known is None or not 1 <= size <= MOST:
        raise LOT_FORM.broken(most=MOST)
    if ctx.facts.overlaps:
        raise LOT_TAKEN.broken()
    return Allotted(**dict(command), allotted_by=ctx.actor.id, allotted_at=ctx.now)


def take_back(state: Allotted, command: TakeBack, ctx: Context) -> TakenBack:
    """The authority takes what is left of it; what was printed stays good."""
    ctx.require(AUTHORITY)
    return state.to(
        TakenBack, reason=command.reason, taken_by=ctx.actor.id, taken_at=ctx.now
    )


BirthBlanks = Allotted | TakenBack
BirthBlanksCommand = Allot | TakeBack

birth_blanks: Workflow[BirthBlanks, BirthBlanksCommand] = Workflow(
    "birth-blanks",
    Title("空白出生医学证明登记", "Blank birth certificates", "4.6.2"),
    transitions=(allot, take_back),
    effects=(),
    sources=(lot_facts,),
)
