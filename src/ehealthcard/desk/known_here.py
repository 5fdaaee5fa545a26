"""What the access policy may know of a holder (访问控制所需信息)."""

from collections.abc import Collection, Iterator
from datetime import datetime

import attrs

from ehealthcard.codesets import Purpose
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.monitor.uses import SERVICE_USES
from ehealthcard.ports import UseAct
from ehealthcard.rules.access import (
    AccessStanding,
    GrantSeen,
    SensitiveClass,
    grant_of,
)
from ehealthcard.rules.consents import ConsentStanding
from ehealthcard.rules.real_name import Level
from ehealthcard.workflow import Actor, Event, State

from .assured import Assured
from .office import Office

AT = ("org", "receiver")
"""Fields of a state that name the institution whose work it is."""

NAMED = ("ordered_by", "performer")
"""Fields of a state that name who takes part, whoever wrote it down."""


@attrs.frozen
class KnownHere:
    """What the desk knows of a holder, looked up when the policy asks."""

    office: Office
    now: datetime

    def age(self, subject: SubjectId, /) -> int | None:
        """Return the holder's age in whole years."""
        holder = self.office.holder(subject, self.now)
        return holder.age if holder else None

    def guardians(self, subject: SubjectId, /) -> Collection[SubjectId]:
        """Return who is the holder's guardian now and has an active card himself."""
        return [g for g in self.office.guardians(subject, self.now) if self._acts(g)]

    def grants(self, subject: SubjectId, /) -> Collection[GrantSeen]:
        """Return what the holder has granted to others."""
        granted = [
            grant_of(state, self.office.survivor(SubjectId(state.delegate)))
            for state in self._open(subject)
            if isinstance(state, AccessStanding)
        ]
        return [grant for grant in granted if self._acts(grant.delegate)]

    def in_care(self, subject: SubjectId, /) -> bool:
        """Whether a service of the guide is open for the holder here now."""
        named = self.office.catalogue.named
        events = self.office.open_cases(subject)
        return any(
            event.workflow in named and named[event.workflow].title.section
            for event in events
        )

    def consents(self, subject: SubjectId, /) -> Collection[str]:
        """Return the purposes that the holder consents to now."""
        states = self._open(subject)
        return {s.purpose for s in states if isinstance(s, ConsentStanding)}

    def level(self, subject: SubjectId, /) -> Level:
        """Return how well the holder is known."""
        return Assured(self.office).standing(subject).level

    def _acts(self, carer: str) -> bool:
        """Whether somebody may act for others: not with a lost card, nor if doubted."""
        who = SubjectId(carer)
        card = self.office.card_of(who)
        if card is None or card.status is not CardStatus.ACTIVE:
            return False
        return not Assured(self.office).standing(who).doubted

    def opened(
        self, subject: SubjectId, purpose: Purpose, /
    ) -> Collection[SensitiveClass]:
        """Return the sensitive classes that the holder opens for *purpose* now."""
        wanted = Purpose.CARE if purpose is Purpose.UNSTATED else purpose
        states = (s for s in self._open(subject) if isinstance(s, ConsentStanding))
        return {c for s in states if s.purpose is wanted for c in s.classes}

    def took_part(self, actor: Actor, case: str, /) -> bool:
        """Whether *actor* works on *case*.

        He has carried out a step or is named in it, or the holder shows it to his
        institution, as in mutual recognition. To have looked is no step.
        """
        events = self.office.storage.history(case)
        if any(event.actor == actor.id and not _is_look(event) for event in events):
            return True
        state = self.office.work(self.now).load(events[-1]).state if events else None
        if actor.id in {getattr(state, name, None) for name in NAMED}:
            return True
        receiver = getattr(state, "receiver", None)
        return receiver is not None and receiver == actor.org

    def works_at(self, actor: Actor, case: str, /) -> bool:
        """Whether *actor* works where *case* is work that waits.

        A house that names no institution to its staff is one house.
        """
        event = self.office.storage.last(case)
        if event is None or actor.org is None:
            return event is not None
        state = self.office.work(self.now).load(event).state
        return actor.org in {getattr(state, name, None) for name in AT}

    def _open(self, subject: SubjectId) -> Iterator[State]:
        """Yield the present states of the holder's open cases."""
        return self.office.standing(subject, self.now)


def _is_look(event: Event) -> bool:
    use = SERVICE_USES.get((event.workflow, event.command))
    return use is not None and use.act is UseAct.LOOK
