"""Health records at work (健康档案): build by order, read on the record, explain."""

from collections.abc import Callable, Iterable, Iterator
from typing import cast

import attrs

from ehealthcard.errors import (
    AccessDeniedError,
    CardError,
    ClaimTakenError,
    RuleViolationError,
)
from ehealthcard.identity import Card, SubjectId
from ehealthcard.models import Model
from ehealthcard.monitor.access import Action, Asked
from ehealthcard.rules.access import ACCESS_NOT_GRANTED
from ehealthcard.rules.health_records.base import BaseInfo, Head, Residency
from ehealthcard.rules.health_records.code import LAST_SERIAL, Village, compose
from ehealthcard.rules.health_records.standing import RECORD_NOT_THERE, seen
from ehealthcard.services.health_record import (
    Build,
    ConfirmMove,
    Filed,
    HealthRecord,
    Merged,
    Read,
    Reading,
    RecordPage,
    health_record,
    page_of,
)
from ehealthcard.services.report_interpretation import (
    Interpret,
    Interpreted,
    ReportInterpretation,
    report_interpretation,
)
from ehealthcard.workflow import Actor

from .case import Case
from .casework import Casework
from .desk import ServiceDesk
from .guard import Guard

RecordCase = Case[HealthRecord]
PAGE = 100
ONE_BY_ONE = 100
"""Numbers that are tried in a row, before the steps grow."""


class NewRecord(Model):
    """What is known of a record to be built, besides its number (建档登记)."""

    village: Village
    """County, town, and village or neighbourhood: twelve digits."""

    org_name: str
    residency: Residency
    head: Head = Head()
    base: BaseInfo = BaseInfo()
    consent: str
    """Version of the text that the resident has agreed to."""

    by_guardian: bool = False


@attrs.frozen
class HealthRecords:
    """What a health centre's desk and a resident's app do with health records.

    Args:
        desk: The desk.

    """

    desk: ServiceDesk

    def build(self, card: Card, new: NewRecord, *, by: Actor) -> RecordCase:
        """Build a record under the next number of its village.

        Numbers rise in the order of building. Records that moved twice, or whose term
        is over, are counted no more; where there are very many of them, some numbers
        are left out.

        Raises:
            RuleViolationError: The resident has a record, or may not have one here.
            CardError: The card is not active.
            ClaimTakenError: The village has no numbers left.

        """
        known = {k: v for k, v in new if k != "village"}

        def try_with(number: str) -> RecordCase:
            command = Build(number=number, **known)
            return self.desk.start(health_record, card, command, by=by)

        return self._numbered(new.village, try_with)

    def take_over(
        self,
        card: Card,
        village: str,
        residency: Residency,
        *,
        by: Actor,
        doctor: str | None = None,
    ) -> RecordCase:
        """Confirm a move under the next number of the new village (确认迁入).

        Args:
            card: Whose record.
            village: Twelve digits.
            residency: The new home.
            by: Who keeps records at the institution that it goes to.
            doctor: Staff number of the new responsible doctor.

        Returns:
            The record as it goes on there.

        Raises:
            RuleViolationError: It does not go to *by*'s institution, or not to there.
            NotAllowedError: It does not move.
            ClaimTakenError: The village has no numbers left.

        """
        case = self._found(card, by)

        def try_with(number: str) -> RecordCase:
            command = ConfirmMove(number=number, residency=residency, doctor=doctor)
            return self.desk.execute(health_record, case, command, by=by)

        self._numbered(village, try_with)
        return self._found(card, by)

    def of(self, card: Card) -> RecordCase | None:
        """Return the holder's record: the one in force, else the newest; for the desk.

        Of two in force, by cards that have become one, that of *card* itself. It is not
        for a reader, who has to :meth:`read`.
        """
        every = list(self._all(card.subject))
        return next(_in_force(every, card), every[0] if every else None)

    def read(self, card: Card, *, by: Actor, sensitive: bool = False) -> RecordPage:
        """Return what *by* may see; that he has looked is written down first.

        Where the holder has another record in force by a card that was merged into this
        one, it stands :attr:`~.RecordPage.beside`, as far as *by* may read that.

        Args:
            card: Whose record.
            by: Who reads: the holder, a minor's guardian, who has a grant, a clinician.
            sensitive: Whether to see what is especially sensitive, too.

        Raises:
            RuleViolationError: He may not, which is on record; or there is none; or a
                second proof is needed.
            NotAllowedError: It is not in force.
            CardError: The holder's card is not active.

        """
        case, command = self._found(card, by), Read(sensitive=sensitive)
        page, beside, unseen = self._looked(case, command, by), list[RecordPage](), 0
        for other in _in_force(self._all(card.subject), card):
            if other.id == case.id:
                continue
            try:
                beside.append(self._looked(other, command, by))
            except (RuleViolationError, AccessDeniedError, CardError):
                unseen += 1
        return page.model_copy(update={"beside": tuple(beside), "unseen": unseen})

    def readings(
        self, card: Card, *, by: Actor, limit: int = PAGE
    ) -> tuple[Reading, ...]:
        """Return who has looked at the holder's record, newest first (调阅记录).

        Raises:
            AccessDeniedError: *by* is neither the holder, nor the guardian, nor staff.

        """
        Guard(self.desk.office).look(Asked(by, Action.TRACE, card.subject))
        found: list[Reading] = []
        for case in self._all(card.subject):
            history = Casework(self.desk.office).history(health_record, case.id)
            looks = [h.state for h in reversed(history) if h.command == Read.__name__]
            filed = [s for s in looks if isinstance(s, Filed)]
            found += [s.last_reading for s in filed if s.last_reading]
        found.sort(key=lambda r: r.access.at, reverse=True)
        return tuple(found[:limit])

    def interpret(
        self, card: Card, reference: str, *, by: Actor
    ) -> Case[ReportInterpretation]:
        """Have a released report explained, for reference and as no diagnosis.

        Args:
            card: Whose report.
            reference: ``org:report``.
            by: Who may read that report.

        Raises:
            RuleViolationError: He may not, or it is not released, or the holder has no
                record that is open to him.

        """
        command = Interpret(reference=reference)
        case = self.desk.start(report_interpretation, card, command, by=by)
        assert isinstance(case.state, Interpreted)  # noqa: S101  # its only arrow
        return case

    def _numbered(
        self, village: str, try_with: Callable[[str], RecordCase]
    ) -> RecordCase:
        """Return what comes of the first number that is free, behind those counted."""
        count = self.desk.office.storage.count_related("health-village", village)
        for serial in _onward(count + 1):
            try:
                return try_with(compose(village, serial).number)
            except ClaimTakenError:
                continue
        raise ClaimTakenError

    def _found(self, card: Card, by: Actor) -> RecordCase:
        case = self.of(card)
        if case is None:
            mine = by.holder in (None, card.subject)
            raise (RECORD_NOT_THERE if mine else ACCESS_NOT_GRANTED).broken()
        return case

    def _looked(self, case: RecordCase, command: Read, by: Actor) -> RecordPage:
        """Look at one record, on the record."""
        done = self.desk.execute(health_record, case, command, by=by, on_newest=True)
        assert isinstance(done.state, Filed)  # noqa: S101  # its only arrows
        return page_of(done.state, self._merged(done.state.file))

    def _merged(self, file: str) -> tuple[Merged, ...]:
        """Return the records of the same person that rest in this one."""
        work = self.desk.office.work()
        events = self.desk.office.storage.related("health-file", file)
        states = (work.elapsed(work.load(e)) for e in events)
        return tuple(s for s in states if isinstance(s, Merged) and s.into == file)

    def _all(self, subject: SubjectId) -> Iterator[RecordCase]:
        """Yield the holder's records, newest first."""
        before: str | None = None
        while True:
            page = Casework(self.desk.office).cases(
                health_record.name, subject, before, PAGE
            )
            yield from (cast("RecordCase", case) for case in page)
            if len(page) < PAGE:
                return
            before = page[-1].id


def _in_force(every: Iterable[RecordCase], card: Card) -> Iterator[RecordCase]:
    """Return the records in force, that of *card* itself first, else newest first."""
    found = (c for c in every if seen(c.state))
    return iter(sorted(found, key=lambda c: c.subject != card.subject))


def _onward(first: int) -> Iterator[int]:
    """Yield *first* and those behind it, one by one at first, then in growing steps."""
    serial, step = first, 1
    while serial <= LAST_SERIAL:
        yield serial
        serial += step
        if serial >= first + ONE_BY_ONE:
            step *= 2
