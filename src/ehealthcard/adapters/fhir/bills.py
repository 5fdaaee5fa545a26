"""Between FHIR's Invoice and a HIS's bill (待缴账单), and Coverage (医保参保)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from ehealthcard.errors import FhirAnswerError, InvalidInputError, Phrase
from ehealthcard.ports import BillStanding, HisBill
from ehealthcard.rules.bills import Bill, BillItem
from ehealthcard.rules.money import rounded

from .datatypes import (
    CodeableConcept,
    Coding,
    Extension,
    FhirType,
    Identifier,
    Json,
    Reference,
)
from .resources import Identified
from .systems import BILL, BILL_ITEM, CARD, CATALOGUE, EXTENSION

YUAN = "CNY"
VERSION, ENCOUNTER, INSTITUTION = (
    f"{EXTENSION}bill-{name}" for name in ("version", "encounter", "institution")
)
DEPARTMENT, QUANTITY, PRICE, EXECUTED = (
    f"{EXTENSION}item-{name}"
    for name in ("department", "quantity", "price", "executed")
)
STATUS = {
    BillStanding.UNPAID: "issued",
    BillStanding.PAID: "balanced",
    BillStanding.WITHDRAWN: "cancelled",
}


class FhirMoney(FhirType):
    """An amount."""

    value: float | None = Field(default=None, repr=False)
    currency: str | None = None


class PriceComponent(FhirType):
    """A part of a line's price."""

    type: Literal[
        "base", "surcharge", "deduction", "discount", "tax", "informational"
    ] = "base"
    amount: FhirMoney | None = None


class InvoiceLine(FhirType):
    """One line of a bill (费用明细)."""

    extension: tuple[Extension, ...] | None = None
    sequence: int | None = None
    charge_item_codeable_concept: CodeableConcept | None = None
    price_component: tuple[PriceComponent, ...] | None = None

    @property
    def item(self) -> str | None:
        """The item's name."""
        concept = self.charge_item_codeable_concept
        return concept.code_in(BILL_ITEM) if concept else None

    def extended(self, name: str) -> Extension | None:
        """Return the extension at an address, if there is one."""
        return next((e for e in self.extension or () if e.url == name), None)


class FhirInvoice(Identified):
    """A bill (账单)."""

    kind: ClassVar[str] = "Invoice"
    status: str
    subject: Reference | None = None
    date: str | None = None
    line_item: tuple[InvoiceLine, ...] | None = None
    total_gross: FhirMoney | None = None


class FhirCoverage(Identified):
    """Who is insured, and by whom (参保信息), in R4's shape."""

    kind: ClassVar[str] = "Coverage"
    status: str
    type: CodeableConcept | None = None
    subscriber_id: str | None = Field(default=None, repr=False)
    beneficiary: Reference
    payor: tuple[Reference, ...]


def invoice_for(
    told: HisBill, *, subject: Reference | None = None, system: str = BILL
) -> FhirInvoice:
    """Return a bill as an Invoice; its amounts are down to the fen.

    Args:
        told: The bill.
        subject: The patient; by the subject's number if it is not said.
        system: Of the bills' numbers.

    """
    bill = told.bill
    named = {ENCOUNTER: bill.encounter, INSTITUTION: bill.institution}
    version = Extension(url=VERSION, value_integer=bill.version)
    lines = enumerate(bill.items, start=1)
    holder = Identifier(system=CARD, value=told.card)
    return FhirInvoice(
        identifier=(Identifier(system=system, value=bill.id),),
        extension=(version, *_strings(named)),
        status=STATUS[told.standing],
        subject=subject or Reference(type="Patient", identifier=holder),
        line_item=tuple(_line(n, item, told.executed) for n, item in lines),
        total_gross=money_of(bill.total),
    )


def bill_in(raw: Json, *, org: str, card: str, system: str = BILL) -> HisBill:
    """Return the bill that an Invoice is.

    Raises:
        FhirAnswerError: It lacks its number, its items or their amounts, is not in
            yuan, or its total is not their sum.

    """
    read = FhirInvoice.read(raw)
    lines = read.line_item or ()
    numbers = read.values(system)
    if not numbers or read.status not in STATUS.values():
        raise FhirAnswerError(
            flaw=Phrase("a bill without its number or status", "账单缺少编号或状态")
        )
    version = read.extended(VERSION)
    try:
        bill = Bill(
            id=numbers[0],
            org=org,
            institution=_said(read, INSTITUTION),
            version=(version and version.value_integer) or 1,
            encounter=_said(read, ENCOUNTER) or numbers[0],
            items=tuple(_item(line) for line in lines),
        )
    except InvalidInputError:
        raise FhirAnswerError(
            flaw=Phrase("the items of a bill", "账单明细有误")
        ) from None
    if read.total_gross and amount_in(read.total_gross) != bill.total:
        raise FhirAnswerError(
            flaw=Phrase(
                "a total that is not the sum of its items", "合计与明细之和不符"
            )
        )
    done = (
        line for line in lines if (e := line.extended(EXECUTED)) and e.value_boolean
    )
    standing = next(s for s, status in STATUS.items() if status == read.status)
    executed = tuple(line.item or "" for line in done)
    return HisBill(card=card, bill=bill, standing=standing, executed=executed)


def money_of(amount: Decimal) -> FhirMoney:
    """Return an amount in yuan; as a number of JSON up to 15 digits are exact."""
    return FhirMoney(value=float(amount), currency=YUAN)


def amount_in(money: FhirMoney) -> Decimal:
    """Return the amount in fen.

    Raises:
        FhirAnswerError: There is none, or it is not in yuan.

    """
    if money.value is None or money.currency not in (YUAN, None):
        raise FhirAnswerError(
            flaw=Phrase("an amount that is not in yuan", "金额币种不是人民币")
        )
    return rounded(Decimal(str(money.value)))


def _line(number: int, item: BillItem, executed: tuple[str, ...]) -> InvoiceLine:
    known = {
        DEPARTMENT: item.department,
        QUANTITY: _text(item.quantity),
        PRICE: _text(item.price),
    }
    done = Extension(url=EXECUTED, value_boolean=True)
    codings = [Coding(system=BILL_ITEM, code=item.id)]
    if item.code:
        codings.append(Coding(system=CATALOGUE, code=item.code))
    return InvoiceLine(
        extension=(*_strings(known), *((done,) if item.id in executed else ())) or None,
        sequence=number,
        charge_item_codeable_concept=CodeableConcept(
            coding=tuple(codings), text=item.name
        ),
        price_component=(PriceComponent(amount=money_of(item.amount)),),
    )


def _item(line: InvoiceLine) -> BillItem:
    concept, quantity, price = line.charge_item_codeable_concept, *_factors(line)
    parts = [p.amount for p in line.price_component or () if p.type == "base"]
    if concept is None or len(parts) != 1 or parts[0] is None:
        raise FhirAnswerError(
            flaw=Phrase(
                "a line of a bill without its item or amount", "账单明细缺少项目或金额"
            )
        )
    department = line.extended(DEPARTMENT)
    return BillItem(
        id=line.item or "",
        name=concept.text,
        code=concept.code_in(CATALOGUE),
        department=department and department.value_string,
        quantity=quantity,
        price=price,
        amount=amount_in(parts[0]),
    )


def _factors(line: InvoiceLine) -> tuple[Decimal | None, Decimal | None]:
    told = [line.extended(name) for name in (QUANTITY, PRICE)]
    try:
        one, two = (
            Decimal(e.value_string) if e and e.value_string else None for e in told
        )
    except ArithmeticError:
        raise FhirAnswerError(
            flaw=Phrase("a quantity or a price", "数量或单价有误")
        ) from None
    return one, two


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _strings(told: dict[str, str | None]) -> Iterable[Extension]:
    return tuple(
        Extension(url=url, value_string=value) for url, value in told.items() if value
    )


def _said(read: Identified, name: str) -> str | None:
    found = read.extended(name)
    return found.value_string if found else None
