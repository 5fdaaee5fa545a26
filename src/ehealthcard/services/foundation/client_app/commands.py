"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.workflow import AppName, AppVersion, Command, Digest, Notice

from .model import ClientKind, Said, Severity, Word

Digests = Annotated[tuple[Digest, ...], Field(min_length=1, max_length=16)]
PublicKeyHex = Annotated[str, Field(pattern="^([0-9a-f]{2}){32,65}$")]
ClaimKeys = Annotated[tuple[PublicKeyHex, ...], Field(max_length=4096)]
Permissions = Annotated[tuple[Word, ...], Field(max_length=100)]


class RegisterBuild(Command):
    """Make a build known (登记版本)."""

    app: AppName
    version: AppVersion
    kind: ClientKind
    maker: str = Field(min_length=1, max_length=60)
    digests: Digests
    permissions: Permissions = ()
    claim_keys: ClaimKeys = ()


class PassInspection(Command):
    """Write down a self-inspection that found nothing wrong (自查合格)."""

    digests: Digests
    """Of the packages that were looked at."""

    permissions: Permissions = ()
    """Those that it asked when it was tried."""

    checklist: Word


class ReportDefect(Command):
    """Write down a defect (登记缺陷)."""

    number: Word
    severity: Severity
    what: Said


class MendDefect(Command):
    """Write down that a defect was mended (登记修复)."""

    number: Word
    by: str = Field(min_length=1, max_length=64)
    """Who mended it: a staff number or the maker's own number, never a name."""

    how: Said
    mended_in: AppVersion | None = None
    """The later version that mends it; ``None`` if this one is mended too."""


class ChangeKeys(Command):
    """Say which keys sign its claims from now on (更换密钥)."""

    claim_keys: ClaimKeys


class Limit(Command):
    """Let it do only what is harmless (限制)."""

    why: Said


class Withdraw(Command):
    """Let it do nothing any more (停用)."""

    why: Said
    replaced_by: AppVersion | None = None


class InspectionOverdue(Notice):
    """The last inspection holds no more."""


class MendingOverdue(Notice):
    """The time to mend a defect is over."""
