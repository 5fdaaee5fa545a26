"""Nobody passes without being asked (访问控制执行点)."""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from ehealthcard.errors import (
    AccessDeniedError,
    AccessSuspendedError,
    AssuranceTooLowError,
    Phrase,
)
from ehealthcard.identity import SubjectId
from ehealthcard.monitor.access import Action, Asked, Decision
from ehealthcard.monitor.access.deciding import Reason, denied
from ehealthcard.monitor.uses import SERVICE_USES
from ehealthcard.ports import UseAct
from ehealthcard.rules.access import (
    EVERY_CLASS,
    SensitiveClass,
    classes_of,
)
from ehealthcard.rules.real_name import Level
from ehealthcard.services.foundation.broken_glass import BreakIn, broken_glass
from ehealthcard.workflow import CARD, Actor, Command, State, links

from .assured import Assured
from .blocking import Blocks
from .case import Case
from .client_check import ClientCheck
from .known_here import KnownHere
from .office import Office
from .retired import one_person
from .tracing import Look, Refusals
from .using import Use, UseLog

OF_THE_PERSON = frozenset({Action.SEE, Action.TRACE, Action.TAKE, Action.SHOW})
"""What is open to whoever it is open to by the card that stays; a merged card is shown
by nobody, and its holder hears why."""

DONE_ELSEWHERE = frozenset({Action.ACT, Action.APPLY, Action.SCAN})
"""What asks for itself whether a risk alert has suspended who acts."""


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
        """Return those of *cases* whose sensitive classes are open to who asked.

        Those that an emergency alone opens are reviewed afterwards, a list at once.
        """
        found, emergency = list[Case[State]](), False
        whole = self.sees_all(asked)
        for case in cases:
            if classes := classes_of(case.state):
                decision = self._decided(_for_case(asked, case, classes))
                if not decision.permitted:
                    continue
                emergency |= decision.review
            found.append(case.shown_to(asked.actor, whole=whole))
        if emergency and asked.subject and not self._decided(asked).review:
            self._for_review(asked, asked.subject)
        return found

    def sees_all(self, asked: Asked) -> bool:
        """Whether who may look may see what is especially sensitive besides.

        Whoever looks by the holder's grant may if the grant says so (PIPL art. 29); of
        all others it is the class of the whole case that decides.
        """
        if asked.actor.holder in (None, asked.subject):
            return True
        if self._decided(asked).reason is not Reason.DELEGATE:
            return True
        return self._decided(attrs.evolve(asked, classes=EVERY_CLASS)).permitted

    def opens(self, asked: Asked, *told: State) -> bool:
        """Whether all that states *told* is open to who asked, and may look besides."""
        classes = classes_of(*told)
        if not classes:
            return True
        whole = attrs.evolve(asked, classes=classes)
        return self._decided(whole).permitted

    def _named(self, command: Command, subject: SubjectId | None) -> Iterator[State]:
        """Yield the present states of the holder's cases that *command* names."""
        work = self.office.work()
        mine = one_person(work, subject) if subject else ()
        for kind, value in links(command):
            found = self.office.storage.related(kind, value) if kind != CARD else ()
            for event in found:
                state = work.elapsed(work.load(event))
                if event.subject in mine and state is not None:
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
            needed=needed, step=Phrase.listed(step.said for step in steps)
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
