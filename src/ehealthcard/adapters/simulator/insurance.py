"""An insurance platform (模拟医保平台)."""

from collections.abc import Callable
from decimal import Decimal
from threading import Lock

import attrs

from ehealthcard.ports import (
    Accepted,
    Answer,
    Clock,
    DetailInquiry,
    Flush,
    Insured,
    InsuredBill,
    Rejected,
    Reversal,
    Revocation,
    SettlementInquiry,
)
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.insured import Amounts, Coverage, Credential, InsuranceSettlement
from ehealthcard.rules.money import NOTHING
from ehealthcard.rules.statements import StatementLine, StatementScope, Totals

from .faults import Faults
from .shares import Shares


@attrs.define
class SimulatedInsurance:
    """See :class:`ehealthcard.ports.InsuranceGateway`."""

    clock: Clock
    faults: Faults = attrs.field(factory=Faults)
    shares: Shares = attrs.field(factory=Shares)
    refuses: str | None = None
    """The code with which 2206 and 2207 are refused, if they are."""

    refuses_undoing: str | None = None
    """The same for 2208 and 2601."""

    balances: dict[str, Decimal] = attrs.field(factory=dict[str, Decimal])
    """Personal accounts, by person number."""

    settled: dict[str, InsuranceSettlement] = attrs.field(
        factory=dict[str, InsuranceSettlement], init=False
    )
    """What stands, by the number of its 2207."""

    uploads: dict[str, str] = attrs.field(factory=dict[str, str], init=False)
    """By visit: the details that it has."""

    flushed: set[str] = attrs.field(factory=set[str], init=False)
    """Numbers of messages that have no effect any more."""

    _owners: dict[str, str] = attrs.field(factory=dict[str, str], init=False)
    _reversed: set[str] = attrs.field(factory=set[str], init=False)
    _lock: Lock = attrs.field(factory=Lock, init=False)

    def enrol(
        self, card: str, balance: Decimal = NOTHING, *, token: str | None = None
    ) -> Credential:
        """Insure somebody; return the credential."""
        credential = Credential(value=token or f"token-{len(self._owners) + 1}")
        self._owners[credential.value] = card
        self.balances[self._number(credential.value)] = balance
        return credential

    def person(self, card: str, credential: Credential, /) -> Insured | None:
        """See :class:`ehealthcard.ports.InsuranceGateway`."""
        return self.faults.read(lambda: self._person(card, credential))

    def upload(self, bill: InsuredBill, /) -> Answer:
        """See :class:`ehealthcard.ports.InsuranceGateway`."""
        return self.faults.act(lambda: self._upload(bill))

    def revoke(self, details: Revocation, /) -> Answer:
        """See :class:`ehealthcard.ports.InsuranceGateway`."""
        return self.faults.act(lambda: self._revoke(details))

    def pre_settle(self, bill: InsuredBill, /) -> Answer:
        """See :class:`ehealthcard.ports.InsuranceGateway`."""
        return self.faults.act(lambda: self._pre_settle(bill))

    def settle(self, bill: InsuredBill, /) -> Answer:
        """See :class:`ehealthcard.ports.InsuranceGateway`."""
        return self.faults.act(lambda: self._settle(bill))

    def inquire(self, question: SettlementInquiry, /) -> Answer:
        """See :class:`ehealthcard.ports.InsuranceGateway`."""
        return self.faults.act(lambda: self._known(question.msgid))

    def reverse(self, reversal: Reversal, /) -> Answer:
        """See :class:`ehealthcard.ports.InsuranceGateway`."""
        return self.faults.act(lambda: self._reverse(reversal))

    def flush(self, flush: Flush, /) -> Answer:
        """See :class:`ehealthcard.ports.InsuranceGateway`."""
        return self.faults.act(lambda: self._flush(flush))

    def totals(self, scope: StatementScope, /) -> Totals:
        """See :class:`ehealthcard.ports.InsuranceGateway`."""
        return self.faults.read(lambda: self._totals(scope))

    def lines(self, scope: StatementScope, /) -> list[StatementLine]:
        """See :class:`ehealthcard.ports.InsuranceGateway`."""
        return self.faults.read(lambda: self.faults.shorten(self._lines(scope)))

    def detail(self, question: DetailInquiry, /) -> Answer:
        """See :class:`ehealthcard.ports.InsuranceGateway`."""
        return self.faults.act(lambda: self._detail(question))

    @staticmethod
    def _number(token: str) -> str:
        return f"p-{token}"

    def _person(self, card: str, credential: Credential) -> Insured | None:
        owner = self._owners.get(credential.value)
        if owner is None:
            return None
        coverage = Coverage(
            credential=credential,
            psn_no=self._number(credential.value),
            insutype="310",
        )
        return Insured(is_patient=owner == card, coverage=coverage)

    def _upload(self, bill: InsuredBill) -> Answer:
        self.uploads[bill.bill.encounter] = bill.upload
        return Accepted()

    def _revoke(self, details: Revocation) -> Answer:
        if self.uploads.get(details.encounter) == details.upload:
            del self.uploads[details.encounter]
        return Accepted()

    def _hindrance(self, bill: InsuredBill) -> str | None:
        if self.refuses:
            return self.refuses
        has = self.uploads.get(bill.bill.encounter) == bill.upload
        return None if has else "NOT_UPLOADED"

    def _amounts(self, bill: InsuredBill) -> Amounts:
        balance = self.balances.get(bill.coverage.psn_no, NOTHING)
        return self.shares.amounts(bill.bill.total, balance)

    def _pre_settle(self, bill: InsuredBill) -> Answer:
        if code := self._hindrance(bill):
            return Rejected(code=code)
        return Accepted(data={"amounts": self._amounts(bill).model_dump()})

    def _settle(self, bill: InsuredBill) -> Answer:
        with self._lock:
            if bill.key not in self.settled:
                if bill.key in self.flushed:
                    return Rejected(code="FLUSHED")
                if code := self._hindrance(bill):
                    return Rejected(code=code)
                self._write(bill)
        return self._known(bill.key)

    def _write(self, bill: InsuredBill) -> None:
        amounts, coverage = self._amounts(bill), bill.coverage
        self.balances[coverage.psn_no] = amounts.balc or NOTHING
        self.settled[bill.key] = InsuranceSettlement(
            **dict(amounts),
            mdtrt_id=bill.bill.encounter,
            setl_id=f"S{bill.key[-18:]}",
            psn_no=coverage.psn_no,
            insutype=coverage.insutype,
            setl_time=self.clock(),
            mdtrt_cert_type=coverage.credential.kind,
            medins_setl_id=bill.key,
            clr_type=coverage.clr_type,
        )

    def _known(self, msgid: str) -> Answer:
        found = self.settled.get(msgid)
        if found is None:
            return Rejected(code="NOT_FOUND")
        return Accepted(data={"result": found.model_dump()})

    def _reverse(self, reversal: Reversal) -> Answer:
        with self._lock:
            if reversal.msgid in self._reversed:
                return Accepted()
            if self.refuses_undoing:
                return Rejected(code=self.refuses_undoing)
            if not self._undo(lambda s: s.setl_id == reversal.setl_id):
                return Rejected(code="NOT_FOUND")
            self._reversed.add(reversal.msgid)
            return Accepted()

    def _flush(self, flush: Flush) -> Answer:
        with self._lock:
            if self.refuses_undoing:
                return Rejected(code=self.refuses_undoing)
            self.flushed.add(flush.omsgid)
            self._undo(lambda s: s.medins_setl_id == flush.omsgid)
            return Accepted()

    def _undo(self, is_meant: Callable[[InsuranceSettlement], bool]) -> bool:
        for msgid, found in list(self.settled.items()):
            if is_meant(found):
                del self.settled[msgid]
                self.flushed.add(msgid)
                self.balances[found.psn_no] += found.acct_pay
                return True
        return False

    def _lines(self, scope: StatementScope) -> list[StatementLine]:
        return [
            StatementLine(
                setl_id=s.setl_id,
                medfee_sumamt=s.medfee_sumamt,
                fund_pay_sumamt=s.fund_pay_sumamt,
                acct_pay=s.acct_pay,
            )
            for s in self.settled.values()
            if (s.insutype, s.clr_type) == (scope.insutype, scope.clr_type)
            and scope.stmt_begndate <= day_of(s.setl_time) <= scope.stmt_enddate
            and (s.medins_setl_id or "").startswith(scope.institution)
        ]

    def _totals(self, scope: StatementScope) -> Totals:
        lines = self._lines(scope)
        return Totals(
            medfee_sumamt=sum((x.medfee_sumamt for x in lines), NOTHING),
            fund_pay_sumamt=sum((x.fund_pay_sumamt for x in lines), NOTHING),
            acct_pay=sum((x.acct_pay for x in lines), NOTHING),
            fixmedins_setl_cnt=len(lines),
        )

    def _detail(self, question: DetailInquiry) -> Answer:
        for line in self._lines(question.scope):
            if line.setl_id == question.setl_id:
                return Accepted(data={"line": line.model_dump()})
        return Rejected(code="NOT_FOUND")
