"""A patient index that is asked by QBP (患者主索引查询，IHE PIX 与 PDQ).

Source: IHE ITI TF-2 §3.9 (PIX, Q23/K23) and §3.21 (PDQ, Q22/K22); recalled.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Literal
from uuid import uuid4

import attrs

from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import SubjectId
from ehealthcard.ports import PatientNumber

from .client import MllpClient, Reply
from .composing import (
    Letter,
    PatientIdentifier,
    identifiers_of,
    pdq_query,
    pix_query,
)
from .headers import MOST_ID, Header

FOUND, NOT_FOUND = "OK", "NF"
"""QAK-2, table 0208."""

UNKNOWN_KEY = "204"
"""ERR-3, table 0357: how PIX says that it does not know the number asked by."""


@attrs.frozen
class Hl7PatientIndex:
    """See :class:`ehealthcard.ports.PatientIndex`.

    Args:
        client: The index.
        header: From whom to whom.
        known: The number by which the index is asked about a subject; ``None`` where
            there is none, and then the index is not asked.
        domains: The institution of each authority (CX-4.1) whose numbers are wanted.
        query: ``pix`` asks for the numbers of others, ``pdq`` for the whole patient.
        clock: Who tells the time.

    """

    client: MllpClient
    header: Header
    known: Callable[[SubjectId], PatientIdentifier | None] = attrs.field(repr=False)
    domains: Mapping[str, str]
    query: Literal["pix", "pdq"] = "pix"
    clock: Callable[[], datetime] = attrs.field(
        default=lambda: datetime.now(UTC), repr=False
    )

    def numbers(self, subject: SubjectId, /) -> tuple[PatientNumber, ...]:
        """See :class:`ehealthcard.ports.PatientIndex`.

        Raises:
            OutsideUnavailableError: No answer in time, or none that can be read.

        """
        asked = self.known(subject)
        if asked is None:
            return ()
        name = uuid4().hex[:MOST_ID].upper()  # a question changes nothing
        letter = Letter(self.header, name, self.clock())
        made = (
            pix_query(letter, asked, self.domains)
            if self.query == "pix"
            else pdq_query(letter, asked)
        )
        reply = self.client.exchange(made)
        if reply is None:
            raise OutsideUnavailableError
        return tuple(dict.fromkeys(self._found(reply)))

    def _found(self, reply: Reply) -> Iterator[PatientNumber]:
        status = reply.message.first("QAK").text(2)
        if status == NOT_FOUND or reply.said.error == UNKNOWN_KEY:
            return
        if not reply.said.is_accepting or status != FOUND:
            raise OutsideUnavailableError
        for pid in reply.message.every("PID"):
            for one in identifiers_of(pid):
                if org := self.domains.get(one.authority):
                    yield PatientNumber(org, one.number)
