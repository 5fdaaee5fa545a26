"""Nobody passes without being asked (访问控制执行点)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

import attrs

from ehealthcard.codesets import Purpose
from ehealthcard.errors import (
    AccessDeniedError,
    AccessSuspendedError,
    AssuranceTooLowError,
)
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.monitor.access import Action, Asked, Decision
from ehealthcard.monitor.access.deciding import denied
from ehealthcard.monitor.uses import SERVICE_USES
from ehealthcard.ports import UseAct
from ehealthcard.rules.access import (
    AccessStanding,
    GrantSeen,
    SensitiveClass,
    classes_of,
)
from ehealthcard.rules.consents import ConsentStanding
from ehealthcard.rules.real_name import Level
from ehealthcard.services.foundation.broken_glass import BreakIn, broken_glass
from ehealthcard.workflow import CARD, Actor, Command, Event, State, links

from .assured import Assured
from .blocking import Blocks
from .case import Case
from .client_check import ClientCheck
from .office import Office
from .tracing import Look, Refusals
from .using import Use, UseLog

LOOKS = frozenset({Action.SEE, Action.TRACE, Action.TAKE})
DONE_ELSEWHERE = frozenset({Action.ACT, Action.APPLY, Action.SCAN})
"""What asks for itself whether a risk alert has suspended who acts."""

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
        return [
            GrantSeen(
                delegate=state.delegate,
                scopes=state.scopes,
                sensitive=state.sensitive,
                by_guardian=state.by_guardian,
                until=state.until,
                classes=state.classes,
            )
            for state in self._open(subject)
            if isinstance(state, AccessStanding) and self._acts(state.delegate)
        ]

    def in_care(self, subject: SubjectId, /) -> bool:
        """Whether a service of the guide is open for the holder here now."""
        named = self.office.catalogue.named
        events = self.office.storage.related(CARD, subject)
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
        """Whether somebody may act for others: who lost his card may not."""
        card = self.office.card_of(SubjectId(carer))
        return card is not None and card.status is CardStatus.ACTIVE

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


@attrs.frozen
class Guard:
    """Asks the policy, and stops who may not."""

    office: Office

    def require(self, asked: Asked) -> Decision:
        """Refuse what the policy refuses, on the record where it is somebody's.

        Raises:
            AccessDeniedError: It is refused.
            AssuranceTooLowError: The holder is not known well enough for the service.
            AccessSuspendedError: A risk alert has suspended the actor.
            ClientError: The build that the actor acts with may not do this.

        """
        if asked.action not in DONE_ELSEWHERE:
            Blocks(self.office).require_actor(asked.actor)
        decision = self._decided(asked)
        if decision.needs is not None:
            raise self._too_low(decision.needs)
        if not decision.permitted:
            self._note(asked)
            raise denied(decision.reason)
        ClientCheck(self.office).require(asked.actor, asked.action)
        if decision.review and asked.subject is not None:
            self._for_review(asked, asked.subject)
        return decision

    def require_act(self, asked: Asked, command: Command) -> None:
        """The same for a command; one that shows content asks for its classes too.

        They are those of the command, of its case, and of the holder's other cases that
        the command names by a link.

        Raises:
            AccessDeniedError: It is refused.

        """
        use = SERVICE_USES.get((asked.service or "", type(command).__name__))
        if use is None or use.act is not UseAct.LOOK:
            self.require(asked)
            return
        named = self._named(command, asked.subject)
        classes = classes_of(command, self._state(asked.case), *named)
        self.require(attrs.evolve(asked, classes=classes))

    def shown(
        self, asked: Asked, cases: Iterable[Case[State]]
    ) -> Sequence[Case[State]]:
        """Return those of *cases* whose sensitive classes are open to who asked."""
        return [c.shown_to(asked.actor) for c in cases if self._is_open(asked, c)]

    def opens(self, asked: Asked, *told: State) -> bool:
        """Whether all that states *told* is open to who asked, and may look besides."""
        classes = classes_of(*told)
        if not classes:
            return True
        whole = attrs.evolve(asked, classes=classes)
        return self._decided(whole).permitted

    def _is_open(self, asked: Asked, case: Case[State]) -> bool:
        whose = asked.subject or case.subject
        one = attrs.evolve(asked, subject=whose, case=case.id, service=case.workflow)
        return self.opens(one, case.state)

    def _named(self, command: Command, subject: SubjectId | None) -> Iterator[State]:
        """Yield the present states of the holder's cases that *command* names."""
        work = self.office.work()
        for kind, value in links(command):
            found = self.office.storage.related(kind, value) if kind != CARD else ()
            for event in found:
                state = work.elapsed(work.load(event))
                if event.subject == subject and state is not None:
                    yield state

    def _state(self, case: str | None) -> State | None:
        """Return the present state of a case as the database has it."""
        event = self.office.storage.last(case) if case else None
        if event is None:
            return None
        work = self.office.work()
        return work.elapsed(work.load(event))

    def look(self, asked: Asked) -> Decision:
        """The same for who looks at what is kept of somebody: the look is on record.

        Raises:
            AccessDeniedError: It is refused, on record as well.
            AccessSuspendedError: A risk alert has suspended the actor; likewise.

        """
        log = UseLog(self.office)
        try:
            decision = self.require(asked)
        except (AccessDeniedError, AccessSuspendedError) as error:
            log.looked(asked.actor, asked.subject, error.code)
            raise
        if not decision.review:  # that one has left a record of its own
            log.looked(asked.actor, asked.subject)
        return decision

    def pass_to(
        self, by: Actor, action: Action, subject: SubjectId | None = None
    ) -> None:
        """The same in short, where no case is looked at.

        Raises:
            AccessDeniedError: It is refused.

        """
        self.require(Asked(by, action, subject))

    def _decided(self, asked: Asked) -> Decision:
        """Ask the policy; what is a retired card's is the card's that stays, too."""
        known = KnownHere(self.office, self.office.now)
        decision = self.office.access.decide(asked, known)
        if decision.permitted or asked.subject is None or asked.action not in LOOKS:
            return decision
        survivor = self.office.survivor(asked.subject)
        if survivor == asked.subject:
            return decision
        return self.office.access.decide(attrs.evolve(asked, subject=survivor), known)

    def _too_low(self, needed: Level) -> AssuranceTooLowError:
        steps = Assured(self.office).policy.steps(needed)
        return AssuranceTooLowError(
            needed=f"{needed.en}, {needed.zh}",
            step=" / ".join(step.said for step in steps) or "-",
        )

    def _note(self, asked: Asked) -> None:
        is_look = asked.action is not Action.ACT or asked.classes
        if asked.subject is not None and is_look:
            look = Look(asked.service or "desk", asked.action.value, asked.subject)
            Refusals(self.office).note_look(look, asked.actor)

    def _for_review(self, asked: Asked, subject: SubjectId) -> None:
        """Open a case for whoever looks at it afterwards, and let the monitor know."""
        said = BreakIn(service=asked.service or "desk", action=asked.action.value)

        def write() -> None:
            work = self.office.work()
            work.carry_out(work.open(broken_glass, subject), said, by=asked.actor)
            use = Use(UseAct.BREAK_GLASS.value, subject)
            UseLog(self.office).note(use, asked.actor)

        self.office.atomically(write)


def _is_look(event: Event) -> bool:
    use = SERVICE_USES.get((event.workflow, event.command))
    return use is not None and use.act is UseAct.LOOK
