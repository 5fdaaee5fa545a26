"""Who acts (操作者)."""

from collections.abc import Iterable

import attrs

from ehealthcard.codesets import CardStep, Channel, Purpose
from ehealthcard.identity import SubjectId

from .builds import BuildClaim


def _roles(roles: Iterable[str]) -> frozenset[str]:
    """Return the roles; one that is given bare is one, and not its letters."""
    return frozenset((roles,) if isinstance(roles, str) else roles)


@attrs.frozen
class Actor:
    """Who asks: a member of staff, a holder's app, a device.

    The embedding application has authenticated it; the SDK believes it.

    Args:
        id: A stable name: a staff number or an account, never a document number.
        roles: What it may do, such as ``registrar`` or ``triage``.
        org: Code of its institution (机构代码).
        department: Code of its department there (科室代码).
        holder: The person behind it, where it acts for a card holder.

    """

    id: str
    roles: frozenset[str] = attrs.field(default=frozenset[str](), converter=_roles)
    org: str | None = attrs.field(default=None, kw_only=True)
    department: str | None = attrs.field(default=None, kw_only=True)
    holder: SubjectId | None = attrs.field(default=None, kw_only=True)
    channel: Channel = attrs.field(default=Channel.OTHER, kw_only=True)
    """Where it works (用卡渠道)."""

    purpose: Purpose = attrs.field(default=Purpose.UNSTATED, kw_only=True)
    """What it looks at data for (处理目的)."""

    build: BuildClaim | None = attrs.field(default=None, kw_only=True)
    """The build of the client application it acts with, as that says (客户端版本)."""


@attrs.frozen
class Terminal(Actor):
    """A device that scans codes (用卡终端).

    Args:
        place: Where it stands, for the use-card record.
        step: The step of care it serves (用卡环节).
        audience: What this place is called in codes bound to it.

    """

    place: str | None = attrs.field(default=None, kw_only=True)
    step: CardStep = attrs.field(default=CardStep.OTHER, kw_only=True)
    audience: str | None = attrs.field(default=None, kw_only=True)


SYSTEM = Actor("system", {"system"})
"""Who acts when time passes, a port answers or another case moves."""
