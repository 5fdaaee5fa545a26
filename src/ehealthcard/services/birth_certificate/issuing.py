"""How a certificate is printed, and printed anew."""

from typing import Any

from ehealthcard.rules.birth.blanks import VoidReason
from ehealthcard.rules.birth.identifier import LicenceIdentifier
from ehealthcard.rules.birth.numbers import edition_on, read_number
from ehealthcard.rules.calendar import day_of
from ehealthcard.workflow import Context

from .checks import CLERK, PrintFacts, require_institution
from .commands import Print
from .model import Part, PastNumber
from .packs import BirthPolicy
from .rules import BLANK_NOT_YOURS, EDITION_ENDED, NUMBER_FORM
from .states import Confirmed, Issued, RenewalGranted

Printing = Context[PrintFacts, BirthPolicy]
WHOLE = (Part.MAIN, Part.COUNTERFOIL, Part.STUB)
WITHOUT_COUNTERFOIL = (Part.MAIN, Part.STUB)
"""Once the police have their page they get no second one."""


def print_first(state: Confirmed, command: Print, ctx: Printing) -> Issued:
    """A clerk prints it on a blank of the institution; one number, one child."""
    require_institution(ctx, state.org, CLERK)
    return state.to(Issued, **_printed(command, ctx), parts=WHOLE)


def print_anew(state: RenewalGranted, command: Print, ctx: Printing) -> Issued:
    """Another blank takes the old one's place; the old number is void for ever."""
    require_institution(ctx, state.org, CLERK)
    lost = state.renewal.lost
    old = PastNumber(
        number=state.number,
        edition=state.edition,
        licence=state.licence,
        reason=VoidReason.REISSUED if lost else VoidReason.REPLACED,
        voided_at=ctx.now,
        voided_by=ctx.actor.id,
    )
    return state.to(
        Issued,
        **_printed(command, ctx),
        parts=WITHOUT_COUNTERFOIL if state.household else WHOLE,
        past=(*state.past, old),
        tracking=None,
    )


def _printed(command: Print, ctx: Printing) -> dict[str, Any]:
    """Return what a blank makes of a certificate.

    Raises:
        RuleViolationError: The blank cannot be used.

    """
    reading, day = read_number(command.number), day_of(ctx.now)
    if reading is None:
        raise NUMBER_FORM.broken()
    if ctx.facts.edition is None:
        raise BLANK_NOT_YOURS.broken()
    if ctx.facts.edition is not edition_on(day):
        raise EDITION_ENDED.broken()
    return {
        "number": reading.number,
        "edition": ctx.facts.edition,
        "printed_by": ctx.actor.id,
        "issued_at": ctx.now,
        "licence": _licence(command, ctx.policy),
        "warnings": reading.warnings(day),
    }


def _licence(command: Print, policy: BirthPolicy) -> str | None:
    """Return the electronic licence's identifier, where the place has its codes."""
    if policy.licence_type is None or command.issuer_code is None:
        return None
    parts = (policy.licence_type, command.issuer_code, command.number)
    return str(LicenceIdentifier(*parts))
