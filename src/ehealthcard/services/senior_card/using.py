"""How a senior card is used, grows older, is lost and replaced."""

from datetime import timedelta
from typing import TypeVar

from ehealthcard.rules.regions import covers
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .applying import tier_at, tier_fields
from .checks import (
    PROVIDERS,
    By,
    ScanFacts,
    capacity_of,
    require_issuer,
    require_known,
    require_party,
)
from .commands import (
    BirthdayCame,
    HealthCardFound,
    HealthCardRests,
    Present,
    Reissue,
    ReportLost,
    Update,
)
from .model import BenefitUse, SeniorPolicy
from .rules import (
    CODE_NOT_SHOWN,
    MOVED_AWAY,
    NOT_ENTITLED,
    OLD_EDITION,
    SCAN_USED,
    TOO_YOUNG,
)
from .states import Active, Lost, Resting
from .tiers import next_birthday, tier_on

H = TypeVar("H", Active, Resting, Lost)
Shown = Context[ScanFacts, SeniorPolicy]


def reach_tier(state: H, command: BirthdayCame, ctx: Context[None, SeniorPolicy]) -> H:
    """A birthday leads to the next tier, from its first moment on."""
    day, tiers = state.next_tier_on, ctx.policy.tiers
    if day is None:
        return state
    tier = tier_on(tiers, state.birth, day) or state.tier
    more = {
        "tier": tier,
        "tier_from": tier.age,
        "tier_since": day,
        "next_tier_on": next_birthday(tiers, state.birth, day),
    }
    return state.model_copy(update=more)


def present(state: Active, command: Present, ctx: Shown) -> Active:
    """Shown for a benefit of its tier: by a fresh scan, or by number and edition."""
    ctx.require(*PROVIDERS)
    require_active(ctx.facts.status)
    fresh = tuple(u for u in state.recent if ctx.now - u.at <= ctx.policy.scan_within)
    if command.use is None:
        _require_read(state, command)
    else:
        _require_scan(ctx)
        if any(u.use == command.use for u in fresh):
            raise SCAN_USED.broken()
    if command.benefit not in state.tier.benefits:
        raise NOT_ENTITLED.broken()
    used = BenefitUse(
        benefit=command.benefit,
        at=ctx.now,
        by=ctx.actor.id,
        org=ctx.actor.org,
        use=command.use,
    )
    more = {"uses": state.uses + 1, "recent": (*fresh, used)}
    return state.model_copy(update=more)


def report_lost(state: Active | Resting, command: ReportLost, ctx: By) -> Lost:
    """The holder, who acts for him, or a window; the copy is void at once."""
    require_party(ctx)
    return state.to(Lost, lost_at=ctx.now, reported_by=ctx.actor.id)


def reissue(state: Lost | Active, command: Reissue, ctx: By) -> Active:
    """The issuer gives out the next copy; the number stays, the old copy is void."""
    require_issuer(ctx, state)
    require_active(ctx.facts.status)
    return state.to(Active, edition=state.edition + 1, edition_at=ctx.now)


def update(state: Active, command: Update, ctx: By) -> Active:
    """Home and photo are corrected; birth date and tier follow the health card."""
    capacity_of(ctx, vouched=True)
    home = command.residence or state.residence
    require_known(home.region)
    if not covers(ctx.policy.region, home.region):
        raise MOVED_AWAY.broken()
    more = {"residence": home, "photo": command.photo or state.photo}
    if ctx.facts.birth != state.birth:
        tier = tier_at(ctx)
        if tier is None:
            raise TOO_YOUNG.broken(age=ctx.policy.from_age)
        more |= tier_fields(tier, ctx)
    return state.model_copy(update=more)


def rest(state: Active, command: HealthCardRests, ctx: Context) -> Resting:
    """The health card is lost, so its code shows no senior card either."""
    return state.to(Resting)


def wake(state: Resting, command: HealthCardFound, ctx: Context) -> Active:
    """The health card was found."""
    return state.to(Active)


def _require_read(state: Active, command: Present) -> None:
    if command.number != state.number or command.edition is None:
        raise CODE_NOT_SHOWN.broken()
    if command.edition != state.edition:
        raise OLD_EDITION.broken()


def _require_scan(ctx: Shown) -> None:
    facts = ctx.facts
    if facts.scanned != ctx.subject or facts.scanned_at is None:
        raise CODE_NOT_SHOWN.broken()
    if facts.scanned_for not in (None, ctx.actor.org):
        raise CODE_NOT_SHOWN.broken()
    if not timedelta(0) <= ctx.now - facts.scanned_at <= ctx.policy.scan_within:
        raise CODE_NOT_SHOWN.broken()
