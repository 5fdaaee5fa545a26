"""Void numbers of birth certificates (作废证登记, guide §4.6.2).

A blank that was spoiled, damaged or lost is entered by its institution, before it was
ever a certificate; a certificate that was replaced or issued anew enters its old number
by itself, in the transaction that gives it the new one. A number that is void is so for
ever: it is claimed here, and no certificate can be printed on it.

Inferred: a register of void certificates is common practice; the guide does not speak
of it. A revoked certificate keeps its number claimed itself and is not entered here.
"""

from pydantic import Field

from ehealthcard.models import Model, Moment
from ehealthcard.ports import Inquiry
from ehealthcard.rules.birth.blanks import BlankLot, VoidReason
from ehealthcard.rules.birth.numbers import Number
from ehealthcard.rules.signals import BirthNumberVoided
from ehealthcard.workflow import (
    Claim,
    Command,
    Context,
    Facts,
    Notice,
    Rule,
    State,
    Tell,
    Title,
    Workflow,
)

KEEPERS = ("birth-clerk", "birth-blank-keeper")
"""Who prints certificates, and who keeps the blanks (签发人员、空白证管理员)."""

BLANK_NOT_YOURS = Rule(
    "BIRTH_BLANK_NOT_YOURS",
    "This number is in no lot of your institution; check it.",
    "该编号不在本机构领用的号段内，请核对。",
)
NOT_A_BLANK_S_REASON = Rule(
    "BIRTH_VOID_REASON",
    "Certificates are replaced and issued anew on their own case, not here.",
    "换发、补发请在相应办件中办理。",
)


class Voided(State):
    """What is known of every void number."""

    number: Number
    org: str
    reason: VoidReason
    voided_by: str
    voided_at: Moment


class BlankVoided(Voided):
    """A blank that was never a certificate (空白证已作废)."""

    explanation: str | None


class NumberVoided(Voided):
    """The old number of a certificate that has another one now (原证号已作废)."""


class Void(Command):
    """Enter a blank that cannot be used (作废空白证)."""

    number: Number
    reason: VoidReason
    explanation: str | None = Field(default=None, max_length=200)


class NumberReplaced(Notice):
    """A certificate has another number now."""

    number: Number
    org: str
    reason: VoidReason
    by: str


class BlankFacts(Facts):
    """What must be known of a blank."""

    is_there: bool
    """Whether the actor's institution has it."""


class NumberNote(Model):
    """What the registry of certificates is told (证件管理系统)."""

    number: str
    org: str
    reason: VoidReason


def blank_facts(ask: Inquiry) -> BlankFacts:
    """Look at the lots of the actor's institution."""
    command, org = ask.command, ask.actor.org
    if not isinstance(command, Void) or org is None:
        return BlankFacts(is_there=False)
    lots = list(ask.related("birth-blanks", org, "birth-blanks"))
    there = any(isinstance(lot, BlankLot) and lot.has(command.number) for lot in lots)
    return BlankFacts(is_there=there)


def void(state: None, command: Void, ctx: Context[BlankFacts, None]) -> BlankVoided:
    """The institution that has a blank enters it as void."""
    ctx.require(*KEEPERS)
    if command.reason in (VoidReason.REPLACED, VoidReason.REISSUED):
        raise NOT_A_BLANK_S_REASON.broken()
    if not ctx.facts.is_there or ctx.actor.org is None:
        raise BLANK_NOT_YOURS.broken()
    return BlankVoided(
        **dict(command),
        org=ctx.actor.org,
        voided_by=ctx.actor.id,
        voided_at=ctx.now,
    )


def enter(state: None, command: NumberReplaced, ctx: Context) -> NumberVoided:
    """A certificate that got another number enters its old one."""
    return NumberVoided(
        number=command.number,
        org=command.org,
        reason=command.reason,
        voided_by=command.by,
        voided_at=ctx.now,
    )


def number_once(state: BlankVoided | NumberVoided) -> Claim:
    """No certificate is ever printed on it."""
    return Claim(f"birth-number:{state.number}")


def tell_registry(state: BlankVoided | NumberVoided) -> Tell:
    """The registry of certificates learns of it."""
    told = NumberNote(number=state.number, org=state.org, reason=state.reason)
    return Tell("birth-registry", "birth-number-void", state.number, told)


def on_voided(signal: BirthNumberVoided) -> NumberReplaced:
    """A certificate was replaced or issued anew."""
    return NumberReplaced(
        number=signal.number,
        org=signal.org,
        reason=VoidReason(signal.reason),
        by=signal.by,
    )


BirthVoid = BlankVoided | NumberVoided
BirthVoidCommand = Void | NumberReplaced

birth_void: Workflow[BirthVoid, BirthVoidCommand] = Workflow(
    "birth-void",
    Title("出生医学证明作废登记", "Void birth certificate numbers", "4.6.2"),
    transitions=(void, enter),
    effects=(number_once, tell_registry),
    reactions=(on_voided,),
    sources=(blank_facts,),
)
