"""What every insurance gateway must do.

Inherit, provide ``gateway``, the ``patient`` with a credential of his own, a credential
of ``another`` person, two ``bills`` of the patient, and the ``scope`` that they fall
into, and pytest does the rest.
"""

from typing import NamedTuple

import pytest

from ehealthcard.ports import (
    Accepted,
    DetailInquiry,
    Flush,
    InsuranceGateway,
    InsuredBill,
    Rejected,
    Reversal,
    Revocation,
    SettlementInquiry,
)
from ehealthcard.rules.bills import Bill
from ehealthcard.rules.insured import Amounts, Credential, InsuranceSettlement
from ehealthcard.rules.statements import StatementScope


class InsuredPatient(NamedTuple):
    """Who is insured, and how he shows it."""

    card: str
    credential: Credential


class InsuranceContract:
    """Everything that settlement asks of the insurance platform."""

    @pytest.fixture
    def gateway(self) -> InsuranceGateway:
        """Return the adapter."""
        raise pytest.UsageError("Provide a gateway fixture.")

    @pytest.fixture
    def patient(self) -> InsuredPatient:
        """Return an insured patient."""
        raise pytest.UsageError("Provide a patient fixture.")

    @pytest.fixture
    def another(self) -> Credential:
        """Return a valid credential of another person."""
        raise pytest.UsageError("Provide an another fixture.")

    @pytest.fixture
    def bills(self) -> tuple[Bill, Bill]:
        """Return two bills of two visits, of different amounts."""
        raise pytest.UsageError("Provide a bills fixture.")

    @pytest.fixture
    def scope(self) -> StatementScope:
        """Return the statement that today's settlements fall into."""
        raise pytest.UsageError("Provide a scope fixture.")

    @pytest.fixture
    def ready(
        self,
        gateway: InsuranceGateway,
        patient: InsuredPatient,
        bills: tuple[Bill, Bill],
    ) -> tuple[InsuredBill, InsuredBill]:
        """Return both bills with their details uploaded."""
        found = gateway.person(patient.card, patient.credential)
        assert found is not None
        one, two = (
            InsuredBill(
                key=f"{bill.medins}{n:018d}",
                upload=f"{bill.key}:s1",
                card=patient.card,
                coverage=found.coverage,
                bill=bill,
            )
            for n, bill in enumerate(bills, 1)
        )
        for bill in (one, two):
            assert isinstance(gateway.upload(bill), Accepted)
        return one, two

    def test_it_says_whose_credential_it_is(
        self,
        gateway: InsuranceGateway,
        patient: InsuredPatient,
        another: Credential,
    ) -> None:
        """The patient's own, somebody else's, or nobody's (1101)."""
        own = gateway.person(patient.card, patient.credential)
        others = gateway.person(patient.card, another)
        nobodys = gateway.person(patient.card, Credential(value="no-such-token"))

        assert own is not None
        assert own.is_patient
        assert others is not None
        assert not others.is_patient
        assert nobodys is None

    def test_a_pre_settlement_adds_up_and_settles_nothing(
        self, gateway: InsuranceGateway, ready: tuple[InsuredBill, InsuredBill]
    ) -> None:
        """2206, as often as somebody asks."""
        for _ in range(2):
            answer = gateway.pre_settle(ready[0])
            assert isinstance(answer, Accepted)
            amounts = Amounts.from_data(answer.data["amounts"])
            amounts.require_balanced(ready[0].bill.total)

        assert Rejected(code="NOT_FOUND") == gateway.inquire(_about(ready[0]))

    def test_without_details_nothing_is_split_or_settled(
        self, gateway: InsuranceGateway, ready: tuple[InsuredBill, InsuredBill]
    ) -> None:
        """2204 first, and after 2205 again."""
        one = ready[0]
        for _ in range(2):
            gone = gateway.revoke(_details(one))
            assert isinstance(gone, Accepted)

        assert Rejected(code="NOT_UPLOADED") == gateway.pre_settle(one)
        assert Rejected(code="NOT_UPLOADED") == gateway.settle(one)
        newer = one.model_copy(update={"upload": f"{one.upload}:newer"})
        gateway.upload(newer)
        assert Rejected(code="NOT_UPLOADED") == gateway.pre_settle(one)
        assert isinstance(gateway.pre_settle(newer), Accepted)

    def test_a_settlement_that_comes_again_is_one(
        self,
        gateway: InsuranceGateway,
        ready: tuple[InsuredBill, InsuredBill],
        scope: StatementScope,
    ) -> None:
        """2207: the message number names it, and the inquiry knows it."""
        first, second = gateway.settle(ready[0]), gateway.settle(ready[0])

        done = _settlement(first)
        done.require_balanced(ready[0].bill.total)
        assert done == _settlement(second)
        assert done == _settlement(gateway.inquire(_about(ready[0])))
        assert 1 == gateway.totals(scope).fixmedins_setl_cnt

    def test_2208_takes_the_whole_back_and_the_rest_can_be_settled(
        self,
        gateway: InsuranceGateway,
        ready: tuple[InsuredBill, InsuredBill],
        scope: StatementScope,
    ) -> None:
        """Again changes nothing; what is not there is not found."""
        one, two = ready
        done = _settlement(gateway.settle(one))
        reversal = Reversal(
            msgid=two.key,
            setl_id=done.setl_id,
            psn_no=one.coverage.psn_no,
            encounter=one.bill.encounter,
        )
        for _ in range(2):
            assert isinstance(gateway.reverse(reversal), Accepted)

        assert 0 == gateway.totals(scope).fixmedins_setl_cnt
        unknown = reversal.model_copy(
            update={"setl_id": "no-such", "msgid": f"{two.key[:-1]}9"}
        )
        assert Rejected(code="NOT_FOUND") == gateway.reverse(unknown)
        anew = one.model_copy(update={"key": f"{one.key[:-1]}8"})
        gateway.upload(anew)
        assert isinstance(gateway.settle(anew), Accepted)

    def test_2601_undoes_what_was_settled(
        self,
        gateway: InsuranceGateway,
        ready: tuple[InsuredBill, InsuredBill],
        scope: StatementScope,
    ) -> None:
        """By the number of the message (冲正)."""
        gateway.settle(ready[0])
        for _ in range(2):
            assert isinstance(gateway.flush(_flush(ready[0])), Accepted)

        assert Rejected(code="NOT_FOUND") == gateway.inquire(_about(ready[0]))
        assert 0 == gateway.totals(scope).fixmedins_setl_cnt

    def test_2601_that_overtakes_its_2207_wins(
        self, gateway: InsuranceGateway, ready: tuple[InsuredBill, InsuredBill]
    ) -> None:
        """Messages come out of order; nothing is left settled."""
        assert isinstance(gateway.flush(_flush(ready[0])), Accepted)

        assert Rejected(code="FLUSHED") == gateway.settle(ready[0])
        assert isinstance(gateway.settle(ready[1]), Accepted)

    def test_the_books_say_what_was_settled(
        self,
        gateway: InsuranceGateway,
        ready: tuple[InsuredBill, InsuredBill],
        scope: StatementScope,
    ) -> None:
        """3201 is the sum of 3202."""
        done = [_settlement(gateway.settle(bill)) for bill in ready]
        totals, lines = gateway.totals(scope), gateway.lines(scope)

        assert {s.setl_id for s in done} == {x.setl_id for x in lines}
        assert sum(x.fund_pay_sumamt for x in lines) == totals.fund_pay_sumamt
        assert sum(x.medfee_sumamt for x in lines) == totals.medfee_sumamt
        assert len(lines) == totals.fixmedins_setl_cnt
        asked = DetailInquiry(scope=scope, setl_id=done[0].setl_id)
        answer = gateway.detail(asked)
        assert isinstance(answer, Accepted)
        unknown = DetailInquiry(scope=scope, setl_id="no-such")
        assert Rejected(code="NOT_FOUND") == gateway.detail(unknown)
        other = scope.model_copy(update={"insutype": "999"})
        assert [] == gateway.lines(other)


def _settlement(answer: object) -> InsuranceSettlement:
    assert isinstance(answer, Accepted)
    return InsuranceSettlement.from_data(answer.data["result"])


def _about(bill: InsuredBill) -> SettlementInquiry:
    return SettlementInquiry(msgid=bill.key, psn_no=bill.coverage.psn_no)


def _flush(bill: InsuredBill) -> Flush:
    return Flush(psn_no=bill.coverage.psn_no, omsgid=bill.key)


def _details(bill: InsuredBill) -> Revocation:
    return Revocation(
        upload=bill.upload,
        psn_no=bill.coverage.psn_no,
        encounter=bill.bill.encounter,
    )
