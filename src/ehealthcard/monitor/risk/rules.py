"""The ten rules; docs/concepts/risk.md says precisely what each looks for."""

from collections.abc import Callable
from math import asin, cos, radians, sin, sqrt

import attrs

from ehealthcard.codesets import SHANGHAI, Channel
from ehealthcard.ports import UseAct, UseRecord

from .findings import About, Finding
from .memory import Memory, Seen
from .policy import Site

OK = "OK"
REPLAYED = "CODE_REPLAYED"
EVERYDAY = frozenset(
    {
        "CODE_EXPIRED",
        REPLAYED,
        "CODE_NOT_YET_VALID",
        "CODE_WRONG_AUDIENCE",
        "CODE_SECOND_FACTOR_REQUIRED",
    }
)
"""Refusals of a code that honest people get."""

DESKS = frozenset(
    {Channel.WINDOW.value, Channel.KIOSK.value, Channel.DOCTOR_DESK.value}
)
STAFFED = DESKS - {Channel.KIOSK.value}
PHONES = frozenset({Channel.SERVICE_ACCOUNT.value, Channel.MINI_PROGRAM.value})
GRAVE_CLIENTS = frozenset({"CLIENT_ALTERED", "CLIENT_FORGED", "CLIENT_WITHDRAWN"})
"""What no honest client does because it is old."""

EARTH = 6371.0
"""Kilometres from the middle to the surface."""

Look = Callable[[UseRecord, Memory], tuple[str, ...]]
"""Returns the records that show a risk; none if there is none."""


@attrs.frozen
class RiskRule:
    """One kind of risk."""

    code: str
    zh: str
    acts: frozenset[UseAct]
    """Which records it reads."""

    about: About
    look: Look

    def find(self, record: UseRecord, memory: Memory) -> Finding | None:
        """Return what *record* shows, after all that was before."""
        shown = self.look(record, memory)
        if not shown:
            return None
        who = record.subject if self.about is About.CARD else record.terminal
        about = self.about
        if record.act is UseAct.SHOW:
            about = About.ACTOR
        return Finding(self.code, about, who or "", record.at, record.org, shown)


def replayed_code(record: UseRecord, memory: Memory) -> tuple[str, ...]:
    """A code is presented again, elsewhere or later."""
    if record.outcome != REPLAYED or record.subject is None:
        return ()
    seen = memory.last_scan.get(record.subject)
    if seen is None:
        return (record.id,)
    same = seen.terminal == record.terminal and seen.org == record.org
    if same and record.at - seen.at <= memory.policy.replay_grace:
        return ()
    return seen.id, record.id


def impossible_travel(record: UseRecord, memory: Memory) -> tuple[str, ...]:
    """The same card is at two places faster than anybody travels."""
    if record.outcome != OK or record.subject is None:
        return ()
    seen = memory.last_scan.get(record.subject)
    if seen is None or seen.org == record.org:
        return ()
    here, there = memory.sites.get(record.org or ""), memory.sites.get(seen.org or "")
    if here is None or there is None:
        return ()
    far, policy = _distance(here, there), memory.policy
    hours = abs((record.at - seen.at).total_seconds()) / 3600
    if far < policy.travel_distance or far <= policy.travel_speed * hours:
        return ()
    return seen.id, record.id


def many_cards(record: UseRecord, memory: Memory) -> tuple[str, ...]:
    """Too many different cards at one terminal, or on one account."""
    if record.outcome != OK or record.subject is None:
        return ()
    if record.act is UseAct.SHOW:
        if record.channel not in PHONES:
            return ()
        return memory.account_cards.add(record.terminal, record.subject, record)
    desk = record.channel in DESKS
    window = memory.desk_cards if desk else memory.gate_cards
    return window.add(_place(record), record.subject, record)


def failed_burst(record: UseRecord, memory: Memory) -> tuple[str, ...]:
    """Somebody tries out codes at a terminal."""
    code = record.outcome
    if not code.startswith("CODE_") or code in EVERYDAY:
        return ()
    return memory.failed.add(_place(record), record.id, record)


def off_hours(record: UseRecord, memory: Memory) -> tuple[str, ...]:
    """A terminal is used while its place is closed."""
    now = record.at.astimezone(SHANGHAI).time()
    if (
        record.outcome != OK
        or record.subject is None
        or not memory.is_closed(record.org, record.place, now)
    ):
        return ()
    return memory.closed.add(_place(record), record.id, record)


def bulk_look_up(record: UseRecord, memory: Memory) -> tuple[str, ...]:
    """Somebody looks at the records of many strangers."""
    if not _is_stranger(record, memory):
        return ()
    return memory.looks.add(record.terminal, record.subject or "", record)


def watched_record(record: UseRecord, memory: Memory) -> tuple[str, ...]:
    """Somebody looks at a colleague or at somebody famous without being asked."""
    if record.subject in memory.watched and _is_stranger(record, memory):
        return (record.id,)
    return ()


def break_glass(record: UseRecord, _: Memory) -> tuple[str, ...]:
    """Somebody has looked without the holder; it is reviewed."""
    return (record.id,) if record.outcome == OK else ()


def enumeration(record: UseRecord, memory: Memory) -> tuple[str, ...]:
    """Somebody tries out names or document numbers at registration."""
    if record.outcome == OK:
        return ()
    return memory.registrations.add(record.terminal, record.id, record)


def gate_trust(record: UseRecord, _: Memory) -> tuple[str, ...]:
    """A gate's trust data is stale, or its clock is wrong."""
    return () if record.outcome == OK else (record.id,)


def remember(record: UseRecord, memory: Memory) -> None:
    """Note an accepted scan, after every rule has looked; the newest one stays."""
    subject = record.subject
    if record.act not in _PRESENT or record.outcome != OK or subject is None:
        return
    last = memory.last_scan.get(subject)
    if record.act is UseAct.LATE and last is not None and last.at > record.at:
        return  # a gate's decision that came home after a later scan
    seen = Seen(record.id, record.at, record.terminal, record.org)
    memory.last_scan.put(subject, seen)
    if record.org:
        memory.known.put((subject, record.org), record.at)


def _is_stranger(record: UseRecord, memory: Memory) -> bool:
    """Whether a member of staff looks at somebody whom his institution does not know.

    Holders look at their own affairs without an institution behind them, and at no
    desk; somebody of no institution who sits at one knows nobody.
    """
    subject, org = record.subject, record.org
    if subject is None or (org is None and record.channel not in STAFFED):
        return False
    return not memory.is_known(subject, org, record.at)


def _place(record: UseRecord) -> str:
    """Return the terminal's name; each institution gives its own.

    What a gate decided alone counts by itself: it comes in another order.
    """
    alone = "late:" if record.act is UseAct.LATE else ""
    return f"{alone}{record.org or ''}/{record.terminal}"


def _distance(one: Site, two: Site) -> float:
    """Return the kilometres between two places, along the great circle (haversine)."""
    north, south = radians(one.latitude), radians(two.latitude)
    up = sin((north - south) / 2) ** 2
    across = sin(radians(one.longitude - two.longitude) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, up + cos(north) * cos(south) * across)))


_SCANS = frozenset({UseAct.SCAN})
_PRESENT = _SCANS | {UseAct.LATE}
"""What happens where the holder stands, at once or heard of afterwards."""

_LOOKS = frozenset({UseAct.LOOK, UseAct.BREAK_GLASS})
RULES = (
    RiskRule("replayed-code", "二维码重放", _SCANS, About.CARD, replayed_code),
    RiskRule("impossible-travel", "异地同卡", _PRESENT, About.CARD, impossible_travel),
    RiskRule(
        "many-cards",
        "同一终端或账号多卡",
        _PRESENT | {UseAct.SHOW},
        About.TERMINAL,
        many_cards,
    ),
    RiskRule("failed-burst", "验码失败突增", _PRESENT, About.TERMINAL, failed_burst),
    RiskRule("off-hours", "非开放时间用卡", _PRESENT, About.TERMINAL, off_hours),
    RiskRule("bulk-look-up", "批量查询", _LOOKS, About.ACTOR, bulk_look_up),
    RiskRule("watched-record", "查阅重点对象", _LOOKS, About.ACTOR, watched_record),
    RiskRule(
        "break-glass",
        "紧急访问",
        frozenset({UseAct.BREAK_GLASS}),
        About.ACTOR,
        break_glass,
    ),
    RiskRule(
        "enumeration",
        "证件号枚举",
        frozenset({UseAct.REGISTER}),
        About.ACTOR,
        enumeration,
    ),
    RiskRule(
        "gate-trust",
        "闸机信任包过期或时钟偏移",
        frozenset({UseAct.GATE}),
        About.TERMINAL,
        gate_trust,
    ),
)
"""The ten of docs/concepts/risk.md."""


def altered_client(record: UseRecord, _: Memory) -> tuple[str, ...]:
    """Somebody acts with a build that was altered, forged or withdrawn."""
    return (record.id,) if record.outcome in GRAVE_CLIENTS else ()


CLIENT_RULE = RiskRule(
    "altered-client",
    "客户端被篡改或停用后仍在使用",
    frozenset({UseAct.CLIENT}),
    About.ACTOR,
    altered_client,
)
"""An eleventh, about applications and not about cards; ``RiskWatch`` runs it too."""
