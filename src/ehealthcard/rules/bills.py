"""Bills of a HIS (待缴账单, guide §4.3.4).

A bill is a list of items in a version. The HIS owns it; whenever it recalculates, the
version rises. The digest says whether two lists are the same, down to the fen.
"""

import hashlib
import json
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from ehealthcard.workflow import PRIVATE, Model

from .money import Money, rounded, total

INSTITUTION_LENGTH = 12


class BillItem(Model):
    """One line of a bill (费用明细)."""

    id: str = Field(min_length=1, max_length=64)
    name: Annotated[str | None, PRIVATE] = None
    """What it is, such as a drug; clinical, so it shows nowhere."""

    code: Annotated[str | None, PRIVATE] = None
    """Its code in the insurance catalogue (医保目录编码)."""

    department: str | None = None
    """Who carries it out or dispenses it (执行科室)."""

    quantity: Annotated[Decimal | None, Field(gt=0)] = None
    price: Annotated[Decimal | None, Field(ge=0)] = None
    amount: Money

    @model_validator(mode="after")
    def _multiplies(self) -> Self:
        if self.quantity is None or self.price is None:
            return self
        if rounded(self.quantity * self.price) != self.amount:
            raise ValueError
        return self


class Bill(Model):
    """Items to be paid (待缴账单).

    Raises:
        InvalidInputError: Two items have one name, or an amount is not quantity times
            price, rounded half up.

    """

    id: str = Field(min_length=1, max_length=30)
    org: str = Field(min_length=1, max_length=22)
    """Code of the institution."""

    institution: Annotated[str | None, Field(pattern=r"^[0-9A-Za-z]{12}$")] = None
    """Its number with the insurance (定点医疗机构编码); otherwise made of ``org``."""

    version: int = Field(ge=1, le=999)
    encounter: str = Field(min_length=1, max_length=30)
    """The visit (就诊ID, mdtrt_id)."""

    items: tuple[BillItem, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        if len({i.id for i in self.items}) != len(self.items):
            raise ValueError
        return self

    @property
    def total(self) -> Decimal:
        """What it comes to, in yuan."""
        return total(i.amount for i in self.items)

    @property
    def key(self) -> str:
        """Names this version of it."""
        return f"{self.org}:{self.id}:{self.version}"

    @property
    def medins(self) -> str:
        """The institution's twelve characters in message numbers.

        A longer code is cut from the left and a shorter one filled up with zeros.
        """
        filled = self.org.rjust(INSTITUTION_LENGTH, "0")[-INSTITUTION_LENGTH:]
        return self.institution or filled

    @property
    def digest(self) -> str:
        """SHA-256 over the items (明细版本摘要); of equal lists, the same."""
        said = [[i.id, i.code, f"{i.amount:.2f}"] for i in self.items]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def without(self, items: tuple[str, ...]) -> Self | None:
        """Return the next version without *items*; ``None`` if nothing is left to pay.

        Free items alone are no bill.
        """
        left = tuple(i for i in self.items if i.id not in items)
        if not total(i.amount for i in left):
            return None
        return self.model_copy(update={"items": left, "version": self.version + 1})
