"""How money comes and goes back in a list of payments (到账与退回).

Nothing is charged twice and nothing goes back twice: an answer that is repeated, or
that comes late, changes what is written of its own record and of no other.
"""

from datetime import datetime
from decimal import Decimal

from .money import NOTHING
from .payment_records import PaymentRecord, PaymentStanding, Records, changed, find


def came(
    records: Records, key: str, at: datetime, reference: str | None = None
) -> Records:
    """Write down that a charge was paid; who asks for nothing keeps it."""
    return changed(
        records,
        key,
        standing=PaymentStanding.DONE,
        done_at=at,
        reference=reference,
        code=None,
    )


def came_unwanted(
    records: Records, key: str, at: datetime, reference: str | None = None
) -> Records:
    """Write down that a charge was paid that nobody waits for; all of it goes back."""
    record = find(records, key)
    if record is None or record.is_refund or record.standing is PaymentStanding.DONE:
        return records
    known = changed(came(records, key, at, reference), key, abandoned=True)
    return give_back(known, key, record.amount, at, record.back_key)


def failed(records: Records, key: str, code: str) -> Records:
    """Write down that no money moves under this key; what was paid stays paid."""
    record = find(records, key)
    if record is None or not record.is_open:
        return records
    return changed(records, key, standing=PaymentStanding.FAILED, code=code)


def closing(records: Records, key: str) -> Records:
    """Write down that a charge is being closed."""
    return changed(records, key, standing=PaymentStanding.CLOSING)


def give_back(
    records: Records, charge: str, amount: Decimal, at: datetime, key: str
) -> Records:
    """Add a refund of *amount* to its charge (原路退款)."""
    paid = find(records, charge)
    if paid is None or find(records, key) or amount <= NOTHING:
        return records
    refund = PaymentRecord(
        key=key,
        original=charge,
        service=paid.service,
        org=paid.org,
        voucher=paid.voucher,
        card=paid.card,
        amount=amount,
        source=paid.source,
        method=paid.method,
        asked_at=at,
    )
    return (*records, refund)


def went_back(
    records: Records, key: str, at: datetime, reference: str | None = None
) -> Records:
    """Write down that a refund is done, and how much of its charge is back."""
    refund = find(records, key)
    if refund is None or refund.original is None or not refund.is_open:
        return records
    done = came(records, key, at, reference)
    charge = find(records, refund.original)
    before = charge.returned if charge else NOTHING
    return changed(done, refund.original, returned=before + refund.amount)


def stuck(records: Records, key: str, code: str) -> Records:
    """Write down that the gateway would not give back; a person must."""
    refund = find(records, key)
    if refund is None or not refund.is_open:
        return records
    return changed(records, key, standing=PaymentStanding.STUCK, code=code)


def kept(records: Records) -> tuple[PaymentRecord, Decimal] | None:
    """Return the charge that the bill rests on, and how much of it is still here."""
    for r in reversed(records):
        if not r.is_refund and r.standing is PaymentStanding.DONE and not r.abandoned:
            return r, r.amount - r.returned
    return None
