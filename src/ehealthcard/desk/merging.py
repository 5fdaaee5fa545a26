"""Two cards become one, and two again (一人两卡合并与拆分)."""

from collections.abc import Callable, Sequence
from typing import Any

import attrs

from ehealthcard.codes import Source
from ehealthcard.errors import CaseNotFoundError, VersionConflictError
from ehealthcard.identity import Card, CardStatus, SubjectId
from ehealthcard.monitor.access import Action, Asked
from ehealthcard.services.foundation.card_merge import (
    DOUBTED,
    LATER_FIRST,
    MERGE_DESK,
    MERGE_ITSELF,
    NOT_IN_USE,
    ONE_FAMILY,
    TOO_MANY_CARDS,
    CardMerge,
    Ground,
    Merge,
    Merged,
    MergePolicy,
    Part,
    PartingAsked,
    Propose,
    Proposed,
    Second,
    Seconded,
    card_merge,
)
from ehealthcard.services.foundation.code_binding import Bound, Held
from ehealthcard.services.foundation.family_bond.model import CARER
from ehealthcard.workflow import Actor, Timeline

from .acting import acting_as
from .assured import Assured
from .case import Case
from .casework import Casework
from .duplicates import IN_USE, Duplicate, Duplicates
from .guard import Guard
from .job import Job
from .live import Live
from .moving_codes import move_codes
from .office import Office
from .succession import Succession
from .work import Work


@attrs.frozen
class CardMerges:
    """Finds two cards of one person, and makes them one.

    The steps that move nothing are plain commands of ``card-merge``: ``Reject``,
    ``AskToPart`` and ``KeepTogether`` go through ``desk.execute``.
    """

    office: Office = attrs.field(repr=False)

    def find(self, card: Card, *, by: Actor) -> tuple[Duplicate, ...]:
        """Return what may be other cards of *card*'s holder, surest first.

        A citizen's number under two kinds of document is found always; names, birth
        dates and sex are compared where an index of people is plugged in.

        Raises:
            AccessDeniedError: *by* is not staff.
            OutsideUnavailableError: The index does not answer.

        """
        Guard(self.office).pass_to(by, Action.LIST)
        return self._duplicates.of(card)

    def propose(
        self, survivor: Card, retired: Card, *, by: Actor, note: str = ""
    ) -> Case[CardMerge]:
        """Say that two cards are of one person; a window has seen both documents.

        Raises:
            RuleViolationError: They are one card, or not both in use, or one is in the
                other's account, or the holder would have too many, or *by* is no
                ``registrar``.
            ClaimTakenError: Somebody has proposed it already.
            AccessDeniedError: *by* may not do this.

        """
        pair = self._duplicates.pair(survivor, retired)
        differs = pair.differs if pair else ()
        chosen = Duplicate(survivor, retired, Ground.SEEN, None, differs)
        return self._propose(chosen, by, note)

    def propose_found(self, card: Card, *, by: Actor) -> tuple[Case[CardMerge], ...]:
        """Propose what :meth:`find` finds.

        Raises:
            RuleViolationError: *by* is no ``registrar``.
            AccessDeniedError: *by* is not staff.
            OutsideUnavailableError: The index does not answer.

        """
        return tuple(self._propose(one, by, "") for one in self.find(card, by=by))

    def agree(self, case: Case[CardMerge], *, by: Actor) -> Case[CardMerge]:
        """Agree to a merge; after the second reviewer the other card retires.

        Its codes go over in the same transaction.

        Raises:
            RuleViolationError: *by* is no ``merge-reviewer`` or took the step before,
                a card is not in use, or its holder is doubted.
            NotAllowedError: There is nothing to agree to.
            VersionConflictError: *case* is not the newest; reload and look again.
            AccessDeniedError: *by* may not do this.

        """
        self._pass(case, by)
        if isinstance(case.state, Proposed):
            job = Job(card_merge, case, case.subject, Second(), by, None)
            return Casework(self.office).run(job)
        return self._move(case, by, self._merge)

    def part(self, case: Case[CardMerge], *, by: Actor) -> Case[CardMerge]:
        """Agree that a merge was wrong: both cards are there again.

        What the retired card brought goes back to it, as far as the other one still
        has it; what was bound or opened since stays where it is.

        Raises:
            RuleViolationError: *by* is no ``merge-reviewer`` or asked for it, or the
                card that stayed was merged itself since.
            NotAllowedError: Nobody has asked for it (``AskToPart``).
            VersionConflictError: *case* is not the newest; reload and look again.
            AccessDeniedError: *by* may not do this.

        """
        self._pass(case, by)
        return self._move(case, by, self._part)

    def retired(self, card: Card, *, by: Actor) -> tuple[Card, ...]:
        """Return the cards that have retired in favour of *card*.

        Raises:
            AccessDeniedError: *by* may not see the holder's past.

        """
        Guard(self.office).pass_to(by, Action.TRACE, card.subject)
        _, *others = self.office.everybody(card.subject)
        found = (self.office.card_of(one) for one in others)
        return tuple(one for one in found if one is not None)

    def answering(self, card: Card, *, by: Actor) -> Card:
        """Return the card that answers for *card*; mostly itself.

        Raises:
            AccessDeniedError: *by* may not see it.

        """
        Guard(self.office).pass_to(by, Action.SEE, card.subject)
        return Succession(self.office).follow(self.office.card(card.id))

    @property
    def _duplicates(self) -> Duplicates:
        return Duplicates(self.office, self._policy)

    @property
    def _policy(self) -> MergePolicy:
        packs = self.office.policies.get(card_merge.name) or card_merge.policies
        assert isinstance(packs, Timeline)  # noqa: S101  # the service has packs
        policy = packs.at(self.office.today)
        assert isinstance(policy, MergePolicy)  # noqa: S101  # they are its own
        return policy

    def _propose(self, pair: Duplicate, by: Actor, note: str) -> Case[CardMerge]:
        subject = pair.survivor.subject
        Guard(self.office).require(Asked(by, Action.ACT, subject, card_merge.name))
        self._require_in_use(subject, pair.retired.subject)
        command = Propose(
            other=pair.retired.subject,
            ground=pair.ground,
            score=pair.score,
            differs=pair.differs,
            note=note,
        )
        job = Job(card_merge, None, subject, command, by, None)
        return Casework(self.office).run(job)

    def _pass(self, case: Case[CardMerge], by: Actor) -> None:
        asked = Asked(by, Action.ACT, case.subject, card_merge.name)
        Guard(self.office).require(asked)

    def _move(
        self, case: Case[CardMerge], by: Actor, act: Callable[[Work, Live, Actor], None]
    ) -> Case[CardMerge]:
        """Take a step that moves codes, in one transaction."""
        office = self.office

        def write() -> None:
            work, event = office.work(), office.storage.last(case.id)
            if event is None or event.workflow != card_merge.name:
                raise CaseNotFoundError(workflow=card_merge.name)
            if event.version != case.version:
                raise VersionConflictError
            act(work, work.catch_up(work.load(event)), by)

        office.atomically(write)
        return Casework(office).case(card_merge, case.id)

    def _merge(self, work: Work, live: Live, by: Actor) -> None:
        state = live.state
        moved: tuple[str, ...] = ()
        if isinstance(state, Seconded) and not isinstance(state, Merged):
            self._require_in_use(SubjectId(state.card), SubjectId(state.other))
            self._require_undoubted(SubjectId(state.card), SubjectId(state.other))
            giver, taker = SubjectId(state.other), SubjectId(state.card)
            moved = move_codes(work, giver, taker, by=by)
        work.carry_out(live, Merge(moved=moved), by=acting_as(by, MERGE_DESK))

    def _part(self, work: Work, live: Live, by: Actor) -> None:
        state = live.state
        returned: tuple[str, ...] = ()
        if isinstance(state, PartingAsked):
            giver, taker = SubjectId(state.survivor), SubjectId(state.retired)
            stays = self.office.card_of(giver)
            if stays is not None and stays.status is CardStatus.MERGED:
                raise LATER_FIRST.broken()
            names = self._brought(work, giver, state.moved)
            returned = move_codes(work, giver, taker, by=by, only=names)
        work.carry_out(live, Part(returned=returned), by=acting_as(by, MERGE_DESK))

    def _brought(
        self, work: Work, survivor: SubjectId, moved: Sequence[str]
    ) -> frozenset[str]:
        """Return the survivor's bindings that the retired card has brought.

        A later merge and its undoing give them other names; the codes are the same.
        """
        codes = {_code(self._held(work, name)) for name in moved}
        found: set[str] = set()
        for row in work.storage.bindings_of(survivor):
            state = self._held(work, row.case)
            if not isinstance(state, Bound):
                continue
            again = state.source is Source.MERGE and _code(state) in codes
            if state.name in moved or again:
                found.add(state.name)
        return frozenset(found)

    def _held(self, work: Work, case: str) -> Held | None:
        event = work.storage.last(case)
        state = work.load(event).state if event else None
        return state if isinstance(state, Held) else None

    def _require_in_use(self, survivor: SubjectId, retired: SubjectId) -> None:
        if survivor == retired:
            raise MERGE_ITSELF.broken()
        stays, goes = self.office.card_of(survivor), self.office.card_of(retired)
        if stays is None or stays.status is not CardStatus.ACTIVE:
            raise NOT_IN_USE.broken()
        if goes is None or goes.status not in IN_USE:
            raise NOT_IN_USE.broken()
        self._require_no_family(survivor, retired)
        self._require_few(survivor, retired)

    def _require_few(self, *subjects: SubjectId) -> None:
        """Refuse where the holder would have more cards than one looks through."""
        most = self._policy.most_cards
        if sum(len(self.office.everybody(one)) for one in subjects) > most:
            raise TOO_MANY_CARDS.broken(most=most)

    def _require_no_family(self, one: SubjectId, other: SubjectId) -> None:
        """Refuse two of whom one has the other's card in his account."""
        for carer, holder in ((one, other), (other, one)):
            bonds = self.office.storage.related(CARER, carer)
            if any(event.subject == holder for event in bonds):
                raise ONE_FAMILY.broken()

    def _require_undoubted(self, *subjects: SubjectId) -> None:
        if any(Assured(self.office).standing(one).doubted for one in subjects):
            raise DOUBTED.broken()


def _code(state: Held | None) -> tuple[Any, ...] | None:
    return (state.kind, state.issuer, state.value) if state else None
