"""When a foreign card's code is believed without asking its issuer (跨域离线策略).

The issue's demand is that signed and device codes are accepted with stated limits while
the issuer is down; how old revocations may be is this project's own choice, the same as
at a gate.
"""

from datetime import timedelta
from enum import Enum
from typing import Literal

from ehealthcard.errors import (
    IssuerOnlyError,
    IssuerSilentError,
    TierNotAcceptedError,
    TrustTooOldError,
)
from ehealthcard.models import Model
from ehealthcard.qr import Tier
from ehealthcard.qr.bundle import Seconds

OfflineTier = Literal["signed", "device"]


class Limit(Enum):
    """Why a foreign card is accepted for what can be taken back only."""

    ISSUER_SILENT = "ISSUER_SILENT"
    """The issuer was asked and did not answer."""

    REVOCATIONS_STALE = "REVOCATIONS_STALE"
    """What is known of lost and cancelled cards is older than it should be."""

    REVOCATIONS_UNKNOWN = "REVOCATIONS_UNKNOWN"
    """Nothing is known of lost and cancelled cards."""

    TIER_LIMITED = "TIER_LIMITED"
    """The policy accepts such codes with limits only."""


class CrossPolicy(Model):
    """How a desk treats foreign cards (跨域策略)."""

    asking: Literal["always", "when-needed", "never"] = "always"
    """Whether the issuer is asked about every code, about those that prove nothing
    here, or about none."""

    offline_tiers: tuple[OfflineTier, ...] = ("signed", "device")
    """What may be accepted without the issuer at all."""

    limited_tiers: tuple[OfflineTier, ...] = ("device",)
    """What is accepted then only for things that can be taken back."""

    fresh_for: Seconds = 86_400
    """Up to this age the issuer's revocations are as good as new, in seconds."""

    usable_for: Seconds = 7 * 86_400
    """Older than this they are as good as none, in seconds."""

    without_revocations: bool = True
    """Whether codes are accepted, with limits, where no revocations are known."""


def offline_limits(
    policy: CrossPolicy, tier: Tier, age: timedelta | None, *, silent: bool
) -> tuple[Limit, ...]:
    """Return with which limits a code that was verified offline is accepted.

    Args:
        policy: The desk's.
        tier: How the code was made believable.
        age: How old the issuer's revocations are; ``None`` if there are none.
        silent: Whether the issuer was to be asked, and could not be.

    Raises:
        IssuerSilentError: Only the issuer can check such a code, and it is silent.
        IssuerOnlyError: Only the issuer can check it, and it is not asked.
        TierNotAcceptedError: The policy does not let it be accepted offline.
        TrustTooOldError: The policy wants revocations, and there are none of use.

    """
    if tier not in (Tier.SIGNED, Tier.DEVICE):
        raise IssuerSilentError if silent else IssuerOnlyError
    if tier.value not in policy.offline_tiers:
        raise TierNotAcceptedError
    limits = [Limit.ISSUER_SILENT] if silent else []
    if age is None or age > timedelta(seconds=policy.usable_for):
        if not policy.without_revocations:
            raise TrustTooOldError
        limits.append(Limit.REVOCATIONS_UNKNOWN)
    elif age > timedelta(seconds=policy.fresh_for):
        limits.append(Limit.REVOCATIONS_STALE)
    if tier.value in policy.limited_tiers:
        limits.append(Limit.TIER_LIMITED)
    return tuple(limits)
