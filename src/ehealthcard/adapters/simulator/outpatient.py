"""A HIS's outpatient records (模拟门诊病历): what it is told, and what it knows."""

import attrs

from ehealthcard.errors import InvalidInputError
from ehealthcard.identity import CardId
from ehealthcard.ports import Accepted, Answer, Message, Rejected
from ehealthcard.rules.interview import Allergy
from ehealthcard.services.pre_visit_interview import (
    Announced,
    ExaminationWarned,
    FlagFound,
    SignedText,
)

from .faults import Faults

Told = Announced | ExaminationWarned | FlagFound
FORMS: dict[str, type[Told]] = {
    "interview-red-flag": FlagFound,
    "interview-report": Announced,
    "interview-unfilled": Announced,
    "interview-warning": ExaminationWarned,
}


@attrs.define
class SimulatedOutpatientRecords:
    """See :class:`ehealthcard.ports.AllergyRecords`; also the destination ``his``.

    Args:
        known: Allergies on record, by card ID.

    """

    known: dict[CardId, tuple[Allergy, ...]] = attrs.field(
        factory=dict[CardId, tuple[Allergy, ...]]
    )
    faults: Faults = attrs.field(factory=Faults)
    refuses: bool = False
    """Whether signed texts are refused."""

    texts: dict[str, SignedText] = attrs.field(
        factory=dict[str, SignedText], init=False
    )
    """What entered the record, by key; the same key again changes nothing."""

    told: list[tuple[str, Told]] = attrs.field(
        factory=list[tuple[str, Told]], init=False
    )
    """What the doctors' desks show, by kind of message, oldest first."""

    def allergies(self, card_id: CardId, /) -> tuple[Allergy, ...]:
        """See :class:`ehealthcard.ports.AllergyRecords`."""
        return self.faults.read(lambda: self.known.get(card_id, ()))

    def deliver(self, message: Message, /) -> Answer:
        """Take a signed text, or what a desk is to show.

        Raises:
            OutsideUnavailableError: It did not arrive.

        """
        return self.faults.act(lambda: self._take(message))

    def _take(self, message: Message) -> Answer:
        try:
            if message.kind == "interview-text":
                return self._file(message)
            form = FORMS.get(message.kind)
            if form is None:
                return Rejected(code="KIND_UNKNOWN")
            self.told.append((message.kind, form.from_json(message.payload)))
        except InvalidInputError as error:
            return Rejected(code=error.code)
        return Accepted()

    def _file(self, message: Message) -> Answer:
        if self.refuses:
            return Rejected(code="RECORD_CLOSED")
        self.texts.setdefault(message.key, SignedText.from_json(message.payload))
        number = list(self.texts).index(message.key) + 1
        return Accepted(data={"reference": f"r-{number}"})
