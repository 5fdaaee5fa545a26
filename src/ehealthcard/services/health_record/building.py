"""How a record comes to be, and what is written in it."""

from typing import TypeVar

from ehealthcard.ports import ResidenceReading
from ehealthcard.rules.access import (
    ACCESS_NOT_GRANTED,
    ADULT_FROM,
    AccessFacts,
)
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.health_records.base import Built, RecordContent, Residency
from ehealthcard.rules.health_records.code import RecordCode, lies_in, parse
from ehealthcard.rules.health_records.standing import require_keeper
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Actor, Context

from .commands import Build, CloseToSelf, Corrected, MovedIn, OpenToSelf, Update
from .facts import BuildFacts
from .model import RecordPolicy
from .rules import (
    GUARDIAN_AGREES,
    NOTHING_SAID,
    OPEN_ALREADY,
    RECORD_EXISTS,
    RECORD_OTHER_REGION,
    RESIDENCE_TOO_SHORT,
    RESIDENCE_UNPROVED,
)
from .states import Active, Filed, Moving

R = TypeVar("R", Active, Moving)
Building = Context[BuildFacts, RecordPolicy]


def build(
    state: None, command: Build, ctx: Context[BuildFacts, RecordPolicy]
) -> Active:
    """For who has lived there six months and agrees; one record to everybody."""
    org = ctx.actor.org or ""
    require_keeper(ctx, org)
    require_active(ctx.facts.status)
    if ctx.facts.exists:
        raise RECORD_EXISTS.broken()
    code = parse(command.number)
    _require_resident(command, code, ctx)
    age = ctx.facts.age
    if (age is None or age < ADULT_FROM) and not command.by_guardian:
        raise GUARDIAN_AGREES.broken()
    return Active(
        card=ctx.subject,
        file=code.number,
        number=code.number,
        village=code.village,
        first_village=code.village,
        org=org,
        org_name=command.org_name,
        is_open=False,
        content=RecordContent(
            head=command.head,
            base=command.base,
            residency=command.residency,
            built=Built(org=org, by=ctx.actor.id, on=day_of(ctx.now)),
            consent=Signature(version=command.consent, accepted_at=ctx.now),
        ),
    )


def take_in(state: None, command: MovedIn, ctx: Context) -> Active:
    """A record that comes from elsewhere goes on here, with all that is in it."""
    return Active(
        **dict(command),
        village=command.number[:12],
        first_village=command.file[:12],
    )


def update(state: R, command: Update, ctx: Context) -> R:
    """The institution that keeps it writes what it has learnt; history is kept."""
    require_keeper(ctx, state.org)
    content = content_of(state)
    base, head = command.change.on(content.base), command.head or content.head
    if (base, head) == (content.base, content.head):
        raise NOTHING_SAID.broken()
    newer = content.model_copy(update={"base": base, "head": head})
    return state.model_copy(update={"content": newer})


def correct(state: R, command: Corrected, ctx: Context) -> R:
    """What the institution agreed to correct is written, whoever keeps it by now."""
    content = content_of(state)
    newer = content.model_copy(update={"base": command.change.on(content.base)})
    return state.model_copy(update={"content": newer})


def toggle(
    state: R, command: OpenToSelf | CloseToSelf, ctx: Context[AccessFacts, RecordPolicy]
) -> R:
    """The resident, or a minor's guardian, opens and closes it."""
    require_voice(ctx.actor, ctx.subject, ctx.facts)
    wanted = isinstance(command, OpenToSelf)
    if state.is_open == wanted:
        raise OPEN_ALREADY.broken()
    return state.model_copy(update={"is_open": wanted})


def content_of(state: Filed) -> RecordContent:
    """Return what is in a record; a list's copy of it has none and is not worked on."""
    assert state.content is not None  # noqa: S101  # shown_to alone leaves it out
    return state.content


def require_voice(actor: Actor, subject: str, facts: AccessFacts) -> None:
    """Refuse who may not speak for the holder: himself, or a minor's guardian.

    Raises:
        RuleViolationError: He may not; the attempt is on record.
        CardError: The holder's card is not active.

    """
    who = actor.holder
    guarded = facts.age is not None and facts.age < ADULT_FROM
    if who is None or not (who == subject or (guarded and who == facts.guardian)):
        raise ACCESS_NOT_GRANTED.broken()
    require_active(facts.status)


def require_place(residency: Residency, code: RecordCode, policy: RecordPolicy) -> None:
    """Refuse a number that is not of the home's county, or of another area.

    Raises:
        RuleViolationError: It is.

    """
    if residency.region != code.county or not lies_in(code, policy.region):
        raise RECORD_OTHER_REGION.broken()


def _require_resident(command: Build, code: RecordCode, ctx: Building) -> None:
    """Refuse a home that is elsewhere, too new, or that nothing speaks for."""
    residency, policy = command.residency, ctx.policy
    require_place(residency, code, policy)
    if not policy.settled(residency, day_of(ctx.now)):
        raise RESIDENCE_TOO_SHORT.broken(months=policy.resident_months)
    proved = (residency.proof or "").strip() or _agrees(residency, ctx.facts.reading)
    if not proved:
        raise RESIDENCE_UNPROVED.broken()


def _agrees(residency: Residency, reading: ResidenceReading | None) -> bool:
    """Whether the registers say by themselves that the holder lives there.

    Who is registered there and nowhere else said to live is believed about the day.
    """
    if reading is None:
        return False
    if reading.living_in is None:
        return reading.registered_in == residency.region
    since = reading.living_since
    lives = reading.living_in == residency.region
    return lives and since is not None and since <= residency.since
