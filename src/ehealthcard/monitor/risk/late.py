"""What only comes out when a gate's decisions have come home (事后发现).

The desk writes down what it found (``LATE_...``); these rules let the loop see it. They
stand beside the ten of docs/concepts/risk.md.
"""

from ehealthcard.ports import UseAct, UseRecord

from .findings import About
from .memory import Memory
from .rules import RiskRule

_LATE = frozenset({UseAct.LATE})


def late_replay(record: UseRecord, memory: Memory) -> tuple[str, ...]:
    """A gate took a code that had been used elsewhere."""
    if record.outcome != "LATE_REPLAYED" or record.subject is None:
        return ()
    seen = memory.last_scan.get(record.subject)
    return (seen.id, record.id) if seen else (record.id,)


def late_revoked(record: UseRecord, _: Memory) -> tuple[str, ...]:
    """A gate took a card that was lost or cancelled by then; it could not know."""
    holder = record.subject is not None
    return (record.id,) if holder and record.outcome == "LATE_REVOKED" else ()


def late_ignored(record: UseRecord, _: Memory) -> tuple[str, ...]:
    """A gate took a card that its own trust data said was gone."""
    return (record.id,) if record.outcome == "LATE_IGNORED" else ()


def late_untrusted(record: UseRecord, _: Memory) -> tuple[str, ...]:
    """A gate let somebody in on trust data that was too old, or on none."""
    return (record.id,) if record.outcome == "LATE_UNTRUSTED" else ()


LATE_RULES = (
    RiskRule("late-replay", "离线重放", _LATE, About.CARD, late_replay),
    RiskRule("late-revoked", "离线接受已失效卡", _LATE, About.CARD, late_revoked),
    RiskRule("late-ignored", "闸机忽略吊销信息", _LATE, About.TERMINAL, late_ignored),
    RiskRule(
        "late-untrusted", "闸机凭过期信任包放行", _LATE, About.TERMINAL, late_untrusted
    ),
)
"""``RiskWatch`` runs them too."""
