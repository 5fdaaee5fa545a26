"""Whether the desk is well (健康检查)."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum

import attrs

from ehealthcard.crypto import KeyKind, KeyRing
from ehealthcard.errors import StorageUnavailableError
from ehealthcard.ports import KNOWN, Storage
from ehealthcard.ports.capabilities import DECLARED


class Problem(Enum):
    """What a person should look into."""

    SILENT = "the database does not answer 数据库无响应"
    UNDELIVERED = "a message is not delivered for long 消息长时间未投递"
    OVERDUE = "a timer is not fired for long 定时任务长时间未执行"
    OTHER_KEYS = "the keys did not write this database 密钥与数据库不符"
    DEAD_LETTERS = "messages wait for a person 死信待人工处理"


@attrs.frozen
class Limits:
    """From when on something is a problem; beyond, not at, the limit."""

    undelivered: timedelta = timedelta(hours=1)
    overdue: timedelta = timedelta(minutes=15)
    dead_letters: int = 0


@attrs.frozen
class Health:
    """How the desk is."""

    answers: bool
    """Whether the database does; if not, the rest is unknown."""

    schema: str | None = None
    """The revision of its tables; ``None`` in memory."""

    undelivered: int = 0
    """Messages on their way, or waiting for their answer."""

    undelivered_for: timedelta = timedelta()
    """The age of the oldest of them."""

    overdue_for: timedelta = timedelta()
    """How long ago the most overdue timer should have fired."""

    dead_letters: int = 0
    lacks: Mapping[str, str] | None = None
    """Capabilities that are not plugged in, ``by-hand`` or ``missing`` of each;
    ``None`` where no relay has declared what is."""

    generations: Mapping[str, tuple[str, ...]] = attrs.field(
        factory=dict[str, tuple[str, ...]]
    )
    """The ring's key generations by kind, the one in use first; never a key."""

    keys_fit: bool | None = None
    """Whether the ring opens what is stored; ``None`` if nothing is, or if no desk was
    asked."""

    def problems(self, limits: Limits | None = None) -> tuple[Problem, ...]:
        """Return what is wrong; nothing, if the desk is well."""
        most = limits or Limits()
        found = {
            Problem.SILENT: not self.answers,
            Problem.UNDELIVERED: self.undelivered_for > most.undelivered,
            Problem.OVERDUE: self.overdue_for > most.overdue,
            Problem.OTHER_KEYS: self.keys_fit is False,
            Problem.DEAD_LETTERS: self.dead_letters > most.dead_letters,
        }
        return tuple(problem for problem, is_so in found.items() if is_so)


def health(
    storage: Storage,
    now: datetime,
    keys: KeyRing | None = None,
    fits: Callable[[], bool | None] = lambda: None,
) -> Health:
    """Return how a desk with this storage is.

    Args:
        storage: Where the desk keeps everything.
        now: The time.
        keys: The desk's ring, whose generations are named.
        fits: Says whether the ring opens what is stored; nobody is asked by default.

    """
    generations = _generations(keys) if keys else {}
    try:
        backlog, lacks, keys_fit = storage.backlog(), _lacks(storage), fits()
    except StorageUnavailableError:
        return Health(answers=False, generations=generations)
    return Health(
        answers=True,
        schema=backlog.schema,
        undelivered=backlog.undelivered,
        undelivered_for=_since(backlog.oldest_undelivered, now),
        overdue_for=_since(backlog.next_due, now),
        dead_letters=backlog.dead,
        lacks=lacks,
        generations=generations,
        keys_fit=keys_fit,
    )


def _lacks(storage: Storage) -> dict[str, str] | None:
    """Return what the last relay that declared its wiring said."""
    marks = {c.key: storage.bookmark(DECLARED + c.key) for c in KNOWN}
    if not any(marks.values()):
        return None
    return {key: mark for key, mark in marks.items() if mark not in (None, "wired")}


def _generations(keys: KeyRing) -> dict[str, tuple[str, ...]]:
    known = keys.provider.manifest.generations
    return {kind.name.lower(): known[kind] for kind in KeyKind}


def _since(moment: datetime | None, now: datetime) -> timedelta:
    return max(now - moment, timedelta()) if moment else timedelta()
