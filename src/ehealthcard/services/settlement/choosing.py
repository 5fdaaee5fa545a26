"""How it is chosen who pays what."""

from typing import TypeVar

from ehealthcard.rules.splitting import all_cash
from ehealthcard.workflow import Context

from .checks import To, require_payer, shown
from .commands import ChooseInsurance, ChooseSelf
from .model import CoverageFacts, Misuse, SettlementPolicy
from .notices import SplitKnown, SplitRefused
from .rules import (
    CREDENTIAL_INVALID,
    INSURANCE_SILENT,
    INSURANCE_SUSPENDED,
    NOT_COVERED,
)
from .states import Closed, Open, Paying, PayUnknown, PreSettled, Splitting

Asking = Context[CoverageFacts, SettlementPolicy]
Elsewhere = TypeVar("Elsewhere", Open, PreSettled, Paying, PayUnknown, Closed)
OTHERS_CREDENTIAL = "CREDENTIAL_OTHER_PERSON"


def choose_insurance(
    state: Open | PreSettled, command: ChooseInsurance, ctx: Asking
) -> Splitting | Open:
    """Only with the patient's own, verified credential (YB-15, 17).

    Somebody else's is refused, and the monitor hears of it.
    """
    require_payer(ctx.actor, ctx.facts, ctx.subject, ctx.policy)
    until = ctx.facts.suspended_until
    if until and ctx.now <= until:
        raise INSURANCE_SUSPENDED.broken(until=shown(until))
    if ctx.facts.is_silent:
        raise INSURANCE_SILENT.broken()
    insured = ctx.facts.insured
    if insured is None:
        raise CREDENTIAL_INVALID.broken()
    if not insured.is_patient:
        return _deny(state, ctx)
    if not insured.is_covered:
        raise NOT_COVERED.broken()
    splits = state.splits + 1
    return state.to(
        Splitting,
        coverage=insured.coverage,
        psn_no=insured.coverage.psn_no,
        splits=splits,
        upload=f"{state.key}:s{splits}",
        refusal=None,
    )


def choose_self(
    state: Open | Splitting | PreSettled, command: ChooseSelf, ctx: To
) -> PreSettled:
    """Everything in cash (自费); the insurance's silence keeps nobody from it."""
    require_payer(ctx.actor, ctx.facts, ctx.subject, ctx.policy)
    split = all_cash(state.bill.total)
    return state.to(PreSettled, split=split, coverage=None, refusal=None)


def take_split(
    state: Splitting, command: SplitKnown, ctx: Context
) -> PreSettled | Open | Splitting:
    """The insurance told the split; it must add up, or it is void."""
    if command.answers != state.upload:
        return state
    if command.amounts.imbalance(state.bill.total):
        return state.to(Open, refusal="SPLIT_MISMATCH")
    return state.to(PreSettled, split=command.amounts.split)


def refuse_split(
    state: Splitting, command: SplitRefused, ctx: Context
) -> Open | Splitting:
    """No split: choose again, or pay in cash."""
    if command.answers != state.upload:
        return state
    return state.to(Open, refusal=command.code)


def hear_late_split(
    state: Elsewhere, command: SplitKnown | SplitRefused, ctx: Context
) -> Elsewhere:
    """A split that nobody waits for any more changes nothing."""
    return state


def _deny(state: Open | PreSettled, ctx: Asking) -> Open:
    before = state.misuse if isinstance(state, Open) else None
    attempt = before.attempt + 1 if before else 1
    misuse = Misuse(at=ctx.now, by=ctx.actor.id, attempt=attempt)
    return state.to(Open, refusal=OTHERS_CREDENTIAL, misuse=misuse)
