"""Bills through the desk, with a HIS, a gateway and an insurance behind it."""

from decimal import Decimal

import pytest

from ehealthcard.ports import Storage
from ehealthcard.services.settlement import PartiallyRefunded, PreSettled, Settled

from .cashdesk import CashDesk, bill, cashdesk, money


@pytest.fixture
def till(storage: Storage) -> CashDesk:
    return cashdesk(storage)


def test_a_bill_is_split_paid_insured_and_posted(till: CashDesk) -> None:
    case = till.insured(bill("150.00", "50.00"), balance="30.00")
    state = till.state(case)
    assert isinstance(state, PreSettled), state
    parts = state.split
    assert (money("120.00"), money("30.00"), money("50.00")) == (
        parts.fund,
        parts.account,
        parts.cash,
    )
    till.pay(case)
    till.run()

    state = till.state(case)
    assert isinstance(state, Settled), state
    assert "inv-1" == state.posting.invoice
    assert Decimal("50.00") == till.hospital.payments.balance
    assert 1 == len(till.hospital.insurance.settled)


def test_a_partial_refund(till: CashDesk) -> None:
    case = till.settled(bill("150.00", "50.00"), balance="0.00")
    till.refund(case, "i2")
    till.run()
    assert isinstance(till.state(case), PartiallyRefunded)
    assert Decimal("60.00") == till.hospital.payments.balance
