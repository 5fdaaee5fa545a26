"""Finding who has two cards (重复建卡发现)."""

from collections.abc import Iterator

import attrs

from ehealthcard.codesets import IdKind, Sex
from ehealthcard.errors import InvalidDocumentError
from ehealthcard.identity import Card, CardStatus, IdDocument, Person, SubjectId
from ehealthcard.ports import Demographics
from ehealthcard.services.foundation.card_merge import (
    Ground,
    Lapsed,
    MergePolicy,
    Pair,
    card_merge,
)

from .office import Office
from .registration import Registration

CITIZENS = (IdKind.RESIDENT_ID, IdKind.HOUSEHOLD_REGISTER)
"""Kinds of document that bear a citizen's number."""

IN_USE = (CardStatus.ACTIVE, CardStatus.SUSPENDED)
LOOKED_AT = 200
"""How many earlier merges of a card are looked at."""


@attrs.frozen
class Duplicate:
    """Two cards that may be of one person; people decide."""

    survivor: Card
    """The one to keep: the better document, then the older card."""

    retired: Card
    ground: Ground
    score: float | None
    differs: tuple[str, ...]
    """What contradicts it: ``birth_date``, ``sex``."""


@attrs.frozen
class Duplicates:
    """Looks for cards of one person."""

    office: Office
    policy: MergePolicy

    def of(self, card: Card) -> tuple[Duplicate, ...]:
        """Return what may be other cards of *card*'s holder, surest first.

        Pairs that reviewers have looked at before, or look at now, are left out.
        """
        person = self.office.vault.person(card.subject)
        if person is None or card.status not in IN_USE:
            return ()
        found = dict[SubjectId, Duplicate]()
        for other, ground, score in self._candidates(person):
            if other.subject in (card.subject, *found) or other.status not in IN_USE:
                continue
            if self._compared(card.subject, other.subject):
                continue
            if pair := self.pair(card, other):
                found[other.subject] = attrs.evolve(pair, ground=ground, score=score)
        return tuple(found.values())

    def pair(self, one: Card, two: Card) -> Duplicate | None:
        """Return which of both is to stay; ``None`` if a holder is not known."""
        first, second = map(self.office.vault.person, (one.subject, two.subject))
        if first is None or second is None:
            return None
        differs = differences(first, second)
        if self._rank(one, first) > self._rank(two, second):
            one, two = two, one
        return Duplicate(one, two, Ground.SEEN, None, differs)

    def _rank(self, card: Card, person: Person) -> tuple[int, int, str]:
        lost = card.status is not CardStatus.ACTIVE  # who stays must be active
        return int(lost), self.policy.order.index(person.kind), card.case

    def _candidates(
        self, person: Person
    ) -> Iterator[tuple[Card, Ground, float | None]]:
        registration = Registration(self.office)
        for document in same_number(person.document):
            if other := registration.find(document):
                yield other, Ground.NUMBER, None
        index = self.office.ports.people
        if index is None:
            return
        wanted = Demographics(
            name=person.name, birth_date=person.birth_date, sex=person.sex
        )
        for match in index.search(wanted):
            other = self.office.card_of(match.subject)
            if other and match.score >= self.policy.floor:
                yield other, Ground.LIKENESS, match.score

    def _compared(self, one: SubjectId, two: SubjectId) -> bool:
        """Whether somebody looked at this pair before, or looks at it now."""
        storage, work = self.office.storage, self.office.work()
        for whose in (one, two):
            name, most = card_merge.name, LOOKED_AT
            for event in storage.cases_of(whose, name, before=None, limit=most):
                state = work.load(event).state
                if not isinstance(state, Pair) or isinstance(state, Lapsed):
                    continue
                if {state.card, state.other} == {one, two}:
                    return True
        return False


def differences(one: Person, two: Person) -> tuple[str, ...]:
    """Return what contradicts that both are one person."""
    known = {Sex.MALE, Sex.FEMALE}
    found = ["birth_date"] if one.birth_date != two.birth_date else []
    if {one.sex, two.sex} == known:
        found.append("sex")
    return tuple(found)


def same_number(document: IdDocument) -> Iterator[IdDocument]:
    """Yield the other documents that a citizen's number may stand in.

    One of 15 digits and one of 18 are the same resident ID already; a household
    register keeps the number as it is written there.
    """
    if document.kind not in CITIZENS:
        return
    try:
        whole = IdDocument(IdKind.RESIDENT_ID, document.number)
    except InvalidDocumentError:
        return
    number = whole.number
    spelt = [number] + ([number[:6] + number[8:17]] if number[6:8] == "19" else [])
    register = (IdDocument(IdKind.HOUSEHOLD_REGISTER, text) for text in spelt)
    yield from (one for one in (whole, *register) if one != document)
