"""Numbers of health records (健康档案编码): 17 digits, 6-3-3-5.

Six digits county (GB/T 2260), three town (GB/T 10114), three village or neighbourhood
and five for the person in the order in which records are built (EHR17, the Ministry of
Health's announcement of 2011-09-16). The third segment says what kind of unit it is:
001-099 a neighbourhood committee, 101-199 a villagers' committee, 901-999 another
organisation; other numbers are none. Inferred: no segment is all zeros. The cities
without counties are recalled, not re-read.
"""

import re
from typing import Annotated, Self

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Model
from ehealthcard.rules.regions import Region, covers, is_known
from ehealthcard.workflow import Rule

RECORD_CODE_FORM = Rule(
    "RECORD_CODE_FORM",
    "A record's number has 17 digits: county, town, village and the person's own.",
    "健康档案编码应为17位数字：县、乡、村和顺序号，请核对。",
)
RECORD_CODE_PLACE = Rule(
    "RECORD_CODE_PLACE",
    "The number begins with a county and a town; this is no such place.",
    "健康档案编码的行政区划有误，请核对县、乡代码。",
)
RECORD_CODE_UNIT = Rule(
    "RECORD_CODE_UNIT",
    "The third segment is 001-099, 101-199 or 901-999; check it.",
    "健康档案编码第三段应为001–099、101–199或901–999，请核对。",
)
RECORD_CODE_SERIAL = Rule(
    "RECORD_CODE_SERIAL",
    "The person's own number lies between 00001 and 99999; check it.",
    "健康档案编码的顺序号应为00001至99999，请核对。",
)

WITHOUT_COUNTIES = frozenset({"441900", "442000", "460400", "620200"})
"""Cities whose towns lie right below them: 东莞, 中山, 儋州, 嘉峪关 (recalled)."""

LAST_SERIAL = 99999

RecordNumber = Annotated[str, Field(pattern="^[0-9]{17}$")]
"""A record's number as it is stored and sent; :func:`parse` says what is in it."""

Village = Annotated[str, Field(pattern="^[0-9]{12}$")]
"""The first twelve digits: county, town, and village or neighbourhood."""


class UnitKind(Labelled):
    """What the third segment names (村级单位)."""

    NEIGHBOURHOOD = "neighbourhood", "居民委员会", "a neighbourhood committee"
    VILLAGE = "village", "村民委员会", "a villagers' committee"
    OTHER = "other", "其他组织", "another organisation"


_UNITS = (
    (range(1, 100), UnitKind.NEIGHBOURHOOD),
    (range(101, 200), UnitKind.VILLAGE),
    (range(901, 1000), UnitKind.OTHER),
)


class RecordCode(Model):
    """A number, taken apart; made by :func:`parse` or :func:`compose`."""

    county: Region
    town: Annotated[str, Field(pattern="^[0-9]{3}$")]
    unit: Annotated[str, Field(pattern="^[0-9]{3}$")]
    serial: int = Field(ge=1, le=LAST_SERIAL)

    @property
    def village(self) -> str:
        """The first twelve digits."""
        return self.county + self.town + self.unit

    @property
    def number(self) -> str:
        """All seventeen digits."""
        return f"{self.village}{self.serial:05d}"

    @property
    def kind(self) -> UnitKind:
        """What kind of unit the resident belongs to."""
        return kind_of(self.unit)

    def checked(self) -> Self:
        """Return it, if every segment is one that there is.

        Raises:
            RuleViolationError: One is not; the rule says which.

        """
        is_county = self.county[4:] != "00" or self.county in WITHOUT_COUNTIES
        if not (is_county and is_known(self.county)) or self.town == "000":
            raise RECORD_CODE_PLACE.broken()
        kind_of(self.unit)
        return self


def parse(text: str) -> RecordCode:
    """Take a record's number apart.

    >>> parse("11010100100100001").kind.en
    'a neighbourhood committee'

    Raises:
        RuleViolationError: It is none; the rule says which segment is wrong.

    """
    if not re.fullmatch("[0-9]{17}", text):
        raise RECORD_CODE_FORM.broken()
    return compose(text[:12], int(text[12:]))


def compose(village: str, serial: int) -> RecordCode:
    """Return the code of the person with this *serial* number in *village*.

    >>> compose("110101001001", 1).number
    '11010100100100001'

    Args:
        village: Twelve digits: county, town, and village or neighbourhood.
        serial: 1 to 99999, in the order in which records are built there.

    Raises:
        RuleViolationError: A segment is not one that there is.

    """
    if not re.fullmatch("[0-9]{12}", village):
        raise RECORD_CODE_FORM.broken()
    if not 1 <= serial <= LAST_SERIAL:
        raise RECORD_CODE_SERIAL.broken()
    county, town, unit = village[:6], village[6:9], village[9:]
    return RecordCode(county=county, town=town, unit=unit, serial=serial).checked()


def kind_of(unit: str) -> UnitKind:
    """Return what the third segment names.

    Raises:
        RuleViolationError: It lies in none of the ranges.

    """
    value = int(unit)
    for numbers, kind in _UNITS:
        if value in numbers:
            return kind
    raise RECORD_CODE_UNIT.broken()


def lies_in(code: RecordCode, area: Region) -> bool:
    """Whether the record belongs to *area*; areas end in zeros (GB/T 2260)."""
    return covers(area, code.county)
