"""How a message moves."""

from datetime import datetime
from typing import Any

from ehealthcard.rules.messages import MessageKind, MessageWanted, fill
from ehealthcard.workflow import Context

from .commands import (
    ConfirmTold,
    HandedOver,
    HappeningGone,
    MorningCame,
    Raise,
    Recall,
    Refused,
    ReportActed,
    ReportDelivered,
    ReportFailed,
    ReportRead,
    RetryDue,
    TooLate,
)
from .model import OFFLINE, Failure, NotificationPolicy, RecipientFacts
from .rules import OTHER_HOLDER, TEMPLATE_MISSING
from .states import (
    Acted,
    Deferred,
    Delivered,
    Expired,
    FellBack,
    ForPerson,
    Overdue,
    Queued,
    Read,
    Recalled,
    Recalling,
    Retrying,
    Sent,
    Suppressed,
)

To = Context[RecipientFacts, NotificationPolicy]
By = Context[None, NotificationPolicy]
SENDERS = ("system", "staff", "doctor", "nurse")
MESSENGER = "messenger"


def raise_message(
    state: None, command: Raise, ctx: To
) -> Queued | Deferred | ForPerson | Suppressed:
    """Written from a template; sent, kept for the morning, or suppressed with why."""
    ctx.require(*SENDERS)
    wanted, policy = command.wanted, ctx.policy
    if wanted.card != ctx.subject:
        raise OTHER_HOLDER.broken()
    expires = wanted.expires_at or ctx.now + policy.keep_for
    told: dict[str, Any] = wanted.model_dump(include={"card", "kind", "event"})
    reason = _reason(wanted.kind, expires, ctx)
    if reason or ctx.facts.recipient is None:
        return Suppressed(**told, reason=reason or "NO_RECIPIENT")
    queued = Queued(
        **told,
        recipient=ctx.facts.recipient,
        text=_text(wanted, policy),
        link=wanted.link,
        channels=ctx.facts.channels or policy.channels,
        attempt=1,
        expires_at=expires,
    )
    quiet = None if wanted.kind in policy.urgent else policy.quiet_until(ctx.now)
    if queued.channel == OFFLINE:
        return queued.to(ForPerson)
    return queued.to(Deferred, send_after=quiet) if quiet else queued


def send_now(
    state: Deferred | Retrying, command: MorningCame | RetryDue, ctx: Context
) -> Queued:
    """The quiet hours or the pause are over."""
    return state.to(Queued)


def hand_over(state: Queued | FellBack, command: HandedOver, ctx: Context) -> Sent:
    """The messenger took it."""
    return state.to(Sent, provider_id=command.provider_id, sent_at=ctx.now)


def fail(
    state: Queued | FellBack, command: Refused, ctx: By
) -> Retrying | FellBack | ForPerson:
    """Tried three times on a channel, then on the next, then by a person."""
    return _again(state, command.code, ctx)


def fail_later(
    state: Sent, command: ReportFailed, ctx: By
) -> Retrying | FellBack | ForPerson:
    """It was taken and did not arrive; that counts as an attempt."""
    ctx.require(MESSENGER)
    return _again(state, command.code, ctx)


def deliver(state: Sent, command: ReportDelivered, ctx: Context) -> Delivered:
    """It arrived."""
    ctx.require(MESSENGER)
    return state.to(Delivered, by=MESSENGER)


def read(state: Sent | Delivered, command: ReportRead, ctx: Context) -> Read:
    """It was opened; the report of its arrival may have been lost."""
    ctx.require(MESSENGER)
    return state.to(Read, by=MESSENGER)


def act(state: Sent | Delivered | Read, command: ReportActed, ctx: Context) -> Acted:
    """The resident did what it was about."""
    return state.to(Acted, by=ctx.actor.id)


def confirm_told(state: ForPerson, command: ConfirmTold, ctx: Context) -> Delivered:
    """Somebody called or went there: the way for everybody without a phone."""
    ctx.require("staff", "doctor", "nurse")
    return state.to(Delivered, provider_id="", sent_at=ctx.now, by=ctx.actor.id)


def recall_unsent(
    state: Deferred | Retrying | ForPerson,
    command: Recall | HappeningGone,
    ctx: Context,
) -> Recalled:
    """Nobody has heard of it yet."""
    _require_recaller(command, ctx)
    return state.to(Recalled, channel=state.channel, correct=False)


def recall_on_its_way(
    state: Queued | FellBack, command: Recall | HappeningGone, ctx: Context
) -> Recalling:
    """The messenger's answer will say whether it went out."""
    _require_recaller(command, ctx)
    return state.to(Recalling)


def recall_sent(
    state: Sent | Delivered | Read, command: Recall | HappeningGone, ctx: Context
) -> Recalled:
    """It went out, so a correction follows."""
    _require_recaller(command, ctx)
    return state.to(Recalled, channel=state.channel, correct=True)


def settle_recall(
    state: Recalling, command: HandedOver | Refused, ctx: Context
) -> Recalled:
    """It went out after all and is corrected, or it never did."""
    gone = isinstance(command, HandedOver)
    return state.to(Recalled, channel=state.channel, correct=gone)


def expire(
    state: Deferred | Retrying | ForPerson | Sent | Delivered | Read,
    command: TooLate,
    ctx: Context,
) -> Expired:
    """It has no use any more."""
    return state.to(Expired, arrived=isinstance(state, Delivered))


def run_late(state: Queued | FellBack, command: TooLate, ctx: Context) -> Overdue:
    """Too late; whether it goes out now, the messenger will say."""
    return state.to(Overdue)


def settle_late(state: Overdue, command: HandedOver | Refused, ctx: Context) -> Expired:
    """The answer came after the end."""
    return state.to(Expired, arrived=False)


def _again(
    state: Queued | FellBack | Sent, code: str, ctx: By
) -> Retrying | FellBack | ForPerson:
    failure = Failure(channel=state.channel, code=code, at=ctx.now)
    failures = (*state.failures, failure)
    if state.attempt < ctx.policy.tries:
        return state.to(
            Retrying,
            attempt=state.attempt + 1,
            failures=failures,
            retry_at=ctx.now + ctx.policy.wait(state.attempt),
        )
    left = state.channels[1:] or (OFFLINE,)
    fallen = state.to(FellBack, channels=left, attempt=1, failures=failures)
    return fallen.to(ForPerson) if fallen.channel == OFFLINE else fallen


def _require_recaller(command: Recall | HappeningGone, ctx: Context) -> None:
    if isinstance(command, Recall):
        ctx.require(*SENDERS)


def _reason(kind: MessageKind, expires: datetime, ctx: To) -> str | None:
    """Return why nothing is sent, if so."""
    policy, facts = ctx.policy, ctx.facts
    if kind not in policy.enabled:
        return "DISABLED"
    if expires <= ctx.now:
        return "EXPIRED"
    if kind in policy.mandatory:
        return None
    if not facts.welcome:
        return "NO_CONSENT"
    return "OPTED_OUT" if kind in facts.without else None


def _text(wanted: MessageWanted, policy: NotificationPolicy) -> str:
    for template in policy.templates:
        if template.kind is wanted.kind:
            return fill(template.text, wanted.variables)
    raise TEMPLATE_MISSING.broken(kind=wanted.kind)
