"""A FHIR server as the HIS's billing (收费系统)."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import attrs

from ehealthcard.errors import (
    FhirAnswerError,
    FhirConflictError,
    FhirRefusedError,
    FhirUnclearError,
    Phrase,
)
from ehealthcard.ports import (
    Accepted,
    Answer,
    BillStanding,
    FinanceTask,
    HisBill,
    ItemsAct,
    RefundPosting,
    Rejected,
    SettlementPosting,
    Unclear,
)
from ehealthcard.rules.bills import Bill

from .bills import STATUS, VERSION, bill_in, money_of
from .client import FhirClient
from .datatypes import CodeableConcept, Identifier, Json, Reference
from .resources import FhirPatient, FhirTask
from .systems import (
    BILL,
    BILL_ACT,
    BILL_ITEM,
    CARD,
    E_INVOICE,
    EXTENSION,
    FINANCE_TASK,
)

ROUNDS = 8
"""How often an invoice that keeps changing is read anew."""

UNKNOWN = Rejected(code="BILL_UNKNOWN")
Change = Callable[[Json, HisBill], Json | Answer]


@attrs.frozen
class FhirBilling:
    """See :class:`ehealthcard.ports.Billing`.

    An Invoice is one bill: ``issued`` to be paid, ``balanced`` paid, ``cancelled``
    taken back; drafts and errors are not seen. Each act is one conditional write
    (``If-Match``) that puts the act's key on the invoice, so that it counts once
    however often it comes. What was paid by whom stands in extensions of the SDK's own
    (``urn:ehealthcard:fhir:settled-...``) rather than in a PaymentNotice beside it,
    which could be lost when the write of the invoice is not.

    Not built, for FHIR has no place for it: the insurance's own settlement (its number
    and amounts). What was carried out or dispensed, and what may be before it is paid,
    are extensions of the SDK's own on a line: **a HIS that does not write
    ``item-executed`` lets everything be withdrawn.**

    Args:
        client: The server; it must keep to versions, or nothing is changed on it.
        org: Code of the institution whose bills they are.
        card_system: Under which a Patient carries the subject.
        bill_system: Of the bills' numbers.

    """

    client: FhirClient
    org: str
    card_system: str = CARD
    bill_system: str = BILL

    def unpaid(self, card: str, /) -> list[HisBill]:
        """See :class:`ehealthcard.ports.Billing`.

        Raises:
            OutsideUnavailableError: No answer in time.
            FhirError: The server refused, or a bill lacks something.

        """
        found = {raw["id"]: raw for raw in self._issued(card)}
        oldest = sorted(found.values(), key=_age)
        return [self._bill(raw, card) for raw in oldest]

    def bill(self, org: str, bill_id: str, /) -> HisBill | None:
        """See :class:`ehealthcard.ports.Billing`.

        Raises:
            OutsideUnavailableError: No answer in time.
            FhirError: The server refused, or the bill lacks something.

        """
        raw = self._raw(org, bill_id)
        return self._bill(raw, self._card(raw)) if raw else None

    def post(self, posting: SettlementPosting, /) -> Answer:
        """See :class:`ehealthcard.ports.Billing`."""

        def pay(raw: Json, known: HisBill) -> Json | Answer:
            if known.standing is not BillStanding.UNPAID:
                return Rejected(code="BILL_PAID")
            if known.bill.digest != posting.bill.digest:
                return Rejected(code="BILL_CHANGED")
            paid = {**raw, "status": STATUS[BillStanding.PAID]}
            return _extended(paid, _settled(posting))

        bill = posting.bill
        return self._written(bill.org, bill.id, posting.key, pay)

    def release(self, act: ItemsAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Billing`."""
        return self._written(act.org, act.bill, act.key, _marked(act, "released"))

    def withdraw(self, act: ItemsAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Billing`."""
        mark = _marked(act, "withdrawn")

        def keep(raw: Json, known: HisBill) -> Json | Answer:
            marked = mark(raw, known)
            done = not set(known.executed).isdisjoint(act.items)
            refused = isinstance(marked, Rejected)
            return Rejected(code="ITEM_EXECUTED") if done and not refused else marked

        return self._written(act.org, act.bill, act.key, keep)

    def refunded(self, posting: RefundPosting, /) -> Answer:
        """See :class:`ehealthcard.ports.Billing`."""
        return self._written(
            posting.org,
            posting.bill,
            posting.key,
            lambda raw, _: _left(raw, posting.remaining),
        )

    def task(self, task: FinanceTask, /) -> Answer:
        """See :class:`ehealthcard.ports.Billing`."""
        about = Identifier(system=self.bill_system, value=task.bill)
        whose = Identifier(system=self.card_system, value=task.card)
        made = FhirTask(
            identifier=(Identifier(system=FINANCE_TASK, value=task.key),),
            status="requested",
            intent="order",
            code=CodeableConcept.of(FINANCE_TASK, task.what),
            focus=Reference(type="Invoice", identifier=about),
            for_=Reference(type="Patient", identifier=whose),
            business_status=CodeableConcept(text=task.code) if task.code else None,
        )
        return _told(lambda: self._put_up(made, task.key))

    def _written(self, org: str, bill: str, key: str, change: Change) -> Answer:
        """Change an invoice once under a key, however often it is asked."""
        return _told(lambda: self._change(org, bill, key, change))

    def _change(self, org: str, bill: str, key: str, change: Change) -> Answer:
        for _ in range(ROUNDS):
            raw = self._raw(org, bill)
            if raw is None:
                return UNKNOWN
            if key in _numbers(raw, BILL_ACT):
                return _receipt(raw)
            changed = change(raw, self._bill(raw, ""))
            if not isinstance(changed, dict):
                return changed
            with suppress(FhirConflictError):
                return _receipt(self.client.replace(_keyed(changed, key)))
        return Unclear()

    def _put_up(self, task: FhirTask, key: str) -> Answer:
        self.client.create(task, system=FINANCE_TASK, value=key)
        return Accepted()

    def _issued(self, card: str) -> Iterator[Json]:
        for patient in self.client.by_identifier("Patient", self.card_system, card):
            asked = [("subject", f"Patient/{patient['id']}"), ("status", "issued")]
            for raw in self.client.search("Invoice", asked).resources:
                whose = Reference.read(raw.get("subject", {})).reference
                is_theirs = self.client.named(whose, "Patient") == patient["id"]
                if is_theirs and raw.get("status") == "issued":  # asked for both
                    yield raw

    def _raw(self, org: str, bill: str) -> Json | None:
        if org != self.org:
            return None
        found = self.client.by_identifier("Invoice", self.bill_system, bill)
        seen = [raw for raw in found if raw.get("status") in STATUS.values()]
        if len(seen) > 1:
            raise FhirAnswerError(
                flaw=Phrase("two bills of one number", "同一账单号有两张账单")
            )
        return seen[0] if seen else None

    def _bill(self, raw: Json, card: str) -> HisBill:
        return bill_in(raw, org=self.org, card=card, system=self.bill_system)

    def _card(self, raw: Json) -> str:
        """Return the subject: on the invoice itself, or on its patient."""
        whose = Reference.read(raw.get("subject", {}))
        if whose.identifier and whose.identifier.system == self.card_system:
            return whose.identifier.value or ""
        name = self.client.named(whose.reference, "Patient")
        patient = self.client.read("Patient", name) if name else None
        known = FhirPatient.read(patient).values(self.card_system) if patient else ()
        if not known:
            raise FhirAnswerError(
                flaw=Phrase(
                    "a bill whose patient is not known here", "账单的患者在本院未知"
                )
            )
        return known[0]


def _told(act: Callable[[], Answer]) -> Answer:
    try:
        return act()
    except FhirUnclearError:
        return Unclear()
    except FhirRefusedError as refused:
        return Rejected(code=refused.code)


def _marked(act: ItemsAct, how: str) -> Change:
    """Mark lines of an invoice; none is marked if one is not there."""

    def mark(raw: Json, known: HisBill) -> Json | Answer:
        if not {i.id for i in known.bill.items}.issuperset(act.items):
            return Rejected(code="ITEM_UNKNOWN")
        url = f"{EXTENSION}item-{how}"
        told: Json = {"url": url, "valueString": act.reason}
        lines = [
            _extended(line, [told]) if _item_of(line) in act.items else line
            for line in raw.get("lineItem", ())
        ]
        return {**raw, "lineItem": lines}

    return mark


def _left(raw: Json, remaining: Bill | None) -> Json:
    if remaining is None:
        return {**raw, "status": STATUS[BillStanding.WITHDRAWN]}
    kept = {i.id for i in remaining.items}
    lines = [line for line in raw.get("lineItem", ()) if _item_of(line) in kept]
    left = {
        **{name: value for name, value in raw.items() if name != "totalNet"},
        "lineItem": lines,
        "totalGross": money_of(remaining.total).to_fhir(),
    }
    return _extended(left, [{"url": VERSION, "valueInteger": remaining.version}])


def _settled(posting: SettlementPosting) -> list[Json]:
    split = posting.split.model_dump(mode="json", exclude_none=True)
    said = {"at": posting.settled_at.isoformat(), **split}
    if posting.payment is not None:
        said["payment"] = posting.payment.reference or posting.payment.key
    return [
        {
            "url": f"{EXTENSION}settled-{name.replace('_', '-')}",
            "valueString": str(value),
        }
        for name, value in said.items()
    ]


def _extended(part: Json, told: list[Json]) -> Json:
    urls = {e["url"] for e in told}
    kept = [e for e in part.get("extension", ()) if e.get("url") not in urls]
    return {**part, "extension": [*kept, *told]}


def _keyed(raw: Json, key: str) -> Json:
    mine = {"system": BILL_ACT, "value": key}
    return {**raw, "identifier": [*raw.get("identifier", ()), mine]}


def _numbers(raw: Json, system: str) -> list[Any]:
    named = raw.get("identifier", ())
    return [i.get("value") for i in named if i.get("system") == system]


def _receipt(raw: Json) -> Accepted:
    numbers = _numbers(raw, E_INVOICE)
    return Accepted(data={"invoice": numbers[0]} if numbers else {})


def _item_of(line: Json) -> Any:  # noqa: ANN401  # whatever the server keeps there
    codings = line.get("chargeItemCodeableConcept", {}).get("coding", ())
    return next((c.get("code") for c in codings if c.get("system") == BILL_ITEM), None)


def _age(raw: Json) -> str:
    return str(raw.get("date") or raw.get("meta", {}).get("lastUpdated") or "")
