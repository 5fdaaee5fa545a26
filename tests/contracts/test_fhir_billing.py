"""A FHIR server's invoices as a HIS's bills, healthy and behind a bad line."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import fhirkit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.adapters.fhir import (
    FhirBilling,
    FhirClient,
    FhirPatient,
    Identifier,
    Json,
    Reference,
    bill_in,
    invoice_for,
)
from ehealthcard.adapters.fhir.systems import BILL, CARD, E_INVOICE, EXTENSION
from ehealthcard.errors import FhirAnswerError, OutsideUnavailableError
from ehealthcard.ports import (
    Accepted,
    BillStanding,
    HisBill,
    RefundPosting,
    Rejected,
    Unclear,
)
from ehealthcard.rules.bills import Bill, BillItem
from ehealthcard.rules.payment_records import PaymentRecord
from ehealthcard.testing import BillingContract
from ehealthcard.testing.billing import AT, BillActs
from tests.fhir_peer import medplum
from tests.proxies import Fault, Misbehaviour, misbehaving

CHANGES = ("PUT",)
ACTS = BillActs()


@pytest.fixture
def client() -> Iterator[FhirClient]:
    with FhirClient(medplum(), time_out=timedelta(seconds=20)) as client:
        yield client


@pytest.fixture
def line(client: FhirClient) -> Iterator[Misbehaviour]:
    with misbehaving(client.base) as line:
        line.methods = CHANGES
        yield line


@pytest.fixture
def unpaid(client: FhirClient) -> HisBill:
    return kept(client)


def kept(client: FhirClient, *executed: str) -> HisBill:
    """Put a patient and a bill of two items onto the server."""
    card, name = uuid4().hex, f"B-{uuid4().hex[:20]}"
    items = (
        BillItem(
            id="i1",
            name="血常规",
            code="XL01",
            department="检验科",
            quantity=Decimal(2),
            price=Decimal("10.05"),
            amount=Decimal("20.10"),
        ),
        BillItem(id="i2", amount=Decimal("0.07")),
    )
    bill = Bill(id=name, org="H1", version=3, encounter="V-7", items=items)
    told = HisBill(card=card, bill=bill, executed=executed)
    who = FhirPatient(identifier=(Identifier(system=CARD, value=card),))
    patient = client.create(who, system=CARD, value=card)
    invoice = invoice_for(told, subject=Reference(reference=f"Patient/{patient['id']}"))
    assert [] == fhirkit.validate(invoice.to_fhir())
    client.create(invoice, system=BILL, value=name)
    return told


class TestFhirBilling(BillingContract):
    @pytest.fixture
    def unpaid(self, client: FhirClient) -> HisBill:
        return kept(client)

    @pytest.fixture
    def dispensed(self, client: FhirClient) -> HisBill:
        return kept(client, "i1")

    @pytest.fixture
    def billing(self, client: FhirClient) -> FhirBilling:
        return FhirBilling(client, "H1")


class TestFhirBillingThroughTheProxy(TestFhirBilling):
    """Each change is doubled on its way."""

    @pytest.fixture
    def billing(self, line: Misbehaviour) -> Iterator[FhirBilling]:
        line.faults = ["duplicates"] * 200
        with FhirClient(line.base, time_out=timedelta(seconds=20)) as shaky:
            yield FhirBilling(shaky, "H1")


def raw_of(client: FhirClient, told: HisBill) -> Json:
    (raw,) = client.by_identifier("Invoice", BILL, told.bill.id)
    return raw


@pytest.mark.parametrize("fault", ["drops", "loses-answers", "delays", "breaks"])
def test_a_posting_whose_answer_is_lost_comes_again_and_is_one(
    client: FhirClient, line: Misbehaviour, unpaid: HisBill, fault: Fault
) -> None:
    line.faults = [fault]
    with FhirClient(
        line.base, time_out=timedelta(seconds=1), heeds_versions=True
    ) as shaky:
        billing = FhirBilling(shaky, "H1")
        first = billing.post(ACTS.posting(unpaid, "p1"))
        again = billing.post(ACTS.posting(unpaid, "p1"))

    assert isinstance(first, Unclear)
    assert Accepted() == again
    raw = raw_of(client, unpaid)
    assert "balanced" == raw["status"]
    assert 2 == len(raw["identifier"])
    assert [] == fhirkit.validate(raw)


def test_of_two_postings_at_once_one_is_made(
    client: FhirClient, unpaid: HisBill
) -> None:
    billing = FhirBilling(client, "H1")
    one = billing.post(ACTS.posting(unpaid, "p1"))
    stale = raw_of(client, unpaid)

    assert Accepted() == one
    assert Rejected(code="BILL_PAID") == billing.post(ACTS.posting(unpaid, "p2"))
    assert stale == raw_of(client, unpaid)


def test_who_paid_what_and_by_which_payment_stands_on_the_invoice(
    client: FhirClient, unpaid: HisBill
) -> None:
    paid = PaymentRecord(
        key="pay-1",
        org="H1",
        voucher=unpaid.bill.key,
        card=unpaid.card,
        amount=unpaid.bill.total,
        source="9900",
        asked_at=AT,
        reference="WX-4711",
    )
    posting = ACTS.posting(unpaid, "p1").model_copy(update={"payment": paid})

    FhirBilling(client, "H1").post(posting)

    noted = {
        e["url"].removeprefix(f"{EXTENSION}settled-"): e.get("valueString")
        for e in raw_of(client, unpaid)["extension"]
    }
    assert ("20.17", "0.00") == (noted["total"], noted["fund"])
    assert ("WX-4711", AT.isoformat()) == (noted["payment"], noted["at"])


def test_the_electronic_invoice_s_number_is_told_where_there_is_one(
    client: FhirClient, unpaid: HisBill
) -> None:
    raw = raw_of(client, unpaid)
    number = {"system": E_INVOICE, "value": "E-1"}
    client.replace({**raw, "identifier": [*raw["identifier"], number]})

    answer = FhirBilling(client, "H1").post(ACTS.posting(unpaid, "p1"))

    assert Accepted(data={"invoice": "E-1"}) == answer


def test_a_whole_refund_cancels_the_invoice(
    client: FhirClient, unpaid: HisBill
) -> None:
    billing = FhirBilling(client, "H1")
    billing.post(ACTS.posting(unpaid, "p1"))
    back = RefundPosting(
        key="r1", card=unpaid.card, org="H1", bill=unpaid.bill.id, remaining=None
    )

    assert Accepted() == billing.refunded(back) == billing.refunded(back)
    found = billing.bill("H1", unpaid.bill.id)
    assert found is not None
    assert BillStanding.WITHDRAWN is found.standing


def test_what_the_server_keeps_besides_stays(
    client: FhirClient, unpaid: HisBill
) -> None:
    raw = raw_of(client, unpaid)
    client.replace({**raw, "note": [{"text": "请到3号窗口"}]})

    FhirBilling(client, "H1").release(ACTS.on(unpaid, "rel", "i1"))

    after = raw_of(client, unpaid)
    assert [{"text": "请到3号窗口"}] == after["note"]
    marked = after["lineItem"][0]["extension"]
    assert f"{EXTENSION}item-released" in {e["url"] for e in marked}
    assert [] == fhirkit.validate(after)


def test_another_institution_s_bill_is_none_of_ours(
    client: FhirClient, unpaid: HisBill
) -> None:
    billing = FhirBilling(client, "H2")

    assert billing.bill("H1", unpaid.bill.id) is None
    assert Rejected(code="BILL_UNKNOWN") == billing.post(ACTS.posting(unpaid, "p"))


def test_a_draft_is_not_seen_and_two_of_one_number_are_refused(
    client: FhirClient, unpaid: HisBill
) -> None:
    raw = raw_of(client, unpaid)
    draft = client.replace({**raw, "status": "draft"})
    billing = FhirBilling(client, "H1")
    assert billing.bill("H1", unpaid.bill.id) is None
    assert [] == billing.unpaid(unpaid.card)

    client.replace({**draft, "status": "issued"})
    twin = {k: v for k, v in raw.items() if k not in ("id", "meta")}
    client.transact(
        [{"resource": twin, "request": {"method": "POST", "url": "Invoice"}}]
    )
    with pytest.raises(FhirAnswerError):
        billing.bill("H1", unpaid.bill.id)


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"lineItem": []}, "items"),
        ({"identifier": []}, "number"),
        ({"totalGross": {"value": 99.0, "currency": "CNY"}}, "total"),
        ({"totalGross": {"value": 20.17, "currency": "USD"}}, "yuan"),
        ({"lineItem": [{"chargeItemCodeableConcept": {"text": "?"}}]}, "amount"),
    ],
)
def test_a_bill_that_lacks_something_is_not_shown(change: Json, flaw: str) -> None:
    item = BillItem(id="i1", amount=Decimal("20.17"))
    bill = Bill(id="B", org="H1", version=1, encounter="V", items=(item,))
    raw = invoice_for(HisBill(card="c1", bill=bill)).to_fhir()

    with pytest.raises(FhirAnswerError, match=flaw):
        bill_in({**raw, **change}, org="H1", card="c1")


@given(st.lists(st.decimals(0, 10**9, places=2).map(abs), min_size=1, max_size=5))
def test_a_bill_comes_back_to_the_fen(amounts: list[Decimal]) -> None:
    items = tuple(BillItem(id=f"i{n}", amount=a) for n, a in enumerate(amounts))
    bill = Bill(id="B", org="H1", version=1, encounter="V", items=items)
    told = HisBill(card="c1", bill=bill)

    assert told == bill_in(invoice_for(told).to_fhir(), org="H1", card="c1")


def test_billing_that_is_away_says_so(unpaid: HisBill) -> None:
    with FhirClient("http://127.0.0.1:9/fhir", time_out=timedelta(seconds=1)) as away:
        billing = FhirBilling(away, "H1")
        with pytest.raises(OutsideUnavailableError):
            billing.unpaid("c1")
        with pytest.raises(OutsideUnavailableError):
            billing.post(ACTS.posting(unpaid, "p1"))
