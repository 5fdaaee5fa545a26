"""What the HIS tells by ADT moves the cases of a desk (入出转消息落到办件).

Each message counts once. A message about somebody without a card, or a stay that this
desk does not know, is accepted and changes nothing.

The HIS is the authority on stays, so its interface acts with the roles that the
integrator gives it. Meanings of events: HL7 v2.5.1 chapter 3, recalled; which of our
commands follows is our own reading.
"""

import re

import attrs

from ehealthcard.adapters.hl7 import Hl7Message, Identifiers, identifiers_of
from ehealthcard.desk import ServiceDesk
from ehealthcard.identity import Card
from ehealthcard.rules.signals import PatientIndexChanged, PersonDied
from ehealthcard.workflow import Actor, Signal

from .directory import PatientDirectory
from .listener import Verdict
from .meaning import Meanings
from .once import Once, name_of
from .stays import Stays

UNSUPPORTED_KIND, UNSUPPORTED_EVENT = "200", "201"
REQUIRED, DATA_TYPE = "101", "102"
"""HL7 table 0357."""

EVENTS = ("A01", "A02", "A03", "A04", "A08", "A11", "A13", "A28", "A31", "A40")
REGISTERS = ("A01", "A04", "A08", "A28", "A31")
"""Events that tell a patient's numbers."""

READ = {
    "MSH": (3, 4, 10),
    "EVN": (4,),
    "PID": (3, 30),
    "PV1": (3, 4, 19, 36, 37),
    "MRG": (1,),
}
"""The fields that have an effect here."""

LONGEST = 200
"""Characters of a component; no number, ward or code is longer (our own limit)."""

_NO_WORD = re.compile(r"[\x00-\x1f\x7f]")


@attrs.frozen
class AdtDesk:
    """A handler for :class:`MllpListener`: ADT events become commands and signals.

    Args:
        desk: Whose cases move.
        directory: Who knows which card a number means.
        by: As whom the HIS's interface acts; its ``org`` is the hospital.
        meanings: What codes mean here.

    """

    desk: ServiceDesk
    directory: PatientDirectory
    by: Actor
    meanings: Meanings = attrs.field(factory=Meanings)

    def __call__(self, message: Hl7Message, /) -> Verdict:
        """Apply *message* and say what became of it.

        AE: it cannot be applied, a person looks. AR: not now, or it is no such message.
        """
        refused = _unusable(message)
        if refused is not None:
            return refused
        return Once(self.desk).take(message, self._apply)

    def _apply(self, message: Hl7Message) -> list[Signal]:
        """Carry out commands; return what is to be announced after them."""
        numbers = identifiers_of(message.first("PID"))
        card = self.directory.card(numbers)
        if message.event == "A40":
            return self._merge(message, numbers)
        signals: list[Signal] = []
        if card and message.event in REGISTERS and self.directory.learn(card, numbers):
            signals.append(PatientIndexChanged(card=card.subject))
        stays = Stays(
            self.desk, self.by, self.meanings, message, name_of(message), card
        )
        if self.meanings.is_dead(message):
            subject = card.subject if card else stays.subject()
            died = [PersonDied(card=subject)] if subject else []
            return [*signals, *died]
        stays.move()
        return signals

    def _merge(self, message: Hl7Message, kept: Identifiers) -> list[Signal]:
        gone = identifiers_of(message.first("MRG"), 1)
        cards: list[Card | None] = [
            self.directory.card(kept),
            self.directory.card(gone),
        ]
        self.directory.merge(kept, gone)
        subjects = dict.fromkeys(card.subject for card in cards if card)
        return [PatientIndexChanged(card=subject) for subject in subjects]


def _unusable(message: Hl7Message) -> Verdict | None:
    if message.header.text(9) != "ADT":
        return Verdict("AR", UNSUPPORTED_KIND, "Only ADT is taken here.")
    if message.event not in EVENTS:
        return Verdict("AR", UNSUPPORTED_EVENT, "This event is not taken here.")
    if not message.control_id:
        return Verdict("AR", REQUIRED, "MSH-10 is empty.")
    return _unfit(message)


def _unfit(message: Hl7Message) -> Verdict | None:
    if odd := _odd(message):
        return Verdict("AE", DATA_TYPE, f"{odd} is too long or has control characters.")
    if not identifiers_of(message.first("PID")):
        return Verdict("AE", REQUIRED, "PID-3 is empty.")
    if message.event == "A40" and not identifiers_of(message.first("MRG"), 1):
        return Verdict("AE", REQUIRED, "MRG-1 is empty.")
    return None


def _odd(message: Hl7Message) -> str:
    """Return the first field that no database should be asked to keep."""
    for name, fields in READ.items():
        segment = message.first(name)
        for field in fields:
            words = [c for one in segment.repetitions(field) for c in one]
            if any(len(w) > LONGEST or _NO_WORD.search(w) for w in words):
                return f"{name}-{field}"
    return ""
