"""How a question moves."""

from datetime import date

from ehealthcard.rules.access import (
    ACCESS_NOT_GRANTED,
    EVERY_CLASS,
    STEP_UP_REQUIRED,
    Access,
    AccessFacts,
    GrantScope,
    Grounds,
    is_strong,
    resident_grounds,
)
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import AnyContext, Context

from .answers import Gathering
from .commands import (
    AcceptCorrection,
    Ask,
    Authorise,
    BecameStale,
    BreakGlass,
    Collect,
    Deny,
    Dispute,
    Export,
    RejectCorrection,
    SourceSilent,
    TimePassed,
)
from .model import Disputed, Exported, QueryPolicy, SealFacts, Stale
from .pages import document_of
from .rules import (
    CONTENT_DIFFERS,
    HOLDER_CORRECTS,
    NOT_THE_SOURCE,
    OTHER_ASKER,
    PERIOD_REVERSED,
    PERIOD_TOO_LONG,
    RECORD_UNKNOWN,
)
from .states import (
    Asked,
    CorrectionAccepted,
    CorrectionOpen,
    CorrectionRejected,
    Denied,
    Expired,
    Fetching,
    Partial,
    Ready,
    Requested,
    TakenAlong,
)

DOCTOR = "doctor"
OFFICERS = ("privacy-officer", "staff")
ARCHIVE = "medical-records"
SYSTEM_ROLE = "system"

Of = Context[AccessFacts, QueryPolicy]
With = Context[None, QueryPolicy]


def ask(state: None, command: Ask, ctx: Of) -> Requested:
    """The holder, a minor's guardian or who has a grant asks, and says what for."""
    grounds = _grounds(ctx, sensitive=command.sensitive)
    require_active(ctx.facts.status)
    return _requested(
        command, ctx, grounds, command.purpose, sensitive=command.sensitive
    )


def break_glass(state: None, command: BreakGlass, ctx: With) -> Requested:
    """A doctor asks without the holder, and says why it cannot wait."""
    ctx.require(DOCTOR)
    return _requested(command, ctx, Grounds.BREAK_GLASS, command.reason, sensitive=True)


def authorise(state: Requested, command: Authorise, ctx: Of) -> Fetching:
    """Who asked goes on; what is sensitive, or an emergency, needs a second proof."""
    _require_asker(state, ctx)
    if state.grounds is not Grounds.BREAK_GLASS:
        _grounds(ctx, sensitive=state.sensitive)
        require_active(ctx.facts.status)
    if state.sensitive and not is_strong(ctx.actor):
        raise STEP_UP_REQUIRED.broken()
    return state.to(
        Fetching,
        authorised_at=ctx.now,
        fetch_until=ctx.now + ctx.policy.fetch_within,
    )


def deny(state: Requested, command: Deny, ctx: Context) -> Denied:
    """Refused, with the reason that the law demands (PIPL art. 50)."""
    ctx.require(*OFFICERS)
    return state.to(Denied, reason=command.reason, denied_by=ctx.actor.id)


def collect(
    state: Fetching, command: Collect, ctx: Context[SealFacts, QueryPolicy]
) -> Ready | Partial:
    """All have answered, or those are named who have not."""
    ctx.require(SYSTEM_ROLE)
    gathered = Gathering(state, ctx.facts).gather(command.answers)
    more = dict(gathered) | {
        "ready_at": ctx.now,
        "kept_until": ctx.now + ctx.policy.kept_for,
    }
    return state.to(Partial, **more) if gathered.missing else state.to(Ready, **more)


def export(
    state: Ready | Partial | TakenAlong, command: Export, ctx: Context
) -> TakenAlong:
    """Who asked takes a sealed file along; it says what the answers say."""
    _require_asker(state, ctx)
    if command.content_sha256 != document_of(state).sha256:
        raise CONTENT_DIFFERS.broken()
    made = Exported(
        content_sha256=command.content_sha256,
        file_sha256=command.file_sha256,
        access=Access(
            at=ctx.now,
            by=ctx.actor.id,
            grounds=state.grounds,
            action="export",
            watermark=command.watermark,
        ),
    )
    return state.to(TakenAlong, exports=(*state.exports, made))


def dispute(
    state: Ready | Partial | TakenAlong, command: Dispute, ctx: With
) -> CorrectionOpen:
    """The holder says that a record is wrong; its institution decides, never we."""
    _require_asker(state, ctx)
    if state.grounds not in (Grounds.SELF, Grounds.GUARDIAN):
        raise HOLDER_CORRECTS.broken()
    shown = (*state.visits, *state.records)
    if (command.org, command.record) not in {(e.org, e.id) for e in shown}:
        raise RECORD_UNKNOWN.broken()
    said = Disputed(**dict(command), at=ctx.now)
    answer_by = ctx.now + ctx.policy.answer_within
    return state.to(CorrectionOpen, disputed=said, answer_by=answer_by)


def accept(
    state: CorrectionOpen, command: AcceptCorrection, ctx: Context
) -> CorrectionAccepted:
    """The source institution corrects its own record."""
    _require_source(state, ctx)
    said = state.disputed
    return state.to(
        CorrectionAccepted,
        org=said.org,
        record=said.record,
        note=command.note,
        answered_by=ctx.actor.id,
    )


def reject(
    state: CorrectionOpen, command: RejectCorrection, ctx: Context
) -> CorrectionRejected:
    """The source institution leaves it as it is, and says why."""
    _require_source(state, ctx)
    said = state.disputed
    return state.to(
        CorrectionRejected,
        org=said.org,
        record=said.record,
        reason=command.reason,
        answered_by=ctx.actor.id,
    )


def remind(
    state: CorrectionOpen, command: SourceSilent, ctx: Context
) -> CorrectionOpen:
    """No answer in time: it is marked, and the institution hears of it again."""
    return state.model_copy(update={"overdue": True})


def lapse(state: Requested, command: TimePassed, ctx: Context) -> Expired:
    """Nobody authorised it in time."""
    return state.to(Expired, why=Stale.NOT_AUTHORISED)


def give_up(state: Fetching, command: TimePassed, ctx: Context) -> Expired:
    """Nobody brought the answers in time; it is asked anew."""
    return state.to(Expired, why=Stale.NOT_FETCHED)


def expire(
    state: Ready | Partial | TakenAlong, command: TimePassed, ctx: Context
) -> Expired:
    """Kept for half an hour, its last moment included, and then wiped (inferred)."""
    return state.to(Expired, why=Stale.TIME)


def outdate(
    state: Requested | Fetching | Ready | Partial | TakenAlong,
    command: BecameStale,
    ctx: Context,
) -> Expired:
    """What was found may be another's by now, or closed; it is wiped at once."""
    return state.to(Expired, why=command.why)


def _requested(
    command: Ask | BreakGlass,
    ctx: Context[object, QueryPolicy],
    grounds: Grounds,
    purpose: str,
    *,
    sensitive: bool,
) -> Requested:
    _require_period(command.first, command.last, ctx.policy.longest_days)
    return Requested(
        card=ctx.subject,
        asker=ctx.actor.id,
        asker_holder=ctx.actor.holder,
        grounds=grounds,
        purpose=purpose,
        kinds=tuple(dict.fromkeys(command.kinds)),
        first=command.first,
        last=command.last,
        sensitive=sensitive,
        asked_at=ctx.now,
        lapses_after=ctx.now + ctx.policy.authorise_within,
    )


def _grounds(ctx: Of, *, sensitive: bool) -> Grounds:
    """Return why the actor may ask; a second proof is the authorisation's affair."""
    found = resident_grounds(
        ctx.actor,
        ctx.subject,
        ctx.facts,
        GrantScope.RECORDS,
        ctx.now,
        classes=EVERY_CLASS if sensitive else (),
    )
    if found is None:
        raise ACCESS_NOT_GRANTED.broken()
    return found


def _require_period(first: date, last: date, most: int) -> None:
    if last < first:
        raise PERIOD_REVERSED.broken()
    if (last - first).days >= most:
        raise PERIOD_TOO_LONG.broken(days=most)


def _require_asker(state: Asked, ctx: AnyContext) -> None:
    if not state.is_asked_by(ctx.actor):
        raise OTHER_ASKER.broken()


def _require_source(state: CorrectionOpen, ctx: AnyContext) -> None:
    ctx.require(ARCHIVE)
    if ctx.actor.org != state.disputed.org:
        raise NOT_THE_SOURCE.broken()
