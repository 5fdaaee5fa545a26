"""What codes in ADT messages mean in this hospital (代码含义).

HL7 leaves tables 0112 and 0062 to the hospitals; Chinese HISs often send the national
way of leaving (离院方式, CV06.00.226: 1 home, 2 another hospital, 5 died) instead.
"""

from collections.abc import Mapping
from typing import Literal

import attrs

from ehealthcard.adapters.hl7 import Hl7Message

Reason = Literal["wrong-patient", "false-identity"]


@attrs.frozen
class Meanings:
    """Declared by the integrator.

    Args:
        died: PV1-36 of who has died; HL7's suggested 20 and 40 to 42.
        transferred: PV1-36 of who goes to another hospital; HL7's suggested 02.
        emergency: PV1-4 of an admission that waits for no papers.
        revoked: EVN-4 of a cancelled admission (A11), and what it says of the stay.

    """

    died: frozenset[str] = frozenset({"20", "40", "41", "42"})
    transferred: frozenset[str] = frozenset({"02"})
    emergency: frozenset[str] = frozenset({"E"})
    revoked: Mapping[str, Reason] = attrs.field(factory=dict[str, Reason])

    def is_dead(self, message: Hl7Message) -> bool:
        """Whether the message says that the patient has died (PID-30, PV1-36).

        An admission, a transfer or what is called off says nothing by PV1-36.
        """
        if message.first("PID").text(30).upper() == "Y":
            return True
        left = message.first("PV1").text(36)
        return message.event in ("A03", "A08") and left in self.died
