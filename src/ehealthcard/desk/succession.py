"""Which card answers for one that was merged into another (合并后的指向)."""

import attrs

from ehealthcard.errors import CardMergedError
from ehealthcard.identity import Card, CardStatus, SubjectId
from ehealthcard.services.foundation.card_merge import Merged

from .office import Office
from .retired import RETIRED


@attrs.frozen
class Succession:
    """Follows retired cards to those that stay."""

    office: Office

    def follow(self, card: Card) -> Card:
        """Return the card that stays in the place of *card*; mostly itself.

        It is for whoever has shown a document, or has looked at the card itself.
        """
        while card.status is CardStatus.MERGED and (merge := self.merge(card.subject)):
            into = self.office.card_of(SubjectId(merge.survivor))
            if into is None:
                break
            card = into
        return card

    def answer(self, card: Card) -> Card:
        """Return the same for a code of *card*, if the policy lets it answer.

        Raises:
            CardMergedError: It does not.

        """
        while card.status is CardStatus.MERGED:
            merge = self.merge(card.subject)
            if merge is None or not merge.answers:
                raise CardMergedError
            into = self.office.card_of(SubjectId(merge.survivor))
            if into is None:
                raise CardMergedError
            card = into
        return card

    def merge(self, subject: SubjectId) -> Merged | None:
        """Return by which merge *subject*'s card retired."""
        work = self.office.work()
        for event in self.office.storage.related(RETIRED, subject):
            state = work.load(event).state
            if isinstance(state, Merged):
                return state
        return None
