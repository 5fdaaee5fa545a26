"""What an access policy is asked, and what it may look at."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

import attrs

from ehealthcard.codesets import Labelled, Purpose
from ehealthcard.identity import SubjectId
from ehealthcard.rules.access import GrantSeen, SensitiveClass
from ehealthcard.rules.real_name import Level
from ehealthcard.workflow import Actor


class Action(Labelled):
    """What somebody wants to do (操作); a division of our own."""

    APPLY = "apply", "申领", "ask for a card"
    ACT = "act", "办理", "act on a case or a card"
    FIND = "find", "查找", "find a card by its document"
    SEE = "see", "查看", "see one case or card"
    TRACE = "trace", "查看历史", "see the past of a case or the uses of a card"
    TAKE = "take", "取得副本", "take a copy of everything about somebody"
    LIST = "list", "列表", "list many people's cases"
    SHOW = "show", "出示", "show a code or let a phone make codes"
    SCAN = "scan", "扫码", "scan a code"
    PUBLISH = "publish", "发布", "publish what gates trust"


@attrs.frozen(slots=False)
class Asked:
    """One question to the policy."""

    actor: Actor
    action: Action
    subject: SubjectId | None = None
    """Whose affairs; ``None`` where it is nobody's or many people's."""

    service: str | None = None
    """The name of the service whose case it is."""

    is_open: bool = True
    """Whether the case still goes on."""

    classes: frozenset[SensitiveClass] = frozenset()
    """What is especially sensitive in what would be seen (特别敏感类别)."""

    case: str | None = None
    """The case, where it is one."""

    @property
    def purpose(self) -> Purpose:
        """What for."""
        return self.actor.purpose


class Known(Protocol):
    """What a policy may look at before it decides; asked only as far as needed."""

    @property
    def now(self) -> datetime:
        """When."""
        ...

    def age(self, subject: SubjectId, /) -> int | None:
        """Return the holder's age in whole years; ``None`` if nobody knows."""
        ...

    def guardians(self, subject: SubjectId, /) -> Collection[SubjectId]:
        """Return who is the holder's guardian now: a minor's, or by a court order."""
        ...

    def grants(self, subject: SubjectId, /) -> Collection[GrantSeen]:
        """Return what the holder has granted to others."""
        ...

    def in_care(self, subject: SubjectId, /) -> bool:
        """Whether a service of the guide is open for the holder here now."""
        ...

    def consents(self, subject: SubjectId, /) -> Collection[str]:
        """Return the purposes that the holder consents to now."""
        ...

    def level(self, subject: SubjectId, /) -> Level:
        """Return how well the holder is known."""
        ...

    def opened(
        self, subject: SubjectId, purpose: Purpose, /
    ) -> Collection[SensitiveClass]:
        """Return the sensitive classes that the holder opens for *purpose* now."""
        ...

    def works_at(self, actor: Actor, case: str, /) -> bool:
        """Whether *actor* works at the institution where *case* waits."""
        ...

    def took_part(self, actor: Actor, case: str, /) -> bool:
        """Whether *actor* works on *case*, or the holder shows it to him."""
        ...
