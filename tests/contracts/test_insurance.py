"""The simulated insurance does what the platform must."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from ehealthcard.adapters.simulator import Shares, SimulatedHospital, SimulatedInsurance
from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import Accepted, InsuredBill, Rejected, Unclear
from ehealthcard.rules.bills import Bill, BillItem
from ehealthcard.rules.insured import Amounts, Credential
from ehealthcard.rules.statements import StatementScope
from ehealthcard.testing import InsuranceContract, InsuredPatient

NOW = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
DAY = date(2026, 3, 2)
ORG = "H33010000001"


def bill(name: str, amount: str) -> Bill:
    items = (BillItem(id="i1", amount=Decimal(amount)),)
    return Bill(id=name, org=ORG, version=1, encounter=f"V-{name}", items=items)


class TestSimulatedInsurance(InsuranceContract):
    @pytest.fixture
    def gateway(self) -> SimulatedInsurance:
        return SimulatedHospital(ORG, clock=lambda: NOW).insurance

    @pytest.fixture
    def patient(self, gateway: SimulatedInsurance) -> InsuredPatient:
        return InsuredPatient("c1", gateway.enrol("c1", Decimal("15.00")))

    @pytest.fixture
    def another(self, gateway: SimulatedInsurance) -> Credential:
        return gateway.enrol("c2")

    @pytest.fixture
    def bills(self) -> tuple[Bill, Bill]:
        return bill("B1", "200.00"), bill("B2", "33.35")

    @pytest.fixture
    def scope(self) -> StatementScope:
        return StatementScope(
            institution=ORG,
            insutype="310",
            clr_type="11",
            stmt_begndate=DAY,
            stmt_enddate=DAY,
        )


def insured(gateway: SimulatedInsurance) -> InsuredBill:
    found = gateway.person("c1", gateway.enrol("c1"))
    assert found is not None
    made = bill("B1", "200.00")
    key = f"{ORG}202603020900000000"
    asked = InsuredBill(
        key=key, upload="u1", card="c1", coverage=found.coverage, bill=made
    )
    gateway.upload(asked)
    return asked


def test_a_lost_reply_hides_that_it_was_settled() -> None:
    gateway = SimulatedInsurance(lambda: NOW)
    asked = insured(gateway)
    gateway.faults.loses_replies = True
    assert Unclear() == gateway.settle(asked)
    gateway.faults.loses_replies = False

    assert isinstance(gateway.settle(asked), Accepted)
    assert 1 == len(gateway.settled)


def test_what_is_down_settles_nothing() -> None:
    gateway = SimulatedInsurance(lambda: NOW)
    asked = insured(gateway)
    gateway.faults.is_down = True
    with pytest.raises(OutsideUnavailableError):
        gateway.settle(asked)

    assert {} == gateway.settled


def test_a_refusal_carries_its_code() -> None:
    gateway = SimulatedInsurance(lambda: NOW)
    asked = insured(gateway)
    gateway.refuses = "ACCOUNT_LOCKED"

    assert Rejected(code="ACCOUNT_LOCKED") == gateway.settle(asked)


def test_the_account_pays_once() -> None:
    gateway = SimulatedInsurance(lambda: NOW)
    asked = insured(gateway)
    gateway.balances[asked.coverage.psn_no] = Decimal("30.00")
    for _ in range(2):
        gateway.settle(asked)

    assert Decimal("0.00") == gateway.balances[asked.coverage.psn_no]


@pytest.mark.parametrize("total", ["0.01", "0.05", "33.35", "99999.99"])
@pytest.mark.parametrize("rate", ["0.6", "0.85", "0.333"])
def test_shares_add_up_to_the_fen(total: str, rate: str) -> None:
    shares = Shares(Decimal(rate), hospital=Decimal("0.01"), own=Decimal("0.1"))
    amounts: Amounts = shares.amounts(Decimal(total), Decimal("7.77"))

    assert amounts.imbalance(Decimal(total)) is None
