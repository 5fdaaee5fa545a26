"""What is believed of the builds (版本核查): the newest list that was taken."""

from collections.abc import Mapping
from datetime import datetime

import attrs

from ehealthcard.codesets import Labelled
from ehealthcard.crypto import PublicKey, Suite
from ehealthcard.qr.directory import require_newer
from ehealthcard.qr.signed import SIGNATURE
from ehealthcard.workflow import Actor, BuildClaim

from .claims import is_signed
from .lists import BuildList, ListedBuild, open_builds
from .policy import ClientFinding, ClientPolicy


class ClaimLevel(Labelled):
    """How much a claim is worth (声明可信等级)."""

    NONE = "none", "未声明", "there is none"
    CLAIMED = "claimed", "仅声明", "the client's word"
    SIGNED = "signed", "已签名", "signed with a registered key"


@attrs.frozen
class Assessment:
    """What is found of a build, and how much its claim is worth."""

    finding: ClientFinding
    level: ClaimLevel


@attrs.frozen
class AllowedBuilds:
    """The builds that are known, as of one moment; immutable.

    Args:
        roots: The keys that sign the lists, pinned when the desk was set up: one, and
            its successor while keys are changed.

    """

    roots: tuple[PublicKey, ...]
    listed: BuildList | None = None
    """The newest list; ``None`` before the first."""

    mark: str = ""
    """Serial and fingerprint of the newest list: what is kept against going back."""

    _builds: Mapping[tuple[str, str], ListedBuild] = attrs.field(
        factory=dict[tuple[str, str], ListedBuild], repr=False
    )

    def take(self, data: bytes) -> "AllowedBuilds":
        """Return the builds after a list; a refused one changes nothing.

        The list that is in use already is taken again without effect.

        Raises:
            MalformedBundleError: No list, or not a sound one.
            ForgedBundleError: No pinned key has signed it.
            BundleRollbackError: It is older than what was known, or another one of the
                same serial.

        """
        listed = open_builds(data, self.roots)
        text = b"ehealthcard/builds\0" + data[:-SIGNATURE]
        print_ = Suite(listed.suite).digest(text).hex()[:32]
        mark = f"{listed.serial} {print_}"
        require_newer(self.mark, mark)
        builds = {(b.app, b.version): b for b in listed.builds}
        return attrs.evolve(self, listed=listed, mark=mark, builds=builds)

    def assess(
        self, by: Actor, *, audience: str, at: datetime, policy: ClientPolicy
    ) -> Assessment:
        """Return what is found of the build that *by* acts with."""
        claim = by.build
        if claim is None:
            asked = by.channel in policy.named
            found = ClientFinding.UNNAMED if asked else ClientFinding.SOUND
            return Assessment(found, ClaimLevel.NONE)
        now, listed = int(at.timestamp()), self.listed
        if listed is None or not listed.valid_from <= now <= listed.valid_until:
            return Assessment(ClientFinding.NO_LIST, ClaimLevel.CLAIMED)
        build = self._builds.get((claim.app, claim.version))
        if build is None:
            return Assessment(ClientFinding.UNKNOWN, ClaimLevel.CLAIMED)
        level, wrong = _level(by, build, Suite(listed.suite), audience, now)
        span = policy.fresh_for.total_seconds()
        if not wrong and claim.at is not None and level is ClaimLevel.SIGNED:
            wrong = ClientFinding.STALE if abs(now - claim.at) > span else None
        wrong = wrong or _standing(claim, build, now)
        if not wrong and level is not ClaimLevel.SIGNED and by.channel in policy.proven:
            wrong = ClientFinding.UNPROVEN
        return Assessment(wrong or ClientFinding.SOUND, level)


def _level(
    by: Actor, build: ListedBuild, suite: Suite, audience: str, now: int
) -> tuple[ClaimLevel, ClientFinding | None]:
    """Return how much the claim of *by* is worth, and whether it is forged."""
    claim = by.build
    if claim is None or (claim.signature is None and claim.key is None):
        return ClaimLevel.CLAIMED, None
    for key in build.keys:
        if key.id != claim.key or not key.valid_from <= now <= key.valid_until:
            continue
        if is_signed(claim, suite=suite, key=key.key, actor=by.id, audience=audience):
            return ClaimLevel.SIGNED, None
    return ClaimLevel.CLAIMED, ClientFinding.FORGED


def _standing(claim: BuildClaim, build: ListedBuild, now: int) -> ClientFinding | None:
    """Return what is wrong with the build itself, the gravest first."""
    if build.standing == "withdrawn":
        return ClientFinding.WITHDRAWN
    if claim.digest not in build.digests:
        return ClientFinding.ALTERED
    if not build.valid_from <= now <= build.valid_until:
        return ClientFinding.OUTDATED
    return ClientFinding.DEFECTIVE if build.standing == "limited" else None
