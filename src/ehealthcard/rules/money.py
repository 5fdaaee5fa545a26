"""Money (金额) as the national insurance interface counts it.

Sixteen digits, two of them behind the point (元、分), never a float; what is computed
is rounded half up (四舍五入). The lengths are those of the NHSA interface ("16,2").
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import Field

Money = Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=2)]
"""An amount (元), from nothing up."""

FEN = Decimal("0.01")
NOTHING = Decimal("0.00")


def rounded(amount: Decimal) -> Decimal:
    """Return *amount* in whole fen, half a fen upwards."""
    return amount.quantize(FEN, ROUND_HALF_UP)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Return the sum; of nothing, 0.00."""
    return sum(amounts, NOTHING)
