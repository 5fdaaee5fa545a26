"""Critical values (危急值): what a doctor must hear of at once.

A result is critical if the laboratory flags it so, or if it lies beyond the hospital's
own limits. The limits are each hospital's (policy data); none are built in.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Annotated

from ehealthcard.models import PRIVATE, Model

from .reporting import CRITICAL_FLAGS, ReportContent, ReportItem


class CriticalLimit(Model):
    """Below the one or above the other a result is critical; the limits are not."""

    code: str
    """The item's code."""

    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def shown(self) -> str:
        """The range beyond which it is critical, for a reader."""
        parts = ((self.low, "<"), (self.high, ">"))
        return " ".join(f"{sign}{value}" for value, sign in parts if value is not None)


class CriticalFinding(Model):
    """One value (危急值项目): fields as a HIS in production keeps them."""

    code: str
    name: str
    value: Annotated[str, PRIVATE]
    unit: str = ""
    reference: str = ""
    critical_range: str = ""


def critical_findings(
    content: ReportContent, limits: Iterable[CriticalLimit]
) -> tuple[CriticalFinding, ...]:
    """Return what in *content* is critical, in its order."""
    return tuple(_found(content, {limit.code: limit for limit in limits}))


def _found(
    content: ReportContent, limits: dict[str, CriticalLimit]
) -> Iterator[CriticalFinding]:
    for item in content.items:
        limit = limits.get(item.code)
        if item.flag in CRITICAL_FLAGS or _is_beyond(item, limit):
            yield CriticalFinding(
                code=item.code,
                name=item.name,
                value=item.result,
                unit=item.unit,
                reference=item.reference,
                critical_range=item.critical_range or (limit.shown if limit else ""),
            )
    if content.critical_finding:
        yield CriticalFinding(
            code="finding", name="危急所见", value=content.critical_finding
        )


def _is_beyond(item: ReportItem, limit: CriticalLimit | None) -> bool:
    """Whether the result lies beyond; ``<1`` lies below one, whatever it is."""
    if limit is None:
        return False
    text = item.result.strip()
    below, above = text.startswith(("<", "＜")), text.startswith((">", "＞"))
    try:
        value = Decimal(text.lstrip("<＜>＞=≤≥ "))
    except InvalidOperation:
        return False
    if not value.is_finite():
        return False
    low, high = limit.low, limit.high
    is_low = low is not None and (value < low or (below and value == low))
    is_high = high is not None and (value > high or (above and value == high))
    return is_low or is_high
