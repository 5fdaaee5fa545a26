"""A doubt that the holder is the holder (实名存疑).

On evidence of fraud a reviewer lowers the card: from that moment no proof counts, old
or new, every service that asks for a level is closed to it, and its holder acts for
nobody else: not as a guardian, nor by a grant or a voucher, nor as a friend who books
or declares. The holder comes to a window, the document is read, and what is proved from
then on counts again. Where the doubt was unfounded, another reviewer dismisses it, and
everything counts as before. Blocking the card itself is another matter (``ReportLost``,
the risk loop).

The guide does not describe it; it is this project's own machine.

Not built: hearing the holder by message.
"""

from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import PRIVATE, Moment
from ehealthcard.rules.real_name import DoubtStanding
from ehealthcard.rules.signals import CardCancelled, RealNameProved
from ehealthcard.workflow import (
    Claim,
    Command,
    Context,
    Notice,
    Rule,
    State,
    Title,
    Workflow,
)

REVIEWER = "real-name-reviewer"
"""Looks into evidence of fraud (实名核查员)."""

ANOTHER_REVIEWER = Rule(
    "REAL_NAME_ANOTHER_REVIEWER",
    "Who raised the doubt, and the holder, do not dismiss it; another reviewer must.",
    "提出存疑的人员及持卡人本人不得撤销，请由其他核查人员处理。",
)
CARER_DOUBTED = Rule(
    "CARER_DOUBTED",
    "Somebody doubts that you are the holder of your card, so you act for nobody else; "
    "come to a window with your document and be proved anew: {step}.",
    "您的实名信息存疑，暂不能代他人办理；请携带本人有效身份证件到窗口重新核验：{step}。",
    traced=True,
)
"""Said by the desk, in whatever service he would act for somebody else."""

Reason = Annotated[str, PRIVATE, Field(min_length=1, max_length=500)]


class Ground(Labelled):
    """Why somebody doubts (存疑事由)."""

    FORGED = "forged", "证件伪造或变造", "a forged document"
    BORROWED = "borrowed", "冒用他人证件", "somebody else's document"
    TAKEN_OVER = "taken-over", "账号被盗用", "an account in other hands"
    VERIFIER = "verifier", "核验机构通报", "the verifier took its word back"
    OTHER = "other", "其他", "something else"


class Doubted(DoubtStanding):
    """No proof counts (存疑)."""

    ground: Ground
    reason: Reason
    doubted_by: str
    doubted_at: Moment


class Cleared(Doubted):
    """The holder was proved anew; what is older counts no more (已重新核验)."""

    cleared_at: Moment


class Dismissed(State):
    """It was unfounded; everything counts as before (已撤销)."""

    ground: Ground
    doubted_by: str
    dismissed_by: str
    dismissed_at: Moment
    why: Reason


class Ended(State):
    """The card ended (卡已注销)."""

    ground: Ground
    ended_at: Moment


class Doubt(Command):
    """Lower the card on evidence (降级)."""

    ground: Ground
    reason: Reason


class Dismiss(Command):
    """Say that the doubt was unfounded (撤销存疑)."""

    why: Reason


class Proved(Notice):
    """The holder was proved as a doubted card must be."""


class CardEnded(Notice):
    """The health card was cancelled."""


def doubt(state: Cleared | None, command: Doubt, ctx: Context) -> Doubted:
    """A reviewer has evidence; from now on no proof counts."""
    ctx.require(REVIEWER)
    return Doubted(
        card=ctx.subject,
        counts_from=None,
        ground=command.ground,
        reason=command.reason,
        doubted_by=ctx.actor.id,
        doubted_at=ctx.now,
    )


def clear(state: Doubted, command: Proved, ctx: Context) -> Cleared:
    """The holder was proved anew; that proof and later ones count."""
    return state.to(Cleared, counts_from=ctx.now, cleared_at=ctx.now)


def dismiss(state: Doubted, command: Dismiss, ctx: Context) -> Dismissed:
    """Another reviewer finds that there was nothing in it."""
    ctx.require(REVIEWER)
    if ctx.actor.id == state.doubted_by or ctx.actor.holder == state.card:
        raise ANOTHER_REVIEWER.broken()
    return state.to(
        Dismissed, dismissed_by=ctx.actor.id, dismissed_at=ctx.now, why=command.why
    )


def end(state: Doubted | Cleared, command: CardEnded, ctx: Context) -> Ended:
    """There is nothing left to doubt."""
    return state.to(Ended, ended_at=ctx.now)


def one_each(state: Doubted | Cleared) -> Claim:
    """A card has one such case."""
    return Claim(f"real-name-doubt:{state.card}")


def on_proved(signal: RealNameProved) -> Proved:
    """A proof was given that a doubted card accepts."""
    return Proved()


def on_cancelled(signal: CardCancelled) -> CardEnded:
    """The health card was cancelled."""
    return CardEnded()


RealNameDoubt = Doubted | Cleared | Dismissed | Ended
RealNameDoubtCommand = Doubt | Dismiss | Proved | CardEnded

real_name_doubt: Workflow[RealNameDoubt, RealNameDoubtCommand] = Workflow(
    "real-name-doubt",
    Title("实名存疑", "A doubt that the holder is the holder"),
    transitions=(doubt, clear, dismiss, end),
    effects=(one_each,),
    reactions=(on_proved, on_cancelled),
)
