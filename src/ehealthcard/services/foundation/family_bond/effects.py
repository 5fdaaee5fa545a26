"""What a bond brings about, and what it hears (效果与信号)."""

from ehealthcard.rules.family import EndReason
from ehealthcard.rules.signals import (
    AccountClosed,
    CardCancelled,
    ChildhoodEnded,
    PersonDied,
)
from ehealthcard.workflow import Claim, Until

from .commands import (
    CarerGone,
    HolderGone,
    TermPassed,
    TurnedEighteen,
    TurnedFourteen,
)
from .states import (
    Caring,
    DelegateAsked,
    GuardianAsked,
    GuardingAdult,
    GuardingChild,
    GuardingYouth,
    HandingOver,
    Holding,
    Vacant,
)


def place(state: Holding) -> Claim:
    """One card in each place of an account: never more than the limit."""
    return Claim(f"account-slot:{state.carer}:{state.slot}")


def one_each(state: Holding) -> Claim:
    """Two people have one bond."""
    return Claim(f"family-bond:{state.card}:{state.carer}")


def childhood(state: GuardingChild) -> Until[TurnedFourteen]:
    """Below 14 up to the last moment before the birthday."""
    return Until(state.child_until, TurnedFourteen())


def minority(state: GuardingYouth | Vacant) -> Until[TurnedEighteen] | None:
    """Below 18 up to the last moment before the birthday."""
    until = state.minor_until
    return Until(until, TurnedEighteen()) if until else None


def term(
    state: GuardianAsked | DelegateAsked | Caring | GuardingAdult | HandingOver,
) -> Until[TermPassed] | None:
    """It holds up to its last moment, if it has one."""
    return Until(state.until, TermPassed()) if state.until else None


def grown(state: GuardingYouth) -> ChildhoodEnded:
    """What a guardian has consented to is the ward's own to decide now."""
    return ChildhoodEnded(card=state.card)


def on_account_closed(signal: AccountClosed) -> CarerGone:
    """The carer's account has ended."""
    return CarerGone(died=signal.died)


def on_died(signal: PersonDied) -> HolderGone:
    """The holder has died."""
    return HolderGone(reason=EndReason.HOLDER_DIED)


def on_cancelled(signal: CardCancelled) -> HolderGone:
    """The holder's card was cancelled."""
    return HolderGone(reason=EndReason.HOLDER_GONE)
