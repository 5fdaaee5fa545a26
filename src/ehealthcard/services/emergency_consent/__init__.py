"""Emergency authorisation (急救授权, guide §4.1.3; FHIR ``Consent``).

With one key (一键授权) the holder lets an emergency centre see the emergency data the
moment 120 is called, by scope and with up to three contacts. It is a separate
consent to sensitive data (PIPL art. 28-30), changed and taken back as easily as given
(art. 15). For a child below 14 the guardian gives it (PIPL art. 31). What was sent
before it was taken back stays in its call. The contacts are erased with it.

The guide's flow chart is lost from its text; states and arrows are a reconstruction.
One case holds a card's authorisation for good: it is granted again in the same case.

Known to be missing: a number of its own for a family member's telephone (one number to
an authorisation); an end by date.
"""

from ehealthcard.identity import CardStatus
from ehealthcard.models import Moment
from ehealthcard.ports import Inquiry
from ehealthcard.rules.emergency import ConsentStanding
from ehealthcard.rules.signals import CardCancelled, PersonDied
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import (
    Claim,
    Context,
    Erase,
    Facts,
    Rule,
    State,
    Title,
    Workflow,
)

from .commands import CardEnded, Grant, HolderDied, Revoke, Update

OLDEST_CHILD = 14
"""Below this age a guardian consents (PIPL art. 31)."""

CONSENT_REQUIRED = Rule(
    "CONSENT_REQUIRED",
    "Emergency data needs the holder's separate consent; show the text and ask.",
    "急救授权涉及敏感健康信息，须取得个人单独同意，请出示同意书。",
)
GUARDIAN_CONSENT_REQUIRED = Rule(
    "GUARDIAN_CONSENT_REQUIRED",
    "For a child under 14 the guardian authorises; let the guardian do it.",
    "未满十四周岁须由监护人授权，请由监护人办理。",
)
NOT_THE_HOLDER = Rule(
    "NOT_THE_HOLDER",
    "Only the holder, the guardian or staff at a window may change it.",
    "仅持卡人本人、监护人或窗口人员可办理急救授权。",
)
STAFF = frozenset({"staff", "registrar"})


class ConsentFacts(Facts):
    """What the rules must know of the holder."""

    status: CardStatus | None
    age: int | None
    guardian: str | None


class Granted(ConsentStanding):
    """In force (已授权)."""

    version: int
    """How often it was granted or changed."""

    granted_at: Moment
    by: str


class Revoked(State):
    """Not in force (已撤销)."""

    card: str
    version: int
    reason: str
    revoked_at: Moment


def grant(
    state: Revoked | None, command: Grant, ctx: Context[ConsentFacts, None]
) -> Granted:
    """The holder of an active card, or the guardian, authorises by scope."""
    require_active(ctx.facts.status)
    _require_right(ctx)
    if not command.consent.strip():
        raise CONSENT_REQUIRED.broken()
    return Granted(
        **dict(command),
        card=ctx.subject,
        version=state.version + 1 if state else 1,
        granted_at=ctx.now,
        by=ctx.actor.id,
    )


def update(
    state: Granted, command: Update, ctx: Context[ConsentFacts, None]
) -> Granted:
    """Scope, contacts and number change under the consent that was given."""
    _require_right(ctx)
    changes = {n: v for n, v in dict(command).items() if v is not None}
    if command.phone is not None:
        changes["line"] = command.line
    elif command.line is not None:
        changes.pop("line")
    return state.model_copy(update={**changes, "version": state.version + 1})


def revoke(
    state: Granted, command: Revoke, ctx: Context[ConsentFacts, None]
) -> Revoked:
    """The holder takes it back; nothing is sent from this moment on."""
    _require_right(ctx)
    return state.to(Revoked, reason="revoked", revoked_at=ctx.now)


def end(state: Granted, command: CardEnded | HolderDied, ctx: Context) -> Revoked:
    """It ends with the card or its holder."""
    reason = "died" if isinstance(command, HolderDied) else "card-cancelled"
    return state.to(Revoked, reason=reason, revoked_at=ctx.now)


def only_one(state: Granted | Revoked) -> Claim:
    """A card has one authorisation."""
    return Claim(f"emergency-consent:{state.card}")


def forget(state: Revoked) -> Erase:
    """Number and contacts are destroyed; that there was a consent, stays on record."""
    return Erase()


def on_cancelled(signal: CardCancelled) -> CardEnded:
    """A cancelled card authorises nothing."""
    return CardEnded()


def on_death(signal: PersonDied) -> HolderDied:
    """The dead authorise nothing."""
    return HolderDied()


def consent_facts(ask: Inquiry) -> ConsentFacts:
    """Look at the holder's card."""
    holder = ask.holder()
    return ConsentFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        guardian=holder and holder.guardian,
    )


def _require_right(ctx: Context[ConsentFacts, None]) -> None:
    """Refuse whoever is neither the holder, nor the guardian, nor staff."""
    acting, guardian = ctx.actor.holder, ctx.facts.guardian
    if acting is not None and acting not in (ctx.subject, guardian):
        raise NOT_THE_HOLDER.broken()
    if acting is None and not ctx.actor.roles & STAFF:
        raise NOT_THE_HOLDER.broken()
    child = ctx.facts.age is not None and ctx.facts.age < OLDEST_CHILD
    if child and acting == ctx.subject:
        raise GUARDIAN_CONSENT_REQUIRED.broken()


EmergencyConsent = Granted | Revoked
EmergencyConsentCommand = Grant | Update | Revoke | CardEnded | HolderDied

emergency_consent: Workflow[EmergencyConsent, EmergencyConsentCommand] = Workflow(
    "emergency-consent",
    Title("急救授权", "Emergency authorisation", "4.1.3"),
    transitions=(grant, update, revoke, end),
    effects=(only_one, forget),
    reactions=(on_cancelled, on_death),
    sources=(consent_facts,),
)

__all__ = [
    "CardEnded",
    "ConsentFacts",
    "EmergencyConsent",
    "EmergencyConsentCommand",
    "Grant",
    "Granted",
    "HolderDied",
    "Revoke",
    "Revoked",
    "Update",
    "emergency_consent",
]
