"""A laboratory's print server (模拟报告打印)."""

from decimal import Decimal
from random import Random

import attrs

from ehealthcard.rules.reporting import Flag, ReportContent, ReportItem, ReportSheet

from .faults import Faults

BLOOD_COUNT = (
    ("WBC", "白细胞计数", "10^9/L", "3.5", "9.5"),
    ("RBC", "红细胞计数", "10^12/L", "4.3", "5.8"),
    ("HGB", "血红蛋白", "g/L", "130", "175"),
    ("PLT", "血小板计数", "10^9/L", "125", "350"),
)


@attrs.define
class SimulatedResults:
    """See :class:`ehealthcard.ports.Results`: prints what it is given.

    Where lists come halved, the paper lacks the second half of its items.
    """

    faults: Faults = attrs.field(factory=Faults)
    sheets: dict[tuple[str, int], ReportSheet] = attrs.field(
        factory=dict[tuple[str, int], ReportSheet], init=False
    )

    def print_sheet(self, sheet: ReportSheet) -> None:
        """Put a sheet into the printer; the same number and version replaces it."""
        self.sheets[sheet.report, sheet.version] = sheet

    def printed(self, *, org: str, report: str, version: int) -> ReportSheet | None:
        """See :class:`ehealthcard.ports.Results`."""
        del org  # one hospital
        return self.faults.read(lambda: self._printed(report, version))

    def _printed(self, report: str, version: int) -> ReportSheet | None:
        sheet = self.sheets.get((report, version))
        if sheet is None or not self.faults.halves:
            return sheet
        items = tuple(self.faults.shorten(list(sheet.content.items)))
        content = sheet.content.model_copy(update={"items": items})
        return sheet.model_copy(update={"content": content})


def blood_count(seed: int) -> ReportContent:
    """Return a made-up blood count (血常规); the same seed gives the same."""
    random = Random(f"blood-{seed}")  # noqa: S311  # made-up people need no secrecy
    return ReportContent(items=tuple(_item(random, row) for row in BLOOD_COUNT))


def _item(random: Random, row: tuple[str, str, str, str, str]) -> ReportItem:
    code, name, unit, low, high = row
    least, most = Decimal(low), Decimal(high)
    spread = (most - least) / 4
    share = Decimal(random.randrange(101)) / 100
    value = least - spread + share * (most - least + 2 * spread)
    result = value.quantize(least)
    flag = Flag.LOW if result < least else Flag.HIGH if result > most else Flag.NORMAL
    return ReportItem(
        code=code,
        name=name,
        result=str(result),
        unit=unit,
        reference=f"{low}-{high}",
        flag=flag,
    )
