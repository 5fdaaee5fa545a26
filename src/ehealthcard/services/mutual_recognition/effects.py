"""What each state brings about, and what other cases do to it."""

from ehealthcard.crypto import Suite
from ehealthcard.rules.signals import ReportRetracted
from ehealthcard.workflow import Claim, Erase, Tell, Until

from .commands import SourceGone, TermPassed
from .model import FakeReport, SuppressedOrder
from .states import (
    Expired,
    Offered,
    PendingVerify,
    Recognised,
    RejectedFake,
    Revoked,
    Viewed,
    Withdrawn,
)


def term(state: PendingVerify | Offered | Viewed) -> Until[TermPassed]:
    """An authorisation holds up to its last moment."""
    return Until(state.until, TermPassed())


def one_each(state: PendingVerify | Offered | Viewed) -> Claim:
    """The same items of a report are shown to an institution once at a time."""
    said = "\0".join((*sorted(state.codes), state.receiver)).encode()
    seal = Suite.INTL.digest(b"recognition\0" + said).hex()[:32]
    return Claim(f"recognition:{state.card}:{state.reference}:{seal}")


def suppress(state: Recognised) -> Tell | None:
    """The HIS does not carry out what need not be done again."""
    if state.order is None:
        return None
    told = SuppressedOrder(
        card=state.card,
        org=state.receiver,
        encounter=state.encounter,
        order=state.order,
        reference=state.reference,
    )
    key = f"{state.receiver}:{state.order}:suppressed"
    return Tell("his", "order-suppressed", key, told)


def ask_again(state: Withdrawn) -> Tell | None:
    """The HIS hears that the examination is needed after all."""
    if state.order is None:
        return None
    told = SuppressedOrder(
        card=state.card,
        org=state.receiver,
        encounter=state.encounter,
        order=state.order,
        reference=state.reference,
    )
    key = f"{state.receiver}:{state.order}:needed"
    return Tell("his", "order-needed", key, told)


def tell_monitor(state: RejectedFake) -> Tell:
    """A false report is a risk event."""
    told = FakeReport(
        card=state.card,
        org=state.org,
        report=state.report,
        offences=state.offences,
        uploaded_by=state.offered_by,
    )
    key = f"{state.card}:{state.org}:{state.report}:{state.rejected_at.isoformat()}"
    return Tell("monitor", "fake-report", key, told)


def wipe(state: Revoked | Expired) -> Erase:
    """What was shown is destroyed; that it was shown, stays on record."""
    return Erase()


def on_retracted(signal: ReportRetracted) -> SourceGone:
    """The report was taken back."""
    return SourceGone()
