"""How well a holder is known now (实名等级).

Of cards that were merged the holder is known as well as by the best of them: two
reviewers, each for himself, have found that both documents are of one person, so what
was proved with either is proved of him. That holds while nobody doubts it. As soon as a
reviewer asks to part two cards, each counts by its own proofs alone, and a doubt about
either is a doubt about the holder. Nothing of it is written down: a proof belongs to
the card whose document was shown, also after the merge, so two cards that are parted
have each what was earned by their own document.
"""

from datetime import datetime

import attrs

from ehealthcard.codesets import Channel
from ehealthcard.errors import Phrase
from ehealthcard.identity import SubjectId
from ehealthcard.rules.real_name import (
    REAL_NAME_POLICIES,
    Check,
    DoubtStanding,
    Place,
    ProofStanding,
    RealNamePolicy,
    Standing,
    best,
    ends_at,
)
from ehealthcard.rules.standing import require_active
from ehealthcard.services.foundation.card import Active, Verified, card_life
from ehealthcard.services.foundation.real_name import real_name
from ehealthcard.services.foundation.real_name_doubt import CARER_DOUBTED
from ehealthcard.workflow import CARD, State

from .office import Office
from .retired import vouched
from .work import Work

AT_WINDOW = "document-at-window"
"""How a registrar vouches: the document was seen."""

IMPORTED = "imported"
"""How somebody is known who was taken over from an older system."""

METHODS: dict[str, tuple[Place, Check]] = {
    AT_WINDOW: (Place.WINDOW, Check.DOCUMENT_SEEN),
    IMPORTED: (Place.IMPORT, Check.IMPORTED),
}
"""What stands for the method of a registration; others are a verifier's own words."""


@attrs.frozen
class Assured:
    """Reads from the card's cases how well its holder is known."""

    office: Office

    def standing(self, subject: SubjectId) -> Standing:
        """Return what the proofs of *subject*'s holder come to now, by any card."""
        work = self.office.work()
        found = [self._own(work, whose) for whose in vouched(work, subject)]
        if any(one.doubted for one in found):
            return Standing(doubted=True)
        return max(found, key=lambda one: (one.level.rank, one.until is None))

    def _own(self, work: Work, subject: SubjectId) -> Standing:
        """Return what the proofs of one card come to."""
        now = self.office.now
        proofs: list[ProofStanding] = []
        doubt: DoubtStanding | None = None
        for event in self.office.storage.related(CARD, subject):
            if event.subject != subject:
                continue
            state = work.elapsed(work.load(event))
            if isinstance(state, ProofStanding):
                proofs.append(state)
            elif isinstance(state, DoubtStanding):
                doubt = state
            elif event.workflow == card_life.name:
                proofs += self._registered(state, now)
        return best(proofs, doubt)

    def require_carer(self, subject: SubjectId) -> None:
        """Refuse somebody who would act for another and has no card, or is doubted.

        Raises:
            CardError: His card is lost, or not active for another reason.
            RuleViolationError: He is doubted; it says how he is proved anew.

        """
        card = self.office.card_of(subject)
        require_active(card.status if card else None)
        if self.standing(subject).doubted:
            steps = self.policy.steps(self.policy.clears_doubt)
            said = Phrase.listed(step.said for step in steps)
            raise CARER_DOUBTED.broken(step=said)

    @property
    def policy(self) -> RealNamePolicy:
        """The table that is in force today."""
        packs = self.office.policies.get(real_name.name) or REAL_NAME_POLICIES
        pack = packs.at(self.office.today)
        assert isinstance(pack, RealNamePolicy)  # noqa: S101  # it is that service's
        return pack

    def _registered(self, state: State | None, now: datetime) -> list[ProofStanding]:
        """Return what the registration itself proved, if that still holds."""
        if not isinstance(state, Verified):
            return []
        kiosk = state.channel == Channel.KIOSK.value
        asked = (Place.KIOSK if kiosk else Place.MOBILE, Check.NAME_AND_NUMBER)
        place, check = METHODS.get(state.method, asked)
        row = self.policy.row(place, (check,))
        if row is None:
            return []
        since = state.active_since if isinstance(state, Active) else state.applied_at
        until = ends_at(since, row.days)
        if until is not None and until < now:
            return []
        proof = ProofStanding(
            card=state.card,
            level=row.level,
            place=place,
            checks=(check,),
            proved_at=since,
            until=until,
        )
        return [proof]
