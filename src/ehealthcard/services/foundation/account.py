"""An account: one's own card and those one cares for (账户, 统一用户体系).

Everybody has one account at most. It is opened by the holder himself or at a window,
and by the desk together with the first card that somebody is to care for. What it holds
beside the own card are the bonds of ``family-bond``; how many there may be is policy,
and a window widens it for who needs more, such as a children's home.

It ends with its holder's card and with his life, and then everything that it held ends
as well. A guardian does not close his account: somebody else is found first.

Somebody whose two cards became one has one limit. Nothing is moved, so that parting the
two is exact; but the cards that either account holds count together, and they count
against the limit of the account of the card that stays, or of the other one where that
is the only account. A limit that a window has widened for a retired card does not carry
over: the reason was written for that card, two widened limits would add up to one that
nobody has allowed, and a window widens the account that is left. Who holds more than
that already loses none of it, and takes on no more.

The guide's §3 asks for 统一用户体系 and describes no machine; this one is the
project's. The limit is inferred from public apps, which have one.
"""

from datetime import date

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.identity import CardStatus
from ehealthcard.models import Moment
from ehealthcard.ports import Inquiry
from ehealthcard.rules.declaring import GUARDED_BELOW
from ehealthcard.rules.family import (
    FAMILY_DESK,
    FAMILY_WINDOW,
    AccountStanding,
    BondStanding,
    GuardianStanding,
)
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.signals import AccountClosed, CardCancelled, PersonDied
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import (
    AnyContext,
    Claim,
    Command,
    Context,
    Facts,
    Notice,
    Policy,
    Rule,
    State,
    Timeline,
    Title,
    Workflow,
)

ACCOUNT_NOT_YOURS = Rule(
    "ACCOUNT_NOT_YOURS",
    "An account is opened and closed by its holder or at a window; the attempt is on "
    "record.",
    "账户须由本人或在窗口开立、注销；本次尝试已被记录。",
    traced=True,
)
ACCOUNT_TOO_YOUNG = Rule(
    "ACCOUNT_TOO_YOUNG",
    "A child below {years} has no account of its own; its guardian's holds the card.",
    "未满{years}周岁不单独开立账户，由监护人账户代管。",
)
ACCOUNT_GUARDS = Rule(
    "ACCOUNT_GUARDS",
    "Somebody is under this holder's guardianship; another guardian is found first.",
    "账户持有人仍为他人监护人，请先落实新的监护人。",
)
ACCOUNT_HOLDS_MORE = Rule(
    "ACCOUNT_HOLDS_MORE",
    "The account holds {held} cards; the limit is not set below that.",
    "账户现有{held}张卡，上限不得低于该数。",
)


class AccountPolicy(Policy):
    """What changes with places and years; inferred."""

    most: int = Field(default=10, ge=1)
    """How many cards an account may hold, the holder's own included."""

    from_age: int = Field(default=GUARDED_BELOW, ge=0)
    """From which age somebody has one."""


POLICIES = Timeline((AccountPolicy(name="standard", effective_from=date(2022, 12, 1)),))


class AccountFacts(Facts):
    """What must be known of the holder and of what the account holds."""

    status: CardStatus | None
    age: int | None
    held: int
    """Cards of others."""

    guards: bool


def account_facts(ask: Inquiry) -> AccountFacts:
    """Look at the card and at the bonds."""
    holder = ask.holder()
    bonds = [
        state
        for state in ask.related("carer", ask.subject, "family-bond")
        if isinstance(state, BondStanding)
    ]
    return AccountFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        held=len(bonds),
        guards=any(isinstance(state, GuardianStanding) for state in bonds),
    )


class ClosingReason(Labelled):
    """Why an account ended (账户终止原因)."""

    ASKED = "asked", "本人申请", "the holder asked for it"
    CARD_CANCELLED = "card-cancelled", "健康卡注销", "the card was cancelled"
    DIED = "died", "本人死亡", "the holder has died"


class Opened(AccountStanding):
    """It holds the own card and may hold others (已开立)."""

    card: CardLink
    opened_by: str
    opened_at: Moment
    widened_by: str | None = None
    """Who set another limit than the policy's."""

    widened_why: str | None = None


class Closed(State):
    """Over (已终止)."""

    card: CardLink
    reason: ClosingReason
    closed_by: str
    closed_at: Moment


class Open(Command):
    """Open an account (开立账户)."""


class Widen(Command):
    """Set another limit, at a window (调整上限)."""

    most: int = Field(ge=1, le=10_000)
    reason: str = Field(min_length=1)
    """Without anything private: it stays."""


class Close(Command):
    """Close it (终止账户)."""


class HolderGone(Notice):
    """The holder's card was cancelled, or the holder has died."""

    died: bool


def open_account(
    state: None, command: Open, ctx: Context[AccountFacts, AccountPolicy]
) -> Opened:
    """The holder opens it, or a window does."""
    _require_own(ctx)
    require_active(ctx.facts.status)
    years = ctx.policy.from_age
    if ctx.facts.age is None or ctx.facts.age < years:
        raise ACCOUNT_TOO_YOUNG.broken(years=years)
    return Opened(
        card=ctx.subject,
        most=ctx.policy.most,
        opened_by=ctx.actor.id,
        opened_at=ctx.now,
    )


def widen(state: Opened, command: Widen, ctx: Context[AccountFacts, None]) -> Opened:
    """A window sets the limit of one account, and says why."""
    ctx.require(*FAMILY_WINDOW)
    held = ctx.facts.held + 1
    if command.most < held:
        raise ACCOUNT_HOLDS_MORE.broken(held=held)
    said = {"widened_by": ctx.actor.id, "widened_why": command.reason}
    return state.model_copy(update={"most": command.most} | said)


def close(state: Opened, command: Close, ctx: Context[AccountFacts, None]) -> Closed:
    """Who is nobody's guardian closes it; delegations end with it."""
    _require_own(ctx)
    if ctx.facts.guards:
        raise ACCOUNT_GUARDS.broken()
    return _closed(state, ClosingReason.ASKED, ctx)


def end(state: Opened, command: HolderGone, ctx: Context) -> Closed:
    """It ends with its holder's card, and with his life."""
    reason = ClosingReason.DIED if command.died else ClosingReason.CARD_CANCELLED
    return _closed(state, reason, ctx)


def one_each(state: Opened) -> Claim:
    """Everybody has one account."""
    return Claim(f"account:{state.card}")


def closed(state: Closed) -> AccountClosed:
    """What it held ends."""
    died = state.reason is ClosingReason.DIED
    return AccountClosed(carer=state.card, died=died)


def on_died(signal: PersonDied) -> HolderGone:
    """The holder has died."""
    return HolderGone(died=True)


def on_cancelled(signal: CardCancelled) -> HolderGone:
    """The holder's card was cancelled."""
    return HolderGone(died=False)


def _require_own(ctx: AnyContext) -> None:
    """Refuse a resident who is somebody else, and leave a trace of it."""
    if ctx.actor.holder == ctx.subject or FAMILY_DESK in ctx.actor.roles:
        return
    if ctx.actor.holder is not None:
        raise ACCOUNT_NOT_YOURS.broken()
    ctx.require(*FAMILY_WINDOW)


def _closed(state: Opened, reason: ClosingReason, ctx: AnyContext) -> Closed:
    return state.to(Closed, reason=reason, closed_by=ctx.actor.id, closed_at=ctx.now)


Account = Opened | Closed
AccountCommand = Open | Widen | Close | HolderGone

account: Workflow[Account, AccountCommand] = Workflow(
    "account",
    Title("账户", "An account and the cards in it"),
    transitions=(open_account, widen, close, end),
    effects=(one_each, closed),
    reactions=(on_died, on_cancelled),
    sources=(account_facts,),
    policies=POLICIES,
)
