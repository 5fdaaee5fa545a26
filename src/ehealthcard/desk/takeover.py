"""Taking over physical cards and old hospital cards (存量卡迁移)."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated

import attrs

from ehealthcard.codesets import IdKind
from ehealthcard.errors import CardError, IdentityError, InvalidInputError
from ehealthcard.identity import Applicant, IdDocument, OldNumber, SubjectId
from ehealthcard.models import PRIVATE, Day, Model
from ehealthcard.workflow import Actor

from .assured import IMPORTED
from .office import Office
from .registration import Registration

PHYSICAL = "physical-health-card"


class OldCard(Model):
    """A card of another system, as an export has it."""

    kind: str = IdKind.RESIDENT_ID.value
    """Code of the document's kind (CV02.01.101)."""

    document: Annotated[str, PRIVATE]
    name: Annotated[str, PRIVATE]
    phone: Annotated[str | None, PRIVATE] = None
    birth_date: Annotated[Day | None, PRIVATE] = None
    number: Annotated[str, PRIVATE]
    """The old card's own number."""

    system: str
    """Who gave it out, such as a hospital's code."""


class PhysicalCard(Model):
    """What a reader gets from a resident health card with a chip (居民健康卡实体卡).

    Files DDF1/EF05, EF06 and EF08; the names are those of four public readers, which
    agree. The card number equals the document's.
    """

    card_number: Annotated[str, PRIVATE]
    """卡号 (EF05)."""

    chip_number: str
    """发卡(芯片)序列号 (EF05)."""

    issuer: str
    """发卡机构代码 (EF05)."""

    name: Annotated[str, PRIVATE]
    """姓名 (EF06)."""

    document: Annotated[str, PRIVATE]
    """身份证号 (EF06)."""

    phone: Annotated[str | None, PRIVATE] = None
    """本人电话1 (EF08)."""

    def as_old_card(self) -> OldCard:
        """Return what is taken over: the holder, and the chip by which it is found."""
        return OldCard(
            document=self.document,
            name=self.name,
            phone=self.phone or None,
            number=f"{self.issuer}/{self.chip_number}",
            system=PHYSICAL,
        )


@attrs.frozen
class Rejected:
    """A row that could not be taken over."""

    row: int
    """Its number, from 1."""

    code: str
    """The code of the error; the row's content is not repeated."""


@attrs.frozen
class TakeoverReport:
    """What became of an import."""

    created: int
    """Cards that are new."""

    joined: int
    """Old cards of somebody who had a card already."""

    repeated: int
    """Old cards that had been taken over before."""

    rejected: tuple[Rejected, ...]

    @property
    def reasons(self) -> dict[str, int]:
        """How many rows were rejected for which reason."""
        return dict(Counter(r.code for r in self.rejected))


@attrs.frozen
class Takeover:
    """Imports old cards row by row; a bad row does not stop the others."""

    office: Office

    def run(self, rows: Iterable[OldCard | PhysicalCard], by: Actor) -> TakeoverReport:
        """Take over *rows*; running it again changes nothing."""
        counts: Counter[str] = Counter()
        rejected: list[Rejected] = []
        for number, row in enumerate(rows, start=1):
            old = row.as_old_card() if isinstance(row, PhysicalCard) else row
            try:
                counts[self._take(old, by)] += 1
            except (IdentityError, CardError, InvalidInputError) as error:
                rejected.append(Rejected(number, error.code))
        return TakeoverReport(
            counts["created"], counts["joined"], counts["repeated"], tuple(rejected)
        )

    def _take(self, old: OldCard, by: Actor) -> str:
        registration = Registration(self.office, IMPORTED)
        number = OldNumber(system=old.system, value=old.number)
        applicant = Applicant(
            old.name,
            IdDocument(old.kind, old.document),
            phone=old.phone,
            birth_date=old.birth_date,
        )
        known = registration.find(applicant.document)
        card = registration.register(applicant, by, (number,))
        if known is None:
            return "created"
        return self._join(card.subject, number)

    def _join(self, subject: SubjectId, number: OldNumber) -> str:
        """Note the old number with somebody who has a card."""
        vault = self.office.vault

        def join() -> str:
            person = vault.person(subject)
            if person is None or number in person.old_numbers:
                return "repeated"
            numbers = (*person.old_numbers, number)
            changed = person.model_copy(update={"old_numbers": numbers})
            vault.put_person(subject, changed)
            return "joined"

        return self.office.atomically(join)
