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
    grant_of,
)
from ehealthcard.rules.consents import ConsentStanding
from ehealthcard.rules.real_name import Level
from ehealthcard.services.foundation.broken_glass import BreakIn, broken_glass
from ehealthcard.workflow import Actor, Command, State

from .assured import Assured
from .blocking import Blocks
from .case import Case
from .client_check import ClientCheck
from .office import Office
from .tracing import Look, Refusals
from .using import Use, UseLog

OF_THE_PERSON = frozenset({Action.SEE, Action.TRACE, Action.TAKE, Action.SHOW})
"""What is open to whoever it is open to by the card that stays; a merged card is shown
by nobody, and its holder hears why."""

DONE_ELSEWHERE = frozenset({Action.ACT, Action.APPLY, Action.SCAN})
"""What asks for itself whether a risk alert has suspended who acts."""

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
        institution, as in mutual recognition.
        """
        events = self.office.storage.history(case)
        if any(event.actor == actor.id for event in events):
            return True
        state = self.office.work(self.now).load(events[-1]).state if events else None
        if actor.id in {getattr(state, name, None) for name in NAMED}:
            return True
        receiver = getattr(state, "receiver", None)
        return receiver is not None and receiver == actor.org

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

        Raises:
            AccessDeniedError: It is refused.

        """
        use = SERVICE_USES.get((asked.service or "", type(command).__name__))
        if use is None or use.act is not UseAct.LOOK:
            self.require(asked)
            return
        classes = classes_of(command, self._state(asked.case))
        self.require(attrs.evolve(asked, classes=classes))

    def shown(
        self, asked: Asked, cases: Iterable[Case[State]]
    ) -> Sequence[Case[State]]:
        """Return those of *cases* whose sensitive classes are open to who asked.

        Those that an emergency alone opens are reviewed afterwards, a list at once.
        """
        found, emergency = list[Case[State]](), False
        for case in cases:
            if classes := classes_of(case.state):
                decision = self._decided(_for_case(asked, case, classes))
                if not decision.permitted:
                    continue
                emergency |= decision.review
            found.append(case.shown_to(asked.actor))
        if emergency and asked.subject and not self._decided(asked).review:
            self._for_review(asked, asked.subject)
        return found

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
        plain = decision.permitted and not decision.review
        looks = asked.action in OF_THE_PERSON or asked.classes
        if plain or asked.subject is None or not looks:
            return decision
        survivor = self.office.survivor(asked.subject)
        if survivor == asked.subject:
            return decision
        other = self.office.access.decide(attrs.evolve(asked, subject=survivor), known)
        return other if other.permitted else decision

    def _too_low(self, needed: Level) -> AssuranceTooLowError:
        steps = Assured(self.office).policy.steps(needed)
        return AssuranceTooLowError(
            needed=f"{needed.en}, {needed.zh}",
            step=" / ".join(step.said for step in steps) or "-",
        )

    def _note(self, asked: Asked) -> None:
        """Write down who was refused a look."""
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


def _for_case(
    asked: Asked, case: Case[State], classes: frozenset[SensitiveClass]
) -> Asked:
    """Return the question about one case of a list."""
    return attrs.evolve(
        asked,
        subject=case.subject,
        service=case.workflow,
        classes=classes,
        case=case.id,
    )
