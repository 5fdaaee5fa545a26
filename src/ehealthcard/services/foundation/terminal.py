"""Terminals (终端登记): which devices and entries use cards, and what each may do.

A terminal is registered at its institution, put into use with a key of its own,
suspended and resumed, and retired for good; then its number may be given to another
device. Only the digest of its key is kept.

Sources: platforms check that a terminal is registered before it verifies codes (public
code of two vendors); kinds and uses are this project's own, for a gate, a handheld and
an app have no code on the platforms.

Which steps each kind of entry offers next is in :mod:`ehealthcard.services.doers`.
"""

from enum import Enum
from typing import Annotated

from pydantic import Field

from ehealthcard.models import Moment, only_added
from ehealthcard.rules.links import TerminalLink
from ehealthcard.workflow import (
    Claim,
    Command,
    Context,
    Rule,
    State,
    Title,
    Workflow,
)

TERMINAL_KEEPER = "terminal-keeper"
"""The role of who registers terminals."""

TERMINAL_UNKNOWN = Rule(
    "TERMINAL_UNKNOWN",
    "This terminal is not registered; register it first.",
    "该终端尚未登记，请先登记。",
)
TERMINAL_NOT_IN_USE = Rule(
    "TERMINAL_NOT_IN_USE",
    "This terminal is not in use; ask who keeps the terminals.",
    "该终端未启用或已停用，请联系终端管理人员。",
)
TERMINAL_KEY_WRONG = Rule(
    "TERMINAL_KEY_WRONG",
    "This is not the terminal's key; put it into use again.",
    "终端密钥不符，请重新启用该终端。",
)
TERMINAL_SIGNS_NOTHING = Rule(
    "TERMINAL_SIGNS_NOTHING",
    "This terminal has no signing key; put it into use again.",
    "该终端没有签名密钥，请重新启用该终端。",
)
TERMINAL_MAY_NOT = Rule(
    "TERMINAL_MAY_NOT",
    "A terminal of this kind may not do this; use another.",
    "此类终端无权办理该业务，请使用其他终端。",
)


class TerminalKind(Enum):
    """What a terminal is (终端类型)."""

    WINDOW = "window"
    """人工窗口."""

    KIOSK = "kiosk"
    """自助机."""

    GATE = "gate"
    """闸机."""

    HANDHELD = "handheld"
    """手持机."""

    DOCTOR_DESK = "doctor-desk"
    """医生工作台."""

    SERVICE_ACCOUNT = "service-account"
    """服务号."""

    MINI_PROGRAM = "mini-program"
    """小程序."""

    APP = "app"


class TerminalUse(Enum):
    """What a terminal may do."""

    ISSUE = "issue"
    """发卡."""

    SHOW = "show"
    """展码."""

    SCAN = "scan"
    """验码."""

    PAY = "pay"
    """缴费."""

    QUERY = "query"
    """查询."""


_U = TerminalUse
_ONLINE = (_U.ISSUE, _U.SHOW, _U.PAY, _U.QUERY)
USES: dict[TerminalKind, tuple[TerminalUse, ...]] = {
    TerminalKind.WINDOW: (_U.ISSUE, _U.SCAN, _U.PAY, _U.QUERY),
    TerminalKind.KIOSK: (_U.ISSUE, _U.SCAN, _U.PAY, _U.QUERY),
    TerminalKind.GATE: (_U.SCAN,),
    TerminalKind.HANDHELD: (_U.SCAN,),
    TerminalKind.DOCTOR_DESK: (_U.SCAN, _U.QUERY),
    TerminalKind.SERVICE_ACCOUNT: _ONLINE,
    TerminalKind.MINI_PROGRAM: _ONLINE,
    TerminalKind.APP: _ONLINE,
}
"""What each kind may do; inferred."""

KeyDigest = Annotated[str, Field(pattern="^[0-9a-f]{64}$", repr=False)]
VerifyKey = Annotated[str, Field(pattern="^([0-9a-f]{64}|[0-9a-f]{128})$")]
"""A public key in hexadecimal digits: 32 bytes Ed25519, 64 bytes SM2."""


class Device(State):
    """What every step keeps."""

    terminal: TerminalLink
    kind: TerminalKind
    org: str
    number: str
    place: str | None


class Registered(Device):
    """Known, and not yet in use (已登记)."""


class InUse(Device):
    """Good for use (使用中)."""

    key_digest: KeyDigest
    since: Moment
    verify_key: VerifyKey | None = None
    """Checks what the terminal signs; ``None``: put into use before there was one."""


class Suspended(InUse):
    """Out of use for a while (已停用)."""

    reason: str


class Retired(Device):
    """Out of use for good (已注销)."""

    reason: str


class Register(Command):
    """Make a terminal known (登记)."""

    kind: TerminalKind
    org: str = Field(min_length=1, max_length=32)
    number: str = Field(min_length=1, max_length=64)
    place: str | None = Field(default=None, max_length=64)


class PutIntoUse(Command):
    """Give a terminal its key, the first or another (启用、换密钥)."""

    key_digest: KeyDigest
    verify_key: VerifyKey | None = None


class Suspend(Command):
    """Take a terminal out of use for a while (停用)."""

    reason: str = Field(min_length=1, max_length=64)


class Resume(Command):
    """Put a terminal into use again, with the key it has (恢复)."""


class Retire(Command):
    """Take a terminal out of use for good (注销)."""

    reason: str = Field(min_length=1, max_length=64)


def register(state: None, command: Register, ctx: Context) -> Registered:
    """Who keeps the terminals makes one known."""
    ctx.require(TERMINAL_KEEPER)
    return Registered(terminal=f"{command.org}:{command.number}", **dict(command))


def put_into_use(state: Registered | InUse, command: PutIntoUse, ctx: Context) -> InUse:
    """A terminal gets a key; a key that it had is good no more."""
    ctx.require(TERMINAL_KEEPER)
    return state.to(InUse, **dict(command), since=ctx.now)


def suspend(state: InUse, command: Suspend, ctx: Context) -> Suspended:
    """A terminal that is lost, broken or misused rests."""
    ctx.require(TERMINAL_KEEPER)
    return state.to(Suspended, reason=command.reason)


def resume(state: Suspended, command: Resume, ctx: Context) -> InUse:
    """A terminal that rested is good again."""
    ctx.require(TERMINAL_KEEPER)
    return state.to(InUse)


def retire(
    state: Registered | InUse | Suspended, command: Retire, ctx: Context
) -> Retired:
    """A terminal ends; its number is free."""
    ctx.require(TERMINAL_KEEPER)
    return state.to(Retired, reason=command.reason)


def one_each(state: Registered | InUse | Suspended) -> Claim:
    """An institution's terminal has a number of its own."""
    return Claim(f"terminal:{state.terminal}")


TerminalLife = Registered | InUse | Suspended | Retired
TerminalCommand = Register | PutIntoUse | Suspend | Resume | Retire

terminal: Workflow[TerminalLife, TerminalCommand] = Workflow(
    "terminal",
    Title("终端登记", "Terminals"),
    transitions=(register, put_into_use, suspend, resume, retire),
    effects=(one_each,),
    version=2,
    upcasters=(only_added,),  # the key that checks what a terminal signs
)
